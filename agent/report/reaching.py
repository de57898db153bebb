"""1.10 What the probes of the network found, in the same words on every system."""

from __future__ import annotations

import itertools
import statistics
from collections.abc import Iterator

from agent.report.machine import Machine, Reached, Unread
from agent.report.told import Said, gap, known

_SILENT = "The router does not answer such probes."


def router(machine: Machine, address: str | None) -> Iterator[Said]:
    """Tell what is lost on the way to the router, and how long the way takes."""
    facts = ("test.gateway-loss", "test.gateway-time")
    if address is None:
        yield gap("not-present", *facts)
        return
    try:
        found = machine.reach("gateway", address)
    except Unread as reason:
        yield gap(reason.status, *facts, words="This account may not send probes to the router.")
        return
    if _median(found) is None:
        # Many routers never answer: that all is lost is then not true.
        yield gap("not-supported", *facts, words=_SILENT)
        return
    yield known("test.gateway-loss", _lost(found), "echo")
    yield known("test.gateway-time", _median(found), "echo")


def look_ups(machine: Machine, addresses: list[str]) -> Iterator[Said]:
    """Tell of each resolver, named by its address, whether it answers, and how fast."""
    for address in addresses:
        try:
            found = machine.reach("resolver", address)
        except Unread as reason:
            yield gap(reason.status, "test.dns-answers", "test.dns-time")
            continue
        took = _median(found)
        yield known("test.dns-answers", took is not None, "own question", address)
        if took is not None:
            yield known("test.dns-time", took, "own question", address)


def proxy(machine: Machine) -> Iterator[Said]:
    """Tell of a proxy in the environment whether it answers; a desktop's own setting is not looked at."""
    try:
        found = machine.reach("proxy")
    except Unread as reason:
        words = "The environment names no proxy; a desktop's own setting is not looked at."
        yield gap(reason.status, "proxy.kind", "proxy.address", "proxy.answers", words=words)
        return
    yield known("proxy.kind", "environment", "environment")
    yield known("proxy.address", found.host or None, "environment")
    yield known("proxy.answers", _median(found) is not None, "own question")


def relay(machine: Machine) -> Iterator[Said]:
    """Tell how good the way to the relay is, and whether somebody stands in it."""
    try:
        found = machine.reach("relay")
    except Unread as reason:
        yield gap(
            reason.status, "test.relay-loss", "test.relay-time", "test.relay-jitter", "test.tcp-time", "test.tls-time",
            "test.certificate-public", "test.certificate-days", words="Without a session there is no relay to measure.",
        )  # fmt: skip
        return
    source = "echo" if found.lossy else "connection"
    yield known("test.relay-loss", _lost(found) if found.lossy else None, source)
    yield known("test.relay-time", _median(found), source)
    yield known("test.relay-jitter", _jitter(found), source)
    yield known("test.tcp-time", None if found.tcp is None else round(found.tcp), "connection")
    yield known("test.tls-time", None if found.tls is None else round(found.tls), "connection")
    yield known("test.certificate-public", found.public, "connection")
    yield known("test.certificate-days", found.days, "connection")


def clock(machine: Machine) -> Iterator[Said]:
    """Tell by how much this computer's clock is ahead of the relay's."""
    try:
        found = machine.reach("clock")
    except Unread as reason:
        words = "It is compared with the relay's clock in a session only, and the relay has to answer."
        yield gap(reason.status, "clock.offset", words=words)
        return
    yield known("clock.offset", found.ahead, "relay")


def _back(found: Reached) -> list[float]:
    return [took for took in found.times if took is not None]


def _median(found: Reached) -> int | None:
    return round(statistics.median(_back(found))) if _back(found) else None


def _jitter(found: Reached) -> int | None:
    """Give the mean difference of one time to the next (RFC 3550, 6.4.1, unsmoothed)."""
    back = _back(found)
    steps = [abs(one - other) for one, other in itertools.pairwise(back)]
    return round(statistics.mean(steps)) if steps else None


def _lost(found: Reached) -> int:
    return round(100 * (len(found.times) - len(_back(found))) / len(found.times)) if found.times else 0
