"""Comparing the words of sources with those of the documents that are read from them."""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any

from benchmarks.conservation.extraction import EXTRACTORS, source_words, words
from bisearch.alignment.align import align
from bisearch.alignment.passages import passages
from bisearch.model import SIDES
from bisearch.sources.accounting import count_words
from bisearch.sources.reading import read, reader_of

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from bisearch.errors import SourceError
    from bisearch.model import Document
    from bisearch.sources.accounting import PassedOver

# Metadata that is made from other metadata or from the file's name, and not written beside it.
_DERIVED = {"id", "path", "date", "date_edtf", "date_earliest", "date_latest"}
# What is passed over beside the text; some extractors do not give it.
_BESIDE_TEXT = {"metadata", "code"}


@dataclass
class Conservation:
    """The words of some files, counted by where reading put them.

    Attributes:
        form: the files' suffix.
        files: number of files.
        words: number of words in them.
        in_passages: number of words in passages.
        in_metadata: number of words in the metadata, including those that are in two fields.
        passed_over: number of words passed over, by reason.
        lost: words that are nowhere.
        doubled: words of passages, other metadata apart, that are more often there than in the files.
        errors: what could not be read.
    """

    form: str
    files: int = 0
    words: int = 0
    in_passages: int = 0
    in_metadata: int = 0
    passed_over: Counter[str] = field(default_factory=Counter)
    lost: Counter[str] = field(default_factory=Counter)
    doubled: Counter[str] = field(default_factory=Counter)
    errors: list[str] = field(default_factory=list)

    @property
    def share_passed_over(self) -> float:
        """Share of the words that were passed over."""
        return self.passed_over.total() / self.words if self.words else 0.0

    def record(self) -> dict[str, Any]:
        """Return the record for JSON."""
        return {**asdict(self), "share_passed_over": round(self.share_passed_over, 5)}


def measure_file(files: Iterable[Path]) -> Conservation:
    """Compare the words of the files of one document or collection with those of what is read from them."""
    paths = list(files)
    found = Conservation(paths[0].suffix.lower(), len(paths))
    source: Counter[str] = Counter()
    for path in paths:
        source += source_words(path)
    errors: list[SourceError] = []
    over: list[PassedOver] = []
    texts: Counter[str] = Counter()
    metadata: Counter[str] = Counter()
    for document in read(paths, on_error=errors.append, on_passed_over=over.append):
        texts += _passage_words(document)
        metadata += _metadata_words(document)
    passed = words(" ".join(each.text for each in over))
    beside = words(" ".join(each.text for each in over if each.reason not in _BESIDE_TEXT))
    found.words = source.total()
    found.in_passages = texts.total()
    found.in_metadata = metadata.total()
    found.passed_over = Counter({str(reason): count for reason, count in count_words(over).items()})
    found.errors = [str(error) for error in errors]
    found.lost = source - texts - metadata - passed
    found.doubled = texts + beside - source
    return found


def measure(paths: Iterable[Path]) -> list[Conservation]:
    """Measure files and the files of folders, and add them up by form; the files of a pair are measured together."""
    paths = list(paths)
    groups: dict[str, list[Path]] = {}
    for path in _files(paths):
        # Naming one file of a pair reads both, and the document names the same file either way.
        document = next(read([path], on_error=lambda _: None), None)
        groups.setdefault(document.metadata.path if document is not None else str(path), []).append(path)
    forms: dict[str, Conservation] = {}
    for files in groups.values():
        total = forms.setdefault(files[0].suffix.lower(), Conservation(files[0].suffix.lower()))
        try:
            one = measure_file(files)
        except UnicodeDecodeError:
            total.errors.append(f"{files[0]}: not measured, because it is not UTF-8")
            continue
        total.files += one.files
        total.words += one.words
        total.in_passages += one.in_passages
        total.in_metadata += one.in_metadata
        total.passed_over += one.passed_over
        total.lost += one.lost
        total.doubled += one.doubled
        total.errors += one.errors
    for path in _files_without_extractor(paths):
        form = path.suffix.lower()
        forms.setdefault(form, Conservation(form)).errors.append(f"{path}: not measured, no extractor for this form")
    return [forms[form] for form in sorted(forms)]


def _files(paths: Iterable[Path]) -> list[Path]:
    found: set[Path] = set()
    for path in paths:
        files = path.rglob("*") if path.is_dir() else [path]
        found |= {file for file in files if file.suffix.lower() in EXTRACTORS and file.stem.upper() != "README"}
    return sorted(found)


def _files_without_extractor(paths: Iterable[Path]) -> list[Path]:
    """Return the files that are read and cannot be measured."""
    files = {file for path in paths for file in (path.rglob("*") if path.is_dir() else [path]) if file.is_file()}
    return sorted(file for file in files if file.suffix.lower() not in EXTRACTORS and reader_of(file) is not None)


def _passage_words(document: Document) -> Counter[str]:
    """Return the words of a document's passages; for a long one, of its sentences, which passages are made of."""
    ru, en = document.text_ru or "", document.text_en or ""
    alignment = document.alignment or align(ru, en)
    found: Counter[str] = Counter()
    for passage in passages(ru, en, alignment):
        for side in SIDES:
            text = passage.side(side)
            found += words(text.text if text is not None else "")
    return found


def _metadata_words(document: Document) -> Counter[str]:
    values = asdict(document.metadata)
    # A shelfmark's parts are in its text, and both may be in the citation.
    reference = values.pop("reference")
    found = words(document.metadata.id)
    for name, value in values.items():
        if name == "fields":
            for label, text in value.items():
                found += words(f"{label} {text}")
        elif name not in _DERIVED:
            found += words(value)
    places = document.places
    pages = [page for side in (places.ru, places.en) if side is not None for page in side.pages] if places else []
    for page in pages[:1]:  # one image and one unit in each file
        found += words(f"{page.image} {page.unit}")
    return found + words(reference["text"] if reference else "")


def table(measured: Iterable[Conservation]) -> str:
    """Return a table of the measurements in Markdown."""
    rows = [
        "| form | files | words | in passages | in metadata | passed over | lost | doubled | errors |",
        "|---|---:|---:|---:|---:|---:|---:|---:|---:|",
    ]
    for each in measured:
        over = f"{each.passed_over.total():,} ({each.share_passed_over:.2%})"
        rows.append(
            f"| `*{each.form}` | {each.files:,} | {each.words:,} | {each.in_passages:,} | {each.in_metadata:,} | {over}"
            f" | {each.lost.total():,} | {each.doubled.total():,} | {len(each.errors):,} |"
        )
    return "\n".join(rows) + "\n"
