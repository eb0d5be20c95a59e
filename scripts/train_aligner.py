"""Learn the aligner's weights from sentence-aligned gold and write bisearch/alignment/weights.json.

Run in the checkout: python -m scripts.train_aligner GOLD.jsonl [GOLD.jsonl...]; it needs SciPy. What the weights are
worth on documents that they were not learned from is told by: python -m benchmarks ablation.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import numpy as np

from benchmarks.bitext.training import Corpus, train_both
from bisearch.alignment.features import FAMILIES, FEATURES
from bisearch.lexicon.glossary import glossary_translations

TARGET = Path(__file__).parent.parent / "bisearch" / "alignment" / "weights.json"


def main() -> None:
    """Train, and write the weights."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("gold", nargs="+", type=Path)
    untaught, taught = train_both([Corpus(path, [glossary_translations()]) for path in parser.parse_args().gold])
    values = {
        "first pass": dict(zip(FEATURES, np.round(untaught.weights, 4).tolist(), strict=True)),
        "second pass": dict(zip(FEATURES, np.round(taught.weights, 4).tolist(), strict=True)),
        "families": dict(zip(FAMILIES, np.round(taught.shares, 5).tolist(), strict=True)),
    }
    TARGET.write_text(json.dumps(values, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
