import hashlib

from consent.encoding import b64u, unb64u
from consent.jws import read
from consent.keylist import KeyList
from consent.scopes import Group
from protocol.messages.relay import Wraps
from protocol.wrap import unwrap, wrap_info
from tests.support.consent_scene import SESSION
from tests.support.desk_scene import READERS, DeskScene


def test_every_reader_can_open_what_the_grant_names_and_nothing_else(scene: DeskScene) -> None:
    """The quality team gets no keys for what was typed; the spare key opens all."""
    scene.viewing()
    message = next(message for message in scene.to_relay if isinstance(message, Wraps))
    quality, recovery = READERS
    assert {wrap.group for wrap in message.wraps if wrap.reader == quality.reader} == {"view", "rest", "aside"}
    assert {wrap.group for wrap in message.wraps if wrap.reader == recovery.reader} == set(Group)
    assert scene.paired_with is not None
    listed = read(message.list, KeyList, scene.paired_with.agent_key)
    hashes = {keys.group: keys.secret_sha256 for keys in listed.groups}
    seeds = {reader.reader: hashlib.sha256(reader.name.encode()).digest() for reader in READERS}
    for wrap in message.wraps:
        info = wrap_info(unb64u(SESSION), 1, wrap.group, wrap.reader)
        secret = unwrap(unb64u(wrap.wrapped), seeds[wrap.reader], info)
        assert b64u(hashlib.sha256(secret).digest()) == hashes[Group(wrap.group)]
