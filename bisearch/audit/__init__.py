"""Questions about a translation: sentences without counterpart, and numbers, dates, names and negations that differ."""
