"""What anybody may read: who this relay is, the console's files, and counts on loopback."""

from __future__ import annotations

from importlib import metadata
from pathlib import Path

from fastapi import APIRouter, Request
from fastapi.responses import FileResponse, JSONResponse, Response

from consent.jws import Jwk
from protocol.errors import NoOrganisation, NothingHere
from protocol.well_known import OrganisationName, WellKnown
from relay.api.guard import RelayParts, address_of
from relay.look_files import look_answer
from relay.report_titles import report_titles
from relay.services import VERSION
from relay.settings import LOOPBACK

CONSOLE = Path(__file__).parent.parent / "console"
_KINDS = {
    ".html": "text/html; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".svg": "image/svg+xml",
    ".json": "application/json",
    ".png": "image/png",
    ".txt": "text/plain; charset=utf-8",
}

router = APIRouter()


def program_version() -> str:
    """Name this program's version; run from its source folder without an installation, it has none."""
    try:
        return metadata.version("attended")
    except metadata.PackageNotFoundError:
        return "source"


@router.get("/.well-known/attended")
async def well_known(parts: RelayParts) -> JSONResponse:
    """Say who this relay and its organisation are; desks and readers fetch this first."""
    services = parts.services
    try:
        published = services.published
    except NoOrganisation as waits:
        # With the version, so that a desk tells a relay that waits from a server that is no relay.
        said_instead = {"version": VERSION, "code": waits.code, "words": waits.words, "remedy": waits.remedy}
        return JSONResponse(said_instead, 503)
    organisation = published.organisation
    said = WellKnown(
        version=VERSION,
        origin=services.origin,
        log_key=services.log_key,
        organisation=OrganisationName(domain=organisation.domain, jwk=Jwk.model_validate(organisation.key.jwk())),
        policy=published.policy,
        directory_key=published.directory,
        relay=program_version(),
        console="served by this relay",
    )
    return JSONResponse(said.model_dump(mode="json"), headers={"Access-Control-Allow-Origin": "*"})


@router.get("/")
@router.get("/enrol")
async def page() -> Response:
    """Give the console's page; an invitation's secret stands behind the # and never reaches the relay's log."""
    return _file("index.html")


@router.get("/console/report-register.json")
async def report_register() -> JSONResponse:
    """Say what a health report's ids mean."""
    return JSONResponse(report_titles(), headers={"Cache-Control": "no-cache"})


@router.get("/console/{path:path}")
async def console(path: str) -> Response:
    """Give one of the console's files."""
    return _file(path)


@router.get("/metrics")
async def metrics(request: Request, parts: RelayParts) -> Response:
    """Give counts, to this machine only."""
    if address_of(request) not in LOOPBACK or "x-forwarded-for" in request.headers:
        raise NothingHere
    return Response(parts.services.metrics.text(), media_type="text/plain; version=0.0.4; charset=utf-8")


def _file(path: str) -> Response:
    if (look := look_answer(path)) is not None:
        return look
    wanted = (CONSOLE / path).resolve()
    kind = _KINDS.get(wanted.suffix)
    if kind is None or not wanted.is_relative_to(CONSOLE) or not wanted.is_file():
        raise NothingHere
    return FileResponse(wanted, media_type=kind, headers={"Cache-Control": "no-cache"})
