"""How passages are stored in a cluster's index.

The text of a side is its positions, separated by newlines, and each position is its terms, separated by tabs: several
terms at one position let a phrase match through any of them. BM25 is calculated in the query, with frequencies that the
client counts, because the cluster's own count removed and uncommitted passages too; a scripted similarity therefore
scores a term by its frequency alone.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from bisearch.engines.blocks import blocks_of
from bisearch.model import SIDES, Side

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from typing import Any

    from bisearch.engines.opensearch.options import ClusterOptions
    from bisearch.engines.port import Positions

POSITION, TERM = "\n", "\t"
# Stands at a position without terms, so that the positions after it keep their numbers.
NO_TERM = "\x01"
# Characters of a term or a document's id; Lucene takes no more than 32,766 bytes.
LONGEST = 8_000
# Values of the field `sides`, which records the sides of a passage.
SIDE_BITS: dict[Side, int] = {"ru": 1, "en": 2}
BOTH = 3


def index_body(options: ClusterOptions, index_id: str) -> dict[str, Any]:
    """Return the settings and the fields of a new index."""
    text = {
        "type": "text", "analyzer": "given", "search_analyzer": "keyword", "norms": False, "similarity": "frequency",
    }  # fmt: skip
    number = {"type": "integer", "index": False}
    return {
        "settings": {
            "number_of_shards": options.shards,
            "number_of_replicas": options.replicas,
            "refresh_interval": "-1",  # only a commit makes passages visible
            "max_terms_count": 1_000_000,
            "similarity": {"frequency": {"type": "scripted", "script": {"source": "return query.boost * doc.freq;"}}},
            "analysis": {
                "tokenizer": {
                    "positions": {
                        "type": "char_group",
                        "tokenize_on_chars": [POSITION],
                        "max_token_length": 1_000_000,
                    }
                },
                "filter": {
                    "terms": {"type": "pattern_capture", "preserve_original": False, "patterns": [f"([^{TERM}]+)"]}
                },
                "analyzer": {"given": {"type": "custom", "tokenizer": "positions", "filter": ["terms"]}},
            },
        },
        "mappings": {
            "dynamic": "strict",
            "_meta": {"index_id": index_id},
            "_source": {"enabled": False},
            "properties": {
                **dict.fromkeys(SIDES, text),
                **{length_field(side): number for side in SIDES},
                "passage": {"type": "integer"},
                "blocks": {"type": "keyword", "doc_values": False},
                "sides": {"type": "byte"},
                "document": {"type": "keyword", "index": False},
                "epoch": {"type": "long"},
                # Only in the marks of a commit, which are no passages: one in each shard.
                "commit": {"type": "keyword"},
                "time": {"type": "long"},
            },
        },
    }


def length_field(side: Side) -> str:
    """Return the name of the field with the number of positions of a side."""
    return f"{side}_length"


def passage_lines(passage: int, terms: Mapping[Side, Positions], document: str, epoch: int) -> tuple[str, str]:
    """Return the two lines of a bulk request that store a passage, unless a newer writer has stored it."""
    fields: dict[str, object] = {
        "passage": passage,
        "blocks": block_terms(blocks_of(passage)),
        "document": document[:LONGEST],
        "epoch": epoch,
    }
    bits = 0
    for side, positions in terms.items():
        if positions:
            fields[side] = POSITION.join(TERM.join(map(stored_term, each)) or NO_TERM for each in positions)
            fields[length_field(side)] = len(positions)
            bits |= SIDE_BITS[side]
    fields["sides"] = bits
    action = {"index": {"_id": str(passage), "version": epoch, "version_type": "external_gte"}}
    return json.dumps(action), _json(fields)


def mark_lines(commit_id: str, routes: Iterable[str], seconds: int, epoch: int) -> list[str]:
    """Return the lines of a bulk request that store the mark of a commit in each shard."""
    lines = []
    for route in routes:
        lines.append(json.dumps({"index": {"_id": f"commit-{commit_id}-{route}", "routing": route}}))
        lines.append(json.dumps({"commit": commit_id, "time": seconds, "epoch": epoch}))
    return lines


def block_terms(blocks: Iterable[int]) -> list[str]:
    """Return the terms of some blocks as the field `blocks` has them."""
    return [f"{block:x}" for block in blocks]


def stored_term(term: str) -> str:
    """Return a term as the cluster stores it and is asked for it."""
    return term[:LONGEST].encode("utf-8", "replace").decode("utf-8")


def _json(fields: object) -> str:
    return json.dumps(fields, ensure_ascii=False).encode("utf-8", "replace").decode("utf-8")
