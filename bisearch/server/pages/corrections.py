"""The page of corrections, and the forms that make them."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import parse_qsl

from bisearch.errors import CorrectionError
from bisearch.indexing.correcting import Corrections
from bisearch.model import SIDES
from bisearch.server.guard import is_token
from bisearch.server.pages.page import Page
from bisearch.server.search_state import side_of

if TYPE_CHECKING:
    from bisearch.corrections.records import Correction
    from bisearch.server.pages.page import PageRequest

# Seconds that a correction waits while another process writes to the index.
_WAIT = 5.0
_MOST_FIELDS = 20
ACTIONS = ("merge", "split", "link", "unlink", "word", "name", "dismiss", "undo")


class ForbiddenError(Exception):
    """A correction has no right to be made; the message says why."""


def corrections_page(request: PageRequest) -> Page:
    """Return the page that lists all corrections, the newest first."""
    listed = Corrections(request.archive.path).list()
    return Page("corrections.html", {"listed": listed[::-1], "can_correct": can_correct(request)})


def can_correct(request: PageRequest) -> bool:
    """Return whether this server takes corrections."""
    return request.settings.corrections_token is not None


def corrected(request: PageRequest, body: bytes, origin: str, host: str) -> str:
    """Make the correction of a form; return the address to show then.

    Args:
        request: the request.
        body: the form, URL-encoded.
        origin: the Origin header.
        host: the Host header.

    Raises:
        ForbiddenError: the server takes no corrections, or the form is from another page or has a wrong token.
        CorrectionError: the correction cannot be made.
        BisearchError: as `Corrections`.
        ValueError: the form is malformed.
    """
    token = request.settings.corrections_token
    if token is None:
        raise ForbiddenError("This server takes no corrections")
    if origin.partition("://")[2] != host or not origin.startswith(("http://", "https://")):
        raise ForbiddenError("A correction must come from this archive's own page")
    form = dict(parse_qsl(body.decode("utf-8"), max_num_fields=_MOST_FIELDS))
    if not is_token(form.get("token", ""), token):
        raise ForbiddenError("The token is wrong")
    made = _made(Corrections(request.archive.path, who=form.get("who", "").strip(), wait=_WAIT), form)
    request.archive.newest()
    reference = form.get("reference", "")
    return request.document_address(made.document) if reference and made.document else request.address("/corrections")


def _made(corrections: Corrections, form: dict[str, str]) -> Correction:
    reference, note = form.get("reference", ""), form.get("note", "")
    match form.get("action", ""):
        case "merge":
            return corrections.align(reference, merge_next=True, note=note)
        case "split":
            return corrections.align(reference, split_at=(_count(form, "ru"), _count(form, "en")), note=note)
        case "link":
            return corrections.align(reference, link=form.get("other", ""), note=note)
        case "unlink":
            return corrections.align(reference, unlink=True, note=note)
        case "word":
            side = side_of(form.get("side", ""))
            return corrections.word(reference, form.get("word", ""), form.get("reading", ""), side=side, note=note)
        case "name":
            return corrections.name(form.get("spelling", ""), form.get("other", ""), note=note)
        case "dismiss":
            return corrections.dismiss(form.get("key", ""), note=note)
        case "undo":
            return corrections.undo(form.get("id", ""), note=note)
        case action:
            raise ValueError(f"action must be one of {', '.join(ACTIONS)}, not {action!r:.60}")


def _count(form: dict[str, str], side: str) -> int:
    value = form.get(f"split_{side}", "")
    if side not in SIDES or not (value.isascii() and value.isdecimal()) or len(value) > 4:
        raise CorrectionError(f"the number of {'Russian' if side == 'ru' else 'English'} sentences is needed")
    return int(value)
