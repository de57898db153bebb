"""1.6 The desktop on Linux: which one runs, how pictures reach the screen, who signs people in, what plays sound."""

from __future__ import annotations

from collections.abc import Iterator

from agent.report.machine import Machine
from agent.report.told import Collector, Said, gap, known

# By the name of a process (15 characters of it, comm(5)); what others start as a part of theirs stands last.
_DESKTOPS = {
    "gnome-shell": "GNOME", "plasmashell": "KDE Plasma", "xfce4-session": "Xfce", "cinnamon": "Cinnamon",
    "cinnamon-sessio": "Cinnamon", "mate-session": "MATE", "lxqt-session": "LXQt", "lxsession": "LXDE",
    "budgie-panel": "Budgie", "gala": "Pantheon", "dde-desktop": "Deepin", "cosmic-comp": "COSMIC", "phosh": "Phosh",
    "enlightenment": "Enlightenment", "sway": "Sway", "Hyprland": "Hyprland", "weston": "Weston", "i3": "i3",
    "icewm": "IceWM", "fluxbox": "Fluxbox", "openbox": "Openbox",
}  # fmt: skip
_SIGN_IN = {
    "gdm3": "GDM", "gdm": "GDM", "sddm": "SDDM", "lightdm": "LightDM", "lxdm": "LXDM", "xdm": "XDM",
    "greetd": "greetd", "slim": "SLiM",
}  # fmt: skip
_SOUND = {
    "pipewire-pulse": "PipeWire", "pulseaudio": "PulseAudio", "jackd": "JACK", "jackdbus": "JACK",
    "pipewire": "PipeWire without PulseAudio's part",
}  # fmt: skip
_X_SERVERS = frozenset({"Xorg", "X", "Xvfb", "Xtigervnc"})
_WAYLAND = frozenset({"Xwayland", "kwin_wayland", "sway", "Hyprland", "weston", "cosmic-comp", "phosh", "gnome-shell"})
"""What runs under Wayland; of these the shell of GNOME runs under X11 too, beside a server of X."""


def desktop(machine: Machine) -> Iterator[Said]:
    """Tell the desktop, how its pictures reach the screen, and the program that signs people in."""
    running = _running(machine)
    for fact, value in (("desktop.name", _first(_DESKTOPS, running)), ("desktop.sign-in", _first(_SIGN_IN, running))):
        if value is None:
            yield gap("not-present", fact, words="No program of that kind that a report knows is running.")
        else:
            yield known(fact, value, "processes")
    yield known("desktop.session", _session(running), "processes")


def sound(machine: Machine) -> Iterator[Said]:
    """Tell which program plays the sound."""
    found = _first(_SOUND, _running(machine))
    if found is None:
        yield gap("not-present", "sound.server", words="No program that plays sound is running.")
        return
    yield known("sound.server", found, "processes")


def _running(machine: Machine) -> set[str]:
    return {str(each.get("name")) for each in machine.count("processes")}


def _first(names: dict[str, str], running: set[str]) -> str | None:
    return next((words for name, words in names.items() if name in running), None)


def _session(running: set[str]) -> str | None:
    """Tell by what runs: logind knows it too, with the names of all who are signed in, so it is not asked."""
    if "Xwayland" not in running and running & _X_SERVERS:
        return "X11"
    return "Wayland" if running & _WAYLAND else None


COLLECTORS = (
    Collector("system", "desktop", desktop, seconds=3.0),
    Collector("devices", "sound-server", sound, seconds=3.0),
)
"""The collectors of the desktop."""
