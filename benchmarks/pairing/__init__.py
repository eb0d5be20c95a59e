"""How well files are paired by their texts alone."""
