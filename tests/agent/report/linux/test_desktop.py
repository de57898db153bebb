"""1.6 on Linux, the desktop: by what runs."""

from __future__ import annotations

from typing import Any

import pytest

from agent.report.linux import desktop
from tests.support.recorded_machine import RecordedMachine, hear


def _running(*names: str) -> RecordedMachine:
    processes: list[dict[str, Any]] = [{"name": name} for name in names]
    return RecordedMachine(counters={"processes": processes})


@pytest.mark.parametrize(
    ("names", "facts"),
    [
        (("gdm3", "gnome-shell"), ("GNOME", "Wayland", "GDM")),
        (("gdm3", "gnome-shell", "Xorg"), ("GNOME", "X11", "GDM")),
        (("sddm", "Xorg", "Xwayland", "plasmashell", "kwin_wayland"), ("KDE Plasma", "Wayland", "SDDM")),
        (("lightdm", "Xorg", "xfce4-session"), ("Xfce", "X11", "LightDM")),
        (("Xorg", "lxqt-session", "openbox"), ("LXQt", "X11", None)),
        (("sway",), ("Sway", "Wayland", None)),
        (("Xvfb", "bash"), (None, "X11", None)),
        (("bash",), (None, None, None)),
    ],
)
def test_a_desktop_is_known_by_its_programs(names: tuple[str, ...], facts: tuple[str | None, ...]) -> None:
    """A window manager inside a desktop is a part of it; what no program shows is not known."""
    heard = hear(desktop.desktop, _running(*names))
    assert tuple(map(heard.facts.get, ("desktop.name", "desktop.session", "desktop.sign-in"))) == facts
    assert set(heard.facts) | set(heard.gaps) == {"desktop.name", "desktop.session", "desktop.sign-in"}


def test_sound_is_played_by_one_program() -> None:
    """PipeWire stands in for PulseAudio, or runs beside it for cameras alone."""
    assert hear(desktop.sound, _running("pipewire", "pipewire-pulse")).facts == {"sound.server": "PipeWire"}
    assert hear(desktop.sound, _running("pipewire", "pulseaudio")).facts == {"sound.server": "PulseAudio"}
    assert hear(desktop.sound, _running("bash")).gaps == {"sound.server": "not-present"}
