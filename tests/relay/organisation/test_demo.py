"""`init --demo`."""

from __future__ import annotations

from pathlib import Path

from relay.organisation.demo import WORTH, make_demo
from relay.organisation.keys import make_directory_key, read_published


def test_a_demonstration_says_in_its_policy_that_it_is_one(tmp_path: Path) -> None:
    """Customers of a demonstration read what it is, and no example text is left."""
    make_directory_key(tmp_path)
    make_demo(tmp_path, 1_772_355_600)
    policy = read_published(tmp_path, 1_772_355_600).organisation.policy

    assert "demonstration" in policy.notice
    assert "<" not in policy.model_dump_json()
    assert policy.domain == "localhost"


def test_its_worth_is_said_plainly() -> None:
    """Who can open recordings, and that nobody vouches."""
    assert "can open every recording" in WORTH
    assert "nobody outside vouches" in WORTH
