from __future__ import annotations

import io
from typing import TYPE_CHECKING

from bisearch.render.explanation import MAX_SHOWN, lookups_text, suggestion_text
from bisearch.render.terminal import Screen, print_results
from bisearch.searching.results import LookUp, Suggestion

if TYPE_CHECKING:
    from bisearch import Index


def test_each_word_is_explained_by_side_and_reason() -> None:
    text = lookups_text(
        [
            LookUp("смит", "ru", "lemma", (("смит", 1.0),)),
            LookUp("смит", "en", "name", (("smith", 0.97),)),
            LookUp("смит", "en", "translation", (("smith", 1.0),)),
            LookUp("см", "ru", "prefix", tuple((f"см{place}", 1.0) for place in range(MAX_SHOWN + 2))),
        ]
    )
    shown = ", ".join(f"см{place}" for place in range(MAX_SHOWN))
    assert text.splitlines() == [
        "смит",
        "   ru  lemma: смит",
        "   en  name: smith 0.97",
        "   en  translation: smith 1.00",
        "см",
        f"   ru  prefix: {shown}, and 2 more",
    ]


def test_a_hit_says_why_each_mark_is_there(index: Index) -> None:
    stream = io.StringIO()
    print_results(index.search("+Smyth +id:cable-1"), Screen(stream, 80, styles=False, colours=False), explain=True)
    lines = stream.getvalue().splitlines()
    assert lines[:3] == ["smyth", "   en  lemma: smyth", "   ru  name: смит 0.74"]
    assert "   ru  Смит: name 0.74 of smyth" in lines


def test_a_suggestion_is_a_line() -> None:
    text = suggestion_text(Suggestion("смитт", ("смит", "смита")))
    assert text == "смитт matches nothing; did you mean смит, смита?"
