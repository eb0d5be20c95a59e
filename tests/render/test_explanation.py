from __future__ import annotations

import io
from typing import TYPE_CHECKING

from bisearch.render.explanation import MAX_ALTERNATIVES, lookups_text, suggestion_text
from bisearch.render.plain import PlainPrinter
from bisearch.searching.results import LookUp, Suggestion

if TYPE_CHECKING:
    from bisearch import Index


def test_each_word_has_a_line_for_each_side_and_reason() -> None:
    text = lookups_text(
        [
            LookUp("смит", "ru", "lemma", (("смит", 1.0),)),
            LookUp("смит", "en", "name", (("smith", 0.97),)),
            LookUp("смит", "en", "translation", (("smith", 1.0),)),
            LookUp("см", "ru", "prefix", tuple((f"см{number}", 1.0) for number in range(MAX_ALTERNATIVES + 2))),
        ]
    )
    shown = ", ".join(f"см{number}" for number in range(MAX_ALTERNATIVES))
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
    PlainPrinter(stream).print_results(index.search("+Smyth +id:cable-1"), explain=True)
    lines = stream.getvalue().splitlines()
    assert lines[:3] == ["smyth", "   en  lemma: smyth", "   ru  name: смит 0.74"]
    assert "   ru  Смит: name 0.74 of smyth" in lines


def test_a_suggestion_names_the_word_and_its_alternatives() -> None:
    text = suggestion_text(Suggestion("смитт", ("смит", "смита")))
    assert text == "смитт matches nothing; did you mean смит, смита?"
