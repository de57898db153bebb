"""
Print into docs/protocol.md and docs/errors.md what the code says of itself: tables, and specimens that are real output.

    python -m tests.support.print_protocol

Each part stands between `<!-- printed: name -->` and `<!-- end -->`. A test holds that the pages are what this prints.
"""

from __future__ import annotations

import ast
import itertools
import json
import re
from collections.abc import Callable, Iterable
from hashlib import sha256
from pathlib import Path
from types import ModuleType
from typing import Any

from consent.afterwards import SessionComplaint, SessionRating
from consent.canonical import canonical
from consent.encoding import unb64u
from consent.ending import SessionEnd
from consent.grant import ConsentGrant
from consent.jws import SignedDocument, sha256_of, sign
from consent.keylist import KeyList
from consent.opening import OpeningRequest
from consent.organisation import DirectoryEntry, DirectoryKey
from consent.pause import ConsentPause, ConsentResume
from consent.policy import OrganisationPolicy
from consent.request import ConsentRequest
from consent.scopes import Scope
from consent.statement import TranscriptStatement
from consent.withdrawal import ConsentWithdrawal
from protocol import afterwards, code, codec, coverage, keys, screen, sframe, transcript
from protocol.acknowledgement import document_hash
from protocol.catalogue import CATALOGUE, PAIRING, RELAY, Plain, Sender
from protocol.channels import MAY_SPEAK, Channel, group_of, scope_of
from protocol.errors import CATALOGUE as ERRORS
from protocol.recording import Entry, Kind, Origin
from protocol.sframe import metadata
from tests.support import messages
from tests.support.consent_scene import AGENT_KEY, NOW, SESSION, Scene
from tests.support.make_protocol_vectors import session_run
from tests.support.memory_relay import MemoryLog
from tests.support.shapes import fields

ROOT = Path(__file__).parent.parent.parent
PAGES = ("docs/protocol.md", "docs/errors.md")
SIGNERS: dict[type[SignedDocument], str] = {
    ConsentRequest: "technician",
    ConsentGrant: "desk",
    ConsentWithdrawal: "desk",
    ConsentPause: "desk",
    ConsentResume: "desk",
    KeyList: "desk",
    TranscriptStatement: "desk, technician",
    SessionEnd: "desk",
    SessionComplaint: "desk",
    SessionRating: "desk",
    OrganisationPolicy: "organisation",
    DirectoryKey: "organisation",
    DirectoryEntry: "directory key",
    OpeningRequest: "reader",
}
_NAMES = {Sender.AGENT: "agent", Sender.TECHNICIAN: "technician", Sender.RELAY: "relay"}
_PART = re.compile(r"(<!-- printed: ([a-z0-9-]+) -->\n)(.*?)(<!-- end -->)", re.DOTALL)
_WIDTH = 116


def table(heads: tuple[str, ...], rows: Iterable[tuple[object, ...]]) -> str:
    """Write a Markdown table."""
    lines = [heads, tuple("---" for _ in heads), *rows]
    return "".join(f"| {' | '.join(str(cell) for cell in row)} |\n" for row in lines)


def block(text: str) -> str:
    """Write a block of verbatim text."""
    return f"```text\n{text.rstrip()}\n```\n"


def wrapped(name: str, value: str) -> str:
    """Write a long value behind its name, in lines of one width."""
    room = _WIDTH - 17
    parts = [value[at : at + room] for at in range(0, len(value), room)] or [""]
    return "\n".join(f"{name if not at else '':<17}{part}".rstrip() for at, part in enumerate(parts))


def who(sender: Sender) -> str:
    """Name the senders of a message."""
    return ", ".join(name for each, name in _NAMES.items() if each & sender)


def first_sentence(documented: object) -> str:
    """Give the first line of a docstring that says something."""
    return next(line.strip() for line in (documented.__doc__ or "").splitlines() if line.strip())


# Tables


def channels() -> str:
    """Print the channels."""
    rows = (
        (
            int(channel),
            channel.name.lower(),
            "both" if len(MAY_SPEAK[channel]) > 1 else "agent",
            scope_of(channel) or "–",
            group_of(channel) or "–",
            f"{codec.limit_of(channel):,}",
        )
        for channel in Channel
    )
    return table(("channel", "name", "who speaks", "needs", "reading group", "bytes of JSON"), rows)


def sealed() -> str:
    """Print the sealed messages."""
    rows = (
        (f"`{kind}`", who(entry.sender), int(entry.channel), _fields(entry.model), first_sentence(entry.model))
        for kind, entry in CATALOGUE.items()
    )
    return table(("kind", "from", "channel", "fields", "meaning"), rows)


def _plain(known: Iterable[tuple[str, Plain]]) -> str:
    rows = (
        (f"`{kind}`", who(plain.sender), _fields(plain.model), first_sentence(plain.model)) for kind, plain in known
    )
    return table(("kind", "from", "fields", "meaning"), rows)


def relay() -> str:
    """Print the messages between an end and the relay."""
    return _plain(RELAY.items())


def pairing() -> str:
    """Print the messages of pairing and resume."""
    return _plain(PAIRING.items())


def _fields(model: Any) -> str:  # noqa: ANN401 - any model
    return "<br>".join(f"`{name}` {said}" for name, said in fields(model, but=("kind",))) or "–"


def documents() -> str:
    """Print the signed documents."""
    rows = (
        (f"`{model.typ}`", signer, f"{model.limit:,}", _fields(model), first_sentence(model))
        for model, signer in SIGNERS.items()
    )
    return table(("`typ`", "signed by", "characters", "claims", "meaning"), rows)


def limits() -> str:
    """Print every bound of the wire, with its reason."""
    rows = []
    for name in ("consent/limits.py", "protocol/limits.py"):
        body = ast.parse((ROOT / name).read_text(encoding="utf-8")).body
        held = __import__(name.removesuffix(".py").replace("/", "."), fromlist=["*"])
        for node, after in itertools.pairwise(body):
            if isinstance(node, ast.Assign) and isinstance(after, ast.Expr) and isinstance(after.value, ast.Constant):
                target = node.targets[0]
                assert isinstance(target, ast.Name)
                reason = " ".join(str(after.value.value).split())
                rows.append((f"`{target.id}`", _number(getattr(held, target.id)), reason.replace("|", "\\|")))
    return table(("name", "value", "unit and reason"), rows)


def _number(value: object) -> str:
    return f"{value:,}" if isinstance(value, int) else str(value)


def errors() -> str:
    """Print every error with its words and remedy."""
    rows = ((f"{code}", error.__name__, error.words, error.remedy) for code, error in sorted(ERRORS.items()))
    return table(("code", "name", "words", "remedy"), rows)


def drawn(module: ModuleType, *, prose: bool = True) -> Callable[[], str]:
    """Print the drawing in a module's docstring, and the sentences after it."""

    def draw() -> str:
        lines = (module.__doc__ or "").strip().splitlines()
        indented = [at for at, line in enumerate(lines) if line.startswith("    ")]
        first, last = indented[0], indented[-1]
        drawing = "\n".join(line.removeprefix("    ") for line in lines[first : last + 1])
        after = "\n".join(lines[last + 1 :]).strip("\n")
        return block(drawing) + (f"\n{after}\n" if prose and after else "")

    return draw


# Specimens

RUN = session_run()


def specimen_pairing() -> str:
    """Print a whole pairing."""
    run = RUN["pairing"]
    lines = [
        wrapped("code", run["code"]),
        wrapped("session", run["session"]),
        wrapped("origin", run["origin"]),
        wrapped("log key", run["log_key"]),
        wrapped("CI", run["ci"]),
        wrapped("sid", run["sid"]),
        wrapped("ADa", bytes.fromhex(run["ada"]).decode()),
        wrapped("ADb", bytes.fromhex(run["adb"]).decode()),
        "",
    ]
    for said in run["messages"]:
        data = bytes.fromhex(said["message"])
        lines.append(wrapped(f"{said['from']}", f"{data[:1].hex()} {data[1:].decode()}"))
    lines += ["", wrapped("session secret", run["session_secret"]), wrapped("resume key", run["resume_key"])]
    lines += [wrapped("to console", run["channel0"]["to_console"]), wrapped("to agent", run["channel0"]["to_agent"])]
    lines += [wrapped("verifier", run["verifier"])]
    return block("\n".join(lines))


def specimen_sealed() -> str:
    """Print the small sealed messages of the run."""
    lines = [wrapped("metadata", metadata(unb64u(SESSION)).hex())]
    for epoch in RUN["epochs"][-1:]:
        lines += [wrapped(f"epoch {epoch['epoch']}", "")]
        lines += [wrapped(f"  {group}", secret) for group, secret in epoch["secrets"].items()]
    for case in RUN["sealed"]:
        plaintext = bytes.fromhex(case["plaintext"])
        if len(plaintext) > 300:
            continue
        at = f"epoch {case['epoch']}, direction {int(case['from'] == 'technician')}, channel {case['channel']}"
        lines += ["", wrapped(case["from"], f"{at}: key id {case['kid']:#x}, counter {case['counter']}")]
        shown = plaintext.hex() if case["channel"] in (Channel.SCREEN, Channel.KEYS) else plaintext.decode()
        lines += [wrapped("  plaintext", shown), wrapped("  message", case["message"])]
    return block("\n".join(lines))


def specimen_lines() -> str:
    """Print the transcript lines of the run."""
    return block("\n".join(canonical(line).decode() for line in RUN["lines"]))


def specimen_messages() -> str:
    """Print the plaintext of one of each sealed message."""
    shown = [canonical(message.model_dump(mode="json")).decode() for message in messages.SEALED]
    return block("\n".join(wrapped("", line).lstrip() for line in shown))


def specimen_clear() -> str:
    """Print one of each message in clear, with its first byte."""
    whole = [codec.encode_plain(message) for message in (*messages.RELAY, *messages.PAIRING)]
    return block("\n".join(wrapped(data[:1].hex(), data[1:].decode()) for data in whole))


def _grant() -> tuple[ConsentGrant, str]:
    grant = Scene().a_grant(Scope.VIEW)
    return grant, sign(grant, AGENT_KEY)


def specimen_document() -> str:
    """Print a grant: header, claims, token and its hash."""
    grant, token = _grant()
    header = unb64u(token.split(".")[0]).decode()
    claims = json.dumps(json.loads(canonical(grant.model_dump(mode="json"))), indent=2)
    lines = [wrapped("header", header), claims, wrapped("token", token), wrapped("sha256", sha256_of(token))]
    return block("\n".join(lines))


def specimen_entry() -> str:
    """Print a sealed and a refused entry of a recording."""
    case = next(case for case in RUN["sealed"] if case["channel"] == Channel.POINTER)
    body = bytes.fromhex(case["message"])[1:]
    taken = Entry(Kind.SEALED, Origin.TECHNICIAN, 41, NOW * 1000 + 250, body, case["kid"], case["counter"])
    refusal = sha256(body).digest() + b"C-201"
    refused = Entry(Kind.REFUSED, Origin.TECHNICIAN, 42, NOW * 1000 + 260, refusal, case["kid"], case["counter"] + 1)
    lines: list[str] = []
    for name, entry in (("sealed", taken), ("refused", refused)):
        lines += [wrapped(f"{name}: header", entry.header().hex()), wrapped("  body", entry.body.hex())]
        lines += [wrapped("  leaf", entry.leaf().hex())]
    return block("\n".join(lines))


def specimen_acknowledgement() -> str:
    """Print the acknowledgement of the grant, taken apart."""
    grant, token = _grant()
    told = MemoryLog().acknowledge(token, grant, SESSION)
    assert told.entry
    assert told.salt
    assert told.proof
    assert json.loads(unb64u(told.entry))["hash"] == document_hash(unb64u(told.salt), token)
    lines = [wrapped("token_sha256", told.token_sha256), wrapped("salt", told.salt)]
    lines += [wrapped("entry", unb64u(told.entry).decode()), "proof", told.proof]
    return block("\n".join(lines))


PARTS: dict[str, Callable[[], str]] = {
    "drawn-code": drawn(code),
    "drawn-keys": drawn(keys),
    "drawn-sframe": drawn(sframe, prose=False),
    "drawn-screen": drawn(screen),
    "drawn-transcript": drawn(transcript),
    "drawn-coverage": drawn(coverage),
    "drawn-afterwards": drawn(afterwards),
    "channels": channels,
    "sealed": sealed,
    "relay": relay,
    "pairing": pairing,
    "documents": documents,
    "limits": limits,
    "errors": errors,
    "specimen-pairing": specimen_pairing,
    "specimen-sealed": specimen_sealed,
    "specimen-lines": specimen_lines,
    "specimen-messages": specimen_messages,
    "specimen-clear": specimen_clear,
    "specimen-document": specimen_document,
    "specimen-entry": specimen_entry,
    "specimen-acknowledgement": specimen_acknowledgement,
}


def printed(page: str) -> str:
    """Give a page with every printed part as it has to be."""
    text = (ROOT / page).read_text(encoding="utf-8")
    return _PART.sub(lambda found: found[1] + "\n" + PARTS[found[2]]() + "\n" + found[4], text)


def parts_of(page: str) -> list[str]:
    """Name the printed parts of a page."""
    return [found[2] for found in _PART.finditer((ROOT / page).read_text(encoding="utf-8"))]


if __name__ == "__main__":
    for each in PAGES:
        (ROOT / each).write_text(printed(each), encoding="utf-8")
