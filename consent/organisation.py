"""Who somebody is: an organisation by its domain and key, a technician by a dated entry in its directory."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import StrEnum
from typing import Annotated, ClassVar, Self

from pydantic import Field, model_validator

from consent import limits
from consent.checks import refuse_unless
from consent.errors import (
    AttendedError,
    EntryOutOfDate,
    EntryWrong,
    OrganisationOutOfDate,
    OrganisationWrong,
)
from consent.fields import DocumentIdField, Domain, Seconds, Sha256, ThumbprintField
from consent.jws import Jwk, SignedDocument, VerifyKey, read, sha256_of
from consent.policy import Name, OrganisationPolicy


class DirectoryKey(SignedDocument):
    """The key that signs directory entries for a while. It may live on the relay; the organisation's key may not."""

    typ: ClassVar[str] = "directory-key+jwt"

    iss: ThumbprintField
    domain: Domain
    jwk: Jwk
    iat: Seconds
    exp: Seconds

    @property
    def key(self) -> VerifyKey:
        """Give the key that signs entries."""
        return VerifyKey.from_jwk(self.jwk)


class PersonRole(StrEnum):
    """What somebody is in the organisation."""

    TECHNICIAN = "technician"
    REVIEWER = "reviewer"
    ADMINISTRATOR = "administrator"


class DirectoryEntry(SignedDocument):
    """Who holds a key, as the organisation says, for at most a day."""

    typ: ClassVar[str] = "directory-entry+jwt"
    limit: ClassVar[int] = limits.ENTRY_BYTES

    iss: ThumbprintField
    domain: Domain
    name: Name
    role: PersonRole
    trained_until: Annotated[str, Field(pattern=r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$")]
    sub: ThumbprintField
    jwk: Jwk
    iat: Seconds
    exp: Seconds
    jti: DocumentIdField

    @model_validator(mode="after")
    def _sense(self) -> Self:
        date.fromisoformat(self.trained_until)
        if not 0 < self.exp - self.iat <= limits.ENTRY_SECONDS:
            raise ValueError("an entry holds for at most a day")
        return self

    @property
    def key(self) -> VerifyKey:
        """Give the person's signing key."""
        return VerifyKey.from_jwk(self.jwk)


@dataclass(frozen=True)
class Organisation:
    """An organisation whose policy and directory key were verified."""

    policy: OrganisationPolicy
    policy_sha256: Sha256
    directory: DirectoryKey
    key: VerifyKey

    @property
    def domain(self) -> str:
        """Give the domain, which is what the organisation is."""
        return self.policy.domain


def verify_organisation(
    policy_token: str, directory_token: str, org_key: VerifyKey, at: int, *, domain: str
) -> Organisation:
    """
    Judge an organisation's policy and directory key under the key that its `domain` was found to have.

    `at`: Unix seconds on the verifier's clock. A clock that runs up to a day behind does not matter here.

    Raises:
        OrganisationWrong: They are not this key's, or not this domain's.
        OrganisationOutOfDate: The directory key's time has passed.
    """
    try:
        policy = read(policy_token, OrganisationPolicy, org_key)  # 1 both signed by the organisation's key
        directory = read(directory_token, DirectoryKey, org_key)
    except AttendedError as reason:
        raise OrganisationWrong(str(reason)) from None
    thumbprints = {policy.iss, directory.iss}
    refuse_unless(thumbprints == {org_key.thumbprint}, OrganisationWrong)  # 2 and both say so
    refuse_unless({policy.domain, directory.domain} == {domain}, OrganisationWrong)  # 3 both of this domain
    refuse_unless(
        in_time(directory.iat, directory.exp, at), OrganisationOutOfDate
    )  # 4 the directory key is in its time
    refuse_unless(policy.iat <= at + limits.ENTRY_SECONDS, OrganisationOutOfDate)  # 5 the policy is in force already
    return Organisation(policy, sha256_of(policy_token), directory, org_key)


def verify_entry(entry_token: str, directory: DirectoryKey, at: int) -> DirectoryEntry:
    """
    Judge a technician's directory entry under a verified directory key.

    That they hold the entry's key shows in their signature over the pairing, which the caller checks with `entry.key`.

    Raises:
        EntryWrong: It is not the directory's, or not a technician's.
        EntryOutOfDate: The entry's day or the training has run out.
    """
    try:
        entry = read(entry_token, DirectoryEntry, directory.key)  # 1 signed by the directory key
    except AttendedError as reason:
        raise EntryWrong(str(reason)) from None
    refuse_unless(entry.iss == directory.key.thumbprint, EntryWrong)  # 2 and says so
    refuse_unless(entry.domain == directory.domain, EntryWrong)  # 3 of the same organisation
    refuse_unless(entry.key.thumbprint == entry.sub, EntryWrong)  # 4 about the key it carries
    refuse_unless(entry.role is PersonRole.TECHNICIAN, EntryWrong)  # 5 a technician
    refuse_unless(in_time(entry.iat, entry.exp, at), EntryOutOfDate)  # 6 of today
    today = datetime.fromtimestamp(at, UTC).date()
    trained = today <= date.fromisoformat(entry.trained_until)
    refuse_unless(trained, EntryOutOfDate, entry.trained_until)  # 7 trained, and in date
    return entry


def in_time(begins: int, ends: int, at: int) -> bool:
    """
    Tell whether something is in its time, forgiving a clock that is somewhat off.

    Past its end it is refused. A clock that runs behind by up to a day makes something fresh look as if it had not
    begun, which harms nobody: it is told (design: skew is told above 90 s, never fatal), not refused.
    """
    return begins - limits.ENTRY_SECONDS <= at < ends + limits.CLOCK_SECONDS
