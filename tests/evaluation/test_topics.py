"""Topics in the forms of TREC, BEIR and TSV."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bisearch.errors import CollectionError
from bisearch.evaluation.topics import read_topics

if TYPE_CHECKING:
    from pathlib import Path

# The form of TREC-6 to TREC-8: no end tags, a label after each tag.
PLAIN = """<top>

<num> Number: 301
<title> International Organized Crime

<desc> Description:
Identify organizations that participate
in international criminal activity.

<narr> Narrative:
A relevant document names one.

</top>

<top>
<num> Number: 302
<title> Топик: Полиомиелит &amp; прививки
<desc> Description:
Is the disease under control?
</top>
"""
XML = """<?xml version="1.0"?>
<topics task="web">
  <topic number="51">
    <query>horse hooves</query>
    <description>Find <b>information</b> about hooves.</description>
  </topic>
  <topic number="52"><title>avp</title></topic>
</topics>
"""


def texts(path: Path, *fields: str) -> dict[str, str]:
    return {topic.id: topic.text for topic in read_topics([path], fields or ("title",))}


def write(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


def test_plain_trec_topics_lose_their_labels(tmp_path: Path) -> None:
    path = write(tmp_path / "topics", PLAIN)
    assert texts(path) == {"301": "International Organized Crime", "302": "Топик: Полиомиелит & прививки"}
    description = "Identify organizations that participate in international criminal activity."
    assert texts(path, "title", "description")["301"] == f"International Organized Crime {description}"
    assert texts(path, "narrative", "description")["302"] == "Is the disease under control?"


def test_trec_topics_know_their_lines(tmp_path: Path) -> None:
    assert [topic.line for topic in read_topics([write(tmp_path / "topics", PLAIN)])] == [1, 15]


def test_xml_topics_have_their_number_as_an_attribute(tmp_path: Path) -> None:
    path = write(tmp_path / "topics.xml", XML)
    assert texts(path) == {"51": "horse hooves", "52": "avp"}
    assert texts(path, "title", "description")["51"] == "horse hooves Find information about hooves."


def test_an_xml_topic_may_be_text_alone(tmp_path: Path) -> None:
    path = write(tmp_path / "topics.xml", '<topics><topic number="1">A 58-year-old\nwoman</topic></topics>')
    assert texts(path) == {"1": "A 58-year-old woman"}


def test_clef_topics_may_have_the_language_in_their_tags(tmp_path: Path) -> None:
    path = write(tmp_path / "topics", "<top><num>C141</num><RU-title>Бомба для Кизбауэр</RU-title></top>")
    assert texts(path) == {"C141": "Бомба для Кизбауэр"}


def test_beir_queries_are_json_lines(tmp_path: Path) -> None:
    path = write(
        tmp_path / "queries.jsonl", '{"_id": "q1", "text": "ice", "metadata": {}}\n\n{"_id": 2, "text": "лед"}\n'
    )
    assert texts(path) == {"q1": "ice", "2": "лед"}


@pytest.mark.parametrize(
    "text", ["1\tice\n2\tthe crate\n", "qid\ttitle\n1\tice\n2\tthe crate\n", "﻿1\tice\r\n2\tthe crate\r\n"]
)
def test_tsv_topics_may_have_a_header(tmp_path: Path, text: str) -> None:
    assert texts(write(tmp_path / "topics.tsv", text)) == {"1": "ice", "2": "the crate"}


def test_the_language_of_a_topic_is_that_of_its_script(tmp_path: Path) -> None:
    path = write(tmp_path / "topics.tsv", "1\tice\n2\tлед\n")
    assert [topic.side for topic in read_topics([path])] == ["en", "ru"]


@pytest.mark.parametrize(
    ("text", "fields", "message"),
    [
        ("1 ice\n", "title", "t:1: 1 columns where a topic has an id, a tab and a query"),
        ("1\tice\n\tcrate\n", "title", "t:2: topic without an id"),
        ("1\tice\n1\tcrate\n", "title", "t:2: topic '1' is already at .*t:1; give every topic its own id"),
        ("id\tlanguage\n1\ten\n", "title", "t:1: the header has no column for the query; call one of them title"),
        ("1\tice\n", "description", "t:1: topic '1' has no description; choose --topic-fields title"),
        ('{"_id": "1", "text": "ice"}\n{"text": "x"}\n', "title", "t:2: topic without an id"),
        ('{"_id": "1"}\n', "title", "t:1: topic '1' has no title; it has no other field either"),
        ('{"_id": "1", "text": "ice"}\n{"_id"\n', "title", "t:2: not JSON .*; write one JSON object per line"),
        ("<top>\n<title> ice\n</top>\n", "title", "t:1: topic without a number; write <num>"),
        ("\n<top>\n<num> 1\n<desc> ice\n</top>\n", "title", "t:2: topic '1' has no title; choose --topic-fields descr"),
        ("<queries></queries>\n", "title", "t: no topics; write <top>"),
    ],
)
def test_a_mistake_is_reported_with_its_line_and_a_remedy(tmp_path: Path, text: str, fields: str, message: str) -> None:
    with pytest.raises(CollectionError, match=message):
        read_topics([write(tmp_path / "t", text)], [fields])
