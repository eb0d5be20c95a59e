"""The commands that measure a collection, as a user runs them."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from importlib.metadata import requires
from typing import TYPE_CHECKING

import pytest

pytest.importorskip("ir_measures", reason="the extra bench is not installed")

from bisearch.cli import bench

if TYPE_CHECKING:
    from pathlib import Path

CORPUS = """{"_id": "d1", "title": "Crate", "text": "The crate with the instruments arrived at Dikson."}
{"_id": "d2", "title": "", "text": "Лед встал. Навигация закончена."}
{"_id": "d3", "title": "Navigation", "text": "Navigation has closed. The ice is firm."}
"""
QUERIES = '{"_id": "q1", "text": "instruments in the crate?"}\n{"_id": "q2", "text": "навигация"}\n'
QRELS = "query-id\tcorpus-id\tscore\nq1\td1\t1\nq2\td2\t1\nq2\td3\t1\n"
FILES = {
    "beir/corpus.jsonl": CORPUS,
    "beir/queries.jsonl": QUERIES,
    "beir/qrels.tsv": QRELS,
    "good.run": "q1 Q0 d1 1 2.0 x\nq2 Q0 d2 1 2.0 x\nq2 Q0 d3 2 1.0 x\n",
    "worse.run": "q1 Q0 d2 1 2.0 y\nq1 Q0 d1 2 1.0 y\nq2 Q0 d2 1 2.0 y\n",
    "other.run": "301 Q0 d1 1 2.0 x\n",
    "unjudged.run": "q1 Q0 x1 1 2.0 x\nq9 Q0 d1 1 1.0 x\n",
    "short.run": "q1 d1 1\n",
    "header.run": "topic Q0 document rank score name\n",
    "two.qrels": "q1 d1\n",
    "header.qrels": "Frage Dokument Grad\nq1 d1 1\n",
    "topics.tsv": "q1 instruments\n",
    "english.tsv": "q1\tinstruments\n",
    "empty.tsv": "",
    "half.qrels": "q1 0 d1 1\n",
    "notes/a.bin": "x",
    "own.jsonl": "\n".join(f'{{"id": "d{n}", "text_ru": "Лед номер {n}.", "text_en": "Ice {n}."}}' for n in range(4)),
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, text in FILES.items():
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return tmp_path


def run(folder: Path, command: str) -> subprocess.CompletedProcess[str]:
    """Run a command line in a folder; no argument in these tests contains a blank but measures."""
    arguments = [each.replace("+", " ") for each in command.split()]
    plain = {name: value for name, value in os.environ.items() if not name.startswith(("BISEARCH", "LC_", "COLUMNS"))}
    return subprocess.run(
        [sys.executable, "-m", "bisearch", "bench", *arguments],
        cwd=folder, capture_output=True, encoding="utf-8", env=plain, check=False, timeout=120,
    )  # fmt: skip


def test_a_collection_is_run_evaluated_and_compared(folder: Path) -> None:
    done = run(folder, "run --collection beir --topics beir/queries.jsonl --output a.run")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == "a.run: 2 topics, 3 documents, 3 results; signature in a.run.json\n"
    assert re.search(r" bisearch-\S+-[0-9a-f]{8}$", (folder / "a.run").read_text().rstrip())
    signature = json.loads((folder / "a.run.json").read_text())
    assert (signature["collection"]["form"], signature["search"]["limit"]) == ("BEIR", 1000)
    done = run(
        folder, "run --collection beir --topics beir/queries.jsonl --output b.run --no-translate --k1 1.2 --b 0.75"
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert json.loads((folder / "b.run.json").read_text())["search"]["k1"] == 1.2
    done = run(folder, "evaluate a.run b.run --qrels beir/qrels.tsv --measures Success@1+R@100")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == "run    Success@1   R@100\na.run     1.0000  1.0000\nb.run     1.0000  0.7500\n"
    done = run(folder, "compare a.run b.run --qrels beir/qrels.tsv --measure R@100 --per-topic")
    assert done.stdout == (
        "run     R@100  difference  wins  losses  ties       p  p (Holm)\n"
        "a.run  1.0000\n"
        "b.run  0.7500     -0.2500     0       1     1  1.0000    1.0000\n"
        "b.run wins: -\n"
        "b.run loses: q2\n"
    )


def test_runs_of_other_systems_are_scored_too(folder: Path) -> None:
    done = run(folder, "evaluate good.run worse.run --qrels beir/qrels.tsv --measures RR,AP --per-topic")
    assert done.stdout == (
        "run        topic      RR      AP\n"
        "good.run   q1     1.0000  1.0000\n"
        "good.run   q2     1.0000  1.0000\n"
        "good.run   all    1.0000  1.0000\n"
        "worse.run  q1     0.5000  0.5000\n"
        "worse.run  q2     1.0000  0.5000\n"
        "worse.run  all    0.7500  0.5000\n"
    )


def test_scores_and_comparisons_are_also_json(folder: Path) -> None:
    scores = json.loads(run(folder, "evaluate good.run --qrels beir/qrels.tsv --measures RR --per-topic --json").stdout)
    assert scores == [
        {"run": "good.run", "topics": 2, "measures": {"RR": 1.0}, "per_topic": {"RR": {"q1": 1.0, "q2": 1.0}},
         "signature": None}
    ]  # fmt: skip
    found = json.loads(run(folder, "compare good.run worse.run --qrels beir/qrels.tsv --measure RR --json").stdout)
    assert found == {
        "measure": "RR", "topics": 2, "test": "paired randomization", "seed": 0, "resamples": 10_000,
        "first": {"run": "good.run", "mean": 1.0},
        "others": [{"run": "worse.run", "mean": 0.75, "difference": -0.25, "wins": 0, "losses": 1, "ties": 1,
                    "p": 1.0, "corrected_p": 1.0}],
    }  # fmt: skip


def test_known_items_can_be_scored_again_from_the_files_written(folder: Path) -> None:
    records = [
        {
            "id": f"d{n}",
            "text_ru": f"Донесение про {word} здесь. Это {word}.",
            "text_en": f"Report about the {name}. It is the {name}.",
        }
        for n, (word, name) in enumerate([("лед", "ice"), ("ящик", "crate"), ("порт", "port"), ("хлеб", "bread")])
    ]
    (folder / "items.jsonl").write_text("\n".join(map(json.dumps, records)))
    done = run(folder, "run --collection items.jsonl --condition known-item --seed 1 --output k.run")
    assert (done.returncode, done.stderr) == (0, "")
    assert "topics   documents            number  Success@1  Success@10" in done.stdout
    assert "English  other language only       1" in done.stdout
    assert (folder / "k.run.topics.tsv").read_text().splitlines()[:2] == [
        "d0-ru\tДонесение про лед здесь.", "d0-en\tReport about the ice.",
    ]  # fmt: skip
    assert run(folder, "evaluate k.run --qrels k.run.qrels").returncode == 0


EXPECTED_FAULTS = [
    # command, exit code, what the message says
    ("run --collection none --topics english.tsv --output r", 2, "none: no such file; . has: beir, empty.tsv"),
    ("run --collection beir --topics none.tsv --output r", 2, "none.tsv: no such file; . has: beir, empty.tsv"),
    ("run --collection beir --topics none/q.tsv --output r", 2, "no such file; there is no folder none either"),
    ("run --collection beir --output r", 2, "no topics; name their file"),
    ("run --collection notes --topics english.tsv --output r", 1, "notes: no documents; write TREC files with <DOC>"),
    ("run --collection beir --topics topics.tsv --output r", 1,
     "topics.tsv:1: 1 columns where a topic has an id, a tab and a query; separate the columns by one tab each"),
    ("run --collection beir --topics empty.tsv --output r", 1, "empty.tsv: empty"),
    ("run --collection beir --topics english.tsv --topic-fields description --output r", 1,
     "english.tsv:1: topic 'q1' has no description; choose --topic-fields title"),
    ("run --collection beir --topics english.tsv --topic-fields headline --output r", 2,
     "topic_fields must be one of title, description, narrative, not 'headline'"),
    ("run --collection beir --topics english.tsv --engine tantivy --k1 2 --output r", 2,
     "engine tantivy has a fixed k1 and b; use engine whoosh to change them"),
    ("run --collection beir --topics english.tsv --b 2 --output r", 2, "b must be a number, from 0 to 1, not 2.0"),
    ("run --collection beir --condition known-item --output r", 1,
     "beir: 0 of 3 documents have both a Russian and an English text"),
    ("run --collection beir --topics english.tsv --condition half-translated --output r", 2,
     "half-translated needs relevance judgements; give qrels"),
    ("run --collection own.jsonl --topics english.tsv --condition half-translated --qrels half.qrels --output r", 1,
     "english.tsv: no Russian topic among 1; half-translated compares topics in both languages: give --topics"),
    ("run --collection ir_datasets:x/y --output r", 1, "ir_datasets:x/y: ir_datasets "),
    ("evaluate none.run --qrels beir/qrels.tsv", 2, "none.run: no such file; . has: beir"),
    ("evaluate good.run --qrels none.qrels", 2, "none.qrels: no such file"),
    ("evaluate short.run --qrels beir/qrels.tsv", 1,
     "short.run:1: 3 columns; write topic, Q0, document, rank, score and name of the run"),
    ("evaluate header.run --qrels beir/qrels.tsv", 1, "header.run:1: the score 'score' is not a number"),
    ("evaluate good.run --qrels two.qrels", 1, "two.qrels:1: 2 columns; write topic, 0, document and grade"),
    ("evaluate good.run --qrels header.qrels", 1, "header.qrels:1: the grade 'Grad' is not a whole number"),
    ("evaluate other.run --qrels beir/qrels.tsv", 1,
     "other.run: no topic is in beir/qrels.tsv: the run has 301, the qrels have q1, q2; do the files belong together?"),
    ("evaluate good.run --qrels beir/qrels.tsv --measures ndcg10", 2,
     "no measure 'ndcg10'; names are those of ir-measures: nDCG@10, AP, RR"),
    ("compare good.run --qrels beir/qrels.tsv", 2, "compare needs two runs or more"),
    ("compare good.run good.run --qrels beir/qrels.tsv", 2, "the same run is named twice"),
]  # fmt: skip


@pytest.mark.parametrize(("command", "code", "message"), EXPECTED_FAULTS)
def test_a_mistake_is_reported_in_a_line_without_a_traceback(
    folder: Path, command: str, code: int, message: str
) -> None:
    done = run(folder, command)
    assert (done.returncode, done.stdout) == (code, "")
    assert message in " ".join(done.stderr.split())
    assert "Traceback" not in done.stderr
    assert not (folder / "r").exists()


def test_topics_and_documents_that_the_judgements_do_not_know_are_reported(folder: Path) -> None:
    done = run(folder, "evaluate unjudged.run --qrels beir/qrels.tsv --measures RR")
    assert done.stdout == "run               RR\nunjudged.run  0.0000\n"
    assert done.stderr == (
        "bisearch: unjudged.run: 1 topic without judgements left out: q9\n"
        "bisearch: unjudged.run: 1 topic without results, which count as 0: q2\n"
        "bisearch: unjudged.run: none of its documents is judged; are the ids alike?"
        " The run has x1, beir/qrels.tsv d1\n"
    )


def test_every_search_option_has_a_help_text() -> None:
    assert set(bench._SEARCH_HELP) == {each.name for each in bench._options()}  # noqa: SLF001


def test_the_message_for_a_missing_extra_names_what_the_extra_installs() -> None:
    extra = [
        each.partition(";")[0].strip() for each in requires("bisearch-archive") or () if "extra == 'bench'" in each
    ]
    assert set(re.findall(r"'([^']+)'", bench.TO_INSTALL)) == set(extra)
