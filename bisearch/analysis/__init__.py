"""From text to terms: tokens with their positions, lemmas of both languages, stop words."""
