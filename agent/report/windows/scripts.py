"""
Every command that a report may run on Windows, word for word. No input stands in any of them.

PowerShell's texts are written here or made of the list of classes; they hold no double quote, so that none has to be
escaped, and they ask, never set. The event log is asked by wevtutil: its XML has no language.
"""

from __future__ import annotations

from agent.report.commands import Command
from agent.report.windows.classes import GROUP_SECONDS, GROUPS, SECONDS, Class, grouped

POWERSHELL = r"WindowsPowerShell\v1.0\powershell.exe"
_SWITCHES = ("-NoLogo", "-NoProfile", "-NonInteractive", "-Command")
_BEGIN = (
    "$ErrorActionPreference = 'Stop'; $r = @{}; "
    "try { [Console]::OutputEncoding = New-Object Text.UTF8Encoding $false } catch { $null = $_ }; "
)
_END = "ConvertTo-Json -InputObject $r -Depth 4 -Compress"
_CLASS_SECONDS = 5  # one class; its group's process has its own time


def _asking(kind: str, about: Class) -> str:
    names = ",".join(about.names)
    where = f" -Filter '{about.where.replace(chr(39), chr(39) * 2)}'" if about.where else ""
    return (
        f"try {{ $r['{kind}'] = @(Get-CimInstance -Namespace '{about.space}' -ClassName {kind}{where} "
        f"-Property {names} -OperationTimeoutSec {_CLASS_SECONDS} | Select-Object {names}) }} "
        f"catch {{ $r['{kind}'] = @{{ error = [string]$_.Exception.NativeErrorCode }} }}; "
    )


def group_text(group: str) -> str:
    """Write what asks all classes of a group; one that fails says why and stops no other."""
    return _BEGIN + "".join(_asking(kind, about) for kind, about in grouped(group).items()) + _END


# Windows Update's own memory: what waits, without going online, and how the last fifty went.
_UPDATES = (
    _BEGIN
    + (
        "$s = (New-Object -ComObject Microsoft.Update.Session).CreateUpdateSearcher(); $s.Online = $false; "
        "try { $r.waiting = @($s.Search('IsInstalled=0 and IsHidden=0 and Type=''Software''').Updates | "
        "ForEach-Object { @{ categories = @($_.Categories | ForEach-Object { $_.CategoryID }) } }) } "
        "catch { $r.waiting = $null }; "
        "$n = [Math]::Min($s.GetTotalHistoryCount(), 50); "
        "$r.history = @(if ($n -gt 0) { $s.QueryHistory(0, $n) | ForEach-Object { @{ title = $_.Title; date = $_.Date; "
        "result = [int]$_.ResultCode; code = [int]$_.HResult; operation = [int]$_.Operation } } }); "
        "$r.checked = (New-Object -ComObject Microsoft.Update.AutoUpdate).Results.LastSearchSuccessDate; "
    )
    + _END
)

# Scheduled tasks that are switched on: which failed, and which begin with the computer or a sign-in. No actions.
_TASKS = (
    _BEGIN
    + (
        "$s = New-Object -ComObject Schedule.Service; $s.Connect(); $q = New-Object Collections.Queue; "
        "$q.Enqueue($s.GetFolder('\\')); $t = @(); "
        "while ($q.Count -and $t.Count -lt 1000) { $f = $q.Dequeue(); "
        "foreach ($g in $f.GetFolders(0)) { $q.Enqueue($g) }; "
        "foreach ($k in $f.GetTasks(0)) { if ($k.Enabled) { $t += @{ path = $k.Path; code = [int]$k.LastTaskResult; "
        "author = $k.Definition.RegistrationInfo.Source; "
        "starts = @($k.Definition.Triggers | ForEach-Object { [int]$_.Type }) } } } }; $r.tasks = $t; "
    )
    + _END
)

# The account this runs under: whether it may administer, also when it does not do so now; and how many may.
_ACCOUNT = (
    _BEGIN
    + (
        "$i = [Security.Principal.WindowsIdentity]::GetCurrent(); "
        "$r.admin = [bool]@($i.Claims | Where-Object { $_.Value -eq 'S-1-5-32-544' }).Count; "
        "try { $r.admins = @(Get-CimInstance Win32_Group -Filter 'SID=''S-1-5-32-544'' AND LocalAccount=True' | "
        "Get-CimAssociatedInstance -ResultClassName Win32_UserAccount).Count } catch { $r.admins = $null }; "
    )
    + _END
)

# What the shell shows as a lock on a drive (System.Volume.BitLockerProtection); no rights, no keys.
_ENCRYPTION = (
    _BEGIN
    + (
        "$s = New-Object -ComObject Shell.Application; foreach ($d in @(Get-CimInstance Win32_LogicalDisk -Filter "
        "'DriveType=3' -Property DeviceID)) { $r[$d.DeviceID] = $s.NameSpace($d.DeviceID).Self.ExtendedProperty("
        "'System.Volume.BitLockerProtection') }; "
    )
    + _END
)

# What Windows says of the connection in use: how far it reaches, what it costs. Windows PowerShell knows these classes.
_CONNECTION = (
    _BEGIN
    + (
        "$null = [Windows.Networking.Connectivity.NetworkInformation, Windows.Networking.Connectivity, "
        "ContentType = WindowsRuntime]; "
        "$p = [Windows.Networking.Connectivity.NetworkInformation]::GetInternetConnectionProfile(); "
        "if ($p) { $r.level = [int]$p.GetNetworkConnectivityLevel(); $r.cost = [int]$p.GetConnectionCost()."
        "NetworkCostType; $r.wifi = [bool]$p.IsWlanConnectionProfile; $r.mobile = [bool]$p.IsWwanConnectionProfile; "
        "$r.bars = $p.GetSignalBars() } else { $r.level = 0 }; "
    )
    + _END
)


def _powershell(text: str, seconds: float) -> Command:
    return Command(POWERSHELL, (*_SWITCHES, text), seconds)


_WEEK = "TimeCreated[timediff(@SystemTime) <= 604800000]"
DISK_EVENTS: dict[str, tuple[int, ...]] = {
    "disk": (7, 11, 51, 153, 157), "storahci": (129,), "stornvme": (129,), "Ntfs": (55, 98),
    "Microsoft-Windows-Ntfs": (55, 98), "volmgr": (46, 161),
}  # fmt: skip
"""Events of the System log about disks and volumes, by who writes them."""
SYSTEM_EVENTS: dict[str, tuple[int, ...]] = {
    "Microsoft-Windows-WHEA-Logger": (17, 18, 19, 20, 47), "Display": (4101,), "Microsoft-Windows-Kernel-PnP": (219,),
    "Microsoft-Windows-Kernel-Processor-Power": (37,), "Microsoft-Windows-Kernel-Power": (41,), "EventLog": (6008,),
    "Microsoft-Windows-WER-SystemErrorReporting": (1001,), "BugCheck": (1001,),
    "Microsoft-Windows-Resource-Exhaustion-Detector": (2004,), "Microsoft-Windows-Kernel-General": (12, 13),
}  # fmt: skip
"""Events of the System log about the machine and its stops."""
SERVICE_EVENTS: dict[str, tuple[int, ...]] = {
    "Service Control Manager": (7000, 7001, 7009, 7011, 7022, 7023, 7024, 7026, 7031, 7032, 7034, 7045),
    "Microsoft-Windows-WindowsUpdateClient": (20,),
}
"""Events of the System log about services and updates."""
APPLICATION_EVENTS: dict[str, tuple[int, ...]] = {
    "Application Error": (1000,), "Application Hang": (1002,), ".NET Runtime": (1026,),
    "MsiInstaller": (1033, 1034, 11707, 11724),
}  # fmt: skip
"""Events of the Application log that are asked for."""


def _query(events: dict[str, tuple[int, ...]]) -> str:
    """Write one XPath of numbers; the log takes some twenty in one, so there are several."""
    numbers = sorted({number for each in events.values() for number in each})
    either = " or ".join(f"EventID={number}" for number in numbers)
    return f"*[System[({either}) and {_WEEK}]]"


def _events(log: str, query: str, count: int) -> Command:
    return Command("wevtutil.exe", ("qe", log, f"/q:{query}", "/f:xml", "/rd:true", "/uni:true", f"/c:{count}"), 7.0)


_BOOT_LOG = "Microsoft-Windows-Diagnostics-Performance/Operational"

COMMANDS: dict[str, Command] = {
    **{f"cim-{group}": _powershell(group_text(group), SECONDS.get(group, GROUP_SECONDS)) for group in GROUPS},
    "windows-updates": _powershell(_UPDATES, 7.5),
    "tasks": _powershell(_TASKS, 7.5),
    "account": _powershell(_ACCOUNT, 6.0),
    "encryption": _powershell(_ENCRYPTION, 6.0),
    "connection": _powershell(_CONNECTION, 6.0),
    "events-disks": _events("System", _query(DISK_EVENTS), 1500),
    "events-system": _events("System", _query(SYSTEM_EVENTS), 1500),
    "events-services": _events("System", _query(SERVICE_EVENTS), 1000),
    "events-application": _events("Application", _query(APPLICATION_EVENTS), 1000),
    "events-boot": _events(_BOOT_LOG, "*[System[EventID=100]]", 1),
}
"""Every command by the name that collectors use; `cim-…` are the groups of classes."""
