"""`bisearch align` as a process."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING
from xml.etree import ElementTree

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path
    from subprocess import CompletedProcess

    Run = Callable[..., CompletedProcess[str]]


def test_align_prints_beads_as_text_json_tsv_and_tmx(run: Run, tmp_path: Path) -> None:
    ru, en = tmp_path / "ru.txt", tmp_path / "en.txt"
    ru.write_text("Смит вернулся 12 ноября.\n\nТрумэн болен.", encoding="utf-8")
    en.write_text("Smith returned on 12 November.\n\nTruman is ill.", encoding="utf-8")
    assert "   en  Truman is ill." in run("align", ru, en).stdout
    beads = json.loads(run("align", ru, en, "--json").stdout)["beads"]
    assert [bead["ru"][0]["text"] for bead in beads] == ["Смит вернулся 12 ноября.", "Трумэн болен."]
    assert run("align", ru, en, "--tsv").stdout.splitlines()[1].split("\t")[1:] == ["Трумэн болен.", "Truman is ill."]
    memory = ElementTree.fromstring(run("align", ru, en, "--tmx").stdout)
    english = "{http://www.w3.org/XML/1998/namespace}lang", "en"
    variants = [variant for variant in memory.iter("tuv") if english in variant.items()]
    assert [variant.findtext("seg") for variant in variants] == ["Smith returned on 12 November.", "Truman is ill."]
