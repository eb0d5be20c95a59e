"""The translation table that a collection teaches by its own beads."""
