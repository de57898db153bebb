"""Where an organisation's and a relay's keys lie, and what they sign."""

from __future__ import annotations

import json
import stat
from pathlib import Path

import pytest

from consent.errors import OrganisationOutOfDate, OrganisationWrong
from protocol.errors import (
    AlreadySetUp,
    AttendedError,
    KeyFileDamaged,
    NoDirectoryFile,
    NoOrganisation,
    NoOrganisationKey,
    NotSetUp,
)
from relay.organisation.demo import make_demo
from relay.organisation.keys import (
    DIRECTORY_DAYS,
    make_directory_key,
    make_log_key,
    make_organisation,
    read_directory_key,
    read_log_key,
    read_published,
    sign_organisation,
)

NOW = 1_772_355_600
DAY = 86_400


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """Give a demonstration's keys."""
    make_log_key(tmp_path)
    make_directory_key(tmp_path)
    make_demo(tmp_path, NOW)
    return tmp_path


def test_what_was_signed_verifies_and_names_the_relays_directory_key(data: Path) -> None:
    """Policy and directory key hold under the organisation's key; the directory key is the relay's own."""
    published = read_published(data, NOW)

    assert published.organisation.directory.key == read_directory_key(data).verify_key
    assert published.organisation.directory.exp == NOW + DIRECTORY_DAYS * DAY


def test_every_secret_is_its_owners_and_made_once(data: Path) -> None:
    """All key files are 0600 and none is written over."""
    secrets = [*data.rglob("*.key")]

    assert len(secrets) == 5
    assert {stat.S_IMODE(path.stat().st_mode) for path in secrets} == {0o600}
    for again in (make_log_key, make_directory_key, lambda folder: make_organisation(folder, "localhost", "x")):
        with pytest.raises(AlreadySetUp):
            again(data)


def test_a_directory_key_runs_out(data: Path) -> None:
    """After its days nothing it signs is believed, until the organisation signs again."""
    late = NOW + (DIRECTORY_DAYS + 2) * DAY
    with pytest.raises(OrganisationOutOfDate):
        read_published(data, late)

    sign_organisation(data, late)
    assert read_published(data, late).organisation.domain == "localhost"


def test_what_another_organisation_signed_is_refused(data: Path) -> None:
    """A policy under another key than the published one is not this organisation's."""
    published = data / "organisation" / "published" / "organisation.json"
    published.write_text(json.dumps(read_directory_key(data).verify_key.jwk()))

    with pytest.raises(OrganisationWrong):
        read_published(data, NOW)


@pytest.mark.parametrize("name", ["policy.jws", "directory.jws", "organisation.json"])
@pytest.mark.parametrize("content", [b"", b"x", b"\xff", b"a.b.c"])
def test_damaged_publications_are_named(data: Path, name: str, content: bytes) -> None:
    """Whatever stands in a published file, it verifies or is a documented error."""
    (data / "organisation" / "published" / name).write_bytes(content)

    with pytest.raises(AttendedError):
        read_published(data, NOW)


def test_what_is_missing_is_not_set_up(tmp_path: Path) -> None:
    """Each part that is not there says so."""
    with pytest.raises(NoOrganisation):
        read_published(tmp_path, NOW)
    for missing in (read_log_key, read_directory_key):
        with pytest.raises(NotSetUp):
            missing(tmp_path)
    with pytest.raises(NoOrganisationKey):
        sign_organisation(tmp_path, NOW)


def test_the_relays_half_that_was_not_brought_is_named(data: Path) -> None:
    """Nothing is signed without it, and what was signed stays."""
    (data / "directory.json").unlink()
    with pytest.raises(NoDirectoryFile):
        sign_organisation(data, NOW)
    read_published(data, NOW)


def test_damaged_keys_are_named(data: Path) -> None:
    """A seed of another length, or none, is a damaged key file."""
    for path, kind, read in (
        (data / "log-key" / "log.key", "attended-log-key", read_log_key),
        (data / "directory.key", "attended-directory-key", read_directory_key),
    ):
        for parts in ({}, {"seed": "AA"}, {"seed": "!"}, {"seed": "AA", "name": "a b"}):
            path.write_text(json.dumps({"kind": kind, **parts}))
            with pytest.raises(KeyFileDamaged):
                read(data)


def test_each_log_has_a_name_of_its_own(tmp_path: Path) -> None:
    """Two relays on one machine are told apart."""
    names = set()
    for number in range(2):
        make_log_key(tmp_path / str(number))
        names.add(read_log_key(tmp_path / str(number)).name)
    assert len(names) == 2
