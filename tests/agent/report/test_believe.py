"""What is to be believed."""

from __future__ import annotations

import pytest

from agent.report.believe import UNNAMED, believed, day, moment, program, whole
from tests.support.recorded_machine import NOW


@pytest.mark.parametrize(
    "text",
    ["To Be Filled By O.E.M.", "Default string", "System Product Name", "0123456789", "None", "", "   ", "00000000",
     "FFFFFFFF", "00000000-0000-0000-0000-000000000000", "Not Specified", "...", None],
)  # fmt: skip
def test_a_placeholder_is_not_known(text: str | None) -> None:
    """What makers leave in says nothing."""
    assert believed(text) is None


@pytest.mark.parametrize("text", ["LENOVO", "20XW0055GE", "ThinkPad X1  Carbon", "Dell Inc."])
def test_a_maker_s_own_words_stay(text: str) -> None:
    """With single spaces."""
    assert believed(text) == " ".join(text.split())


def test_dates_are_of_this_century_and_not_of_the_future() -> None:
    """All others are not known."""
    assert day("03/14/2021", "%m/%d/%Y", NOW) == "2021-03-14T00:00:00Z"
    assert day("01/01/1980", "%m/%d/%Y", NOW) is None
    assert day("01/01/2099", "%m/%d/%Y", NOW) is None
    assert day("rubbish", "%m/%d/%Y", NOW) is None
    assert moment(NOW, NOW) == "2026-11-22T05:30:00Z"
    assert moment(0, NOW) is None
    assert moment(-1e30, NOW) is None


@pytest.mark.parametrize(("raw", "number"), [("7", 7), (" 7 ", 7), ("-1", None), ("x", None), (None, None), (3.9, 3)])
def test_a_speed_of_minus_one_is_not_known(raw: str | float | None, number: int | None) -> None:
    """Nor is anything that is no number."""
    assert whole(raw) == number


@pytest.mark.parametrize(
    "name",
    ["bash", "Xorg", "python3.11", "NetworkManager", "gnome-remote-de", "x2gocleansessio", "(sd-pam)", "7z", "i3status",
     "kworker/0:1H-kblockd", "kworker/u8:2+flush-254:0", "ksoftirqd/0", "irq/26-vmd", "Web Content", "tmux: server",
     "postgres: writer", "Code - Insiders.exe", "1Password.exe", "QtWebEngineProcess.exe", "systemd-timesyn", "Köche",
     "rcu_tasks_kthread", "Isolated Web Content", "GPU Process", "node-MainThread", "VBoxNetDHCP"],
)  # fmt: skip
def test_programs_keep_their_names(name: str) -> None:
    """Of every system, the kernel's own workers too."""
    assert program(name) == name


@pytest.mark.parametrize(
    "name",
    ["card 4111 1111 ", "4111 1111 1111", "3c:52:82:1a:9f", "L2hvbWUvYWtydWV", "S4EWNX0R512345",
     "192.168.178.23", "root=PARTUUID=6", "C:\\Users\\akrueg", "-----BEGIN OPEN", "a@b.example", "key=value", "",
     "\x1b[2J", "/home/akrueger/"],
)  # fmt: skip
def test_what_no_program_is_called_is_unnamed(name: str) -> None:
    """Half a number, half a token, a path, an address: any process may call itself so."""
    assert program(name) == UNNAMED


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("User Anna Kru\u0308", "User Anna"),
        ("debug: password", UNNAMED),
        ("arp 3C-52-82-1A", UNNAMED),
        ("Isolated Web Co", "Isolated Web"),
    ],
)
def test_of_words_that_were_cut_the_last_is_left_out(name: str, told: str) -> None:
    """It may be half of what redaction knows whole."""
    assert program(name) == told
