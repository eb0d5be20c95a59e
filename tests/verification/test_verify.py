"""A manuscript of thirty quotations of the demonstration archive, of which fourteen have planted mistakes."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import TYPE_CHECKING
from zipfile import ZipFile

import pytest
from click.testing import CliRunner

from bisearch.cli.commands import cli
from bisearch.render.verification import verification_lines, write_table

if TYPE_CHECKING:
    import bisearch
    from bisearch.verification.records import CheckedQuotation, Verification

MANUSCRIPT = Path(__file__).parent / "thirty_quotations.md"
# The beginning of each quotation with a planted mistake, and what has to be reported.
ALTERED = {
    "release 150": ("150", "400"),
    "understands Russian": ("well", "poorly"),
    "Лежал один Носов": ("руки", "ноги"),
    "The Institute can accept": ("can", "cannot"),
    "Rooms Nos. 11": ("opened", "sealed"),
    "Прошу также отпустить": ("300", "200"),
}
CITED_WRONGLY = {
    "Туда же поместить": "l. 53 is cited, the document has l. 41-42",
    "Радиорубка": "18 мая 1949 is cited, the document is dated May 18, 1947",
    "Тов. Жуковецкий": "d. 91 is cited, the document has d. 19",
    "Whitcombe agreed": "October 15, 1957 is cited, the document is dated October 15, 1958",
}
OWN_TRANSLATIONS = ("Forty-one of our", "I suggest that we")
INVENTED = ("I told the ministry",)


@pytest.fixture(scope="module")
def checked(demo: bisearch.Index) -> Verification:
    return demo.verify(MANUSCRIPT)


def beginning(checked: Verification, text: str) -> CheckedQuotation:
    (found,) = (each for each in checked.quotations if each.text.startswith(text))
    return found


def test_the_manuscript_has_thirty_quotations(checked: Verification) -> None:
    assert len(checked.quotations) == 30
    assert (checked.short, checked.unclosed) == (0, 0)


@pytest.mark.parametrize("text", ALTERED)
def test_an_altered_word_a_dropped_negation_and_a_wrong_number_are_found(checked: Verification, text: str) -> None:
    found = beginning(checked, text)
    assert found.status == "altered"
    assert ALTERED[text] in found.differences


@pytest.mark.parametrize("text", CITED_WRONGLY)
def test_a_wrong_leaf_file_and_date_are_found(checked: Verification, text: str) -> None:
    found = beginning(checked, text)
    assert found.citation is not None
    assert found.citation.differences == (CITED_WRONGLY[text],)


@pytest.mark.parametrize("text", OWN_TRANSLATIONS)
def test_a_translation_of_ones_own_is_shown_beside_the_archives(checked: Verification, text: str) -> None:
    found = beginning(checked, text)
    assert found.status == "translation"
    assert found.archive_text
    assert found.counterpart


@pytest.mark.parametrize("text", INVENTED)
def test_an_invented_quotation_is_not_found(checked: Verification, text: str) -> None:
    assert beginning(checked, text).status == "not found"


def test_there_are_at_most_two_false_alarms(checked: Verification) -> None:
    planted = (*ALTERED, *CITED_WRONGLY, *OWN_TRANSLATIONS, *INVENTED)
    others = [each for each in checked.quotations if not each.text.startswith(planted)]
    assert len(others) == 30 - 13
    assert [each.text for each in others if not each.is_right] == []


def test_the_offsets_lead_to_the_quotation(checked: Verification) -> None:
    text = MANUSCRIPT.read_text(encoding="utf-8")
    for each in checked.quotations:
        assert each.text[:10] in text[each.start : each.end]


def test_ibid_takes_the_shelfmark_of_the_note_before(checked: Verification) -> None:
    found = beginning(checked, "People are living")
    assert found.citation is not None
    assert found.citation.shelfmark == "agrees"


def test_a_report_a_table_and_json_have_every_quotation(checked: Verification) -> None:
    lines = list(verification_lines(checked, 100))
    assert lines[-1] == ("30 quotations: 21 exact, 6 altered, 2 translation, 1 not found; 4 citations that differ")
    stream = io.StringIO()
    write_table(checked, stream)
    assert stream.getvalue().count("\r\n") == 31
    assert len(json.loads(json.dumps(checked.to_dict()))["quotations"]) == 30


def test_only_problems_are_shown_on_request(checked: Verification) -> None:
    shown = "\n".join(verification_lines(checked, 100, only_problems=True))
    assert "release 150" in shown
    assert "Олень ест ягель" not in shown


def test_the_command_prints_json_and_exits_1_if_anything_differs(demo: bisearch.Index, tmp_path: Path) -> None:
    path = tmp_path / "note.txt"
    path.write_text("«Олень ест ягель, пастух ест оленя», сказал он.", encoding="utf-8")
    folder = str(demo._folder.path)  # noqa: SLF001 -- the fixture's index
    done = CliRunner().invoke(cli, ["verify", str(path), "--index", folder, "--json"])
    assert (done.exit_code, json.loads(done.stdout)["counts"]) == (0, {"exact": 1})
    done = CliRunner().invoke(cli, ["verify", str(MANUSCRIPT), "--index", folder])
    assert done.exit_code == 1


def test_footnotes_of_word_files_are_read(demo: bisearch.Index, tmp_path: Path) -> None:
    """The quotation of a DOCX file has the shelfmark of its footnote."""
    path = tmp_path / "chapter.docx"
    write_docx(path, "Он писал: «Олень ест ягель, пастух ест оленя».", "ГАПИ. Ф. 72. Оп. 1. Д. 98. Л. 15.")
    (found,) = demo.verify(path).quotations
    assert found.status == "exact"
    assert found.citation is not None
    assert found.citation.differences == ("d. 98 is cited, the document has d. 99",)


@pytest.mark.parametrize(
    "text",
    [
        "«" * 200_000,
        "\"" * 200_000,
        "«a „" * 100_000,
        "“" + "слово " * 50_000 + "”",
        "[^1]" * 100_000,
        "> " * 100_000,
        "«раз два три четыре пять» " * 1_000,
        "\n\n«".join(["слово"] * 50_000),
        "([" * 100_000,
        "«" + "... " * 100_000 + "»",
    ],
)  # fmt: skip
def test_a_hostile_manuscript_ends(demo: bisearch.Index, text: str) -> None:
    assert len(demo.verify(text).quotations) <= 1_000


def write_docx(path: Path, text: str, note: str) -> None:
    name = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    types = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    relations = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{}</Relationships>'
    with ZipFile(path, "w") as file:
        file.writestr(
            "[Content_Types].xml", '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'
        )
        file.writestr(
            "_rels/.rels",
            relations.format(f'<Relationship Id="r1" Type="{types}/officeDocument" Target="word/document.xml"/>'),
        )
        file.writestr(
            "word/_rels/document.xml.rels",
            relations.format(f'<Relationship Id="r2" Type="{types}/footnotes" Target="footnotes.xml"/>'),
        )
        file.writestr(
            "word/document.xml",
            (
                f'<w:document xmlns:w="{name}"><w:body><w:p><w:r><w:t>{text}</w:t></w:r>'
                '<w:r><w:footnoteReference w:id="2"/></w:r></w:p></w:body></w:document>'
            ),
        )
        file.writestr(
            "word/footnotes.xml",
            (
                f'<w:footnotes xmlns:w="{name}"><w:footnote w:id="2"><w:p><w:r><w:t>{note}</w:t></w:r></w:p>'
                "</w:footnote></w:footnotes>"
            ),
        )
