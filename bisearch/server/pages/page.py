"""What every page is made of: the request that it answers, and the template with its values."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from bisearch.server.search_state import encoded
from bisearch.storage.permanent_references import permanent_reference_to

if TYPE_CHECKING:
    from collections.abc import Iterable

    from starlette.datastructures import QueryParams

    from bisearch.index import Index
    from bisearch.model import Metadata, Passage
    from bisearch.server.archives import Archive
    from bisearch.server.interface import Interface
    from bisearch.server.settings import ServerSettings

# A browser would take these parts of a path, or an empty one, for a way to another folder.
_FOLDERS = re.compile(r"(?:^|/)(?:\.{0,2})(?:/|$)")


@dataclass(frozen=True, slots=True)
class PageRequest:
    """A request for a page.

    Attributes:
        archive: the archive that is asked.
        index: its open index.
        parameters: the parameters of the address.
        settings: the settings of the server.
        ui: the messages in the language of the interface.
        names_language: whether the address names that language; then the links of the page do so too.
        root: the beginning of all addresses of this archive.
        list_path: the path of the list of the archives; empty if the server shows only one.
    """

    archive: Archive
    index: Index
    parameters: QueryParams
    settings: ServerSettings
    ui: Interface
    names_language: bool
    root: str
    list_path: str = ""

    @property
    def list_address(self) -> str:
        """The address of the list of the archives; empty if the server shows only one."""
        return self.list_path + encoded(self._language) if self.list_path else ""

    @property
    def _language(self) -> list[tuple[str, str]]:
        return [("ui", self.ui.language)] if self.names_language else []

    def address(self, path: str, parameters: Iterable[tuple[str, str]] = ()) -> str:
        """Return the address of a page of this archive.

        Args:
            path: its path, which begins with ``/``.
            parameters: the parameters of the address.
        """
        return f"{self.root}{path}{encoded([*parameters, *self._language])}"

    def form_action(self, path: str) -> str:
        """Return the address that a form sends its fields to, which replace the parameters."""
        return f"{self.root}{path}"

    def document_address(self, id_: str, parameters: Iterable[tuple[str, str]] = ()) -> str:
        """Return the address of a document, or of a passage by its permanent reference."""
        if _FOLDERS.search(id_):
            return self.address("/d", [("id", id_), *parameters])
        return self.address(f"/d/{quote(id_, safe='/', errors='replace')}", parameters)

    def passage_address(self, document: Metadata, passage: Passage, parameters: Iterable[tuple[str, str]] = ()) -> str:
        """Return the permanent address of a passage."""
        return self.document_address(str(permanent_reference_to(document.id, passage)), parameters)


@dataclass(frozen=True, slots=True)
class Page:
    """A page to render.

    Attributes:
        template: the name of its template.
        values: the values of the template.
        status: the HTTP status.
        headers: further HTTP headers.
    """

    template: str
    values: dict[str, Any]
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
