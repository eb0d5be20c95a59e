"""The keys of records and the names of columns, as people and data sets write them.

A key names a text by a language mark (``ru``, ``text_en``, ``English text``, ``перевод``), as names of files do.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

from bisearch.errors import SourceError
from bisearch.model import SIDES
from bisearch.notation.scripts import cyrillic_share
from bisearch.sources.accounting import PassedOver
from bisearch.sources.labels import known_field
from bisearch.sources.language_marks import find_marks, normalize_name

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from pathlib import Path

    from bisearch.model import Side
    from bisearch.sources.language_marks import Role

# Which text a key names; "text" is one whose language its script shows.
TextRole: TypeAlias = "Role | Literal['text']"

# Keys of the id: ours, that of BEIR, those of TREC and of other search collections.
ID_KEYS = ("id", "_id", "docid", "doc_id", "document_id", "docno")
# Keys whose value may hold the texts by language: Hugging Face's, and what people write.
_GROUPS = ("translation", "translations", "text", "texts")
# What may be left of a text's key without its language mark.
_TEXT_WORDS = {"", "text", "texts", "sentence", "phrase", "content", "body", "текст", "тексты", "предложение", "фраза"}


def text_role(key: str) -> TextRole | None:
    """Return which text a key names; None if it names no text."""
    for mark in find_marks(key.strip()):
        if normalize_name(mark.stem) in _TEXT_WORDS:
            return mark.role
    return "text" if known_field(key) == "text" or normalize_name(key.strip()) in _TEXT_WORDS - {""} else None


def language_of(code: str) -> Side | None:
    """Return the side of a language's code or name, e.g. ``eng`` or ``ru-RU``; None for any other language."""
    mark = next((mark for mark in find_marks(code.strip()) if not mark.stem), None)
    return mark.role if mark is not None and mark.role in SIDES else None


def read_keys(record: Mapping[str, Any], path: Path, line: int | None) -> tuple[dict[str, Any], list[PassedOver]]:
    """Return a record with its id and its texts under our own keys, and its texts in other languages.

    All other keys stay, as metadata or custom fields. A record without an id gets one: the file's name and its line.

    Args:
        record: an object of JSON, or a row by the names of its columns.
        path: the file.
        line: the record's line, from 1; None if the record is the whole file.

    Raises:
        SourceError: two keys name the same text, or the id is neither text nor a number.
    """
    values, other_languages = _without_groups(record, path, line)
    values = _with_id(values, path, line)
    sides = sides_of(values)
    for side in SIDES:
        own = f"text_{side}"
        keys = [key for key, found in sides.items() if found == side and values[key] not in (None, "")]
        if len(keys) > 1 and own not in keys:
            raise SourceError(str(path), f"two keys name the {side} text: {' and '.join(map(repr, keys))}", line)
        sides = {key: found for key, found in sides.items() if found != side or own not in keys or key == own}
    renamed = {f"text_{sides[key]}" if key in sides else key: value for key, value in values.items() if value != ""}
    if renamed and not {"text_ru", "text_en"} & renamed.keys():
        names = ", ".join(map(repr, record))
        raise SourceError(str(path), f"no text in either language; name it text_ru or text_en, not {names:.200}", line)
    return renamed, other_languages


def sides_of(texts: Mapping[str, Any]) -> dict[str, Side]:
    """Return the side of each value that is a text, by its key or, if no key names a language, by its script."""
    roles = {key: role for key in texts if (role := text_role(key)) is not None}
    sides: dict[str, Side] = {key: role for key, role in roles.items() if role in {"ru", "en"}}
    return sides or _sides_by_script({key: texts[key] for key in roles if isinstance(texts[key], str)}, roles)


def _with_id(values: dict[str, Any], path: Path, line: int | None) -> dict[str, Any]:
    key = next((key for key in values if key.lower() in ID_KEYS), None)
    if key is None:
        return {"id": path.stem if line is None else f"{path.stem}-{line}", **values}
    id_ = values[key]
    if isinstance(id_, int) and not isinstance(id_, bool):
        id_ = str(id_)
    if not isinstance(id_, str):
        raise SourceError(str(path), f"{key} should be text or a number, not {id_!r:.40}", line)
    return {"id": id_, **{name: value for name, value in values.items() if name != key}}


def _without_groups(record: Mapping[str, Any], path: Path, line: int | None) -> tuple[dict[str, Any], list[PassedOver]]:
    """Return a record without its groups of texts by language, such as ``{"translation": {"ru": ..., "en": ...}}``."""
    values: dict[str, Any] = {}
    others: list[PassedOver] = []
    for key, value in record.items():
        texts = _by_language(value) if key.lower() in _GROUPS else None
        if texts is None:
            values[key] = value
            continue
        for code, text in texts.items():
            if language_of(code) is not None:
                values[code] = text
            else:
                written = text if isinstance(text, str) else json.dumps(text, ensure_ascii=False)
                others.append(PassedOver(str(path), line or 1, 0, 0, "variant", written))
    return values, others


def _by_language(value: object) -> dict[str, Any] | None:
    """Return texts by their languages; None if a value is something else."""
    if not isinstance(value, dict):
        return None
    codes, texts = value.get("language"), value.get("translation")
    if isinstance(codes, list) and isinstance(texts, list) and len(codes) == len(texts):
        value = dict(zip(map(str, codes), texts, strict=True))
    return value if any(language_of(code) is not None for code in value) else None


def _sides_by_script(texts: Mapping[str, str], roles: Mapping[str, TextRole]) -> dict[str, Side]:
    """Return the side of each text whose key names no language, by its script; none if two are in one language."""
    keys = [key for key, text in texts.items() if text.strip()]
    if {roles[key] for key in keys} != {"original", "translation"}:
        # "source" is where a text comes from, unless there is a "target".
        keys = [key for key in keys if roles[key] == "text" or known_field(key) is None]
    if len(keys) > 2 or len({roles[key] for key in keys}) < len(keys):
        keys = [key for key in keys if roles[key] == "text"][:1]
    sides: dict[str, Side] = {key: "ru" if cyrillic_share(texts[key]) > 0.5 else "en" for key in keys}
    return sides if len(set(sides.values())) == len(sides) else {}


def has_texts(keys: Collection[str]) -> bool:
    """Return whether any of some keys or columns names a text."""
    return any(text_role(key) is not None or key.lower() in _GROUPS for key in keys)
