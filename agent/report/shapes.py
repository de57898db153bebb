"""
What gives itself away by its shape, in the order it is looked for.

Secrets come first, then addresses of pages, numbers of accounts, mail, paths, identifiers, network addresses, names in
context, hosts, and at last anything random.

Every pattern is bounded, so that no text takes more than linear time. A rule gives the mark that takes the place, or
None to leave the text as it is.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple

from agent.report.marks import Marks
from agent.report.shape_rules import (
    account,
    by_id,
    card,
    entropy,
    home,
    host,
    ip,
    mac,
    mail,
    named,
    phone,
    random_hex,
    serial,
    share,
    sid,
    url,
    uuid,
    windows_home,
)

_I = re.IGNORECASE
Rule = Callable[[re.Match[str], Marks], str | None]


class Shape(NamedTuple):
    """A pattern and what becomes of each of its matches."""

    name: str
    pattern: re.Pattern[str]
    rule: Rule


def _unnumbered(kind: str, *, group: int = 0) -> Rule:
    """Put a mark without number in place of one group of the match."""

    def rule(found: re.Match[str], marks: Marks) -> str | None:
        if group == 0:
            return marks.unnumbered(kind)
        start, end = found.start(group) - found.start(), found.end(group) - found.start()
        return found[0][:start] + marks.unnumbered(kind) + found[0][end:]

    return rule


_VALUE = r"""("[^"]{0,200}"|'[^']{0,200}'|[^\s,;]{1,200})"""
_KEYS = (
    r"pass(?:word|wd|phrase|wort)?|kennwort|mot[ _]de[ _]passe|contraseña|pwd|psk|secret|credentials?|otp|pin[ _-]?code"
    r"|api[_-]?key|access[_-]?key|secret[_-]?key|private[_-]?key|auth[_-]?token|access[_-]?token|refresh[_-]?token|token"
)
_PREFIXES = (
    r"gh[pousr]_|github_pat_|glpat-|AKIA|ASIA|xox[abprs]-|sk-|sk_live_|rk_live_|pk_live_|AIza|ya29\.|npm_|pypi-|dop_v1_"
    r"|SG\.|shpat_|hvs\.|eyJ|dckr_pat_|hf_|lin_api_|sq0|EAACEdEose0cBA|AGE-SECRET-KEY-"
)
_DOCUMENTS = (
    r"docx?|xlsx?|pptx?|od[tsp]|pdf|rtf|txt|csv|md|jpe?g|png|gif|heic|tiff?|bmp|mp[34]|m4[av]|mov|avi|mkv|zip|rar|7z|eml"
    r"|msg|pst|mbox|vcf|ics|kdbx|pem|key|p12|pfx|gpg|asc|ovpn|pages|numbers|keynote|one|dwg|psd"
)
_IN_NAME = r"[^\s\\/'\"<>|:;,()\[\]{}=]"
_BELOW = r"(?:[^\s'\"<>|:;,](?!:\\)|\s(?!/|\\\\))"
"""A character below a folder. Another path that begins behind it is left to be looked at by itself."""

SHAPES: tuple[Shape, ...] = (
    Shape("pem", re.compile(r"-----BEGIN [A-Z0-9 ]{1,40}-----.{0,1000}?(?:-----END [A-Z0-9 ]{1,40}-----|$)"),
          _unnumbered("secret")),
    Shape("header", re.compile(r"\b(?:proxy-)?(?:authorization|cookie|set-cookie)\s{0,3}[:=]\s{0,3}(.{1,1000})", _I),
          _unnumbered("secret", group=1)),
    Shape("prefix", re.compile(rf"(?<![A-Za-z0-9])(?:{_PREFIXES})[A-Za-z0-9_.=/+-]{{6,500}}"), _unnumbered("token")),
    Shape("recovery", re.compile(r"(?<![\w-])\d{6}(?:-\d{6}){7}(?![\w-])"), _unnumbered("secret")),
    Shape("product key", re.compile(r"(?<![\w-])[A-Z0-9]{5}(?:-[A-Z0-9]{5}){4}(?![\w-])"), _unnumbered("secret")),
    Shape("filevault", re.compile(r"(?<![\w-])[A-Z0-9]{4}(?:-[A-Z0-9]{4}){5}(?![\w-])"), _unnumbered("secret")),
    Shape("url", re.compile(r"(?<![A-Za-z0-9+.-])[A-Za-z][A-Za-z0-9+.-]{1,20}://[^\s\"'<>]{1,900}"), url),
    Shape("key", re.compile(
        rf"(?<![A-Za-z0-9])(?:{_KEYS})['\"]?(?:\s{{0,2}}(?:is\s{{0,2}})?[:=]|\s{{1,2}}is\s)\s{{0,2}}{_VALUE}", _I),
        _unnumbered("secret", group=1)),
    Shape("option", re.compile(rf"(?<!\S)--?(?:p|pw|pass|passwd|password|token|secret|psk)(?:=|\s{{1,2}}){_VALUE}"),
          _unnumbered("secret", group=1)),
    Shape("net use", re.compile(r"(?<!\S)/user:(\S{1,100}(?:\s\S{1,100})?)", _I), _unnumbered("secret", group=1)),
    Shape("iban", re.compile(r"(?<![A-Za-z0-9])[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,3})?(?![A-Za-z0-9])"),
          account),
    Shape("card", re.compile(r"(?<![\w.:-])\d(?:[ -]?\d){12,18}(?![\w])(?!\s{0,2}(?:bytes|sectors|blocks|B\b))"), card),
    Shape("phone", re.compile(r"(?<![\w.+])\+\d[\d ()/-]{6,18}\d(?!\w)"), phone),
    Shape("imei", re.compile(r"\b(?:imei|iccid|imsi|meid)\W{0,3}([0-9A-F]{14,20})", _I), _unnumbered("phone", group=1)),
    Shape("mail", re.compile(r"(?<![\w.%+-])[\w.%+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}"), mail),
    Shape("sid", re.compile(r"(?<![\w-])S-1-\d{1,3}(?:-\d{1,10}){1,14}(?![\w-])", _I), sid),
    Shape("title", re.compile(
        r"\b(?:window title|title|job \d{1,6}|document|subject)\s{0,2}[:=]?\s{0,2}"
        r"(\"[^\"]{1,200}\"|'[^']{1,200}')", _I),
        _unnumbered("value", group=1)),
    Shape("network", re.compile(r"\bb?ssid\s{0,2}[:=]?\s{0,2}(\"[^\"]{1,64}\"|'[^']{1,64}')", _I),
          named("network", group=1)),
    Shape("bluetooth", re.compile(r"\bbluetooth[^\"']{0,20}(\"[^\"]{1,80}\"|'[^']{1,80}')", _I),
          named("device", group=1)),
    Shape("mac", re.compile(
        r"(?<![0-9A-Fa-f])(?<![0-9A-Fa-f][:-])(?:[0-9a-f]{2}([:-]))(?:[0-9a-f]{2}\1){4}[0-9a-f]{2}"
        r"(?![0-9A-Fa-f]|[:-][0-9A-Fa-f])"
        r"|(?<![\w.])[0-9a-f]{4}\.[0-9a-f]{4}\.[0-9a-f]{4}(?!\w|\.\d)", _I), mac),
    Shape("ipv6", re.compile(r"(?<![\w:.])[0-9a-fA-F:]{2,45}(?:\.\d{1,3}){0,3}(?:%\w{1,15})?(?!\w)"), ip),
    Shape("share", re.compile(r"(?<![\w:\\])\\\\(?:[\w.$-]{1,64})(?:\\{1,2}" + _BELOW + r"{0,300})?"), share),
    Shape("windows home", re.compile(
        r"(?<![A-Za-z0-9])([A-Za-z]:\\{1,2}(?:Users|Benutzer|Documents and Settings)\\{1,2})([^\\/'\"<>|:;,]{1,64})"
        r"((?:\\{1,2}|/)" + _BELOW + r"{0,600})?", _I), windows_home),
    Shape("home", re.compile(
        r"(?<![\w.])(/home|/Users|/export/home|/var/home|/media|/run/media|/mnt|/Volumes)"
        r"/([^/\s'\"<>|:;,]{1,64}(?:(?: [^/\s'\"<>|:;,]{1,32}){1,4}(?=/))?)"
        r"(/" + _BELOW + r"{0,600})?"), home),
    Shape("quoted document", re.compile(rf"(?<=['\"])[^'\"]{{1,150}}\.(?:{_DOCUMENTS})(?=['\"])", _I),
          named("file")),
    Shape("document", re.compile(rf"(?<![\w.]){_IN_NAME}{{1,120}}\.(?:{_DOCUMENTS})(?![\w.])", _I),
          named("file")),
    Shape("by id", re.compile(r"(?<=/by-id/)[\w:.+-]{4,120}|(?<=/by-label/)[^\s'\"]{1,120}"), by_id),
    Shape("wwn", re.compile(r"(?<![A-Za-z0-9])(?:wwn-|naa\.|eui\.)(?:0x)?[0-9a-f]{12,32}", _I), by_id),
    Shape("serial", re.compile(
        r"(?<![A-Za-z])(?:serial(?:[ _-]?(?:number|no|nr))?|s/n|id_serial\w{0,10}|iserial)\.?\s{0,2}[:=#]\s{0,2}"
        r"([A-Za-z0-9][A-Za-z0-9_-]{4,60})(?![\w/])", _I), serial),
    Shape("uuid", re.compile(
        r"(?<![0-9A-Za-z])[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}(?![0-9A-Za-z])", _I), uuid),
    Shape("ipv4", re.compile(r"(?<![\w.-])\d{1,3}(?:\.\d{1,3}){3}(?!\w|\.\d|-\d)"), ip),
    Shape("person", re.compile(
        r"\b(?:for(?: invalid)? user|invalid user|user(?:name)?\s{0,1}[=:]|(?:log|r?user)name=|ruser=|account name:)"
        r"\s{0,2}['\"]?([\w.@\\$-]{1,64})"
        r"|(?<=\bby )([\w.-]{1,64})(?=\(uid=)", _I), named("user", last=True)),
    Shape("host", re.compile(
        r"(?<![\w.@/\\-])(?:[A-Za-z0-9][A-Za-z0-9-]{0,62}\.){1,8}[a-z]{2,12}(?![\w-]|\.\w)"), host),
    Shape("random hex", re.compile(r"(?<![0-9A-Za-z])(?:0x)?[0-9a-f]{20,300}(?![0-9A-Za-z])", _I), random_hex),
    Shape("random", re.compile(r"(?<![A-Za-z0-9])[A-Za-z0-9+/]{20,900}={0,2}(?![A-Za-z0-9])"), entropy),
)  # fmt: skip
"""The shapes in the order they are looked for."""
