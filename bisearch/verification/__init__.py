"""Checking the quotations and the citations of a manuscript against the archive."""
