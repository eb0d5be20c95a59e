"""Expansion: what each part of a query is looked up as; one module for each way of expanding a word."""
