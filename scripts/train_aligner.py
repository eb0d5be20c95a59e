"""Train the aligner's weights on sentence-aligned gold and write bisearch/alignment/weights.json.

Run in the checkout: python -m scripts.train_aligner GOLD.jsonl [GOLD.jsonl...]; needs SciPy. For results on documents
outside the training data, run python -m benchmarks ablation.
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
    """Train on the given gold files and write the weights."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("gold", nargs="+", type=Path)
    first_pass, second_pass = train_both([Corpus(path, [glossary_translations()]) for path in parser.parse_args().gold])
    values = {
        "first pass": dict(zip(FEATURES, np.round(first_pass.weights, 4).tolist(), strict=True)),
        "second pass": dict(zip(FEATURES, np.round(second_pass.weights, 4).tolist(), strict=True)),
        "families": dict(zip(FAMILIES, np.round(second_pass.shares, 5).tolist(), strict=True)),
    }
    TARGET.write_text(json.dumps(values, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
