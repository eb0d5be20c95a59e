"""The names that `import bisearch` offers."""

from __future__ import annotations

import inspect
import re
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

import bisearch
from bisearch import errors

if TYPE_CHECKING:
    from pathlib import Path

# Never reaches a caller: a search turns it into a `QueryError`.
INTERNAL = {"PhraseTooWideError"}


def test_all_is_sorted_and_every_name_exists() -> None:
    assert bisearch.__all__ == sorted(bisearch.__all__)
    for name in bisearch.__all__:
        assert getattr(bisearch, name) is not None


def test_dir_lists_exactly_the_public_names() -> None:
    assert dir(bisearch) == bisearch.__all__


def test_every_error_is_public() -> None:
    classes = {name: found for name, found in vars(errors).items() if inspect.isclass(found)}
    defined = {name for name, found in classes.items() if issubclass(found, Exception) and not name.startswith("_")}
    assert defined - INTERNAL <= set(bisearch.__all__)


def annotated(owner: object) -> list[str]:
    """Return the annotations of a function, or of a class's fields and public methods."""
    members = [each for name, each in vars(owner).items() if not name.startswith("_")] if inspect.isclass(owner) else []
    functions = [owner, *(each.fget if isinstance(each, property) else each for each in members)]
    return [str(each) for function in functions for each in getattr(function, "__annotations__", {}).values()]


def test_every_class_in_a_public_signature_is_public() -> None:
    public = [getattr(bisearch, name) for name in bisearch.__all__]
    named = {name for owner in public for each in annotated(owner) for name in re.findall(r"\b[A-Z]\w+", each)}
    foreign = {
        "Any",
        "BaseException",
        "Callable",
        "Counter",
        "IO",
        "Iterable",
        "Iterator",
        "Literal",
        "Mapping",
        "None",
        "Path",
        "Self",
        "TracebackType",
        "Unpack",
    }
    aliases = {
        "Agreement",
        "CitationStyle",
        "ConcordanceSort",
        "CountKeywords",
        "Day",
        "Description",
        "ExportFormat",
        "ExportKeywords",
        "ForwardRef",
        "Found",
        "Group",
        "Kind",
        "Matched",
        "Measure",
        "OnPhase",
        "Progress",
        "SearchKeywords",
        "Side",
        "Sort",
        "Source",
        "State",
        "Status",
        "Widening",
        "WordTable",
    }
    assert "Translations" in named
    assert named - foreign - aliases <= set(bisearch.__all__)


@pytest.mark.parametrize(
    ("name", "value"),
    [("limit", -1), ("offset", -3), ("context", -1), ("best", -1), ("sort", "x"), ("group", "x"), ("lang", "de")],
)
def test_an_invalid_search_option_is_named(index_folder: Path, name: str, value: object) -> None:
    with pytest.raises(ValueError, match=rf"^{name} must be .*, not {value!r}$"):
        bisearch.SearchOptions(**{name: value})  # type: ignore[arg-type]  # on purpose
    with bisearch.open(index_folder) as index, pytest.raises(ValueError, match="limit must be"):
        index.search("Смит", limit=-1)


@pytest.mark.parametrize(("name", "value"), [("engine", "lucene"), ("jobs", 0), ("wait", -1.0)])
def test_an_invalid_build_option_is_named(name: str, value: object) -> None:
    with pytest.raises(ValueError, match=rf"^{name} must be .*, not {value!r}$"):
        bisearch.BuildOptions(**{name: value})  # type: ignore[arg-type]  # on purpose


def test_a_single_path_may_stand_for_a_list_of_sources(archive: Path, tmp_path: Path) -> None:
    assert len(bisearch.build(str(archive), tmp_path / "index").added) == 4
    assert bisearch.build(archive, tmp_path / "index").unchanged == 4


def test_searching_a_closed_index_raises_an_error(index_folder: Path) -> None:
    index = bisearch.open(index_folder)
    index.close()
    with pytest.raises(bisearch.IndexClosedError):
        index.search("Смит")


def test_an_unknown_name_is_an_attribute_error() -> None:
    assert not hasattr(bisearch, "no_such_name")


def test_importing_the_package_loads_no_dependency() -> None:
    heavy = "{'numpy', 'nltk', 'pymorphy3', 'whoosh', 'click', 'rich'}"
    code = f"import sys, bisearch; print(*sorted({heavy} & sys.modules.keys()))"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert loaded.stdout.strip() == ""


def test_every_public_method_has_a_docstring_of_its_own() -> None:
    missing = [
        f"{name}.{member}"
        for name in bisearch.__all__
        if inspect.isclass(owner := getattr(bisearch, name))
        for member, found in vars(owner).items()
        if not member.startswith("_") and (inspect.isfunction(found) or isinstance(found, property))
        if not inspect.getdoc(found)
    ]
    assert missing == []


@pytest.mark.parametrize("name", ["build", "align", "Index", "IndexWriter", "Results", "Document"])
def test_help_on_the_main_names_shows_an_example(name: str) -> None:
    shown = inspect.getdoc(getattr(bisearch, name)) or ""
    assert re.search(r"^    .*(bisearch\.|with |search\(|Document\()", shown, re.MULTILINE)
