"""From rasters to words: ``tesseract`` runs the program, ``probe`` asks whether it is there, ``reader`` reads pages."""
