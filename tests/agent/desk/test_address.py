import pytest

from agent.desk.address import is_loopback, read_address
from protocol.errors import AddressMistyped, PlainOnlyOnLoopback


@pytest.mark.parametrize(
    ("typed", "origin", "websocket"),
    [
        ("relay.example", "https://relay.example", "wss://relay.example/agent"),
        (" Relay.Example/ ", "https://relay.example", "wss://relay.example/agent"),
        ("https://relay.example:443", "https://relay.example", "wss://relay.example/agent"),
        ("https://relay.example:8443", "https://relay.example:8443", "wss://relay.example:8443/agent"),
        ("wss://relay.example", "https://relay.example", "wss://relay.example/agent"),
        ("localhost:8400", "http://localhost:8400", "ws://localhost:8400/agent"),
        ("http://127.0.0.1:8400", "http://127.0.0.1:8400", "ws://127.0.0.1:8400/agent"),
        ("http://[::1]:8400", "http://[::1]:8400", "ws://[::1]:8400/agent"),
        ("bücher.example", "https://xn--bcher-kva.example", "wss://xn--bcher-kva.example/agent"),
    ],
)
def test_an_address_is_read_as_people_type_it(typed: str, origin: str, websocket: str) -> None:
    """With or without a scheme, port or slash it has one origin."""
    read = read_address(typed)
    assert (read.origin, read.websocket) == (origin, websocket)


@pytest.mark.parametrize(
    "typed",
    ["", "  ", "relay example", "https://", "https://relay.example/path", "relay..example", "a@b.example",
     "ftp://relay.example", "https://relay.example:99999", "-x.example", "x" * 300, "https://[::1"],
)  # fmt: skip
def test_what_is_no_address_is_refused_in_words(typed: str) -> None:
    """A slip loses nothing but the moment."""
    with pytest.raises(AddressMistyped):
        read_address(typed)


@pytest.mark.parametrize("typed", ["http://relay.example", "ws://10.0.0.1"])
def test_plain_addresses_of_others_are_refused(typed: str) -> None:
    """Without encryption only this computer itself is spoken to."""
    with pytest.raises(PlainOnlyOnLoopback):
        read_address(typed)


def test_loopback_is_known_by_name_and_number() -> None:
    """All of 127/8, ::1 and *.localhost are this computer."""
    assert all(map(is_loopback, ("localhost", "relay.localhost", "127.9.9.9", "::1")))
    assert not any(map(is_loopback, ("localhost.example", "10.0.0.1", "relay.example")))
