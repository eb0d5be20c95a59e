"""The state of a search page, which is its address: nothing is kept between requests."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Literal, TypeAlias, get_args
from urllib.parse import urlencode

from bisearch.searching.options import SearchOptions
from bisearch.searching.ranking import Sort

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from starlette.datastructures import QueryParams

    from bisearch.model import Side
    from bisearch.searching.results import Group
    from bisearch.server.settings import ServerSettings

View: TypeAlias = Literal["passages", "documents"]

# The facets beside the results, in this order, as far as the index has them.
FACETS = ("archive", "fond", "language", "sides", "author", "recipient", "translator", "contributor", "place", "year")
DEFAULT_LIMIT = 10
_MOST_CONTEXT = 5


@dataclass(frozen=True, slots=True)
class SearchState:
    """A search page as its address says it.

    Attributes:
        query: the query as typed.
        view: what is shown.
        only: the values of facets that documents must have; an empty value stands for an unknown one.
        date_from: the first date; empty for none.
        date_to: the last date; empty for none.
        sort: the order.
        lang: the side that is searched; empty for both.
        translate: whether translations are looked up.
        context: how many passages are shown before and after each hit.
        offset: how many hits are skipped.
        limit: how many hits are shown.
    """

    query: str = ""
    view: View = "passages"
    only: tuple[tuple[str, str], ...] = ()
    date_from: str = ""
    date_to: str = ""
    sort: Sort = "score"
    lang: str = ""
    translate: bool = True
    context: int = 0
    offset: int = 0
    limit: int = DEFAULT_LIMIT

    @property
    def asks(self) -> bool:
        """Whether there is anything to search for."""
        return bool(self.query.strip() or self.only or self.date_from or self.date_to)

    @property
    def document_filters(self) -> dict[str, Any]:
        """The options that decide which documents are looked at, by the names of `SearchOptions`."""
        return {
            "date_from": self.date_from or None,
            "date_to": self.date_to or None,
            "facet_values": {facet: value or None for facet, value in self.only} or None,
        }

    @property
    def filters(self) -> dict[str, Any]:
        """The options that decide which passages are found, by the names of `SearchOptions`."""
        return {**self.document_filters, "lang": self.lang or None, "translate": self.translate}

    def options(self, settings: ServerSettings, facets: tuple[str, ...] = ()) -> SearchOptions:
        """Return the options of the search.

        Args:
            settings: the settings of the server.
            facets: the facets to count.

        Raises:
            ValueError: an option has an impossible value.
        """
        group: Group = "document" if self.view == "documents" or not self.query.strip() else "passage"
        return SearchOptions(
            limit=self.limit,
            offset=self.offset,
            sort=self.sort,
            context=self.context,
            group=group,
            lenient=True,
            facets=facets,
            timeout=settings.timeout,
            **self.filters,
        )

    def parameters(self) -> list[tuple[str, str]]:
        """Return the parameters of the address, without those that have their defaults."""
        named = {
            "q": self.query, "view": self.view, "from": self.date_from, "to": self.date_to, "sort": self.sort,
            "lang": self.lang, "translate": "" if self.translate else "no", "context": str(self.context or ""),
            "offset": str(self.offset or ""), "limit": str(self.limit),
        }  # fmt: skip
        default = {"view": "passages", "sort": "score", "limit": str(DEFAULT_LIMIT)}
        found = [(name, value) for name, value in named.items() if value and default.get(name) != value]
        return found + [("only", f"{facet}:{value}") for facet, value in self.only]

    def changed(self, **changes: Any) -> SearchState:
        """Return the state with some attributes changed, from its first hit on."""
        return replace(self, **{"offset": 0, **changes})

    def with_only(self, facet: str, value: str | None) -> SearchState:
        """Return the state with a value of a facet that documents must have; the same value again takes it away."""
        others = tuple(pair for pair in self.only if pair[0] != facet)
        wanted = (facet, value or "")
        return self.changed(only=others if wanted in self.only else (*others, wanted))


def search_state(parameters: QueryParams, settings: ServerSettings) -> SearchState:
    """Return the state of an address.

    Raises:
        ValueError: a parameter has an impossible value; the message names it.
    """
    limit = number(parameters, "limit", DEFAULT_LIMIT, settings.page_size)
    return SearchState(
        query=parameters.get("q", ""),
        view=choice(parameters, "view", get_args(View)),
        only=tuple(named_values("only", "FACET:VALUE", parameters.getlist("only")).items()),
        date_from=parameters.get("from", "").strip(),
        date_to=parameters.get("to", "").strip(),
        sort=choice(parameters, "sort", get_args(Sort)),
        lang=choice(parameters, "lang", ("", "ru", "en")),
        translate=choice(parameters, "translate", ("yes", "no")) == "yes",
        context=number(parameters, "context", 0, _MOST_CONTEXT),
        offset=number(parameters, "offset", 0, 10**9),
        limit=limit,
    )


def encoded(parameters: Iterable[tuple[str, str]] | Mapping[str, str]) -> str:
    """Return parameters as the end of an address, with its question mark; empty for none."""
    text = urlencode(list(parameters.items() if hasattr(parameters, "items") else parameters), errors="replace")
    return f"?{text}" if text else ""


def side_of(value: str) -> Side | None:
    """Return a side of the interface's parameter; None for both."""
    return "ru" if value == "ru" else "en" if value == "en" else None


def named_values(parameter: str, form: str, given: Iterable[str]) -> dict[str, str]:
    """Return the names and values of a parameter that may be repeated; of a name given twice, the last value.

    Args:
        parameter: its name, for the message.
        form: what each of its values is like, for the message: a name, a colon and a value.
        given: its values.

    Raises:
        ValueError: a value has no name or no colon.
    """
    found = {}
    for each in given:
        name, colon, value = each.partition(":")
        if not colon or not name:
            raise ValueError(f"{parameter} must be {form}, not {each!r:.60}")
        found[name] = value
    return found


def choice(parameters: QueryParams, name: str, choices: tuple[Any, ...]) -> Any:
    """Return a parameter that must be one of some values, of which the first is the default.

    Raises:
        ValueError: it is another one.
    """
    value = parameters.get(name, choices[0]) or choices[0]
    if value not in choices:
        raise ValueError(f"{name} must be one of {', '.join(filter(None, choices))}, not {value!r:.60}")
    return value


def number(parameters: QueryParams, name: str, default: int, most: int) -> int:
    """Return a parameter that is a number; one that is too great is made smaller.

    Raises:
        ValueError: it is no number, or below 0.
    """
    value = parameters.get(name, "") or str(default)
    if not (value.isascii() and value.isdecimal()) or len(value) > 10:
        raise ValueError(f"{name} must be a number of at least 0, not {value!r:.60}")
    return min(int(value), most)
