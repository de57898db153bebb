"""The relay over HTTP: headers on every answer, and nothing for requests meant for another host."""

from __future__ import annotations

import httpx
import pytest

from tests.support.relay_process import RelayProcess


@pytest.mark.parametrize("path", ["/", "/console/page/main.js", "/.well-known/attended", "/nothing", "/api/me"])
def test_every_answer_carries_the_same_protections(relay: RelayProcess, path: str) -> None:
    """Pages load nothing from elsewhere, stand in no frame, and tell nobody where they were."""
    answer = httpx.get(f"{relay.origin}{path}", trust_env=False)

    policy = answer.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert f"connect-src 'self' {relay.origin.replace('http', 'ws', 1)}" in policy
    assert answer.headers["referrer-policy"] == "no-referrer"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert "server" not in answer.headers


@pytest.mark.parametrize("host", ["evil.example", "localhost", "localhost:1", ""])
def test_a_request_for_another_host_gets_nothing(relay: RelayProcess, host: str) -> None:
    """Another name that leads to this machine (DNS rebinding) does not make its page one of ours."""
    answer = httpx.get(f"{relay.origin}/", headers={"Host": host}, trust_env=False)

    assert answer.status_code == 404
    assert answer.json()["code"] == "R-111"


@pytest.mark.parametrize("path", ["/nothing", "/api/nothing", "/console/nothing.js", "/log/nothing"])
def test_what_is_not_there_has_words(relay: RelayProcess, path: str) -> None:
    """Every refusal is code, words and remedy, and nothing else."""
    answer = httpx.get(f"{relay.origin}{path}", trust_env=False)

    assert answer.status_code in {401, 404}
    assert set(answer.json()) == {"code", "words", "remedy"}


@pytest.mark.parametrize(
    ("method", "path", "body", "status"),
    [
        ("POST", "/api/enrol", b"{", 400),
        ("POST", "/api/enrol", b'{"token":"x"}', 400),
        ("POST", "/api/sign-in", b'{"thumbprint":7}', 400),
        ("POST", "/api/sign-in/answer", b"\xff", 400),
        ("POST", "/api/openings", b'{"session":"x","request":"y"}', 400),
        ("DELETE", "/api/me", b"", 405),
        ("POST", "/", b"", 405),
    ],
)
def test_a_malformed_request_has_words(relay: RelayProcess, method: str, path: str, body: bytes, status: int) -> None:
    """Bodies and methods that do not fit are refused, and nothing of them comes back."""
    headers = {"Origin": relay.origin, "X-Attended": "1", "Content-Type": "application/json"}
    answer = httpx.request(method, f"{relay.origin}{path}", content=body, headers=headers, trust_env=False)

    assert answer.status_code == status
    assert set(answer.json()) == {"code", "words", "remedy"}
