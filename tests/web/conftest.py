"""The app on a real archive."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient

from indexer.config import Config
from tests.web.archive import trying_archive
from tests.web.serving import served
from webapp import create_app


@pytest.fixture(scope="session")
def config(tmp_path_factory: pytest.TempPathFactory) -> Config:
    return trying_archive(tmp_path_factory.mktemp("web"))


@pytest.fixture(scope="session")
def app(config: Config) -> Iterator[Flask]:
    app = create_app(config)
    yield app
    app.extensions["cotejo"].close()


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


@pytest.fixture(scope="session")
def server(app: Flask) -> Iterator[str]:
    """The address of the app on waitress."""
    with served(app) as address:
        yield address
