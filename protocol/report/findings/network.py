"""The network: down, slow, losing, intercepted; Wi-Fi; cable."""

from __future__ import annotations

from protocol.report.findings.rule import ACT, NOT_KNOWN, SOON, WORTH, Facts, Found, Rule, Verdict

_LOSS = 10  # percent: two of twenty probes
_SLOW, _VERY_SLOW, _JITTER, _DNS_SLOW = 100, 300, 30, 200  # ms; Teams wants 100 and 30
_WEAK, _VERY_WEAK = -70, -80  # dBm
_GIGABIT, _FAST = 1000, 100  # Mbit/s
_CHANGES_A_DAY, _DAY = 10, 86_400
_CERTIFICATE_DAYS = 14


def down(facts: Facts, _: str) -> Verdict:
    """Find no way out at all."""
    ways = [facts.flag("route.default", family) for family in facts.things("family")]
    if not ways or all(way is None for way in ways):
        return NOT_KNOWN
    return None if any(ways) else Found(ACT, "This computer has no way into the network.")


def no_dhcp(facts: Facts, _: str) -> Verdict:
    """Find only self-given addresses: no router answered."""
    kinds = [facts.text("address.kind", each) for each in facts.things("address")]
    known = [kind for kind in kinds if kind and kind != "loopback" and not kind.startswith("IPv6")]
    if not known:
        return NOT_KNOWN
    lonely = all(kind == "link-local" for kind in known)
    return Found(SOON, "The router gave this computer no address.") if lonely else None


def dns(facts: Facts, _: str) -> Verdict:
    """Find resolvers that do not answer, or slowly."""
    answers = {each: facts.flag("test.dns-answers", each) for each in facts.things("resolver")}
    known = {each: answer for each, answer in answers.items() if answer is not None}
    if not known:
        return NOT_KNOWN
    if not any(known.values()):
        return Found(ACT, "Names of web sites cannot be looked up: no resolver answers.")
    if not all(known.values()):
        return Found(SOON, "One of the resolvers that look up names does not answer.")
    times = [time for each in known if (time := facts.number("test.dns-time", each)) is not None]
    return Found(WORTH, f"Looking up a name takes {max(times)} ms.") if times and max(times) > _DNS_SLOW else None


def loss(facts: Facts, _: str) -> Verdict:
    """Find losses: on the way to the router they are at home, else beyond."""
    near, far = facts.number("test.gateway-loss"), facts.number("test.relay-loss")
    if near is None and far is None:
        return NOT_KNOWN
    if (near or 0) >= _LOSS:
        return Found(SOON, f"{near} % of what goes to the router is lost: the trouble is at home.",
                     "Move nearer to the router, or use a cable.")  # fmt: skip
    if (far or 0) >= _LOSS and near is not None:
        return Found(SOON, f"{far} % is lost beyond the router.", "Call the internet provider.")
    return Found(SOON, f"{far} % of what is sent is lost.") if (far or 0) >= _LOSS else None


def slow(facts: Facts, _: str) -> Verdict:
    """Find a long or uneven way to the relay (Teams: 100 ms, 30 ms)."""
    time, jitter = facts.number("test.relay-time"), facts.number("test.relay-jitter")
    if time is None and jitter is None:
        return NOT_KNOWN
    if (time or 0) > _VERY_SLOW:
        return Found(SOON, f"The way to the relay takes {time} ms.")
    uneven = (time or 0) > _SLOW or (jitter or 0) > _JITTER
    return Found(WORTH, "The way to the relay is slow or uneven.") if uneven else None


def wifi_weak(facts: Facts, interface: str) -> Verdict:
    """Find a weak Wi-Fi signal."""
    signal = facts.number("wifi.signal", interface)
    if signal is None:
        return NOT_KNOWN
    severity = SOON if signal < _VERY_WEAK else WORTH
    return Found(severity, f"The Wi-Fi signal is weak ({signal} dBm).") if signal < _WEAK else None


def wifi_open(facts: Facts, interface: str) -> Verdict:
    """Find Wi-Fi that anybody can read along."""
    security = facts.text("wifi.security", interface)
    if security is None:
        return NOT_KNOWN
    return Found(SOON, "Anybody nearby can read along on this Wi-Fi.") if security in {"open", "WEP"} else None


def link_slow(facts: Facts, interface: str) -> Verdict:
    """Find a gigabit card that runs at a tenth of its speed, or in one direction at a time."""
    now, most = facts.number("interface.speed", interface), facts.number("interface.speed-max", interface)
    duplex, up = facts.text("interface.duplex", interface), facts.flag("interface.up", interface)
    if not up or (duplex is None and (now is None or most is None)):
        return NOT_KNOWN
    slow_now = now is not None and most is not None and now <= _FAST and most >= _GIGABIT
    return Found(WORTH, f"{interface} runs slower than it could.") if slow_now or duplex == "half" else None


def link_errors(facts: Facts, interface: str) -> Verdict:
    """Find more than one error in a thousand packets, or a link that comes and goes."""
    packets, errors = facts.number("interface.packets", interface), facts.number("interface.errors", interface)
    changes, uptime = facts.number("interface.carrier-changes", interface), facts.number("boot.uptime")
    if (packets is None or errors is None) and (changes is None or uptime is None):
        return NOT_KNOWN
    faulty = bool(packets) and packets is not None and (errors or 0) * 1000 > packets
    flapping = changes is not None and uptime is not None and changes * _DAY > _CHANGES_A_DAY * max(uptime, _DAY)
    return Found(WORTH, f"{interface} has errors or loses its link.") if faulty or flapping else None


def intercepted(facts: Facts, _: str) -> Verdict:
    """Find somebody between this computer and the relay, or a certificate that ends soon."""
    public, days = facts.flag("test.certificate-public"), facts.number("test.certificate-days")
    if public is None and days is None:
        return NOT_KNOWN
    if public is False:
        return Found(SOON, "Somebody reads along between this computer and the network.")
    ending = days is not None and days < _CERTIFICATE_DAYS
    return Found(WORTH, f"The relay's certificate ends in {days} days.", "Whoever runs the relay should renew it.") \
        if ending else None  # fmt: skip


def captive(facts: Facts, _: str) -> Verdict:
    """Find a sign-in page in the way."""
    page = facts.flag("online.captive")
    if page is None:
        return NOT_KNOWN
    return Found(SOON, "The network wants you to sign in first.") if page else None


def proxy(facts: Facts, _: str) -> Verdict:
    """Find a proxy that is set and does not answer."""
    kind, answers = facts.text("proxy.kind"), facts.flag("proxy.answers")
    if kind is None or (kind != "none" and answers is None):
        return NOT_KNOWN
    return Found(SOON, "A proxy is set and does not answer.") if kind != "none" and not answers else None


RULES = (
    Rule("net.down", "", down, "Check the cable, the Wi-Fi and the router."),
    Rule("net.no-dhcp", "", no_dhcp, "Switch the router off and on again."),
    Rule("dns.failing", "", dns, "A technician can choose another resolver."),
    Rule("net.loss", "", loss, "Move nearer to the router, or use a cable."),
    Rule("net.slow", "", slow, "The picture will lag."),
    Rule("wifi.weak", "interface", wifi_weak, "Move nearer to the router."),
    Rule("wifi.open", "interface", wifi_open, "Use another network for anything private."),
    Rule("link.slow", "interface", link_slow, "Try another cable."),
    Rule("link.errors", "interface", link_errors, "Try another cable."),
    Rule("net.intercepted", "", intercepted, "An antivirus or a company's proxy may read along."),
    Rule("net.captive", "", captive, "Open a web page and sign in."),
    Rule("proxy.dead", "", proxy, "A technician can change the proxy setting."),
)
"""The rules about the network."""
