"""Output for other programs: `records` builds the JSON of the commands, `bitext` writes alignments as TMX and TSV."""
