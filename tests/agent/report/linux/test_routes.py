"""1.10 on Linux, the way out and the resolvers: recorded ones, and this machine's own."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

from agent.report.leave import OwnReport
from agent.report.linux import routes
from agent.report.machine import Ran
from agent.report.posix import PosixMachine
from agent.report.told import Known
from tests.support.recorded_machine import RecordedMachine, hear

TWO_WAYS = json.dumps([
    {"dst": "default", "gateway": "192.168.0.1", "dev": "wlp2s0", "metric": 600, "flags": []},
    {"dst": "default", "gateway": "192.168.178.1", "dev": "eth0", "metric": 100, "flags": []},
])  # fmt: skip
NO_WAY = json.dumps([{"type": "unreachable", "dst": "default", "dev": "lo", "metric": 4294967295}])


def test_the_best_way_out_is_told() -> None:
    """By its metric; a way that is marked unreachable is none."""
    twin = RecordedMachine(commands={"routes-4": TWO_WAYS, "routes-6": NO_WAY})
    assert hear(routes.routes, twin).facts == {
        "route.default@IPv4": True, "route.gateway@IPv4": "192.168.178.1", "route.interface@IPv4": "eth0",
        "route.default@IPv6": False,
    }  # fmt: skip
    assert routes.best_ways(twin) == {"IPv4": ("192.168.178.1", "eth0")}


def test_without_ip_the_way_out_is_not_known() -> None:
    """That is not the same as none: no family is said to have no way."""
    heard = hear(routes.routes, RecordedMachine(commands={"routes-4": Ran(255, b"")}))
    assert heard.facts == {}
    assert heard.gaps["route.default"] in {"failed", "tool-missing"}
    assert routes.best_ways(RecordedMachine()) == {}


def test_resolvers_are_told_by_kind() -> None:
    """The router, a well-known one, a private one; search domains are each their own."""
    said = (
        "# made by\nnameserver 192.168.178.1\nnameserver 9.9.9.9\nnameserver 10.0.0.7\nnameserver x\n"
        "nameserver 9.9.9.9\nsearch fritz.box corp.example .\noptions edns0\n"
    )
    twin = RecordedMachine(files={routes.RESOLVERS: said}, commands={"routes-4": TWO_WAYS, "routes-6": ""})
    facts = hear(routes.resolvers, twin).facts
    assert facts["resolver.number"] == 3
    kinds = [facts[f"resolver.kind@{each}"] for each in ("192.168.178.1", "9.9.9.9", "10.0.0.7")]
    assert kinds == ["router", "Quad9", "private"]
    assert [name for name in facts if "domain" in name] == ["search.domain@fritz.box", "search.domain@corp.example"]


def test_behind_a_local_resolver_stand_the_real_ones() -> None:
    """systemd-resolved writes them; without that file the local one is what there is."""
    local = {routes.RESOLVERS: "nameserver 127.0.0.53\n"}
    both = RecordedMachine(files={**local, routes.BEHIND: "nameserver 192.168.178.1\n"})
    assert routes.named(both) == ["192.168.178.1"]
    assert hear(routes.resolvers, RecordedMachine(files=local)).facts["resolver.kind@127.0.0.53"] == "this computer"
    assert hear(routes.resolvers, RecordedMachine()).gaps["resolver.number"] == "not-present"


def test_this_machine_says_what_its_own_tools_say() -> None:
    """`ip route get` is not asked: `ip route` and the file are."""
    here = PosixMachine(OwnReport())
    said = [*routes.routes(here), *routes.resolvers(here)]
    facts = {(each.id, each.of): each.value for each in said if isinstance(each, Known)}
    ran = subprocess.run(["ip", "-4", "route", "show", "default"], capture_output=True, text=True, check=True)
    assert facts["route.default", "IPv4"] == bool(ran.stdout.strip())
    if " via " in ran.stdout:
        assert facts["route.gateway", "IPv4"] in ran.stdout.split()
    lines = Path("/etc/resolv.conf").read_text().splitlines() if Path("/etc/resolv.conf").exists() else []
    theirs = {line.split()[1] for line in lines if line.startswith("nameserver ")}
    if theirs and not any(each.startswith("127.") for each in theirs):
        assert {value for (name, _), value in facts.items() if name == "resolver.address"} == theirs
