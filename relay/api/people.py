"""Enrolment by link, sign-in by signature, who one is, and one's directory entry of the day."""

from __future__ import annotations

import os
from typing import Annotated

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse, Response
from pydantic import Field

from consent import limits as documents
from consent.fields import ThumbprintField, document_id
from consent.jws import Jwk, sign
from consent.model import Document
from consent.organisation import DirectoryEntry
from protocol.errors import NotForThisRole
from protocol.wire import Bytes32, Bytes64
from relay.accounts import SIGN_IN_SECONDS
from relay.api.guard import OwnPage, Person, RelayParts, address_of
from relay.api.parts import Parts

router = APIRouter(prefix="/api")


class Enrolment(Document):
    """A link's token and the key that the browser made for itself."""

    token: Annotated[str, Field(max_length=64)]
    jwk: Jwk


class SignIn(Document):
    """Who wants to sign in."""

    thumbprint: ThumbprintField


class SignInAnswer(Document):
    """The challenge and its signature."""

    challenge: Bytes32
    signature: Bytes64


@router.post("/enrol", dependencies=[OwnPage])
async def enrol(body: Enrolment, request: Request, parts: RelayParts) -> Response:
    """Use a link up: bind the browser's key to it, and sign in."""
    parts.by_address.demand(address_of(request))
    return _with_cookie(parts, await parts.services.accounts.enrol(body.token, body.jwk))


@router.post("/sign-in", dependencies=[OwnPage])
async def sign_in(body: SignIn, request: Request, parts: RelayParts) -> dict[str, str]:
    """Give a challenge to sign: "attended/1 sign-in" NUL origin NUL challenge (its 32 bytes)."""
    parts.by_address.demand(address_of(request))
    return {"challenge": parts.services.accounts.challenge(body.thumbprint)}


@router.post("/sign-in/answer", dependencies=[OwnPage])
async def answer(body: SignInAnswer, request: Request, parts: RelayParts) -> Response:
    """Finish the sign-in."""
    parts.by_address.demand(address_of(request))
    accounts = parts.services.accounts
    return _with_cookie(parts, await accounts.answer(body.challenge, body.signature, parts.services.origin))


@router.post("/sign-out", dependencies=[OwnPage])
async def sign_out(request: Request, parts: RelayParts) -> Response:
    """End the sign-in, here and in the browser."""
    await parts.services.accounts.sign_out(request.cookies.get(parts.cookie, ""))
    response = JSONResponse({})
    response.delete_cookie(parts.cookie, path="/", secure=parts.secure, httponly=True, samesite="strict")
    return response


@router.get("/me")
async def me(person: Person, parts: RelayParts) -> dict[str, str | None]:
    """Say who is signed in."""
    organisation = parts.services.published.organisation
    return {
        "name": person.name,
        "role": person.role.value,
        "organisation": organisation.domain,
        "organisation_name": organisation.policy.name,
        "trained_until": person.trained_until,
        "thumbprint": person.thumbprint,
    }


@router.get("/entry")
async def entry(person: Person, parts: RelayParts) -> dict[str, str]:
    """Give the technician's directory entry for a day: what a desk checks before it asks its customer."""
    if person.trained_until is None:
        raise NotForThisRole
    await parts.services.accounts.demand_fit(person)
    now, directory = parts.services.seconds(), parts.services.published.organisation.directory
    claims = DirectoryEntry(
        iss=parts.directory_key.verify_key.thumbprint,
        domain=directory.domain,
        name=person.name,
        role=person.role,
        trained_until=person.trained_until,
        sub=person.key.thumbprint,
        jwk=Jwk.model_validate(person.key.jwk()),
        iat=now,
        exp=min(now + documents.ENTRY_SECONDS, directory.exp),
        jti=document_id(os.urandom(16)),
    )
    return {"entry": sign(claims, parts.directory_key)}


def _with_cookie(parts: Parts, cookie: str) -> Response:
    response = JSONResponse({})
    response.set_cookie(
        parts.cookie, cookie, max_age=SIGN_IN_SECONDS, path="/", secure=parts.secure, httponly=True, samesite="strict"
    )
    return response
