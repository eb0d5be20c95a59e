from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bisearch.errors import SourceError
from bisearch.lexicon.term_bases import read_terms

if TYPE_CHECKING:
    from pathlib import Path

OF_2008 = """<?xml version="1.0"?>
<!DOCTYPE martif SYSTEM "TBXBasiccoreStructV02.dtd">
<martif type="TBX-Basic" xml:lang="en"><text><body>
<termEntry id="1"><descrip type="subjectField">history</descrip>
<langSet xml:lang="ru"><tig><term>полпред</term></tig><ntig><termGrp><term>полномочный
 представитель</term></termGrp></ntig></langSet>
<langSet xml:lang="en-US"><tig><term>plenipotentiary</term></tig></langSet>
<langSet xml:lang="de"><tig><term>Botschafter</term></tig></langSet></termEntry>
</body></text></martif>"""
OF_2019 = """<?xml version="1.0"?>
<tbx style="dca" type="TBX-Basic" xml:lang="en" xmlns="urn:iso:std:iso:30042:ed-2"><text><body>
<conceptEntry id="1"><langSec xml:lang="en"><termSec><term>envoy</term></termSec></langSec>
<langSec xml:lang="ru-RU"><termSec><term>посланник</term></termSec></langSec></conceptEntry>
<conceptEntry id="2"><langSec xml:lang="en"><termSec><term>alone</term></termSec></langSec></conceptEntry>
</body></text></tbx>"""


@pytest.mark.parametrize(
    ("text", "terms"),
    [
        (OF_2008, [("полпред", "plenipotentiary"), ("полномочный представитель", "plenipotentiary")]),
        (OF_2019, [("посланник", "envoy")]),
    ],
)
def test_each_russian_term_of_a_concept_goes_with_each_english_one(
    tmp_path: Path, text: str, terms: list[tuple[str, str]]
) -> None:
    (tmp_path / "terms.tbx").write_text(text, encoding="utf-8")
    assert list(read_terms(tmp_path / "terms.tbx")) == terms


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("<html/>", "not TBX: its root element is 'html'"),
        ("<martif>", "malformed XML"),
        ("", "empty"),
        ('<!DOCTYPE martif [<!ENTITY a "b">]><martif>&a;</martif>', "unsafe"),
        ("<martif>" + "<a>" * 100 + "</a>" * 100 + "</martif>", "at most 50 deep"),
    ],
)
def test_a_file_that_is_not_a_sound_term_base_is_reported(tmp_path: Path, text: str, reason: str) -> None:
    (tmp_path / "terms.tbx").write_text(text, encoding="utf-8")
    with pytest.raises(SourceError, match=reason):
        list(read_terms(tmp_path / "terms.tbx"))
