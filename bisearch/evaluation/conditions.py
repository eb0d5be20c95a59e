"""Conditions for a collection with both languages: which documents exist in which language is drawn by seed.

Of four documents, one keeps its Russian side only, one its English side only, and two keep both. In the condition
``half-translated`` the topics are the collection's own; in ``known-item`` the query is a document's own title, in each
language. If the source does not give the title in both, the first sentence of at least three words that no other
document has takes its place, and is removed from the text.
"""

from __future__ import annotations

import re
from random import Random
from typing import TYPE_CHECKING, Literal, NamedTuple, TypeAlias, get_args

from bisearch.errors import CollectionError
from bisearch.evaluation.documents import CollectionDocument
from bisearch.evaluation.topics import Topic
from bisearch.model import SIDES
from bisearch.notation.scripts import cyrillic_share
from bisearch.segmentation.sentences import sentences

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Mapping, Sequence

    from bisearch.evaluation.judgements import Judgements
    from bisearch.evaluation.runs import Run
    from bisearch.model import Side

Condition: TypeAlias = Literal["known-item", "half-translated"]
CONDITIONS: tuple[Condition, ...] = get_args(Condition)
Group: TypeAlias = Literal["bilingual", "same language only", "other language only"]
GROUPS: tuple[Group, ...] = get_args(Group)
MEASURES = ("Success@1", "Success@10", "RR")

# A sentence with fewer words of three letters or more is a stamp or a salutation.
_MIN_WORDS = 3
_LONG_WORD = re.compile(r"[^\W\d_]{3,}")
# Which sides each of four documents keeps.
_KEPT: tuple[tuple[Side, ...], ...] = (("ru",), ("en",), SIDES, SIDES)


class KnownItems(NamedTuple):
    """A known-item test: documents whose texts lack their titles, and the titles as topics.

    Attributes:
        documents: all documents of the collection.
        topics: for each document with both sides, its title in each language.
        judgements: for each topic, its document.
    """

    documents: list[CollectionDocument]
    topics: list[Topic]
    judgements: Judgements


class GroupScores(NamedTuple):
    """The scores of the documents of one group.

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

    A document takes part if it has a title in both languages and other text in both; the others stay as they are.
    """
    documents = list(documents)
    owners: dict[str, set[str]] = {}
    for document in documents:
        for side in SIDES:
            for sentence in sentences(document.text(side), side):
                owners.setdefault(_folded(sentence.of(document.text(side))), set()).add(document.id)
    shared = {text for text, ids in owners.items() if len(ids) > 1}
    made = KnownItems([], [], {})
    for document in documents:
        titles = _titles(document, shared) if document.in_both_languages() else None
        if titles is None:
            made.documents.append(document)
            continue
        (title_ru, rest_ru), (title_en, rest_en) = titles
        made.documents.append(CollectionDocument(document.id, "", rest_ru, rest_en))
        for side, title in (("ru", title_ru), ("en", title_en)):
            topic = Topic(f"{document.id}-{side}", " ".join(title.split()), document.id, None)
            made.topics.append(topic)
            made.judgements[topic.id] = {document.id: 1}
    return made


def _titles(document: CollectionDocument, shared: Container[str]) -> tuple[tuple[str, str], ...] | None:
    """Return the title of a document on each side, and the text without it; None if one of these is missing."""
    if document.title and document.title_ru:
        found = ((document.title_ru, document.text_ru), (document.title, document.text_en))
        return found if cyrillic_share(document.title) < 0.5 else None
    parts = []
    for side in SIDES:
        text = document.text(side)
        for sentence in sentences(text, side):
            title = sentence.of(text)
            if len(_LONG_WORD.findall(title)) >= _MIN_WORDS and _folded(title) not in shared:
                parts.append((title, f"{text[: sentence.start]}{text[sentence.end :]}".strip()))
                break
    return tuple(parts) if len(parts) == len(SIDES) and all(rest for _, rest in parts) else None


def _folded(text: str) -> str:
    return " ".join(text.casefold().split())


def score_groups(
    run: Run, judgements: Judgements, topics: Iterable[Topic], sides: Mapping[str, tuple[Side, ...]]
) -> list[GroupScores]:
    """Score how well documents are found by the languages that they have.

    For each group only its relevant documents count, and the relevant documents of the other groups are taken out of
    the results, so that they do not push the group's own down.

    Args:
        run: the results of the topics.
        judgements: judgements of the topics; a topic without relevant documents in a group does not count there.
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
