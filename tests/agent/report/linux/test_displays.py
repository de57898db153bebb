"""1.5 on Linux, displays: recorded connectors, and this machine's own."""

from __future__ import annotations

from pathlib import Path

from agent.report.leave import OwnReport
from agent.report.linux import displays
from agent.report.machine import Unread
from agent.report.posix import PosixMachine
from agent.report.told import Known
from tests.agent.report.test_edid import DELL
from tests.support.recorded_machine import Answer, RecordedMachine, hear

ROOT = "/sys/class/drm"


def test_a_connected_display_is_told_by_its_connector() -> None:
    """What is not connected is no display."""
    twin = RecordedMachine(files={
        f"{ROOT}/card0/dev": "226:0", f"{ROOT}/card0-DP-1/status": "disconnected\n",
        f"{ROOT}/card0-HDMI-A-1/status": "connected\n", f"{ROOT}/card0-HDMI-A-1/edid": DELL,
        f"{ROOT}/card0-HDMI-A-1/modes": "1920x1080\n1280x720\n",
    })  # fmt: skip
    assert hear(displays.displays, twin).facts == {
        "display.connector@HDMI-A-1": "HDMI-A", "display.native@HDMI-A-1": "2560x1440",
        "display.maker@HDMI-A-1": "Dell",
        "display.model@HDMI-A-1": "DELL U2518D", "display.width@HDMI-A-1": 553, "display.height@HDMI-A-1": 311,
        "display.serial@HDMI-A-1": "0AB1C23D456L", "display.made@HDMI-A-1": "2018-06-25T00:00:00Z",
    }  # fmt: skip


def test_a_display_that_says_nothing_has_its_first_mode() -> None:
    """A virtual one has no description; an unreadable one is a gap."""
    files: dict[str, Answer] = {f"{ROOT}/card0-Virtual-1/status": "connected\n", f"{ROOT}/card0-Virtual-1/edid": b"",
             f"{ROOT}/card0-Virtual-1/modes": "nonsense\n1280x800\n"}  # fmt: skip
    assert hear(displays.displays, RecordedMachine(files=files)).facts == {
        "display.connector@Virtual-1": "Virtual", "display.native@Virtual-1": "1280x800",
    }  # fmt: skip
    refused = RecordedMachine(files={**files, f"{ROOT}/card0-Virtual-1/edid": Unread("no-rights")})
    assert hear(displays.displays, refused).gaps["display.maker"] == "no-rights"
    assert hear(displays.displays, RecordedMachine()).gaps == {"display.model": "not-present"}


def test_what_is_in_use_is_found_under_the_kernel_s_name() -> None:
    """The X server calls HDMI-A-1 HDMI-1; a display without a description keeps the server's name."""
    mode = {"width": 1920, "height": 1080, "rate": 60, "scale": 150}
    twin = RecordedMachine(
        files={f"{ROOT}/card0-HDMI-A-1/edid": DELL},
        counters={"screens": [{"name": "HDMI-1", "edid": DELL.hex(), **mode},
                              {"name": "DVI-0", "edid": "", **mode, "rate": None, "scale": None}]},
    )  # fmt: skip
    heard = hear(displays.in_use, twin)
    assert heard.facts == {
        "display.mode@HDMI-A-1": "1920x1080", "display.rate@HDMI-A-1": 60, "display.scale@HDMI-A-1": 150,
        "display.mode@DVI-0": "1920x1080",
    }  # fmt: skip
    assert hear(displays.in_use, RecordedMachine()).gaps == {"": "not-supported"}
    alone = RecordedMachine(counters={"screens": [{"name": "DP-1", "edid": DELL.hex(), **mode}]})
    assert hear(displays.in_use, alone).facts["display.model@DP-1"] == "DELL U2518D"


def test_this_machine_has_the_displays_that_its_kernel_lists() -> None:
    """By status."""
    told = {each.of for each in displays.displays(PosixMachine(OwnReport())) if isinstance(each, Known)}
    listed = {each.parent.name.partition("-")[2] for each in Path(ROOT).glob("card*-*/status")
              if each.read_text().strip() == "connected"} if Path(ROOT).is_dir() else set()  # fmt: skip
    assert told == listed
