"""How often words occur: concordances, frequencies, collocates, keywords, and the translations of a word by count."""
