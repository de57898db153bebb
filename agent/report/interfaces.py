"""1.10 What every system tells of interfaces in the same words: traffic and addresses by psutil, the ways out."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import suppress
from typing import Literal

from agent.report.addresses import address_kind, prefix, resolver_kind
from agent.report.believe import whole
from agent.report.machine import Machine, Unread
from agent.report.told import Said, known
from agent.report.values import Row, rows

FAMILIES = ("IPv4", "IPv6")


def counted(machine: Machine, what: Literal["net_io_counters", "net_if_addrs"] = "net_io_counters") -> Row:
    """Give what psutil tells of each interface by its name; nothing where it does not tell."""
    with suppress(Unread):
        found = machine.count(what)
        return found if isinstance(found, dict) else {}
    return {}


def traffic(counters: Row, name: str) -> Iterator[Said]:
    """Tell of one interface how much came and went, how much of it wrongly, and how much was let fall."""
    of_it = counters.get(name)
    held: Row = of_it if isinstance(of_it, dict) else {}
    for fact, one, other in (
        ("interface.packets", "packets_recv", "packets_sent"),
        ("interface.errors", "errin", "errout"),
        ("interface.drops", "dropin", "dropout"),
    ):
        came, went = whole(held.get(one)), whole(held.get(other))
        yield known(fact, came + went if came is not None and went is not None else None, "psutil", name)


def addresses(machine: Machine) -> Iterator[Said]:
    """Tell of each address its kind and prefix; the address itself is masked, and loopbacks are left out."""
    for name, each in sorted(machine.count("net_if_addrs").items()):
        seen: dict[str, int] = {}
        for one in rows(each):
            value = str(one.get("address")).partition("%")[0]
            kind = address_kind(value)
            if kind is None or kind.endswith("loopback"):
                continue
            of = place(name, kind, seen)
            yield known("address.kind", kind, "psutil", of)
            yield known("address.prefix", prefix(one.get("netmask")), "psutil", of)
            yield known("address.interface", name, "psutil", of)
            yield known("address.value", value, "psutil", of)


def place(interface: str, kind: str, seen: dict[str, int]) -> str:
    """Name an address by interface and family, such as "eth0 IPv6 2"; `seen` counts those of each family."""
    family = "IPv6" if kind.startswith("IPv6") else "IPv4"
    seen[family] = seen.get(family, 0) + 1
    return f"{interface} {family}" if seen[family] == 1 else f"{interface} {family} {seen[family]}"


def routes(ways: Mapping[str, tuple[str, str]], source: str) -> Iterator[Said]:
    """Tell of each family whether there is a way out, and by which router and interface: `ways` by family."""
    for family in FAMILIES:
        yield known("route.default", family in ways, source, family)
        if family in ways:
            hop, by = ways[family]
            router = hop.partition("%")[0]
            yield known("route.gateway", router if address_kind(router) else None, source, family)
            yield known("route.interface", by, source, family)


def resolvers(found: Sequence[str], routers: Collection[str], source: str) -> Iterator[Said]:
    """Tell how many resolvers there are and whose each is; a zone is no part of an address."""
    yield known("resolver.number", len(found), source)
    for at, address in enumerate(found, start=1):
        plain = address.partition("%")[0]
        kind = "router" if address in routers else resolver_kind(plain, set(routers))
        yield known("resolver.kind", kind, source, f"resolver {at}")
        yield known("resolver.address", plain, source, f"resolver {at}")
