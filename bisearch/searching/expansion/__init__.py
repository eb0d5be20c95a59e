"""Expansion: what each part of a query is looked up by; one module for each way of expanding a word."""
