"""No output holds a control, bidirectional or invisible character raw: each command and export, and every message.

The documents have each dangerous character in every field, in both texts, and in the names of their files. JSON and
XML keep the characters as escapes; every other output shows a replacement.
"""

from __future__ import annotations

import io
import json
import re
import sys
from dataclasses import fields as fields_of
from typing import TYPE_CHECKING, Any
from zipfile import ZipFile

import pytest

import bisearch
from bisearch.citing.styles import STYLES
from bisearch.cli.commands import COMMANDS
from bisearch.cli.main import main
from bisearch.export.formats import FORMATS
from bisearch.model import Metadata

if TYPE_CHECKING:
    from pathlib import Path

    from bisearch.export.formats import ExportFormat

# C0 without tab and line feed, C1, bidirectional controls, invisible format characters, line separators, tags.
RANGES = (
    (0x00, 0x08), (0x0B, 0x1F), (0x7F, 0x9F), (0x61C, 0x61C), (0x180E, 0x180E), (0x200B, 0x200B), (0x200E, 0x200F),
    (0x2028, 0x202E), (0x2060, 0x206F), (0xFEFF, 0xFEFF), (0xFFF9, 0xFFFB), (0xE0000, 0xE0FFF),
)  # fmt: skip
RAW = re.compile("[" + "".join(f"{chr(first)}-{chr(last)}" for first, last in RANGES) + "]")
CHARACTERS = [chr(code) for first, last in RANGES for code in range(first, min(last, 0xE0080) + 1)]
# All of them, after a terminal escape; a NUL cannot be in a file's name, nor in a text that is read.
DANGER = "\x1b[31m\x1b]0;owned\x07\r\n" + "".join(
    each for each in CHARACTERS if each != "\0" and not 0xE0002 <= ord(each) <= 0xE0040
)
NAME = "\x1b[31m\x07\u202e\u2028\U000e0041\u200b\x9b\n"
# How the lines of messages begin: ours, those of wrong usage, and a query with the place of its mistake.
BEGINNINGS = ("bisearch: ", "Usage: ", "Try ", "Error: ", "Put --", "  ", "try: ")
TAGGED = re.compile("\U000e0041")


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with an index of hostile documents, their sources, and files that cannot be read."""
    folder = tmp_path_factory.mktemp("danger")
    sources = folder / "sources"
    sources.mkdir()
    texts = {field.name: f"Смит Smith {DANGER}" for field in fields_of(Metadata) if field.type in {"str", str}}
    skipped = {"id", "path", "date", "date_edtf", "date_earliest", "date_latest"}
    record = {name: value for name, value in texts.items() if name not in skipped}
    record |= {"reference": f"АВП РФ, ф. 1 {DANGER}", "note": DANGER, f"Field {NAME}": DANGER, "date": f"1946 {DANGER}"}
    record |= {
        "text_ru": f"Смит {DANGER} вернулся в Лондон с письмом.",
        "text_en": f"Smith {DANGER} returned to London with a letter.",
    }
    lines = [json.dumps({"id": f"d{number}\u202e\U000e0041\u200b", **record}) for number in range(3)]
    (sources / f"a{NAME}.jsonl").write_text("\n".join([*lines, "{" + NAME.replace("\n", ""), "[]"]), encoding="utf-8")
    (sources / f"broken{NAME}.docx").write_bytes(b"PK\3\4")
    (sources / f"broken{NAME}.xml").write_text(f"<TEI>{NAME}", encoding="utf-8")
    (sources / f"b{NAME}.unknown").write_text("x", encoding="utf-8")
    (sources / f"c{NAME}.ru.txt").write_text(f"Письмо Смита {NAME} из Лондона.", encoding="utf-8")
    (sources / f"link{NAME}.txt").symlink_to(folder / f"nothing{NAME}")
    bisearch.build([sources], folder / f"index{NAME}", bisearch.BuildOptions(vectors=True))
    return folder


def commands(place: Path) -> dict[str, list[list[str]]]:
    """Return the arguments to try for each command, right and wrong ones."""
    sources, hostile, index = str(place / "sources"), f"x{NAME}y", ["--index", str(place / f"index{NAME}")]
    with bisearch.open(place / f"index{NAME}") as opened:
        reference = opened.search("Smith").hits[0].reference
        ids = [summary.id for summary in opened.documents()]
    exports = [["export", *index, "--format", name, "-o", str(place / f"out.{name}"), "Smith"] for name in FORMATS]
    return {
        "align": [["align", f"{sources}/c{NAME}.ru.txt", f"{sources}/nothing{NAME}"], ["align", hostile, hostile]],
        "audit": [["audit", *index], ["audit", *index, "--json"], ["audit", *index, hostile]],
        "bench": [["bench", "evaluate", hostile, hostile], ["bench", hostile], ["bench", "compare", hostile, hostile]],
        "check": [["check", *index], ["check", "--index", hostile]],
        "cite": [
            *(["cite", *index, "--style", style, reference, ids[0]] for style in STYLES),
            ["cite", *index, hostile], ["cite", *index, "--style", hostile, hostile],
        ],
        "collocates": [["collocates", *index, "letter"], ["collocates", *index, hostile]],
        "config": [["config"], ["config", hostile]],
        "correct": [
            ["correct", "list", *index], ["correct", hostile], ["correct", "undo", *index, hostile],
            ["correct", "word", *index, hostile, hostile, hostile], ["correct", "name", *index, hostile, hostile],
        ],
        "delete": [["delete", *index, hostile], ["delete", *index]],
        "delete-index": [
            ["delete-index", "--index", hostile, "--yes"],
            ["delete-index", "--index", str(place / f"second{NAME}"), "--yes"],
        ],
        "demo": [["demo", hostile], ["demo", "--index", hostile, hostile]],
        "export": [*exports, ["export", *index, "--format", hostile, "x"], ["export", *index, "-o", hostile, "Smith"]],
        "facets": [
            ["facets", *index], ["facets", *index, "--by", "author"], ["facets", *index, "--by", hostile],
            ["facets", *index, "--json", "--by", "author"],
        ],
        "frequencies": [["frequencies", *index, "letter"], ["frequencies", *index, "--by", hostile, "letter"]],
        "help": [["help", "search"], ["help", hostile]],
        "index": [
            ["index", "--index", str(place / f"second{NAME}"), "--jobs", "1", sources], ["index", *index, hostile],
            ["index", *index, "--encoding", hostile, sources], ["index", f"--{hostile}"],
        ],
        "keywords": [["keywords", *index, "title:Smith"], ["keywords", *index, hostile]],
        "lexicon": [["lexicon", "export", *index], ["lexicon", "import", *index, hostile], ["lexicon", hostile]],
        "like": [
            ["like", *index, reference], ["like", *index, "--text", hostile], ["like", *index, "--json", reference],
            ["like", *index, hostile], ["like", "--index", hostile, "--text", "x"],
        ],
        "list": [
            ["list", *index], ["list", *index, "--json"], ["list", *index, "--sort", hostile], ["list", *index, hostile]
        ],
        "mcp": [["mcp", "--index", hostile], ["mcp", hostile]],
        "pair": [["pair", sources], ["pair", hostile], ["pair", sources, "-o", hostile + "/z"]],
        "search": [
            ["search", *index, "Smith"], ["search", *index, "--json", "Smith"],
            ["search", *index, "--explain", "Smith"],
            ["search", *index, "--kwic", "Smith"], ["search", *index, "--group", "document", "Smith"],
            ["search", *index, hostile], ["search", *index, f"title:({hostile}"], ["search", *index, f"{hostile}:x"],
            ["search", "--index", hostile, "x"], ["search", *index, "--limit", hostile, "x"], ["search", f"-{hostile}"],
        ],
        "serve": [["serve", hostile], ["serve", "--port", hostile, str(place / f"index{NAME}")]],
        "show": [["show", *index, ids[0]], ["show", *index, "--json", ids[0]], ["show", *index, hostile]],
        "stats": [["stats", *index], ["stats", *index, "--json"], ["stats", "--index", hostile]],
        "translate": [["translate", *index, "letter"], ["translate", *index, hostile]],
        "verify": [["verify", *index, f"{sources}/c{NAME}.ru.txt"], ["verify", *index, hostile]],
        "upgrade": [["upgrade", *index], ["upgrade", "--index", hostile]],
    }  # fmt: skip


def contents(path: Path) -> list[str]:
    """Return the texts of an exported file: those of each part of a ZIP file."""
    data = path.read_bytes()
    if not data.startswith(b"PK"):
        return [data.decode("utf-8")]
    with ZipFile(io.BytesIO(data)) as file:
        return [file.read(name).decode("utf-8") for name in file.namelist()]


def raw(text: str) -> list[str]:
    """Return the dangerous characters in an output, each once."""
    return sorted({f"U+{ord(each):04X}" for each in RAW.findall(text.replace("\r\n", "\n"))})


def test_every_command_is_tried(place: Path) -> None:
    assert set(commands(place)) == set(COMMANDS)


@pytest.mark.parametrize("name", COMMANDS)
@pytest.mark.parametrize("columns", ["80"])
def test_no_command_prints_a_dangerous_character(
    place: Path, name: str, columns: str, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("COLUMNS", columns)
    monkeypatch.setenv("BISEARCH_CONFIG", "")
    monkeypatch.chdir(place)
    from bisearch.cli import process  # noqa: PLC0415 -- its signal handlers are those of a program, not of a test

    for each in ("handle_signals", "ignore_signals", "collect_less_garbage"):
        monkeypatch.setattr(process, each, lambda: None)
    for arguments in commands(place)[name]:
        monkeypatch.setattr(sys, "argv", ["bisearch", *arguments])
        code = main()
        out, err = capfd.readouterr()
        assert code in {0, 1, 2, 3}, (arguments, err)
        assert "Traceback" not in err, (arguments, err)
        assert not raw(out), (arguments, raw(out), out[:400])
        assert not raw(err), (arguments, raw(err), err[:400])
        if code:
            forged = [line for line in err.split("\n") if line and not line.startswith(BEGINNINGS)]
            assert not forged, (arguments, forged)


@pytest.mark.parametrize("form", FORMATS)
def test_no_export_holds_a_dangerous_character(place: Path, form: ExportFormat) -> None:
    target = place / f"direct.{form}"
    with bisearch.open(place / f"index{NAME}") as index:
        report = index.export("Smith", form, target)
    assert report.exported
    for text in contents(target):
        assert not raw(text.removeprefix("\ufeff")), (form, raw(text))


@pytest.mark.parametrize("form", ["csv", "xlsx"])
@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "\t=", "\r=", "\uff1d", " =", "\u200b=", "\x00="])
def test_no_cell_of_a_spreadsheet_begins_a_formula(tmp_path: Path, form: ExportFormat, sign: str) -> None:
    if "\0" in sign and form == "csv":
        pytest.skip("a text with a null character is no source")
    formula = f"{sign}HYPERLINK(1)"
    fields: dict[str, Any] = dict.fromkeys(
        ("title", "author", "place", "publisher", "citation", "translator"), formula.strip("\0")
    )
    document = bisearch.Document(id=f"{sign.strip()[:1] or 'x'}1", text_en=f"{formula} Smith returned.", **fields)
    try:
        bisearch.build(document, tmp_path / "index", bisearch.BuildOptions(strict=True))
    except bisearch.SourceError:
        pytest.skip("this document is refused")
    with bisearch.open(tmp_path / "index") as index:
        index.export("Smith", form, tmp_path / f"out.{form}")
    for text in contents(tmp_path / f"out.{form}"):
        assert "<f>" not in text
        if form == "csv":
            import csv  # noqa: PLC0415

            for row in csv.reader(io.StringIO(text, newline="")):
                assert not [cell for cell in row if cell.lstrip(" \t\r")[:1] in tuple("=+-@\uff1d")], row


def test_json_keeps_what_a_document_says(place: Path) -> None:
    with bisearch.open(place / f"index{NAME}") as index:
        expected = [hit.to_dict() for hit in index.search("Smith")]
    from bisearch.sanitizing import to_json  # noqa: PLC0415

    assert json.loads(to_json(expected)) == expected
    assert any(TAGGED.search(json.dumps(each, ensure_ascii=False)) for each in expected)
