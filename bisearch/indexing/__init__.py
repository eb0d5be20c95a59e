"""Builds and updates an index. Start with `build`, which makes one run; `import_dictionary` adds a dictionary."""
