"""policy.toml: the specimen, and what is refused with its place named."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from consent.policy import OrganisationPolicy, Role
from protocol.errors import AttendedError, KeyFileDamaged, NotSetUp, PolicyWrong
from relay.organisation.policy_file import SPECIMEN, read_policy
from relay.organisation.readers import make_reader
from tests.support.relay_process import seeded_key

KEY = seeded_key("organisation").verify_key


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Give a policy file that is filled in, with its readers beside it."""
    for role in Role:
        make_reader(tmp_path, role, f"The {role} reader")
    filled = tmp_path / "policy.toml"
    filled.write_text(re.sub(r"<([^>]+)>", r"\1", SPECIMEN.read_text()))
    return filled


def read(path: Path) -> OrganisationPolicy:
    """Read it."""
    return read_policy(path, key=KEY, domain="nordlicht.example", name="Nordlicht", now=1_772_355_600)


def test_the_specimen_filled_in_is_a_policy(path: Path) -> None:
    """What we ship works once its angle brackets are gone."""
    policy = read(path)

    assert (policy.domain, policy.name, policy.iss) == ("nordlicht.example", "Nordlicht", KEY.thumbprint)
    assert {reader.role for reader in policy.readers} == set(Role)
    assert policy.retention_days == 30


def test_the_specimen_itself_is_refused_with_the_place(tmp_path: Path) -> None:
    """Nobody publishes our example by mistake."""
    with pytest.raises(PolicyWrong, match="jurisdiction"):
        read(SPECIMEN)
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    ("find", "put", "place"),
    [
        ("minutes = 60", 'minutes = "60"', "minutes"),
        ("minutes = 60", "minutes = 100000", "minutes"),
        ("minutes = 60", "", "minutes"),
        ("retention_days = 30", "retention_days = 2026-01-01", "retention_days"),
        ('scopes = ["view", "control", "report"]', 'scopes = ["everything"]', "scopes"),
        ("secret_digits = 6", "secret_digits = 4", "secret_digits"),
        ("version = 1", "version = 1\ncolour = 1", "colour"),
        ("version = 1", "version 1", "policy.toml"),
        ('file = "recovery.json"', 'file = "quality.json"', "twice"),
    ],
)
def test_what_cannot_be_is_named(path: Path, find: str, put: str, place: str) -> None:
    """A wrong value, a missing or unknown line, a reader twice: the words name the place."""
    text = path.read_text()
    assert find in text
    path.write_text(text.replace(find, put, 1))

    with pytest.raises(PolicyWrong, match=place):
        read(path)


def test_missing_files_are_named(path: Path, tmp_path: Path) -> None:
    """No policy file, or no reader's file where one is named."""
    with pytest.raises(NotSetUp):
        read(tmp_path / "none.toml")
    (tmp_path / "quality.json").unlink()
    with pytest.raises(KeyFileDamaged):
        read(path)
    path.write_bytes(b"\xff")
    with pytest.raises(AttendedError):
        read(path)
