"""What stays although its shape says otherwise: it is the same on every computer, or technicians need it."""

from __future__ import annotations

UPDATE_HOSTS: tuple[str, ...] = (
    "deb.debian.org", "security.debian.org", "archive.ubuntu.com", "security.ubuntu.com", "windowsupdate.com",
    "update.microsoft.com", "delivery.mp.microsoft.com", "swcdn.apple.com", "swscan.apple.com", "fedoraproject.org",
    "packages.linuxmint.com", "download.opensuse.org", "snapcraft.io", "flathub.org", "cdn.fwupd.org",
)  # fmt: skip
"""Where operating systems fetch updates: an error with one of them is what a technician looks for."""

GUID_ENDINGS: tuple[str, ...] = (
    "-e325-11ce-bfc1-08002be10318",  # device classes
    "-0000-1000-8000-00805f9b34fb",  # Bluetooth base
    "-0000-0010-8000-00aa00389b71",  # media formats
    "-0000-0000-c000-000000000046",  # COM itself
)
"""Ends of GUIDs that name classes, not things."""

GUIDS: frozenset[str] = frozenset(
    {
        "00000000-0000-0000-0000-000000000000",
        "c12a7328-f81f-11d2-ba4b-00a0c93ec93b",  # EFI system partition
        "0fc63daf-8483-4772-8e79-3d69d8477de4",  # Linux file system
        "0657fd6d-a4ab-43c4-84e5-0933c84b4f4f",  # Linux swap
        "ebd0a0a2-b9e5-4433-87c0-68b6b72699c7",  # Microsoft basic data
        "e3c9e316-0b5c-4db8-817d-f92df00215ae",  # Microsoft reserved
        "de94bba4-06d1-4d40-a16a-bfd50179d6ac",  # Windows recovery
        "7c3457ef-0000-11aa-aa11-00306543ecac",  # APFS
        "8be4df61-93ca-11d2-aa0d-00e098032b8c",  # EFI global variables
        "d63b10c5-bb46-4990-a94f-e40b9d520160",  # the runtime broker of DCOM 10016
        "9ca88ee3-acb7-47c8-afc4-ab702511c276",  # its application
    }
)
"""GUIDs that every computer has."""

SYSTEM_PEOPLE: frozenset[str] = frozenset(
    """
    root nobody system daemon service local network www-data messagebus postgres mysql sshd systemd lightdm gdm sddm
    avahi polkitd lp mail news proxy backup games man sync sys bin uucp list irc _apt ntp chrony rtkit colord cups
    pulse saned usbmux dnsmasq administrator guest nt authority systemd-network systemd-resolve systemd-timesync
    """.split()  # noqa: SIM905  a paragraph of names reads better than a column of quotes
)
"""Accounts that are programs, not persons."""

EVERYDAY: frozenset[str] = frozenset(
    """
    admin user test mail pi print home guest demo office work computer laptop desktop windows linux mac server kiosk
    default public local localhost debian ubuntu fedora root system network internet wlan wifi backup data daten
    """.split()  # noqa: SIM905
)
"""Words that are names only in a path or after "user"."""

PROGRAM_FOLDERS: frozenset[str] = frozenset(
    {"appdata", "library", ".config", ".local", ".cache", "snap", ".var", ".mozilla", ".thunderbird", "applications"}
)
"""Folders of a home that programs make; what is in others is a person's."""

UNIT_ENDINGS: frozenset[str] = frozenset(
    {"service", "socket", "timer", "mount", "target", "slice", "scope", "device", "path", "swap", "automount"}
)
"""Ends of names that look like mail addresses and are units."""

HOST_ENDINGS: frozenset[str] = frozenset(
    """
    com org net edu gov mil int info biz name eu de at ch fr es it nl be lu uk ie dk se no fi pl cz sk hu ro bg gr pt si
    hr lt lv ee ru ua by tr il us ca mx br ar cl au nz jp kr cn tw hk in sg za ng ke example test invalid local lan home
    internal corp box intranet arpa localdomain app dev cloud online shop site xyz tech berlin koeln bayern
    """.split()  # noqa: SIM905
)
"""Ends of host names: common public ones that are not also ends of files, and those of private networks."""
