"""Search archives held both in Russian and in English translation.

A short tour:

    import bisearch

    bisearch.build(["data"], "index")                       # read, align, analyse, commit
    with bisearch.open("index") as index:                   # safe to share between threads
        for hit in index.search("контроль над атомной энергией", limit=10):
            print(hit.document.title, hit.passage.ru, hit.passage.en)

    alignment = bisearch.align(text_ru, text_en)            # needs no index

All errors raised on purpose derive from `BisearchError`; `bisearch.errors` shows the tree. Names are loaded on first
use, so that a search does not load the modules that only indexing needs.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from bisearch.version import __version__

if TYPE_CHECKING:
    from bisearch.alignment.align import align
    from bisearch.audit.findings import Finding, TextSpan
    from bisearch.corrections.applying import Orphan
    from bisearch.corrections.corrections_file import CorrectionRecords
    from bisearch.corrections.records import Correction, SentenceLink
    from bisearch.engines.opensearch.options import ClusterOptions
    from bisearch.errors import (
        AlignmentError,
        BisearchError,
        ClusterError,
        CollectionError,
        CorrectionError,
        CorrectionsFileError,
        DocumentIdError,
        EncoderError,
        EngineMissingError,
        ExportError,
        IndexClosedError,
        IndexDamagedError,
        IndexLockedError,
        IndexMissingError,
        IndexReadError,
        IndexReplacedError,
        IndexVersionError,
        IndexWriteError,
        Mending,
        PermanentReferenceError,
        QueryCostError,
        QueryError,
        SearchTimeoutError,
        ServerError,
        SourceError,
        StoredIndexError,
        TableError,
        WorkerError,
    )
    from bisearch.index import Index, IndexedDocument, Stats, check, open  # noqa: A004 -- as in gzip.open
    from bisearch.indexing.build import build
    from bisearch.indexing.correcting import Corrections, ListedCorrection
    from bisearch.indexing.dictionary_import import ImportReport, import_dictionary
    from bisearch.indexing.index_deletion import IndexDeletion, delete_index
    from bisearch.indexing.index_writer import IndexWriter
    from bisearch.indexing.options import BuildOptions, BuildReport
    from bisearch.indexing.upgrade import UpgradeReport, upgrade
    from bisearch.model import (
        Alignment,
        Bead,
        Document,
        Metadata,
        Passage,
        PassageCorrection,
        PassageText,
        Reference,
        Sentence,
        WordReading,
    )
    from bisearch.pairing.pair import PairingReport, pair
    from bisearch.places import DocumentPlaces, Page, PageNumber, TextPlaces, WordPlace
    from bisearch.searching.exporting import ExportReport
    from bisearch.searching.facets import Facets
    from bisearch.searching.listing import DocumentSummary
    from bisearch.searching.options import SearchOptions
    from bisearch.searching.passage_lookup import FoundPassage
    from bisearch.searching.results import (
        DocumentHit,
        Facet,
        FacetValue,
        Hit,
        LookUp,
        Mark,
        Reason,
        Results,
        Suggestion,
    )
    from bisearch.searching.translations import ObservedTranslation, Translation
    from bisearch.sources.accounting import Notice, PassedOver
    from bisearch.sources.pair_table import FilePair
    from bisearch.statistics.account_record import Account, LookedUp
    from bisearch.statistics.collocates import Collocate, Collocates, CollocateTable
    from bisearch.statistics.concordance import Concordance, ConcordanceLine, Context
    from bisearch.statistics.frequencies import CountedSeries, Frequencies, Frequency
    from bisearch.statistics.keywords import ComparedPart, Keyword, Keywords
    from bisearch.statistics.near_misses import NearMiss
    from bisearch.statistics.options import CountOptions
    from bisearch.statistics.scope import CountBasis
    from bisearch.statistics.text_state import ArchiveState, SideState
    from bisearch.statistics.translation_counts import Translations
    from bisearch.storage.signature import IndexSignature
    from bisearch.storage.translations import TableRow
    from bisearch.verification.citations import CheckedCitation
    from bisearch.verification.matching import Difference
    from bisearch.verification.records import CheckedQuotation, Verification

__all__ = [
    "Account",
    "Alignment",
    "AlignmentError",
    "ArchiveState",
    "Bead",
    "BisearchError",
    "BuildOptions",
    "BuildReport",
    "CheckedCitation",
    "CheckedQuotation",
    "ClusterError",
    "ClusterOptions",
    "CollectionError",
    "Collocate",
    "CollocateTable",
    "Collocates",
    "ComparedPart",
    "Concordance",
    "ConcordanceLine",
    "Context",
    "Correction",
    "CorrectionError",
    "CorrectionRecords",
    "Corrections",
    "CorrectionsFileError",
    "CountBasis",
    "CountOptions",
    "CountedSeries",
    "Difference",
    "Document",
    "DocumentHit",
    "DocumentIdError",
    "DocumentPlaces",
    "DocumentSummary",
    "EncoderError",
    "EngineMissingError",
    "ExportError",
    "ExportReport",
    "Facet",
    "FacetValue",
    "Facets",
    "FilePair",
    "Finding",
    "FoundPassage",
    "Frequencies",
    "Frequency",
    "Hit",
    "ImportReport",
    "Index",
    "IndexClosedError",
    "IndexDamagedError",
    "IndexDeletion",
    "IndexLockedError",
    "IndexMissingError",
    "IndexReadError",
    "IndexReplacedError",
    "IndexSignature",
    "IndexVersionError",
    "IndexWriteError",
    "IndexWriter",
    "IndexedDocument",
    "Keyword",
    "Keywords",
    "ListedCorrection",
    "LookUp",
    "LookedUp",
    "Mark",
    "Mending",
    "Metadata",
    "NearMiss",
    "Notice",
    "ObservedTranslation",
    "Orphan",
    "Page",
    "PageNumber",
    "PairingReport",
    "Passage",
    "PassageCorrection",
    "PassageText",
    "PassedOver",
    "PermanentReferenceError",
    "QueryCostError",
    "QueryError",
    "Reason",
    "Reference",
    "Results",
    "SearchOptions",
    "SearchTimeoutError",
    "Sentence",
    "SentenceLink",
    "ServerError",
    "SideState",
    "SourceError",
    "Stats",
    "StoredIndexError",
    "Suggestion",
    "TableError",
    "TableRow",
    "TextPlaces",
    "TextSpan",
    "Translation",
    "Translations",
    "UpgradeReport",
    "Verification",
    "WordPlace",
    "WordReading",
    "WorkerError",
    "__version__",
    "align",
    "build",
    "check",
    "delete_index",
    "import_dictionary",
    "open",
    "pair",
    "upgrade",
]

_HOMES = {
    "bisearch.alignment.align": {"align"},
    "bisearch.audit.findings": {"Finding", "TextSpan"},
    "bisearch.indexing.build": {"build"},
    "bisearch.corrections.applying": {"Orphan"},
    "bisearch.engines.opensearch.options": {"ClusterOptions"},
    "bisearch.corrections.corrections_file": {"CorrectionRecords"},
    "bisearch.corrections.records": {"Correction", "SentenceLink"},
    "bisearch.indexing.correcting": {"Corrections", "ListedCorrection"},
    "bisearch.indexing.dictionary_import": {"ImportReport", "import_dictionary"},
    "bisearch.indexing.index_deletion": {"IndexDeletion", "delete_index"},
    "bisearch.indexing.index_writer": {"IndexWriter"},
    "bisearch.indexing.options": {"BuildOptions", "BuildReport"},
    "bisearch.indexing.upgrade": {"UpgradeReport", "upgrade"},
    "bisearch.model": {
        "Alignment",
        "Bead",
        "Document",
        "Metadata",
        "Passage",
        "PassageCorrection",
        "PassageText",
        "Reference",
        "Sentence",
        "WordReading",
    },
    "bisearch.pairing.pair": {"PairingReport", "pair"},
    "bisearch.searching.facets": {"Facets"},
    "bisearch.searching.exporting": {"ExportReport"},
    "bisearch.index": {"Index", "IndexedDocument", "Stats", "check", "open"},
    "bisearch.places": {"DocumentPlaces", "Page", "PageNumber", "TextPlaces", "WordPlace"},
    "bisearch.searching.listing": {"DocumentSummary"},
    "bisearch.searching.options": {"SearchOptions"},
    "bisearch.searching.passage_lookup": {"FoundPassage"},
    "bisearch.searching.results": {
        "DocumentHit",
        "Facet",
        "FacetValue",
        "Hit",
        "LookUp",
        "Mark",
        "Reason",
        "Results",
        "Suggestion",
    },
    "bisearch.searching.translations": {"ObservedTranslation", "Translation"},
    "bisearch.sources.accounting": {"Notice", "PassedOver"},
    "bisearch.sources.pair_table": {"FilePair"},
    "bisearch.statistics.collocates": {"Collocate", "CollocateTable", "Collocates"},
    "bisearch.statistics.concordance": {"Concordance", "ConcordanceLine", "Context"},
    "bisearch.statistics.frequencies": {"CountedSeries", "Frequencies", "Frequency"},
    "bisearch.statistics.keywords": {"ComparedPart", "Keyword", "Keywords"},
    "bisearch.statistics.options": {"CountOptions"},
    "bisearch.statistics.scope": {"CountBasis"},
    "bisearch.statistics.translation_counts": {"Translations"},
    "bisearch.statistics.account_record": {"Account", "LookedUp"},
    "bisearch.statistics.near_misses": {"NearMiss"},
    "bisearch.statistics.text_state": {"ArchiveState", "SideState"},
    "bisearch.storage.signature": {"IndexSignature"},
    "bisearch.storage.translations": {"TableRow"},
    "bisearch.verification.citations": {"CheckedCitation"},
    "bisearch.verification.matching": {"Difference"},
    "bisearch.verification.records": {"CheckedQuotation", "Verification"},
}


def __getattr__(name: str) -> object:
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    home = next((module for module, names in _HOMES.items() if name in names), "bisearch.errors")
    return getattr(import_module(home), name)


def __dir__() -> list[str]:
    return __all__
