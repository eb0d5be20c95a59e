"""The optional native engine, over tantivy."""
