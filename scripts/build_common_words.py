"""Build bisearch/storage/common-words.txt, which stored passages are compressed with, from the lists of frequencies.

Run: python scripts/build_common_words.py, and then raise FORMAT: blocks written with another list cannot be read.
"""

from __future__ import annotations

from bisearch.model import SIDES
from bisearch.storage.passage_blocks import WORDS
from bisearch.word_lists import read_words

# What DEFLATE can refer back to, in bytes, and the shortest word that it gains by.
WINDOW, LEAST_LETTERS = 32_768, 3


def main() -> None:
    """Write the commonest words of both languages that the window holds, the commonest last."""
    by_frequency: dict[float, list[str]] = {}
    for side in SIDES:
        for line in read_words("analysis", f"frequencies.{side}.txt"):
            frequency, *forms = line.split()
            by_frequency.setdefault(float(frequency), []).extend(forms)
    commonest = [form for frequency in sorted(by_frequency, reverse=True) for form in by_frequency[frequency]]
    words: list[str] = []
    left = WINDOW
    for word in commonest:
        if len(word) >= LEAST_LETTERS and word.encode("cp1251", "ignore").decode("cp1251") == word:
            left -= len(word) + 1
            if left < 0:
                break
            words.append(word)
    WORDS.write_text("\n".join(reversed(words)) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
