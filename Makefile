# make run    everything needed, then the bundled archive on http://127.0.0.1:8000
# make test   everything needed, then the whole test suite
# Both are quick when repeated. `make help` lists the rest.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMPS := .setup
PYTEST_ARGS ?=

.DEFAULT_GOAL := help
.PHONY: help run test test-long setup archive system system-test lint format lock screenshots bench clean

help:
	@sed -n '1,3s/^# //p' Makefile
	@echo "make archive      reads corpus/ into var/ (only what is new)"
	@echo "make setup        system packages and .venv/bin/cotejo"
	@echo "make lint         ruff, mypy and the import directions"
	@echo "make test-long    the long kill, load and fuzz runs"
	@echo "make bench        benchmarks against their peers (needs ../shared/data)"
	@echo "make screenshots  renews docs/screenshots from the running app"
	@echo "make lock         renews constraints.txt"

run: archive
	$(BIN)/cotejo serve

# The suite starts the command hundreds of times: bytecode is kept whatever the environment says, which saves a sixth.
test: setup system-test $(STAMPS)/test
	PYTHONDONTWRITEBYTECODE= $(BIN)/pytest -m "not long" -n auto --dist loadfile $(PYTEST_ARGS)

test-long: setup system-test $(STAMPS)/test
	$(BIN)/pytest -m long $(PYTEST_ARGS)

setup: system $(STAMPS)/cotejo

# Exit status 1 means that a file or page could not be read (listed above it): the rest is served all the same.
archive: setup
	$(BIN)/cotejo report add corpus/reports/warlike-approach/report.md
	$(BIN)/cotejo add corpus/documents/*/ || test $$? -eq 1

system:
	@.ci/system-packages runtime

system-test:
	@.ci/system-packages test

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	  || { echo "Cotejo needs Python 3.11 or newer; $(PYTHON) is older. Name another: make PYTHON=python3.12 …"; exit 2; }
	$(PYTHON) -m venv $(VENV)

$(STAMPS)/cotejo: $(VENV)/bin/python pyproject.toml constraints.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e .
	@mkdir -p $(STAMPS) && touch $@

$(STAMPS)/test: $(STAMPS)/cotejo
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[test]'
	@mkdir -p $(STAMPS) && touch $@

$(STAMPS)/dev: $(STAMPS)/test
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[dev]'
	@mkdir -p $(STAMPS) && touch $@

lint: $(STAMPS)/dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

format: $(STAMPS)/dev
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

lock: $(STAMPS)/dev
	$(BIN)/pip-compile --quiet --strip-extras --all-extras --no-emit-index-url --no-emit-find-links --no-annotate --no-header --unsafe-package cotejo --output-file constraints.txt pyproject.toml

screenshots: setup system-test $(STAMPS)/test
	$(BIN)/python -m tests.web.screenshots

bench: setup $(STAMPS)/test
	$(BIN)/python -m bench.ingest
	$(BIN)/python -m bench.footnotes
	$(BIN)/python -m bench.search

clean:
	rm -rf $(VENV) $(STAMPS)
