"""YAML front matter: metadata between two lines of ``---`` at the very beginning of a page."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bisearch.sources.accounting import Account

MAX_LENGTH = 100_000
# Most values; an alias repeats the values that it stands for.
MAX_VALUES = 1_000
_FRONT_MATTER = re.compile(r"---[ \t]*\n(?P<yaml>(?:.*\n)*?)(?:---|\.\.\.)[ \t]*(?:\n|\Z)")
_PLAIN_FIELD = re.compile(r"(?P<label>[^\s:#-][^:\n]*):(?:[ \t]+(?P<value>.*))?", re.MULTILINE)


class _Field(NamedTuple):
    """A field of front matter: its value, and the spans of its label and of the parts of its value."""

    label: tuple[int, int]
    value: str
    spans: list[tuple[int, int]]


class _TooManyValuesError(ValueError):
    """Front matter has more values than any page needs: an attack by aliases."""


def read_front_matter(text: str, account: Account) -> tuple[list[tuple[str, str]], int]:
    """Read the front matter of a page.

    Args:
        text: the file.
        account: of the file; the front matter is noted in it.

    Returns:
        The names and values in order, and the offset after the front matter; nothing and 0 if there is none.
    """
    match = _FRONT_MATTER.match(text[:MAX_LENGTH])
    if match is None or not match["yaml"].strip():
        return [], 0
    fields = _fields(match["yaml"])
    if fields is None:
        return [], 0
    start = match.start("yaml")
    account.pass_over(0, match.end(), "markup")
    for each in fields:
        account.pass_over(start + each.label[0], start + each.label[1], "label")
        for span in each.spans:
            account.take(start + span[0], start + span[1])
    return [(match["yaml"][slice(*each.label)].strip("\"' "), each.value) for each in fields], match.end()


def _fields(yaml: str) -> list[_Field] | None:
    """Return the fields; None if the text is not a YAML mapping."""
    # Importing PyYAML takes as long as reading a page; few pages have front matter.
    from yaml import BaseLoader, YAMLError, compose  # noqa: PLC0415
    from yaml.nodes import MappingNode, ScalarNode  # noqa: PLC0415

    try:
        root = compose(yaml, Loader=BaseLoader)
        if not isinstance(root, MappingNode) or not all(isinstance(key, ScalarNode) for key, _ in root.value):
            return _plain_fields(yaml)
        found: list[_Field] = []
        for key, node in root.value:
            leaves = list(_leaves(node))
            if len(found) + len(leaves) > MAX_VALUES:
                return None
            value = ", ".join(leaf.value for leaf in leaves)
            spans = [(leaf.start_mark.index, leaf.end_mark.index) for leaf in leaves]
            found.append(_Field((key.start_mark.index, key.end_mark.index), value, spans))
    except (YAMLError, RecursionError, _TooManyValuesError):
        return _plain_fields(yaml)
    return found


def _leaves(node: Any) -> Iterator[Any]:
    """Yield the scalars below a node, the keys of nested mappings included."""
    waiting, count = [node], 0
    while waiting:
        node = waiting.pop()
        count += 1
        if count > MAX_VALUES:
            raise _TooManyValuesError
        if isinstance(node.value, str):
            yield node
        else:
            children = [child for each in node.value for child in (each if isinstance(each, tuple) else (each,))]
            waiting += reversed(children)


def _plain_fields(yaml: str) -> list[_Field] | None:
    """Return the fields of lines like ``title: Letter: a draft``, which people write though it is not YAML."""
    found: list[_Field] = []
    position = 0
    for line in yaml.split("\n"):
        match = _PLAIN_FIELD.fullmatch(line)
        if match is None and line.strip():
            return None
        if match is not None:
            label = position + match.start("label"), position + match.end("label")
            span = position + match.start("value"), position + match.end("value")
            found.append(_Field(label, (match["value"] or "").strip(), [span] if match["value"] else []))
        position += len(line) + 1
    return found or None
