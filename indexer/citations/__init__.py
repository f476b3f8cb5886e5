"""Footnotes: their callouts, what they cite, and the documents that answer them."""
