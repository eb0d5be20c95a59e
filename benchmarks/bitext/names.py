"""Names across scripts: which transliterations are found, how often a match is right, and which matches are wrong.

iuliia transliterates by the official systems; pymorphy3's dictionary provides surnames and their cases. How often two
names at a given distance are the same name is counted on XQuAD: a pair is right if both occur in the same paragraph.
"""

from __future__ import annotations

import json
import random
import tempfile
import time
from collections import Counter, defaultdict
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import iuliia
import pymorphy3

from bisearch.analysis.casing import Usage
from bisearch.analysis.form_table import FormTable
from bisearch.analysis.lemmatizer import Lemmatizer
from bisearch.analysis.tokenizer import split_words, tokenize
from bisearch.model import SIDES
from bisearch.notation.scripts import script_of
from bisearch.query.tree import Word
from bisearch.searching.expansion.names import name_variants
from bisearch.similarity.name_similarity import LONG_NAME, phonetic_distance
from bisearch.similarity.phonetics import phonetic_key, pronunciations
from bisearch.storage.vocabulary import Vocabulary, VocabularyWriter

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

SYSTEMS = {
    "ALA-LC": iuliia.ALA_LC,
    "BGN/PCGN": iuliia.BGN_PCGN,
    "GOST 7.79": iuliia.GOST_779_ALT,
    "GOST 52290 (roads)": iuliia.GOST_52290,
    "ICAO 9303 (passports)": iuliia.ICAO_DOC_9303,
    "ISO 9:1968": iuliia.ISO_9_1968,
    "ISO 9:1995": iuliia.GOST_779,
    "scholarly": iuliia.SCIENTIFIC,
    "French passports": iuliia.MVD_310_FR,
    "Wikipedia": iuliia.WIKIPEDIA,
}
SURNAMES = 1_000
# Width of a bin of distances, and the greatest distance that is counted.
STEP = 0.025
MAX_DISTANCE = 0.25


@dataclass(slots=True)
class Report:
    """The figures of a run.

    Attributes:
        systems: for each transliteration system, the share of surnames whose transliteration finds the Russian
            nominative, and the share of surnames whose nominative finds the transliteration.
        cases: share of the cases of a Russian surname that its nominative finds.
        strangers: mean number of unrelated surnames that a surname finds.
        bins: for each distance: the distance, whether the names are long, the number of pairs, and the share of right
            pairs.
        words: number of distinct words of questions that were looked up, and of those that found a name.
        found: number of names in the other script that they found, and the share of right ones.
        milliseconds: CPU time per look-up.
    """

    systems: dict[str, tuple[float, float]] = field(default_factory=dict)
    cases: float = 0.0
    strangers: float = 0.0
    bins: list[tuple[float, bool, int, float]] = field(default_factory=list)
    words: tuple[int, int] = (0, 0)
    found: tuple[int, float] = (0, 0.0)
    milliseconds: float = 0.0


def run(xquad: Path, seed: int = 1) -> dict[str, object]:
    """Measure name matching on surnames and on XQuAD.

    Args:
        xquad: folder with xquad.ru.json and xquad.en.json.
        seed: random seed for the sample of surnames.

    Returns:
        A `Report` as a dictionary.
    """
    report = Report()
    _surnames(report, random.Random(seed))
    _paragraphs(report, xquad)
    return asdict(report)


def table(report: dict[str, object]) -> str:
    """Return the figures of the transliteration systems as a Markdown table."""
    systems: dict[str, tuple[float, float]] = report["systems"]  # type: ignore[assignment]
    lines = ["| spelling | finds the Russian name | is found by it |", "| --- | --- | --- |"]
    lines += [f"| {name} | {there:.3f} | {back:.3f} |" for name, (there, back) in systems.items()]
    return "\n".join(lines) + "\n"


def _surnames(report: Report, draw: random.Random) -> None:
    """Look a thousand surnames up among all their cases and transliterations."""
    families = _families(draw)
    spelt = {name: {system: schema.translate(name.title()) for system, schema in SYSTEMS.items()} for name in families}
    text = [f"и {form.title()}" for forms in families.values() for form in forms]
    text += [f"and {spelling}" for spellings in spelt.values() for spelling in spellings.values()]
    with _TextVocabulary(text) as (vocabulary, forms):

        def found(surface: str) -> set[str]:
            token, *more = tokenize(surface)
            if more:
                return set()
            word = Word(token.form, surface=surface)
            return {variant.form for names in name_variants(word, vocabulary, forms).values() for variant in names}

        there: dict[str, list[bool]] = defaultdict(list)
        back: dict[str, list[bool]] = defaultdict(list)
        cases: list[bool] = []
        strangers = 0
        for name, spellings in spelt.items():
            of_name = found(name.title())
            own = families[name] | {_form(spelling) for spelling in spellings.values()}
            cases += [form in of_name for form in families[name] if form != name]
            strangers += sum(form not in own for form in of_name if script_of(form) == "cyrillic")
            for system, spelling in spellings.items():
                there[system].append(name in found(spelling))
                back[system].append(_form(spelling) in of_name)
    report.systems = {system: (_share(there[system]), _share(back[system])) for system in SYSTEMS}
    report.cases = _share(cases)
    report.strangers = round(strangers / len(families), 3)


def _families(draw: random.Random) -> dict[str, set[str]]:
    """Draw surnames, keyed by masculine nominative, with their forms in all cases and both genders."""
    morph = pymorphy3.MorphAnalyzer()
    letters = "абвгдежзиклмнопрстуфхцчшэюя"
    beginnings = draw.sample([first + second for first in letters for second in letters], 120)
    families: dict[str, set[str]] = defaultdict(set)
    for beginning in beginnings:
        for parse in morph.iter_known_word_parses(beginning):
            if "Surn" in parse.tag and "sing" in parse.tag:
                families[parse.normal_form.replace("ё", "е")].add(parse.word.replace("ё", "е"))
    chosen = draw.sample(sorted(families), min(SURNAMES, len(families)))
    return {name: families[name] for name in chosen}


class _TextVocabulary:
    """Context manager: an open vocabulary of the words of some texts, and a form table."""

    def __init__(self, texts: Iterable[str]) -> None:
        self._folder = tempfile.TemporaryDirectory()
        self._lemmatizer = Lemmatizer()
        usage = Usage()
        for text in texts:
            starts, surfaces = split_words(text)
            usage.count(Counter(surfaces))
            usage.notice(text, starts, surfaces)
        path = Path(self._folder.name) / "vocabulary.sqlite"
        with VocabularyWriter(path) as writer:
            writer.add(usage.uses(), self._lemmatizer.is_proper)
            writer.commit()
        self._vocabulary = Vocabulary(path)

    def __enter__(self) -> tuple[Vocabulary, FormTable]:
        return self._vocabulary, FormTable(None, self._lemmatizer)

    def __exit__(self, *_: object) -> None:
        self._vocabulary.close()
        self._folder.cleanup()


def _paragraphs(report: Report, xquad: Path) -> None:
    """Look the words of XQuAD's questions up among the words of its paragraphs."""
    texts, questions = {}, {}
    for side in SIDES:
        articles = json.loads((xquad / f"xquad.{side}.json").read_text(encoding="utf-8"))["data"]
        paragraphs = [paragraph for article in articles for paragraph in article["paragraphs"]]
        texts[side] = [paragraph["context"] for paragraph in paragraphs]
        questions[side] = [each["question"] for paragraph in paragraphs for each in paragraph["qas"]]
    where: dict[str, set[int]] = defaultdict(set)
    for side in SIDES:
        for number, text in enumerate(texts[side]):
            for token in tokenize(text):
                where[token.form].add(number)
    with _TextVocabulary([*texts["ru"], *texts["en"]]) as (vocabulary, forms):
        words = {
            (token.form, text[token.start : token.end])
            for side in SIDES
            for text in questions[side]
            for token in tokenize(text)
        }
        began = time.process_time()
        found = {
            (word, variant.form)
            for word, surface in sorted(words)
            for names in name_variants(Word(word, surface=surface), vocabulary, forms).values()
            for variant in names
        }
        report.milliseconds = round((time.process_time() - began) / len(words) * 1000, 3)
        report.words = len({word for word, _ in words}), len({word for word, _ in found})
        across = [(word, form) for word, form in found if script_of(word) != script_of(form) and where[word]]
        report.found = len(across), _share(bool(where[word] & where[form]) for word, form in across)
        report.bins = list(_bins(where, vocabulary))


def _bins(where: dict[str, set[int]], vocabulary: Vocabulary) -> Iterator[tuple[float, bool, int, float]]:
    """Yield a row of `Report.bins` for each distance between names in different scripts."""
    pairs: Counter[tuple[int, bool]] = Counter()
    right: Counter[tuple[int, bool]] = Counter()
    for form, places in where.items():
        entry = vocabulary.word(form)
        if entry is None or not entry.is_name or script_of(form) != "cyrillic":
            continue
        own = pronunciations(form)
        for other, readings in vocabulary.names({phonetic_key(reading) for reading in own} - {""}).items():
            if script_of(other) != "latin":
                continue
            apart, is_long = min(
                (phonetic_distance(first, second, MAX_DISTANCE), min(len(first), len(second)) >= LONG_NAME)
                for first in own
                for second in readings
            )
            if apart <= MAX_DISTANCE:
                place = round(apart / STEP), is_long
                pairs[place] += 1
                right[place] += bool(places & where[other])
    for place in sorted(pairs):
        yield round(place[0] * STEP, 3), place[1], pairs[place], round(right[place] / pairs[place], 3)


def _form(surface: str) -> str:
    return " ".join(token.form for token in tokenize(surface))


def _share(right: Iterable[bool]) -> float:
    counted = Counter(right)
    return round(counted[True] / max(1, counted.total()), 4)
