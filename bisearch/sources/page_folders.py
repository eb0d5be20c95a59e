"""Which folders are one document: those with a file for each recognized page, such as ``protocol/0001.xml``.

The files are ALTO, hOCR, PAGE XML or FineReader XML with one page each, and their names differ in one number only.
"""

from __future__ import annotations

import os
import re
from collections import defaultdict
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from bisearch.conversion.forms import convert, form_of
from bisearch.conversion.page_text import page_ranges
from bisearch.decoding import MAX_DOCUMENT_BYTES
from bisearch.errors import SourceError
from bisearch.places import TextPlaces, join_places
from bisearch.regular_files import read_regular

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bisearch.conversion.converted import ConvertedText, LeftOut

PAGE_FORMS = {"ALTO", "PAGE XML", "hOCR", "FineReader XML"}
_SUFFIXES = {".xml", ".alto", ".page", ".hocr", ".html", ".htm"}
_NUMBER = re.compile(r"(\d+)")
_PAGE_START = re.compile(rb"<(?:\w+:)?page[\s>]|class=[\"'][^\"']*\bocr_page\b", re.IGNORECASE)
_PAGE_END = "\n\n\f"


class PageFolder(NamedTuple):
    """The text of a folder of pages.

    Attributes:
        text: the text in Markdown; a form feed begins each page but the first.
        places: the pages and the places of their words.
        notices: what the owner of the files should know about each, by file.
        errors: an error for each page that could not be read.
        left_out: text that is not in `text`, by file.
    """

    text: str
    places: TextPlaces
    notices: tuple[tuple[Path, str], ...]
    errors: tuple[SourceError, ...]
    left_out: tuple[tuple[Path, LeftOut], ...] = ()


def stem_of(path: Path) -> str:
    """Return the name of a source without its suffix; a folder has none."""
    return path.name if path.is_dir() else path.stem


def page_files(folder: Path) -> list[Path]:
    """Return the files of a folder's pages by their numbers; none if it is no document, or cannot be read.

    Other files in the folder, such as images, do not count.
    """
    try:
        files = [file for file in folder.iterdir() if _may_be_page(file)]
        if len(files) < 2 or not (numbers := _numbers(files)):
            return []
        files.sort(key=numbers.__getitem__)
        forms = [form_of(file) for file in files]
        is_series = all(form is not None and form.name in PAGE_FORMS for form in forms)
        return files if is_series and len(_PAGE_START.findall(read_regular(files[0], MAX_DOCUMENT_BYTES))) == 1 else []
    except OSError:
        return []


def join_pages(files: dict[str, Path]) -> dict[str, Path]:
    """Return files by their absolute paths, with each folder of pages in place of its pages."""
    by_folder: defaultdict[Path, list[str]] = defaultdict(list)
    for place, file in files.items():
        if _may_be_page(file):
            by_folder[file.parent].append(place)
    joined = dict(files)
    for folder, places in by_folder.items():
        pages = {os.path.abspath(file) for file in page_files(folder)}  # noqa: PTH100 -- keeps symbolic links
        if pages:
            absolute = os.path.abspath(folder)  # noqa: PTH100 -- keeps symbolic links
            joined = {place: file for place, file in joined.items() if place not in pages.intersection(places)}
            joined[absolute] = folder if folder.name not in {"", ".."} else Path(absolute)
    return joined


def read_pages(folder: Path, encoding: str | None = None) -> PageFolder:
    """Return the document of a folder of pages.

    A page has the number in the name of its file. If a file holds several pages, all are numbered from 1.

    Args:
        folder: one for which `page_files` returns files.
        encoding: the encoding of the files; None detects it.

    Raises:
        SourceError: no page can be read.
    """
    files = page_files(folder)
    numbers = _numbers(files)
    converted: list[tuple[Path, ConvertedText]] = []
    errors: list[SourceError] = []
    for file in files:
        try:
            converted += ((file, text) for text in convert(file, encoding))
        except SourceError as error:
            errors.append(error)
        except OSError as error:
            errors.append(SourceError(str(file), (error.strerror or str(error)).lower()))
    if not converted:
        raise errors[0] if errors else SourceError(str(folder), "its pages are gone")
    has_one_each = all(text.places is not None and len(text.places.pages) == 1 for _, text in converted)
    text, places = _joined(
        [text for _, text in converted], [numbers[file] for file, _ in converted] if has_one_each else None
    )
    notices = [(file, notice) for file, each in converted for notice in each.notices]
    read = [numbers[file] for file, _ in converted]
    missing = sorted(set(range(read[0], read[-1])) - set(read))
    if missing:
        notices.append((folder, f"no files for {page_ranges(missing)}"))
    left_out = ((file, text) for file, each in converted for text in each.left_out)
    return PageFolder(text, places, tuple(notices), tuple(errors), tuple(left_out))


def _may_be_page(file: Path) -> bool:
    return (
        file.suffix.lower() in _SUFFIXES
        and not file.name.startswith(".")
        and _NUMBER.search(file.stem) is not None
        and file.is_file()
    )


def _numbers(files: Iterable[Path]) -> dict[Path, int]:
    """Return the number of each file: the only part in which their names differ; none if they differ otherwise."""
    parts = {file: [*_NUMBER.split(file.stem), file.suffix.lower()] for file in files}
    lengths = {len(each) for each in parts.values()}
    if len(lengths) != 1:
        return {}
    differing = [place for place in range(lengths.pop()) if len({each[place] for each in parts.values()}) > 1]
    # Every second part of a split name is a number.
    if len(differing) != 1 or not differing[0] % 2:
        return {}
    numbers = {file: int(each[differing[0]]) for file, each in parts.items()}
    return numbers if len(set(numbers.values())) == len(numbers) else {}


def _joined(texts: list[ConvertedText], numbers: list[int] | None) -> tuple[str, TextPlaces]:
    """Return one text of many, and the places of their words in it.

    Args:
        texts: the texts of the files.
        numbers: the number of each text's page; None counts all pages from 1.
    """
    parts: list[str] = []
    places: list[tuple[int, TextPlaces]] = []
    length = count = 0
    for index, each in enumerate(texts):
        if parts and each.text:
            parts.append(_PAGE_END)
            length += len(_PAGE_END)
        if each.places is not None:
            pages = tuple(
                page._replace(number=numbers[index] if numbers is not None else number)
                for number, page in enumerate(each.places.pages, count + 1)
            )
            places.append((length, replace(each.places, pages=pages)))
            count += len(pages)
        parts.append(each.text)
        length += len(each.text)
    return "".join(parts), join_places(places)
