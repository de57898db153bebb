"""The relay as one web application: HTTP routes, two websocket endpoints, and headers on every answer."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, MutableMapping
from typing import Any

from fastapi import Depends, FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from protocol.errors import AttendedError, NothingHere, RequestMalformed, Unforeseen
from relay.api import afterwards, people, public, sessions, tickets
from relay.api.guard import error_answer, may_read_log, under_rules
from relay.api.parts import Parts
from relay.log.http import log_router
from relay.sockets import Sockets

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Application = Callable[[MutableMapping[str, Any], Receive, Send], Awaitable[None]]

_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; font-src 'self'; "
        "connect-src 'self' {socket}; worker-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'none'; "
        "frame-ancestors 'none'; require-trusted-types-for 'script'"
    ),
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), display-capture=()",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}


class Headers:
    """Puts the same headers on every HTTP answer, and refuses requests that were meant for another host."""

    def __init__(self, app: Application, origin: str, hosts: frozenset[str]) -> None:
        self._app, self._hosts = app, hosts
        socket = origin.replace("http", "ws", 1)
        headers = {name: value.format(socket=socket) for name, value in _HEADERS.items()}
        if origin.startswith("https"):
            headers["Strict-Transport-Security"] = "max-age=31536000"
        self._headers = [(name.lower().encode(), value.encode()) for name, value in headers.items()]

    async def __call__(self, scope: MutableMapping[str, Any], receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
            return
        host = next((value.decode("latin-1") for name, value in scope["headers"] if name == b"host"), "")
        # Another name that leads here (DNS rebinding) would let a foreign page count as this origin.
        if host.lower() not in self._hosts:
            if scope["type"] == "websocket":
                await receive()
                await send({"type": "websocket.close", "code": 1008})
            else:
                await error_answer(NothingHere())(scope, receive, self._adding(send))
            return
        await self._app(scope, receive, send if scope["type"] == "websocket" else self._adding(send))

    def _adding(self, send: Send) -> Send:
        async def add(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message.get("headers", []), *self._headers]
            await send(message)

        return add


def make_app(parts: Parts, hosts: frozenset[str]) -> Application:
    """Build the application from the relay's parts; `hosts` are the names that it answers to."""
    services = parts.services
    app = FastAPI(title="Attended relay", docs_url=None, redoc_url=None, openapi_url="/api/openapi.json")
    app.state.parts = parts
    for router in (people.router, tickets.router, sessions.router, afterwards.router):
        app.include_router(router, dependencies=[Depends(under_rules)])
    app.include_router(public.router)
    app.include_router(log_router(lambda: services.logbook.log, may_read_log), prefix="/log")
    sockets = Sockets(services, parts.agent_tickets, parts.technician_tickets)

    @app.exception_handler(AttendedError)
    async def documented(_request: Request, error: AttendedError) -> JSONResponse:
        return error_answer(error)

    @app.exception_handler(RequestValidationError)
    async def malformed(_request: Request, _error: RequestValidationError) -> JSONResponse:
        return error_answer(RequestMalformed())

    @app.exception_handler(HTTPException)
    async def other(_request: Request, error: HTTPException) -> JSONResponse:
        answer = error_answer(NothingHere())
        answer.status_code = error.status_code
        return answer

    @app.exception_handler(Exception)
    async def unforeseen(request: Request, error: Exception) -> JSONResponse:
        services.say.error("unforeseen", where=request.url.path, what=repr(error))
        answer = error_answer(Unforeseen())
        answer.status_code = 500
        return answer

    return Headers(Doors(app, {"/agent": sockets.agent, "/technician": sockets.technician}), services.origin, hosts)


class Doors:
    """
    Leads websockets to their own applications, and all else to the one behind.

    Not by a route of that one: each sealed message would pass through a dozen of its layers, on the way in and out.
    """

    def __init__(self, app: Application, sockets: Mapping[str, Application]) -> None:
        self._app, self._sockets = app, sockets

    async def __call__(self, scope: MutableMapping[str, Any], receive: Receive, send: Send) -> None:
        """Serve one request or one socket."""
        is_socket = scope["type"] == "websocket"
        await (self._sockets.get(scope["path"], self._app) if is_socket else self._app)(scope, receive, send)
