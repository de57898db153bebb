"""
The log over HTTP (c2sp.org/tlog-tiles): static files, for people who are signed in.

    GET <prefix>/checkpoint                     text/plain, changes
    GET <prefix>/tile/<L>/<N>[.p/<W>]           octets, for ever the same
    GET <prefix>/tile/entries/<N>[.p/<W>]       octets, for ever the same; compressed when the caller takes gzip
"""

import gzip
from collections.abc import Callable
from http import HTTPStatus
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Header, HTTPException, Response

from protocol import tiles
from protocol.errors import TilePathUnknown
from relay.log.store import LogFolder

# Signed-in people's answers are nobody else's to keep; the checkpoint is asked for anew each time.
_FOR_EVER = "private, max-age=31536000, immutable"
_ASK_AGAIN = "private, no-cache"
_GZIP_LEVEL = 6


def log_router(log: Callable[[], LogFolder], signed_in: Callable[..., Any]) -> APIRouter:
    """
    Make the routes `/checkpoint` and `/tile/...`; include them under the log's prefix.

    Args:
        log: Gives the open log.
        signed_in: A FastAPI dependency that refuses whoever may not read the log.
    """
    router = APIRouter(dependencies=[Depends(signed_in)], tags=["log"])

    # Plain functions: FastAPI runs them in threads, where waiting for the disk holds nobody up.
    @router.get("/checkpoint", response_class=Response)
    def checkpoint() -> Response:
        """Give the log's present checkpoint, signed (c2sp.org/tlog-checkpoint)."""
        headers = {"Cache-Control": _ASK_AGAIN}
        return Response(log().checkpoint(), media_type="text/plain; charset=utf-8", headers=headers)

    @router.get("/tile/{path:path}", response_class=Response)
    def tile(path: str, accept_encoding: Annotated[str, Header()] = "") -> Response:
        """Give one tile or bundle of entries (c2sp.org/tlog-tiles)."""
        try:
            data = log().tile(f"tile/{path}")
        except TilePathUnknown as unknown:
            raise HTTPException(HTTPStatus.NOT_FOUND, unknown.words) from None
        headers = {"Cache-Control": _FOR_EVER, "Vary": "Accept-Encoding"}
        if path.startswith(f"{tiles.ENTRIES}/") and _takes_gzip(accept_encoding):
            data = gzip.compress(data, _GZIP_LEVEL, mtime=0)
            headers["Content-Encoding"] = "gzip"
        return Response(data, media_type="application/octet-stream", headers=headers)

    return router


def _takes_gzip(accept_encoding: str) -> bool:
    """Say whether the caller named gzip without refusing it (RFC 9110 12.5.3)."""
    for offer in accept_encoding.lower().split(","):
        coding, _, weight = offer.partition(";")
        if coding.strip() == "gzip":
            return weight.replace(" ", "") not in {"q=0", "q=0.0", "q=0.00", "q=0.000"}
    return False
