"""Which file is the original of which, by their texts alone. Start with `pair`."""
