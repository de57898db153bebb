"""Bounds of the documents: the largest honest document of each kind still fits."""

from __future__ import annotations

from typing import Any

from consent import limits
from consent.ending import EndReason, SessionEnd
from consent.fields import Position
from consent.grant import ConsentGrant, GrantedScope, ReaderGroups
from consent.jws import SignedDocument, SigningKey, sign
from consent.keylist import GroupKeys, KeyList, WrapHash
from consent.policy import PolicyReader, Purpose, Role
from consent.scopes import Group, Scope
from consent.statement import TranscriptLine, TranscriptStatement
from consent.withdrawal import ConsentWithdrawal
from tests.support.consent_scene import (
    AGENT_KEY,
    DIRECTORY_KEY,
    NOW,
    ORGANISATION_KEY,
    SESSION,
    TECHNICIAN_KEY,
    Scene,
    a_hash,
    a_policy,
    a_reader,
    an_entry,
    an_id,
)

LONG_ORIGIN = "https://" + "a" * 63 + "." + "b" * 63 + ".example:65535"
LARGE = 2**40
SECRETS = 4 * 96  # four group secrets with their names, beside a grant in one control message of 4,096 bytes
COUNT = 2**53 - 1


def fits(document: SignedDocument, key: SigningKey = AGENT_KEY) -> bool:
    """Sign, which refuses what is too long."""
    return len(sign(document, key)) <= document.limit


def claims(**more: Any) -> dict[str, Any]:  # noqa: ANN401 - any claim
    desk = {"iss": AGENT_KEY.verify_key.thumbprint, "aud": LONG_ORIGIN, "jti": an_id(1), "sid": SESSION, "iat": LARGE}
    return desk | more


def readers(count: int = limits.READERS) -> tuple[PolicyReader, ...]:
    made = [a_reader(f"Reader number {number} of the quality team", Role.QUALITY) for number in range(count - 1)]
    return (*made, a_reader("The spare key in the safe", Role.RECOVERY))


def positions() -> tuple[Position, ...]:
    pairs = [(epoch, direction, channel) for epoch in (1, 2) for direction in (0, 1) for channel in range(9)]
    return tuple(
        Position(epoch=2**32 - epoch, direction=direction, channel=channel, count=COUNT)
        for epoch, direction, channel in pairs[: limits.POSITIONS]
    )


def test_the_largest_grant_travels_in_one_control_message() -> None:
    """Five scopes, sixteen monitors, eight readers and a long origin still leave room for the epoch's secrets."""
    scopes = tuple(
        GrantedScope(scope=scope, monitors=tuple(range(16)) if scope is Scope.VIEW else (), until=LARGE)
        for scope in Scope
    )
    named = tuple(ReaderGroups(reader=reader.reader, groups=tuple(Group)) for reader in readers())
    small = Scene().a_grant(Scope.VIEW)
    large = claims(iat=LARGE - 1, nbf=LARGE - 1, exp=LARGE, scopes=scopes, readers=named, chain=a_hash("former"))
    grant = ConsentGrant(**{**dict(small), **large, "purpose": "dpv:" + "x" * 64})
    assert fits(grant)
    assert limits.GRANT_BYTES + SECRETS + 512 <= 4096


def test_the_largest_request_and_entry_fit() -> None:
    """A request over everything and an entry of the longest name fit their kinds."""
    assert fits(Scene().request(*Scope, aud=LONG_ORIGIN, purpose="dpv:" + "x" * 64), TECHNICIAN_KEY)
    assert fits(an_entry(name="Ł" * limits.NAME_LENGTH, domain="a" * 253), DIRECTORY_KEY)


def test_the_largest_withdrawal_and_end_fit() -> None:
    """Documents with every position fit."""
    assert fits(ConsentWithdrawal(**claims(grant=an_id(2), scopes=tuple(Scope), positions=positions())))
    assert fits(SessionEnd(**claims(reason=EndReason.STOPPED, positions=positions())))


def test_the_largest_key_list_and_statement_fit() -> None:
    """A key list for eight readers with every position, and a statement with every line, fit."""
    wraps = tuple(WrapHash(reader=reader.reader, sha256=a_hash(reader.name)) for reader in readers())
    groups = tuple(GroupKeys(group=group, secret_sha256=a_hash(group), wraps=wraps) for group in Group)
    assert fits(KeyList(**claims(grant=an_id(2), epoch=2**32 - 1, groups=groups, positions=positions())))
    lines = tuple(
        TranscriptLine(
            epoch=2**32 - 1 - at // 18, direction=at % 2, channel=at // 2 % 9, count=COUNT, hash=a_hash("x"), lost=9
        )
        for at in range(limits.STATEMENT_LINES)
    )
    assert fits(TranscriptStatement(**claims(lines=lines, final=True)))


def test_the_largest_policy_fits() -> None:
    """Eight readers, sixteen purposes and a long notice fit, whatever alphabet they are written in."""
    purposes = tuple(Purpose(term=f"dpv:X{at}", words="ж" * limits.WORDS_LENGTH) for at in range(limits.PURPOSES))
    assert fits(a_policy(readers=readers(), purposes=purposes, notice="ж" * limits.TEXT_LENGTH), ORGANISATION_KEY)


def test_times_are_in_order() -> None:
    """Looking is shorter than any working day, and what people wait for is minutes."""
    assert 0 < limits.LOOK_ONLY_MINUTES < limits.MINUTES
    assert limits.ENTRY_SECONDS == 24 * 3600
    assert limits.CLOCK_SECONDS < limits.ANSWER_SECONDS == limits.CHAT_SECONDS == 300
    assert NOW < LARGE
