"""Write the generated parts of README.md, CONTRIBUTING.md and docs/: outputs, tables, and the picture of a search.

Run: python scripts/write_docs.py [--check]. With --check it writes nothing, prints what differs, and exits 1 if
anything does. A failing Python example stops it either way.

The pages are plain Markdown. In each page, in order and in a folder of the page's own, it
  - writes the content of a block ```LANGUAGE file=PATH to that file,
  - runs each line `$ COMMAND` of a ```console block and puts the output below it,
  - runs each ```python block,
  - fills <!-- generated: NAME --> ... <!-- end --> from `TABLES`. Benchmarks fill the blocks that are not in it.
The folder starts with `data`, the demonstration archive, and `index`, an index of it.
"""

from __future__ import annotations

import inspect
import io
import os
import pty
import re
import shutil
import subprocess
import sys
import tempfile
import tomllib
from dataclasses import fields, is_dataclass
from difflib import unified_diff
from html import unescape
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from rich.console import Console
from rich.terminal_theme import DIMMED_MONOKAI
from rich.text import Text

import bisearch
from bisearch import decoding, model, safe_xml
from bisearch.analysis.lemmatizer import MAX_WORD
from bisearch.cli.commands import cli
from bisearch.conversion import html, rtf, xml_trees, zip_files
from bisearch.lexicon import dictionary_files
from bisearch.query import lexeme_stream, operands, parser
from bisearch.searching.expansion.wildcards import MAX_FORMS
from bisearch.sources import jsonl, limits, spreadsheet
from bisearch.sources.reading import READERS

if TYPE_CHECKING:
    from collections.abc import Iterator

LIMITS = (
    ("size of a file of JSONL, CSV, TSV, PDF, FineReader XML or a ZIP-based form, bytes", decoding.MAX_FILE_BYTES),
    ("size of a file of plain text or SRT, bytes", decoding.MAX_PLAIN_BYTES),
    ("length of a file of plain text or SRT, characters", decoding.MAX_PLAIN_LENGTH),
    ("size of any other source file and of the text of a ZIP-based form, bytes", decoding.MAX_DOCUMENT_BYTES),
    ("size of an HTML file, bytes", html.MAX_HTML_BYTES),
    ("length of a record of JSONL, characters", jsonl.MAX_RECORD),
    ("length of a row of CSV or TSV, characters", spreadsheet.MAX_ROW),
    ("length of all text of an HTML or XML file, characters", xml_trees.MAX_TREE_TEXT),
    ("estimated memory of the tags and attributes of an HTML or XML file, bytes", xml_trees.MAX_TREE_BYTES),
    ("length of a document's text, characters", limits.MAX_TEXT),
    ("sentence-ending punctuation and line ends in a text to be aligned", limits.MAX_STOPS),
    ("length of an id, characters", limits.MAX_ID),
    ("length of a title, citation or other metadata, characters", model.MAX_METADATA),
    ("nesting of XML elements in TMX and TBX (entities are refused)", safe_xml.MAX_XML_DEPTH),
    ("nesting of elements in HTML and other XML (entities are refused)", xml_trees.MAX_DEPTH),
    ("nesting of groups in RTF", rtf.MAX_DEPTH),
    ("files in a ZIP-based form such as DOCX", zip_files.MAX_ENTRIES),
    ("size of a ZIP-based form after decompression, bytes", zip_files.MAX_BYTES),
    ("compression of a ZIP-based form, to 1", zip_files.MAX_RATIO),
    ("size of a dictionary file after decompression, bytes", dictionary_files.MAX_BYTES),
    ("length of a dictionary article, characters (longer ones are skipped)", dictionary_files.MAX_ARTICLE_LENGTH),
    ("length of all articles of a dictionary, characters", dictionary_files.MAX_TOTAL_LENGTH),
    ("length of a word that is lemmatized, letters (longer ones are indexed as written)", MAX_WORD),
    ("length of a query, characters", parser.MAX_LENGTH),
    ("words in a query, including those in quotation marks", lexeme_stream.MAX_WORDS),
    ("words with `*` or `~` in a query", lexeme_stream.MAX_WILDCARDS),
    ("words that one word with `*` or `~` expands to", MAX_FORMS),
    ("nesting of parentheses and fields in a query", lexeme_stream.MAX_DEPTH),
    ("other words allowed inside a phrase (`~N`)", operands.MAX_SLOP),
)
PICTURED = "bisearch search -n2 'контроль над атомной энергией'"
PICTURE_COLUMNS = 100

ROOT = Path(__file__).parent.parent
PAGES = (ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").glob("*.md")))
PICTURE = ROOT / "docs" / "search.svg"
_GENERATED = re.compile(r"(<!-- generated: ([\w-]+) -->\n).*?(<!-- end -->)", re.DOTALL)
_FENCE = re.compile(r"^```(\w+)(?: file=(\S+))?\n(.*?)^```$", re.DOTALL | re.MULTILINE)
_SECONDS = re.compile(r"\d+\.\d+(?= s\b)|(?<=\"seconds\": )[\d.e-]+")
# An index and a commit have random numbers.
_IDENTITY = re.compile(r"index [0-9a-f]{8}, commit (\d+) \([0-9a-f]{8}\)")
_WEB_FONTS = re.compile(r"@font-face \{.*?\}\s*", re.DOTALL)
_FUNCTION_DEFAULT = re.compile(r"=<function .+? at 0x[0-9a-f]+>")
_TAGS = re.compile(r"<[^>]*>")


def rooms() -> str:
    """Return the table of rooms with the question that each answers."""
    table = tomllib.loads((ROOT / "docs" / "architecture.toml").read_text(encoding="utf-8"))["room"]
    names = [f"{room['name']}/" if (ROOT / "bisearch" / room["name"]).is_dir() else room["name"] for room in table]
    rows = [f"| `{name}` | {room['question']} |" for name, room in zip(names, table, strict=True)]
    return "\n".join(["| room | the question it answers |", "|---|---|", *rows]) + "\n"


def sources() -> str:
    """Return the table of file formats."""
    rows = [
        f"| {' '.join(f'`{pattern}`' for pattern in reader.patterns)} | {reader.description} |"
        for reader in READERS
        if reader.description
    ]
    return "\n".join(["| files | read as |", "|---|---|", *rows]) + "\n"


def bounds() -> str:
    """Return the table of limits."""
    rows = [f"| {what} | {most:,} |" for what, most in LIMITS]
    return "\n".join(["| limit on | at most |", "|---|---|", *rows]) + "\n"


def help_texts() -> str:
    """Return the help text of every command, each below its own heading."""
    parts = []
    for name, command in _commands(cli, "bisearch"):
        context = click.Context(command, info_name=name, terminal_width=80)
        parts.append(f"## {name}\n\n```text\n{command.get_help(context)}\n```\n")
    return "\n".join(parts)


def reference() -> str:
    """Return every public name of the library with its docstring."""
    found = {name: getattr(bisearch, name) for name in bisearch.__all__ if name != "__version__"}
    functions = {name: each for name, each in found.items() if inspect.isfunction(each)}
    errors = {name: each for name, each in found.items() if inspect.isclass(each) and issubclass(each, Exception)}
    classes = {name: each for name, each in found.items() if name not in functions | errors and inspect.isclass(each)}
    parts = ["### Functions\n", *(_described(name, each) for name, each in functions.items())]
    parts += ["### Classes\n", *(_described(name, each) for name, each in classes.items())]
    rows = [f"| `{name}` | {_summary(each)} |" for name, each in errors.items()]
    parts += ["### Errors\n", "\n".join(["| error | raised when |", "|---|---|", *rows]) + "\n"]
    aliases = {name: each for name, each in found.items() if name not in functions | errors | classes}
    rows = [f"| `{name}` | {', '.join(map(_value, each.__args__))} |" for name, each in aliases.items()]
    parts += ["### Values\n", "\n".join(["| type | values |", "|---|---|", *rows]) + "\n"] if rows else []
    return "\n".join(parts)


TABLES = {"rooms": rooms, "sources": sources, "limits": bounds, "help": help_texts, "reference": reference}


def main() -> int:
    """Write or check every page; return the exit code."""
    is_check = "--check" in sys.argv
    changed = False
    with tempfile.TemporaryDirectory() as temporary:
        template = Path(temporary) / "template"
        template.mkdir()
        (template / "data").symlink_to(ROOT / "data")
        subprocess.run(["/bin/sh", "-c", "bisearch index data"], cwd=template, env=_environment(), check=True,
                       stdout=subprocess.DEVNULL)  # fmt: skip
        for page in PAGES:
            old = page.read_text(encoding="utf-8")
            new = _filled(old, template, Path(temporary) / page.stem)
            changed |= new != old
            if is_check:
                names = (page.name, f"{page.name}, as generated now")
                sys.stdout.writelines(
                    unified_diff(old.splitlines(keepends=True), new.splitlines(keepends=True), *names)
                )
            else:
                page.write_text(new, encoding="utf-8")
        picture = _picture(template)
    if not is_check:
        PICTURE.write_text(picture, encoding="utf-8")
    elif _text_of(PICTURE.read_text(encoding="utf-8")) != _text_of(picture):
        print(f"{PICTURE.name} is out of date")
        changed = True
    return int(changed and is_check)


def _filled(page: str, template: Path, folder: Path) -> str:
    """Return a page with its blocks generated again, made in a new folder."""
    shutil.copytree(template, folder, symlinks=True)

    def fence(match: re.Match[str]) -> str:
        language, file, body = match.groups()
        if file is not None:
            path = folder / file
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(body, encoding="utf-8")
        elif language == "python":
            subprocess.run([sys.executable, "-c", body], cwd=folder, check=True, stdout=subprocess.DEVNULL)
        elif language == "console":
            commands = [line[2:] for line in body.splitlines() if line.startswith("$ ")]
            answers = [f"$ {command}\n" + _with_blank_line(_shell(command, folder)) for command in commands]
            return "```console\n" + "".join(answers).rstrip() + "\n```"
        return match.group()

    def table(match: re.Match[str]) -> str:
        name = match.group(2)
        return match.group(1) + TABLES[name]() + match.group(3) if name in TABLES else match.group()

    return _FENCE.sub(fence, _GENERATED.sub(table, page))


def _with_blank_line(answer: str) -> str:
    return answer.rstrip() + "\n\n" if answer.strip() else ""


def _environment(**values: str) -> dict[str, str]:
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    kept = {name: value for name, value in os.environ.items() if name not in {"BISEARCH_INDEX", "NO_COLOR"}}
    return {**kept, "PATH": path, **values}


def _shell(command: str, folder: Path) -> str:
    """Return the output of a command, with 0.0 for seconds, which differ from run to run."""
    done = subprocess.run(
        ["/bin/sh", "-c", command], cwd=folder, env=_environment(COLUMNS="100", NO_COLOR="1"), check=False,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, encoding="utf-8",
    )  # fmt: skip
    printed = _IDENTITY.sub(r"index 849d1bd8, commit \1 (517664cd)", done.stdout)
    return _SECONDS.sub("0.0", printed).replace(f"{ROOT}/", "")


def _picture(folder: Path) -> str:
    """Return a search as SVG, as a terminal shows it."""
    command = ["/bin/sh", "-c", PICTURED]
    ours, terminal = pty.openpty()
    environment = _environment(COLUMNS=str(PICTURE_COLUMNS))
    with subprocess.Popen(command, cwd=folder, env=environment, stdout=terminal):
        os.close(terminal)
        printed = b"".join(_read_terminal(ours))
    os.close(ours)
    lines = _SECONDS.sub("0.0", printed.decode("utf-8").replace("\r\n", "\n"))
    console = Console(record=True, width=PICTURE_COLUMNS, file=io.StringIO())
    console.print(Text("$ " + PICTURED), Text.from_ansi(lines), sep="\n", highlight=False)
    svg = console.export_svg(title="bisearch", theme=DIMMED_MONOKAI, unique_id="bisearch")
    local = _WEB_FONTS.sub("", svg).replace("Fira Code, monospace", "monospace")  # no font from another site
    return re.sub(r"[ \t]+$", "", local, flags=re.MULTILINE)


def _read_terminal(descriptor: int) -> Iterator[bytes]:
    while True:
        try:
            yield os.read(descriptor, 65536)
        except OSError:  # Linux reports the end of a terminal's output as an error
            return


def _text_of(svg: str) -> str:
    """Return the text of an SVG; its drawing depends on the version of rich."""
    return "".join(unescape(_TAGS.sub("", svg.partition("</style>")[2])).split())


def _commands(group: click.Group, path: str) -> Iterator[tuple[str, click.Command]]:
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        if isinstance(command, click.Group):
            yield from _commands(command, f"{path} {name}")
        elif command is not None:
            yield f"{path} {name}", command


def _value(value: object) -> str:
    return f"`{value.__name__ if isinstance(value, type) else value}`"


def _summary(owner: object) -> str:
    return (inspect.getdoc(owner) or "").partition("\n")[0]


def _described(name: str, owner: Any) -> str:
    """Return the heading, signature and docstring of a function or class, and of a class's own public methods."""
    is_record = inspect.isclass(owner) and (is_dataclass(owner) or hasattr(owner, "_fields"))
    signature = "" if inspect.isclass(owner) else _signature(owner)
    text = [f"{name}{signature}", *_indented(inspect.getdoc(owner) or "")]
    if is_record:
        names = [each.name for each in fields(owner)] if is_dataclass(owner) else list(owner._fields)
        text[0] += f"({', '.join(names)})"
    for method, each in vars(owner).items() if inspect.isclass(owner) else ():
        if inspect.isfunction(each) and not method.startswith("_"):
            text += ["", f"    {method}{_signature(each)}", *_indented(inspect.getdoc(each) or "", 8)]
    return f"#### {name}\n\n```text\n" + "\n".join(text) + "\n```\n"


def _signature(function: Any) -> str:
    signature = inspect.signature(function)
    given = [each.replace(annotation=inspect.Parameter.empty) for each in signature.parameters.values()]
    shown = [each for each in given if each.name != "self"]
    result = signature.return_annotation
    return _FUNCTION_DEFAULT.sub("=...", f"{inspect.Signature(shown)} -> {result}")


def _indented(text: str, width: int = 4) -> list[str]:
    return [" " * width + line if line else "" for line in text.splitlines()]


if __name__ == "__main__":
    sys.exit(main())
