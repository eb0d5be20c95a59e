"""The parameters of the API, which are those of the library's calls."""

# FastAPI reads the annotations at run time, so these imports are not for the type checker alone.
from typing import Annotated, Any, Literal, TypeAlias

from pydantic import BaseModel, ConfigDict, Field

from bisearch.audit.findings import Kind
from bisearch.citing.styles import CitationStyle
from bisearch.export.formats import ExportFormat
from bisearch.model import Side
from bisearch.searching.ranking import Sort
from bisearch.searching.results import Group
from bisearch.server.search_state import named_values
from bisearch.statistics.options import MAX_WINDOW, ConcordanceSort, Measure, Widening

MOST_HITS = 100
_MOST_OFFSET = 10**9
_LIST = 20

Text: TypeAlias = Annotated[str, Field(max_length=2000)]
Texts: TypeAlias = Annotated[list[Text], Field(max_length=_LIST)]
Count: TypeAlias = Annotated[int, Field(ge=0, le=MOST_HITS)]
Reference: TypeAlias = Annotated[str, Field(min_length=1, max_length=2000)]


class Parameters(BaseModel):
    """Parameters of a call; an unknown one is an error."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Filtered(Parameters):
    """Filters by date, metadata field and facet."""

    date_from: Annotated[
        Text | None, Field(description="Keep documents that may date from this day, month, year or later.")
    ] = None
    date_to: Annotated[
        Text | None, Field(description="Keep documents that may date from this day, month, year or earlier.")
    ] = None
    fields: Annotated[Texts, Field(description="NAME:WORDS keeps documents whose field has all these words.")] = []
    facet_values: Annotated[
        Texts, Field(description="FACET:VALUE keeps documents of this value; an empty VALUE, those of an unknown one.")
    ] = []

    def document_filters(self) -> dict[str, Any]:
        """Return the filters by the names of `SearchOptions`.

        Raises:
            ValueError: a pair has no colon, or no name before it.
        """
        facets = named_values("facet_values", "NAME:VALUE", self.facet_values)
        return {
            "date_from": self.date_from,
            "date_to": self.date_to,
            "fields": named_values("fields", "NAME:VALUE", self.fields) or None,
            "facet_values": {name: value or None for name, value in facets.items()} or None,
        }


class Matching(Filtered):
    """How a query is matched; see `SearchOptions`."""

    lang: Annotated[Side | None, Field(description="Search this side only.")] = None
    translate: Annotated[bool, Field(description="Also look translations up.")] = True
    names: Annotated[bool, Field(description="Also look up other spellings of names.")] = True
    abbreviations: Annotated[bool, Field(description="Also look up synonyms and abbreviations.")] = True
    dates: Annotated[bool, Field(description="Look dates up in every notation.")] = True
    meaning: Annotated[bool, Field(description="Rank by words and meaning in an archive with vectors.")] = True
    titles: Annotated[bool, Field(description="Also find documents by their titles.")] = True
    lenient: Annotated[bool, Field(description="Mend a query with mistakes, with notes, in place of an error.")] = False

    def options(self) -> dict[str, Any]:
        """Return the options by the names of `SearchOptions`."""
        names = ("lang", "translate", "names", "abbreviations", "dates", "meaning", "titles", "lenient")
        return {**self.document_filters(), **{name: getattr(self, name) for name in names}}


class Paged(Parameters):
    """A page of a list."""

    limit: Annotated[Count, Field(description="The greatest number of records.")] = 10
    offset: Annotated[int, Field(ge=0, le=_MOST_OFFSET, description="How many records to skip.")] = 0
    commit: Annotated[
        Text | None, Field(description="The commit of the first page, as `next` has it; 409 if there is a newer one.")
    ] = None


class Counted(Filtered):
    """What counts are made from; see `CountOptions`."""

    widen: Annotated[list[Widening], Field(max_length=_LIST, description="Also count these of each word.")] = []
    filters: Annotated[Text, Field(description="A query of filters alone.")] = ""

    def count_options(self) -> dict[str, Any]:
        """Return the options by the names of `CountOptions`."""
        return {**self.document_filters(), "filters": self.filters, "widen": tuple(self.widen)}


class CountedPlain(Filtered):
    """What counts of words alone are made from."""

    filters: Annotated[Text, Field(description="A query of filters alone.")] = ""

    def count_options(self) -> dict[str, Any]:
        """Return the options by the names of `CountOptions`."""
        return {**self.document_filters(), "filters": self.filters}


class Search(Matching, Paged):
    """Parameters of `Index.search`."""

    query: Annotated[Text, Field(description="A query in the query language.")] = ""
    sort: Sort = "score"
    context: Annotated[int, Field(ge=0, le=5, description="Passages before and after each hit.")] = 0
    suggest: Annotated[bool, Field(description="Suggest other words for those that match nothing.")] = True
    group: Group | None = None
    best: Annotated[int | None, Field(ge=0, le=10, description="Passages to give of each document.")] = None
    marks: Annotated[bool, Field(description="Find where each hit matched.")] = True
    facets: Annotated[Texts, Field(description="Names of facets to count.")] = []
    k1: Annotated[float | None, Field(ge=0, description="The parameter k1 of BM25.")] = None
    b: Annotated[float | None, Field(ge=0, le=1, description="The parameter b of BM25.")] = None
    explain: Annotated[bool, Field(description="Add what each word was looked up as.")] = False

    def options(self) -> dict[str, Any]:
        """Return the options by the names of `SearchOptions`."""
        names = ("limit", "offset", "sort", "context", "suggest", "group", "best", "marks", "k1", "b")
        return {**super().options(), **{name: getattr(self, name) for name in names}, "facets": tuple(self.facets)}


class Like(Paged):
    """Parameters of `Index.like`: a reference or a text."""

    reference: Annotated[Reference | None, Field(description="The permanent reference to a passage.")] = None
    text: Annotated[Text | None, Field(description="A text in either language.")] = None
    lang: Annotated[Side | None, Field(description="Compare this side only.")] = None


class Facets(Matching):
    """Parameters of `Index.facets`."""

    query: Text = ""
    by: Annotated[Texts, Field(description="Names of facets.")] = ["year", "archive", "language", "sides"]


class Documents(Paged):
    """Parameters of `Index.documents`."""

    query: Text = ""
    date_from: Text | None = None
    date_to: Text | None = None
    fields: Annotated[Texts, Field(description="NAME:WORDS keeps documents whose field has all these words.")] = []
    sides: Literal["ru", "en", "both"] | None = None
    sort: Literal["id", "date", "title"] = "id"

    def options(self) -> dict[str, Any]:
        """Return the arguments of `Index.documents` other than the query."""
        names = ("date_from", "date_to", "sides", "sort")
        return {
            **{name: getattr(self, name) for name in names},
            "fields": named_values("fields", "NAME:VALUE", self.fields) or None,
        }


class OneDocument(Parameters):
    """The id of a document."""

    id: Annotated[Reference, Field(description="The id of a document, in full.")]


class OnePassage(Parameters):
    """A permanent reference."""

    reference: Annotated[Reference, Field(description="The permanent reference to a passage.")]


class Cite(Parameters):
    """Parameters of `Index.cite`."""

    reference: Annotated[
        list[Reference],
        Field(min_length=1, max_length=MOST_HITS, description="Ids of documents or permanent references."),
    ]
    style: CitationStyle = "chicago"


class Export(Matching):
    """Parameters of `Index.export`."""

    query: Annotated[Text, Field(description="A query; give this or references.")] = ""
    reference: Annotated[
        list[Reference], Field(max_length=MOST_HITS, description="Ids of documents or permanent references.")
    ] = []
    format: ExportFormat
    sort: Sort = "score"
    sample: Annotated[int | None, Field(ge=1, le=10_000, description="Draw this many hits at random.")] = None
    seed: Annotated[int, Field(ge=0, le=_MOST_OFFSET, description="The number that the sample depends on.")] = 0
    style: Literal["chicago", "gost"] = "chicago"
    bom: Annotated[bool, Field(description="Begin CSV with a byte order mark.")] = False


class Concordance(Counted, Paged):
    """Parameters of `Index.concordance`."""

    query: Text
    sort: ConcordanceSort = "right"
    side: Side | None = None


class Frequencies(Counted):
    """Parameters of `Index.frequencies`."""

    queries: Annotated[list[Text], Field(min_length=1, max_length=6, description="Words or phrases.")]
    by: Annotated[Text, Field(description="The name of a facet.")] = "year"
    side: Side | None = None


class Collocates(Counted):
    """Parameters of `Index.collocates`."""

    word: Text
    side: Side | None = None
    window: Annotated[int, Field(ge=1, le=MAX_WINDOW, description="The words before and after that are near.")] = 5
    measure: Measure = "log_dice"
    limit: Count = 20
    at_least: Annotated[int, Field(ge=1, le=_MOST_OFFSET, description="The least number of occurrences near it.")] = 1
    function_words: bool = False


class Keywords(CountedPlain):
    """Parameters of `Index.keywords`."""

    target: Annotated[Text, Field(description="A query of filters alone, which chooses the part.")]
    reference: Annotated[Text | None, Field(description="Chooses the part to compare with; else all others.")] = None
    side: Side = "ru"
    limit: Count = 20
    at_least: Annotated[int, Field(ge=1, le=_MOST_OFFSET, description="The least number of occurrences.")] = 1
    function_words: bool = False


class Translate(CountedPlain):
    """Parameters of `Index.translate`."""

    word: Annotated[Text, Field(description="A word of either language, in any form.")]
    limit: Annotated[int, Field(ge=1, le=MOST_HITS, description="The greatest number of translations.")] = 20
    passages: Annotated[int, Field(ge=0, le=2000, description="How many of the word's passages to read.")] = 200


class Audit(Matching, Paged):
    """Parameters of `Index.audit`."""

    query: Text = ""
    kinds: Annotated[list[Kind] | None, Field(max_length=_LIST, description="The kinds of questions.")] = None


class Account(Matching):
    """Parameters of `Index.account`."""

    query: Text


class Manuscript(Parameters):
    """The body of a request to `Index.verify`."""

    manuscript: Annotated[str, Field(max_length=60_000, description="The text of a manuscript.")]
