"""Word links: how many words get a mark on the translated side, how many marks are right, and alignment error rate.

The gold is a manual word alignment in XL-WA's format, one sentence pair per line: English tokens, Russian tokens and
links ``en-ru`` counted from 0, separated by tabs. The lexicon is learned by `bisearch index` from separate parallel
text and from the gold's sentences, never from its links.
"""

from __future__ import annotations

import hashlib
import json
import re
import tempfile
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

from benchmarks.bitext.word_link_peers import eflomal, model_1
from bisearch.alignment.corpus_aligner import align_corpus
from bisearch.analysis.form_table import FormTable
from bisearch.analysis.lemmatizer import Lemmatizer
from bisearch.analysis.tokenizer import tokenize
from bisearch.indexing.build import build
from bisearch.indexing.dictionary_import import import_dictionary
from bisearch.lexicon.function_words import attached_links, complete_links
from bisearch.lexicon.phrase_links import find_phrases, link_phrases
from bisearch.lexicon.word_links import find_links
from bisearch.searching.highlighting import MIN_TRANSLATION_PROBABILITY
from bisearch.storage.index_folder import IndexFolder
from bisearch.version import __version__

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from benchmarks.bitext.word_link_peers import Beads
    from bisearch.storage.documents import DocumentStore

    # Pairs of a Russian and an English word, by index.
    Links: TypeAlias = set[tuple[int, int]]

# Default locations of the parallel text to learn from; the first that exists is used.
TRAIN = (Path("runs/datasets/xquad-r"), Path("../shared/datasets/xquad-r"))
GOLD = Path(__file__).parent / "gold"
ARCHIVE = Path(__file__).parent.parent.parent / "data"
# Marks are measured on words of at least this many letters.
MIN_LETTERS = 4
# Thresholds of a mark that are compared, on the even and the odd pairs separately: one chosen on one half can be judged
# on the other.
THRESHOLDS = (0.35, 0.4, 0.45, 0.5, 0.55)
_BRACES = re.compile(r"[{}]")


class Answer(NamedTuple):
    """A system's output for a sentence pair: the links it would mark, and its full alignment."""

    marks: Links
    alignment: Links


@dataclass(frozen=True, slots=True)
class Text:
    """One side of a sentence pair.

    Attributes:
        words: the gold's tokens.
        text: the gold's tokens joined by spaces.
        forms: forms of bisearch's tokens.
        lemmas: lemmas of each of bisearch's tokens.
        word_of: for each of bisearch's tokens, the index of the gold token that contains it.
    """

    words: tuple[str, ...]
    text: str
    forms: tuple[str, ...]
    lemmas: tuple[tuple[str, ...], ...]
    word_of: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Pair:
    """A sentence pair of the gold, without the links of punctuation, which nobody searches for."""

    ru: Text
    en: Text
    links: Links


@dataclass(frozen=True, slots=True)
class Scores:
    """The scores of one system in one direction.

    Attributes:
        found: share of the words with a gold link that get a mark.
        correct: share of their marks that are gold links.
        aer: alignment error rate over all words, 1 - 2 |A & G| / (|A| + |G|) for links A and gold links G.
    """

    found: float
    correct: float
    aer: float


def read_text(words: Sequence[str], forms: FormTable) -> Text:
    """Tokenize and lemmatize one side of a sentence pair, given as the gold's tokens."""
    text = " ".join(words)
    word_at = [number for number, word in enumerate(words) for _ in range(len(word) + 1)]
    tokens = list(tokenize(text))
    lemmas = forms.lemmas({token.form for token in tokens})
    return Text(
        tuple(words),
        text,
        tuple(token.form for token in tokens),
        tuple(lemmas[token.form] for token in tokens),
        tuple(word_at[token.start] for token in tokens),
    )


def read_gold(path: Path, forms: FormTable) -> list[Pair]:
    """Read the sentence pairs of a gold file."""
    pairs = []
    for line in path.read_text(encoding="utf-8").splitlines():
        en, ru, given = line.split("\t")
        text_ru, text_en = read_text(ru.split(" "), forms), read_text(en.split(" "), forms)
        found = {tuple(map(int, link.split("-"))) for link in given.split()}
        kept = {(j, i) for i, j in found if _is_word(text_en.words[i]) and _is_word(text_ru.words[j])}
        pairs.append(Pair(text_ru, text_en, kept))
    return pairs


def read_train(path: Path) -> Iterator[tuple[str, str]]:
    """Yield the beads of parallel text: XQuAD-R's folder, which bisearch aligns, or alignment gold in JSONL."""
    if path.is_dir():
        columns = []
        for side in ("ru", "en"):
            articles = json.loads((path / f"{side}.json").read_text(encoding="utf-8"))["data"]
            columns.append([paragraph["sentences"] for article in articles for paragraph in article["paragraphs"]])
        documents = list(zip(*columns, strict=True))
        aligned = [[(bead.ru, bead.en) for bead in beads] for beads in align_corpus(documents)]
    else:
        records = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
        documents = [(record["ru"], record["en"]) for record in records]
        aligned = [record["beads"] for record in records]
    for (ru, en), beads in zip(documents, aligned, strict=True):
        for left, right in beads:
            if left and right:
                yield " ".join(ru[i] for i in left), " ".join(en[j] for j in right)


def run(gold: Path, train: Sequence[Path], dictionary: Path | None) -> dict[str, Any]:
    """Measure bisearch, without and with a dictionary, and other aligners on a gold file."""
    forms = FormTable(None, Lemmatizer())
    pairs = read_gold(gold, forms)
    beads = [bead for path in train for bead in read_train(path)]
    texts = [(pair.ru.text, pair.en.text) for pair in pairs]
    systems: dict[str, Any] = {}
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        for name, each in (("train", beads), ("gold", texts)):
            for place, side in enumerate(("ru", "en")):
                lines = (" ".join(bead[place].split()) for bead in each)
                (folder / f"{name}.{side}").write_text("\n".join(lines) + "\n", encoding="utf-8")
        build([folder], folder / "index")
        systems["bisearch"] = score(pairs, answer_pairs(pairs, folder / "index"))
        thresholds = threshold_scores(pairs, folder / "index")
        if dictionary is not None:
            import_dictionary(dictionary, folder / "index")
            systems[f"bisearch with {dictionary.name.partition('.')[0]}"] = score(
                pairs, answer_pairs(pairs, folder / "index")
            )
    lemmas: Beads = [(_first_lemmas(ru, forms), _first_lemmas(en, forms)) for ru, en in [*beads, *texts]]
    for name, peer in (("Model 1, as it was", model_1), ("eflomal", eflomal)):
        answers = peer(lemmas, len(pairs))
        systems[name] = score(pairs, [Answer(*each) for each in answers]) if answers is not None else None
    return {
        **systems["bisearch"],
        "systems": systems,
        "thresholds": thresholds,
        "unrendered": untranslated_words(GOLD / "untranslated.tsv"),
        "demo": demo_words(GOLD / "demo-words.tsv"),
        "signature": {
            "version": __version__, "pairs": len(pairs), "beads": len(beads), "train": [path.name for path in train],
            "sha256": hashlib.sha256(gold.read_bytes()).hexdigest(),
        },
    }  # fmt: skip


def threshold_scores(pairs: Sequence[Pair], index: Path) -> dict[float, list[dict[str, Any]]]:
    """Return the scores of each threshold, on the even pairs and on the odd pairs."""
    return {
        threshold: [score(half, answer_pairs(half, index, threshold)) for half in (pairs[::2], pairs[1::2])]
        for threshold in THRESHOLDS
    }


def answer_pairs(pairs: Sequence[Pair], index: Path, threshold: float = MIN_TRANSLATION_PROBABILITY) -> list[Answer]:
    """Align sentence pairs with an index's lexicon, by the same calls as a search."""
    folder = IndexFolder(index)
    with folder.documents(folder.manifest()) as store:
        return [_answer(pair.ru, pair.en, store, threshold) for pair in pairs]


def _answer(ru: Text, en: Text, store: DocumentStore, threshold: float = MIN_TRANSLATION_PROBABILITY) -> Answer:
    known = store.translations.link_probabilities({lemma for word in ru.lemmas for lemma in word})
    everywhere = (range(len(ru.forms)), range(len(en.forms)))
    phrases = find_phrases(ru.lemmas, en.lemmas, store.phrases.beginning_with, everywhere)
    linked = find_links(ru.lemmas, en.lemmas, known, everywhere, threshold)
    found = link_phrases(linked, phrases, ru.lemmas, en.lemmas)
    marks = {(link.ru, link.en) for link in complete_links(found, ru.forms, ru.lemmas, en.forms)}
    attached = attached_links(found, ru.forms, ru.lemmas, en.forms)
    return Answer(marks, {(link.ru, link.en) for link in found} | marks | attached)


def score(pairs: Sequence[Pair], answers: Sequence[Answer]) -> dict[str, dict[str, float]]:
    """Score answers, given over bisearch's tokens, against the gold: from Russian, from English and both together."""
    both = of_system = of_gold = 0
    counts = {"ru": [0, 0, 0, 0], "en": [0, 0, 0, 0]}
    for pair, answer in zip(pairs, answers, strict=True):
        marks, alignment = (
            {(pair.ru.word_of[i], pair.en.word_of[j]) for i, j in found} for found in (answer.marks, answer.alignment)
        )
        both += len(alignment & pair.links)
        of_system, of_gold = of_system + len(alignment), of_gold + len(pair.links)
        for place, (side, text) in enumerate((("ru", pair.ru), ("en", pair.en))):
            for number in {link[place] for link in pair.links}:
                if sum(map(str.isalpha, text.words[number])) >= MIN_LETTERS:
                    shown = {link for link in marks if link[place] == number}
                    new = (1, bool(shown), len(shown), len(shown & pair.links))
                    counts[side] = [old + more for old, more in zip(counts[side], new, strict=True)]
    aer = 1 - 2 * both / max(1, of_system + of_gold)
    counts["overall"] = [left + right for left, right in zip(counts["ru"], counts["en"], strict=True)]
    return {
        side: asdict(Scores(round(found / max(1, words), 4), round(right / max(1, shown), 4), round(aer, 4)))
        for side, (words, found, shown, right) in counts.items()
    }


def untranslated_words(path: Path) -> dict[str, Any]:
    """Count the marks for words without a translation, with a lexicon learned from the demonstration archive and them.

    Returns:
        The number of words without a translation and how many of them got a mark, the number of other words of at
        least `MIN_LETTERS` letters and how many of those got one, and the wrongly marked words.
    """
    lines = [line for line in path.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    forms = FormTable(None, Lemmatizer())
    counts = {"words": 0, "marked": 0, "others": 0, "others_marked": 0}
    shown = []
    for ru, en, answer in _with_archive([tuple(line.split("\t")) for line in lines], forms):
        for place, (text, given) in enumerate(((ru, ru.text), (en, en.text))):
            inside = _in_braces(given)
            marked = {link[place] for link in answer.marks}
            for number, form in enumerate(text.forms):
                if len(form) < MIN_LETTERS:
                    continue
                kind = ("words", "marked") if text.word_of[number] in inside else ("others", "others_marked")
                counts[kind[0]] += 1
                counts[kind[1]] += number in marked
                if kind[1] == "marked" and number in marked:
                    shown.append(form)
    return {**counts, "shown": shown}


def _in_braces(text: str) -> set[int]:
    """Return the indexes of the words in braces."""
    found, is_open = set(), False
    for number, word in enumerate(text.split(" ")):
        is_open = is_open or "{" in word
        if is_open:
            found.add(number)
        is_open = is_open and "}" not in word
    return found


def _with_archive(texts: Sequence[tuple[str, ...]], forms: FormTable) -> Iterator[tuple[Text, Text, Answer]]:
    """Yield sentence pairs with the alignment by an index of the demonstration archive and of these pairs."""
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        for place, side in enumerate(("ru", "en")):
            lines = (_BRACES.sub("", text[place]) for text in texts)
            (folder / f"pairs.{side}").write_text("\n".join(lines) + "\n", encoding="utf-8")
        build([ARCHIVE, folder], folder / "index")
        index = IndexFolder(folder / "index")
        with index.documents(index.manifest()) as store:
            for ru, en in texts:
                left, right = read_text(ru.split(" "), forms), read_text(en.split(" "), forms)
                yield left, right, _answer(left, right, store)


def demo_words(path: Path) -> dict[str, Any]:
    """Measure marks for Russian words of the demonstration archive: how many get one, and how many marks are right."""
    rows = [line.split("\t") for line in path.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    forms = FormTable(None, Lemmatizer())
    shown = right = marked = 0
    missed = []
    with tempfile.TemporaryDirectory() as temporary:
        index = Path(temporary) / "index"
        build([ARCHIVE], index)
        folder = IndexFolder(index)
        with folder.documents(folder.manifest()) as store:
            for id_, word, translations in rows:
                ru, en = _passage(store, id_, word, set(translations.split(" ")), forms)
                places = {number for number, each in enumerate(ru.words) if _bare(each) == word}
                found = {en.words[en.word_of[j]] for i, j in _answer(ru, en, store).marks if ru.word_of[i] in places}
                marked += bool(found)
                shown += len(found)
                right += len({_bare(each) for each in found} & set(translations.split(" ")))
                missed += [] if found else [word]
    return {
        "words": len(rows), "found": round(marked / len(rows), 4), "correct": round(right / max(1, shown), 4),
        "missed": missed,
    }  # fmt: skip


def _passage(store: DocumentStore, id_: str, word: str, translations: set[str], forms: FormTable) -> tuple[Text, Text]:
    """Return the first passage of a document that contains a word and one of its translations."""
    document = store.document(id_)
    for passage in store.passages(document.passage_numbers) if document is not None else ():
        if passage.ru is not None and passage.en is not None:
            ru, en = passage.ru.text.split(), passage.en.text.split()
            if word in map(_bare, ru) and translations & set(map(_bare, en)):
                return read_text(ru, forms), read_text(en, forms)
    return read_text([word], forms), read_text([], forms)


def table(report: dict[str, Any]) -> str:
    """Return the report as a Markdown table."""
    rows: list[tuple[str, ...]] = [
        ("word aligner", "from Russian: marked (right)", "from English: marked (right)", "both", "AER"),
        ("---",) * 5,
    ]
    for name, scores in report["systems"].items():
        if scores is None:
            rows.append((name, "not installed", "", "", ""))
        else:
            rows.append((name, *_cells(scores, ("ru", "en", "overall")), f"{scores['overall']['aer']:.3f}"))
    tried: list[tuple[str, ...]] = [
        ("threshold", *(f"{half} pairs, from {side}" for half in ("odd", "even") for side in ("Russian", "English"))),
        ("---",) * 5,
    ]
    for threshold, both in report["thresholds"].items():
        tried.append((f"{threshold:g}", *(cell for scores in both for cell in _cells(scores, ("ru", "en")))))
    small, none = report["demo"], report["unrendered"]
    return (
        f"{_markdown(rows)}\n{_markdown(tried)}"
        f"\nOn the demonstration archive {small['found']:.2f} of {small['words']} words checked by hand get a mark,"
        f" and {small['correct']:.2f} of those marks are right. Of {none['words']} words without a translation "
        f"{none['marked']} got one{': ' if none['shown'] else ''}{', '.join(none['shown'])}; of the words around them "
        f"{none['others_marked']} of {none['others']} did.\n"
    )


def _cells(scores: dict[str, dict[str, float]], directions: Sequence[str]) -> list[str]:
    return [f"{scores[each]['found']:.3f} ({scores[each]['correct']:.3f})" for each in directions]


def _markdown(rows: Sequence[tuple[str, ...]]) -> str:
    return "".join(f"| {' | '.join(row)} |\n" for row in rows)


def _first_lemmas(text: str, forms: FormTable) -> tuple[str, ...]:
    found = [token.form for token in tokenize(text)]
    lemmas = forms.lemmas(set(found))
    return tuple(lemmas[form][0] for form in found)


def _is_word(token: str) -> bool:
    return any(map(str.isalnum, token))


def _bare(word: str) -> str:
    return word.strip(".,;:!?()[]«»\"'")
