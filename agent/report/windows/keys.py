"""
What may be read of the Windows registry: these keys, and of them these values. Everything else is refused.

`*` stands for one name of a key. Never here: product keys, owners, stored passwords, anything of a program's own.
"""

from __future__ import annotations

import re

ANY = frozenset({"*"})
"""Any value of a key: where the names of values are the programs that are asked for."""
NONE: frozenset[str] = frozenset()
"""No value: only whether the key is there, or what lies below it."""

NT = r"HKLM\SOFTWARE\Microsoft\Windows NT\CurrentVersion"
WINDOWS = r"HKLM\SOFTWARE\Microsoft\Windows\CurrentVersion"
WINDOWS_32 = r"HKLM\SOFTWARE\WOW6432Node\Microsoft\Windows\CurrentVersion"
MY_WINDOWS = r"HKCU\SOFTWARE\Microsoft\Windows\CurrentVersion"
SYSTEM = r"HKLM\HARDWARE\DESCRIPTION\System"
CONTROL = r"HKLM\SYSTEM\CurrentControlSet\Control"
SERVICES = r"HKLM\SYSTEM\CurrentControlSet\Services"
CLASSES = rf"{CONTROL}\Class"
FIREWALL = rf"{SERVICES}\SharedAccess\Parameters\FirewallPolicy"
ROOTS = r"HKLM\SOFTWARE\Microsoft\SystemCertificates\ROOT\Certificates"
AUTHROOTS = r"HKLM\SOFTWARE\Microsoft\SystemCertificates\AuthRoot\Certificates"
APPX = r"HKCU\SOFTWARE\Classes\Local Settings\Software\Microsoft\Windows\CurrentVersion\AppModel\Repository\Packages"

_PROGRAM = frozenset(
    {"DisplayName", "DisplayVersion", "Publisher", "InstallDate", "SystemComponent", "ParentKeyName", "ReleaseType"}
)

KEYS: dict[str, frozenset[str]] = {
    NT: frozenset(
        {"ProductName", "DisplayVersion", "ReleaseId", "CurrentBuild", "UBR", "EditionID", "InstallationType",
         "InstallDate"}
    ),
    rf"{NT}\Winlogon": frozenset({"AutoAdminLogon"}),
    SYSTEM: NONE,
    rf"{SYSTEM}\BIOS": frozenset(
        {"SystemManufacturer", "SystemProductName", "SystemVersion", "SystemFamily", "SystemSKU", "BIOSVendor",
         "BIOSVersion", "BIOSReleaseDate", "BaseBoardManufacturer", "BaseBoardProduct", "BaseBoardVersion"}
    ),
    rf"{SYSTEM}\CentralProcessor": NONE,
    rf"{SYSTEM}\CentralProcessor\*": frozenset({"ProcessorNameString", "~MHz", "Update Revision"}),
    CONTROL: frozenset({"PEFirmwareType"}),
    rf"{CONTROL}\SecureBoot\State": frozenset({"UEFISecureBootEnabled"}),
    rf"{CONTROL}\SecureBoot\Servicing": frozenset({"UEFICA2023Status", "WindowsUEFICA2023Capable"}),
    rf"{CONTROL}\Session Manager": frozenset({"PendingFileRenameOperations"}),
    rf"{CONTROL}\TimeZoneInformation": frozenset({"TimeZoneKeyName"}),
    rf"{CONTROL}\DeviceGuard\Scenarios\HypervisorEnforcedCodeIntegrity": frozenset({"Enabled"}),
    rf"{CONTROL}\Power\User\PowerSchemes": frozenset({"ActivePowerScheme"}),
    CLASSES: NONE,
    rf"{CLASSES}\*": NONE,
    rf"{CLASSES}\*\*": frozenset(
        {"DriverDesc", "ProviderName", "DriverVersion", "DriverDate", "MatchingDeviceId",
         "HardwareInformation.qwMemorySize"}
    ),
    rf"{SERVICES}\W32Time\Parameters": frozenset({"Type"}),
    rf"{FIREWALL}\DomainProfile": frozenset({"EnableFirewall"}),
    rf"{FIREWALL}\StandardProfile": frozenset({"EnableFirewall"}),
    rf"{FIREWALL}\PublicProfile": frozenset({"EnableFirewall"}),
    rf"{WINDOWS}\Policies\System": frozenset({"EnableLUA"}),
    **{rf"{root}\Uninstall": NONE for root in (WINDOWS, WINDOWS_32, MY_WINDOWS)},
    **{rf"{root}\Uninstall\*": _PROGRAM for root in (WINDOWS, WINDOWS_32, MY_WINDOWS)},
    **{rf"{root}\{name}": ANY for root in (WINDOWS, WINDOWS_32, MY_WINDOWS) for name in ("Run", "RunOnce")},
    **{
        rf"{root}\Explorer\StartupApproved\{name}": ANY
        for root in (WINDOWS, MY_WINDOWS)
        for name in ("Run", "Run32", "StartupFolder")
    },
    rf"{WINDOWS}\Component Based Servicing": NONE,
    rf"{WINDOWS}\WindowsUpdate\Auto Update": NONE,
    r"HKLM\SOFTWARE\Policies\Microsoft\Windows\WindowsUpdate\AU": frozenset({"NoAutoUpdate"}),
    rf"{MY_WINDOWS}\Internet Settings": frozenset({"ProxyEnable", "ProxyServer", "AutoConfigURL"}),
    r"HKCU\Control Panel\International": frozenset({"LocaleName"}),
    r"HKCU\Keyboard Layout\Preload": frozenset({"1", "2", "3"}),
    ROOTS: NONE,
    AUTHROOTS: NONE,
    APPX: NONE,
}  # fmt: skip
"""Every key that a report opens, with the values that it may read of it."""

NEVER = ("Password", "DigitalProductId", "ProductId", "ProductKey", "Registered", "Serial", "Secret", "Credential")
"""Pieces of a value's name that no list above may hold (class N)."""


def _pattern(key: str) -> re.Pattern[str]:
    return re.compile(re.escape(key).replace(r"\*", r"[^\\]{1,255}"), re.IGNORECASE)


_PATTERNS = [(_pattern(key), names) for key, names in KEYS.items()]


def demand_key(key: str, names: tuple[str, ...] = ()) -> None:
    """
    Pass when a key may be opened, and these values of it may be read.

    Raises:
        PermissionError: It is not in the list: a fault of ours, not of the computer.
    """
    allowed = [values for pattern, values in _PATTERNS if pattern.fullmatch(key)]
    if not allowed:
        raise PermissionError(f"a report never opens {key}")
    together = frozenset().union(*allowed)
    if together != ANY and not together.issuperset(names):
        raise PermissionError(f"a report never reads {sorted(set(names) - together)} of {key}")
