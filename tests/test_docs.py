"""The documentation is true: examples run, generated text is current, links lead somewhere."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from dataclasses import fields
from pathlib import Path

import pytest

import bisearch
from bisearch.cli.commands import COMMANDS
from bisearch.cli.configuration import KEYS
from bisearch.query.parser import parse

ROOT = Path(__file__).parent.parent
PAGES = [*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")]
TEXTS = {page.relative_to(ROOT).as_posix(): page.read_text(encoding="utf-8") for page in PAGES}
# What is read from the date; a source gives only the date.
DATE_FIELDS = {"date_text", "date_edtf", "date_earliest", "date_latest"}
# Characters in a line of prose; tables, links and examples may have more.
WIDEST = 140
EXAMPLES = [each for text in TEXTS.values() for each in re.findall(r"^```python\n(.*?)^```", text, re.DOTALL | re.M)]


def anchors(text: str) -> set[str]:
    """Return the anchors of a page's headings, as GitHub makes them."""
    headings = re.findall(r"^#+ (.+)$", text, re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.timeout(1_200)
def test_examples_run_and_generated_text_is_current() -> None:
    command = [sys.executable, str(ROOT / "scripts" / "write_docs.py"), "--check"]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 0, f"run `make docs`:\n{done.stdout}{done.stderr}"


def test_python_examples_pass_strict_type_checking(tmp_path: Path) -> None:
    assert len(EXAMPLES) >= 5
    files = [tmp_path / f"example_{number}.py" for number in range(len(EXAMPLES))]
    for file, example in zip(files, EXAMPLES, strict=True):
        file.write_text(example, encoding="utf-8")
    command = [sys.executable, "-m", "mypy", "--strict", *map(str, files)]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=False, cwd=ROOT)
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize("page", TEXTS)
def test_every_link_to_a_file_or_heading_leads_somewhere(page: str) -> None:
    text = re.sub(r"^```.*?^```$", "", TEXTS[page], flags=re.DOTALL | re.MULTILINE)
    for link in re.findall(r"\]\(([^)\s]+)\)", text):
        target, _, anchor = link.partition("#")
        if "://" in target:
            continue
        file = (ROOT / page).parent / target if target else ROOT / page
        assert file.exists(), f"{page}: no file {link}"
        assert not anchor or anchor in anchors(file.read_text(encoding="utf-8")), f"{page}: no heading {link}"


@pytest.mark.parametrize("page", sorted(TEXTS.keys() - {"docs/commands.md"}))
def test_no_example_shows_a_command_that_is_used_wrongly(page: str) -> None:
    assert not re.search(r"^Usage: |^Error: |^Traceback", TEXTS[page], re.MULTILINE)


@pytest.mark.parametrize("page", TEXTS)
def test_no_line_of_a_paragraph_is_much_wider_than_the_others(page: str) -> None:
    text = re.sub(r"^```.*?^```$|<!-- generated.*?<!-- end -->", "", TEXTS[page], flags=re.DOTALL | re.MULTILINE)
    lines = [line for line in text.splitlines() if not line.startswith("|") and "](" not in line]
    assert [line for line in lines if len(line) > WIDEST] == []


def test_readme_has_at_most_200_lines() -> None:
    assert len(TEXTS["README.md"].splitlines()) <= 200


def test_the_readme_links_every_page() -> None:
    assert [page for page in TEXTS if page != "README.md" and f"({page})" not in TEXTS["README.md"]] == []


def test_the_sample_of_metadata_has_every_field() -> None:
    block = re.search(r"^```json file=pair/\S+\.json\n(.*?)^```", TEXTS["docs/prepare-your-files.md"], re.S | re.M)
    assert block is not None
    assert set(json.loads(block[1])) == {field.name for field in fields(bisearch.Metadata)} - {"path", *DATE_FIELDS}


def test_every_query_of_the_query_language_table_can_be_parsed() -> None:
    table = TEXTS["docs/searching.md"].partition("| query | finds passages with |")[2].partition("\n\n")[0]
    queries = [query for row in table.splitlines()[2:] for query in re.findall(r"`([^`]+)`", row.split(" | ")[0])]
    assert len(queries) >= 20
    for query in queries:
        parse(query)


def test_every_key_of_the_configuration_file_is_documented() -> None:
    section = TEXTS["docs/everyday-tasks.md"].partition("The keys are the long options")[2].partition("\n\n")[0]
    assert set(re.findall(r"`(\w+)`", section)) == set(KEYS)


def test_every_public_name_and_every_command_is_documented() -> None:
    missing = [name for name in bisearch.__all__ if not re.search(rf"\b{name}\b", TEXTS["docs/library.md"])]
    assert missing == ["__version__"]
    assert all(f"## bisearch {name}" in TEXTS["docs/commands.md"] for name in COMMANDS if name != "lexicon")
