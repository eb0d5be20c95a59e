"""Train the aligner's weights and write bisearch/alignment/weights.json.

Run in the checkout: python -m scripts.train_aligner GOLD.jsonl [GOLD.jsonl...] --natural WORKS.jsonl; needs SciPy and
takes an hour. For results on documents and works outside the training data, run python -m benchmarks ablation.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.bitext.training import train_both, training_corpora
from bisearch.alignment.feature_names import FAMILIES, FEATURES

if TYPE_CHECKING:
    from bisearch.alignment.log_linear_model import Model

TARGET = Path(__file__).parent.parent / "bisearch" / "alignment" / "weights.json"


def main() -> None:
    """Train on the given files and write the weights."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("gold", nargs="+", type=Path, help="sentence-aligned gold in JSONL")
    parser.add_argument("--natural", type=Path, help="whole translations with aligned paragraphs, in JSONL")
    options = parser.parse_args()
    TARGET.write_text(written(*train_both(training_corpora(options.gold, options.natural))), encoding="utf-8")


def written(first_pass: Model, second_pass: Model) -> str:
    """Return two models as JSON, one feature a line: its weight at middle coverage, and its slope."""
    blocks = [_block(name, model) for name, model in (("first pass", first_pass), ("second pass", second_pass))]
    shares = {name: round(share, 5) for name, share in zip(FAMILIES, second_pass.shares.tolist(), strict=True)}
    return "{\n" + ",\n".join([*blocks, f' "families": {json.dumps(shares)}']) + "\n}\n"


def _block(name: str, model: Model) -> str:
    lines = [
        f'  "{feature}": {json.dumps([round(value, 4) for value in values])}'
        for feature, values in zip(FEATURES, model.weights.T.tolist(), strict=True)
    ]
    return f' "{name}": {{\n' + ",\n".join(lines) + "\n }"


if __name__ == "__main__":
    main()
