"""Building and updating an index. Start with `build`."""
