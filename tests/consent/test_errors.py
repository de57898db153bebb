"""The error tree: every leaf can be told to a person, and nobody's detail leaks into the words."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from consent.errors import AttendedError, CheckFailed, LocalError, NotCanonical, PeerError
from protocol.errors import CATALOGUE


def _below(kind: type[AttendedError]) -> Iterator[type[AttendedError]]:
    for below in kind.__subclasses__():
        yield below
        yield from _below(below)


def test_every_leaf_says_code_words_and_remedy() -> None:
    """A code is a letter and three digits; words and remedy are whole sentences."""
    assert len(CATALOGUE) > 10
    for code, leaf in CATALOGUE.items():
        assert re.fullmatch(r"[CPRAK]-\d{3}", code), leaf
        assert leaf.words.endswith((".", "?", "!")), leaf
        assert leaf.remedy.endswith((".", "?", "!")), leaf
        assert leaf.__doc__, leaf


def test_no_two_errors_share_a_code() -> None:
    """A code means one thing: the catalogue lost no class to another of the same code."""
    ours = [leaf for leaf in _below(AttendedError) if leaf.__module__ in ("consent.errors", "protocol.errors")]
    leaves = [leaf for leaf in ours if "code" in vars(leaf)]
    assert sorted(leaf.code for leaf in leaves) == sorted(set(CATALOGUE))


def test_every_leaf_says_whose_fault_it_is() -> None:
    """Each documented error is the peer's, this side's, or evidence that does not hold."""
    for leaf in CATALOGUE.values():
        assert issubclass(leaf, (PeerError, LocalError, CheckFailed)), leaf


def test_detail_stays_out_of_the_words() -> None:
    """What only our log may hold is in `str`, never in words or remedy."""
    error = NotCanonical("a private value")

    assert "a private value" in str(error)
    assert str(NotCanonical()) == f"C-002 {NotCanonical.words}"
    assert "private" not in error.words + error.remedy


@pytest.mark.parametrize("kind", [AttendedError, PeerError, LocalError, CheckFailed])
def test_a_branch_is_no_leaf(kind: type[AttendedError]) -> None:
    """The tree's branches have no code, so nobody can be told one of them."""
    assert not hasattr(kind, "code")
