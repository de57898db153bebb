"""`--self-check`: whether this computer can be helped, in words."""

from __future__ import annotations

import http.server
import threading
import time
from collections.abc import Iterator
from email.utils import formatdate
from pathlib import Path

import pytest

from agent.desk import self_check
from agent.desk.address import read_address
from agent.desk.self_check import Told, looked_at, mac_permissions
from tests.support.display import VirtualDisplay
from tests.support.running_relay import RunningRelay


@pytest.fixture(autouse=True)
def _own_home(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    monkeypatch.setenv("WAYLAND_DISPLAY", "")
    monkeypatch.setenv("DISPLAY", "")


def test_a_computer_that_can_be_helped_says_so(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    """Display, mouse and keyboard, receipts, relay, clock: each on a line, all well, exit code 0."""
    with VirtualDisplay(640, 480) as display, RunningRelay(tmp_path) as relay:
        for name in ("DISPLAY", "XAUTHORITY"):
            monkeypatch.setenv(name, display.env[name])
        assert self_check.self_check(relay.origin) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line.partition(":")[0] for line in lines] == ["ok"] * 5 + ["This computer can be helped."]
    assert "The clock is right." in lines[4]


def test_what_is_wrong_is_told_with_what_to_do(capsys: pytest.CaptureFixture[str]) -> None:
    """No screen: it can be helped in part; the exit code says that something is not well."""
    assert self_check.self_check("") == 1
    said = capsys.readouterr().out
    assert "not ok: There is no screen here" in said
    assert "    Start it from a graphical desktop" in said
    assert said.splitlines()[-1] == "This computer can be helped in part."


def test_wayland_is_for_the_report_only(monkeypatch: pytest.MonkeyPatch) -> None:
    """It says so, and where the report can be asked for."""
    monkeypatch.setenv("WAYLAND_DISPLAY", "wayland-0")
    told = list(looked_at(""))
    assert told[0].words.startswith("This desktop cannot show a safe frame.")
    assert told[1].words == "A health report can be asked for in a terminal."
    assert not told[0].ends_help


def test_a_relay_that_is_not_there_ends_help(capsys: pytest.CaptureFixture[str]) -> None:
    """So does an address that is none."""
    assert self_check.self_check("http://localhost:1") == 1
    assert capsys.readouterr().out.splitlines()[-1] == "This computer cannot be helped yet."
    assert not list(looked_at("relay example"))[-1].is_well


class _Late(http.server.BaseHTTPRequestHandler):
    """A relay's answers, as of another time."""

    off = 0

    def do_HEAD(self) -> None:
        self.send_response_only(200)
        self.send_header("Date", formatdate(time.time() + self.off, usegmt=True))
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def late() -> Iterator[str]:
    """Give the address of something that tells the time."""
    with http.server.HTTPServer(("127.0.0.1", 0), _Late) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_address[1]}"
        server.shutdown()
        thread.join()


@pytest.mark.parametrize(("off", "words"), [(60, "The clock is right."), (-240, "The clock is 4 minutes off.")])
def test_the_clock_is_compared_with_the_relays(
    monkeypatch: pytest.MonkeyPatch, late: str, off: int, words: str
) -> None:
    """A minute and a half is allowed; more is told, and ends nothing."""
    monkeypatch.setattr(_Late, "off", off)
    (told,) = self_check._clock(read_address(late))
    assert (told.words, told.is_well) == (words, off == 60)
    assert not (told.ends_help and not told.is_well)


@pytest.mark.parametrize("allowed", [True, False, None])
def test_macos_permissions_are_told_where_they_can_be(allowed: bool | None) -> None:  # noqa: FBT001 - the system's word
    """Screen and hands apart; where the system says nothing, that is said."""
    asked: list[tuple[str, str]] = []

    def ask(library: str, function: str) -> bool | None:
        asked.append((library, function))
        return allowed

    told = list(mac_permissions(ask))
    assert [each.is_well for each in told] == [allowed is not False] * 2
    assert all(bool(each.remedy) is (allowed is False) for each in told)
    assert asked == [
        ("CoreGraphics", "CGPreflightScreenCaptureAccess"),
        ("ApplicationServices", "AXIsProcessTrusted"),
    ]


def test_a_folder_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    """What is remembered is damaged: nobody is asked anything before that is put right."""
    folder = tmp_path / "data" / "attended"
    folder.mkdir(parents=True)
    (folder / "known.json").write_text("{", encoding="utf-8")
    assert Told(False, "x").ends_help
    assert [each.is_well for each in looked_at("")] == [False, False, True]
