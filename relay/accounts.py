"""
People: one-time links, enrolment of the browser's own key, and sign-in by a signature with it.

There is no password. The browser makes an Ed25519 key that cannot be exported; the link binds it to a name and a role
that the administrator chose; from then on signing the relay's challenge is the sign-in.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime

from sqlalchemy import delete, select, update

from consent.encoding import b64u, unb64u
from consent.jws import Jwk, VerifyKey
from consent.organisation import PersonRole
from protocol import limits
from protocol.errors import (
    AttendedError,
    InviteRunOut,
    InviteUnknown,
    InviteUsed,
    NameWrong,
    NotSignedIn,
    SignInRefused,
    TechnicianSuspended,
    TrainingOver,
)
from relay.store.database import Database
from relay.store.tables import Invite, Person, SignIn

INVITE_DAYS = 7
SIGN_IN_SECONDS = 12 * 3600
SUSPENDED_SECONDS = 3600
_DAY = 86_400
_TOKEN_BYTES = 32
SIGN_IN_CONTEXT = b"attended/1 sign-in\0"


@dataclass(frozen=True)
class SignedIn:
    """Who a request comes from."""

    id: int
    name: str
    role: PersonRole
    trained_until: str | None
    thumbprint: str
    key: VerifyKey


class Accounts:
    """The people of one relay. `clock` gives Unix seconds."""

    def __init__(self, database: Database, clock: Callable[[], int]) -> None:
        self._database = database
        self._clock = clock
        # Challenges that were handed out and not answered yet: nonce -> (thumbprint, when it runs out).
        self._challenges: dict[str, tuple[str, int]] = {}

    async def invite(self, name: str, role: str, trained_until: str | None) -> str:
        """
        Make a one-time link's token.

        Raises:
            NameWrong: A name, role or date that cannot be; a technician needs a date.
        """
        name = name.strip()
        if role not in set(PersonRole):
            raise NameWrong(f"--role {role!r} is none of {', '.join(PersonRole)}")
        chosen = PersonRole(role)
        if not name or len(name) > limits.PERSON_NAME or not name.isprintable():
            raise NameWrong(f"--name is empty, longer than {limits.PERSON_NAME}, or holds what cannot be printed")
        if chosen is PersonRole.TECHNICIAN and trained_until is None:
            raise NameWrong("a technician needs --trained-until, such as 2027-03-31")
        if trained_until is not None:
            self._demand_day_to_come(trained_until)
        token = secrets.token_urlsafe(_TOKEN_BYTES)
        row = Invite(
            token_sha256=_hash(token), name=name, role=chosen.value, trained_until=trained_until,
            expires=self._clock() + INVITE_DAYS * _DAY, used=None,
        )  # fmt: skip
        async with self._database.work() as work:
            work.add(row)
        return token

    def _demand_day_to_come(self, day: str) -> None:
        try:
            # Only this spelling: entries of the directory carry the day as it was given.
            last = datetime.strptime(day, "%Y-%m-%d").replace(tzinfo=UTC).date()
        except ValueError:
            raise NameWrong(f"--trained-until {day!r} is no day written like 2027-03-31") from None
        if last.isoformat() != day:
            raise NameWrong(f"--trained-until {day!r} is no day written like 2027-03-31")
        if last < datetime.fromtimestamp(self._clock(), UTC).date():
            raise NameWrong(f"--trained-until {day} has passed; this person could not ask anybody")

    async def enrol(self, token: str, jwk: Jwk) -> str:
        """
        Bind a browser's key to what a link says, once, and sign it in; give the cookie's value.

        Raises:
            InviteUnknown, InviteUsed, InviteRunOut: The link gives nothing (any more).
            SignInRefused: The key belongs to somebody already.
        """
        key, now = VerifyKey.from_jwk(jwk), self._clock()
        async with self._database.work() as work:
            invite = await work.get(Invite, _hash(token))
            if invite is None:
                raise InviteUnknown
            if invite.used is not None:
                raise InviteUsed
            if invite.expires <= now:
                raise InviteRunOut
            # The condition repeats in the write, so that of two browsers with one link only one gets in.
            spent = update(Invite).where(Invite.token_sha256 == invite.token_sha256, Invite.used.is_(None))
            if (await work.execute(spent.values(used=now).returning(Invite.token_sha256))).first() is None:
                raise InviteUsed
            if await work.scalar(select(Person.id).where(Person.thumbprint == key.thumbprint)):
                raise SignInRefused("key enrolled before")
            person = Person(
                name=invite.name, role=invite.role, trained_until=invite.trained_until, thumbprint=key.thumbprint,
                key=b64u(key.raw), enrolled=now, suspended_until=None,
            )  # fmt: skip
            work.add(person)
            await work.flush()
            cookie = secrets.token_urlsafe(_TOKEN_BYTES)
            work.add(SignIn(token_sha256=_hash(cookie), person=person.id, expires=now + SIGN_IN_SECONDS))
        return cookie

    def challenge(self, thumbprint: str) -> str:
        """Begin a sign-in; whether the key is known shows only when the answer comes."""
        now = self._clock()
        self._challenges = {nonce: held for nonce, held in self._challenges.items() if held[1] > now}
        while len(self._challenges) >= limits.CHALLENGES:
            self._challenges.pop(next(iter(self._challenges)))
        nonce = b64u(secrets.token_bytes(_TOKEN_BYTES))
        self._challenges[nonce] = (thumbprint, now + limits.TICKET_SECONDS)
        return nonce

    async def answer(self, nonce: str, signature: str, origin: str) -> str:
        """
        Finish a sign-in with the signature over context, origin and challenge; give the cookie's value.

        Raises:
            SignInRefused: The challenge is unknown or old, the key not enrolled, or the signature not its own.
        """
        thumbprint, expires = self._challenges.pop(nonce, ("", 0))
        now = self._clock()
        async with self._database.work() as work:
            person = await work.scalar(select(Person).where(Person.thumbprint == thumbprint))
            if person is None or expires <= now:
                raise SignInRefused
            try:
                signed = SIGN_IN_CONTEXT + origin.encode() + b"\0" + unb64u(nonce)
                VerifyKey(unb64u(person.key)).verify(unb64u(signature), signed)
            except AttendedError:
                raise SignInRefused from None
            cookie = secrets.token_urlsafe(_TOKEN_BYTES)
            await work.execute(delete(SignIn).where(SignIn.expires <= now))
            work.add(SignIn(token_sha256=_hash(cookie), person=person.id, expires=now + SIGN_IN_SECONDS))
        return cookie

    async def who(self, cookie: str | None) -> SignedIn:
        """
        Tell whose cookie this is.

        Raises:
            NotSignedIn: Nobody's, or its time is over.
        """
        if not cookie:
            raise NotSignedIn
        query = select(Person).join(SignIn, SignIn.person == Person.id)
        async with self._database.work() as work:
            held = query.where(SignIn.token_sha256 == _hash(cookie), SignIn.expires > self._clock())
            person = await work.scalar(held)
        if person is None:
            raise NotSignedIn
        return _signed_in(person)

    async def sign_out(self, cookie: str) -> None:
        """End a sign-in."""
        async with self._database.work() as work:
            await work.execute(delete(SignIn).where(SignIn.token_sha256 == _hash(cookie)))

    async def demand_fit(self, person: SignedIn) -> None:
        """
        Let a technician start a session only while trained and not suspended.

        Raises:
            TrainingOver: The training's last day has passed.
            TechnicianSuspended: Too many codes went wrong.
        """
        now = self._clock()
        async with self._database.work() as work:
            until = await work.scalar(select(Person.suspended_until).where(Person.id == person.id))
        if until is not None and until > now:
            raise TechnicianSuspended
        today = datetime.fromtimestamp(now, UTC).date()
        if person.trained_until is None or date.fromisoformat(person.trained_until) < today:
            raise TrainingOver

    async def suspend(self, person: int) -> str:
        """Suspend somebody for an hour, and give their name for the administrator's log."""
        async with self._database.work() as work:
            row = await work.get_one(Person, person)
            row.suspended_until = self._clock() + SUSPENDED_SECONDS
            return row.name


def _hash(token: str) -> str:
    return b64u(hashlib.sha256(token.encode()).digest())


def _signed_in(person: Person) -> SignedIn:
    key = VerifyKey(unb64u(person.key))
    return SignedIn(person.id, person.name, PersonRole(person.role), person.trained_until, person.thumbprint, key)
