"""Which words translate each other: dictionaries, the table learned from a collection, and links between words."""
