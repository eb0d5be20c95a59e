"""Sentence alignment: which Russian sentences translate which English ones. Start with `align`."""
