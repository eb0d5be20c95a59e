"""A whole run: read a collection, index it, ask it the topics, and record the signature of the result."""

from __future__ import annotations

import hashlib
import json
from contextlib import ExitStack
from dataclasses import asdict, dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, NamedTuple

from bisearch.engines.registry import FIXED_BM25
from bisearch.errors import CollectionError
from bisearch.evaluation.conditions import (
    CONDITIONS,
    Condition,
    check_both_languages,
    check_topics_of_both_languages,
    draw_sides,
    half_translated,
    known_items,
    score_groups,
)
from bisearch.evaluation.documents import find_collection, write_records
from bisearch.evaluation.files import sha256
from bisearch.evaluation.judgements import read_judgements
from bisearch.evaluation.public_datasets import PREFIX, PublicDataset, sha256_of
from bisearch.evaluation.ranking import rank
from bisearch.evaluation.topics import FIELDS, read_topics
from bisearch.index import open  # noqa: A004 -- the library's name
from bisearch.indexing.build import build
from bisearch.indexing.options import DEFAULT_ENGINE, BuildOptions
from bisearch.searching.options import SearchOptions
from bisearch.validation import check_choice
from bisearch.version import __version__

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from bisearch.errors import SourceError
    from bisearch.evaluation.conditions import GroupScores
    from bisearch.evaluation.documents import CollectionDocument
    from bisearch.evaluation.judgements import Judgements
    from bisearch.evaluation.runs import Run
    from bisearch.evaluation.topics import Topic
    from bisearch.index import Index
    from bisearch.indexing.options import Progress

# As many results as TREC evaluates, of documents; what people look at is not computed.
DEFAULT_SEARCH = SearchOptions(limit=1000, group="document", best=0, marks=False, suggest=False, titles=False)


@dataclass(frozen=True, slots=True)
class RunOptions:
    """Options of a run; an impossible value raises `ValueError`.

    Attributes:
        collection: file or folder of the documents, or ``ir_datasets:ID``.
        topics: files of topics; may be empty for ``ir_datasets:ID`` and for the condition ``known-item``.
        topic_fields: which fields of a topic make up the query, of `bisearch.evaluation.topics.FIELDS`.
        search: how to search; by default for 1,000 documents per topic.
        engine: engine of the index.
        query_syntax: whether topics are written in the query language; otherwise they are asked as bare words.
        encoding: the encoding of the documents' files; None detects it.
        condition: None runs the collection as it is.
        seed: seed of the condition's draw.
        judgements: file of relevance judgements, which the condition ``half-translated`` needs.
        index: folder of the index, which is brought up to date; None makes a temporary one.
        download: whether ir_datasets may download.

    Raises:
        ValueError: an option has an impossible value, or two do not go together.
    """

    collection: str
    topics: tuple[Path, ...] = ()
    topic_fields: tuple[str, ...] = ("title",)
    search: SearchOptions = DEFAULT_SEARCH
    engine: str = DEFAULT_ENGINE
    query_syntax: bool = False
    encoding: str | None = None
    condition: Condition | None = None
    seed: int = 0
    judgements: Path | None = None
    index: Path | None = None
    download: bool = False

    def __post_init__(self) -> None:
        check_choice(CONDITIONS, condition=self.condition)
        if not self.topic_fields:
            raise ValueError("topic_fields must name at least one field")
        for name in self.topic_fields:
            check_choice(tuple(FIELDS), topic_fields=name)
        if self.engine in FIXED_BM25 and (self.search.k1, self.search.b) != (None, None):
            raise ValueError(f"engine {self.engine} has a fixed k1 and b; use engine whoosh to change them")
        if self.condition is not None and self.search.group != "document":
            raise ValueError("a condition needs results by document; leave group as it is")
        if self.condition == "known-item" and self.topics:
            raise ValueError("known-item makes its own topics; leave the topics out")
        if self.condition == "half-translated" and self.judgements is None:
            raise ValueError("half-translated needs relevance judgements; give qrels")
        if not self.topics and self.condition != "known-item" and not self.collection.startswith(PREFIX):
            raise ValueError("no topics; name their file")


class RunReport(NamedTuple):
    """The result of a run.

    Attributes:
        run: the results of each topic.
        signature: everything that the results depend on: version, checksums of the data, settings.
        topics: the topics that were asked.
        judgements: those that the condition ``known-item`` makes; None otherwise.
        documents: number of documents in the index.
        empty: number of documents left out because they have no text.
        left_out: errors in documents; each left out a file or a document.
        groups: by condition, how well documents are found by the languages that they have; empty without one.
    """

    run: Run
    signature: dict[str, Any]
    topics: list[Topic]
    judgements: Judgements | None
    documents: int
    empty: int
    left_out: list[SourceError]
    groups: list[GroupScores]

    @property
    def name(self) -> str:
        """The run's name: the version and the first digits of the signature's checksum."""
        digest = hashlib.sha256(json.dumps(self.signature, sort_keys=True).encode()).hexdigest()
        return f"bisearch-{__version__}-{digest[:8]}"


@dataclass(slots=True)
class _Material:
    """The documents and the topics of a run.

    Attributes:
        form: the name of the documents' format.
        digest: checksum of the documents' files, or of the documents.
        topics: the topics.
        judgements: those that the condition needs or makes; empty without a condition.
        files: files for the index; empty if `documents` are to be indexed.
        documents: the documents, if they have to be converted.
        sides: by condition, the sides that each document keeps.
    """

    form: str
    digest: str
    topics: list[Topic] = field(default_factory=list)
    judgements: Judgements = field(default_factory=dict)
    files: Sequence[Path] = ()
    documents: Sequence[CollectionDocument] = ()
    sides: dict[str, Any] = field(default_factory=dict)


def run(
    options: RunOptions,
    on_document: Progress | None = None,
    on_topic: Callable[[float], None] = lambda _: None,
    initialize_worker: Callable[[], None] | None = None,
) -> RunReport:
    """Index a collection and ask it its topics.

    Args:
        options: the options of the run.
        on_document: as in `bisearch.indexing.build.build`.
        on_topic: called after each topic with the share of topics asked.
        initialize_worker: as in `bisearch.indexing.build.build`.

    Raises:
        CollectionError: the collection, its topics or judgements cannot be used.
        SourceError: a file cannot be read.
        StoredIndexError: the index cannot be written, or was built by another version or engine.
    """
    material = _read(options)
    with ExitStack() as stack:
        folder = options.index or Path(stack.enter_context(TemporaryDirectory())) / "index"
        files, empty = material.files, 0
        if not files:
            folder.mkdir(parents=True, exist_ok=True)
            # Beside the index's own files, so that an index that is kept finds its documents unchanged.
            files = [folder / "collection.jsonl"]
            empty = write_records(material.documents, files[0])
        building = BuildOptions(encoding=options.encoding, engine=options.engine, prune=True)
        report = build(files, folder, building, on_document, initialize_worker)
        if report.is_empty:
            reason = f"no document can be read; {report.left_out[0]}" if report.left_out else "no document has a text"
            raise CollectionError(options.collection, reason)
        with open(folder) as index:
            found = rank(index, material.topics, options.search, syntax=options.query_syntax, progress=on_topic)
            signature = _signature(options, material, index)
            documents = index.stats().documents
    groups = score_groups(found, material.judgements, material.topics, material.sides) if options.condition else []
    made = material.judgements if options.condition == "known-item" else None
    return RunReport(found, signature, material.topics, made, documents, empty, report.left_out, groups)


def _read(options: RunOptions) -> _Material:
    """Read everything that the run needs, so that mistakes are found before indexing."""
    if options.collection.startswith(PREFIX):
        dataset = PublicDataset(options.collection, download=options.download)
        documents = dataset.documents()
        material = _Material("ir_datasets", sha256_of(documents), documents=documents)
        if options.condition != "known-item":
            material.topics = dataset.topics(options.topic_fields)
    else:
        others = [*options.topics, *filter(None, [options.judgements])]
        found = find_collection(Path(options.collection), exclude=others)
        material = _Material(found.format.name, sha256(found.files))
        if found.format.read is not None or options.condition is not None:
            material.documents = found.documents(options.encoding)
        else:
            material.files = found.files
    if options.topics:
        material.topics = read_topics(options.topics, options.topic_fields)
    if options.condition is not None:
        _apply_condition(options, material)
    return material


def _apply_condition(options: RunOptions, material: _Material) -> None:
    check_both_languages(material.documents, options.collection)
    if options.condition == "known-item":
        items = known_items(material.documents)
        if not items.topics:
            reason = "no document has a title and other text in both languages; known-item needs them"
            raise CollectionError(options.collection, reason)
        material.documents, material.topics, material.judgements = items
    else:
        check_topics_of_both_languages(material.topics)
        material.judgements = read_judgements(options.judgements) if options.judgements is not None else {}
        asked = [topic.id for topic in material.topics]
        if not set(asked) & material.judgements.keys():
            reason = f"no judgements for any of the topics ({asked[0]!r}, ...); do the files belong together?"
            raise CollectionError(str(options.judgements), reason)
    material.sides = draw_sides(material.documents, options.seed)
    material.documents = half_translated(material.documents, material.sides)


def _signature(options: RunOptions, material: _Material, index: Index) -> dict[str, Any]:
    """Return everything that the results depend on."""
    stats = index.stats()
    topics: dict[str, Any] = {"count": len(material.topics)}
    if options.topics:
        topics |= {"files": [path.name for path in options.topics], "sha256": sha256(options.topics)}
    if options.condition != "known-item":
        topics["fields"] = list(options.topic_fields)
    signature = {
        "version": __version__,
        "collection": {
            "name": Path(options.collection).name,
            "form": material.form,
            "documents": stats.documents,
            "sha256": material.digest,
        },
        "topics": topics,
        "engine": stats.engine,
        "analyzer": stats.analyzer,
        "query_syntax": options.query_syntax,
        "search": asdict(options.search),
    }
    if options.condition is not None:
        signature["condition"] = {"name": options.condition, "seed": options.seed}
    return signature
