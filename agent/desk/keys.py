"""The secrets of an epoch: drawn, wrapped for the readers the grant names, and listed by hash under the desk's key."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field

from agent.desk.ports import Random
from agent.desk.session import Session
from consent.encoding import b64u, unb64u
from consent.fields import DocumentId, Position, Sha256
from consent.grant import ConsentGrant
from consent.jws import sign
from consent.keylist import GroupKeys, KeyList, WrapHash
from consent.scopes import Group
from protocol.keys import GROUP_SECRET_BYTES
from protocol.messages.relay import Wrap, Wraps
from protocol.receipt import EpochSecret
from protocol.wrap import SUITE, wrap, wrap_info


@dataclass(frozen=True)
class EpochKeys:
    """An epoch's secrets, and the message that puts their wraps and list on record."""

    epoch: int
    secrets: dict[Group, bytes] = field(repr=False)
    message: Wraps = field(repr=False)

    def for_receipt(self) -> list[EpochSecret]:
        """Give the secrets as the customer keeps them."""
        return [
            EpochSecret(epoch=self.epoch, group=group.value, secret=b64u(secret))
            for group, secret in self.secrets.items()
        ]


def draw_epoch(
    session: Session, grant: ConsentGrant, epoch: int, final: Sequence[Position], random: Random, *, jti: DocumentId,
    at: int,
) -> EpochKeys:  # fmt: skip
    """
    Draw an epoch's secrets and wrap each for whoever the grant says may open it.

    `final`: The positions at which the epoch before ended; empty at first.

    Raises:
        BadReaderKey, NoHybridWrap: A reader's key cannot be wrapped for.
    """
    secrets = {group: random(GROUP_SECRET_BYTES) for group in Group}
    keys = {reader.reader: unb64u(reader.kem) for reader in session.found.organisation.policy.readers}
    wraps = [
        Wrap(
            group=group,
            reader=reader.reader,
            suite=SUITE,
            wrapped=b64u(
                wrap(
                    secrets[group],
                    keys[reader.reader],
                    wrap_info(unb64u(session.id), epoch, group.value, reader.reader),
                )
            ),
        )
        for group in Group
        for reader in grant.readers
        if group in reader.groups
    ]
    listed = KeyList(
        iss=session.key.verify_key.thumbprint,
        aud=session.origin,
        jti=jti,
        sid=grant.sid,
        iat=at,
        grant=grant.jti,
        epoch=epoch,
        groups=tuple(
            GroupKeys(
                group=group,
                secret_sha256=_hash(secret),
                wraps=tuple(
                    WrapHash(reader=made.reader, sha256=_hash(unb64u(made.wrapped)))
                    for made in wraps
                    if made.group == group
                ),
            )
            for group, secret in secrets.items()
        ),
        positions=tuple(final),
    )
    return EpochKeys(epoch, secrets, Wraps(list=sign(listed, session.key), wraps=tuple(wraps)))


def _hash(data: bytes) -> Sha256:
    return Sha256(b64u(hashlib.sha256(data).digest()))
