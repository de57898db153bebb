"""Promise 10: only readers named in the grant get the keys; each handing-out is logged before it happens."""

from __future__ import annotations

import asyncio
import time
from typing import Any

import httpx
import pytest

from consent.encoding import b64u
from consent.fields import ReaderId, document_id
from consent.grant import ReaderGroups, verify_grant
from consent.jws import sign
from consent.opening import OpeningReason, OpeningRequest
from consent.scopes import Group, Scope
from protocol.errors import CATALOGUE, AttendedError
from protocol.wrap import reader_public, unwrap, wrap, wrap_info
from relay.organisation.readers import read_reader
from tests.support.consent_scene import AGENT_KEY, NOW, Scene, a_key
from tests.support.ends import Ends
from tests.support.relay_process import RelayProcess

THIEF = a_key("thief")


def test_a_grant_that_names_a_reader_of_the_relays_own_is_refused() -> None:
    """A reader whom the policy does not name, one left out, more groups than a role may open: none holds."""
    scene = Scene()
    request = scene.asks(Scope.VIEW)
    grant = scene.grants(request, Scope.VIEW)
    readers = grant.readers
    stranger = ReaderGroups(reader=ReaderId(b64u(bytes(32))), groups=tuple(Group))
    greedy = tuple(reader.model_copy(update={"groups": tuple(Group)}) for reader in readers)
    for wrong in ((*readers, stranger), readers[:1], (stranger, *readers[1:]), greedy):
        token = sign(grant.model_copy(update={"readers": wrong}), AGENT_KEY)
        with pytest.raises(AttendedError) as refused:
            verify_grant(token, request, scene.setting, former=None)
        assert refused.value.code in CATALOGUE
    assert verify_grant(sign(grant, AGENT_KEY), request, scene.setting, former=None).readers == readers
    assert grant.iat >= NOW


def test_a_wrap_opens_for_its_reader_epoch_group_and_session_alone() -> None:
    """Moved to another reader, group, epoch or session, a wrap opens nothing."""
    seed, other = bytes(32), bytes(range(32))
    secret = bytes(range(32))
    info: dict[str, Any] = {"session": bytes(16), "epoch": 1, "group": "view", "reader": b64u(bytes(32))}
    sealed = wrap(secret, reader_public(seed), wrap_info(**info))
    assert unwrap(sealed, seed, wrap_info(**info)) == secret
    changes = ({"session": bytes(range(16))}, {"epoch": 2}, {"group": "keys"}, {"reader": b64u(other)})
    for change in changes:
        with pytest.raises(AttendedError):
            unwrap(sealed, seed, wrap_info(**{**info, **change}))
    with pytest.raises(AttendedError):
        unwrap(sealed, other, wrap_info(**info))


def log_bytes(relay: RelayProcess) -> bytes:
    """Read the log's entries off the disk."""
    return b"".join(
        path.read_bytes() for path in (relay.data / "log" / "tile" / "entries").rglob("*") if path.is_file()
    )


async def test_wraps_are_handed_to_a_named_reader_only_and_logged_first(relay: RelayProcess, paired: Ends) -> None:
    """A stranger's signature gets nothing; a reader's gets the wraps, and then the log holds who, what and why."""
    await paired.allow(Scope.VIEW)
    await paired.goodbye()
    path = relay.data / "readers" / "quality.key"
    reader = read_reader(path)
    before = log_bytes(relay)
    for key, expected in ((THIEF, 4), (reader.signing, 2)):
        request = OpeningRequest(
            iss=key.verify_key.thumbprint, aud=relay.origin, jti=document_id(b"%016d" % expected), sid=paired.session,
            iat=int(time.time()), reason=OpeningReason.QUALITY, words="A look at random.", groups=(Group.VIEW,),
        )  # fmt: skip
        answer = await asyncio.to_thread(
            httpx.post,
            f"{relay.origin}/api/openings",
            json={"session": paired.session, "request": sign(request, key)},
            trust_env=False,
        )
        assert answer.status_code // 100 == expected, answer.text
        if expected == 4:
            assert b"wrapped" not in answer.content
            assert b'"kind":"opening"' not in log_bytes(relay)[len(before) :]
    assert b'"kind":"opening"' in log_bytes(relay)
