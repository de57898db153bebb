"""A reader's keys, made on the reader's own machine."""

from __future__ import annotations

import json
import stat
from pathlib import Path

import pytest

from consent.encoding import unb64u
from consent.policy import Role
from protocol import wrap
from protocol.errors import AlreadySetUp, KeyFileDamaged, NameWrong, NotSetUp
from relay.organisation.readers import make_reader, read_public, read_reader


def test_a_wrap_for_the_public_half_opens_with_the_secret_one(tmp_path: Path) -> None:
    """What the organisation publishes and what the reader keeps belong together."""
    secret, public = make_reader(tmp_path, Role.QUALITY, "Quality team")
    key, published = read_reader(secret), read_public(public)

    info = wrap.wrap_info(bytes(16), 1, "view", published.reader)
    wrapped = wrap.wrap(bytes(32), unb64u(published.kem), info)

    assert wrap.unwrap(wrapped, key.kem_seed, info) == bytes(32)
    assert key.public == published
    assert key.id == published.reader
    assert published.key.x == key.signing.verify_key.jwk()["x"]


def test_the_secret_stays_its_owners(tmp_path: Path) -> None:
    """The key file is 0600, the public one holds nothing of it, and neither is written over."""
    secret, public = make_reader(tmp_path, Role.RECOVERY, "Spare key")

    assert stat.S_IMODE(secret.stat().st_mode) == 0o600
    assert json.loads(secret.read_text())["kem_seed"] not in public.read_text()
    with pytest.raises(AlreadySetUp):
        make_reader(tmp_path, Role.RECOVERY, "Spare key")
    assert "kem_seed" not in repr(read_reader(secret))


@pytest.mark.parametrize("name", ["", "a\nb", "x" * 81])
def test_a_name_that_cannot_stand_in_a_policy_is_refused(tmp_path: Path, name: str) -> None:
    """Before anything is made."""
    with pytest.raises(NameWrong):
        make_reader(tmp_path / "readers", Role.QUALITY, name)
    assert not (tmp_path / "readers").exists()


def test_a_damaged_key_is_named(tmp_path: Path) -> None:
    """Every part that is missing or cut is a damaged key file; no file is none."""
    secret, public = make_reader(tmp_path, Role.QUALITY, "Quality team")
    whole = json.loads(secret.read_text())
    for part in ("name", "role", "kem_seed", "signing_seed"):
        for wrong in ({**whole, part: "AA"}, {name: value for name, value in whole.items() if name != part}):
            if part == "name" and part in wrong:
                continue  # any short name is one
            secret.write_text(json.dumps(wrong))
            with pytest.raises(KeyFileDamaged):
                read_reader(secret)
    with pytest.raises(NotSetUp):
        read_reader(tmp_path / "none.key")
    public.write_text("{}")
    with pytest.raises(KeyFileDamaged):
        read_public(public)
