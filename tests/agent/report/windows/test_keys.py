"""What may be read of the registry."""

from __future__ import annotations

import pytest

from agent.report.windows.keys import ANY, KEYS, NEVER, NT, WINDOWS, demand_key
from tests.support.recorded_machine import RecordedMachine


def test_keys_of_the_list_may_be_opened_and_their_values_read() -> None:
    """One name of a key may stand for a star; the registry knows no case."""
    demand_key(NT, ("ProductName",))
    demand_key(NT.lower(), ("UBR",))
    demand_key(rf"{WINDOWS}\Uninstall\{{23170F69-40C1-2702-2408-000001000000}}", ("DisplayName",))
    demand_key(rf"{WINDOWS}\Run", ("whatever it is called",))


@pytest.mark.parametrize(
    ("key", "name"),
    [(NT, "DigitalProductId"), (NT, "RegisteredOwner"), (rf"{NT}\Winlogon", "DefaultPassword"),
     (rf"{NT}\ProfileList", ""), (r"HKLM\SAM\SAM", ""), (r"HKCU\Software\Microsoft\Office\16.0", "url1"),
     (rf"{WINDOWS}\Explorer\RecentDocs", "0"), (rf"{WINDOWS}\Uninstall\a\b", "DisplayName"), ("", "")],
)  # fmt: skip
def test_everything_else_is_refused(key: str, name: str) -> None:
    """The recorded registry refuses what the real one refuses."""
    with pytest.raises(PermissionError):
        demand_key(key, (name,) if name else ())
    with pytest.raises(PermissionError):
        RecordedMachine(registry_values={key: {name: "x"}}).registry(key, (name,))


def test_no_list_holds_what_is_never_read() -> None:
    """Passwords, product keys and owners stand in none, and any value only where its name is a program's."""
    for key, names in KEYS.items():
        assert not [name for name in names for piece in NEVER if piece.lower() in name.lower()]
        if names == ANY:
            assert key.rpartition("\\")[2] in {"Run", "RunOnce", "Run32", "StartupFolder"}
