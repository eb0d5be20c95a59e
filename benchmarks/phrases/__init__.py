"""Phrases: how many set phrases are found in a document that exists in the other language only."""
