"""
What this computer remembers: the relays' log keys and last checkpoints, and the organisations it has met.

One file, `known.json`, mode 0600. Lost: everything is met for the first time again. Altered: a relay or organisation
reads as another one, and the desk says so and stops.
"""

from __future__ import annotations

import contextlib
import json
import os
from pathlib import Path

from pydantic import Field, ValidationError

from consent.model import Document
from protocol import limits
from protocol.errors import KnownDamaged, KnownNotWritten


class KnownRelay(Document):
    """One relay: the key of its log as first seen, and the last checkpoint it showed."""

    log_key: str
    checkpoint: str


class KnownOrganisation(Document):
    """One organisation: its key's thumbprint, its name, the days it was first and last met (unix seconds)."""

    key: str
    name: str
    first: int
    last: int
    helped: int
    """The last day it was given something: 0 when it never was."""


class Known(Document):
    """The whole file."""

    relays: dict[str, KnownRelay] = Field(default_factory=dict)
    organisations: dict[str, KnownOrganisation] = Field(default_factory=dict)


class KnownFile:
    """
    Reads the file when it is made, and writes it whole at every change, and only then.

    A file that cannot be written costs what it would have told the next start, and nothing of a session that runs:
    what is kept counts in this process all the same, and `trouble` says what stands in the way.
    """

    def __init__(self, path: Path) -> None:
        """
        Read what is remembered; a file that is not there remembers nothing.

        Raises:
            KnownDamaged: The file cannot be read, or is not of its form.
        """
        self._path = path
        self._known = _read(path)
        self.trouble: KnownNotWritten | None = None
        """Why the last change is not on the disk; None when it is. The next change tries again, with all of it."""

    def relay(self, origin: str) -> KnownRelay | None:
        """Give what is remembered of a relay."""
        return self._known.relays.get(origin)

    def organisation(self, domain: str) -> KnownOrganisation | None:
        """Give what is remembered of an organisation."""
        return self._known.organisations.get(domain)

    def keep_relay(self, origin: str, relay: KnownRelay) -> None:
        """Remember a relay, in place of what was known of it."""
        self._keep(Known(relays={**self._known.relays, origin: relay}, organisations=self._known.organisations))

    def keep_organisation(self, domain: str, organisation: KnownOrganisation) -> None:
        """Remember an organisation, in place of what was known of it."""
        organisations = {**self._known.organisations, domain: organisation}
        self._keep(Known(relays=self._known.relays, organisations=organisations))

    def _keep(self, known: Known) -> None:
        if known == self._known and self.trouble is None:
            return  # a relay proves itself many times an hour, and the disk has this already
        self._known = known
        text = json.dumps(known.model_dump(mode="json"), indent=2, sort_keys=True).encode() + b"\n"
        try:
            write_private(self._path, text)
        except OSError as reason:
            self.trouble = KnownNotWritten(f"{self._path}: {reason.strerror}")
        else:
            self.trouble = None


def write_private(path: Path, data: bytes) -> None:
    """
    Write a file that only its owner may read, whole or not at all, and on the disk when this returns.

    Raises:
        OSError: It cannot be written; what was there before is as it was.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(path.name + ".new")
    try:
        descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            os.fchmod(descriptor, 0o600)  # an older file of this name may have had another mode
            file.write(data)
            file.flush()
            os.fsync(descriptor)
        beside.replace(path)
    except OSError:
        # A full disk has no room for the half of a file either.
        with contextlib.suppress(OSError):
            beside.unlink()
        raise


def _read(path: Path) -> Known:
    try:
        with path.open("rb") as file:
            data = file.read(limits.KNOWN_BYTES + 1)
    except FileNotFoundError:
        return Known()
    except OSError as reason:
        raise KnownDamaged(f"{path}: {reason.strerror}") from None
    if len(data) > limits.KNOWN_BYTES:
        raise KnownDamaged(f"{path}: too long")
    try:
        return Known.model_validate_json(data)
    except ValidationError:
        raise KnownDamaged(str(path)) from None
