"""Whether reading keeps every word of a source: in a text, in the metadata, or in the list of what was passed over."""
