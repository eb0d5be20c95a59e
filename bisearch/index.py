"""What can be asked of an open index: each method is one call into a room."""

from __future__ import annotations

import math
import sys
import warnings
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, NamedTuple
from weakref import WeakKeyDictionary

from bisearch.deadline import Deadline
from bisearch.errors import DocumentIdError, PermanentReferenceError, SourceError
from bisearch.model import SIDES
from bisearch.notation.scripts import script_of
from bisearch.searching.options import search_options
from bisearch.searching.search import search
from bisearch.searching.snapshot import Snapshot, Snapshots
from bisearch.storage.index_folder import DEFAULT_INDEX, IndexFolder
from bisearch.storage.permanent_references import passage_to_dict
from bisearch.validation import (
    check_choice,
    check_counts,
    check_flags,
    check_range,
    check_text,
    check_wait,
    listed,
    path_of,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from datetime import date
    from types import TracebackType
    from typing import IO, Self, Unpack

    from bisearch.audit.findings import Finding, Kind
    from bisearch.citing.styles import CitationStyle
    from bisearch.export.formats import ExportFormat
    from bisearch.indexing.index_writer import IndexWriter
    from bisearch.indexing.options import BuildReport
    from bisearch.model import Metadata, Passage, Side
    from bisearch.places import Page, TextPlaces, WordPlace
    from bisearch.searching.export_options import ExportKeywords
    from bisearch.searching.exporting import ExportReport
    from bisearch.searching.facets import Facets
    from bisearch.searching.field_filters import Condition
    from bisearch.searching.listing import DocumentSummary
    from bisearch.searching.options import SearchKeywords, SearchOptions
    from bisearch.searching.passage_lookup import FoundPassage
    from bisearch.searching.results import Results
    from bisearch.statistics.account_record import Account
    from bisearch.statistics.collocates import Collocates
    from bisearch.statistics.concordance import Concordance
    from bisearch.statistics.frequencies import Frequencies
    from bisearch.statistics.kept_words import KeptWords
    from bisearch.statistics.keywords import Keywords
    from bisearch.statistics.options import ConcordanceSort, CountKeywords, Measure
    from bisearch.statistics.scope import CountScope
    from bisearch.statistics.translation_counts import Translations
    from bisearch.storage.translations import TableRow
    from bisearch.verification.records import Verification


class Stats(NamedTuple):
    """The size of an index and how it was built.

    Attributes:
        format: version of the index's format.
        generation: number of the commit, from 1.
        engine: name of the engine.
        analyzer: names and versions of everything that determines the terms.
        bytes: size of all files of the generation.
        documents: number of documents.
        passages: number of passages.
        tokens_ru: number of words in the Russian texts.
        tokens_en: number of words in the English texts.
        forms: number of different words, inflected forms counted separately.
        sources: the absolute paths of the files and folders that the index is updated from.
    """

    format: int
    generation: int
    engine: str
    analyzer: str
    bytes: int
    documents: int
    passages: int
    tokens_ru: int
    tokens_en: int
    forms: int
    sources: tuple[str, ...] = ()


class IndexedDocument(NamedTuple):
    """A document of an index with its passages; a pair that can be unpacked.

    Attributes:
        metadata: the document's description.
        passages: its passages in order.
    """

    metadata: Metadata
    passages: list[Passage]

    def to_dict(self) -> dict[str, Any]:
        """Return the document as ``bisearch show --json`` prints it."""
        passages = [passage_to_dict(self.metadata.id, passage) for passage in self.passages]
        return {"document": self.metadata.to_dict(), "passages": passages}

    def __repr__(self) -> str:
        return f"<IndexedDocument {self.metadata.id!r}, {len(self.passages):,} passages>"


class Index:
    """An index open for searching; made by `open`.

    It shows the commit that was current when it was opened, until `refresh`. Threads may share it. Close it, or use it
    in a ``with`` statement. It is a collection of its documents:

        with bisearch.open("index") as index:
            print(len(index), "cable-1" in index, [summary.id for summary in index.documents()])
            results = index.search("атомная энергия", limit=10)
    """

    def __init__(self, path: Path) -> None:
        folder = IndexFolder(path_of(path, "path"))
        self._folder = folder.absolute()
        self._snapshots = Snapshots(folder)
        self._words: WeakKeyDictionary[Snapshot, KeptWords] = WeakKeyDictionary()

    def search(self, query: str, options: SearchOptions | None = None, **keywords: Unpack[SearchKeywords]) -> Results:
        """Find passages or documents.

        Options are given as keywords, as `SearchOptions`, or both; then the keywords replace the options.

            index.search("атомная энергия", limit=20, offset=20, sort="date", date_from="1946", date_to="1947-03")
            index.search("energy", fields={"author": "Смирнов"})

        Args:
            query: a query in the query language; it may be empty if dates or fields are given.
            options: how to search; None takes the defaults of `SearchOptions`.
            **keywords: any attributes of `SearchOptions`, such as `limit`, `offset`, `sort`, `date_from`, `fields`.

        Returns:
            The hits and their total number. A query of filters alone finds documents, any other passages, unless
            `SearchOptions.group` is set.

        Raises:
            QueryError: the query has a mistake or asks for too much, or no document has a field of `fields`.
            QueryCostError: the query or the number of hits would take too much time or memory.
            SearchTimeoutError: the search took longer than `SearchOptions.timeout`.
            IndexDamagedError: the index is damaged.
            IndexVersionError: the index was built with other dictionaries.
            TableError: the index's own table of synonyms has a malformed line.
            IndexClosedError: the index is closed.
            TypeError: a keyword is unknown, or `query` is not a text.
            ValueError: an option has an impossible value, or sets k1 or b, which the index's engine cannot change.
        """
        check_text(query=query)
        chosen = search_options(options, keywords)
        with self._open_snapshot() as snapshot:
            return search(query, chosen, snapshot.readers)

    def translate(
        self, word: str, limit: int = 20, *, passages: int | None = 200, **keywords: Unpack[CountKeywords]
    ) -> Translations:
        """Return the translations of a word in this collection, the likeliest first, counted in its passages.

            for each in index.translate("энергия", passages=None, filters="date:1946..1950"):
                print(each.en, each.observed.occurrences, each.observed.by_year, each.observed.by_translator)

        Args:
            word: a word of either language in any form; of a hyphenated word, the first part is used.
            limit: the greatest number of translations, at least 1.
            passages: how many of the word's passages to read, spread evenly over all; None reads all.
            **keywords: attributes of `CountOptions` other than `widen`, such as `filters` or `timeout`.

        Returns:
            A list of the translations. Each has the probabilities of the lexicon, and `observed`: the occurrences that
            it translates in the passages read, by year and by translator, with references to the passages. The list
            itself has the number of all occurrences, of those read and of those translated.

        Raises:
            ValueError: `limit` is below 1, or another option has an impossible value.
            QueryError: `word` has no Russian or English word, or more than one; or a filter has a mistake.
            SearchTimeoutError: the count took longer than `timeout`.
            IndexDamagedError: the index is damaged.
            IndexVersionError: the index was built with other dictionaries.
            TableError: the index's own table of synonyms has a malformed line.
            IndexClosedError: the index is closed.
        """
        from bisearch.statistics.translation_counts import count_translations  # noqa: PLC0415 -- loads numpy

        check_text(word=word)
        check_counts(1, limit=limit)
        if passages is not None:
            check_counts(0, passages=passages)
        with self._counting("translate", keywords, widens=False) as scope:
            return count_translations(word, limit, passages, scope)

    def table(self, *, words_only: bool = False) -> list[TableRow]:
        """Return the translation table, sorted by Russian and English lemma.

        Args:
            words_only: leave out pairs that a dictionary cannot have: those with a number, or with a lemma in the
                script of the other language.

        Returns:
            For each pair the Russian and the English lemma, the probability that each is translated as the other, and
            the number of beads.
        """
        with self._open_snapshot() as snapshot:
            rows = snapshot.store.translations.rows()
            return [row for row in rows if not words_only or _is_word_pair(row[0], row[1])]

    def document(self, id_: str) -> IndexedDocument | None:
        """Return a document with its passages in order; None if no document has that id.

        Args:
            id_: the document's id, in full.

        Raises:
            IndexDamagedError: the index is damaged.
            IndexClosedError: the index is closed.
            TypeError: `id_` is not a text.
        """
        check_text(id_=id_)
        with self._open_snapshot() as snapshot:
            document = snapshot.store.document(id_)
            if document is None:
                return None
            return IndexedDocument(document.metadata, snapshot.store.passages(document.passage_numbers))

    def find_document(self, id_: str) -> IndexedDocument:
        """Return a document's metadata and its passages in order.

        Args:
            id_: the document's id or the beginning of it, in any letter case.

        Raises:
            DocumentIdError: no document has that id, or the ids of several begin with it.
            IndexDamagedError: the index is damaged.
            IndexClosedError: the index is closed.
        """
        from bisearch.searching.document_lookup import find_document  # noqa: PLC0415 -- a search starts faster without

        check_text(id_=id_)
        with self._open_snapshot() as snapshot:
            document = find_document(snapshot.store, id_)
            return IndexedDocument(document.metadata, snapshot.store.passages(document.passage_numbers))

    def find(self, reference: str, *, by_beginning: bool = False) -> tuple[IndexedDocument, FoundPassage | None]:
        """Return the document with an id, or the document and the passage that a permanent reference leads to.

            document, passage = index.find("cable-641/9-k7f2q")

        Args:
            reference: the id of a document, or else a permanent reference as `passage` takes it.
            by_beginning: whether the beginning of an id, in any letter case, will do as in `find_document`.

        Returns:
            The document with its passages; and the passage, or None for an id.

        Raises:
            DocumentIdError: no document has the id; or with `by_beginning`, the ids of several begin so.
            PermanentReferenceError: the reference is malformed, or the document or the sentence is gone.
            IndexDamagedError: the index is damaged.
            IndexClosedError: the index is closed.
        """
        from bisearch.searching.passage_lookup import (  # noqa: PLC0415 -- a search starts faster without
            find_by_beginning,
            find_document_or_passage,
        )

        check_text(reference=reference)
        with self._open_snapshot() as snapshot:
            try:
                document, found = (find_by_beginning if by_beginning else find_document_or_passage)(
                    reference, snapshot.store
                )
            except PermanentReferenceError as error:
                if "/" in reference:
                    raise
                raise DocumentIdError(reference, f"the index has no document {reference!r}", ()) from error
            return IndexedDocument(document.metadata, snapshot.store.passages(document.passage_numbers)), found

    def delete(self, ids: Iterable[str], *, wait: float = 0.0) -> BuildReport:
        """Delete documents in one commit, which this index then shows.

        A document whose file is still there does not return when the file is indexed again, unless
        `BuildOptions.restore` is set.

        Args:
            ids: the ids of the documents, in full.
            wait: seconds to wait while another writer holds the index; may be infinite.

        Raises:
            DocumentIdError: the index lacks one of the documents; nothing is deleted.
            IndexLockedError: another process is writing to the index.
            IndexDamagedError: the index is damaged.
            IndexVersionError: the index was built with other dictionaries.
            IndexWriteError: the index cannot be written; it is unchanged.
        """
        from bisearch.searching.document_lookup import missing_document  # noqa: PLC0415 -- a search starts without

        wanted = listed(ids, "ids")
        for id_ in wanted:
            check_text(id=id_)
        with self.writer(wait=wait) as writer:
            for id_ in dict.fromkeys(wanted):
                if not writer.delete(id_):
                    with self._open_snapshot() as snapshot:
                        raise missing_document(snapshot.store, id_)
        return writer.report

    def places(self, id_: str, side: Side, start: int = 0, end: int | None = None) -> list[WordPlace]:
        """Return the places of words on the images of their pages.

        Args:
            id_: the id of a document.
            side: the text, ``"ru"`` or ``"en"``.
            start: offset in that text, in code points, as in `PassageText.sentences`.
            end: offset after the last character; None goes to the end of the text.

        Returns:
            The words that overlap the range, in the order of the text; a word that is cut at a line end has a place for
            each part. Empty if there is no such document, or its source does not say where its words are.

        Raises:
            ValueError: `side` is no side.
            IndexDamagedError: the index is damaged.
            IndexClosedError: the index is closed.
        """
        found = self._text_places(id_, side)
        return found.words(start, sys.maxsize if end is None else end) if found is not None else []

    def pages(self, id_: str, side: Side) -> tuple[Page, ...]:
        """Return the pages of a text of a document, in order; arguments and errors as in `places`."""
        found = self._text_places(id_, side)
        return found.pages if found is not None else ()

    def _text_places(self, id_: str, side: Side) -> TextPlaces | None:
        check_text(id_=id_)
        if side not in SIDES:
            raise ValueError(f"side should be ru or en, not {side!r}")
        with self._open_snapshot() as snapshot:
            document = snapshot.store.document(id_)
            return snapshot.store.places(document.number, side) if document is not None else None

    def documents(  # noqa: PLR0913 -- one parameter for each filter
        self,
        query: str = "",
        *,
        date_from: str | date | None = None,
        date_to: str | date | None = None,
        fields: Mapping[str, str] | None = None,
        sides: Literal["ru", "en", "both"] | None = None,
        sort: Literal["id", "date", "title"] = "id",
        timeout: float | None = None,
    ) -> Iterator[DocumentSummary]:
        """Iterate over the documents, or over those that a query and filters keep.

        The documents are those of the commit that is current when the iteration begins; it also raises the errors.

        Args:
            query: a query in the query language, such as ``title:cable``; empty keeps all documents.
            date_from: keeps documents that may date from this day, month or year, or from a later one.
            date_to: keeps documents that may date from this day, month or year, or from an earlier one.
            fields: keeps documents whose metadata fields have all these words: ``{"author": "Смирнов"}``.
            sides: keeps documents with a text in this language only, or in both.
            sort: ``"id"``; ``"title"``; or ``"date"``: the oldest first and the undated last.
            timeout: the greatest number of seconds that it may take to find the documents; None sets no limit. Reading
                them one by one is not limited.

        Raises:
            QueryError: the query has a mistake, or a filter names a field that no document has.
            QueryCostError: the query would take too much time or memory.
            SearchTimeoutError: it took longer than `timeout`.
            IndexDamagedError: the index is damaged.
            IndexVersionError: the index was built with other dictionaries.
            IndexClosedError: the index is closed.
            ValueError: an option has an impossible value.
        """
        from bisearch.searching.field_filters import conditions  # noqa: PLC0415 -- a search starts faster without

        check_text(query=query)
        check_choice(("id", "date", "title"), sort=sort)
        check_choice(("ru", "en", "both"), sides=sides)
        check_range(0, math.inf, timeout=timeout)
        found = self._documents(query, conditions(date_from, date_to, fields), timeout, by_date=sort == "date")
        wanted = None if sides is None else SIDES if sides == "both" else (sides,)
        kept = (document for document in found if wanted is None or document.sides == wanted)
        return iter(sorted(kept, key=lambda document: document.title.casefold())) if sort == "title" else kept

    def _documents(
        self, query: str, filters: tuple[Condition, ...], timeout: float | None, *, by_date: bool
    ) -> Iterator[DocumentSummary]:
        from bisearch.searching.listing import list_documents  # noqa: PLC0415 -- a search starts faster without

        with self._open_snapshot() as snapshot:
            yield from list_documents(snapshot, query, filters, by_date=by_date, timeout=timeout)

    def passage(self, reference: str) -> FoundPassage:
        """Return the passage that a permanent reference leads to.

        Args:
            reference: ``ID/NUMBER-HASH``, as hits, JSON and exports have it, or ``ID/NUMBER`` for the passage that has
                this number now.

        Returns:
            The passage with its document, its present permanent reference, and how it was found, if it was moved or
            changed since the reference was made.

        Raises:
            PermanentReferenceError: the reference is malformed, or the document or the sentence is gone.
            TypeError: `reference` is not a text.
            IndexDamagedError: the index is damaged.
            IndexClosedError: the index is closed.
        """
        from bisearch.searching.passage_lookup import find_passage  # noqa: PLC0415 -- a search starts faster without

        check_text(reference=reference)
        with self._open_snapshot() as snapshot:
            return find_passage(reference, snapshot.store)

    def like(  # noqa: PLR0913 -- one parameter for each option
        self,
        reference: str | None = None,
        *,
        text: str | None = None,
        limit: int = 10,
        offset: int = 0,
        lang: Side | None = None,
        timeout: float | None = None,
    ) -> Results:
        """Return the passages that say the same as a passage or a text, in either language, the nearest first.

            for hit in index.like("cable-1/2-k7f2q"):
                print(hit.score, hit.reference)
            index.like(text="Архив закрыт на ремонт.", lang="en")

        Args:
            reference: the permanent reference to a passage, which is not among the results.
            text: a text in either language, in place of a reference.
            limit: how many hits to return.
            offset: how many to skip before the first.
            lang: the only side to compare; None compares both.
            timeout: the greatest number of seconds that the search may take; None sets no limit.

        Returns:
            At most a hundred hits, and their number. The score is the cosine of the vectors, in [-1, 1]: that of the
            passage, or of up to four consecutive passages together of which it is the nearest. Passages that are hardly
            related are left out.

        Raises:
            EncoderError: the index has no vectors, or they cannot be compared with the encoder's.
            PermanentReferenceError: the reference is malformed, or leads to nothing.
            SearchTimeoutError: the search took longer than `timeout`.
            ValueError: both a reference and a text are given, or neither; or another value is impossible.
            IndexDamagedError: the index is damaged.
            IndexClosedError: the index is closed.
        """
        check_text(**{name: each for name, each in (("reference", reference), ("text", text)) if each is not None})
        if (reference is None) == (text is None or not text.strip()):
            raise ValueError("give the reference to a passage, or a text")
        check_counts(0, limit=limit, offset=offset)
        check_choice(SIDES, lang=lang)
        check_range(0, math.inf, timeout=timeout)
        from bisearch.searching.likeness import like  # noqa: PLC0415 -- loads numpy

        with self._open_snapshot() as snapshot:
            readers = snapshot.readers.for_search(Deadline(timeout))
            return like(reference, text or "", limit, offset, lang, readers)

    def facets(
        self,
        query: str = "",
        by: str | Iterable[str] = ("year", "archive", "language", "sides"),
        options: SearchOptions | None = None,
        **keywords: Unpack[SearchKeywords],
    ) -> Facets:
        """Count the passages and documents that a query finds, by year, archive or any other field.

        Args:
            query: a query in the query language; empty counts the whole index, or what filters keep.
            by: the names of facets: ``"year"``, ``"archive"``, ``"fond"``, ``"language"``, ``"sides"``, which are
                ``"both"``, ``"ru"`` or ``"en"``, and metadata fields such as ``"author"``, custom ones included.
            options: how to search; None takes the defaults of `SearchOptions`. Options of what is shown, such as
                `limit`, change nothing. Documents of which only a title matches are not counted.
            keywords: options that replace those of `options`.

        Returns:
            The counts. A document dated to an interval counts in each year that it may be of. Documents of which a
            value is unknown are counted by themselves.

        Raises:
            QueryError: the query has a mistake, or asks for too much.
            ValueError: no document has a field of that name, or an option has an impossible value.
            IndexDamagedError: the index is damaged.
            IndexVersionError: the index was built with other dictionaries.
            IndexClosedError: the index is closed.
        """
        from bisearch.searching.facets import count_facets  # noqa: PLC0415 -- a search starts faster without

        check_text(query=query)
        chosen = search_options(options, keywords)
        names = listed(by, "by")
        for name in names:
            check_text(by=name)
        with self._open_snapshot() as snapshot:
            return count_facets(query, names, chosen, snapshot.readers)

    def audit(
        self,
        query: str = "",
        kinds: Iterable[Kind] | None = None,
        options: SearchOptions | None = None,
        **keywords: Unpack[SearchKeywords],
    ) -> Iterator[Finding]:
        """Iterate over questions about the translations of the whole index, or of what a query and filters keep.

        They are questions to a reader, not verdicts: where a sentence, a number, a date, a name or a negation has no
        counterpart that the checks recognize. Documents in one language and dismissed findings are left out: see
        `Corrections.dismiss`. The findings are those of the commit that is current when the iteration begins; it also
        raises the errors.

            for finding in index.audit("energy", kinds=["number", "date"], date_from="1946"):
                print(finding.reference, finding.question)

        Args:
            query: a query in the query language; empty takes all passages, or those that filters keep.
            kinds: ``"omission"``, ``"number"``, ``"date"``, ``"name"``, ``"negation"`` and ``"term"``, words of the
                query that nothing opposite seems to translate; None takes omissions, numbers and dates, whose precision
                and recall were measured to be at least .8.
            options: how to search; None takes the defaults of `SearchOptions`. Only options of what matches are used.
            keywords: options that replace those of `options`.

        Returns:
            The findings in the order of the index, and at the end the sentences without counterpart, the most certain
            first.

        Raises:
            QueryError: the query has a mistake, or asks for too much.
            SearchTimeoutError: the audit took longer than `SearchOptions.timeout`.
            CorrectionsFileError: the file of corrections cannot be read, or has a malformed line.
            IndexDamagedError: the index is damaged.
            IndexVersionError: the index was built with other dictionaries.
            IndexClosedError: the index is closed.
            ValueError: a kind is unknown, or an option has an impossible value.
        """
        from bisearch.audit.findings import KINDS  # noqa: PLC0415 -- a search starts faster without

        check_text(query=query)
        chosen = None if kinds is None else tuple(listed(kinds, "kinds"))
        for kind in chosen or ():
            check_choice(KINDS, kind=kind)
        return self._audit(query, chosen, search_options(options, keywords))

    def _audit(self, query: str, kinds: tuple[Kind, ...] | None, options: SearchOptions) -> Iterator[Finding]:
        from bisearch.audit.audit import audit  # noqa: PLC0415 -- a search starts faster without
        from bisearch.corrections.corrections_file import corrections_path, read_corrections  # noqa: PLC0415

        dismissed = read_corrections(corrections_path(self._folder.path)).require_sound().dismissed_keys
        with self._open_snapshot() as snapshot:
            yield from audit(query, kinds, options, snapshot.readers, dismissed)

    def account(self, query: str, options: SearchOptions | None = None, **keywords: Unpack[SearchKeywords]) -> Account:
        """Search, and account for the search: for somebody who writes that a term does not occur.

            account = index.account("Смигунов", limit=5)
            print(account.results.total, [miss.form for miss in account.near_misses], account.state.undated)

        Args:
            query: a query in the query language.
            options: how to search; None takes the defaults of `SearchOptions`.
            **keywords: options that replace those of `options`; `timeout` is at most 30 seconds by default.

        Returns:
            The results; what was looked up on each side, with counts; words of the index that a scanner may have made
            of a word of the query; the filters in force; how much of what was searched is untranslated, undated or of
            doubtful recognition; and the signature of the index.

        Raises:
            QueryError: the query has a mistake, or asks for too much.
            SearchTimeoutError: it took longer than `timeout`.
            IndexDamagedError: the index is damaged.
            IndexVersionError: the index was built with other dictionaries.
            IndexClosedError: the index is closed.
            ValueError: an option has an impossible value.
        """
        from bisearch.statistics.account import account_for  # noqa: PLC0415 -- loads numpy

        check_text(query=query)
        chosen = search_options(options, keywords)
        with self._open_snapshot() as snapshot:
            return account_for(query, chosen, snapshot.readers, snapshot.manifest, self._kept_words(snapshot))

    def verify(
        self, manuscript: str | Path, *, encoding: str | None = None, timeout: float | None = None
    ) -> Verification:
        """Compare the quotations of a manuscript, and what it cites for them, with the archive.

            for quotation in index.verify(Path("chapter.docx")).quotations:
                print(quotation.number, quotation.status, quotation.reference, quotation.differences)

        Args:
            manuscript: the text of a manuscript, or the `Path` of a file of any form that is read as a document: DOCX,
                ODT, Markdown, plain text and others.
            encoding: the encoding of a text file; None detects it.
            timeout: the greatest number of seconds that it may take; None sets no limit.

        Returns:
            For each quotation whether the archive has it word for word, with differences, in the other language only,
            or not at all; and whether the shelfmark and the date of its note are those of the document.

        Raises:
            SourceError: the file cannot be read.
            SearchTimeoutError: it took longer than `timeout`.
            IndexDamagedError: the index is damaged.
            IndexVersionError: the index was built with other dictionaries.
            IndexClosedError: the index is closed.
            TypeError: `manuscript` is neither a text nor a path.
        """
        from bisearch.verification.manuscripts import manuscript_of, read_manuscript  # noqa: PLC0415 -- seldom needed
        from bisearch.verification.verify import verify  # noqa: PLC0415

        check_range(0, math.inf, timeout=timeout)
        if isinstance(manuscript, Path):
            try:
                read = read_manuscript(path_of(manuscript, "manuscript"), encoding)
            except OSError as error:
                raise SourceError(str(manuscript), (error.strerror or str(error)).lower()) from error
        else:
            check_text(manuscript=manuscript)
            read = manuscript_of(manuscript)
        with self._open_snapshot() as snapshot:
            return verify(read, snapshot.readers, timeout)

    def facet_names(self) -> list[str]:
        """Return the names of the facets by which `facets` can count and of which any document has a value, sorted."""
        with self._open_snapshot() as snapshot:
            return snapshot.store.facet_names()

    def concordance(
        self,
        query: str,
        sort: ConcordanceSort = "right",
        side: Side | None = None,
        *,
        limit: int = 20,
        offset: int = 0,
        **keywords: Unpack[CountKeywords],
    ) -> Concordance:
        """Find every occurrence of a word or a phrase with its context on both sides.

        Args:
            query: a word, a phrase, a word with a wildcard, or several with OR; filters may stand beside it.
            sort: ``"left"``, by the words before it, the nearest first; ``"right"``, by the words after it; or
                ``"opposite"``, by what translates it and the words after that.
            side: the only side to look on; None takes that of the word's script, and both for a number.
            limit: the greatest number of lines, at least 0.
            offset: the number of lines to skip, at least 0.
            **keywords: attributes of `CountOptions`, such as `filters`, `widen` or `timeout`.

        Returns:
            The lines, each with the permanent reference of its passage, and the number of all occurrences. The order
            does not depend on the engine.

        Raises:
            QueryError: the query has a mistake, or asks for too much.
            QueryCostError: more than 1,000 passages would have to be read to sort by the opposite text.
            ValueError: an option has an impossible value.
            SearchTimeoutError, TypeError, IndexDamagedError, IndexVersionError, IndexClosedError: as for `frequencies`.
        """
        from bisearch.statistics.concordance import find_concordance  # noqa: PLC0415 -- loads numpy
        from bisearch.statistics.options import CONCORDANCE_SORTS  # noqa: PLC0415

        check_text(query=query)
        if sort is None:
            raise ValueError("sort must be left, right or opposite")
        check_choice(CONCORDANCE_SORTS, sort=sort)
        check_choice(SIDES, side=side)
        check_counts(0, limit=limit, offset=offset)
        with self._counting("concordance", keywords) as scope:
            return find_concordance(query, sort, side, limit, offset, scope)

    def frequencies(
        self,
        queries: str | Iterable[str],
        by: str = "year",
        side: Side | None = None,
        **keywords: Unpack[CountKeywords],
    ) -> Frequencies:
        """Count how often words occur in each year, or for each value of another field.

            index.frequencies(["энергия", "energy", '"atomic energy"'], by="year", filters="archive:GAPI")

        Args:
            queries: words, phrases (several words in a row are one), words with wildcards, or several with OR; filters
                may stand beside them. A word counts by its lemmas: once, whichever of them matches.
            by: the name of a facet as in `facets`: ``"year"``, ``"archive"``, ``"translator"`` and so on.
            side: the only side to count on; None counts each query on the side of its script, and numbers on both.
            **keywords: attributes of `CountOptions`, such as `filters`, `widen` or `timeout`.

        Returns:
            For each query and side the occurrences, the words among which they were counted, and the occurrences per
            million words with a 95 % interval, by value. Documents without a value are counted by themselves, and a
            document dated to several years counts in each.

        Raises:
            QueryError: a query has a mistake, or asks for too much.
            SearchTimeoutError: the count took longer than `timeout`.
            ValueError: no document has a field of that name, or an option has an impossible value.
            TypeError: a keyword is unknown, or a query is not a text.
            IndexDamagedError: the index is damaged.
            IndexVersionError: the index was built with other dictionaries.
            IndexClosedError: the index is closed.
        """
        from bisearch.statistics.frequencies import count_frequencies  # noqa: PLC0415 -- loads numpy

        texts = listed(queries, "queries")
        for each in texts:
            check_text(query=each)
        check_text(by=by)
        check_choice(SIDES, side=side)
        with self._counting("frequencies", keywords) as scope:
            return count_frequencies(texts, by, side, scope)

    def collocates(  # noqa: PLR0913 -- one parameter for each choice
        self,
        word: str,
        side: Side | None = None,
        window: int = 5,
        measure: Measure = "log_dice",
        *,
        limit: int = 20,
        at_least: int = 1,
        function_words: bool = False,
        **keywords: Unpack[CountKeywords],
    ) -> Collocates:
        """Find the words that occur near a word more often than elsewhere, and those near its translations opposite.

        Args:
            word: a word, a phrase, a word with a wildcard, or several with OR; filters may stand beside it.
            side: the side to count on; None takes that of the word's script.
            window: the number of words before and after that are near, from 1; a window never leaves the sentence.
            measure: the measure to sort by: ``"log_dice"`` (Rychlý 2008) or ``"g2"`` (Dunning 1993).
            limit: the greatest number of collocates on each side, at least 0.
            at_least: the least number of occurrences near the word, at least 1.
            function_words: whether function words are listed too.
            **keywords: attributes of `CountOptions`, such as `filters`, `widen` or `timeout`.

        Returns:
            The collocates of the word, and those of its translations in the passages opposite, with both measures, p,
            and how evenly they are spread over the documents. Only lemmas that are more frequent there than elsewhere
            are listed.

        Raises:
            QueryError: the word has a mistake, may be of either side, or asks for too much.
            ValueError: an option has an impossible value.
            SearchTimeoutError, TypeError, IndexDamagedError, IndexVersionError, IndexClosedError: as for `frequencies`.
        """
        from bisearch.statistics.collocates import CollocateOptions, find_collocates  # noqa: PLC0415 -- loads numpy
        from bisearch.statistics.options import MAX_WINDOW, MEASURES  # noqa: PLC0415

        check_text(word=word)
        check_choice(SIDES, side=side)
        check_choice(MEASURES, measure=measure)
        check_counts(0, limit=limit)
        check_counts(1, at_least=at_least, window=window)
        check_flags(function_words=function_words)
        options = CollocateOptions(min(window, MAX_WINDOW), measure, limit, at_least, function_words)
        with self._counting("collocates", keywords) as scope:
            return find_collocates(word, side, options, scope)

    def keywords(  # noqa: PLR0913 -- one parameter for each choice
        self,
        target: str,
        reference: str | None = None,
        side: Side = "ru",
        *,
        limit: int = 20,
        at_least: int = 1,
        function_words: bool = False,
        **keywords: Unpack[CountKeywords],
    ) -> Keywords:
        """Find the words that one part of the archive uses more, or less, than another.

            index.keywords("date:1946", "date:1947..1950", side="en")

        Args:
            target: a query of filters alone, which chooses the part.
            reference: a query of filters alone, which chooses the part to compare with; None takes all other documents.
            side: the side whose words are compared.
            limit: the greatest number of keywords in each direction, at least 0.
            at_least: the least number of occurrences in both parts together, at least 1.
            function_words: whether function words are listed too.
            **keywords: attributes of `CountOptions` other than `widen`, such as `filters` or `timeout`.

        Returns:
            The words by falling log-likelihood G2 (Dunning 1993), with the log ratio (Hardie 2014).

        Raises:
            QueryError: a query has a mistake, has no filter, or looks for words.
            ValueError: an option has an impossible value.
            SearchTimeoutError, TypeError, IndexDamagedError, IndexVersionError, IndexClosedError: as for `frequencies`.
        """
        from bisearch.statistics.keywords import KeywordOptions, find_keywords  # noqa: PLC0415 -- loads numpy

        check_text(target=target)
        if reference is not None:
            check_text(reference=reference)
        if side not in SIDES:
            raise ValueError(f"side should be ru or en, not {side!r}")
        check_counts(0, limit=limit)
        check_counts(1, at_least=at_least)
        check_flags(function_words=function_words)
        with self._counting("keywords", keywords, widens=False) as scope:
            return find_keywords(target, reference, side, KeywordOptions(limit, at_least, function_words), scope)

    @contextmanager
    def _counting(self, owner: str, keywords: CountKeywords, *, widens: bool = True) -> Iterator[CountScope]:
        """Return the documents that a count counts in, and their readers."""
        from bisearch.statistics.options import count_options  # noqa: PLC0415 -- a search starts faster without
        from bisearch.statistics.scope import CountScope  # noqa: PLC0415 -- loads numpy
        from bisearch.storage.signature import signature_of  # noqa: PLC0415 -- only counts need it

        options = count_options(keywords, owner, widens=widens)
        with self._open_snapshot() as snapshot:
            readers = snapshot.readers.for_search(Deadline(options.timeout))
            yield CountScope(readers, signature_of(snapshot.manifest), options, self._kept_words(snapshot))

    def _kept_words(self, snapshot: Snapshot) -> KeptWords:
        """Return the words of a commit, which counts share as long as the commit is open."""
        from bisearch.statistics.kept_words import KeptWords  # noqa: PLC0415 -- loads numpy

        return self._words.get(snapshot) or self._words.setdefault(snapshot, KeptWords(snapshot.store))

    def cite(self, reference: str | Iterable[str], style: CitationStyle = "chicago") -> str:
        """Return the citation of a document or of a passage, or of several.

        Args:
            reference: the id of a document or the permanent reference to a passage; or several, in the order wanted.
            style: ``"chicago"``, the note and the bibliography entry of the Chicago Manual of Style, 17th edition;
                ``"gost"``, GOST R 7.0.5-2008; or data: ``"bibtex"``, which is also BibLaTeX, ``"ris"`` or
                ``"csl-json"``, an array.

        Returns:
            The citations with an empty line between them. Titles, names and shelfmarks stay as the source has them;
            what is unknown is left out.

        Raises:
            PermanentReferenceError: there is no document with the id, or the passage is gone.
            ValueError: `style` is unknown.
            IndexDamagedError: the index is damaged.
            IndexClosedError: the index is closed.
        """
        from bisearch.citing.parts import Cited  # noqa: PLC0415 -- a search starts faster without
        from bisearch.citing.styles import STYLES, citations  # noqa: PLC0415
        from bisearch.searching.passage_lookup import find_document_or_passage  # noqa: PLC0415

        check_text(style=style)
        check_choice(STYLES, style=style)
        references = listed(reference, "reference")
        for each in references:
            check_text(reference=each)
        with self._open_snapshot() as snapshot:
            found = [find_document_or_passage(each, snapshot.store) for each in references]
        cited = [
            Cited(document.metadata) if passage is None else Cited(passage.document, passage.passage, passage.reference)
            for document, passage in found
        ]
        return citations(cited, style)

    def export(
        self,
        source: str | Iterable[str],
        format: ExportFormat | None,  # noqa: A002 -- the word that everybody uses
        stream: IO[str] | IO[bytes] | str | Path,
        **keywords: Unpack[ExportKeywords],
    ) -> ExportReport:
        """Write the hits of a query, or the passages that permanent references lead to, to a file or a stream.

        All hits are written, unless `limit` says otherwise, and one at a time, so that memory does not grow with
        their texts. A file appears when it is complete. If there is nothing to write, nothing is written.

            index.export("атомная энергия", None, "energy.xlsx", sort="date", date_from="1946")
            index.export(["cable-641/9-k7f2q", "letter-12"], "docx", "quotes.docx", style="gost")

        Args:
            source: a query, or permanent references to passages and ids of whole documents, in the order wanted.
            format: ``"csv"``, ``"xlsx"``, ``"jsonl"``, ``"tmx"``, ``"docx"``, ``"markdown"`` or ``"html"``; None takes
                that of the file's ending.
            stream: the path of a file, or an open stream: of bytes, or of text for a format other than XLSX and DOCX.
            **keywords: attributes of `SearchOptions`, of which only `sort`, `limit` and `offset` apply to references;
                and: `sample`, the number of hits to draw at random, the same ones for the same `seed` (0); `style`,
                the citations' style, ``"chicago"`` or ``"gost"``; `bom`, whether CSV begins with a byte order mark for
                Excel; `date`, the day to give as that of the export (today); `skip_missing`, whether references that
                lead to nothing are left out and named; `progress`, a function that is called with the share done.

        Returns:
            How many passages were written, of how many, and what the export says of itself.

        Raises:
            ExportError: the format is unknown, the file cannot be written, or a library is missing.
            PermanentReferenceError: references lead to nothing; the message has a line for each.
            QueryError: the query has a mistake.
            IndexDamagedError: the index is damaged.
            IndexVersionError: the index was built with other dictionaries.
            IndexClosedError: the index is closed.
            TypeError: a keyword is unknown, or an argument has the wrong type.
            ValueError: an option has an impossible value.
        """
        from bisearch.export.formats import FORMATS  # noqa: PLC0415 -- a search starts faster without
        from bisearch.export.target import Target  # noqa: PLC0415
        from bisearch.searching.export_options import ExportRequest  # noqa: PLC0415
        from bisearch.searching.exporting import export  # noqa: PLC0415

        check_choice(FORMATS, format=format)
        wanted = source if isinstance(source, str) else list(source)
        for each in [wanted] if isinstance(wanted, str) else wanted:
            check_text(source=each)
        request = ExportRequest.of(keywords)
        if isinstance(stream, str | Path):
            self._folder.require_outside(path_of(stream, "stream"))
        target = Target(stream, format)
        with self._open_snapshot() as snapshot:
            return export(wanted, target, request, snapshot)

    def writer(self, *, wait: float = 0.0) -> IndexWriter:
        """Return a writer, which adds and deletes documents in a ``with`` statement.

        After the commit this index shows the changes, as after `refresh`. The writer raises `IndexReplacedError` if
        another index is in the place of this one.

        Args:
            wait: seconds to wait while another writer holds the index; may be infinite.

        Raises:
            ValueError: `wait` is below 0.
        """
        from bisearch.indexing.index_writer import IndexWriter  # noqa: PLC0415 -- only writing needs it

        check_wait(wait)
        return IndexWriter(self._folder, wait, self.refresh, self._snapshots.require_same)

    def __len__(self) -> int:
        """Return the number of documents."""
        with self._open_snapshot() as snapshot:
            return snapshot.store.count

    def __bool__(self) -> bool:
        """Return True: an index without documents is still an index."""
        return True

    def __contains__(self, id_: object) -> bool:
        """Return whether the index has a document with an id."""
        with self._open_snapshot() as snapshot:
            return isinstance(id_, str) and snapshot.store.document(id_) is not None

    def stats(self) -> Stats:
        """Return the size of the index and how it was built."""
        with self._open_snapshot() as snapshot:
            manifest = snapshot.manifest
            size = sum(checksum.size for checksum in manifest.files.values())
            made_by = (manifest.format, manifest.generation, manifest.engine, manifest.analyzer)
            sources = tuple(str(source.location(self._folder.path)) for source in manifest.sources)
            return Stats(*made_by, size, *snapshot.store.totals(), sources)

    @property
    def has_vectors(self) -> bool:
        """Whether the index was built with vectors, by which `search` and `like` find passages by meaning."""
        with self._open_snapshot() as snapshot:
            return snapshot.vectors is not None

    @property
    def version(self) -> str:
        """A text that identifies the commit: no other commit of any index has it."""
        with self._open_snapshot() as snapshot:
            manifest = snapshot.manifest
            return f"{manifest.index_id}-{manifest.commit_id}"

    def refresh(self) -> bool:
        """Show the commits made since the index was opened; running searches finish on the older state.

        Returns:
            Whether there was a newer commit.

        Raises:
            IndexReplacedError: another index is in the place of this one, which can still be searched.
            StoredIndexError: the newer commit cannot be opened; the index keeps showing the older one.
            IndexClosedError: the index is closed.
        """
        return self._snapshots.refresh()

    def close(self) -> None:
        """Close the index's files as soon as running searches end; the index cannot be used afterwards."""
        self._snapshots.close()

    def __del__(self) -> None:
        """Close the index if nobody did, with the warning that Python gives for an open file."""
        snapshots: Snapshots | None = self.__dict__.get("_snapshots")
        if snapshots is not None and not snapshots.is_closed:
            warnings.warn(f"unclosed index {self._folder.path}", ResourceWarning, source=self, stacklevel=2)
            snapshots.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @contextmanager
    def _open_snapshot(self) -> Iterator[Snapshot]:
        with self._snapshots.lease() as snapshot, snapshot.damage_reported():
            yield snapshot


def _is_word_pair(ru: str, en: str) -> bool:
    return script_of(ru) == "cyrillic" and script_of(en) == "latin"


def open(path: str | Path = DEFAULT_INDEX) -> Index:  # noqa: A001 -- as in gzip.open
    """Open an index for searching.

    Args:
        path: the index's folder.

    Raises:
        IndexMissingError: the folder has no index.
        IndexDamagedError: the index is damaged.
        IndexReadError: the system does not let the index be read.
        IndexVersionError: the index has another format, or an unknown engine.
    """
    return Index(path_of(path, "path"))


def check(path: str | Path = DEFAULT_INDEX) -> list[str]:
    """Verify an index.

    Every file is compared with its checksum; every passage, document and posting list is read; and if the index has
    vectors, each text must have one.

    Args:
        path: the index's folder.

    Returns:
        A line for each fault; empty if there are none.

    Raises:
        IndexMissingError: the folder has no index.
        IndexDamagedError: the manifest is malformed.
        IndexReadError: the system does not let a file be read, so that nothing is known about it.
        IndexVersionError: the index has another format.
    """
    folder = IndexFolder(path_of(path, "path"))
    manifest, _, lock = folder.hold()
    try:
        faults = [*folder.damage(manifest), *folder.changes_beside(manifest)]
    finally:
        lock.release()
    if faults:
        return faults
    with open(path) as index, index._open_snapshot() as snapshot:  # noqa: SLF001 -- our own class
        for part in (snapshot.store, snapshot.vocabulary, snapshot.postings):
            part.verify()
        for document in snapshot.store.documents():
            snapshot.store.passages(document.passage_numbers)
            for side in SIDES:
                snapshot.store.places(document.number, side)
        for side in SIDES:
            for _, columns in snapshot.store.tokens(side):
                columns.unpacked()
        snapshot.store.numbered_forms()
        if snapshot.vectors is not None:
            from bisearch.searching.vector_check import check_vectors  # noqa: PLC0415 -- loads numpy

            return list(check_vectors(snapshot.vectors, snapshot.store))
    return []
