"""The configuration file: options that are always the same, so that nobody has to type them.

The nearest ``bisearch.toml`` in the working directory and the folders above it is read; if there is none,
``bisearch/bisearch.toml`` in the user's configuration folder (``XDG_CONFIG_HOME``, ``~/.config`` by default).
``BISEARCH_CONFIG`` names another file; if it is empty, none is read. An option on the command line comes first, then an
environment variable, then the file.
"""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import click

from bisearch.regular_files import read_regular

if TYPE_CHECKING:
    from collections.abc import Callable

NAME = "bisearch.toml"
# Bytes of a configuration file; more is a mistake.
MAX_BYTES = 1 << 20
VARIABLE = "BISEARCH_CONFIG"


class Key(NamedTuple):
    """A key of the file, named as the option that it sets.

    Attributes:
        is_valid: returns whether a value is allowed.
        values: the allowed values, for the message.
    """

    is_valid: Callable[[Any], bool]
    values: str


def _number(first: int) -> Key:
    return Key(lambda value: type(value) is int and value >= first, f"a whole number from {first}")


def _choice(*choices: str) -> Key:
    return Key(lambda value: value in choices, " or ".join(f'"{choice}"' for choice in choices))


_TEXT = Key(lambda value: isinstance(value, str) and bool(value), "a text in quotes")
_SWITCH = Key(lambda value: isinstance(value, bool), "true or false")
KEYS = {
    "index": _TEXT, "encoding": _TEXT, "engine": _choice("whoosh", "tantivy", "opensearch"), "jobs": _number(1),
    "limit": _number(1), "context": _number(0), "lang": _choice("ru", "en"), "group": _choice("passage", "document"),
    "best": _number(0), "translate": _SWITCH, "names": _SWITCH, "abbreviations": _SWITCH, "dates": _SWITCH,
    "meaning": _SWITCH, "titles": _SWITCH, "suggest": _SWITCH, "pager": _SWITCH, "quiet": _SWITCH,
    "corrections": _TEXT, "who": _TEXT,
}  # fmt: skip
# Keys whose values are paths.
_PATHS = {"index", "corrections"}
# Groups of commands that the file sets options of. It does not affect measurements (bench).
_GROUPS = {
    "correct": ("align", "word", "name", "dismiss", "undo", "list"),
    "lexicon": ("import", "export"),
}


def configuration_file() -> Path | None:
    """Return the configuration file that holds here; None if there is none."""
    named = os.environ.get(VARIABLE)
    if named is not None:
        return Path(named) if named else None
    here = Path.cwd()
    for folder in (here, *here.parents):
        if (folder / NAME).is_file():
            return folder / NAME
    home = os.environ.get("XDG_CONFIG_HOME") or os.path.join(os.path.expanduser("~"), ".config")  # noqa: PTH111, PTH118 -- without a home Path raises
    users = Path(home, "bisearch", NAME)
    return users if users.is_file() else None


def read_configuration(path: Path) -> dict[str, Any]:
    """Return the values of a configuration file; a relative path is relative to the file's folder.

    Raises:
        UsageError: the file cannot be read, or a key or a value is not allowed; the message names the line.
    """
    import tomllib  # noqa: PLC0415 -- only a file needs it

    try:
        text = read_regular(path, MAX_BYTES).decode()
        values = tomllib.loads(text)
    except OSError as error:
        raise click.UsageError(f"{path}: {(error.strerror or str(error)).lower()}") from error
    except UnicodeDecodeError as error:
        raise click.UsageError(f"{path}: not UTF-8") from error
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        place = re.search(r"line (\d+)", str(error))
        raise click.UsageError(f"{path}:{place[1] if place else 1}: not TOML: {error}") from error
    for name, value in values.items():
        where = f"{path}:{_line(text, name)}"
        if name not in KEYS:
            raise click.UsageError(f"{where}: {_unknown(name)}")
        if not KEYS[name].is_valid(value):
            raise click.UsageError(f"{where}: {name} must be {KEYS[name].values}, not {value!r:.60}")
    for name in _PATHS & values.keys():
        values[name] = os.path.join(path.parent, os.path.expanduser(values[name]))  # noqa: PTH111, PTH118 -- as above
    return values


def default_map(commands: tuple[str, ...]) -> dict[str, Any]:
    """Return the defaults of each command from the configuration file, as click takes them.

    Raises:
        UsageError: the file has a mistake.
    """
    path = configuration_file()
    if path is None:
        return {}
    values = read_configuration(path)
    defaults: dict[str, Any] = {name: values for name in commands if name not in {"bench", "demo"}}
    for group, inner in _GROUPS.items():
        defaults[group] = dict.fromkeys(inner, values)
    return defaults


def _unknown(name: str) -> str:
    from difflib import get_close_matches  # noqa: PLC0415 -- only a mistake needs it

    close = get_close_matches(name.replace("_", "-").lower(), KEYS, 1)
    hint = f"did you mean {close[0]}?" if close else f"keys are {', '.join(KEYS)}"
    return f"unknown key {name!r}; {hint}"


def _line(text: str, key: str) -> int:
    """Return the number of the line that sets a key."""
    found = re.search(rf"^[ \t]*\[*[ \t]*[\"']?{re.escape(key)}[\"']?[ \t]*[=.\]]", text, re.MULTILINE)
    return 1 if found is None else text.count("\n", 0, found.start()) + 1
