"""Splitting text into paragraphs and sentences. Start with `sentences`."""
