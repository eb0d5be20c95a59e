"""Documents in one language that look like the two texts of one document, although their names made no pair."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from difflib import SequenceMatcher
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from bisearch.sources.document_ids import RECORD_SUFFIXES
from bisearch.sources.language_marks import find_marks, normalize_name

if TYPE_CHECKING:
    from collections.abc import Iterable

    # A folder, and what two names must have in common.
    Key: TypeAlias = tuple[str, str]

# Names in one folder are similar from this ratio of `difflib` on; it is computed for at most so many pairs of names.
MIN_RATIO = 0.75
MAX_COMPARISONS = 10_000

_DIGITS = re.compile(r"\d+")
_SEPARATORS = re.compile(r"[\W_]+")


def find_likely_pairs(russian: Iterable[str], english: Iterable[str]) -> list[tuple[str, str]]:
    """Return pairs of a Russian and an English file with similar names in one folder, or the same name in two folders.

    Args:
        russian: files of the documents that have only the Russian text.
        english: files of the documents that have only the English text.

    Returns:
        The pairs, sorted; each file is in one pair at most.
    """
    rest = [sorted(path for path in paths if not _is_table(path)) for paths in (russian, english)]
    pairs: list[tuple[str, str]] = []
    for key in (_name_in_folder, _name_in_neighbour_folder, _number_in_folder):
        keyed: list[defaultdict[Key, list[str]]] = []
        for paths in rest:
            by_key: defaultdict[Key, list[str]] = defaultdict(list)
            for path in paths:
                by_key[key(Path(path))].append(path)
            keyed.append(by_key)
        pairs += (
            (keyed[0][shared][0], keyed[1][shared][0])
            for shared in keyed[0].keys() & keyed[1].keys()
            if shared[1] and len(keyed[0][shared]) == len(keyed[1][shared]) == 1
        )
        used = {path for pair in pairs for path in pair}
        rest = [[path for path in paths if path not in used] for paths in rest]
    return sorted([*pairs, *_similar(*rest)])


def _is_table(path: str) -> bool:
    return Path(path).suffix.lower() in RECORD_SUFFIXES | {".tmx"}


def _core(path: Path) -> str:
    """Return a file's name without suffix, language marks and separators."""
    marks = find_marks(path.stem)
    return _SEPARATORS.sub(" ", normalize_name(marks[0].stem if marks else path.stem)).strip()


def _name_in_folder(path: Path) -> Key:
    return str(path.parent), _core(path)


def _name_in_neighbour_folder(path: Path) -> Key:
    return str(path.parent.parent), _core(path)


def _number_in_folder(path: Path) -> Key:
    return str(path.parent), " ".join(_DIGITS.findall(path.stem))


def _similar(russian: list[str], english: list[str]) -> list[tuple[str, str]]:
    """Return files of one folder with similar names and the same numbers, the most similar first."""
    folders = Counter(Path(path).parent for path in english)
    if sum(folders[Path(path).parent] for path in russian) > MAX_COMPARISONS:
        return []
    by_key: defaultdict[Key, list[str]] = defaultdict(list)
    for path in english:
        by_key[_number_in_folder(Path(path))].append(path)
    scored = [
        (SequenceMatcher(None, _core(Path(ru)), _core(Path(en)), autojunk=False).ratio(), ru, en)
        for ru in russian
        for en in by_key[_number_in_folder(Path(ru))]
    ]
    found: list[tuple[str, str]] = []
    used: set[str] = set()
    for ratio, ru, en in sorted(scored, key=lambda each: (-each[0], *each[1:])):
        if ratio >= MIN_RATIO and used.isdisjoint((ru, en)):
            found.append((ru, en))
            used |= {ru, en}
    return found
