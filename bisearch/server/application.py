"""The application of a server: which address leads to which page, and what an error looks like."""

from __future__ import annotations

from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import jinja2
from fastapi import FastAPI
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response, StreamingResponse
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles

from bisearch.errors import (
    BisearchError,
    CorrectionError,
)
from bisearch.sanitizing import clean
from bisearch.server.api.application import api_application
from bisearch.server.downloads import Download, download
from bisearch.server.guard import Guard
from bisearch.server.interface import LANGUAGES, interface, preferred
from bisearch.server.marking import language_of, marked, shown, spans, web_address
from bisearch.server.pages.audit import audit_page
from bisearch.server.pages.corrections import ForbiddenError, corrected, corrections_page
from bisearch.server.pages.counts import collocates_page, concordance_page, frequencies_page, keywords_page
from bisearch.server.pages.document import document_page
from bisearch.server.pages.like import like_page
from bisearch.server.pages.page import Page, PageRequest
from bisearch.server.pages.search import home_page, search_page
from bisearch.server.pages.selection import selection_page
from bisearch.server.pages.words import words_page
from bisearch.server.problems import problem_of
from bisearch.server.search_state import encoded, side_of
from bisearch.server.settings import ServerSettings
from bisearch.server.work import BusyError, WorkQueue
from bisearch.version import __version__

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Sequence

    from starlette.requests import Request
    from starlette.types import ASGIApp

    from bisearch.index import Index
    from bisearch.model import Side
    from bisearch.server.archives import Archive
    from bisearch.server.assistants.serving import AssistantRoutes
    from bisearch.server.interface import Interface

_FOLDER = Path(__file__).parent
_RETRY_AFTER_SECONDS = "2"


def application(archives: Sequence[Archive], settings: ServerSettings | None = None) -> ASGIApp:
    """Return the application that shows archives, for any ASGI server.

    One archive is at ``/``; several are at ``/NAME/`` each, and ``/`` lists them.

    Args:
        archives: the open archives; the application closes them when it ends.
        settings: the settings; None takes the defaults, which answer this machine only.
    """
    settings = settings or ServerSettings()
    queue = WorkQueue(settings.searches, settings.waiting)
    routes: list[BaseRoute] = [
        Route("/healthz", partial(_health, archives)),
        Mount("/static", StaticFiles(directory=_FOLDER / "static"), name="static"),
    ]
    assistants = [_assistants(each, settings, queue) for each in archives if settings.assistants]
    is_listed = len(archives) > 1
    applications = [_archive_application(each, settings, queue, is_listed=is_listed) for each in archives]
    for app, group in zip(applications, assistants, strict=False):
        app.router.routes[:0] = group.routes
    if not is_listed:
        routes += [Mount("/", applications[0])]
    else:
        routes += [Mount(f"/{each.name}", app) for each, app in zip(archives, applications, strict=True)]
        routes += [Route("/", partial(_list_of_archives, archives))]
    return Guard(Starlette(routes=routes, lifespan=partial(_running, archives, assistants)), settings)


def _assistants(archive: Archive, settings: ServerSettings, queue: WorkQueue) -> AssistantRoutes:
    from bisearch.server.assistants.serving import AssistantRoutes  # noqa: PLC0415 -- only who asks has its SDK

    return AssistantRoutes(archive, settings, queue)


@asynccontextmanager
async def _running(
    archives: Sequence[Archive], assistants: Sequence[AssistantRoutes], app: Starlette
) -> AsyncIterator[None]:
    del app
    async with AsyncExitStack() as stack:
        for group in assistants:
            await stack.enter_async_context(group.running())
        yield
    for archive in archives:
        archive.close()


class _Pages:
    """The pages of one archive.

    Args:
        archive: the archive.
        settings: the settings of the server.
        queue: the queue in which requests work.
        is_listed: whether the server has a list of several archives.
    """

    def __init__(self, archive: Archive, settings: ServerSettings, queue: WorkQueue, *, is_listed: bool) -> None:
        self._archive, self._settings, self._queue, self._is_listed = archive, settings, queue, is_listed

    def routes(self) -> list[BaseRoute]:
        return [
            Route("/", self._page(home_page)),
            Route("/search", self._page(search_page, "search")),
            Route("/concordance", self._page(concordance_page, "concordance")),
            Route("/frequencies", self._page(frequencies_page, "frequencies")),
            Route("/collocates", self._page(collocates_page, "collocates")),
            Route("/keywords", self._page(keywords_page, "keywords")),
            Route("/audit", self._page(audit_page, "audit")),
            Route("/corrections", self._page(corrections_page, "corrections")),
            Route("/corrections", self._correct, methods=["POST"]),
            Route("/words/{word:path}", self._words),
            Route("/like", self._page(like_page, "like")),
            Route("/selection", self._page(selection_page, "selection")),
            Route("/d", self._document),
            Route("/d/{id:path}", self._document),
            Route("/help", self._page(lambda _: Page("help.html", {}))),
        ]

    def _page(self, make: Callable[[PageRequest], Page], kind: str = "") -> Callable[[Request], Any]:
        async def answer(request: Request) -> Response:
            return await self._answer(request, make, kind)

        return answer

    async def _document(self, request: Request) -> Response:
        id_ = request.path_params.get("id") or request.query_params.get("id", "")
        return await self._answer(request, partial(document_page, id_=id_), "document", id_)

    async def _correct(self, request: Request) -> Response:
        body = await request.body()
        return await self._done(request, partial(self._corrected, request, body))

    async def _words(self, request: Request) -> Response:
        return await self._answer(request, partial(words_page, word=request.path_params["word"]), "")

    async def _answer(
        self, request: Request, make: Callable[[PageRequest], Page], kind: str, reference: str = ""
    ) -> Response:
        return await self._done(request, partial(self._made, request, make, kind, reference))

    async def _done(self, request: Request, call: Callable[[], Response]) -> Response:
        """Return the answer of a call, or the page that says that too many others wait."""
        try:
            return await self._queue.run(call)
        except BusyError as error:
            page = replace(_failed(error), headers={"Retry-After": _RETRY_AFTER_SECONDS})
            return _html(request, self._asked(request, self._archive.index), page)

    def _made(self, request: Request, make: Callable[[PageRequest], Page], kind: str, reference: str) -> Response:
        index = self._archive.newest()
        etag = self._archive.etag(index.version)
        headers = {"ETag": etag, "Cache-Control": "no-cache, private", "Vary": "Accept-Language, Authorization"}
        if etag in request.headers.get("if-none-match", ""):
            return Response(status_code=304, headers=headers)
        asked = self._asked(request, index)
        answer = _work(asked, make, kind, reference)
        if isinstance(answer, Download):
            return StreamingResponse(
                answer.content, media_type=answer.media_type, headers={**headers, **answer.disposition()}
            )
        return _html(request, asked, answer, headers if answer.status == 200 else {})

    def _corrected(self, request: Request, body: bytes) -> Response:
        asked, headers = self._asked(request, self._archive.newest()), request.headers
        answer = _correction(asked, body, headers.get("origin", ""), headers.get("host", ""))
        return RedirectResponse(answer, 303) if isinstance(answer, str) else _html(request, asked, answer)

    def _asked(self, request: Request, index: Index) -> PageRequest:
        return PageRequest(
            self._archive,
            index,
            request.query_params,
            self._settings,
            _interface_of(request),
            _named_language(request) is not None,
            _path(request.scope.get("root_path", "")),
            f"{_root(request)}/" if self._is_listed else "",
        )

    async def not_found(self, request: Request, error: Exception) -> Response:
        """Return the page of an address that leads nowhere, or of a method that is not allowed."""
        status = error.status_code if isinstance(error, HTTPException) else 500
        asked = self._asked(request, self._archive.index)
        title = "There is no such page" if status == 404 else "The server refuses this"
        return _html(request, asked, _error(status, title))


def _archive_application(archive: Archive, settings: ServerSettings, queue: WorkQueue, *, is_listed: bool) -> FastAPI:
    pages = _Pages(archive, settings, queue, is_listed=is_listed)
    app = FastAPI(
        title=archive.title, version=__version__, docs_url=None, redoc_url=None, openapi_url=None,
        exception_handlers={HTTPException: pages.not_found},
    )  # fmt: skip
    app.router.routes.append(Mount("/api/v1", api_application(archive, settings, queue)))
    app.router.routes.extend(pages.routes())
    return app


def _work(asked: PageRequest, make: Callable[[PageRequest], Page], kind: str, reference: str) -> Page | Download:
    """Return the answer to a request; an error that the reader can mend becomes a page that says how."""
    try:
        return (download(asked, kind, reference) if kind else None) or make(asked)
    except (BisearchError, ValueError) as error:
        return _failed(error)


def _correction(asked: PageRequest, body: bytes, origin: str, host: str) -> Page | str:
    """Return the address to show after a correction, or the page that says why it was not made."""
    try:
        return corrected(asked, body, origin, host)
    except ForbiddenError as error:
        return _error(403, str(error))
    except (CorrectionError, ValueError, TypeError) as error:
        return _error(400, "The correction was not made", str(error))
    except BisearchError as error:
        return _failed(error)


def _failed(error: Exception) -> Page:
    """Return the page of an error: what is wrong, and what to do about it."""
    problem = problem_of(error)
    return _error(problem.status, problem.title, problem.detail, problem.remedy)


def _error(status: int, title: str, detail: str = "", remedy: str = "") -> Page:
    """Return the page of an error; its texts are English, and the page translates them."""
    return Page("error.html", {"title": title, "detail": detail, "remedy": remedy}, status)


def _html(request: Request, asked: PageRequest, page: Page, headers: dict[str, str] | None = None) -> HTMLResponse:
    parameters = [(name, value) for name, value in request.query_params.multi_items() if name != "ui"]
    path = request.scope["path"].removeprefix(request.scope.get("root_path", ""))
    own = f"{asked.root}{quote(path)}"
    languages = [
        (other, interface(other)("language"), own + _with_ui(parameters, other)) for other in LANGUAGES[::-1]
    ]  # fmt: skip
    values = {
        "ui": asked.ui,
        "request": asked,
        "archive": asked.archive,
        "languages": languages,
        "version": __version__,
        "query": request.query_params.get("q", ""),
        "static": f"{_root(request)}/static",
        "alternate": _alternate(own, parameters),
        **page.values,
    }
    text = _TEMPLATES.get_template(page.template).render(values)
    return HTMLResponse(text, page.status, {"Content-Language": asked.ui.language, **(headers or {}), **page.headers})


def _root(request: Request) -> str:
    """Return the path of the server, without that of the archive."""
    return _path(request.scope.get("app_root_path", request.scope.get("root_path", "")))


def _path(root: str) -> str:
    """Return a path that others are appended to, as an address has it."""
    return quote(root.rstrip("/"))


def _named_language(request: Request) -> Side | None:
    """Return the language of the interface that an address names; None if it names none."""
    return side_of(request.query_params.get("ui", ""))


def _interface_of(request: Request) -> Interface:
    """Return the interface in the language that the address names, or else the browser prefers."""
    return interface(_named_language(request) or preferred(request.headers.get("accept-language", "")))


def _with_ui(parameters: list[tuple[str, str]], language: str) -> str:
    return encoded([*parameters, ("ui", language)])


def _alternate(own: str, parameters: list[tuple[str, str]]) -> str:
    """Return the address of a page without the format, to which a format can be added."""
    return own + encoded([pair for pair in parameters if pair[0] != "format"] + [("format", "")])


def _health(archives: Sequence[Archive], request: Request) -> JSONResponse:
    del request
    try:
        return JSONResponse({"status": "ok", "archives": {each.name: each.newest().version for each in archives}})
    except BisearchError as error:
        return JSONResponse({"status": "failed", "reason": clean(str(error))}, 503)


async def _list_of_archives(archives: Sequence[Archive], request: Request) -> HTMLResponse:
    root = _root(request)
    language = [("ui", named)] if (named := _named_language(request)) is not None else []
    text = _TEMPLATES.get_template("archives.html").render(
        ui=_interface_of(request), root=root, version=__version__,
        archives=[(each, f"{root}/{quote(each.name)}/{encoded(language)}") for each in archives],
        languages=[(other, interface(other)("language"), f"{root}/?ui={other}") for other in LANGUAGES[::-1]],
    )  # fmt: skip
    return HTMLResponse(text)


def _environment() -> jinja2.Environment:
    """Return the templates, which clean and escape everything that is put into them."""
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(_FOLDER / "templates"),
        autoescape=True,
        finalize=shown,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals |= {
        "marked": marked,
        "language_of": language_of,
        "web_address": web_address,
        "spans": spans,
    }
    return environment


_TEMPLATES = _environment()
