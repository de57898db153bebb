"""What the bus may be asked."""

from __future__ import annotations

import pytest

from agent.report.askable import METHODS, PROPERTIES, STARTED, demand_askable


def test_methods_and_properties_are_told_apart() -> None:
    """A method is called, a property read."""
    assert demand_askable("org.freedesktop.systemd1.Manager", "ListUnits")
    assert not demand_askable("org.freedesktop.timedate1", "NTPSynchronized")


@pytest.mark.parametrize(
    ("interface", "name"),
    [
        ("org.freedesktop.systemd1.Manager", "Environment"),
        ("org.freedesktop.systemd1.Service", "ExecStart"),
        ("org.freedesktop.systemd1.Manager", "Reboot"),
        ("org.freedesktop.NetworkManager.Settings.Connection", "GetSecrets"),
        ("org.freedesktop.login1.Manager", "ListSessions"),
    ],
)
def test_what_is_in_no_list_is_a_fault_of_ours(interface: str, name: str) -> None:
    """Environments, command lines, secrets, people, and whatever changes something."""
    with pytest.raises(PermissionError):
        demand_askable(interface, name)


def test_every_method_only_reads() -> None:
    """Their names say so; and no name is in both lists of one interface."""
    reading = ("List", "Get", "Enumerate", "get")
    assert all(name.startswith(reading) for names in METHODS.values() for name in names)
    assert not [each for each in METHODS if METHODS[each] & PROPERTIES.get(each, frozenset())]
    assert len(STARTED) == 3
