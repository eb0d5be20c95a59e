"""Source files made to hang a reader, exhaust its memory, write to other paths or send terminal escapes."""

from __future__ import annotations

import json

RU = "Смит вернулся в Москву 12 ноября.\nТрумэн болен.\n"
EN = "Smith returned to Moscow on 12 November.\nTruman is ill.\n"


def _bomb() -> bytes:
    entities = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 10))
    return f'<!DOCTYPE tmx [<!ENTITY e0 "ha">{entities}]>'.encode() + _tmx(b"&e9;")


def _tmx(segment: bytes) -> bytes:
    return b'<tmx><body><tu><tuv xml:lang="ru"><seg>' + segment + b"</seg></tuv></tu></body></tmx>"


def _record(**values: object) -> bytes:
    return json.dumps({"id": "x", "text_ru": RU, "text_en": EN, **values}).encode()


def _page(citation: str = "x", body: str = "Слово.") -> bytes:
    return f"# Title\n\nCitation\n\n{citation}\n\nContents\n\nScan\n\n{body}\n".encode()


# Each is long enough to expose a quadratic step.
MALICIOUS_FILES: dict[str, bytes] = {
    "entities.tmx": _bomb(),
    "external.tmx": b'<!DOCTYPE tmx [<!ENTITY x SYSTEM "file:///etc/passwd">]>' + _tmx(b"&x;"),
    "deep.tmx": b"<tmx>" + b"<a>" * 100_000,
    "deep-segment.tmx": _tmx(b"<hi>" * 5000 + "Да".encode() + b"</hi>" * 5000),
    "attribute.tmx": b'<tmx a="' + b"x" * 2_000_000 + b'"/>',
    "deep.jsonl": b"[" * 200_000,
    "number.jsonl": b'{"id": ' + b"9" * 100_000 + b"}",
    "long-line.jsonl": _record(text_en="word " * 200_000),
    "long-id.jsonl": _record(id="x" * 10_000),
    "path-id.jsonl": _record(id="../../../../tmp/evil"),
    "control-id.jsonl": _record(id="a\x1b[2Jb"),
    "surrogates.jsonl": _record(title="\ud800"),
    "controls.jsonl": _record(
        title="\x1b]0;owned\x07 \u202e \x9b31m",
        text_en="Smith \x1b[2J is \u202e ill \x9b1m.\x00",
        url="javascript:\x1b[2J",
    ),
    "markup.jsonl": _record(
        title="[bold red]x[/] [link=http://x]y[/link]", text_en="<script>alert(1)</script> Smith [blink]is[/] ill."
    ),
    "citation.md": _page(citation="RGASPI(" * 5000),
    "capitals.md": _page(citation="A" * 50_000),
    "brackets.md": _page(body="[" * 100_000 + "Слово."),
    "links.md": _page(body="[a](" * 30_000 + "Слово."),
    "addresses.md": _page(body="<http://" * 30_000 + "Слово."),
    "stars.md": _page(body="*a" * 50_000 + "Слово."),
    "underscores.md": _page(body="_a" * 50_000 + "Слово."),
    "spaces.md": _page(body="Слово" + " " * 200_000 + "слово."),
    "fields.md": b"Title: x\n\n" * 20_000 + "Слово.".encode(),
    "rules.md": b"- " * 100_000 + "x\n\nСлово.".encode(),
    "word.ru.txt": "я".encode() * 1_000_000,
    "prefixes.ru.txt": "не".encode() * 1000,
    "diacritics.ru.txt": ("я" + "\u0301" * 200_000).encode(),
    "spaced.ru.txt": "К О П И Я ".encode() * 10_000,
    "dots.ru.txt": "А. ".encode() * 30_000,
    "initials.en.txt": b"J.R.R. " * 20_000,
    "hyphens.en.txt": b"a-\n" * 30_000,
    "apostrophes.en.txt": b"a'" * 50_000,
    "digits.en.txt": b"word " + b"1," * 50_000,
    "lines.ru": "Да\n".encode() * 10_000,
    "blank-lines.ru.txt": "Да\n\n".encode() * 10_000,
}  # fmt: skip
