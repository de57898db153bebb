"""What becomes of a match: each rule gives the text that takes its place, or None to leave it."""

from __future__ import annotations

import ipaddress
import itertools
import re
from collections.abc import Callable

from agent.report.marks import Marks
from agent.report.passing import (
    GUID_ENDINGS,
    GUIDS,
    HOST_ENDINGS,
    PROGRAM_FOLDERS,
    SYSTEM_PEOPLE,
    UNIT_ENDINGS,
    UPDATE_HOSTS,
)
from protocol.report.kinds import Mask

_Address = ipaddress.IPv4Address | ipaddress.IPv6Address
_DOCUMENTATION = tuple(
    ipaddress.ip_network(each) for each in ("192.0.2.0/24", "198.51.100.0/24", "203.0.113.0/24", "2001:db8::/32")
)
_PRIVATE = tuple(ipaddress.ip_network(each) for each in ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "fc00::/7"))
_SHARED = ipaddress.ip_network("100.64.0.0/10")
_VERSION_BEFORE = re.compile(
    r"(?:\b(?:version|driver|ver\.?|v|release|firmware|build)|\.dll|\.exe|\.sys)\W{0,2}$", re.IGNORECASE
)
_GUID_WORD = re.compile(r"(?:clsid|appid|iid|typelib|guid|interface)\W{0,3}$", re.IGNORECASE)


def named(kind: Mask, *, group: int = 0, last: bool = False) -> Callable[[re.Match[str], Marks], str | None]:
    """Put a numbered mark in place of a group; with `last`, of the last group that matched, unless it is a system's."""

    def rule(found: re.Match[str], marks: Marks) -> str | None:
        at = (found.lastindex or 0) if last else group
        value = found[at].strip("'\"")
        if last and value.casefold().rstrip(".") in SYSTEM_PEOPLE:
            return None
        start, end = found.start(at) - found.start(), found.end(at) - found.start()
        return found[0][:start] + marks.mark(kind, value) + found[0][end:]

    return rule


def url(found: re.Match[str], marks: Marks) -> str | None:
    """Mask an address of a page whole, host too; of an update host scheme and host stay."""
    scheme, _, rest = found[0].partition("://")
    name = re.split(r"[/:?#]", rest, maxsplit=1)[0].lower()
    kept = "@" not in rest and any(name == each or name.endswith(f".{each}") for each in UPDATE_HOSTS)
    return f"{scheme}://{name}/" if kept else marks.mark("url", found[0])


def account(found: re.Match[str], marks: Marks) -> str | None:
    """Mask an IBAN whose check digits are right (ISO 7064 mod 97)."""
    plain = found[0].replace(" ", "")
    if not 15 <= len(plain) <= 34:  # noqa: PLR2004 - ISO 13616
        return None
    turned = "".join(str(int(sign, 36)) for sign in plain[4:] + plain[:4])
    return marks.unnumbered("account") if int(turned) % 97 == 1 else None


def card(found: re.Match[str], marks: Marks) -> str | None:
    """Mask a payment card: an issuer's first digit, and Luhn's check digit."""
    digits = [int(sign) for sign in found[0] if sign.isdigit()]
    doubled = [digit if at % 2 else sum(divmod(digit * 2, 10)) for at, digit in enumerate(reversed(digits), 1)]
    return marks.unnumbered("card") if digits[0] in {2, 3, 4, 5, 6} and sum(doubled) % 10 == 0 else None


def phone(found: re.Match[str], marks: Marks) -> str | None:
    """Mask a number in international form."""
    digits = sum(sign.isdigit() for sign in found[0])
    return marks.unnumbered("phone") if 8 <= digits <= 14 else None  # noqa: PLR2004 - ITU-T E.164


def mail(found: re.Match[str], marks: Marks) -> str | None:
    """Mask an address of mail; a unit's instance and a package's version are none."""
    ending = found[0].rpartition(".")[2].lower()
    return marks.mark("mail", found[0]) if ending.isalpha() and ending not in UNIT_ENDINGS else None


def sid(found: re.Match[str], marks: Marks) -> str | None:
    """Mask a person's SID; those that every Windows has stay."""
    parts = found[0].split("-")
    common = len(parts) <= 4 or (parts[2] == "5" and parts[3] in {"32", "80", "90", "96"})  # noqa: PLR2004
    return None if common else marks.mark("user", found[0])


def share(found: re.Match[str], marks: Marks) -> str | None:
    """Mask a shared folder whole."""
    return None if found[0].startswith((r"\\?", r"\\.")) else marks.mark("share", found[0])


def windows_home(found: re.Match[str], marks: Marks) -> str | None:
    """Mask whose folder it is; below it only program folders stay."""
    if found[2].casefold() in {"public", "default", "all users", "default user"}:
        return None
    return found[1] + marks.mark("user", found[2]) + _below(found[3] or "", marks)


def home(found: re.Match[str], marks: Marks) -> str | None:
    """Mask whose folder or which volume it is; below it only program folders stay."""
    root, name, rest = found[1], found[2], found[3] or ""
    if root in {"/mnt", "/Volumes"}:
        return f"{root}/{marks.mark('volume', name + _volume_rest(rest))}"
    if root in {"/media", "/run/media"}:
        volume = f"/{marks.mark('volume', rest.strip('/ '))}" if rest.strip("/ ") else ""
        return f"{root}/{marks.mark('user', name)}{volume}"
    if name.casefold() in {"shared", "linuxbrew"}:
        return None
    return f"{root}/{marks.mark('user', name)}" + _below(rest, marks)


def mounted(path: str) -> tuple[str, str, str] | None:
    """
    Split a mount point into its root, whose it is and what it is called; None where it is the system's own.

    It is a path and nothing else, so a blank does not end it; no folder of a system has one, or letters beyond ASCII.
    """
    parts = path.split("/")
    for root in (["", "run", "media"], ["", "media"]):
        if parts[: len(root)] == root and len(parts) > len(root):
            person, label = parts[len(root)], "/".join(parts[len(root) + 1 :])
            return ("/".join(root), person, label) if label else ("/".join(root), "", person)
    own = 2 if parts[:2] in (["", "mnt"], ["", "Volumes"]) else None
    own = own or next((at for at, part in enumerate(parts) if " " in part or not part.isascii()), None)
    return ("/".join(parts[:own]), "", "/".join(parts[own:])) if own and parts[own:] else None


def _volume_rest(rest: str) -> str:
    return rest.rstrip()


def _below(rest: str, marks: Marks) -> str:
    parts = [part for part in re.split(r"[\\/]+", rest) if part.strip()]
    if not parts:
        return rest
    if parts[0].casefold() in PROGRAM_FOLDERS:
        return rest
    return rest[: len(rest) - len(rest.lstrip("\\/"))] + marks.unnumbered("path")


def by_id(found: re.Match[str], marks: Marks) -> str | None:
    """Mask a name that carries a serial number or a label."""
    return marks.mark("id", found[0])


def serial(found: re.Match[str], marks: Marks) -> str | None:
    """Mask what stands after the word."""
    start = found.start(1) - found.start()
    return found[0][:start] + marks.mark("serial", found[1])


def uuid(found: re.Match[str], marks: Marks) -> str | None:
    """Mask an identifier, unless every computer has it, or it names a class of programs."""
    plain = found[0].casefold()
    if plain in GUIDS or plain.endswith(GUID_ENDINGS) or _GUID_WORD.search(found.string[: found.start()][-16:]):
        return None
    return marks.mark("id", plain)


def mac(found: re.Match[str], marks: Marks) -> str | None:
    """Mask a hardware address in any of its spellings; broadcast, multicast and zero stay."""
    plain = re.sub(r"[:.-]", "", found[0]).casefold()
    if plain in {"0" * 12, "f" * 12} or plain.startswith(("01005e", "3333")):
        return None
    return marks.mark("mac", ":".join(plain[at : at + 2] for at in range(0, 12, 2)))


def ip(found: re.Match[str], marks: Marks) -> str | None:
    """Mask an address, keeping its kind; what is no address, or a version, stays."""
    if ":" not in found[0] and _VERSION_BEFORE.search(found.string[: found.start()][-12:]):
        return None
    text = found[0].rstrip(":") if not found[0].endswith("::") else found[0]
    kind, value = address(text)
    return None if kind is None else marks.mark(kind, value) + found[0][len(text) :]


def address(text: str) -> tuple[Mask | None, str]:
    """Give an address's kind and its one spelling; no kind for what everybody has and for what is none."""
    if "." not in text and text.count(":") < 2:  # noqa: PLR2004 - the shortest IPv6 address has two colons
        return None, text
    try:
        read: _Address = ipaddress.ip_address(text)
    except ValueError:
        return None, text
    read = getattr(read, "ipv4_mapped", None) or read
    bare = ipaddress.ip_address(str(read).partition("%")[0])
    if bare.is_loopback or bare.is_unspecified or bare.is_multicast or str(bare).startswith("255."):
        return None, text
    return _kind(bare), str(bare)


def _kind(read: _Address) -> Mask:
    def within(networks: tuple[ipaddress.IPv4Network | ipaddress.IPv6Network, ...]) -> bool:
        return any(read.version == each.version and read in each for each in networks)

    if within(_DOCUMENTATION):
        return "ip documentation"
    if read.is_link_local:
        return "ip link-local"
    if within(_PRIVATE):
        return "ip private"
    return "ip shared" if within((_SHARED,)) else "ip public"


def host(found: re.Match[str], marks: Marks) -> str | None:
    """Mask a host's name: its ending is one that names end in, and it is not an id written backwards."""
    labels = found[0].split(".")
    if labels[-1] not in HOST_ENDINGS or labels[0] in {"com", "org", "net", "io", "de"}:
        return None
    return marks.mark("host", found[0])


def random_hex(found: re.Match[str], marks: Marks) -> str | None:
    """Mask a long run of hex that is not all digits or one character."""
    return marks.unnumbered("token") if len(set(found[0].casefold())) > 4 else None  # noqa: PLR2004 - zeros and a few


def entropy(found: re.Match[str], marks: Marks) -> str | None:
    """Mask a long run of mixed characters: cases and digits change at least every third character."""
    text = found[0].rstrip("=")
    classes = ["d" if sign.isdigit() else "u" if sign.isupper() else "l" for sign in text]
    turns = sum(one != two for one, two in itertools.pairwise(classes))
    mixed = len(set(classes)) == 3 and text.count("/") * 8 <= len(text)  # noqa: PLR2004 - a path has more strokes
    return marks.unnumbered("token") if mixed and turns * 3 >= len(text) else None
