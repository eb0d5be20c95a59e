"""Parsing the article of a printed dictionary into the words that translate its headword.

Articles are written for people. The parser relies on conventions that nearly all share: numbered senses, translations
separated by commas and semicolons, abbreviated labels, remarks in brackets, and examples that start in the headword's
language.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from bisearch.analysis.stop_words import is_stop_word
from bisearch.analysis.tokenizer import tokenize
from bisearch.notation.scripts import CYRILLIC_LETTERS, script_of

if TYPE_CHECKING:
    from collections.abc import Iterator

# A longer translation is an explanation.
MAX_WORDS = 3
# The first translation of an article is the likeliest; the one at rank r has weight 1 / (1 + RANK_DISCOUNT * r).
RANK_DISCOUNT = 0.25
# Brackets are removed from the innermost outwards, to this depth; no dictionary nests them deeper.
MAX_NESTED = 4
_BRACKETS = re.compile(r"\[[^\[\]]{0,200}\]|\([^()]{0,200}\)|\{[^{}]{0,200}\}")
# Labels: _тех. in Mueller's dictionary; кого-л.; and any short abbreviation before further words.
_LABEL = re.compile(
    r"_[\w-]+\.?|(?<!\S)\S{1,40}-л\.|(?<![\w-])[^\W\d_]{1,6}\.(?=\s+[^\W\d_])|(?<!\w)[^\W\d_]\.\s?[^\W\d_]\."
)
_SENSE = re.compile(r"((?:(?<=\s)|^)(?:\d{1,2}[.)]|[^\W\d_]\))(?=[\s_]|$)|;|\s[-–—]\s|\n\s*\n)")
_RUSSIAN, _ENGLISH = re.compile(f"[{CYRILLIC_LETTERS}]"), re.compile("[A-Za-z]")


class Gloss(NamedTuple):
    """A translation of a headword.

    Attributes:
        forms: its words without function words; at least one.
        weight: weight in (0, 1], which falls with the rank in the article.
    """

    forms: tuple[str, ...]
    weight: float


def glosses(headword: str, text: str) -> Iterator[Gloss]:
    """Yield the translations in an article, in its order, without repetitions.

    Args:
        headword: a headword of either language.
        text: text of the article; translations are in the script that the headword is not in.
    """
    from_russian = _RUSSIAN.search(headword) is not None
    own, opposite = (_RUSSIAN, _ENGLISH) if from_russian else (_ENGLISH, _RUSSIAN)
    script = "latin" if from_russian else "cyrillic"
    for _ in range(MAX_NESTED):
        text = _BRACKETS.sub(" ", text)
    seen: set[tuple[str, ...]] = set()
    of_example = False
    pieces = _SENSE.split(_LABEL.sub(" ", text))
    for mark, sense in zip(["", *pieces[1::2]], pieces[::2], strict=True):
        begins, example = opposite.search(sense), own.search(sense)
        # Lettered senses that follow an example without a translation belong to the example.
        of_example = of_example and not mark[:1].isdigit()
        if begins is None or (example is not None and example.start() < begins.start()):
            of_example = of_example or (example is not None and begins is None)
            continue
        if of_example:
            continue
        equivalents = sense.split(",") if example is None else sense[: example.start()].split(",")
        for place, equivalent in enumerate(equivalents, 1):
            forms = tuple(token.form for token in tokenize(equivalent))
            words = content_words(forms)
            # "от" in "прич. от advise" is not a translation.
            is_cut = example is not None and place == len(equivalents) and all(map(is_stop_word, words))
            whole = 0 < len(forms) <= MAX_WORDS and all(script_of(form) == script for form in forms)
            if whole and not is_cut and words not in seen:
                yield Gloss(words, 1 / (1 + RANK_DISCOUNT * len(seen)))
                seen.add(words)


def content_words(forms: tuple[str, ...]) -> tuple[str, ...]:
    """Return the words that are not function words, or all words if there are no others."""
    return tuple(form for form in forms if not is_stop_word(form)) or forms
