"""
Where an organisation's and a relay's keys lie.

    DATA/log-key/log.key                  the relay's: signs checkpoints; what it signed last is remembered beside it
    DATA/directory.key, directory.json    the relay's: signs entries of at most a day; its public half, to be signed
    DATA/organisation/organisation.key    the administrator's: better on another machine
    DATA/organisation/policy.toml         the rules, to be filled in
    DATA/organisation/published/          what the key signed; all of it public, all that the relay needs
"""

from __future__ import annotations

import json
import os
import re
import secrets
from dataclasses import dataclass
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from pydantic import ValidationError

from consent.encoding import b64u, unb64u
from consent.jws import Jwk, SigningKey, VerifyKey, sign
from consent.organisation import DirectoryKey, Organisation, verify_organisation
from protocol import note
from protocol.errors import (
    AttendedError,
    KeyFileDamaged,
    NameWrong,
    NoDirectoryFile,
    NoOrganisation,
    NoOrganisationKey,
    NotSetUp,
)
from relay.files import make_private_folder, read_key, write_durably, write_key, write_new
from relay.organisation.policy_file import SPECIMEN, read_policy

PUBLIC_MODE = 0o644
DIRECTORY_DAYS = 90
_DAY = 86_400
_SEED_BYTES = 32
_DOMAIN = re.compile(r"[a-z0-9]([a-z0-9.:-]{0,251}[a-z0-9])?")


def make_log_key(data: Path, name: str | None = None) -> None:
    """Make the key that signs the log's checkpoints; its name tells this log from every other."""
    name = name or f"{os.uname().nodename.lower() or 'relay'}/attended/{secrets.token_hex(4)}"
    make_private_folder(data / "log-key")
    write_key(data / "log-key" / "log.key", "attended-log-key", name=name, seed=b64u(os.urandom(_SEED_BYTES)))


def read_log_key(data: Path) -> note.SigningKey:
    """Read the key that signs checkpoints."""
    held = read_key(data / "log-key" / "log.key", "attended-log-key")
    try:
        return note.SigningKey(held["name"], Ed25519PrivateKey.from_private_bytes(unb64u(held["seed"])))
    except (KeyError, ValueError, AttendedError):
        raise KeyFileDamaged(str(data / "log-key" / "log.key")) from None


def make_directory_key(data: Path) -> None:
    """Make the key that signs directory entries, and beside it the public half for the organisation to sign."""
    seed = os.urandom(_SEED_BYTES)
    jwk = SigningKey.from_seed(seed).verify_key.jwk()
    write_key(data / "directory.key", "attended-directory-key", seed=b64u(seed))
    write_new(data / "directory.json", (json.dumps(jwk, indent=1) + "\n").encode(), PUBLIC_MODE)


def read_directory_key(data: Path) -> SigningKey:
    """Read the key that signs directory entries."""
    return _seeded(data / "directory.key", "attended-directory-key")


def make_organisation(data: Path, domain: str, name: str) -> Path:
    """
    Make an organisation's key and lay a policy to be filled in beside it; say where that lies.

    Raises:
        AlreadySetUp: There is a key.
        NameWrong: Domain or name cannot stand in a policy.
    """
    if not _DOMAIN.fullmatch(domain):
        raise NameWrong(f"--domain {domain!r} is not a domain in lower case, such as help.example")
    if not name.strip() or not name.isprintable():
        raise NameWrong("--name is empty, or holds what cannot be printed")
    folder = data / "organisation"
    make_private_folder(folder)
    seed = b64u(os.urandom(_SEED_BYTES))
    write_key(folder / "organisation.key", "attended-organisation-key", domain=domain, name=name, seed=seed)
    policy = folder / "policy.toml"
    if not policy.exists():
        write_new(policy, SPECIMEN.read_bytes(), PUBLIC_MODE)
    return policy


def sign_organisation(data: Path, now: int, directory: Path | None = None) -> Organisation:
    """
    Sign policy.toml and the relay's directory key (its public file; DATA/directory.json unless named).

    Raises:
        NoOrganisationKey, NoDirectoryFile, NotSetUp: A key or file is missing.
        PolicyWrong: The policy cannot be signed as it is.
    """
    folder = data / "organisation"
    if not (folder / "organisation.key").exists():
        raise NoOrganisationKey(str(folder / "organisation.key"))
    held = read_key(folder / "organisation.key", "attended-organisation-key")
    key = _seeded(folder / "organisation.key", "attended-organisation-key")
    domain, name = held.get("domain", ""), held.get("name", "")
    policy = read_policy(folder / "policy.toml", key=key.verify_key, domain=domain, name=name, now=now)
    public = directory or data / "directory.json"
    if not public.exists():
        raise NoDirectoryFile(str(public))
    jwk = _read_jwk(public)
    thumbprint = key.verify_key.thumbprint
    try:
        dated = DirectoryKey(iss=thumbprint, domain=domain, jwk=jwk, iat=now, exp=now + DIRECTORY_DAYS * _DAY)
    except ValidationError:
        raise NameWrong(domain) from None
    published = folder / "published"
    make_private_folder(published)
    write_durably(published / "policy.jws", sign(policy, key).encode(), PUBLIC_MODE)
    write_durably(published / "directory.jws", sign(dated, key).encode(), PUBLIC_MODE)
    write_durably(published / "organisation.json", json.dumps(key.verify_key.jwk()).encode(), PUBLIC_MODE)
    return read_published(data, now).organisation


@dataclass(frozen=True)
class Published:
    """What an organisation signed, as tokens and verified."""

    policy: str
    directory: str
    organisation: Organisation


def read_published(data: Path, now: int) -> Published:
    """
    Read what the organisation signed, and verify it under its own key.

    Raises:
        NoOrganisation: Nothing was signed yet.
        OrganisationWrong, OrganisationOutOfDate: It does not hold, or the directory key has run out.
    """
    published = data / "organisation" / "published"
    try:
        policy = (published / "policy.jws").read_text("ascii").strip()
        directory = (published / "directory.jws").read_text("ascii").strip()
        key = VerifyKey.from_jwk(_read_jwk(published / "organisation.json"))
    except (FileNotFoundError, NotSetUp):
        raise NoOrganisation(f"{published}: policy.jws, directory.jws and organisation.json belong there") from None
    except (OSError, UnicodeDecodeError):
        raise KeyFileDamaged(str(published)) from None
    domain = _domain_of(policy)
    return Published(policy, directory, verify_organisation(policy, directory, key, now, domain=domain))


def _domain_of(policy: str) -> str:
    try:
        claims = json.loads(unb64u(policy.split(".")[1]))
        return str(claims["domain"])
    except (IndexError, KeyError, TypeError, ValueError, AttendedError):
        raise KeyFileDamaged("organisation/published/policy.jws") from None


def _read_jwk(path: Path) -> Jwk:
    try:
        return Jwk.model_validate_json(path.read_bytes())
    except FileNotFoundError:
        raise NotSetUp(str(path)) from None
    except (OSError, ValidationError):
        raise KeyFileDamaged(str(path)) from None


def _seeded(path: Path, kind: str) -> SigningKey:
    held = read_key(path, kind)
    try:
        return SigningKey.from_seed(unb64u(held["seed"]))
    except (KeyError, AttendedError):
        raise KeyFileDamaged(str(path)) from None
