"""
What the system's D-Bus may be asked: methods without arguments, and properties, by interface. All of them only read.

Nothing is started by asking, but for a few that by design run only while somebody asks. Never asked: environments and
command lines of services, connections with their secrets, positions, scans.
"""

from __future__ import annotations

METHODS: dict[str, frozenset[str]] = {
    "org.freedesktop.systemd1.Manager": frozenset({"ListUnits", "ListUnitFiles"}),
    "org.freedesktop.DBus.ObjectManager": frozenset({"GetManagedObjects"}),
    "org.freedesktop.UPower": frozenset({"EnumerateDevices"}),
    "org.freedesktop.NetworkManager": frozenset({"GetDevices"}),
    "org.freedesktop.fwupd": frozenset({"GetDevices"}),
    "org.fedoraproject.FirewallD1": frozenset({"getDefaultZone"}),
    "org.fedoraproject.FirewallD1.zone": frozenset({"getActiveZones"}),
}
"""Methods without arguments that only read."""

PROPERTIES: dict[str, frozenset[str]] = {
    "org.freedesktop.systemd1.Manager": frozenset(
        {"Version", "SystemState", "NFailedUnits", "FinishTimestampMonotonic", "UserspaceTimestampMonotonic", "Tainted"}
    ),
    "org.freedesktop.systemd1.Service": frozenset({"ExecMainStatus", "ExecMainCode", "Result", "NRestarts"}),
    "org.freedesktop.systemd1.Timer": frozenset({"Unit", "Result", "LastTriggerUSec"}),
    "org.freedesktop.hostname1": frozenset({"Chassis", "Deployment", "HardwareVendor", "HardwareModel"}),
    "org.freedesktop.timedate1": frozenset({"Timezone", "NTP", "NTPSynchronized", "LocalRTC"}),
    "org.freedesktop.timesync1.Manager": frozenset({"ServerName", "PollIntervalUSec"}),
    "org.freedesktop.realmd.Service": frozenset({"Realms"}),
    "org.freedesktop.realmd.Provider": frozenset({"Realms"}),
    "org.freedesktop.realmd.Realm": frozenset({"Name", "Configured"}),
    "org.freedesktop.realmd.Kerberos": frozenset({"DomainName"}),
    "org.freedesktop.realmd.KerberosMembership": frozenset({"ServerSoftware", "ClientSoftware"}),
    "org.freedesktop.resolve1.Manager": frozenset({"DNS", "CurrentDNSServer", "Domains", "DNSSEC", "DNSOverTLS"}),
    "org.freedesktop.UPower": frozenset({"OnBattery", "LidIsPresent"}),
    "org.freedesktop.UPower.Device": frozenset(
        {
            "Type", "NativePath", "Vendor", "Model", "Serial", "PowerSupply", "Online", "State", "Percentage",
            "Technology", "IsPresent", "Energy", "EnergyFull", "EnergyFullDesign", "EnergyRate", "Capacity",
            "ChargeCycles", "Temperature", "WarningLevel",
        }
    ),
    "org.freedesktop.UPower.PowerProfiles": frozenset({"ActiveProfile", "PerformanceDegraded"}),
    "net.hadess.PowerProfiles": frozenset({"ActiveProfile", "PerformanceDegraded"}),
    "org.freedesktop.NetworkManager": frozenset(
        {
            "Connectivity", "Metered", "State", "Devices", "ActiveConnections", "PrimaryConnection",
            "PrimaryConnectionType",
        }
    ),
    "org.freedesktop.NetworkManager.Connection.Active": frozenset({"Type", "State", "Vpn", "Default", "Devices"}),
    "org.freedesktop.NetworkManager.Device": frozenset({"DeviceType", "Interface", "State", "Driver", "Metered"}),
    "org.freedesktop.NetworkManager.Device.Wireless": frozenset(
        {"Bitrate", "ActiveAccessPoint", "Mode", "WirelessCapabilities"}
    ),
    "org.freedesktop.NetworkManager.AccessPoint": frozenset(
        {"Ssid", "Frequency", "Strength", "MaxBitrate", "Flags", "WpaFlags", "RsnFlags", "Bandwidth"}
    ),
    "org.freedesktop.ModemManager1.Modem": frozenset({"State", "SignalQuality", "AccessTechnologies"}),
    "org.freedesktop.fwupd": frozenset({"HostSecurityId", "DaemonVersion"}),
    "org.freedesktop.PackageKit": frozenset({"DistroId"}),
}  # fmt: skip
"""Properties that may be read."""

STARTED: frozenset[str] = frozenset(
    {"org.freedesktop.hostname1", "org.freedesktop.timedate1", "org.freedesktop.realmd"}
)
"""Services that end by themselves when nobody asks: asking starts them. No other is started by a report."""


def demand_askable(interface: str, name: str) -> bool:
    """
    Pass when an interface may be asked for a name; tell whether that is a method (else a property).

    Raises:
        PermissionError: It is not in the lists: a fault of ours, not of the computer.
    """
    if name in METHODS.get(interface, frozenset()):
        return True
    if name in PROPERTIES.get(interface, frozenset()):
        return False
    raise PermissionError(f"a report never asks {interface} for {name}")
