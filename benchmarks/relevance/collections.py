"""Test collections: bilingual units of text, queries, relevance judgements and folds."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from bisearch.alignment.corpus_aligner import align_corpus
from bisearch.evaluation.judgements import read_judgements
from bisearch.evaluation.ranking import passage_id
from bisearch.evaluation.topics import read_topics
from bisearch.model import SIDES
from bisearch.segmentation.sentences import sentences
from bisearch.sources.reading import read

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Sequence
    from pathlib import Path

    from bisearch.errors import SourceError
    from bisearch.evaluation.judgements import Judgements
    from bisearch.model import Side


FOLDS = 5


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit to retrieve, a paragraph or a bead, as its sentences on each side; one side may be empty."""

    ru: tuple[str, ...]
    en: tuple[str, ...]

    def side(self, side: Side) -> tuple[str, ...]:
        """Return the sentences of one side."""
        return self.ru if side == "ru" else self.en

    def only(self, side: Side) -> Unit:
        """Return the unit without its other side."""
        return Unit(self.ru if side == "ru" else (), self.en if side == "en" else ())


@dataclass(frozen=True, slots=True)
class Text:
    """A document: its id and its units. Judgements name a unit ``ID#NUMBER``, a document ``ID``."""

    id: str
    units: tuple[Unit, ...]

    def only(self, side: Side) -> Text:
        """Return the document without its other side, and without the units that have only that side."""
        return Text(self.id, tuple(unit.only(side) for unit in self.units if unit.side(side)))

    def split_by_language(self) -> tuple[Text, ...]:
        """Return two one-sided documents, one for each language, with nothing that connects them."""
        return tuple(replace(self.only(side), id=f"{self.id}-{side}") for side in SIDES)


@dataclass(frozen=True, slots=True)
class Query:
    """A query in one language.

    Attributes:
        id: query id.
        text: the question.
        document: id of the document that holds the answer, which determines the fold; None if there are several.
    """

    id: str
    text: str
    document: str | None


@dataclass(frozen=True, slots=True)
class Collection:
    """A test collection.

    Attributes:
        name: name of the units that are retrieved: ``"paragraphs"``, ``"sentences"`` or ``"documents"``.
        texts: the documents.
        queries: queries by language.
        judgements: judgements by language and query id.
    """

    name: str
    texts: tuple[Text, ...]
    queries: dict[Side, tuple[Query, ...]]
    judgements: dict[Side, Judgements]

    @property
    def judges_documents(self) -> bool:
        """Whether the judgements are of documents rather than of units."""
        return self.name == "documents"

    def of_folds(self, side: Side, folds: Container[int]) -> list[Query]:
        """Return the queries of one language whose answers are in documents of the given folds.

        Documents are dealt to the folds in turn.
        """
        fold_of = {text.id: place % FOLDS for place, text in enumerate(self.texts)}
        return [query for query in self.queries[side] if query.document and fold_of[query.document] in folds]


def read_paragraphs(files: dict[Side, Path]) -> Collection:
    """Read XQuAD. A unit is a paragraph; the relevant paragraph is the one that the question was asked about.

    Args:
        files: XQuAD's or XQuAD-R's file for each language.
    """
    data = {side: json.loads(files[side].read_text(encoding="utf-8"))["data"] for side in SIDES}
    texts: list[Text] = []
    queries, judgements = _empty()
    for number, articles in enumerate(zip(data["ru"], data["en"], strict=True)):
        document = f"a{number:02}"
        units = []
        for place, paragraphs in enumerate(zip(*(article["paragraphs"] for article in articles), strict=True), 1):
            units.append(Unit(*(_split(each["context"], side) for each, side in zip(paragraphs, SIDES, strict=True))))
            for side, paragraph in zip(SIDES, paragraphs, strict=True):
                for question in paragraph["qas"]:
                    queries[side].append(Query(question["id"], question["question"], document))
                    judgements[side][question["id"]] = {passage_id(document, place): 1}
        texts.append(Text(document, tuple(units)))
    return Collection("paragraphs", tuple(texts), {side: tuple(queries[side]) for side in SIDES}, judgements)


def read_sentences(files: dict[Side, Path]) -> Collection:
    """Read XQuAD-R (LAReQA, Roy et al., 2020). The relevant sentence is the one in which the answer begins.

    A unit is a bead: sentences that translate each other. If both sides of a paragraph have the same number of
    sentences, they are paired in order; otherwise bisearch aligns them.
    """
    data = {side: json.loads(files[side].read_text(encoding="utf-8"))["data"] for side in SIDES}
    pairs = [pair for articles in zip(data["ru"], data["en"], strict=True) for pair in _paragraph_pairs(articles)]
    uneven = [(ru["sentences"], en["sentences"]) for ru, en in pairs if len(ru["sentences"]) != len(en["sentences"])]
    aligned = iter(align_corpus(uneven))
    texts: list[Text] = []
    queries, judgements = _empty()
    for number, articles in enumerate(zip(data["ru"], data["en"], strict=True)):
        document = f"a{number:02}"
        units: list[Unit] = []
        for ru, en in _paragraph_pairs(articles):
            even = len(ru["sentences"]) == len(en["sentences"])
            beads = (
                [((i,), (i,)) for i in range(len(ru["sentences"]))] if even else [(b.ru, b.en) for b in next(aligned)]
            )
            first = len(units) + 1
            units += [
                Unit(tuple(ru["sentences"][i] for i in left), tuple(en["sentences"][j] for j in right))
                for left, right in beads
            ]
            for place, (side, paragraph) in enumerate(zip(SIDES, (ru, en), strict=True)):
                for question in paragraph["qas"]:
                    sentence = _sentence_at(paragraph, question["answers"][0]["answer_start"])
                    bead = next(index for index, bead in enumerate(beads) if sentence in bead[place])
                    queries[side].append(Query(question["id"], question["question"], document))
                    judgements[side][question["id"]] = {passage_id(document, first + bead): 1}
        texts.append(Text(document, tuple(units)))
    return Collection("sentences", tuple(texts), {side: tuple(queries[side]) for side in SIDES}, judgements)


def read_trec(sources: Path, topics: dict[Side, Path], qrels: Path) -> Collection:
    """Read documents, topics, and judgements of documents.

    Args:
        sources: ``documents.jsonl`` or a folder, as for `bisearch index`.
        topics: for each language, a file with one topic per line: id, query and perhaps a description, separated by
            tabs.
        qrels: judgements in TREC format: query, 0, document, grade.
    """
    texts = tuple(
        Text(document.metadata.id, (Unit(_whole(document.text_ru), _whole(document.text_en)),))
        for document in read([sources], on_error=_fail)
    )
    queries, judgements = _empty()
    judged = read_judgements(qrels)
    for side, path in topics.items():
        queries[side] = [Query(topic.id, topic.text, None) for topic in read_topics([path])]
        judgements[side] = {query.id: judged[query.id] for query in queries[side] if query.id in judged}
    return Collection("documents", texts, {side: tuple(queries[side]) for side in SIDES}, judgements)


def _empty() -> tuple[dict[Side, list[Query]], dict[Side, Judgements]]:
    return {side: [] for side in SIDES}, {side: {} for side in SIDES}


def _whole(text: str | None) -> tuple[str, ...]:
    return (text,) if text else ()


def _fail(error: SourceError) -> None:
    raise error


def _split(text: str, side: Side) -> tuple[str, ...]:
    return tuple(each.of(text) for each in sentences(text, side))


def _paragraph_pairs(articles: Sequence[Any]) -> Iterable[tuple[Any, Any]]:
    return zip(*(article["paragraphs"] for article in articles), strict=True)


def _sentence_at(paragraph: Any, offset: int) -> int:
    """Return the index of the sentence that contains an offset of the paragraph."""
    return next(number for number, (_, end) in enumerate(paragraph["sentence_breaks"]) if offset < end)
