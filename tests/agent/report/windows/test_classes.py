"""What CIM is asked."""

from __future__ import annotations

import pytest

from agent.report.windows.classes import CIMV2, CLASSES, GROUPS, SECONDS, demand_class, grouped

NEVER = ("Product", "Key", "Password", "Registered", "CommandLine", "ExecutablePath", "PathName", "Owner", "Document",
         "UserName", "License")  # fmt: skip


def test_no_class_is_asked_for_what_is_never_read() -> None:
    """No key, owner, command line or document; never the class that makes Windows repair its programs."""
    assert "Win32_Product" not in CLASSES
    assert "Win32_Process" not in CLASSES
    allowed = {"Product", "ProductType", "ProductCodeID", "productState", "LicenseStatus"}
    for kind, each in CLASSES.items():
        assert not [name for name in each.names for piece in NEVER if piece in name and name not in allowed], kind
        assert "'" not in each.space


def test_every_class_belongs_to_a_group_with_its_time() -> None:
    """What is known to hang stands apart."""
    assert {each.group for each in CLASSES.values()} == set(GROUPS)
    assert set(SECONDS) <= set(GROUPS)
    assert all(0 < seconds <= 7.5 for seconds in SECONDS.values())
    assert set(grouped("security")) == {"AntiVirusProduct"}


@pytest.mark.parametrize(
    ("space", "kind", "name"),
    [(CIMV2, "Win32_Process", "CommandLine"), (CIMV2, "Win32_BIOS", "Version"),
     (r"root\wmi", "Win32_BIOS", "Manufacturer"),
     (CIMV2, "Win32_Product", "Name")],
)  # fmt: skip
def test_everything_else_is_refused(space: str, kind: str, name: str) -> None:
    """Another class, another property, another namespace."""
    demand_class(CIMV2, "Win32_BIOS", ("Manufacturer",))
    with pytest.raises(PermissionError):
        demand_class(space, kind, (name,))
