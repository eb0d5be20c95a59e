"""The records that a search returns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, TypeAlias, overload

from bisearch.model import SIDES
from bisearch.storage.permanent_references import passage_to_dict, permanent_reference_to
from bisearch.validation import check_choice

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bisearch.citing.styles import CitationStyle
    from bisearch.model import Metadata, Passage, Side

Reason: TypeAlias = Literal[
    "lemma", "exact", "prefix", "wildcard", "fuzzy", "phrase",
    "translation", "name", "abbreviation", "date", "shelfmark",
    "rendering",
]  # fmt: skip
Group: TypeAlias = Literal["passage", "document"]
# What matches: text of a passage; only a translation of a quotation in it; its meaning, but no word; or only the
# heading of its document, that is a title or the summary.
Matched: TypeAlias = Literal["text", "translation", "meaning", "heading"]


class Mark(NamedTuple):
    """A stretch of a passage's text that matches, or that translates a match on the other side.

    Attributes:
        start: its first code point in the passage's text on that side.
        end: the code point after its last one.
        word: the part of the query that it matches.
        why: how it matches; ``"rendering"`` if it translates a match on the other side.
        probability: probability in [0, 1] that the stretch stands for `word`; 1 for a match of the word itself.
    """

    start: int
    end: int
    word: str
    why: Reason
    probability: float = 1.0


class LookUp(NamedTuple):
    """The look-up of a part of the query on one side: the words looked up in its place, and the reason.

    Attributes:
        word: the part of the query.
        side: the side that was searched.
        why: how the alternatives follow from the word.
        alternatives: lemmas, words as written or phrases; each with the probability in [0, 1] that it stands for the
            word. ``/`` separates the alternatives of a word of a phrase.
        source: where a translation of a phrase is from: ``"phrase list"``, the number of ``beads`` that it was learned
            from, ``"synonyms"``, or ``"word by word"``; empty for all else.
    """

    word: str
    side: Side
    why: Reason
    alternatives: tuple[tuple[str, float], ...]
    source: str = ""

    def to_dict(self) -> dict[str, Any]:
        """Return the look-up as ``bisearch search --json --explain`` prints it."""
        alternatives = [{"form": form, "probability": probability} for form, probability in self.alternatives]
        return {**self._asdict(), "alternatives": alternatives}


class Suggestion(NamedTuple):
    """Words to try in place of a word of the query that matches nothing.

    Attributes:
        word: the word of the query, normalized.
        instead: similar words that the collection has, the most similar first.
    """

    word: str
    instead: tuple[str, ...]


class FacetValue(NamedTuple):
    """How often a query finds documents with one value of a facet.

    Attributes:
        value: the value, as most documents write it; None for documents of which it is unknown.
        passages: the number of passages found in documents with this value.
        documents: the number of documents with this value in which passages are found.
    """

    value: str | None
    passages: int
    documents: int


class Facet(NamedTuple):
    """The counts of one facet.

    Attributes:
        by: the name of the facet.
        values: the counts by value, years ascending, other values by their number of documents; last, if there are
            any, the documents of which the value is unknown. A document of several values, such as one dated to an
            interval of years, counts in each.
    """

    by: str
    values: tuple[FacetValue, ...]

    def to_dict(self) -> dict[str, Any]:
        """Return the counts as in JSON; an unknown value is None."""
        return {"by": self.by, "values": [value._asdict() for value in self.values]}


class Hit(NamedTuple):
    """A passage that matches a query, or the first passage of a document of which only the heading does.

    Attributes:
        document: the metadata of its document.
        passage: the passage with both sides; a side that it lacks is None.
        score: higher is better; only comparable within one result. It is 0 if only the heading matches.
        marks_ru: the marks of the Russian text, in order and without overlaps.
        marks_en: the marks of the English text, in order and without overlaps.
        before: the passages before it in the document, nearest last; empty without `SearchOptions.context`.
        after: the passages after it, nearest first; empty without `SearchOptions.context`.
        matched: ``"text"``; ``"translation"`` if only a translation of a quotation matches, which ranks after text;
            ``"meaning"`` if it has no word of the query, but is near to it in meaning; or ``"heading"`` if only a title
            or the summary of the document matches, which ranks last.
        cosine: how near its meaning is to that of the query, in [-1, 1]; None if that was not compared.
    """

    document: Metadata
    passage: Passage
    score: float
    marks_ru: tuple[Mark, ...]
    marks_en: tuple[Mark, ...]
    before: tuple[Passage, ...] = ()
    after: tuple[Passage, ...] = ()
    matched: Matched = "text"
    cosine: float | None = None

    def marks(self, side: Side) -> tuple[Mark, ...]:
        """Return the marks of one side."""
        return self.marks_ru if side == "ru" else self.marks_en

    @property
    def reference(self) -> str:
        """The permanent reference to the passage."""
        return str(permanent_reference_to(self.document.id, self.passage))

    def cite(self, style: CitationStyle = "chicago") -> str:
        """Return the citation of the passage; see `Index.cite`.

        Raises:
            ValueError: `style` is unknown.
        """
        from bisearch.citing.parts import Cited  # noqa: PLC0415 -- a search starts faster without
        from bisearch.citing.styles import STYLES, citations  # noqa: PLC0415

        check_choice(STYLES, style=style)
        return citations([Cited(self.document, self.passage, self.reference)], style)

    def to_dict(self) -> dict[str, Any]:
        """Return the hit as ``bisearch search --jsonl`` prints it; the sides of its passage have `marks`."""
        passage = passage_to_dict(self.document.id, self.passage)
        for side in SIDES:
            if passage[side] is not None:
                passage[side]["marks"] = [mark._asdict() for mark in self.marks(side)]
        return {
            "document": self.document.to_dict(),
            "passage": passage,
            "score": round(self.score, 6),
            "matched": self.matched,
            **({} if self.cosine is None else {"cosine": round(self.cosine, 6)}),
            "before": [passage_to_dict(self.document.id, passage) for passage in self.before],
            "after": [passage_to_dict(self.document.id, passage) for passage in self.after],
        }

    def __repr__(self) -> str:
        return f"<Hit {self.document.id!r}, {self.passage!r}, score {self.score:.3f}>"


class DocumentHit(NamedTuple):
    """A document that matches a query.

    Attributes:
        document: its metadata.
        score: higher is better; only comparable within one result. It is 0 if only the heading matches.
        passages: the number of its passages that match; 0 if only the heading matches.
        hits: its best matching passages, the best first; its first passage if only the heading matches.
        matched: as in `Hit`, of its best passage.
    """

    document: Metadata
    score: float
    passages: int
    hits: tuple[Hit, ...]
    matched: Matched = "text"

    def to_dict(self) -> dict[str, Any]:
        """Return the document as ``bisearch search --jsonl --group document`` prints it."""
        hits = [{name: value for name, value in hit.to_dict().items() if name != "document"} for hit in self.hits]
        return {
            "document": self.document.to_dict(),
            "score": round(self.score, 6),
            "matched": self.matched,
            "passages": self.passages,
            "hits": hits,
        }

    def __repr__(self) -> str:
        return f"<DocumentHit {self.document.id!r}, {self.passages} passages, score {self.score:.3f}>"


@dataclass(frozen=True, slots=True, repr=False)
class Results(Sequence[Hit]):
    """The answer to a query: a sequence of hits, true if it has any hits or documents.

    A search for documents has `documents`, and its hits are their best passages. Notebooks show results as a table.

        results = index.search("энергия", limit=5)
        print(results.total, len(results), results[0].passage.ru)
        for hit in results:
            print(hit.document.id, hit.to_dict())

    Attributes:
        query: the query as typed.
        total: the number of passages that match, and of documents of which only the heading does.
        total_by_translation: how many of `total` match only because something in the query is translated.
        hits: the passages found, in order. A search for documents gives the best passages of each document, or none if
            `SearchOptions.best` is 0, its default for queries with filters alone.
        seconds: wall time of the search.
        offset: the number of hits, or of documents in a search for documents, that were skipped.
        lookups: the look-ups of each part of the query on each side; excluded parts are left out.
        suggestions: other words to look for, for words that match nothing.
        group: whether passages or documents were searched for: ``"passage"`` or ``"document"``.
        documents: the documents found, in order, each with the best of its hits; empty in a search for passages.
        total_documents: the number of documents that match; None in a search for passages.
        total_documents_by_translation: how many of these match only because something in the query is translated; None
            in a search for passages.
        undated: the number of documents without a date that a ``date:`` filter left out; 0 without such a filter.
        interpretation: the query that was run: `query`, or, with `SearchOptions.lenient`, the query without its
            mistakes; empty if there is no word to look for.
        notes: a line for each change between `query` and `interpretation`, with `SearchOptions.lenient`; and a line if
            the index has vectors that cannot be used, with the reason.
        facets: the passages and documents that match, counted by `SearchOptions.facets`, without documents of which
            only the heading does, and without passages found by meaning.
        total_by_meaning: how many of `total` have no word of the query and are found by meaning; None if the search was
            by words alone.
    """

    query: str
    total: int
    hits: tuple[Hit, ...]
    seconds: float
    offset: int = 0
    lookups: tuple[LookUp, ...] = ()
    suggestions: tuple[Suggestion, ...] = ()
    group: Group = "passage"
    documents: tuple[DocumentHit, ...] = ()
    total_documents: int | None = None
    undated: int = 0
    interpretation: str = ""
    notes: tuple[str, ...] = ()
    total_by_translation: int = 0
    total_documents_by_translation: int | None = None
    facets: tuple[Facet, ...] = ()
    total_by_meaning: int | None = None

    @property
    def total_literal(self) -> int:
        """How many of `total` match with nothing translated: the number to quote."""
        return self.total - self.total_by_translation - (self.total_by_meaning or 0)

    @property
    def counts(self) -> str:
        """How many of `total` match as typed, by translation, and by meaning, as text; empty if all match as typed."""
        others = {"by translation": self.total_by_translation, "by meaning": self.total_by_meaning or 0}
        named = [f"{count:,} {how}" for how, count in others.items() if count]
        return ", ".join([f"{self.total_literal:,} as typed", *named]) if named else ""

    @property
    def total_documents_literal(self) -> int | None:
        """How many of `total_documents` match with nothing translated; None in a search for passages."""
        if self.total_documents is None:
            return None
        return self.total_documents - (self.total_documents_by_translation or 0)

    def to_dict(self, *, explain: bool = False) -> dict[str, Any]:
        """Return the results as ``bisearch search --json`` prints them.

        Args:
            explain: whether to add the look-ups of each word, as ``--explain`` does.
        """
        record: dict[str, Any] = {
            "query": self.query,
            "total": self.total,
            "total_literal": self.total_literal,
            "total_by_translation": self.total_by_translation,
            "offset": self.offset,
            "seconds": round(self.seconds, 6),
            "hits": [hit.to_dict() for hit in self],
            "suggestions": [suggestion._asdict() for suggestion in self.suggestions],
            "undated": self.undated,
            "interpretation": self.interpretation,
            "notes": list(self.notes),
        }
        if self.total_by_meaning is not None:
            record["total_by_meaning"] = self.total_by_meaning
        if self.total_documents is not None:
            record["total_documents"] = self.total_documents
            record["total_documents_literal"] = self.total_documents_literal
            record["total_documents_by_translation"] = self.total_documents_by_translation
            record["documents"] = [document.to_dict() for document in self.documents]
            del record["hits"]
        if self.facets:
            record["facets"] = [facet.to_dict() for facet in self.facets]
        if explain:
            record["lookups"] = [lookup.to_dict() for lookup in self.lookups]
        return record

    def _repr_html_(self) -> str:
        """Return the hits, or the documents, as a table in HTML, which notebooks show."""
        from bisearch.export.html_fragment import as_html  # noqa: PLC0415 -- only notebooks
        from bisearch.export.marked_text import side_runs  # noqa: PLC0415
        from bisearch.searching.notebook import as_table, as_text  # noqa: PLC0415

        if self.group == "document":
            listed = [(each.document.id, each.document.title, each.document.date) for each in self.documents]
            return as_table(repr(self), ("document", "title", "date"), (as_text(*each) for each in listed))
        rows = [
            [
                *as_text(f"{hit.score:.3f}", f"{hit.document.id} {hit.passage.number}"),
                *(as_html(side_runs(hit.passage.side(side), hit.marks(side))) for side in SIDES),
            ]
            for hit in self
        ]
        return as_table(repr(self), ("score", "passage", "Russian", "English"), rows)

    def __len__(self) -> int:
        """Return the number of hits given, which `SearchOptions.limit` limits; `total` counts all."""
        return len(self.hits)

    @overload
    def __getitem__(self, place: int) -> Hit: ...
    @overload
    def __getitem__(self, place: slice) -> tuple[Hit, ...]: ...
    def __getitem__(self, place: int | slice) -> Hit | tuple[Hit, ...]:
        """Return a hit by its place from 0, or the hits of a slice."""
        return self.hits[place]

    def __iter__(self) -> Iterator[Hit]:
        """Iterate over the hits in order."""
        return iter(self.hits)

    def __bool__(self) -> bool:
        """Return whether any hits or documents are given."""
        return bool(self.hits or self.documents)

    def __repr__(self) -> str:
        if self.total_documents is None:
            return f"<Results for {self.query!r}: {len(self.hits):,} of {self.total:,} hits>"
        return f"<Results for {self.query!r}: {len(self.documents):,} of {self.total_documents:,} documents>"
