"""Which version runs."""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError

import pytest

from agent.desk import version


def test_it_is_the_installed_one_or_none(monkeypatch: pytest.MonkeyPatch) -> None:
    """A program that runs from a folder says "0" and still has its details."""
    version.own_version.cache_clear()
    assert version.own_version()[0].isdigit()

    def missing(_name: str) -> str:
        raise PackageNotFoundError

    monkeypatch.setattr(version, "version", missing)
    version.own_version.cache_clear()
    assert version.own_version() == "0"
    version.own_version.cache_clear()
