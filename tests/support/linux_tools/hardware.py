"""Processor, memory, disks, buses: lscpu, free, the loader, findmnt, df, stat, /proc and /sys."""

from __future__ import annotations

import re
from pathlib import Path

from tests.support.linux_tools.asking import Answers, Expected, Key, Near, Tool, content, present, said

_GIB = 2**30
_MOVES = 4 * _GIB


def _lscpu() -> Answers:
    lines = {
        name.strip(): value.strip()
        for name, _, value in (line.partition(":") for line in said("lscpu", "-B").splitlines())
    }
    stepping = "-".join(lines.get(name, "?") for name in ("CPU family", "Model", "Stepping"))
    sockets, cores = lines.get("Socket(s)"), lines.get("Core(s) per socket")
    return present({
        ("cpu.model", ""): lines.get("Model name"),
        ("cpu.threads", ""): int(lines["CPU(s)"]),
        ("cpu.sockets", ""): int(sockets) if sockets else None,
        ("cpu.cores", ""): int(sockets) * int(cores) if sockets and cores else None,
        ("cpu.stepping", ""): stepping if "?" not in stepping else None,
        ("cpu.virtualisation", ""): "Virtualization" in lines,
        **{("cpu.cache", name): int(lines[f"{name} cache"].split()[0])
           for name in ("L1d", "L1i", "L2", "L3") if f"{name} cache" in lines},
    })  # fmt: skip


def _loader() -> Answers:
    levels = re.findall(r"(x86-64-v\d) \(supported", said("/lib64/ld-linux-x86-64.so.2", "--help"))
    return {("cpu.level", ""): max(levels, default="x86-64-v1")}


def _cpuinfo() -> Answers:
    lines = said("grep", "-m2", "-E", "^(microcode|cpu MHz)", "/proc/cpuinfo").splitlines()
    words = {line.split(":")[0].strip(): line.split(":")[1].strip() for line in lines}
    speed = words.get("cpu MHz")
    return present({
        ("cpu.microcode", ""): words.get("microcode"),
        ("cpu.speed-now", ""): Near(float(speed), float(speed)) if speed else None,
    })  # fmt: skip


def _flaws() -> Answers:
    lines = said("grep", "-r", ".", "/sys/devices/system/cpu/vulnerabilities").splitlines()
    return {("cpu.flaw", path.rpartition("/")[2]): words for path, _, words in (line.partition(":") for line in lines)}


def _free() -> Answers:
    lines = {
        line.split()[0]: [int(each) for each in line.split()[1:]] for line in said("free", "-b", "-w").splitlines()[1:]
    }
    total, _, _, _, _, cached, available = lines["Mem:"]
    return {
        ("memory.total", ""): total,
        ("memory.available", ""): Near(available, _MOVES),
        ("memory.cached", ""): Near(cached, _MOVES),
        ("swap.total", ""): lines["Swap:"][0],
        ("swap.used", ""): Near(lines["Swap:"][1], _MOVES),
    }


def _swapon() -> Answers:
    lines = [line.split() for line in said("swapon", "--show=NAME,TYPE", "--noheadings").splitlines()]
    return {("swap.kind", name.removeprefix("/dev/")): kind for name, kind in lines if kind == "partition"}


def _pressure() -> Answers:
    found: dict[Key, Expected] = {}
    for what, whose in (("memory", ("some", "full")), ("cpu", ("some",)), ("io", ("some", "full"))):
        for line in (content(f"/proc/pressure/{what}") or "").splitlines():
            who, averages = line.split()[0], dict(each.split("=") for each in line.split()[1:])
            if who in whose:
                found[f"pressure.{what}-{who}", ""] = Near(float(averages["avg60"]) * 100, 3000)
                found[f"pressure.{what}-{who}-300", ""] = Near(float(averages["avg300"]) * 100, 1000)
    return found


def _vmstat() -> Answers:
    return {("memory.oom-kills", ""): int(said("grep", "-w", "oom_kill", "/proc/vmstat").split()[1])}


def _disks() -> Answers:
    found: dict[Key, Expected | None] = {}
    for folder in Path("/sys/block").iterdir():
        size = int(content(folder / "size") or 0)
        if size and not folder.name.startswith(("loop", "ram", "zram", "dm-", "md", "sr")):
            found["disk.size", folder.name] = size * 512
            found["disk.sector", folder.name] = int(content(folder / "queue/physical_block_size") or 0)
            found["disk.model", folder.name] = content(folder / "device/model")
            found["disk.bus", folder.name] = "virtio" if folder.name.startswith("vd") else None
    return present(found)


def _mounts() -> list[tuple[str, str, str, str]]:
    """Give device, folder, kind and options of the volumes on block devices, each device once."""
    found: dict[str, tuple[str, str, str, str]] = {}
    for line in said("findmnt", "-rn", "-o", "SOURCE,TARGET,FSTYPE,OPTIONS").splitlines():
        device, folder, kind, options = line.split(" ")[:4]
        name = said("readlink", "-f", device.partition("[")[0]).removeprefix("/dev/")
        if device.startswith("/dev/") and "loop" not in name and kind != "devtmpfs":
            found.setdefault(name, (name, folder, kind, options))
    return list(found.values())


def _findmnt() -> Answers:
    found: dict[Key, Expected] = {}
    for name, folder, kind, options in _mounts():
        found["volume.mount", name] = folder
        found["volume.file-system", name] = kind
        found["volume.read-only", name] = "ro" in options.split(",")
        found["volume.system", name] = folder in {"/", "/home", "/usr", "/var"}
        found["encryption.system", name] = folder in {"/", "/home"}
    return found


def _df() -> Answers:
    found: dict[Key, Expected] = {}
    for name, folder, kind, _ in _mounts():
        bytes_, available = said("df", "-B1", "--output=size,avail", folder).splitlines()[1].split()
        inodes, left = said("df", "--output=itotal,iavail", folder).splitlines()[1].split()
        block, free, usable = (int(each) for each in said("stat", "-f", "-c", "%S %f %a", folder).split())
        found["volume.total", name] = int(bytes_)
        found["volume.available", name] = Near(int(available), 8 * _GIB)
        found["volume.reserved", name] = Near((free - usable) * block, 8 * _GIB)
        if int(inodes) and kind not in {"btrfs", "vfat"}:
            found["volume.inodes", name] = int(inodes)
            found["volume.inodes-free", name] = Near(int(left), 200_000)
    return found


def _lsblk() -> Answers:
    found: dict[Key, Expected] = {}
    mounted = {name for name, *_ in _mounts()}
    for line in said("lsblk", "-bPo", "KNAME,TYPE,SIZE,DISC-MAX,LABEL,UUID,FSTYPE").splitlines():
        words = dict(re.findall(r'([A-Z-]+)="([^"]*)"', line))
        name = words["KNAME"]
        if name in mounted:
            found["volume.trim", name] = int(words["DISC-MAX"] or 0) > 0
            found |= {("volume.label", name): words["LABEL"]} if words["LABEL"] else {}
            found |= {("volume.uuid", name): words["UUID"]} if words["UUID"] else {}
            found["encryption.state", name] = "on" if words["TYPE"] == "crypt" else "off"
        if words["TYPE"] in {"part", "lvm", "crypt"}:
            found["partition.size", name] = int(words["SIZE"])
            found |= {("partition.file-system", name): words["FSTYPE"]} if words["FSTYPE"] else {}
    return found


def _ext4() -> Answers:
    return {("volume.errors", folder.name): int(content(folder / "errors_count") or 0)
            for folder in Path("/sys/fs/ext4").glob("*/") if content(folder / "errors_count")}  # fmt: skip


def _pci() -> Answers:
    found: dict[Key, Expected] = {}
    for folder in Path("/sys/bus/pci/devices").glob("*"):
        words = dict(line.split("=", 1) for line in (content(folder / "uevent") or "").splitlines())
        found["bus.place", folder.name] = words["PCI_SLOT_NAME"]
        found["bus.bus", folder.name] = "PCI"
        found["bus.ids", folder.name] = words["PCI_ID"].lower()
        found |= {("bus.driver", folder.name): words["DRIVER"]} if "DRIVER" in words else {}
    return found


def _lspci() -> Answers:
    found: dict[Key, Expected] = {}
    for line in said("lspci", "-Dmm").splitlines():
        place, kind, maker, product = re.findall(r'^\S+|"[^"]*"', line)[:4]
        found["bus.class", place] = re.sub(r" \[[0-9a-f]{4}\]$", "", kind.strip('"'))
        found["bus.maker", place] = maker.strip('"')
        if not re.fullmatch(r'"Device(?: [0-9a-f]{4})?"', product):
            found["bus.product", place] = product.strip('"')
    return found


TOOLS = (
    Tool("`lscpu`", ("lscpu",), ("cpu.model", "cpu.threads", "cpu.sockets", "cpu.cores", "cpu.stepping", "cpu.cache",
                               "cpu.virtualisation"), _lscpu),
    Tool("`ld.so --help`", ("ld-linux-x86-64.so.2",), ("cpu.level",), _loader),
    Tool("`grep` in `/proc/cpuinfo`", ("grep",), ("cpu.microcode", "cpu.speed-now"), _cpuinfo),
    Tool("`grep` in `/sys`", ("grep",), ("cpu.flaw",), _flaws),
    Tool("`free`", ("free",), ("memory.total", "memory.available", "memory.cached", "swap.total", "swap.used"), _free),
    Tool("`swapon`", ("swapon",), ("swap.kind",), _swapon, more=True),
    Tool("`/proc/pressure`", (), ("pressure.memory-some", "pressure.memory-full", "pressure.memory-some-300",
                                "pressure.memory-full-300", "pressure.cpu-some", "pressure.cpu-some-300",
                                "pressure.io-some", "pressure.io-full", "pressure.io-some-300",
                                "pressure.io-full-300"), _pressure),
    Tool("`grep` in `/proc/vmstat`", ("grep",), ("memory.oom-kills",), _vmstat),
    Tool("`/sys/block`", (), ("disk.size", "disk.sector", "disk.model", "disk.bus"), _disks),
    Tool("`findmnt`", ("findmnt",), ("volume.mount", "volume.file-system", "volume.read-only", "volume.system",
                                "encryption.system"),
         _findmnt),
    Tool("`df`, `stat -f`", ("df", "stat", "findmnt"), ("volume.total", "volume.available", "volume.reserved",
                                                        "volume.inodes", "volume.inodes-free"), _df),
    Tool("`lsblk`", ("lsblk", "findmnt"), ("volume.trim", "volume.label", "volume.uuid", "encryption.state",
                                           "partition.size", "partition.file-system"), _lsblk),
    Tool("`/sys/fs/ext4`", (), ("volume.errors",), _ext4),
    Tool("`/sys/bus/pci`", (), ("bus.place", "bus.bus", "bus.ids", "bus.driver"), _pci, more=True),
    Tool("`lspci`", ("lspci",), ("bus.class", "bus.maker", "bus.product"), _lspci, more=True),
)  # fmt: skip
"""The tools that are asked about the hardware."""
