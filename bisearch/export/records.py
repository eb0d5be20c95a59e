"""The JSON records that the commands print; docs/searching.md describes those of a search.

bisearch search --json      search_record
bisearch search --jsonl     hit_record, or document_hit_record for each document
bisearch show --json        show_record
bisearch translate --json   translate_record
bisearch align --json       align_record
bisearch index --json       index_record
"""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any, TypeAlias

from bisearch.model import SIDES

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from bisearch.indexing.options import BuildReport
    from bisearch.model import Alignment, Metadata, Passage, PassageText
    from bisearch.searching.results import DocumentHit, Hit, Mark, Results
    from bisearch.searching.translations import Translation

Record: TypeAlias = dict[str, Any]


def search_record(results: Results, *, explain: bool = False) -> Record:
    """Return the record of ``bisearch search --json``; with `explain`, also the look-ups of each word."""
    record: Record = {
        "query": results.query,
        "total": results.total,
        "offset": results.offset,
        "seconds": round(results.seconds, 6),
        "hits": [hit_record(hit) for hit in results],
        "suggestions": [suggestion._asdict() for suggestion in results.suggestions],
        "undated": results.undated,
        "interpretation": results.interpretation,
        "notes": list(results.notes),
    }
    if results.total_documents is not None:
        record["total_documents"] = results.total_documents
        record["documents"] = [document_hit_record(document) for document in results.documents]
        del record["hits"]
    if explain:
        record["lookups"] = [
            {
                **lookup._asdict(),
                "alternatives": [
                    {"form": form, "probability": probability} for form, probability in lookup.alternatives
                ],
            }
            for lookup in results.lookups
        ]
    return record


def document_hit_record(found: DocumentHit) -> Record:
    """Return the record of a document that matches a search, with its best passages."""
    hits = [{name: value for name, value in hit_record(hit).items() if name != "document"} for hit in found.hits]
    return {
        "document": document_record(found.document),
        "score": round(found.score, 6),
        "matched": found.matched,
        "passages": found.passages,
        "hits": hits,
    }


def hit_record(hit: Hit) -> Record:
    """Return the record of a passage that matches a search."""
    return {
        "document": document_record(hit.document),
        "passage": passage_record(hit.passage, hit),
        "score": round(hit.score, 6),
        "matched": hit.matched,
        "before": [passage_record(passage) for passage in hit.before],
        "after": [passage_record(passage) for passage in hit.after],
    }


def show_record(document: Metadata, passages: Iterable[Passage]) -> Record:
    """Return the record of ``bisearch show --json``: a document and all its passages."""
    return {"document": document_record(document), "passages": [passage_record(each) for each in passages]}


def document_record(document: Metadata) -> Record:
    """Return the record of a document's metadata; unknown fields are empty strings, an unknown reference is null."""
    return asdict(document)


def passage_record(passage: Passage, hit: Hit | None = None) -> Record:
    """Return the record of a passage; an absent side is null, and only a hit's passage has marks."""
    record: Record = {"number": passage.number, "confidence": round(passage.confidence, 4)}
    for side in SIDES:
        record[side] = _side_record(passage.side(side), hit.marks(side) if hit is not None else None)
    return record


def translate_record(word: str, translations: Iterable[Translation]) -> Record:
    """Return the record of ``bisearch translate --json``: a word and its translations."""
    return {"word": word, "equivalents": [translation_record(each) for each in translations]}


def translation_record(translation: Translation) -> Record:
    """Return the record of one translation; `example` is a hit, or null."""
    example = translation.example
    return {
        "ru": translation.ru,
        "en": translation.en,
        "to_en": round(translation.to_en, 4),
        "to_ru": round(translation.to_ru, 4),
        "beads": translation.beads,
        "dictionaries": list(translation.dictionaries),
        "example": hit_record(example) if example is not None else None,
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
    return {
        "added": report.added,
        "changed": report.changed,
        "moved": report.moved,
        "removed": report.removed,
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
        "seconds": round(report.seconds, 3),
    }


def _side_record(side: PassageText | None, marks: tuple[Mark, ...] | None) -> Record | None:
    if side is None:
        return None
    record: Record = {
        "text": side.text,
        "sentences": [[sentence.start, sentence.end] for sentence in side.sentences],
    }
    if marks is not None:
        record["marks"] = [mark._asdict() for mark in marks]
    return record
