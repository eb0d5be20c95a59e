"""Every message of an error that a page can show has a Russian translation, which keeps its values."""

from __future__ import annotations

import ast
import re
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import bisearch
from bisearch.searching.costs import LESS_OF_A_SEARCH
from bisearch.server.interface import interface
from bisearch.statistics.concordance import LESS_OF_LINES
from bisearch.word_lists import data_file
from tests.server.conftest import running

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.server.conftest import RunningServer

PACKAGE = Path(bisearch.__file__).parent
RUSSIAN = tomllib.loads(data_file("server", "errors.ru.toml").read_text(encoding="utf-8"))
# The place of the message among the arguments of each call that makes an error that a reader can mend.
ERRORS = {
    "QueryError": 2, "QueryCostError": 2, "error": 1, "SearchTimeoutError": 0, "DocumentIdError": 1,
    "PermanentReferenceError": 0, "PhraseTooWideError": 0, "CorrectionError": 0, "ForbiddenError": 0,
}  # fmt: skip
# Where the texts of pages and queries are read; problems also have a title, a detail and a remedy.
ROOMS = ("query", "searching", "statistics", "engines", "storage", "corrections", "indexing/correcting.py",
         "deadline.py", "index.py", "server")  # fmt: skip
PROBLEM = slice(2, 5)
# Messages made of another error's message or of a parameter of their function, and those that no page can cause.
OTHER = re.compile(
    r"X|X has nothing X it|~ after X needs .*|X hits would take too long; .*; X|choose one of --merge-next, .*"
    r"|The server refuses the request"
)


def _texts(node: ast.expr, scope: ast.AST) -> Iterator[str]:
    """Yield the messages that an expression may be, with X for each value."""
    match node:
        case ast.Constant(value=str(text)):
            yield text
        case ast.JoinedStr(values=parts):
            found = [""]
            for part in parts:
                inner = part.value if isinstance(part, ast.FormattedValue) else part
                wanted = list(_texts(inner, scope)) if isinstance(inner, ast.Constant | ast.IfExp | ast.Name) else ["X"]
                found = [begun + text for begun in found for text in wanted]
            yield from found
        case ast.IfExp(body=first, orelse=second):
            yield from _texts(first, scope)
            yield from _texts(second, scope)
        case ast.BinOp(left=left, right=right):
            yield from (begun + text for begun in _texts(left, scope) for text in _texts(right, scope))
        case ast.Name(id=name):
            assigned = [each for each in ast.walk(scope) if isinstance(each, ast.Assign)]
            values = [each.value for each in assigned if name in {getattr(target, "id", "") for target in each.targets}]
            given = [each for each in values if name not in {getattr(part, "id", "") for part in ast.walk(each)}]
            for value in given:
                yield from _texts(value, scope)
            if not given:
                yield "X"
        case _:
            yield "X"


def _messages() -> Iterator[str]:
    for room in ROOMS:
        for path in sorted((PACKAGE / room).rglob("*.py")) or [PACKAGE / room]:
            for scope in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(scope, ast.FunctionDef):
                    for call in (each for each in ast.walk(scope) if isinstance(each, ast.Call)):
                        for argument in _arguments(call):
                            yield from _texts(argument, scope)


def _arguments(call: ast.Call) -> list[ast.expr]:
    name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
    if name == "Problem":
        return call.args[PROBLEM]
    place = ERRORS.get(name)
    is_logged = isinstance(call.func, ast.Attribute) and getattr(call.func.value, "id", "") == "_LOG"
    return [] if place is None or is_logged else call.args[place : place + 1]


def test_every_message_has_a_translation() -> None:
    found = set(_messages())
    assert len(found) > 60
    left = [text for text in found if not _is_translated(text) and not OTHER.fullmatch(text)]
    assert sorted(left) == []


@pytest.mark.parametrize("remedy", [LESS_OF_A_SEARCH, LESS_OF_LINES])
@pytest.mark.parametrize("reason", ["at most 888 are given at a time", "their texts are very long"])
def test_too_many_hits_and_how_to_ask_for_less_have_translations(reason: str, remedy: str) -> None:
    translated = interface("ru").translated(f"10,000 hits would take too long; {reason}; {remedy}")
    assert re.search("[A-Za-z]", translated) is None


def _is_translated(text: str) -> bool:
    with_ids = f"{text}: X"  # the error of an id adds similar ones
    return any(interface("ru").translated(message) != message for message in (text, with_ids))


def test_translations_have_the_values_of_the_messages() -> None:
    for english, text in RUSSIAN.items():
        names = set(re.findall(r"\{(\w+)\}", english))
        assert set(re.findall(r"\{(\w+)\}", text)) <= names, english
        assert interface("ru").translated(english.replace("{", "").replace("}", "")) != english


def test_a_value_is_kept_even_if_it_looks_like_a_message_or_a_name() -> None:
    russian = interface("ru")
    assert russian.translated("author:{field} takes no ~") == "author:{field} не сочетается с ~"
    assert russian.translated("no document 'one word at a time'; list ids with: bisearch list") == (
        "документа 'one word at a time' нет"
    )
    assert russian.translated("a text that nobody translated") == "a text that nobody translated"
    assert interface("en").translated("one word at a time") == "one word at a time"


def test_a_message_within_a_message_is_translated() -> None:
    assert interface("ru").translated("one word at a time (character 3 of the query)") == (
        "здесь нужно одно слово (знак 3 в запросе)"
    )


@pytest.mark.parametrize(("address", "status"), [
    ("/d/none", 404), ("/d/cable-1/99-aaaaa", 404), ("/search?q=x&limit=many", 400), ("/search?q=x&from=soon", 400),
    ("/search?q=x&only=colour:red", 400), ("/concordance?q=-x", 400), ("/frequencies?q=date:1946", 400),
    ("/words/two words", 400), ("/like?text=store", 404), ("/nowhere", 404), ("/audit?kind=soon", 400),
    ("/collocates?q=ab*c*d*e*f*g", 400), ("/keywords?target=x", 400), ("/search?q=x&format=pdf", 400),
])  # fmt: skip
def test_the_russian_page_of_an_error_has_no_english_sentence(server: RunningServer, address: str, status: int) -> None:
    separator = "&" if "?" in address else "?"
    answer = server.get(f"{address}{separator}ui=ru")
    assert answer.status_code == status
    main = re.sub(r"<[^>]+>", " ", re.findall(r"<main.*</main>", answer.text, re.DOTALL)[0])
    assert re.findall(r"[А-яё]{3,}", main)
    assert re.findall(r"\b(?:the|a|is|no|must|not|has|with|an?y)\b", main) == [], main


def test_a_mended_query_is_explained_in_russian(server: RunningServer) -> None:
    text = server.get('/search?q="energy&ui=ru').text
    assert "кавычки не закрыты знаком" in text
    assert "пропущено" in text


def test_a_search_that_takes_too_long_is_explained_in_russian(index_folder: Path) -> None:
    with running([index_folder], timeout=1e-9) as slow:
        answer = slow.get("/search?q=энергия&ui=ru")
    assert answer.status_code == 503
    assert "Поиск занял слишком много времени" in answer.text
    assert "добавьте условие по дате" in answer.text


def test_programs_get_errors_in_english_whatever_the_language(server: RunningServer) -> None:
    problem = server.get("/api/v1/documents/none?ui=ru", accept_language="ru").json()
    assert problem["title"] == "There is no such document"
