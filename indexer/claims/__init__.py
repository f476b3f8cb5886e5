"""The quotations and figures of reports, checked against what their notes cite and against the archive."""
