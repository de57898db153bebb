"""The loop that the engine runs on."""

from __future__ import annotations

import asyncio
import importlib.util
import re
import tomllib
from pathlib import Path

import pytest

from agent.engine.__main__ import quick_loop

PROJECT = Path(__file__).parents[3] / "pyproject.toml"


def test_without_the_quick_loop_the_usual_one_serves(monkeypatch: pytest.MonkeyPatch) -> None:
    """An engine starts where uvloop is not."""
    monkeypatch.setattr(importlib.util, "find_spec", lambda _name: None)
    assert quick_loop() is None
    with asyncio.Runner(loop_factory=quick_loop()) as runner:
        assert runner.run(asyncio.sleep(0, 7)) == 7


def test_where_it_is_it_is_taken() -> None:
    """Here it is, and what is asked of the agent's extra names it."""
    make = quick_loop()
    assert make is not None
    loop = make()
    assert type(loop).__module__.startswith("uvloop")
    loop.close()
    wanted = tomllib.loads(PROJECT.read_text(encoding="utf-8"))["project"]["optional-dependencies"]["agent"]
    assert "uvloop" in {re.split(r"[^\w-]", each)[0] for each in wanted}
