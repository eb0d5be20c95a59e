"""Searching: plan a query for an index, rank the passages that match, and mark where they matched."""
