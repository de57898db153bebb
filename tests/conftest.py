"""How every test runs: seeded examples, short by default, long on request."""

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from tests.support.browser import end_kept_browser
from tests.support.forked import FORKING

# A machine with two busy cores is slow at times; a claim about time has a test of its own, never hypothesis's deadline.
settings.register_profile(
    "ci", derandomize=True, max_examples=60, deadline=None, database=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.register_profile("long", settings.get_profile("ci"), max_examples=5_000, derandomize=False, print_blob=True)

SLOW = ("fuzz", "properties", "e2e", "relay/console", "promises", "relay", "js")
"""Folders whose files take long, at the sizes of `--long` or because they start programs; the longest first."""


def pytest_addoption(parser: pytest.Parser) -> None:
    """Offer the full length."""
    parser.addoption("--long", action="store_true", help="full-length fuzz, soak and fault runs as well")


def pytest_configure(config: pytest.Config) -> None:
    """Load the examples' profile; `--hypothesis-profile` on the command line still wins. Have relays forked."""
    FORKING.offered = True
    settings.load_profile("long" if config.getoption("--long") else "ci")


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """Where only tests marked `alone` are wanted, read no file without the mark: reading all is most of that run."""
    if config.getoption("markexpr") != "alone" or not collection_path.name.startswith("test_"):
        return None
    return True if collection_path.is_file() and "mark.alone" not in collection_path.read_text("utf-8") else None


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """
    Leave tests marked `long` out of the short run: deselected and counted, so nothing reads as skipped.

    Files that take long begin first: with two workers the last one would else go on alone for minutes.
    """
    items.sort(key=_slow_first)
    if config.getoption("--long"):
        return
    left_out = [item for item in items if item.get_closest_marker("long")]
    if left_out:
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if not item.get_closest_marker("long")]


def _slow_first(item: pytest.Item) -> int:
    path = item.path.relative_to(item.config.rootpath).as_posix()
    return next((at for at, folder in enumerate(SLOW) if path.startswith(f"tests/{folder}/")), len(SLOW))


def pytest_sessionfinish() -> None:
    """End what tests shared: the browser, and the process that relays are forked from."""
    end_kept_browser()
    FORKING.end()


@pytest.fixture
def sized(request: pytest.FixtureRequest) -> Callable[[int, int], int]:
    """Give the number of rounds that fits the run: `sized(2_000, 200_000)` is 2,000, and with --long 200,000."""
    full = bool(request.config.getoption("--long"))
    return lambda short, long: long if full else short
