"""
What CIM is asked on Windows: these classes, these properties, with these conditions. Nothing of input stands in them.

Classes that are asked together run in one process; what is known to hang stands in a group of its own.
"""

from __future__ import annotations

from dataclasses import dataclass

CIMV2, WMI = r"root\cimv2", r"root\wmi"
STORAGE = r"root\Microsoft\Windows\Storage"
NETWORK = r"root\StandardCimv2"
SECURITY = r"root\SecurityCenter2"
GUARD = r"root\Microsoft\Windows\DeviceGuard"


@dataclass(frozen=True)
class Class:
    """One class: its group, its namespace, the properties that are read, and a condition or ""."""

    group: str
    space: str
    names: tuple[str, ...]
    where: str = ""


def _class(group: str, space: str, names: str, where: str = "") -> Class:
    return Class(group, space, tuple(names.split()), where)


CLASSES: dict[str, Class] = {
    "Win32_ComputerSystem": _class("machine", CIMV2, "Manufacturer Model SystemFamily SystemSKUNumber "
                                   "HypervisorPresent PartOfDomain Domain"),
    "Win32_ComputerSystemProduct": _class("machine", CIMV2, "Version UUID IdentifyingNumber"),
    "Win32_BIOS": _class("machine", CIMV2, "Manufacturer SMBIOSBIOSVersion ReleaseDate SerialNumber"),
    "Win32_BaseBoard": _class("machine", CIMV2, "Manufacturer Product Version SerialNumber"),
    "Win32_SystemEnclosure": _class("machine", CIMV2, "ChassisTypes SMBIOSAssetTag"),
    "Win32_OperatingSystem": _class("machine", CIMV2, "Caption Version BuildNumber OSArchitecture InstallDate "
                                    "ProductType"),
    "Win32_Processor": _class("machine", CIMV2, "Name NumberOfCores NumberOfLogicalProcessors CurrentClockSpeed "
                              "MaxClockSpeed Caption L2CacheSize L3CacheSize VirtualizationFirmwareEnabled"),
    "Win32_PhysicalMemory": _class("machine", CIMV2, "DeviceLocator BankLabel Capacity SMBIOSMemoryType Speed "
                                   "ConfiguredClockSpeed Manufacturer PartNumber SerialNumber"),
    "Win32_PhysicalMemoryArray": _class("machine", CIMV2, "MemoryDevices MaxCapacityEx Use"),
    "Win32_PageFileUsage": _class("machine", CIMV2, "AllocatedBaseSize CurrentUsage"),
    "MSFT_PhysicalDisk": _class("storage", STORAGE, "DeviceId FriendlyName Model FirmwareVersion BusType MediaType "
                                "Size PhysicalSectorSize SerialNumber UniqueId HealthStatus"),
    "MSFT_StoragePool": _class("storage", STORAGE, "UniqueId IsPrimordial HealthStatus"),
    "MSFT_VirtualDisk": _class("storage", STORAGE, "UniqueId HealthStatus ResiliencySettingName"),
    "Win32_DiskDrive": _class("storage", CIMV2, "Index Model FirmwareRevision InterfaceType Size BytesPerSector "
                              "SerialNumber"),
    "Win32_Volume": _class("storage", CIMV2, "DriveLetter Label FileSystem DirtyBitSet SerialNumber Capacity "
                           "FreeSpace", "DriveType=3"),
    "Win32_ShadowCopy": _class("reliability", CIMV2, "InstallDate"),
    "MSFT_StorageReliabilityCounter": _class("reliability", STORAGE, "DeviceId PowerOnHours Wear Temperature "
                                             "TemperatureMax ReadErrorsUncorrected WriteErrorsUncorrected "
                                             "FlushLatencyMax"),
    "Win32_Battery": _class("power", CIMV2, "EstimatedChargeRemaining BatteryStatus Chemistry"),
    "BatteryStaticData": _class("power", WMI, "InstanceName DesignedCapacity ManufactureName DeviceName SerialNumber "
                                "Chemistry"),
    "BatteryFullChargedCapacity": _class("power", WMI, "InstanceName FullChargedCapacity"),
    "BatteryCycleCount": _class("power", WMI, "InstanceName CycleCount"),
    "MSAcpi_ThermalZoneTemperature": _class("power", WMI, "InstanceName CurrentTemperature CriticalTripPoint"),
    "Win32_VideoController": _class("devices", CIMV2, "Name PNPDeviceID DriverVersion DriverDate InfFilename "
                                    "CurrentHorizontalResolution CurrentVerticalResolution CurrentRefreshRate"),
    "Win32_PnPEntity": _class("devices", CIMV2, "Name PNPDeviceID PNPClass Manufacturer Service "
                              "ConfigManagerErrorCode"),
    "Win32_SoundDevice": _class("devices", CIMV2, "Name"),
    "WmiMonitorID": _class("displays", WMI, "InstanceName ManufacturerName ProductCodeID SerialNumberID "
                           "UserFriendlyName WeekOfManufacture YearOfManufacture"),
    "WmiMonitorBasicDisplayParams": _class("displays", WMI, "InstanceName MaxHorizontalImageSize MaxVerticalImageSize"),
    "WmiMonitorConnectionParams": _class("displays", WMI, "InstanceName VideoOutputTechnology"),
    "Win32_Printer": _class("printers", CIMV2, "Name DriverName PortName Default PrinterStatus DetectedErrorState "
                            "WorkOffline Network"),
    "Win32_PrintJob": _class("printers", CIMV2, "Name"),
    "Win32_Service": _class("services", CIMV2, "Name DisplayName State StartMode ExitCode"),
    "Win32_UserAccount": _class("accounts", CIMV2, "Name SID Disabled", "LocalAccount=True"),
    "SoftwareLicensingProduct": _class("licence", CIMV2, "LicenseStatus",
                                       "ApplicationID='55c92734-d682-4d71-983e-d6ec3f16059f' AND "
                                       "PartialProductKey IS NOT NULL"),
    "Win32_DeviceGuard": _class("guard", GUARD, "SecurityServicesRunning VirtualizationBasedSecurityStatus"),
    "AntiVirusProduct": _class("security", SECURITY, "displayName productState timestamp"),
    "MSFT_NetAdapter": _class("network", NETWORK, "Name InterfaceDescription InterfaceType NdisPhysicalMedium "
                              "MediaConnectState ReceiveLinkSpeed MaxSpeed FullDuplex MtuSize DriverFileName "
                              "PermanentAddress Virtual InterfaceIndex"),
    "MSFT_NetRoute": _class("network", NETWORK, "DestinationPrefix NextHop InterfaceAlias RouteMetric InterfaceMetric",
                            "DestinationPrefix='0.0.0.0/0' OR DestinationPrefix='::/0'"),
    "MSFT_DNSClientServerAddress": _class("network", NETWORK, "InterfaceAlias ServerAddresses"),
    "MSFT_NetConnectionProfile": _class("network", NETWORK, "InterfaceAlias IPv4Connectivity IPv6Connectivity "
                                        "NetworkCategory"),
    "Win32_NetworkAdapterConfiguration": _class("network", CIMV2, "InterfaceIndex DHCPEnabled "
                                                "DNSDomainSuffixSearchOrder", "IPEnabled=True"),
    "Win32_Share": _class("network", CIMV2, "Type"),
    "Win32_PerfFormattedData_PerfDisk_PhysicalDisk": _class("counters", CIMV2, "Name PercentIdleTime "
                                                            "CurrentDiskQueueLength"),
    "Win32_PerfFormattedData_Counters_ProcessorInformation": _class("counters", CIMV2,
                                                                    "Name PercentPerformanceLimit"),
    "Win32_PerfFormattedData_PerfOS_Memory": _class("counters", CIMV2, "PagesPersec CommittedBytes CommitLimit "
                                                    "CacheBytes"),
    "Win32_ReliabilityStabilityMetrics": _class("stability", CIMV2, "EndMeasurementDate SystemStabilityIndex"),
}  # fmt: skip
"""Every class that a report asks. `Win32_Product` is not among them: asking it makes Windows repair programs."""

SECONDS: dict[str, float] = {"machine": 6.0, "devices": 7.0, "printers": 6.0, "reliability": 6.0, "licence": 7.0}
"""How long the process of a group may take; others take `GROUP_SECONDS`."""
GROUP_SECONDS = 6.0


def demand_class(space: str, kind: str, names: tuple[str, ...]) -> Class:
    """
    Pass when a class may be asked for these properties.

    Raises:
        PermissionError: It is not in the list: a fault of ours, not of the computer.
    """
    found = CLASSES.get(kind)
    if found is None or found.space != space or not set(found.names).issuperset(names):
        raise PermissionError(f"a report never asks {space} {kind} for {names}")
    return found


def grouped(group: str) -> dict[str, Class]:
    """Give the classes of a group by name."""
    return {kind: each for kind, each in CLASSES.items() if each.group == group}


GROUPS: tuple[str, ...] = tuple(dict.fromkeys(each.group for each in CLASSES.values()))
"""All groups, in the order of the list."""
