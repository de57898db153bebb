"""What anybody may read."""

from __future__ import annotations

import httpx
import pytest

from protocol.well_known import parse
from relay.api.public import program_version
from tests.support.relay_process import RelayProcess


def test_the_relay_says_who_it_is(relay: RelayProcess) -> None:
    """The answer is what desks and readers parse, and any page may ask."""
    answer = httpx.get(f"{relay.origin}/.well-known/attended", trust_env=False)
    known = parse(answer.content)

    assert known.origin == relay.origin
    assert known.relay == program_version()
    assert answer.headers["access-control-allow-origin"] == "*"


@pytest.mark.parametrize("path", ["/", "/enrol"])
def test_the_console_is_one_page(relay: RelayProcess, path: str) -> None:
    """Start page and invitation are the same page; what stands behind the # never comes here."""
    answer = httpx.get(f"{relay.origin}{path}", trust_env=False)

    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith("text/html")


@pytest.mark.parametrize(
    "path", ["../main.py", "%2e%2e/main.py", "..%2fsettings.py", "protocol", "", "nothing.js", "protocol/recording.py"]
)
def test_only_the_consoles_files_are_given_out(relay: RelayProcess, path: str) -> None:
    """No path leads out of the console's folder, and nothing but pages, scripts and pictures is given."""
    answer = httpx.get(f"{relay.origin}/console/{path}", trust_env=False)

    assert answer.status_code == 404


def test_a_script_of_the_console_is_given_as_such(relay: RelayProcess) -> None:
    """Modules need their type, and are asked for anew after an update."""
    answer = httpx.get(f"{relay.origin}/console/protocol/recording.js", trust_env=False)

    assert answer.headers["content-type"].startswith("text/javascript")
    assert answer.headers["cache-control"] == "no-cache"


def test_counts_are_for_this_machine(relay: RelayProcess) -> None:
    """They name nobody, and a request that came through a proxy gets none."""
    counts = httpx.get(f"{relay.origin}/metrics", trust_env=False)
    proxied = httpx.get(f"{relay.origin}/metrics", headers={"X-Forwarded-For": "192.0.2.1"}, trust_env=False)

    assert "attended_relay_sessions" in counts.text
    assert proxied.status_code == 404
