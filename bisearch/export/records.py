"""JSON records of results, documents and alignments; README gives their schema, and it is stable."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any, TypeAlias

from bisearch.model import SIDES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bisearch.model import Alignment, Metadata, Passage, PassageText
    from bisearch.searching.results import DocumentHit, Hit, Mark, Results
    from bisearch.searching.translations import Equivalent

Record: TypeAlias = dict[str, Any]


def results_record(results: Results, *, explain: bool = False) -> Record:
    """Return a search's answer as one record; to `explain`, with what each word was looked up by."""
    record: Record = {
        "query": results.query,
        "total": results.total,
        "offset": results.offset,
        "seconds": round(results.seconds, 6),
        "hits": [hit_record(hit) for hit in results],
        "suggestions": [suggestion._asdict() for suggestion in results.suggestions],
    }
    if results.total_documents is not None:
        record["total_documents"] = results.total_documents
        record["documents"] = [document_hit_record(found) for found in results.documents]
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
    """Return a document that was found as a record, with the best of its passages."""
    hits = [{name: value for name, value in hit_record(hit).items() if name != "document"} for hit in found.hits]
    return {
        "document": document_record(found.document),
        "score": round(found.score, 6),
        "passages": found.passages,
        "hits": hits,
    }


def hit_record(hit: Hit) -> Record:
    """Return one hit as a record."""
    return {
        "document": document_record(hit.document),
        "passage": passage_record(hit.passage, hit),
        "score": round(hit.score, 6),
        "before": [passage_record(passage) for passage in hit.before],
        "after": [passage_record(passage) for passage in hit.after],
    }


def document_record(document: Metadata) -> Record:
    """Return a document's metadata as a record; what is unknown is an empty string, an absent reference null."""
    return asdict(document)


def passage_record(passage: Passage, hit: Hit | None = None) -> Record:
    """Return a passage as a record: a side is null where there is none; marks only for a hit."""
    record: Record = {"number": passage.number, "confidence": round(passage.confidence, 4)}
    for side in SIDES:
        record[side] = _side_record(passage.side(side), hit.marks(side) if hit is not None else None)
    return record


def equivalent_record(equivalent: Equivalent) -> Record:
    """Return what a word is rendered as, as a record; `example` is a hit or null."""
    example = equivalent.example
    return {
        "ru": equivalent.ru,
        "en": equivalent.en,
        "to_en": round(equivalent.to_en, 4),
        "to_ru": round(equivalent.to_ru, 4),
        "beads": equivalent.beads,
        "dictionaries": list(equivalent.dictionaries),
        "example": hit_record(example) if example is not None else None,
    }


def alignment_record(text_ru: str, text_en: str, alignment: Alignment) -> Record:
    """Return an alignment as a record: each bead's sentences with their offsets in the texts."""

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
