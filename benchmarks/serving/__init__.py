"""How many readers a server bears."""
