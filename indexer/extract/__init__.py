"""From bytes to pages: one module per family of formats; ``registry`` maps media type → extractor."""
