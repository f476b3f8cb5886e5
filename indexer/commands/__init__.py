"""The commands of `cotejo`, by what they are about; :mod:`indexer.cli` loads the one that is called."""
