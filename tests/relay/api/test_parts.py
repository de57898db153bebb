"""The cookie's name and nature follow from the encryption."""

from __future__ import annotations

import httpx

from tests.support.relay_process import RelayProcess, seeded_key


def test_the_cookie_is_out_of_reach_of_scripts_and_other_sites(relay: RelayProcess) -> None:
    """On plain loopback it has no __Host- prefix, which browsers tie to TLS; all else is as strict as can be."""
    client = relay.browser()
    answer = client.post("/api/enrol", json={"token": relay.invite(), "jwk": seeded_key("cookie").verify_key.jwk()})
    cookie = answer.headers["set-cookie"].lower()

    assert cookie.startswith("attended=")
    assert "httponly" in cookie
    assert "samesite=strict" in cookie
    assert "path=/" in cookie
    assert "domain" not in cookie
    assert httpx.get(f"{relay.origin}/api/me", cookies=client.cookies, trust_env=False).status_code == 200
