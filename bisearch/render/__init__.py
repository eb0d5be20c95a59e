"""From results to what people and programs read: terminal text, JSON, TSV, TMX."""
