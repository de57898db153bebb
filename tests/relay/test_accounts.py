"""People: links that work once, sign-in by signature, and who may start a session."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from consent.encoding import b64u, unb64u
from consent.jws import Jwk, SigningKey
from consent.organisation import PersonRole
from protocol import limits
from protocol.errors import (
    InviteRunOut,
    InviteUnknown,
    InviteUsed,
    NameWrong,
    NotSignedIn,
    SignInRefused,
    TechnicianSuspended,
    TrainingOver,
)
from relay.accounts import INVITE_DAYS, SIGN_IN_CONTEXT, SIGN_IN_SECONDS, SUSPENDED_SECONDS, Accounts
from relay.store.database import Database
from tests.support.relay_process import seeded_key

DAY = 86_400
ORIGIN = "http://localhost:1"
ANA = seeded_key("Ana Weber")


@dataclass
class House:
    """A database with its accounts, and a clock that a test sets."""

    database: Database
    now: int = 1_772_355_600  # 1 March 2026
    accounts: Accounts = field(init=False)

    def __post_init__(self) -> None:
        self.accounts = Accounts(self.database, lambda: self.now)

    async def enrolled(self, key: SigningKey = ANA, until: str = "2026-03-31") -> str:
        """Enrol a technician and give the cookie."""
        token = await self.accounts.invite("Ana Weber", "technician", until)
        return await self.accounts.enrol(token, jwk(key))

    async def sign_in(self, key: SigningKey = ANA, context: bytes = SIGN_IN_CONTEXT, origin: str = ORIGIN) -> str:
        """Sign in."""
        nonce = self.accounts.challenge(ANA.verify_key.thumbprint)
        signature = key.sign(context + origin.encode() + b"\0" + unb64u(nonce))
        return await self.accounts.answer(nonce, b64u(signature), ORIGIN)


def jwk(key: SigningKey) -> Jwk:
    """Write a key's public half."""
    return Jwk.model_validate(key.verify_key.jwk())


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    """Give an empty house."""
    database = Database(f"sqlite+aiosqlite:///{tmp_path / 'relay.db'}")
    await database.prepare(anew=True)
    yield House(database)
    await database.close()


async def test_a_link_makes_the_person_it_was_made_for(house: House) -> None:
    """Name, role and training come from the administrator, the key from the browser."""
    person = await house.accounts.who(await house.enrolled())

    assert (person.name, person.role, person.trained_until) == ("Ana Weber", PersonRole.TECHNICIAN, "2026-03-31")
    assert person.key == ANA.verify_key


async def test_a_link_works_once(house: House) -> None:
    """Whoever finds a used link has nothing, and is told that it was used."""
    token = await house.accounts.invite("Ana Weber", "technician", "2026-03-31")
    await house.accounts.enrol(token, jwk(ANA))

    with pytest.raises(InviteUsed):
        await house.accounts.enrol(token, jwk(seeded_key("thief")))


async def test_a_link_runs_out_and_an_invented_one_is_unknown(house: House) -> None:
    """After a week, or with a letter changed, a link gives nothing."""
    token = await house.accounts.invite("Ana Weber", "technician", "2026-03-31")
    with pytest.raises(InviteUnknown):
        await house.accounts.enrol(token + "x", jwk(ANA))
    house.now += INVITE_DAYS * DAY
    with pytest.raises(InviteRunOut):
        await house.accounts.enrol(token, jwk(ANA))


async def test_a_key_belongs_to_one_person_and_a_refused_link_stays_good(house: House) -> None:
    """Enrolling a key twice is refused, and the link that was tried can still be used with another."""
    await house.enrolled()
    token = await house.accounts.invite("Ben", "reviewer", None)
    with pytest.raises(SignInRefused):
        await house.accounts.enrol(token, jwk(ANA))

    await house.accounts.enrol(token, jwk(seeded_key("Ben")))


@pytest.mark.parametrize(
    ("name", "role", "until"),
    [
        ("", "technician", "2026-03-31"),
        ("A" * 81, "reviewer", None),
        ("A\nB", "reviewer", None),
        ("Ana", "boss", None),
        ("Ana", "technician", None),
        ("Ana", "technician", "31.3.2026"),
        ("Ana", "technician", "20990331"),
        ("Ana", "technician", "2020-03-31"),
    ],
)
async def test_an_impossible_invitation_is_refused(house: House, name: str, role: str, until: str | None) -> None:
    """Names, roles and dates that cannot be are named at once, not when the link is opened."""
    with pytest.raises(NameWrong):
        await house.accounts.invite(name, role, until)


async def test_a_signature_over_the_challenge_signs_in(house: House) -> None:
    """The enrolled key's holder gets a cookie, for twelve hours, and signing out ends it."""
    await house.enrolled()
    cookie = await house.sign_in()
    assert (await house.accounts.who(cookie)).name == "Ana Weber"

    await house.accounts.sign_out(cookie)
    with pytest.raises(NotSignedIn):
        await house.accounts.who(cookie)
    cookie = await house.sign_in()
    house.now += SIGN_IN_SECONDS
    with pytest.raises(NotSignedIn):
        await house.accounts.who(cookie)


@pytest.mark.parametrize("shown", [None, "", "invented"])
async def test_without_a_cookie_nobody_is_signed_in(house: House, shown: str | None) -> None:
    """A missing or invented cookie is nobody's."""
    with pytest.raises(NotSignedIn):
        await house.accounts.who(shown)


async def test_a_sign_in_is_for_this_relay_by_this_key_and_once(house: House) -> None:
    """A thief's key, another relay's challenge, another kind of signature, a late or repeated answer: all refused."""
    await house.enrolled()
    for wrong in (
        house.sign_in(seeded_key("thief")),
        house.sign_in(origin="http://localhost:2"),
        house.sign_in(context=b"attended/1 resume\0"),
    ):
        with pytest.raises(SignInRefused):
            await wrong
    nonce = house.accounts.challenge(ANA.verify_key.thumbprint)
    signed = b64u(ANA.sign(SIGN_IN_CONTEXT + ORIGIN.encode() + b"\0" + unb64u(nonce)))
    house.now += limits.TICKET_SECONDS
    for _ in range(2):
        with pytest.raises(SignInRefused):
            await house.accounts.answer(nonce, signed, ORIGIN)


async def test_an_unknown_key_learns_nothing_from_the_challenge(house: House) -> None:
    """Whether a key is enrolled shows only to whoever holds it."""
    nonce = house.accounts.challenge("nobody's")

    with pytest.raises(SignInRefused):
        await house.accounts.answer(nonce, b64u(bytes(64)), ORIGIN)


async def test_challenges_do_not_fill_the_memory(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """Beyond their number the oldest is forgotten."""
    monkeypatch.setattr(limits, "CHALLENGES", 2)
    first = house.accounts.challenge(ANA.verify_key.thumbprint)
    for _ in range(2):
        house.accounts.challenge("x")
    await house.enrolled()

    with pytest.raises(SignInRefused):
        await house.accounts.answer(first, b64u(ANA.sign(b"")), ORIGIN)


async def test_training_ends_with_its_last_day(house: House) -> None:
    """On the last day a session can be started, on the next it cannot."""
    person = await house.accounts.who(await house.enrolled(until="2026-03-01"))
    await house.accounts.demand_fit(person)
    house.now += DAY

    with pytest.raises(TrainingOver):
        await house.accounts.demand_fit(person)


async def test_a_suspended_technician_waits_an_hour(house: House) -> None:
    """Suspension names the person for the administrator and ends by itself."""
    person = await house.accounts.who(await house.enrolled())

    assert await house.accounts.suspend(person.id) == "Ana Weber"
    with pytest.raises(TechnicianSuspended):
        await house.accounts.demand_fit(person)
    house.now += SUSPENDED_SECONDS
    await house.accounts.demand_fit(person)
