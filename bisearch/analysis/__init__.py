"""From text to terms: tokens with their places, lemmas of both languages, stop words."""
