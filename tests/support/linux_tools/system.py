"""System, programs, accounts, clock, security, faults: sh, uname, apt, dpkg, getent, systemctl, ss, dmesg."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime
from pathlib import Path

from tests.support.linux_tools.asking import Answers, Expected, Key, Near, Tool, content, present, said

_DAY = 86_400


def _now() -> int:
    return int(said("date", "+%s"))


def _moment(seconds: float) -> str:
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _virtual() -> Answers:
    vm, container = (said("systemd-detect-virt", each) for each in ("--vm", "--container"))
    named = [each for each in (container, vm) if each not in {"", "none"}]
    found: dict[Key, Expected] = {("machine.virtual-evidence", "systemd"): vm or "none",
                                  ("machine.virtual-evidence", "container"): container or "none"}  # fmt: skip
    if named:
        found["machine.virtual", ""] = " in ".join(named)
    if said("grep", "-m1", "-wo", "hypervisor", "/proc/cpuinfo"):
        found["machine.virtual-evidence", "processor"] = "flag hypervisor"
    return found


def _release() -> Answers:
    words = said("sh", "-c", '. /etc/os-release; printf "%s\\n" "$ID" "$PRETTY_NAME" "$VERSION_ID"').splitlines()
    point = content("/etc/debian_version") if words[0] == "debian" else None
    version = point if point and point.split(".")[0] == words[2] else words[2]
    return {("os.id", ""): words[0], ("os.name", ""): words[1], ("os.version", ""): version}


def _uname() -> Answers:
    return {("os.kernel", ""): said("uname", "-r"), ("os.architecture", ""): said("uname", "-m")}


def _uptime() -> Answers:
    passed = float((content("/proc/uptime") or "0").split()[0])
    booted = int(said("grep", "-w", "btime", "/proc/stat").split()[1])
    return {("boot.uptime", ""): Near(passed, 60), ("boot.time", ""): _moment(booted)}


def _apt() -> Answers:
    lines = [line for line in said("apt", "list", "--upgradable").splitlines() if "upgradable from" in line]
    return {("updates.waiting", ""): len(lines),
            ("updates.security", ""): sum("-security" in line.split()[0] for line in lines)}  # fmt: skip


def _lists() -> Answers:
    wanted = ("(", "-name", "*Release", "-o", "-name", "partial", "-o", "-name", "update-success-stamp", ")")
    newest = said("find", "/var/lib/apt/lists", "/var/lib/apt/periodic", *wanted, "-printf", "%T@\\n")
    times = [float(each) for each in newest.split()]
    return {("updates.list-age", ""): int((_now() - max(times)) // _DAY)} if times else {}


def _automatic() -> Answers:
    found = re.search(r'Unattended-Upgrade "(\w+)"', said("apt-config", "dump"))
    return {("updates.automatic", ""): found is not None and found[1] not in {"0", "false", "no"}}


def _audit() -> Answers:
    return {("packages.broken", ""): len(re.findall(r"(?m)^ \S+ +\S", said("dpkg", "--audit")))}


def _dpkg() -> Answers:
    form = "${Package}\\t${Version}\\t${Maintainer}\\t${db:Status-Status}\\n"
    lines = [line.split("\t") for line in said("dpkg-query", "-W", "-f", form).splitlines()]
    found: dict[Key, Expected] = {}
    for name, version, maker, state in reversed(lines):
        if state == "installed":
            found |= {("program.name", name): name, ("program.version", name): version, ("program.kind", name): "deb"}
            found["program.publisher", name] = maker.partition("<")[0].strip()
    found["programs.number", ""] = sum(state == "installed" for *_, state in lines)
    return found


def _dpkg_files() -> Answers:
    form = "${Package}\\t${db-fsys:Last-Modified}\\t${db:Status-Status}\\n"
    lines = [line.split("\t") for line in said("dpkg-query", "-W", "-f", form).splitlines()]
    return {("program.installed", name): _moment(float(at)) for name, at, state in reversed(lines)
            if state == "installed" and at}  # fmt: skip


def _log() -> Answers:
    logs = [path for path in ("/var/log/dpkg.log.1", "/var/log/dpkg.log") if Path(path).is_file()]
    lines = [line.split(" ") for line in said("grep", "-hE", " (install|upgrade|remove|purge) ", *logs).splitlines()]
    found: dict[Key, Expected] = {}
    names: set[str] = set()
    for date, time, action, package, before, after in lines:
        at = datetime.strptime(f"{date} {time}+0000", "%Y-%m-%d %H:%M:%S%z").timestamp()
        if action in {"install", "upgrade"}:
            found["updates.last-success", ""] = _moment(at)
        if at > _now() - 14 * _DAY:
            name = package.partition(":")[0]
            names.add(name)
            found |= {("change.name", name): name, ("change.action", name): action, ("change.at", name): _moment(at),
                      ("change.version", name): before if after == "<none>" else after}  # fmt: skip
    return {**found, ("programs.changed", ""): len(names)}


def _getent() -> Answers:
    people = [line.split(":") for line in said("getent", "passwd").splitlines()]
    mine = [each[0] for each in people if 1000 <= int(each[2]) < 60_000 and "nologin" not in each[6]]
    groups = [said("getent", "group", each).rpartition(":")[2].split(",") for each in ("sudo", "wheel", "admin")]
    primary = {
        said("getent", "group", each).split(":")[2]
        for each in ("sudo", "wheel", "admin")
        if said("getent", "group", each)
    }
    admins = {name for names in groups for name in names if name}
    may = [each[0] for each in people if each[0] in mine and (each[0] in admins or each[3] in primary)]
    return {
        ("accounts.number", ""): len(mine),
        ("accounts.admins", ""): len(may),
        **{("accounts.name", name): name for name in mine},
    }


def _id() -> Answers:
    mine = said("id", "-u") == "0" or bool({"sudo", "wheel", "admin"} & set(said("id", "-nG").split()))
    return {("accounts.is-admin", ""): mine, ("accounts.signed-in", ""): len(said("who").splitlines())}


def _date() -> Answers:
    zone = said("readlink", "/etc/localtime").partition("zoneinfo/")[2] or content("/etc/timezone")
    return present({("clock.zone", ""): zone})


def _ps() -> Answers:
    states = said("ps", "-eo", "stat=").splitlines()
    first = said("ps", "-p", "1", "-o", "comm=")
    return {
        ("activity.processes", ""): Near(len(states), 200),
        ("activity.zombies", ""): Near(sum(each.startswith("Z") for each in states), 20),
        ("services.manager", ""): {"systemd": "systemd", "init": "SysV init"}.get(first, "another"),
    }


def _handles() -> Answers:
    opened, _, most = (content("/proc/sys/fs/file-nr") or "").split()
    return {("activity.handles", ""): Near(int(opened), 20_000), ("activity.handles-limit", ""): int(most)}


def _load() -> Answers:
    words, threads = (content("/proc/loadavg") or "").split(), int(said("nproc", "--all"))
    return {("activity.load", ""): Near(float(words[0]) * 100 / threads, 1_500),
            ("activity.load-15", ""): Near(float(words[2]) * 100 / threads, 300)}  # fmt: skip


def _systemctl() -> Answers:
    lines = said("systemctl", "--root=/", "--no-pager", "--no-legend", "list-unit-files", "--type=service")
    names = [
        line.split()[0] for line in lines.splitlines() if line.split()[1] in {"enabled", "enabled-runtime", "generated"}
    ]
    return {(column, name): value for name in names
            for column, value in (("start.name", name), ("start.kind", "service"), ("start.on", True))}  # fmt: skip


def _roots() -> Answers:
    folder = Path("/usr/local/share/ca-certificates")
    if not folder.is_dir():
        return {}
    return {("certificates.added", ""): len(said("find", str(folder), "-maxdepth", "1", "-name", "*.crt").splitlines())}


def _sockets() -> Answers:
    found: dict[Key, Expected] = {}
    for line in said("ss", "-Hltn").splitlines():
        address, _, port = line.split()[3].rpartition(":")
        inside = address.strip("[]").startswith(("127.", "::1"))
        if not inside or ("listening.port", port) not in found:
            found["listening.port", port] = port
            found["listening.reach", port] = "this computer" if inside else "the network"
    return found


def _ring() -> Answers:
    ring = said("dmesg", "--json")
    if not ring:  # an ordinary account may not read it
        return {}
    first = json.loads(ring)["dmesg"][0]["time"]
    booted = int(said("grep", "-w", "btime", "/proc/stat").split()[1])
    return {("log.kind", ""): "kernel buffer", ("log.from", ""): _moment(booted + float(first))}


def _taint() -> Answers:
    kept = Path("/sys/fs/pstore")
    return present({
        ("kernel.taint", ""): int(content("/proc/sys/kernel/tainted") or 0),
        ("crash.system", ""): len(list(kept.glob("dmesg-*"))) if kept.is_dir() else None,
    })  # fmt: skip


TOOLS = (
    Tool("`systemd-detect-virt`, `grep`", ("systemd-detect-virt",), ("machine.virtual", "machine.virtual-evidence"),
         _virtual, more=True),
    Tool("`sh` reading `/etc/os-release`", ("sh",), ("os.id", "os.name", "os.version"), _release),
    Tool("`uname`", ("uname",), ("os.kernel", "os.architecture"), _uname),
    Tool("`/proc/uptime`, `/proc/stat`", (), ("boot.uptime", "boot.time"), _uptime),
    Tool("`apt list`", ("apt",), ("updates.waiting", "updates.security"), _apt),
    Tool("`find` in apt's lists", ("find", "apt"), ("updates.list-age",), _lists),
    Tool("`apt-config`", ("apt-config",), ("updates.automatic",), _automatic),
    Tool("`dpkg --audit`", ("dpkg",), ("packages.broken",), _audit),
    Tool("`dpkg-query`", ("dpkg-query",), ("program.name", "program.version", "program.publisher", "program.kind",
                                           "program.installed", "programs.number"),
         lambda: {**_dpkg(), **_dpkg_files()}),
    Tool("`grep` in dpkg's log", ("grep", "dpkg"), ("change.name", "change.action", "change.version", "change.at",
                                                   "programs.changed", "updates.last-success"), _log),
    Tool("`getent`", ("getent",), ("accounts.number", "accounts.admins", "accounts.name"), _getent),
    Tool("`id`, `who`", ("id", "who"), ("accounts.is-admin", "accounts.signed-in"), _id),
    Tool("`readlink`", ("readlink",), ("clock.zone",), _date),
    Tool("`ps`", ("ps",), ("activity.processes", "activity.zombies", "services.manager"), _ps),
    Tool("`/proc/sys/fs`", (), ("activity.handles", "activity.handles-limit"), _handles),
    Tool("`/proc/loadavg`, `nproc`", ("nproc",), ("activity.load", "activity.load-15"), _load),
    Tool("`systemctl --root=/`", ("systemctl",), ("start.name", "start.kind", "start.on"), _systemctl, more=True),
    Tool("`find`", ("find",), ("certificates.added",), _roots),
    Tool("`ss`", ("ss",), ("listening.port", "listening.reach"), _sockets, moves=True),
    Tool("`dmesg`", ("dmesg",), ("log.kind", "log.from"), _ring),
    Tool("`/proc/sys/kernel`, `/sys/fs/pstore`", (), ("kernel.taint", "crash.system"), _taint),
)  # fmt: skip
"""The tools that are asked about the system."""
