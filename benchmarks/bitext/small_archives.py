"""Marks in small archives: how many of the translations that bisearch marks are right when it has six documents.

Fifty archives of six documents are drawn from the demonstration archive with a fixed seed. Each is indexed by itself,
so that its lexicon knows little, and all words of its passages are linked as for highlighting. The gold judges pairs of
lemmas by the sentences in which they are marked. Pairs that nobody has judged yet are counted apart.
"""

from __future__ import annotations

import random
import tempfile
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

from benchmarks.bitext.word_links import ARCHIVE, GOLD, Pair, answer_pairs, read_text
from bisearch.analysis.form_table import FormTable
from bisearch.analysis.lemmatizer import Lemmatizer
from bisearch.analysis.stop_words import is_stop_word
from bisearch.indexing.build import build
from bisearch.indexing.options import BuildOptions
from bisearch.sources.reading import read
from bisearch.storage.index_folder import IndexFolder

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from bisearch.errors import SourceError
    from bisearch.model import Document

    # A Russian and an English lemma.
    LemmaPair: TypeAlias = tuple[str, str]

JUDGEMENTS = GOLD / "small-archives.tsv"
ARCHIVES, DOCUMENTS_EACH, SEED = 50, 6, 17


class Marked(NamedTuple):
    """A mark on the translated side.

    Attributes:
        pair: the lemmas of the two words.
        ru: the Russian text of the passage.
        en: the English text of the passage.
    """

    pair: LemmaPair
    ru: str
    en: str


def draw(folder: Path = ARCHIVE) -> list[list[Document]]:
    """Return the documents of each small archive, drawn from the documents of a folder that have both languages."""
    documents = [each for each in read([folder], on_error=_fail) if each.text_ru and each.text_en]
    chance = random.Random(SEED)
    return [chance.sample(documents, DOCUMENTS_EACH) for _ in range(ARCHIVES)]


def marks(documents: Sequence[Document], forms: FormTable) -> Iterator[Marked]:
    """Yield the marks for the content words of an archive that is indexed by itself."""
    with tempfile.TemporaryDirectory() as temporary:
        index = Path(temporary) / "index"
        build(documents, index, BuildOptions(jobs=1))
        manifest = IndexFolder(index).manifest()
        with IndexFolder(index).documents(manifest) as store:
            passages = [
                (passage.ru.text, passage.en.text)
                for document in store.documents()
                for passage in store.passages(document.passage_numbers)
                if passage.ru is not None and passage.en is not None
            ]
        pairs = [Pair(read_text(ru.split(), forms), read_text(en.split(), forms), set()) for ru, en in passages]
        for pair, answer in zip(pairs, answer_pairs(pairs, index), strict=True):
            for i, j in sorted(answer.marks):
                if not is_stop_word(pair.ru.forms[i]):
                    yield Marked((pair.ru.lemmas[i][0], pair.en.lemmas[j][0]), pair.ru.text, pair.en.text)


def read_judgements(path: Path = JUDGEMENTS) -> dict[LemmaPair, bool]:
    """Return whether each judged pair is right."""
    rows = [line.split("\t") for line in path.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    return {(ru, en): grade == "1" for ru, en, grade in rows}


def run() -> dict[str, Any]:
    """Measure the marks of all small archives, each mark counted once for each archive and passage."""
    forms = FormTable(None, Lemmatizer())
    counts = Counter(mark.pair for documents in draw() for mark in marks(documents, forms))
    return report(counts, read_judgements())


def report(counts: Mapping[LemmaPair, int], judgements: Mapping[LemmaPair, bool]) -> dict[str, Any]:
    """Return the share of right marks among the judged ones, how many are not judged, and the commonest mistakes."""
    judged = {pair: times for pair, times in counts.items() if pair in judgements}
    right = sum(times for pair, times in judged.items() if judgements[pair])
    wrong = Counter({pair: times for pair, times in judged.items() if not judgements[pair]})
    return {
        "archives": ARCHIVES,
        "documents": DOCUMENTS_EACH,
        "marks": sum(counts.values()),
        "right": round(right / max(1, sum(judged.values())), 4),
        "unjudged": sum(counts.values()) - sum(judged.values()),
        "unjudged_pairs": sorted(" ".join(pair) for pair in counts.keys() - judged.keys()),
        "wrong": [(*pair, times) for pair, times in wrong.most_common(30)],
    }


def table(found: Mapping[str, Any]) -> str:
    """Return the report as Markdown."""
    mistakes = ", ".join(f"{ru}: {en} ({times})" for ru, en, times in found["wrong"][:10])
    return (
        f"In {found['archives']} archives of {found['documents']} documents, {found['right']:.3f} of {found['marks']:,}"
        f" marks are right; {found['unjudged']:,} of them have not been judged. The commonest mistakes: {mistakes}.\n"
    )


def _fail(error: SourceError) -> None:
    raise error
