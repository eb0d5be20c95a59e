"""Archives in a browser: pages that work without scripts."""
