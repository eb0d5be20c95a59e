"""What else a word of a query is looked up by: one module for each way of expanding it."""
