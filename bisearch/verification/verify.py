"""Compare the quotations of a manuscript, and what it cites for them, with the archive."""

from __future__ import annotations

from functools import lru_cache, partial
from typing import TYPE_CHECKING, NamedTuple

from bisearch.analysis.stop_words import is_stop_word
from bisearch.deadline import Deadline
from bisearch.model import other
from bisearch.notation.scripts import is_cyrillic
from bisearch.storage.permanent_references import permanent_reference_to
from bisearch.verification.candidates import Archive
from bisearch.verification.citations import check_citation
from bisearch.verification.matching import Difference
from bisearch.verification.quotations import find_quotations
from bisearch.verification.records import CheckedQuotation, Verification
from bisearch.verification.wording import wording_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from bisearch.model import Passage, Side
    from bisearch.searching.readers import IndexReaders
    from bisearch.storage.documents import StoredDocument
    from bisearch.verification.candidates import DocumentText
    from bisearch.verification.manuscripts import Manuscript
    from bisearch.verification.matching import Match
    from bisearch.verification.quotations import Quotation
    from bisearch.verification.wording import Word, Wording

# A quotation with this share of its words in a document, in order, is from there; a shorter one needs more.
LEAST_SHARE, LEAST_SHARE_OF_SHORT = 0.6, 0.75
SHORT = 6
# A translation of one's own has this share of its content words in one place of the archive, translated on the other
# side or in the archive's own translation, and at least this many.
LEAST_TRANSLATED, LEAST_TRANSLATED_WORDS = 0.5, 3
# Below the second share, the next document must have less of them by the factor.
CLEAR_SHARE, CLEAR_FACTOR = 0.7, 1.4
# Passages before and after the best one that a translation may begin or go on in, and the words that each must add.
TRANSLATED_BEFORE, TRANSLATED_AFTER, LEAST_GAIN = 3, 6, 2
CACHED_TRANSLATIONS = 1_000


class _Found(NamedTuple):
    """A quotation in a document."""

    text: DocumentText
    match: Match
    wording: Wording


class _Translated(NamedTuple):
    """The passages that a quotation translates."""

    document: StoredDocument
    passages: Sequence[Passage]
    share: float


def verify(manuscript: Manuscript, readers: IndexReaders, timeout: float | None = None) -> Verification:
    """Compare a manuscript with the archive.

    Args:
        manuscript: the manuscript.
        readers: the readers of the index.
        timeout: the greatest number of seconds that it may take.

    Raises:
        SearchTimeoutError: it took longer.
    """
    deadline = Deadline(timeout)
    readers = readers.for_search(deadline)
    archive = Archive(readers)
    # A manuscript may repeat a quotation; looking a translation up takes the longest.
    find_translated = lru_cache(maxsize=CACHED_TRANSLATIONS)(partial(_find_translated, archive=archive))
    found = find_quotations(manuscript)
    checked: list[CheckedQuotation] = []
    previous = ""
    for number, quotation in enumerate(found.quotations, 1):
        deadline.check()
        side = side_of(quotation.text)
        record = CheckedQuotation(number, quotation.start, quotation.end, quotation.text, side, "not found")
        if not quotation.is_checked:
            checked.append(record._replace(status="not checked"))
            continue
        checked.append(_checked(record, quotation, previous, archive, find_translated))
        previous = quotation.citation or previous
    return Verification(tuple(checked), found.short, found.unclosed, len(manuscript.notes))


def side_of(text: str) -> Side:
    """Return the side whose script most letters of a text are in."""
    letters = [character for character in text if character.isalpha()]
    return "ru" if 2 * sum(map(is_cyrillic, letters)) >= len(letters) else "en"


def _checked(
    record: CheckedQuotation,
    quotation: Quotation,
    previous: str,
    archive: Archive,
    find_translated: Callable[[str, Side], _Translated | None],
) -> CheckedQuotation:
    side = record.side
    found = _find(quotation, side, previous, archive)
    if found is not None:
        return _found_record(record, quotation, previous, found)
    translated = find_translated(quotation.text, side)
    if translated is not None:
        document = translated.document.metadata
        first = translated.passages[0]
        return record._replace(
            status="translation",
            reference=str(permanent_reference_to(document.id, first)),
            document=document.id,
            title=document.title,
            archive_text=_text_of(translated.passages, side),
            counterpart=_text_of(translated.passages, other(side)),
            citation=check_citation(quotation.citation, quotation.note, previous, document),
        )
    return record


def _find(quotation: Quotation, side: Side, previous: str, archive: Archive) -> _Found | None:
    """Return where the archive has a quotation; of several places that have it alike, one that the citation names."""
    wordings = [wording_of(quotation.text)]
    if "interpolation" in wordings[0].conventions:
        wordings.append(wording_of(quotation.text, keep_brackets=True))
    best: tuple[tuple[float, ...], _Found] | None = None
    for text in archive.candidates(wordings[0].all_words, side):
        for wording in wordings:
            match = text.searched.find(wording)
            count = len(wording.all_words)
            least = LEAST_SHARE if count >= SHORT else LEAST_SHARE_OF_SHORT
            if match is None or match.share < least:
                continue
            citation = check_citation(quotation.citation, quotation.note, previous, text.document.metadata)
            rank = (-len(match.differences), match.share, -len(citation.differences))
            if best is None or rank > best[0]:
                best = rank, _Found(text, match, wording)
            if not match.differences and not citation.differences:
                return best[1]
    return best[1] if best is not None else None


def _found_record(record: CheckedQuotation, quotation: Quotation, previous: str, found: _Found) -> CheckedQuotation:
    text, match = found.text, found.match
    document = text.document.metadata
    owners = dict.fromkeys(text.owners[match.first : match.last])
    passages = [text.passages[place] for place in owners]
    differences = tuple(
        Difference(_as_written(quotation.text, mine), _as_written(text.text, own)) for mine, own in match.differences
    )
    conventions = (*found.wording.conventions, *(("misread letters",) if match.misread else ()))
    words = text.searched.words
    return record._replace(
        status="altered" if differences else "exact",
        reference=str(permanent_reference_to(document.id, passages[0])),
        document=document.id,
        title=document.title,
        archive_text=text.text[words[match.first].start : words[match.last - 1].end],
        counterpart=_text_of(passages, other(record.side)),
        differences=differences,
        conventions=conventions,
        citation=check_citation(quotation.citation, quotation.note, previous, document),
    )


def _as_written(text: str, words: Sequence[Word]) -> str:
    return " ".join(text[words[0].start : words[-1].end].split()) if words else ""


def _text_of(passages: Sequence[Passage], side: Side) -> str:
    return " ".join(" ".join(half.text.split()) for passage in passages if (half := passage.side(side)) is not None)


def _find_translated(text: str, side: Side, archive: Archive) -> _Translated | None:
    """Return the passages that a quotation translates, if one place of the archive has most of its translated words."""
    words = wording_of(text).all_words
    lemmas = archive.lemmas(words)
    content = [lemmas[word.form] for word in words if not is_stop_word(word.form)]
    if len(content) < LEAST_TRANSLATED_WORDS:
        return None
    best: _Translated | None = None
    next_share = 0.0
    for document, number in archive.translated_candidates(words, side):
        around, place = archive.around(document, number, TRANSLATED_BEFORE, TRANSLATED_AFTER)
        start, end, covered = _grown(archive.covers(content, side, around), place)
        share = len(covered) / len(content)
        if len(covered) >= LEAST_TRANSLATED_WORDS and (best is None or share > best.share):
            next_share = max(next_share, best.share) if best is not None else next_share
            best = _Translated(document, [bitext.passage for bitext in around[start:end]], share)
        else:
            next_share = max(next_share, share)
    if best is None or best.share < LEAST_TRANSLATED:
        return None
    return best if best.share >= CLEAR_SHARE or best.share >= CLEAR_FACTOR * next_share else None


def _grown(covers: Sequence[set[int]], place: int) -> tuple[int, int, set[int]]:
    """Return a run of passages around one and the words that it translates.

    The run grows as long as the next passage translates at least two further words.

    Args:
        covers: for each passage, the numbers of the words that it translates.
        place: the index of the passage to begin with.
    """
    start, end, covered = place, place + 1, set(covers[place])
    while True:
        options = [(len(covers[at] - covered), at) for at in (start - 1, end) if 0 <= at < len(covers)]
        gain, at = max(options, default=(0, 0))
        if gain < LEAST_GAIN:
            return start, end, covered
        covered |= covers[at]
        start, end = min(start, at), max(end, at + 1)
