"""The precision of the audit's questions, as read, and its recall of planted mistakes.

The documents are audited as they are. A language model that had not seen the checks read the questions with both
texts, and `verdicts.jsonl` keeps its verdicts by the keys of the findings. Then mistakes are planted, the texts are
indexed again, and the audit must find them.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Any, NamedTuple

from benchmarks.audit.corruptions import Corruption, corrupt
from benchmarks.audit.documents import ARCHIVE, read_news, read_works, read_xquad, text_of
from bisearch.analysis.stop_words import is_stop_word
from bisearch.analysis.tokenizer import words
from bisearch.audit.findings import DEFAULT_KINDS, KINDS
from bisearch.index import open as open_index
from bisearch.indexing.build import build
from bisearch.indexing.options import BuildOptions
from bisearch.model import SIDES, Document, other
from bisearch.statistics.measures import MILLION, wilson_interval
from bisearch.version import __version__

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from bisearch.audit.findings import Finding, Kind
    from bisearch.index import Index
    from bisearch.model import Passage, Side

VERDICTS = Path(__file__).parent / "verdicts.jsonl"
SEED = 21
# Mistakes planted for each kind, and the least number of passages between two of them.
PLANTED, APART = 60, 4
# Sentences are drawn first, from all passages alike; then the kinds with the fewest places come first.
PLANTING_ORDER: tuple[Kind, ...] = ("omission", "date", "name", "number", "negation", "term")
# Only passages that the aligner is this sure of get a mistake.
LEAST_CONFIDENCE = 0.8
# In a shorter document, a sentence left out may be all of its text.
LEAST_PASSAGES = 4
# At most this many questions of each kind are read.
READ = 50
# The words that are asked about: how many, how long they are at least, and how often they occur.
QUERIES, LEAST_LETTERS, OCCURRENCES = 150, 5, range(5, 60)


class _Place(NamedTuple):
    """A passage of a document with both sides, which may get a mistake."""

    document: str
    passage: Passage
    texts: Mapping[Side, str]


def documents(works: Path | None, news: Path | None, xquad: Path | None) -> list[Document]:
    """Return the documents of those data sets that are given."""
    found: list[Document] = []
    found += read_works(works) if works is not None else ()
    found += read_xquad(xquad) if xquad is not None else ()
    found += read_news(news) if news is not None else ()
    return found


def audited(index: Index, kinds: Iterable[Kind] = KINDS) -> list[Finding]:
    """Return the questions about an index, also those about words, each once."""
    chosen = list(kinds)
    found = list(index.audit("", chosen))
    if "term" in chosen:
        for word in query_words(index):
            found += index.audit(word, ["term"])
    return list({finding.key: finding for finding in found}.values())


def query_words(index: Index) -> list[str]:
    """Return words of both languages to ask about, drawn from those that are neither rare nor common."""
    counts: Counter[str] = Counter()
    for summary in index.documents(sides="both"):
        for passage in index.find_document(summary.id).passages:
            for side in SIDES:
                half = passage.side(side)
                counts.update(words(half.text).forms if half is not None else ())
    kept = [
        word
        for word, count in counts.items()
        if count in OCCURRENCES and len(word) >= LEAST_LETTERS and word.isalpha() and not is_stop_word(word)
    ]
    return Random(SEED).sample(sorted(kept), min(QUERIES, len(kept)))


def to_read(findings: Iterable[Finding]) -> list[Finding]:
    """Return the questions to read: of each kind all, or as many as are drawn by their keys."""
    by_kind: defaultdict[str, list[Finding]] = defaultdict(list)
    for finding in sorted(findings, key=lambda each: each.key):
        by_kind[finding.kind].append(finding)
    return [finding for kind in KINDS for finding in by_kind[kind][:READ]]


def measure(folder: Path, texts: Sequence[Document]) -> dict[str, Any]:
    """Measure the audit.

    Args:
        folder: an empty folder to work in.
        texts: the documents to audit besides the demonstration archive.

    Returns:
        For each kind: the numbers of questions, of those read and of true ones, precision with its Wilson interval of
        95 %, planted mistakes, those found, and recall with its interval.
    """
    build([ARCHIVE, *texts], folder / "clean", BuildOptions(jobs=1))
    with open_index(folder / "clean") as index:
        findings = audited(index)
        planted = plant(index, findings)
        changed = _changed(index, planted)
        passages = sum(summary.passages for summary in index.documents())
    build(changed, folder / "planted", BuildOptions(jobs=1))
    with open_index(folder / "planted") as index:
        found = _found(index, planted)
    return {
        "kinds": [_row(kind, findings, planted, found) for kind in KINDS],
        "documents": len(changed),
        "passages": passages,
        "how": {f"{kind} {how}": [hits, of] for (kind, how), (hits, of) in _by_how(planted, found).items()},
        "signature": {"version": __version__, "seed": SEED},
    }


def plant(index: Index, findings: Iterable[Finding]) -> list[tuple[_Place, Corruption]]:
    """Choose the mistakes to plant: away from each other and from what the audit already asks about."""
    random = Random(SEED)
    places = [place for place in _places(index) if place.passage.confidence >= LEAST_CONFIDENCE]
    random.shuffle(places)
    taken: defaultdict[str, set[int]] = defaultdict(set)
    for finding in findings:
        taken[finding.document.id].update(range(finding.passage.number - 1, finding.passage.number + 2))
    planted: list[tuple[_Place, Corruption]] = []
    for kind in PLANTING_ORDER:
        count = 0
        for place in places:
            number = place.passage.number
            if count == PLANTED:
                break
            if number in taken[place.document]:
                continue
            if kind == "term":
                corruption = _term(index, place, random)
            else:
                corruption = corrupt(kind, place.texts["ru"], place.texts["en"], random)
            if corruption is not None:
                planted.append((place, corruption))
                taken[place.document].update(range(number - APART, number + APART + 1))
                count += 1
    return planted


def _places(index: Index) -> Iterator[_Place]:
    for summary in index.documents(sides="both"):
        for passage in index.find_document(summary.id).passages if summary.passages >= LEAST_PASSAGES else ():
            texts = {side: half.text for side in SIDES if (half := passage.side(side)) is not None}
            if len(texts) == len(SIDES):
                yield _Place(summary.id, passage, texts)


def _term(index: Index, place: _Place, random: Random) -> Corruption | None:
    """Return a mistake in the translation of a word: the words that the search marks opposite are left out."""
    tokens = words(place.texts["ru"])
    forms = [form for form in tokens.forms if len(form) > LEAST_LETTERS and form.isalpha() and not is_stop_word(form)]
    if not forms or (place.document.startswith("work-") and random.random() < 0.5):
        return None
    word = random.choice(forms)
    results = index.search(f"ru:{word} id:{place.document}", limit=200)
    hit = next((each for each in results if each.passage.number == place.passage.number), None)
    if hit is None or not hit.marks_en:
        return None
    text = place.texts["en"]
    for mark in sorted(hit.marks_en, reverse=True):
        text = text[: mark.start] + text[mark.end :]
    return Corruption("term", "dropped", "en", place.texts["en"], " ".join(text.split()), word)


def _changed(index: Index, planted: Sequence[tuple[_Place, Corruption]]) -> list[Document]:
    """Return the documents with the mistakes in them."""
    new: defaultdict[tuple[str, str], dict[int, str]] = defaultdict(dict)
    for place, corruption in planted:
        new[place.document, corruption.side][place.passage.number] = corruption.new
    documents = []
    for summary in index.documents():
        document = index.find_document(summary.id)
        ru, en = (text_of(document.passages, side, new[summary.id, side]) or None for side in SIDES)
        documents.append(Document(id=summary.id, text_ru=ru, text_en=en))
    return documents


def _found(index: Index, planted: Sequence[tuple[_Place, Corruption]]) -> list[bool]:
    """Return for each mistake whether a question of its kind is about the text opposite to it."""
    asked: defaultdict[tuple[str, str], list[Finding]] = defaultdict(list)
    for finding in index.audit("", [kind for kind in KINDS if kind != "term"]):
        asked[finding.kind, finding.document.id].append(finding)
    outcome = []
    for place, corruption in planted:
        findings = asked[corruption.kind, place.document]
        if corruption.kind == "term":
            query = f"ru:{corruption.query} id:{place.document}"
            findings = list(index.audit(query, ["term"]))
        opposite = place.texts[other(corruption.side)]
        outcome.append(any(_is_about(finding, opposite, corruption) for finding in findings))
    return outcome


def _is_about(finding: Finding, text: str, corruption: Corruption) -> bool:
    half = finding.passage.side(other(corruption.side))
    return half is not None and (text in half.text or half.text in text)


def _row(
    kind: Kind, findings: Sequence[Finding], planted: Sequence[tuple[_Place, Corruption]], found: Sequence[bool]
) -> dict[str, Any]:
    of_kind = [finding for finding in to_read(findings) if finding.kind == kind]
    verdicts = read_verdicts()
    read = [verdicts[finding.key] for finding in of_kind if finding.key in verdicts]
    outcomes = [hit for (_, corruption), hit in zip(planted, found, strict=True) if corruption.kind == kind]
    return {
        "kind": kind,
        "questions": sum(finding.kind == kind for finding in findings),
        "read": len(read),
        "true": sum(read),
        "precision": _share(sum(read), len(read)),
        "precision_interval": wilson(sum(read), len(read)),
        "planted": len(outcomes),
        "found": sum(outcomes),
        "recall": _share(sum(outcomes), len(outcomes)),
        "recall_interval": wilson(sum(outcomes), len(outcomes)),
        "default": kind in DEFAULT_KINDS,
    }


def _by_how(
    planted: Sequence[tuple[_Place, Corruption]], found: Sequence[bool]
) -> Mapping[tuple[str, str], tuple[int, int]]:
    counts: dict[tuple[str, str], tuple[int, int]] = {}
    for (_, corruption), hit in zip(planted, found, strict=True):
        hits, of = counts.get((corruption.kind, corruption.how), (0, 0))
        counts[corruption.kind, corruption.how] = hits + hit, of + 1
    return counts


def read_verdicts() -> dict[str, bool]:
    """Return for each question that was read, by its key, whether it was worth asking."""
    if not VERDICTS.exists():
        return {}
    rows = map(json.loads, VERDICTS.read_text(encoding="utf-8").splitlines())
    return {row["key"]: row["true"] for row in rows}


def _share(part: int, whole: int) -> float | None:
    return round(part / whole, 3) if whole else None


def wilson(part: int, whole: int) -> tuple[float, float] | None:
    """Return the interval of 95 % of a share by Wilson (1927); None of nothing."""
    if not whole:
        return None
    low, high = wilson_interval(part, whole)
    return round(low / MILLION, 3), round(high / MILLION, 3)


def table(measured: Mapping[str, Any]) -> str:
    """Return the figures as a Markdown table."""
    lines = [
        "| kind | questions | read | worth asking | precision | planted | found | recall | by default |",
        "|---|---:|---:|---:|---|---:|---:|---|---|",
    ]
    lines += (
        f"| {row['kind']} | {row['questions']} | {row['read']} | {row['true']}"
        f" | {_with_interval(row['precision'], row['precision_interval'])}"
        f" | {row['planted']} | {row['found']} | {_with_interval(row['recall'], row['recall_interval'])}"
        f" | {'on' if row['default'] else 'off'} |"
        for row in measured["kinds"]
    )
    return "\n".join([*lines, "", f"{measured['documents']:,} documents, {measured['passages']:,} passages."]) + "\n"


def _with_interval(share: float | None, interval: tuple[float, float] | None) -> str:
    return "–" if share is None or interval is None else f"{share:.2f} ({interval[0]:.2f}–{interval[1]:.2f})"
