"""Which words translate a word in its passages, counted by year and by translator.

The lexicon says which words may translate each other; here the occurrences are counted. In each passage the words that
a search would mark as the translation of an occurrence are taken for it, each occurrence once.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from bisearch.analysis.stop_words import is_stop_word
from bisearch.analysis.tokenizer import tokenize
from bisearch.engines.nodes import AnyTerm
from bisearch.model import other
from bisearch.searching.expansion.base import Expansion
from bisearch.searching.facet_columns import column
from bisearch.searching.hits import HitBuilder
from bisearch.searching.ranking import RankedPassage
from bisearch.searching.translations import (
    ObservedTranslation,
    Translation,
    query_word,
    ranked_rows,
    to_translation,
)
from bisearch.statistics.counted_query import parse_filters
from bisearch.statistics.occurrences import counted_forms, find_occurrences
from bisearch.storage.permanent_references import permanent_reference_to

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from bisearch.model import Side
    from bisearch.searching.results import Hit
    from bisearch.statistics.scope import CountBasis, CountScope
    from bisearch.storage.facet_values import FacetColumn
    from bisearch.storage.translations import TableRow

# References of passages that are given for each translation.
MAX_PASSAGES = 100


class Translations(list[Translation]):
    """The translations of a word, the likeliest first, and what was counted of them.

    Attributes:
        word: the word as typed.
        side: its side.
        forms: its forms in the archive, each with its number of occurrences.
        occurrences: the number of its occurrences.
        beads: the number of passages with an occurrence and a counterpart.
        read: how many of these were read; they are spread evenly over all.
        read_occurrences: the number of occurrences in the passages read.
        translated: how many of these have a translation; the others were left out, or translated too freely to see.
        basis: what the occurrences were counted in.
    """

    def __init__(  # noqa: PLR0913 -- the attributes
        self, found: Iterable[Translation], *, word: str, side: Side, forms: tuple[tuple[str, int], ...],
        occurrences: int, beads: int, read: int, read_occurrences: int, translated: int, basis: CountBasis,
    ) -> None:  # fmt: skip
        super().__init__(found)
        self.word = word
        self.side = side
        self.forms = forms
        self.occurrences = occurrences
        self.beads = beads
        self.read = read
        self.read_occurrences = read_occurrences
        self.translated = translated
        self.basis = basis

    def to_dict(self) -> dict[str, Any]:
        """Return the translations as ``bisearch translate --json`` prints them."""
        return {
            "word": self.word,
            "side": self.side,
            "equivalents": [each.to_dict() for each in self],
            "forms": [{"form": form, "count": count} for form, count in self.forms],
            "occurrences": self.occurrences,
            "beads": self.beads,
            "read": self.read,
            "read_occurrences": self.read_occurrences,
            "translated": self.translated,
            **self.basis.to_dict(),
        }


class _Rendering(NamedTuple):
    """What translates one occurrence of a word.

    Attributes:
        lemma: the lemma of the translation; of several words, their lemmas with spaces.
        hit: the passage.
        first: the first passage of its document.
    """

    lemma: str
    hit: Hit
    first: int


def count_translations(word: str, limit: int, passages: int | None, scope: CountScope) -> Translations:
    """Return the translations of a word with their counts.

    Args:
        word: a word of either language in any form; of a hyphenated word, the first part is used.
        limit: the greatest number of translations.
        passages: the greatest number of passages to read; None reads all.
        scope: the documents to count in.

    Raises:
        QueryError: `word` has no Russian or English word, or more than one; or the filters have a mistake.
    """
    readers = scope.readers
    side, lemmas = query_word(word, readers)
    rows = ranked_rows(side, lemmas, readers)
    kept = scope.kept(parse_filters(scope.options.filters))
    tokens = scope.tokens(side, kept)
    node = AnyTerm(side, lemmas)
    found = find_occurrences([node], tokens, scope.forms, readers.deadline)
    in_passages = Counter(tokens.passage_numbers[tokens.passages_of(found.starts)].tolist())
    beads = np.intersect1d(list(in_passages), scope.tokens(other(side), kept).passage_numbers).tolist()
    read = _spread(beads, passages)
    builder = HitBuilder([Expansion(node, word, "lemma")], readers)
    renderings = list(_renderings(read, side, rows, builder, scope))
    by_lemma: dict[str, list[_Rendering]] = {}
    for each in renderings:
        by_lemma.setdefault(each.lemma, []).append(each)
    listed = _listed(rows, side, lemmas[0], by_lemma, len(renderings), limit)
    return Translations(
        [_counted(row, side, by_lemma.get(_opposite(row, side), []), scope) for row in listed],
        word=word, side=side, forms=counted_forms(found, tokens, scope.forms), occurrences=len(found),
        beads=len(beads), read=len(read), read_occurrences=sum(in_passages[each] for each in read),
        translated=len(renderings), basis=scope.basis(kept),
    )  # fmt: skip


def _spread(beads: Sequence[int], most: int | None) -> Sequence[int]:
    """Return at most so many of some passages, spread evenly over all."""
    if most is None or len(beads) <= most:
        return beads
    return [beads[place * len(beads) // most] for place in range(most)]


def _renderings(
    passages: Iterable[int], side: Side, rows: Sequence[TableRow], builder: HitBuilder, scope: CountScope
) -> Iterator[_Rendering]:
    """Yield what translates each occurrence that has a translation."""
    known = {_opposite(row, side): place for place, row in reversed(list(enumerate(rows)))}
    for number in passages:
        hit = builder.hit(RankedPassage(number, 0.0))
        text = hit.passage.side(other(side))
        if text is None:
            continue
        marks = [mark for mark in hit.marks(other(side)) if mark.why == "rendering"][: len(hit.marks(side))]
        for mark in marks:
            lemma = _lemma_of(text.text[mark.start : mark.end], known, scope)
            yield _Rendering(lemma, hit, number - hit.passage.number + 1)


def _lemma_of(marked: str, known: dict[str, int], scope: CountScope) -> str:
    """Return the lemma of a marked translation: the likeliest of the lexicon, or else those of its content words."""
    forms = [token.form for token in tokenize(marked)]
    lemmas = scope.readers.forms.lemmas(forms)
    in_lexicon = [lemma for form in forms for lemma in lemmas[form] if lemma in known]
    if in_lexicon:
        return min(in_lexicon, key=known.__getitem__)
    content = [lemmas[form][0] for form in forms if not is_stop_word(form)]
    return " ".join(content or [lemmas[form][0] for form in forms])


def _listed(  # noqa: PLR0913, PLR0917 -- the rows of two sources
    rows: Sequence[TableRow], side: Side, lemma: str, by_lemma: dict[str, list[_Rendering]], renderings: int, limit: int
) -> list[TableRow]:
    """Return the rows of the lexicon and those that were only observed, the likeliest first.

    A translation that the lexicon lacks is as likely as its share of the occurrences.
    """
    new = by_lemma.keys() - {_opposite(row, side) for row in rows}
    ranked: list[tuple[float, TableRow]] = [(-(row[2] if side == "ru" else row[3]), row) for row in rows]
    for each in sorted(new):
        row: TableRow = (lemma, each, 0.0, 0.0, 0) if side == "ru" else (each, lemma, 0.0, 0.0, 0)
        ranked.append((-len(by_lemma[each]) / renderings, row))
    return [row for _, row in sorted(ranked, key=lambda each: each[0])][:limit]


def _opposite(row: TableRow, side: Side) -> str:
    return row[1] if side == "ru" else row[0]


def _counted(row: TableRow, side: Side, found: Sequence[_Rendering], scope: CountScope) -> Translation:
    store = scope.readers.store
    references = dict.fromkeys(str(permanent_reference_to(each.hit.document.id, each.hit.passage)) for each in found)
    observed = ObservedTranslation(
        len(found),
        _by(column("year", store), found),
        _by(column("translator", store), found),
        tuple(references)[:MAX_PASSAGES],
    )
    example = found[0].hit if found else None
    return to_translation(row, side, example, scope.readers)._replace(observed=observed)


def _by(facet: FacetColumn, found: Sequence[_Rendering]) -> tuple[tuple[str | None, int], ...]:
    """Return the number of occurrences by the values of a facet in their order, the unknown last."""
    counts: Counter[str | None] = Counter()
    for each in found:
        code = facet.of_document.get(each.first)
        counts.update([None] if code is None else [facet.values[place] for place in facet.combinations[code]])
    return tuple(sorted(counts.items(), key=lambda each: (each[0] is None, (each[0] or "").strip("./"), each[0] or "")))
