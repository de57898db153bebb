"""From a reader's wraps, or the customer's own keys, to what the entries say. Keys stay on this machine."""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import sha256
from typing import Any

from consent.encoding import b64u, unb64u
from consent.fields import Sha256
from consent.keylist import KeyList
from consent.scopes import Group, group_of
from protocol.errors import AttendedError, RecordingNotOpened, WrapsChanged
from protocol.keys import GroupSecret, channel_key
from protocol.receipt import ReceiptKeys
from protocol.recording import Entry
from protocol.sframe import OpeningKey, metadata, place
from protocol.wrap import SUITE, unwrap, wrap_info

Secrets = dict[tuple[int, Group], GroupSecret]


def secrets_of_wraps(
    wraps: Iterable[dict[str, Any]], seed: bytes, reader: str, session: str, lists: Iterable[KeyList]
) -> Secrets:
    """
    Unwrap what was wrapped for this reader; each wrap and each secret must be the one that the desk's list names.

    Raises:
        RecordingNotOpened: Nothing was wrapped for this reader.
        WrapsChanged: A wrap or what is in it is not what the customer's computer listed.
        WrapBroken: A wrap does not open with this key.
    """
    listed = {
        (keys.epoch, group.group): (group.secret_sha256, {wrap.reader: wrap.sha256 for wrap in group.wraps})
        for keys in lists
        for group in keys.groups
    }
    found: Secrets = {}
    for epoch, group, wrapped in (_parts(wrap) for wrap in wraps if wrap.get("reader") == reader):
        secret_sha256, by_reader = listed.get((epoch, group), ("", {}))
        if by_reader.get(reader) != _hash(wrapped):  # type: ignore[call-overload]
            raise WrapsChanged(f"epoch {epoch}, group {group}")
        secret = unwrap(wrapped, seed, wrap_info(unb64u(session), epoch, group.value, reader))
        if _hash(secret) != secret_sha256:
            raise WrapsChanged(f"the secret of epoch {epoch}, group {group}")
        found[epoch, group] = GroupSecret(secret)
    if not found:
        raise RecordingNotOpened
    return found


def secrets_of_receipt(keys: ReceiptKeys) -> Secrets:
    """
    Take the secrets out of a customer's key file.

    Raises:
        RecordingNotOpened: It holds none.
    """
    try:
        found = {(held.epoch, Group(held.group)): GroupSecret(unb64u(held.secret)) for held in keys.secrets}
    except (ValueError, AttendedError):
        raise RecordingNotOpened("the key file") from None
    if not found:
        raise RecordingNotOpened("an empty key file")
    return found


class Unlocked:
    """Opens the entries of one recording, as far as the secrets reach."""

    def __init__(self, session: str, secrets: Secrets) -> None:
        self._id = unb64u(session)
        self._metadata = metadata(self._id)
        self._secrets = secrets
        self._keys: dict[int, OpeningKey | None] = {}

    @property
    def groups(self) -> frozenset[Group]:
        """Name the reading groups that can be opened, in one epoch at least."""
        return frozenset(group for _, group in self._secrets)

    def open(self, entry: Entry) -> bytes | None:
        """
        Open a sealed entry; None where there is no key for it.

        Raises:
            SealBroken: The seal does not hold.
        """
        if entry.kid not in self._keys:
            self._keys[entry.kid] = self._key(entry.kid)
        key = self._keys[entry.kid]
        return None if key is None else key.open(entry.body, self._metadata)

    def _key(self, kid: int) -> OpeningKey | None:
        at = place(kid)
        group = group_of(at.channel)
        secret = None if group is None else self._secrets.get((at.epoch, group))
        if secret is None:
            return None
        base: bytes = channel_key(secret, self._id, at.epoch, 1 if at.direction else 0, at.channel)
        return OpeningKey(base, kid)


def _parts(wrap: dict[str, Any]) -> tuple[int, Group, bytes]:
    try:
        if wrap["suite"] != SUITE:
            raise WrapsChanged(f"a suite that this version does not know: {wrap['suite']}")
        return int(wrap["epoch"]), Group(wrap["group"]), unb64u(wrap["wrapped"])
    except (KeyError, ValueError, TypeError):
        raise WrapsChanged("not a wrap") from None


def _hash(data: bytes) -> Sha256:
    return Sha256(b64u(sha256(data).digest()))
