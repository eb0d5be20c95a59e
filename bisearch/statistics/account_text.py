"""The account of a search as a sentence that can be cited, in English and in Russian."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bisearch.model import SIDES
from bisearch.version import __version__

if TYPE_CHECKING:
    from bisearch.model import Side
    from bisearch.statistics.account_record import Account

# Forms that the sentence lists of each side, and near misses.
MAX_FORMS, MAX_MISSES = 6, 4
_LANGUAGES = {"en": {"ru": "Russian", "en": "English"}, "ru": {"ru": "по-русски", "en": "по-английски"}}


def sentence(account: Account, language: Side) -> str:
    """Return what was searched for, in what and with what result, as one paragraph to cite.

    Args:
        account: the account.
        language: ``"en"`` or ``"ru"``.
    """
    return _english(account) if language == "en" else _russian(account)


def _english(account: Account) -> str:
    results, state = account.results, account.state
    total = results.total
    found = _counted(total, "passage") if total else "no passage"
    if total and results.counts:
        found += f" ({results.counts})"
    begin = (
        f"A search for “{results.query}” with bisearch {__version__} on {account.made} found {found} in"
        f" {_counted(state.documents, 'document')} ({_counted(state.passages, 'passage')}; {state.ru.words:,} Russian"
        f" and {state.en.words:,} English words) of index {account.signature.index_id[:8]}, commit"
        f" {account.signature.generation} ({account.signature.commit_id[:8]}) of {account.committed}."
    )
    parts = [begin]
    if account.filters:
        undated = (
            f", and leave out {_counted(account.left_undated, 'undated document')}" if account.left_undated else ""
        )
        parts.append(
            f"The filters {account.filters} keep these {state.documents:,} of {state.documents_in_all:,}"
            f" documents{undated}; the counts of words below are of all documents."
        )
    looked_up = _looked_up(account, "en")
    parts.append(f"Looked up: {looked_up}." if looked_up else "No word was looked up.")
    ru, en = _percent(state.ru.doubtful_share), _percent(state.en.doubtful_share)
    parts.append(
        f"In Russian only: {_counted(state.ru.alone, 'document')}; in English only:"
        f" {_counted(state.en.alone, 'document')}; undated: {_counted(state.undated, 'document')}; of doubtful"
        f" recognition: {ru} of the Russian and {en} of the English words,"
        f" {_counted(state.doubtful_documents, 'document')}."
    )
    parts.append(f"Similar words that may be misread: {_misses(account)}." if account.near_misses else
                 "No similar word that may be misread occurs.")  # fmt: skip
    return " ".join(parts)


def _russian(account: Account) -> str:
    results, state = account.results, account.state
    found = "ничего не найдено" if not results.total else f"найдено фрагментов: {_number(results.total)}"
    counts = {"по переводу": results.total_by_translation, "по смыслу": results.total_by_meaning}
    if results.total and any(counts.values()):
        listed = [f"{how}: {_number(count)}" for how, count in counts.items() if count]
        found += f" ({', '.join([f'как в запросе: {_number(results.total_literal)}', *listed])})"
    begin = (
        f"По запросу «{results.query}» (bisearch {__version__}, {account.made}) {found}; просмотрено документов:"
        f" {_number(state.documents)} (фрагментов: {_number(state.passages)}; слов: русских {_number(state.ru.words)},"
        f" английских {_number(state.en.words)}); индекс {account.signature.index_id[:8]}, версия"
        f" {account.signature.generation} ({account.signature.commit_id[:8]}) от {account.committed}."
    )
    parts = [begin]
    if account.filters:
        undated = f"; исключено недатированных: {_number(account.left_undated)}" if account.left_undated else ""
        parts.append(
            f"Условия отбора: {account.filters}; отобрано документов: {_number(state.documents)} из"
            f" {_number(state.documents_in_all)}{undated}; число фрагментов с каждым словом указано по всему собранию."
        )
    looked_up = _looked_up(account, "ru")
    parts.append(f"Искали: {looked_up}." if looked_up else "Слов для поиска не было.")
    parts.append(
        f"Документов только на русском языке: {_number(state.ru.alone)}, только на английском:"
        f" {_number(state.en.alone)}; без даты: {_number(state.undated)}; доля слов с сомнительным распознаванием:"
        f" {_percent(state.ru.doubtful_share, 'ru')} русских и {_percent(state.en.doubtful_share, 'ru')} английских;"
        f" документов с сомнительным распознаванием: {_number(state.doubtful_documents)}."
    )
    parts.append(f"Сходные слова, возможные ошибки распознавания: {_misses(account)}." if account.near_misses else
                 "Сходных слов, похожих на ошибки распознавания, нет.")  # fmt: skip
    return " ".join(parts)


def _looked_up(account: Account, language: Side) -> str:
    """Return what was looked up on each side, each with the number of passages that have it."""
    parts = []
    for side in SIDES:
        forms: dict[str, int | None] = {}
        for each in account.looked_up:
            if each.side == side:
                forms |= {form: passages for form, _, passages in each.alternatives if form not in forms}
        shown = [f"{form} ({passages if passages is not None else '?'})" for form, passages in forms.items()]
        more = len(shown) - MAX_FORMS
        rest = (f" and {more:,} more" if language == "en" else f" и ещё {_number(more)}") if more > 0 else ""
        if shown:
            parts.append(f"{_LANGUAGES[language][side]} {', '.join(shown[:MAX_FORMS])}{rest}")
    return "; ".join(parts)


def _misses(account: Account) -> str:
    unknown = [each for each in account.near_misses if not each.is_known] or list(account.near_misses)
    return ", ".join(f"{each.form} ({each.passages:,})" for each in unknown[:MAX_MISSES])


def _counted(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def _number(value: int) -> str:
    """Return a number with the narrow no-break spaces of Russian typography."""
    return f"{value:,}".replace(",", "\u202f") if value >= 10_000 else str(value)


def _percent(share: float, language: Side = "en") -> str:
    text = f"{100 * share:.1f}"
    return f"{text.replace('.', ',')} %" if language == "ru" else f"{text} %"
