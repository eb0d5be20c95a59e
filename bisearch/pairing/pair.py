"""Propose which Russian and which English files of a folder are the two texts of one document."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from bisearch.analysis.lemmatizer import Lemmatizer
from bisearch.lexicon.dictionary_entries import read_entries
from bisearch.lexicon.glossary import as_table
from bisearch.pairing.assignment import CLEAR_MARGIN, choose_pairs
from bisearch.pairing.shared_evidence import shared_evidence
from bisearch.sources.pair_table import FilePair
from bisearch.sources.pairs import is_text
from bisearch.sources.reading import read
from bisearch.validation import check_callable, listed, path_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from bisearch.errors import SourceError
    from bisearch.model import Document


@dataclass(frozen=True, slots=True)
class PairingReport:
    """The pairs that are proposed for some files.

    Attributes:
        pairs: a Russian and an English file each, the surest first; each file is in one pair at most.
        russian_alone: the Russian files without counterpart.
        english_alone: the English files without counterpart.
        paired_already: number of documents that have both texts, by the files' names or in one file.
        left_out: files that cannot be read.
    """

    pairs: tuple[FilePair, ...]
    russian_alone: tuple[Path, ...]
    english_alone: tuple[Path, ...]
    paired_already: int
    left_out: tuple[SourceError, ...]


def pair(
    paths: str | Path | Iterable[str | Path],
    dictionary: str | Path | None = None,
    progress: Callable[[float], None] = lambda _: None,
) -> PairingReport:
    """Propose pairs of files by their texts, whatever their names.

    Two texts are a pair if they translate much of each other's words, rare ones above all: names, numbers, dates and
    terms. Nothing is written.

    Args:
        paths: folders and files; a file must hold one text in one language, in any format that is read as text.
        dictionary: a file that `bisearch.import_dictionary` accepts, used in addition to the general glossary.
        progress: called repeatedly with the share of the work done after reading, in [0, 1].

    Returns:
        The pairs and the files without counterpart.

    Raises:
        SourceError: the dictionary cannot be read.
    """
    check_callable(progress=progress)
    table = as_table(read_entries(path_of(dictionary, "dictionary"), Lemmatizer())) if dictionary is not None else None
    left_out: list[SourceError] = []
    given = [path_of(path, "paths") for path in listed(paths, "paths")]
    documents = list(read(given, on_error=left_out.append))
    ru = _texts([each for each in documents if each.text_en is None])
    en = _texts([each for each in documents if each.text_ru is None])
    paths_ru, paths_en = list(ru), list(en)
    choices = choose_pairs(shared_evidence(list(ru.values()), list(en.values()), table, progress=progress))
    pairs = tuple(
        FilePair(paths_ru[each.ru], paths_en[each.en], each.score, each.margin, _note(each.margin)) for each in choices
    )
    paired = {path for each in pairs for path in each[:2]}
    return PairingReport(
        pairs,
        tuple(path for path in paths_ru if path not in paired),
        tuple(path for path in paths_en if path not in paired),
        sum(each.text_ru is not None and each.text_en is not None for each in documents),
        tuple(left_out),
    )


def _texts(documents: Iterable[Document]) -> dict[Path, str]:
    """Return the text of each file that holds one text."""
    texts: dict[Path, list[str]] = {}
    for document in documents:
        if document.metadata.path and is_text(Path(document.metadata.path)):
            texts.setdefault(Path(document.metadata.path), []).append(document.text_ru or document.text_en or "")
    return {path: of_file[0] for path, of_file in sorted(texts.items()) if len(of_file) == 1}


def _note(margin: float) -> str:
    return "" if margin >= CLEAR_MARGIN else "unsure: another file is nearly as near"
