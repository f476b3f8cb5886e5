"""Cotejo's archive: reads sources, keeps them, indexes them and ties them to footnotes. Knows nothing of the web."""

__version__ = "0.1.0"
