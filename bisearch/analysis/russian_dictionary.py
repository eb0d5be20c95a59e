"""The words of pymorphy3's dictionary, read from its files without loading pymorphy3.

pymorphy3 takes a tenth of a second to load: it discovers its dictionaries, creates an object for each tag and reads the
tables that guess unknown words. A search needs a few words that the dictionary has. This module reads the same files
with the same libraries, and gives the same parses.
"""

from __future__ import annotations

import json
import mmap
import struct
from array import array
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import dawg_python
import pymorphy3_dicts_ru
from dawg_python import IntDAWG, RecordDAWG
from dawg_python.wrapper import Dictionary, Guide

from bisearch.analysis.word_graphs import faster

if TYPE_CHECKING:
    from types import ModuleType

_UNIT_BYTES = 4
_MISSPELLINGS = {"е": "ё"}
_PROBABILITY_UNIT = 1_000_000
# A paradigm has three numbers for each form: of its ending, of its tag and of its prefix.
_COLUMNS = 3
# An entry of the dictionary: the numbers of a paradigm and of the form in it.
_ENTRY = ">HH"


def _compiled_dawg() -> ModuleType | None:
    """Return the compiled reader of the dictionary; None if the extra ``fast`` is not installed."""
    try:
        import dawg  # noqa: PLC0415 -- optional
    except ImportError:
        return None
    module: ModuleType = dawg
    return module


class Parse(NamedTuple):
    """One reading of a form.

    Attributes:
        word: the form as the dictionary spells it, with ё.
        lemma: its dictionary form.
        tag: pymorphy3's tag, such as ``NOUN,inan,femn sing,nomn``.
        score: how likely this reading of the form is, from 0 to 1.
    """

    word: str
    lemma: str
    tag: str
    score: float


class _ParadigmForm(NamedTuple):
    """A form of a paradigm.

    Attributes:
        tag: its tag.
        prefix: the length of its prefix.
        ending: the length of its ending.
        lemma_prefix: the prefix of the lemma.
        lemma_ending: the ending of the lemma.
    """

    tag: str
    prefix: int
    ending: int
    lemma_prefix: str
    lemma_ending: str

    def lemma(self, word: str) -> str:
        """Return the lemma of a word that has this form."""
        return f"{self.lemma_prefix}{word[self.prefix : len(word) - self.ending]}{self.lemma_ending}"


class _Mapped:
    """The parts of a file in ``dawg_python``'s format, mapped into memory."""

    def __init__(self, path: Path) -> None:
        with path.open("rb") as file:
            self._bytes = memoryview(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ))
        (units,) = struct.unpack_from("=I", self._bytes)
        self._guide_start = _UNIT_BYTES + units * _UNIT_BYTES

    def dictionary(self) -> Dictionary:
        """Return the transitions of the word graph."""
        dictionary = Dictionary()
        dictionary._units = self._bytes[_UNIT_BYTES : self._guide_start].cast("I")  # noqa: SLF001 -- it reads, not maps
        return dictionary

    def guide(self) -> Guide:
        """Return the table by which values are enumerated."""
        guide = Guide()
        guide._units = self._bytes[self._guide_start + _UNIT_BYTES :]  # noqa: SLF001 -- as above
        return guide


class RussianDictionary:
    """The parses of the forms that pymorphy3's installed dictionary has.

    Args:
        mapped: whether to map the files into memory, which is fastest for a few words; else they are read by the
            compiled ``dawg`` if it is installed, which is fastest for many.
    """

    def __init__(self, *, mapped: bool) -> None:
        self._folder = Path(pymorphy3_dicts_ru.get_path())
        self._compiled = None if mapped else _compiled_dawg()
        # Where the first paradigms begin, as far as they were asked for, each with its length; their number is at 0.
        self._paradigm_starts = [1]
        self._paradigm_forms: dict[tuple[int, int], _ParadigmForm] = {}
        self._replacements = (self._compiled or dawg_python).RecordDAWG.compile_replaces(_MISSPELLINGS)

    def parse(self, form: str) -> list[Parse]:
        """Return the parses of a form in lower case, the likeliest first; none if the dictionary lacks it."""
        found = [
            (word, self._paradigm_form(entry))
            for word, entries in self._words.similar_items(form, self._replacements)
            for entry in entries
        ]
        counts = [self._probabilities.get(f"{form}:{each.tag}", 0) for _, each in found]
        known = any(counts)
        scores = [count / _PROBABILITY_UNIT if known else 1.0 / len(found) for count in counts]
        parses = [
            Parse(word, each.lemma(word), each.tag, score) for (word, each), score in zip(found, scores, strict=True)
        ]
        return sorted(parses, key=lambda parse: parse.score, reverse=True)

    def has(self, form: str) -> bool:
        """Return whether the dictionary has a form as spelled."""
        return form in self._words

    @cached_property
    def _words(self) -> RecordDAWG:
        path = self._folder / "words.dawg"
        if self._compiled is not None:
            return self._compiled.RecordDAWG(_ENTRY).load(str(path))
        mapped = _Mapped(path)
        words = RecordDAWG(_ENTRY)
        words.dct, words.guide = mapped.dictionary(), mapped.guide()
        return faster(words)

    @cached_property
    def _probabilities(self) -> IntDAWG:
        path = self._folder / "p_t_given_w.intdawg"
        if self._compiled is not None:
            return self._compiled.IntDAWG().load(str(path))
        probabilities = IntDAWG()
        probabilities.dct = _Mapped(path).dictionary()
        return faster(probabilities)

    @cached_property
    def _endings(self) -> list[str]:
        endings: list[str] = json.loads((self._folder / "suffixes.json").read_bytes())
        return endings

    @cached_property
    def _tags(self) -> list[str]:
        tags: list[str] = json.loads((self._folder / "gramtab-opencorpora-int.json").read_bytes())
        return tags

    @cached_property
    def _prefixes(self) -> list[str]:
        meta = dict(json.loads((self._folder / "meta.json").read_bytes()))
        prefixes: list[str] = meta["compile_options"]["paradigm_prefixes"]
        return prefixes

    @cached_property
    def _paradigm_numbers(self) -> array[int]:
        return array("H", (self._folder / "paradigms.array").read_bytes())

    def _paradigm(self, number: int) -> array[int]:
        """Return the numbers of a paradigm's endings, tags and prefixes, one of each a form."""
        numbers, starts = self._paradigm_numbers, self._paradigm_starts
        while len(starts) <= number:
            starts.append(starts[-1] + 1 + numbers[starts[-1]])
        start = starts[number] + 1
        return numbers[start : start + numbers[start - 1]]

    def _paradigm_form(self, entry: tuple[int, int]) -> _ParadigmForm:
        """Return one form of a paradigm; few of them occur, again and again."""
        found = self._paradigm_forms.get(entry)
        if found is None:
            number, index = entry
            numbers = self._paradigm(number)
            forms = len(numbers) // _COLUMNS
            prefix, ending = self._prefixes[numbers[2 * forms + index]], self._endings[numbers[index]]
            lemma_affixes = self._prefixes[numbers[2 * forms]], self._endings[numbers[0]]
            found = _ParadigmForm(self._tags[numbers[forms + index]], len(prefix), len(ending), *lemma_affixes)
            self._paradigm_forms[entry] = found
        return found
