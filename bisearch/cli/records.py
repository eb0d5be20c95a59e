"""The JSON records that the commands print; docs/searching.md describes those of a search.

bisearch search --json      Results.to_dict
bisearch search --jsonl     Hit.to_dict, or DocumentHit.to_dict for each document
bisearch show --json        show_record
bisearch translate --json   Translations.to_dict
bisearch align --json       align_record
bisearch index --json       index_record
bisearch upgrade --json     upgrade_record
"""

from __future__ import annotations

from dataclasses import fields
from typing import TYPE_CHECKING, Any, TypeAlias

from bisearch.storage.permanent_references import passage_to_dict

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from bisearch.indexing.options import BuildReport
    from bisearch.indexing.upgrade import UpgradeReport
    from bisearch.model import Alignment, Metadata, Passage

Record: TypeAlias = dict[str, Any]


def show_record(document: Metadata, passages: Iterable[Passage]) -> Record:
    """Return the record of ``bisearch show --json``: a document and all its passages."""
    return {
        "document": document.to_dict(),
        "passages": [passage_to_dict(document.id, passage) for passage in passages],
    }


def align_record(text_ru: str, text_en: str, alignment: Alignment) -> Record:
    """Return the record of ``bisearch align --json``: each bead's sentences with their offsets in the texts."""

    def sentences(indexes: Sequence[int], text: str, spans: Sequence[Any]) -> list[Record]:
        return [{"start": spans[i].start, "end": spans[i].end, "text": spans[i].of(text)} for i in indexes]

    return {
        "beads": [
            {
                "ru": sentences(bead.ru, text_ru, alignment.sentences_ru),
                "en": sentences(bead.en, text_en, alignment.sentences_en),
                "confidence": round(bead.confidence, 4),
            }
            for bead in alignment.beads
        ]
    }


def index_record(report: BuildReport) -> Record:
    """Return the record of ``bisearch index --json``: what a build did."""
    vectors = {"vectors": report.vectors} if report.vectors or report.has_other_vectors else {}
    return {
        "added": report.added,
        "changed": report.changed,
        "moved": report.moved,
        "removed": report.removed,
        "gone": report.gone,
        "excluded": report.excluded,
        "corrected": report.corrected,
        "orphans": [orphan.to_dict() for orphan in report.orphans],
        "unchanged": report.unchanged,
        "both_sides": report.both_sides,
        "russian_only": report.russian_only,
        "english_only": report.english_only,
        "likely_pairs": [list(pair) for pair in report.likely_pairs],
        "passages": report.passages,
        "tokens": report.tokens,
        "left_out": [{"path": error.path, "line": error.line, "reason": error.reason} for error in report.left_out],
        "passed_over": report.passed_over,
        "passed_over_text": [each._asdict() for each in report.passed_over_text],
        "notices": [each._asdict() for each in report.notices],
        **vectors,
        "seconds": round(report.seconds, 3),
    }


def upgrade_record(report: UpgradeReport) -> Record:
    """Return the record of ``bisearch upgrade --json``: what an upgrade did."""
    orphans = [orphan.to_dict() for orphan in report.orphans]
    return {each.name: getattr(report, each.name) for each in fields(report)} | {"orphans": orphans}
