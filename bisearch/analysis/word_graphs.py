"""Reads pymorphy3's word graphs several times as fast as ``dawg_python``, with the same answers.

``dawg_python`` calls a few functions for each byte of a word. Here a word is followed in one loop, and the records at
the end of a word are read once for each node of the graph: nearly all words share their node with many others.
"""

from __future__ import annotations

from binascii import a2b_base64
from typing import TYPE_CHECKING, Any, TypeVar

from dawg_python import IntDAWG, RecordDAWG
from dawg_python.wrapper import Dictionary

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    Graph = TypeVar("Graph", bound=IntDAWG | RecordDAWG)

# The bits of a node that are compared with a byte, that it ends a word with, and that hold the place of its children.
_LABEL, _HAS_VALUE = 1 << 31 | 0xFF, 1 << 8
_OFFSET_START, _EXTENSION = 10, 1 << 9
_BYTES = [bytes([value]) for value in range(256)]


class WordGraph(Dictionary):  # type: ignore[misc]  # dawg_python is untyped
    """The transitions of a word graph."""

    def follow_bytes(self, s: bytes, index: int) -> int | None:
        """Return the node that some bytes lead to from another node; None if they lead nowhere."""
        units = self._units
        for byte in s:
            unit = units[index]
            index = index ^ (unit >> _OFFSET_START) << ((unit & _EXTENSION) >> 6) ^ byte
            if units[index] & _LABEL != byte:
                return None
        return index


class Records(RecordDAWG):  # type: ignore[misc]
    """A word graph with records, such as the parses of each form."""

    def __init__(self, record_format: str) -> None:
        super().__init__(record_format)
        self._records: dict[int, list[tuple[Any, ...]]] = {}

    def _value_for_index(self, index: int) -> list[tuple[Any, ...]]:
        found = self._records.get(index)
        if found is None:
            found = self._records[index] = [self._struct.unpack(a2b_base64(value)) for value in self._values(index)]
        return found

    def _values(self, index: int) -> Iterator[bytes]:
        """Yield the bytes of the records below a node, in the order of the graph."""
        units, guide = self.dct._units, self.guide._units  # noqa: SLF001 -- the loop is what this class is for
        # Nodes to visit with the bytes that lead to them, the next one last.
        waiting = [(index, b"")]
        while waiting:
            node, written = waiting.pop()
            unit = units[node]
            if unit & _HAS_VALUE:
                yield written
            children = []
            offset = node ^ (unit >> _OFFSET_START) << ((unit & _EXTENSION) >> 6)
            label = guide[2 * node]
            while label:
                child = offset ^ label
                children.append((child, written + _BYTES[label]))
                label = guide[2 * child + 1]
            waiting += reversed(children)

    def _similar_items(
        self, current_prefix: str, key: str, index: int, replace_chars: Mapping[bytes, Sequence[tuple[bytes, str]]]
    ) -> list[tuple[str, list[tuple[Any, ...]]]]:
        found: list[tuple[str, list[tuple[Any, ...]]]] = []
        rest = key[len(current_prefix) :].encode()
        follow = self.dct.follow_bytes
        done = 0
        for place, letter in _occurrences(rest, replace_chars):
            if not (node := follow(rest[done:place], index)) and place > done:
                return found
            index, done = node or index, place
            for other, spelled in replace_chars[letter]:
                if there := follow(other, index):
                    prefix = current_prefix + rest[:place].decode() + spelled
                    found += self._similar_items(prefix, key, there, replace_chars)
        if end := follow(rest[done:] + self._payload_separator, index):
            found.insert(0, (key if not current_prefix else current_prefix + rest.decode(), self._value_for_index(end)))
        return found


def _occurrences(text: bytes, letters: Iterable[bytes]) -> list[tuple[int, bytes]]:
    """Return the places of some letters in a text in UTF-8, in order."""
    found = []
    for letter in letters:
        place = text.find(letter)
        while place >= 0:
            found.append((place, letter))
            place = text.find(letter, place + 1)
    return sorted(found)


def faster(graph: Graph) -> Graph:
    """Return a reader of the same word graph; one of compiled ``dawg`` is returned itself.

    Args:
        graph: a graph that ``dawg_python`` has read.
    """
    if not isinstance(graph, IntDAWG | RecordDAWG):
        return graph
    transitions = WordGraph()
    transitions._units = graph.dct._units  # noqa: SLF001 -- it copies no graph
    if isinstance(graph, RecordDAWG):
        records = Records(graph.fmt)
        records.dct, records.guide = transitions, graph.guide
        return records
    graph.dct = transitions
    return graph
