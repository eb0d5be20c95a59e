"""Comparing words by pronunciation, by consonants, by OCR confusions, and by edit distance."""
