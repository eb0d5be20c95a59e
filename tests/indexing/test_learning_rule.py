from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING

import pytest

import bisearch
from bisearch.indexing import learning_rule
from bisearch.indexing.learning_rule import ALWAYS_LEARNED, RELEARNED_SHARE, Learning, learning
from bisearch.storage.index_folder import IndexFolder
from bisearch.storage.manifest import Manifest

if TYPE_CHECKING:
    from pathlib import Path

LEARNED = 20_000


def committed(changed: int = 0, learned: int = LEARNED) -> Manifest:
    return Manifest(1, "whoosh", "forms", learned_passages=learned, changed_passages=changed)


def test_a_new_index_learns() -> None:
    assert learning(None, LEARNED, LEARNED) == Learning(is_due=True, learned_passages=LEARNED, changed_passages=0)


def test_a_small_index_learns_at_each_commit() -> None:
    found = learning(committed(learned=ALWAYS_LEARNED - 1), ALWAYS_LEARNED, 1)
    assert found == Learning(is_due=True, learned_passages=ALWAYS_LEARNED, changed_passages=0)


def test_an_index_of_which_it_is_unknown_when_it_learned_learns() -> None:
    assert learning(committed(learned=0), LEARNED, 1).is_due


def test_a_large_index_learns_when_a_share_of_it_has_changed_since_the_last_time() -> None:
    limit = int(RELEARNED_SHARE * LEARNED)
    found = learning(committed(changed=limit - 5), LEARNED + limit, 5)
    assert found == Learning(is_due=False, learned_passages=LEARNED, changed_passages=limit)
    assert learning(committed(changed=limit - 5), LEARNED + limit, 6) == Learning(
        is_due=True, learned_passages=LEARNED + limit, changed_passages=0
    )


def letters(count: int) -> list[bisearch.Document]:
    """Return letters of an invented station, each of one passage."""
    things = [("тюлень", "seal"), ("лед", "ice"), ("шхуна", "schooner"), ("прибор", "instrument")]
    found = []
    for number in range(count):
        ru, en = things[number % len(things)]
        found.append(
            bisearch.Document(
                id=f"letter-{number}",
                text_ru=f"Станция Енотово: {ru} замечен в {number + 2} верстах.",
                text_en=f"Station Enotovo: the {en} was seen {number + 2} versts away.",
            )
        )
    return found


SUBMARINE = bisearch.Document(
    id="submarine", text_ru="Подлодка всплыла у берега.", text_en="The submarine surfaced near the shore."
)


@pytest.fixture
def large(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An index that counts as large."""
    monkeypatch.setattr(learning_rule, "ALWAYS_LEARNED", 10)
    bisearch.build(letters(40), tmp_path / "index")
    return tmp_path / "index"


def manifest(index: Path) -> Manifest:
    return IndexFolder(index).manifest()


def table(index: Path) -> dict[tuple[str, str], tuple[float, float, int]]:
    folder = IndexFolder(index)
    with closing(folder.documents(folder.manifest())) as store:
        return {(ru, en): (to_en, to_ru, beads) for ru, en, to_en, to_ru, beads in store.translations.rows()}


def test_an_update_of_a_large_index_keeps_the_translations_that_it_learned(large: Path) -> None:
    before = table(large)
    bisearch.build(SUBMARINE, large)
    after = table(large)
    assert manifest(large).learned_passages == 40
    assert manifest(large).changed_passages == 1
    assert {pair: after[pair] for pair in before} == before
    assert len(after) > len(before)


def test_an_update_adds_the_translations_of_new_words_from_the_shipped_lists(large: Path) -> None:
    only_russian = bisearch.Document(id="winter", text_ru="Зимой подлодка стояла в заливе, о чем доложено.")
    bisearch.build(only_russian, large)
    with bisearch.open(large) as index:
        assert [hit.document.id for hit in index.search("submarine")] == ["winter"]


def translations_in_use(index: Path, lemma: str) -> dict[str, float]:
    folder = IndexFolder(index)
    with closing(folder.documents(folder.manifest())) as store:
        return store.translations.translate("en", {lemma})


def test_an_update_marks_known_translations_as_contained_in_the_collection(large: Path) -> None:
    """The glossary's translations of seal are in the table, though the collection lacks most of them."""
    before = table(large)
    assert ("печать", "seal") in before
    assert "печать" not in translations_in_use(large, "seal")
    bisearch.build(bisearch.Document(id="stamp", text_ru="Печать сорвана неизвестным лицом."), large)
    assert "печать" in translations_in_use(large, "seal")
    assert table(large)["печать", "seal"] == before["печать", "seal"]


def test_changes_add_up_until_the_translations_are_learned_again(large: Path) -> None:
    for number, extra in enumerate(letters(46)[40:45], 1):
        bisearch.build(extra, large)
        learned = number > RELEARNED_SHARE * 40
        assert manifest(large).changed_passages == (0 if learned else number)
        assert manifest(large).learned_passages == (40 + number if learned else 40)


def test_the_same_commits_give_the_same_translations(large: Path, tmp_path: Path) -> None:
    bisearch.build(letters(40), tmp_path / "second")
    for extra in (SUBMARINE, *letters(48)[40:]):
        bisearch.build(extra, large)
        bisearch.build(extra, tmp_path / "second")
    assert table(large) == table(tmp_path / "second")


def test_removed_passages_count_as_changed(large: Path) -> None:
    with bisearch.open(large) as index, index.writer() as writer:
        writer.delete("letter-3")
    assert manifest(large).changed_passages == 1


def test_an_imported_dictionary_is_learned_from_at_once(large: Path, tmp_path: Path) -> None:
    bisearch.build(SUBMARINE, large)
    (tmp_path / "words.tsv").write_text("берег\tstrand\n", encoding="utf-8")
    bisearch.import_dictionary(tmp_path / "words.tsv", large)
    assert manifest(large).changed_passages == 0
    assert ("берег", "strand") in table(large)


def test_a_rebuild_learns(large: Path) -> None:
    bisearch.build(SUBMARINE, large)
    bisearch.build(letters(41)[40], large, bisearch.BuildOptions(rebuild=True))
    assert manifest(large).changed_passages == 0
