"""Build bisearch/analysis/data/frequencies.{ru,en}.txt from wordfreq's word lists (data under CC BY-SA 4.0).

Run: pip install wordfreq==3.1.1; python scripts/build_frequencies.py. Each line holds a Zipf frequency (log10 of the
occurrences per billion words) and the word forms with that frequency.
"""

from __future__ import annotations

from collections import defaultdict
from math import log10
from pathlib import Path

from wordfreq import get_frequency_dict

from bisearch.analysis.tokenizer import tokenize
from bisearch.model import SIDES

# Rarer words are left out.
MIN_FREQUENCY = 3.0
DATA = Path(__file__).parent.parent / "bisearch" / "analysis" / "data"


def main() -> None:
    """Write the Russian and the English list."""
    for side in SIDES:
        shares: defaultdict[str, float] = defaultdict(float)
        for word, share in get_frequency_dict(side, wordlist="best").items():
            forms = [token.form for token in tokenize(word)]
            if len(forms) == 1 and not forms[0][0].isdigit():
                shares[forms[0]] += share
        lines: defaultdict[float, list[str]] = defaultdict(list)
        for form, share in shares.items():
            lines[round(log10(share) + 9, 1)].append(form)
        text = "".join(
            f"{frequency} {' '.join(sorted(lines[frequency]))}\n"
            for frequency in sorted(lines, reverse=True)
            if frequency >= MIN_FREQUENCY
        )
        (DATA / f"frequencies.{side}.txt").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
