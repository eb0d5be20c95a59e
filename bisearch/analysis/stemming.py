"""Snowball stems, by the compiled PyStemmer if it is installed, and else by snowballstemmer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

from bisearch.analysis.fingerprint import installed_versions

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import ModuleType


def stemmer(language: Literal["english", "russian"]) -> Callable[[str], str]:
    """Return the function that stems a word of a language.

    PyStemmer takes a fortieth of the time. It is used only if it has the algorithms of the same release of Snowball as
    snowballstemmer, so that the stems do not depend on it.

    Args:
        language: Snowball's name of the language.
    """
    compiled = _compiled()
    # PyStemmer's own cache would only cost time: each word is stemmed once.
    stems = compiled.Stemmer(language, 0) if compiled is not None else _in_python(language)
    stem: Callable[[str], str] = stems.stemWord
    return stem


def _in_python(language: Literal["english", "russian"]) -> Any:
    if language == "russian":
        from snowballstemmer.russian_stemmer import RussianStemmer  # noqa: PLC0415 -- the compiled one replaces it

        return RussianStemmer()
    from snowballstemmer.english_stemmer import EnglishStemmer  # noqa: PLC0415 -- as above

    return EnglishStemmer()


def _compiled() -> ModuleType | None:
    try:
        import Stemmer  # noqa: PLC0415 -- optional
    except ImportError:
        return None
    release = installed_versions(["snowballstemmer"])["snowballstemmer"].split(".")[:2]
    module: ModuleType = Stemmer
    return module if module.version().split(".")[:2] == release else None
