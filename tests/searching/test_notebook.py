"""Notebooks show results as a table, in which nothing of the archive or the query is markup."""

from __future__ import annotations

from typing import TYPE_CHECKING

import bisearch

if TYPE_CHECKING:
    from pathlib import Path

    from bisearch import Index

SCRIPT = "<script>alert(1)</script>"


def test_a_table_has_a_row_for_each_hit_with_its_marks(index: Index) -> None:
    shown = index.search("+Смит +id:cable-1")._repr_html_()
    assert "<th>Russian</th><th>English</th>" in shown
    assert "<td>cable-1 1</td><td><mark>Смит</mark> сообщил о контроле над атомной энергией.</td><td>" in shown
    assert shown.count("<tr>") == 2


def test_a_table_of_documents_has_their_titles_and_dates(index: Index) -> None:
    shown = index.search("date:1946")._repr_html_()
    assert "<tr><td>cable-1</td><td>Cable on atomic energy</td><td>1946-11-20</td></tr>" in shown


def test_markup_in_texts_ids_titles_and_queries_is_escaped(tmp_path: Path) -> None:
    english = f"Smith wrote {SCRIPT} & left."
    document = bisearch.Document(id=SCRIPT, title=SCRIPT, text_en=english, text_ru="Смит <b>ушел.")
    bisearch.build(document, tmp_path / "index")
    with bisearch.open(tmp_path / "index") as index:
        for results in (index.search("Smith <script>"), index.search("Smith", group="document"), index.search("id:*")):
            shown = results._repr_html_()
            assert "<td>" in shown
            assert "<script" not in shown
            assert "<b>" not in shown
