"""The account of a search as text: what was looked up, and in what."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bisearch.render.wording import counted
from bisearch.sanitizing import clean

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bisearch.statistics.account_record import Account
    from bisearch.statistics.text_state import SideState

# At most this many alternatives of a word are printed; the library returns all.
MAX_ALTERNATIVES = 12


def account_lines(account: Account) -> Iterator[str]:
    """Yield the lines of an account, safe to print; each paragraph after an empty line."""
    yield from ("", "Looked up, with the number of passages that have it:")
    for each in account.looked_up:
        shown = [
            f"{form} {passages:,}" if passages is not None else form
            for form, _, passages in each.alternatives[:MAX_ALTERNATIVES]
        ]
        hidden = len(each.alternatives) - len(shown)
        rest = f", and {hidden:,} more" if hidden else ""
        yield clean(f"   {each.side}  {each.word}, {each.why}: {', '.join(shown)}{rest}; {each.passages:,} in all")
    if not account.looked_up:
        yield "   nothing"
    yield from ("", "Similar words that a scanner may have made of it:")
    for miss in account.near_misses:
        known = ", a word of the dictionaries" if miss.is_known else ""
        yield clean(f"   {miss.side}  {miss.word}: {miss.form}, {counted(miss.passages, 'passage')}{known}")
    if not account.near_misses:
        yield "   none"
    yield from ("", "Searched:", *_state_lines(account))
    yield from ("", clean(account.sentence_en), "", clean(account.sentence_ru))


def _state_lines(account: Account) -> Iterator[str]:
    state = account.state
    of_all = f"{counted(state.documents, 'document')} of {state.documents_in_all:,}"
    yield f"   {of_all}, {counted(state.passages, 'passage')}"
    if account.filters:
        left_out = f"; {counted(account.left_undated, 'undated document')} left out" if account.left_undated else ""
        yield clean(f"   filters: {account.filters}{left_out}")
    yield _side_line("Russian", "English", state.ru)
    yield _side_line("English", "Russian", state.en)
    yield f"   undated: {counted(state.undated, 'document')}"
    yield f"   of doubtful recognition: {counted(state.doubtful_documents, 'document')}"
    yield clean(f"   {account.signature}; committed {account.committed}")


def _side_line(language: str, other: str, side: SideState) -> str:
    return (
        f"   {language}: {counted(side.documents, 'document')}, {counted(side.words, 'word')},"
        f" {100 * side.doubtful_share:.1f} % of them doubtful; without {other}: {counted(side.alone, 'document')} and"
        f" {counted(side.alone_passages, 'passage')} of the others"
    )
