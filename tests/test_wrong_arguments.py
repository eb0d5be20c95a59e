"""Every public call refuses wrong arguments with `TypeError`, `ValueError` or an error of bisearch, and nothing else.

The calls are found by introspection, so that a new public name is tested too.
"""

from __future__ import annotations

import contextlib
import inspect
import itertools
import os
import warnings
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

import bisearch

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

WRONG = [
    None, 5, -1, 1.5, float("nan"), 10**30, True, b"x", (1, 2), ["a"], {"a": 1}, object(), "", "a" * 100_000, "\0",
    "a\0b", "\ud800", "-rf", "\n", "\U000e0041", lambda: 1,
]  # fmt: skip
ALLOWED = (TypeError, ValueError, bisearch.BisearchError)
# The methods that are called last because they end the object.
LAST = {"close"}


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with an index of one document and the working directory."""
    folder = tmp_path_factory.mktemp("wrong")
    (folder / "a.en.txt").write_text("The minister signed the letter.")
    bisearch.build([folder / "a.en.txt"], folder / "index")
    return folder


def calls(place: Path, index: bisearch.Index) -> Iterator[tuple[str, Callable[..., Any]]]:
    """Yield each public function, class, and method of an index or of another object that has methods."""
    for name in bisearch.__all__:
        found = getattr(bisearch, name)
        if inspect.isfunction(found) or (inspect.isclass(found) and not issubclass(found, (Exception, tuple))):
            yield name, found
    for name, method in inspect.getmembers(index, callable):
        if not name.startswith("_") and name not in LAST:
            yield f"Index.{name}", method
    yield "Index.__contains__", index.__contains__
    del place


def good(place: Path) -> dict[str, Any]:
    """Return a right value for each parameter that is required, by its name."""
    return {
        "id_": "a", "word": "letter", "query": "letter", "side": "en", "reference": "a", "source": "letter",
        "format": "csv", "stream": str(place / "out.csv"), "path": str(place / "index"), "index": str(place / "index"),
        "text_ru": "Енот спит.", "text_en": "The raccoon sleeps.",
    }  # fmt: skip


def attempts(function: Callable[..., Any], place: Path) -> Iterator[dict[str, Any]]:
    """Yield arguments in which each parameter in turn has each wrong value."""
    parameters = list(inspect.signature(function).parameters.values())
    named = [each for each in parameters if each.kind not in {each.VAR_POSITIONAL, each.VAR_KEYWORD}]
    required = {each.name: good(place).get(each.name, "a") for each in named if each.default is each.empty}
    if function is bisearch.delete_index:
        required["index"] = str(place / "deleted")  # the index of the other calls stays
    for wrong, each in itertools.product(WRONG, named):
        if each.kind is not each.POSITIONAL_ONLY:
            yield {**required, each.name: wrong}
    yield {**required, "no_such_keyword": 1}


def run(function: Callable[..., Any], arguments: dict[str, Any]) -> None:
    found = function(**arguments)
    if hasattr(found, "__next__"):
        list(itertools.islice(found, 3))
    if isinstance(found, bisearch.Index):
        found.close()


def test_wrong_arguments_of_every_public_call_give_documented_errors(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(place)
    faults = []
    with bisearch.open(place / "index") as index, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for name, function in calls(place, index):
            for arguments in attempts(function, place):
                try:
                    run(function, arguments)
                except ALLOWED:
                    pass
                except Exception as error:  # noqa: BLE001 -- which is the fault
                    shown = {key: f"{value!r:.20}" for key, value in arguments.items()}
                    faults.append(f"{name}({shown}): {type(error).__name__}: {error!s:.100}")
    assert not faults, "\n".join(faults[:40])
    assert bisearch.check(place / "index") == []


def test_the_sweep_finds_every_public_function(place: Path) -> None:
    with bisearch.open(place / "index") as index:
        names = {name for name, _ in calls(place, index)}
    assert {"open", "build", "check", "upgrade", "pair", "align", "import_dictionary", "IndexWriter"} <= names
    assert {"Index.search", "Index.export", "Index.places", "Index.writer"} <= names


@pytest.mark.parametrize("wrong", WRONG, ids=lambda value: f"{value!r:.12}".encode("ascii", "replace").decode())
def test_a_writer_is_made_by_an_index_only(wrong: Any) -> None:
    with pytest.raises(TypeError, match=r"index\.writer\(\)"):
        bisearch.IndexWriter(wrong)


@pytest.mark.parametrize("wrong", WRONG, ids=lambda value: f"{value!r:.12}".encode("ascii", "replace").decode())
def test_the_methods_of_a_writer_refuse_wrong_arguments(place: Path, wrong: Any) -> None:
    with bisearch.open(place / "index") as index:
        before = index.stats()
        with index.writer() as writer:
            with pytest.raises(ALLOWED):
                writer.add(wrong)
            with contextlib.suppress(*ALLOWED):
                assert writer.delete(wrong) is False
        assert index.stats() == before


def test_an_export_does_not_replace_a_file_of_the_index(place: Path) -> None:
    with bisearch.open(place / "index") as index:
        state = {path: path.read_bytes() for path in (place / "index").rglob("*") if path.is_file()}
        link = place / "link"
        link.unlink(missing_ok=True)
        link.symlink_to(place / "index")
        for target in (*state, link / "manifest.json", place / "index" / "new.csv"):
            with pytest.raises(bisearch.ExportError, match="in the folder of the index"):
                index.export("letter", "csv", target)
        assert state == {path: path.read_bytes() for path in (place / "index").rglob("*") if path.is_file()}


def test_no_call_leaves_files_in_the_working_directory(place: Path) -> None:
    assert {path.name for path in place.iterdir()} >= {"a.en.txt", "index"}
    assert not [name for name in os.listdir(place) if name.endswith(".part")]  # noqa: PTH208


# Calls with a wrong argument, by the name that the error must have.
NAMED: dict[str, Callable[[Any], object]] = {
    "by": lambda index: index.facets("letter", None),
    "queries": lambda index: index.frequencies(None),
    "kinds": lambda index: list(index.audit("letter", 0)),
    "reference": lambda index: index.cite(None),
    "ids": lambda index: index.delete(None),
    "id": lambda index: index.delete([b"letter"]),
    "text": lambda index: index.like(text=0),
    "paths": lambda _: bisearch.pair(None),  # type: ignore[arg-type]
    "widen": lambda _: bisearch.CountOptions(widen=None),  # type: ignore[arg-type]
    "hosts": lambda _: bisearch.ClusterOptions(hosts=None),  # type: ignore[arg-type]
    "ca_cert": lambda _: bisearch.ClusterOptions(ca_cert=1),  # type: ignore[arg-type]
    "timeout": lambda index: index.verify("a quotation", timeout=""),
}


@pytest.mark.parametrize("name", NAMED)
def test_an_argument_of_another_type_is_named(index_folder: Path, name: str) -> None:
    with bisearch.open(index_folder) as index, pytest.raises((TypeError, ValueError), match=rf"^{name} must be"):
        NAMED[name](index)


@pytest.mark.parametrize("path", [Path("/nonexistent/manuscript.txt"), Path("/")])
def test_a_manuscript_that_cannot_be_opened_is_a_mistake_of_the_source(index_folder: Path, path: Path) -> None:
    with bisearch.open(index_folder) as index, pytest.raises(bisearch.SourceError):
        index.verify(path)


def test_a_path_with_a_null_character_is_no_file(index_folder: Path) -> None:
    with bisearch.open(index_folder) as index, pytest.raises(ValueError, match="not a file name"):
        index.verify(Path("a\0b"))
    with pytest.raises((bisearch.SourceError, OSError, ValueError), match="not a file name"):
        bisearch.align("Енот спит.", "The raccoon sleeps.", dictionary=Path("a\0b.tsv"))


def test_the_translations_of_a_dictionary_are_a_table() -> None:
    with pytest.raises(TypeError, match=r"'енот'.* must be its translations"):
        bisearch.align("Енот спит.", "The raccoon sleeps.", dictionary={"енот": 1})  # type: ignore[dict-item]
