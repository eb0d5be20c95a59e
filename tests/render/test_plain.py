from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

from bisearch import Metadata, PageNumber, Passage, PassageText, Reference, SearchOptions, Sentence
from bisearch.render.plain import PlainPrinter
from bisearch.searching.translations import Translation

if TYPE_CHECKING:
    from bisearch import Index


def lines(index: Index, query: str, *, explain: bool = False, **options: Any) -> list[str]:
    stream = io.StringIO()
    PlainPrinter(stream).print_results(
        index.search(query, SearchOptions(**{"group": "passage", **options})), explain=explain
    )
    return stream.getvalue().splitlines()


def test_each_side_is_on_one_line_without_trailing_whitespace(index: Index) -> None:
    shown = lines(index, "id:cable-1")
    assert "   ru  Смит сообщил о контроле над атомной энергией." in shown
    assert all(line == line.rstrip() for line in shown)


def test_a_heading_has_rank_title_date_and_shelfmark(index: Index) -> None:
    assert lines(index, "id:cable-1")[0] == (
        "1. Cable on atomic energy  1946-11-20  GAPI, f. 72, op. 3, d. 118, ll. 14-15"
    )


def test_matches_are_between_asterisks(index: Index) -> None:
    assert any("**атомной**" in line for line in lines(index, "атомная"))


def test_passages_around_a_hit_have_a_hyphen_after_the_language(index: Index) -> None:
    shown = lines(index, "+Трумэн +id:cable-1", context=1)
    assert "   ru- Смит сообщил о контроле над атомной энергией." in shown


def test_a_document_hit_says_how_many_of_its_passages_match(index: Index) -> None:
    shown = lines(index, "id:cable-1", group="document")
    assert "   cable-1, 2 passages" in shown
    assert shown[-1].startswith("1 document in ")


def test_an_explanation_comes_before_the_hits_and_below_each(index: Index) -> None:
    shown = lines(index, "атомной", explain=True)
    assert shown[:2] == ["атомной", "   ru  lemma: атомный"]
    assert any("атомной: lemma of " in line for line in shown)


def test_the_last_line_counts_the_hits_and_the_seconds(index: Index) -> None:
    assert lines(index, "id:cable-1", limit=1)[-1].startswith("1 of 2 passages in 0.")


def test_a_document_is_printed_with_its_details_and_an_empty_line_between_paragraphs() -> None:
    stream = io.StringIO()
    sides = [PassageText(text, (Sentence(0, len(text)),), opens_paragraph=True) for text in ("Да.", "Нет.")]
    passages = [Passage(number, side, None) for number, side in enumerate(sides, 1)]
    reference = Reference("ф. 72")
    document = Metadata("a", title="Cable", reference=reference, url="https://example.org/a", credits="A. Smith")
    PlainPrinter(stream).print_document(document, passages)
    assert stream.getvalue().splitlines() == [
        "Cable  ф. 72",
        "   https://example.org/a",
        "Credits: A. Smith",
        "",
        "[1]",
        "   ru  Да.",
        "   en  [no English counterpart]",
        "",
        "[2]",
        "   ru  Нет.",
        "   en  [no English counterpart]",
    ]


def test_a_translation_is_printed_with_its_evidence() -> None:
    stream = io.StringIO()
    PlainPrinter(stream).print_translations([Translation("совет", "council", 0.75, 0.5, 1, ("mueller",), None)])
    assert stream.getvalue() == "совет = council  ru > en 0.75  en > ru 0.50  1 bead  mueller\n\n"


def test_terminal_escapes_of_a_document_are_replaced() -> None:
    stream = io.StringIO()
    PlainPrinter(stream).print_document(Metadata("a", title="Ca\x1b[31mble\u202e"), [])
    assert stream.getvalue().splitlines()[0] == "Ca\ufffd[31mble\ufffd"


def test_pages_are_named_where_they_change() -> None:
    pages = [(PageNumber(1, "121"),), (PageNumber(1, "121"), PageNumber(2)), (PageNumber(2),), (PageNumber(3),)]
    passages = [
        Passage(number, PassageText("Нет.", (Sentence(0, 4),), pages=each), None)
        for number, each in enumerate(pages, 1)
    ]
    stream = io.StringIO()
    PlainPrinter(stream).print_document(Metadata(id="scan"), passages)
    named = [line.strip() for line in stream.getvalue().splitlines() if line.startswith("   [")]
    assert named == ["[ru p. 121]", "[ru p. 121, 2]", "[ru p. 3]"]
