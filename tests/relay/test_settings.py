"""Settings: where they come from, in which order, and what is refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from protocol.errors import FileTrouble, PlainHttpOutside, SettingUnknown, SettingWrong
from relay.settings import PREFIX, default_data, demand_encryption, load


def write(data: Path, text: str) -> None:
    """Write a settings file."""
    (data / "settings.toml").write_text(text, encoding="utf-8")


def test_flags_win_over_the_environment_and_the_environment_over_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The nearer to the person, the stronger."""
    write(tmp_path, 'port = 1001\nhost = "127.0.0.1"\nsessions = 5\n')
    monkeypatch.setenv(f"{PREFIX}PORT", "1002")
    monkeypatch.setenv(f"{PREFIX}SESSIONS", "6")

    held = load(tmp_path, port=1003, host=None)

    assert (held.port, held.sessions, held.host) == (1003, 6, "127.0.0.1")


@pytest.mark.parametrize("line", ['colour = "blue"', 'data = "/elsewhere"', "[section]\nport = 1"])
def test_an_unknown_key_is_named(tmp_path: Path, line: str) -> None:
    """A setting that does not exist is refused by its name, not ignored."""
    write(tmp_path, line)

    with pytest.raises(SettingUnknown) as refused:
        load(tmp_path)
    assert line.split(maxsplit=1)[0].strip("[]") in refused.value.detail


def test_an_unknown_name_in_the_environment_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A misspelt variable is refused as a misspelt key is."""
    monkeypatch.setenv(f"{PREFIX}PROT", "1")

    with pytest.raises(SettingUnknown, match="PROT"):
        load(tmp_path)


@pytest.mark.parametrize(
    "line",
    [
        "port = 70000",
        'port = "many"',
        "sessions = 0",
        'origin = "https://relay.example/"',
        'origin = "https://Relay.example"',
        'origin = "http://relay.example"',
        'origin = "ftp://relay.example"',
        "not toml at all",
    ],
)
def test_a_value_that_cannot_be_is_refused(tmp_path: Path, line: str) -> None:
    """Wrong numbers, addresses and files that are no TOML have words of their own."""
    write(tmp_path, line)

    with pytest.raises(SettingWrong):
        load(tmp_path)


def test_a_settings_file_that_is_no_text_is_named(tmp_path: Path) -> None:
    """Bytes that are no UTF-8 are said to be so."""
    (tmp_path / "settings.toml").write_bytes(b"\xff\xfe")

    with pytest.raises(SettingWrong, match="not text"):
        load(tmp_path)


def test_a_settings_file_that_cannot_be_read_is_trouble_with_a_file(tmp_path: Path) -> None:
    """A folder in its place is named, without a number of the operating system's."""
    (tmp_path / "settings.toml").mkdir()

    with pytest.raises(FileTrouble, match=r"settings\.toml: Is a directory"):
        load(tmp_path)


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "::1"])
def test_plain_http_is_for_this_machine(tmp_path: Path, host: str) -> None:
    """On loopback a relay may do without encryption."""
    demand_encryption(load(tmp_path, host=host))


def test_plain_http_elsewhere_is_refused(tmp_path: Path) -> None:
    """Where others can hear it, a relay wants a certificate or a proxy, and says so."""
    with pytest.raises(PlainHttpOutside):
        demand_encryption(load(tmp_path, host="192.0.2.1"))


@pytest.mark.parametrize(
    "flags",
    [
        {"certificate": "chain.pem"},
        {"key": "key.pem"},
        {"behind_proxy": True},
        {"behind_proxy": True, "origin": "http://localhost:1"},
        {"certificate": "chain.pem", "key": "key.pem", "host": "0.0.0.0"},  # noqa: S104 - a setting, not a socket
    ],
)
def test_half_of_an_encryption_is_refused(tmp_path: Path, flags: dict[str, object]) -> None:
    """A certificate without its key, or a proxy without the public address, is named at the start."""
    with pytest.raises(SettingWrong):
        demand_encryption(load(tmp_path, **flags))


@pytest.mark.parametrize(
    ("flags", "origin"),
    [
        ({}, "http://localhost:8080"),
        ({"host": "127.0.0.1"}, "http://localhost:8080"),
        ({"origin": "https://relay.example"}, "https://relay.example"),
        ({"host": "relay.example", "certificate": "c", "key": "k"}, "https://relay.example:8080"),
    ],
)
def test_the_public_address_is_a_name(tmp_path: Path, flags: dict[str, object], origin: str) -> None:
    """The address that people use is never a bare loopback number: browsers give those no keys to sign in with."""
    assert load(tmp_path, **flags).public_origin(8080) == origin


def test_the_usual_ports_are_left_out(tmp_path: Path) -> None:
    """An origin has one spelling (RFC 6454, 6.2): 443 and 80 are not written."""
    assert load(tmp_path, host="r.example", certificate="c", key="k").public_origin(443) == "https://r.example"
    assert load(tmp_path).public_origin(80) == "http://localhost"


def test_the_data_folder_can_be_named_in_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without --data the environment's folder holds, and without that one in the home folder."""
    monkeypatch.setenv(f"{PREFIX}DATA", "/somewhere")
    assert default_data() == Path("/somewhere")
    monkeypatch.delenv(f"{PREFIX}DATA")
    monkeypatch.setenv("XDG_DATA_HOME", "/home/ana/data")
    assert default_data() == Path("/home/ana/data/attended-relay")
