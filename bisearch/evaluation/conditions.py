"""Conditions for a collection with both languages: which documents exist in which language is drawn by seed.

Of four documents, one keeps its Russian side only, one its English side only, and two keep both. In the condition
``half-translated`` the topics are the collection's own; in ``known-item`` the query is a document's own title, in each
language: its first sentence, which is taken out of the text.
"""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING, Literal, NamedTuple, TypeAlias, get_args

from bisearch.errors import CollectionError
from bisearch.evaluation.documents import CollectionDocument
from bisearch.evaluation.topics import Topic
from bisearch.model import SIDES
from bisearch.segmentation.sentences import sentences

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from bisearch.evaluation.judgements import Judgements
    from bisearch.evaluation.runs import Run
    from bisearch.model import Side

Condition: TypeAlias = Literal["known-item", "half-translated"]
CONDITIONS: tuple[Condition, ...] = get_args(Condition)
Group: TypeAlias = Literal["bilingual", "same language only", "other language only"]
GROUPS: tuple[Group, ...] = get_args(Group)
MEASURES = ("Success@1", "Success@10", "RR")

# Which sides each of four documents keeps.
_KEPT: tuple[tuple[Side, ...], ...] = (("ru",), ("en",), SIDES, SIDES)


class KnownItems(NamedTuple):
    """A known-item test: documents without their titles, and the titles as topics.

    Attributes:
        documents: all documents of the collection.
        topics: for each document with both sides, its title in each language.
        judgements: for each topic, its document.
    """

    documents: list[CollectionDocument]
    topics: list[Topic]
    judgements: Judgements


class GroupScores(NamedTuple):
    """How well documents of one group are found.

    Attributes:
        side: language of the topics.
        group: whether the relevant documents have both languages, or only the topics' own, or only the other.
        topics: number of topics that have a relevant document in the group.
        scores: the mean of each of `MEASURES`.
    """

    side: Side
    group: Group
    topics: int
    scores: dict[str, float]


def draw_sides(documents: Iterable[CollectionDocument], seed: int) -> dict[str, tuple[Side, ...]]:
    """Draw which sides documents keep.

    Args:
        documents: documents; those with one side keep it and take no part in the draw.
        seed: equal seeds draw the same for the same ids.

    Returns:
        The sides that each document with both sides keeps, by id.
    """
    ids = sorted(document.id for document in documents if document.in_both_languages())
    Random(seed).shuffle(ids)  # noqa: S311 -- a draw that can be repeated
    return {id_: _KEPT[place % len(_KEPT)] for place, id_ in enumerate(ids)}


def half_translated(
    documents: Sequence[CollectionDocument], sides: Mapping[str, tuple[Side, ...]]
) -> list[CollectionDocument]:
    """Return documents with the sides that they keep."""
    return [document.only(sides.get(document.id, SIDES)) for document in documents]


def check_both_languages(documents: Sequence[CollectionDocument], source: str) -> None:
    """Raise `CollectionError` if fewer than four documents have both sides."""
    both = sum(document.in_both_languages() for document in documents)
    if both < len(_KEPT):
        reason = (
            f"{both} of {len(documents)} documents have both a Russian and an English text, and a condition needs"
            f" {len(_KEPT)} or more; give both texts under one id"
        )
        raise CollectionError(source, reason)


def check_topics_of_both_languages(topics: Sequence[Topic]) -> None:
    """Raise `CollectionError` if all topics are in one language."""
    sides = {topic.side for topic in topics}
    for side, other, language in (("ru", "en", "English"), ("en", "ru", "Russian")):
        if side in sides and other not in sides:
            reason = (
                f"no {language} topic among {len(topics)}; half-translated compares topics in both languages: give"
                " --topics for each, or take --condition known-item, which makes its own"
            )
            raise CollectionError(topics[0].path, reason)


def known_items(documents: Iterable[CollectionDocument]) -> KnownItems:
    """Make a known-item test of a collection.

    A document takes part if both its sides have text after the first sentence; the others stay as they are.
    """
    made = KnownItems([], [], {})
    for document in documents:
        titles: dict[Side, str] = {}
        rests: dict[Side, str] = {}
        for side in SIDES:
            text = document.text(side)
            if first := next(iter(sentences(text, side)), None):
                titles[side], rests[side] = first.of(text), text[first.end :].strip()
        if len(titles) < 2 or not all(rests.values()):
            made.documents.append(document)
            continue
        made.documents.append(CollectionDocument(document.id, "", rests["ru"], rests["en"]))
        for side in SIDES:
            topic = Topic(f"{document.id}-{side}", " ".join(titles[side].split()), document.id, None)
            made.topics.append(topic)
            made.judgements[topic.id] = {document.id: 1}
    return made


def score_groups(
    run: Run, judgements: Judgements, topics: Iterable[Topic], sides: Mapping[str, tuple[Side, ...]]
) -> list[GroupScores]:
    """Score how well documents are found by the languages that they have.

    For each group only its relevant documents count, and the relevant documents of the other groups are taken out of
    the results, so that they do not push the group's own down.

    Args:
        run: the results of the topics.
        judgements: of the topics; those without relevant documents in a group do not count there.
        topics: the topics.
        sides: the sides of each document that took part in the draw.
    """
    from bisearch.evaluation.measures import evaluate  # noqa: PLC0415 -- a run without a condition needs no measures

    side_of = {topic.id: topic.side for topic in topics if topic.id in judgements}
    scores = []
    for side in SIDES:
        for group in GROUPS:
            kept_run: Run = {}
            kept_judgements: Judgements = {}
            for topic in (id_ for id_, asked in side_of.items() if asked == side):
                relevant = {id_ for id_, grade in judgements[topic].items() if grade > 0 and id_ in sides}
                own = {id_ for id_ in relevant if _group(sides[id_], side) == group}
                if own:
                    found = run.get(topic, {})
                    kept_run[topic] = {id_: score for id_, score in found.items() if id_ in own or id_ not in relevant}
                    kept_judgements[topic] = dict.fromkeys(own, 1)
            if kept_judgements:
                means = evaluate(kept_run, kept_judgements, measures=MEASURES).means
                scores.append(GroupScores(side, group, len(kept_judgements), means))
    return scores


def _group(sides: Sequence[Side], asked: Side) -> Group:
    if len(sides) == len(SIDES):
        return "bilingual"
    return "same language only" if asked in sides else "other language only"
