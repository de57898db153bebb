"""
Whose rules hold at a running relay: nobody's until the organisation's signed documents lie in the data folder.

A relay may start before its organisation has signed anything. It then refuses everything that would need somebody's
rules, and looks anew at each request, so that bringing the documents is enough. Newer ones that are brought later wait
for the relay's next start, and its log says so: codes that customers read out and sessions that run name the rules that
they began with.
"""

from __future__ import annotations

from pathlib import Path

import structlog

from consent.jws import SigningKey
from protocol.errors import AttendedError, DirectoryKeyUnsigned, NoOrganisation
from relay.organisation.keys import Published, read_published


class InForce:
    """What the organisation signed. Once found it stays as it is until the relay starts anew."""

    def __init__(self, data: Path, directory_key: SigningKey, say: structlog.stdlib.BoundLogger) -> None:
        """Take the data folder, the key that signs entries here, and where to tell what becomes of it."""
        self._data, self._directory_key, self._say = data, directory_key, say
        self._published: Published | None = None
        self._told = ""
        self._looked: list[tuple[int, int]] = []

    def begin(self, now: int) -> bool:
        """
        Look for the documents at the relay's start; `now`: Unix seconds. Say whether they are there.

        Raises:
            AttendedError: They are there and do not hold: a person at the command line can put it right.
        """
        try:
            self._published = self._read(now)
        except NoOrganisation as waits:
            if (self._data / "organisation" / "published").exists():
                self._say.warning("a part of what the organisation signed is missing", where=waits.detail)
            return False
        return True

    def published(self, now: int) -> Published:
        """
        Give the documents; `now`: Unix seconds.

        Raises:
            NoOrganisation: They are not there, or do not hold; why is in our own log.
        """
        if self._published is None:
            self._published = self._brought(now)
            organisation = self._published.organisation
            self._say.info("the organisation's signed rules are here and hold from now on", domain=organisation.domain)
        else:
            self._tell_of_newer(self._published)
        return self._published

    def _tell_of_newer(self, held: Published) -> None:
        """Say once that other documents lie there than those that hold."""
        published = self._data / "organisation" / "published"
        files = [published / "policy.jws", published / "directory.jws"]
        try:
            looks = [(look.st_mtime_ns, look.st_size) for look in map(Path.stat, files)]
            if looks == self._looked:
                return
            self._looked = looks
            lies = [file.read_text("ascii").strip() for file in files]
        except (OSError, UnicodeDecodeError):
            return  # gone, or on its way: what holds here was read before
        if lies != [held.policy, held.directory]:
            self._say.warning(
                "newer signed rules lie here; they hold from the relay's next start", where=str(published)
            )

    def _brought(self, now: int) -> Published:
        try:
            return self._read(now)
        except NoOrganisation:
            raise
        except AttendedError as wrong:
            # Half of a folder that is being copied, too, looks like this. Told once, not at every request.
            why = f"{wrong.words} {wrong.detail} [{wrong.code}]"
            if why != self._told:
                self._told = why
                self._say.error("the organisation's signed rules cannot be used", why=why)
            raise NoOrganisation(why) from None

    def _read(self, now: int) -> Published:
        published = read_published(self._data, now)
        if self._directory_key.verify_key.jwk() != published.organisation.directory.jwk.model_dump():
            raise DirectoryKeyUnsigned(str(self._data / "directory.json"))
        return published
