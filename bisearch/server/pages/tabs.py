"""The ways to see what a query finds, as tabs above each of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import quote

from bisearch.analysis.stop_words import is_stop_word
from bisearch.analysis.tokenizer import tokenize

if TYPE_CHECKING:
    from bisearch.server.pages.page import PageRequest
    from bisearch.server.search_state import SearchState


class Tab(NamedTuple):
    """A tab.

    Attributes:
        label: what it shows.
        address: its page.
        is_current: whether it is the present page.
    """

    label: str
    address: str
    is_current: bool


def tabs(request: PageRequest, state: SearchState, current: str) -> list[Tab]:
    """Return the tabs of a query; a search by filters alone has documents only.

    Args:
        request: the request.
        state: the search.
        current: the name of the present tab.
    """
    parameters = state.changed(view="passages", sort="score", context=0).parameters()
    addresses = {
        "passages": request.address("/search", state.changed(view="passages").parameters()),
        "documents": request.address("/search", state.changed(view="documents").parameters()),
    }
    if state.query.strip():
        addresses["concordance"] = request.address("/concordance", parameters)
        addresses["time"] = request.address("/frequencies", parameters)
        word = first_word(state.query)
        if word:
            addresses["words"] = request.address(f"/words/{quote(word, safe='')}")
            others = [(name, value) for name, value in parameters if name != "q"]
            addresses["collocates"] = request.address("/collocates", [("q", word), *others])
    else:
        del addresses["passages"]
    return [Tab(request.ui(f"{name}_view"), address, name == current) for name, address in addresses.items()]


def first_word(query: str) -> str:
    """Return the first word of a query that has a meaning of its own; empty if there is none."""
    words = [token.form for token in tokenize(query) if token.form.isalpha()]
    return next((word for word in words if not is_stop_word(word)), words[0] if words else "")
