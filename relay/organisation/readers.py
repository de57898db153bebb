"""A reader's keys: a KEM seed to open wraps with and a signing seed to ask for openings with, on their own machine."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from pathlib import Path

from pydantic import ValidationError

from consent.encoding import b64u, unb64u
from consent.jws import Jwk, SigningKey
from consent.policy import PolicyReader, Role, reader_id
from protocol import wrap
from protocol.errors import AttendedError, KeyFileDamaged, NameWrong
from relay.files import make_private_folder, read_key, write_key, write_new

KIND = "attended-reader-key"
PUBLIC_MODE = 0o644
_SEED_BYTES = 32


@dataclass(frozen=True, repr=False)
class ReaderKey:
    """A reader's secret: never leaves the reader's machine."""

    name: str
    role: Role
    kem_seed: bytes
    signing: SigningKey

    @property
    def public(self) -> PolicyReader:
        """Give what the organisation's policy holds about this reader."""
        kem = wrap.reader_public(self.kem_seed)
        jwk = Jwk.model_validate(self.signing.verify_key.jwk())
        return PolicyReader(reader=reader_id(kem), role=self.role, name=self.name, kem=b64u(kem), key=jwk)

    @property
    def id(self) -> str:
        """Name the reader as grants and wraps do."""
        return self.public.reader


def make_reader(folder: Path, role: Role, name: str) -> tuple[Path, Path]:
    """
    Make a reader's key in a folder: `ROLE.key` (0600) and `ROLE.json`, which is for the organisation.

    Raises:
        AlreadySetUp: There is one.
        NameWrong: The name cannot stand in a policy.
    """
    kem_seed, seed = os.urandom(_SEED_BYTES), os.urandom(_SEED_BYTES)
    try:
        public = ReaderKey(name, role, kem_seed, SigningKey.from_seed(seed)).public
    except ValidationError:
        raise NameWrong(f"--name {name!r} is empty, too long, or holds what cannot be printed") from None
    make_private_folder(folder)
    secret_file, public_file = folder / f"{role.value}.key", folder / f"{role.value}.json"
    write_key(secret_file, KIND, name=name, role=role.value, kem_seed=b64u(kem_seed), signing_seed=b64u(seed))
    write_new(public_file, (json.dumps(public.model_dump(mode="json"), indent=1) + "\n").encode(), PUBLIC_MODE)
    return secret_file, public_file


def read_reader(path: Path) -> ReaderKey:
    """
    Read a reader's secret key file.

    Raises:
        NotSetUp: There is none.
        KeyFileDamaged: It is not one.
    """
    held = read_key(path, KIND)
    try:
        signing = SigningKey.from_seed(unb64u(held["signing_seed"]))
        key = ReaderKey(held["name"], Role(held["role"]), unb64u(held["kem_seed"]), signing)
        key.id  # noqa: B018 - a seed of another length shows here
    except (KeyError, ValueError, AttendedError):
        raise KeyFileDamaged(str(path)) from None
    return key


def read_public(path: Path) -> PolicyReader:
    """
    Read the file that a reader gave the organisation.

    Raises:
        KeyFileDamaged: It is not one.
    """
    try:
        return PolicyReader.model_validate_json(path.read_bytes())
    except (OSError, ValidationError):
        raise KeyFileDamaged(str(path)) from None
