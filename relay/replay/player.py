"""
The player's server: on this machine only, for whoever holds the link that it prints.

The page comes from the installed program, the recording from the opened file; nothing leaves this machine. What is
asked without the link's secret, from another page or under another name, is refused.
"""

from __future__ import annotations

import secrets
import socket
from collections.abc import Callable, Iterable
from hmac import compare_digest
from pathlib import Path

import uvicorn
from fastapi import Depends, FastAPI, Request
from fastapi.responses import FileResponse, JSONResponse, Response

from protocol.errors import AttendedError, EntryMalformed, NothingHere, NotSignedIn, PortInUse
from protocol.screen import ScreenMessage
from relay.api.guard import error_answer
from relay.app import Application, Headers
from relay.look_files import look_answer
from relay.replay.film import Film, develop
from relay.replay.opening import OpenedRecording
from relay.replay.scene import scene_at
from relay.report_titles import report_titles

CONSOLE = Path(__file__).parent.parent / "console"
ANSWER_BYTES = 4 * 2**20
"""Bytes of pictures in one answer: a few seconds of a busy screen; the page asks again for what follows."""
_MOST_SHOTS = 2000
_FOLDERS = ("replay", "page", "view", "protocol", "consent", "style")
_KINDS = {
    ".js": "text/javascript; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".svg": "image/svg+xml",
}


def serve_player(recording: OpenedRecording, port: int, ready: Callable[[str], None]) -> None:
    """
    Serve the player until it is interrupted; `ready` is told its link.

    Raises:
        PortInUse: Another program listens there.
    """
    with socket.socket() as listening:
        try:
            listening.bind(("127.0.0.1", port))
        except OSError as wrong:
            raise PortInUse(f"{port}: {wrong}") from None
        number, secret = listening.getsockname()[1], secrets.token_urlsafe(32)
        host = f"localhost:{number}"
        listening.listen()
        config = uvicorn.Config(
            make_player(recording, develop(recording), host, secret), log_config=None, access_log=False, lifespan="off"
        )
        ready(f"http://{host}/#{secret}")
        uvicorn.Server(config).run(sockets=[listening])


def make_player(recording: OpenedRecording, film: Film, host: str, secret: str) -> Application:
    """Build the application for one recording; `host` is the only name it answers to."""
    app = FastAPI(title="Attended replay", docs_url=None, redoc_url=None, openapi_url=None)
    app.add_exception_handler(AttendedError, _say)

    def from_own_page(request: Request) -> None:
        """Demand the link's secret, and that no other page asks."""
        own = request.headers.get("origin") in {None, f"http://{host}"}
        same = request.headers.get("sec-fetch-site") in {None, "same-origin"}
        shown = request.headers.get("authorization", "").removeprefix("Bearer ")
        if not (own and same and compare_digest(shown.encode(), secret.encode())):
            raise NotSignedIn

    @app.get("/")
    async def page() -> FileResponse:
        """Give the page; it holds nothing of the recording."""
        return FileResponse(CONSOLE / "replay" / "index.html", headers={"Cache-Control": "no-store"})

    @app.get("/console/report-register.json")
    async def report_register() -> JSONResponse:
        """Say what a health report's ids mean."""
        return JSONResponse(report_titles(), headers={"Cache-Control": "no-cache"})

    @app.get("/console/{folder}/{path:path}")
    async def file(folder: str, path: str) -> FileResponse:
        """Give a file of the page."""
        return _file(folder, path)

    @app.get("/api/film", dependencies=[Depends(from_own_page)])
    async def film_of_it() -> JSONResponse:
        """Give what happened when, and what was checked."""
        return JSONResponse(film.as_json(recording), headers={"Cache-Control": "no-store"})

    @app.get("/api/pictures", dependencies=[Depends(from_own_page)])
    async def pictures(first: int) -> Response:
        """Give screen messages from one on, each after its length in 4 bytes; an empty one cannot be opened."""
        return _bytes(_pictures(recording, film, first))

    @app.get("/api/scene", dependencies=[Depends(from_own_page)])
    async def scene(at: int) -> Response:
        """Give the number of the screen message with which it goes on, and messages that draw the picture before it."""
        if not 0 <= at < len(film.shots):
            raise NothingHere
        drawn = scene_at(film.shots, at, lambda number: _message(recording, film.shots[number].entry))
        return _bytes([drawn.following.to_bytes(4, "big"), *_counted(drawn.messages)])

    return Headers(app, f"http://{host}", frozenset({host}))


def _pictures(recording: OpenedRecording, film: Film, first: int) -> list[bytes]:
    parts: list[bytes] = []
    size = 0
    for shot in film.shots[max(0, first) : max(0, first) + _MOST_SHOTS]:
        picture = _open(recording, shot.entry)
        if parts and size + len(picture) > ANSWER_BYTES:
            break
        parts += _counted([picture])
        size += len(picture)
    return parts


def _counted(messages: Iterable[bytes]) -> list[bytes]:
    return [part for message in messages for part in (len(message).to_bytes(4, "big"), message)]


def _bytes(parts: list[bytes]) -> Response:
    return Response(b"".join(parts), media_type="application/octet-stream", headers={"Cache-Control": "no-store"})


def _message(recording: OpenedRecording, entry: int) -> ScreenMessage:
    message = recording.picture(recording.entry(entry))
    if message is None:
        raise EntryMalformed(f"entry {entry} was a picture a moment ago")
    return message


def _open(recording: OpenedRecording, entry: int) -> bytes:
    try:
        return recording.unlocked.open(recording.entry(entry)) or b""
    except AttendedError:
        return b""


def _file(folder: str, path: str) -> FileResponse:
    if (look := look_answer(f"{folder}/{path}")) is not None:
        return look
    wanted = (CONSOLE / folder / path).resolve()
    kind = _KINDS.get(wanted.suffix)
    if folder not in _FOLDERS or kind is None or not wanted.is_relative_to(CONSOLE) or not wanted.is_file():
        raise NothingHere
    return FileResponse(wanted, media_type=kind, headers={"Cache-Control": "no-cache"})


async def _say(_request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, AttendedError)  # noqa: S101 - registered for these only
    return error_answer(error)
