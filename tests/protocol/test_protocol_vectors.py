"""The vectors of what is said: they are what their program writes, and this half reads them as the browser's does."""

from __future__ import annotations

from typing import Any

import pytest

from consent.encoding import unb64u
from consent.fields import SessionId
from consent.jws import VerifyKey, sha256_of
from consent.scopes import Group
from protocol import code, codec
from protocol.catalogue import CATALOGUE, PAIRING, RELAY, Sender
from protocol.channels import Direction, Place, place
from protocol.cpace import transcript_ir
from protocol.errors import AttendedError
from protocol.events import Channel0Keys, Paired
from protocol.keyring import Keyring
from protocol.keys import GroupSecret, ToAgentKey, ToConsoleKey
from protocol.messages.pairing import PairAnswer, PairShare
from protocol.pairing import AgentPairing, SpentCodes, TechnicianPairing
from protocol.pairing import Place as PairingPlace
from protocol.sframe import read_header
from protocol.transcript import Transcripts
from protocol.wire import Message
from tests.support.make_protocol_vectors import FILES, line, written
from tests.support.vectors import FOLDER, load

MESSAGES = load("messages")
RUN = load("session-run")
PAIRING_RUN = RUN["pairing"]


@pytest.mark.parametrize("name", FILES)
def test_the_file_is_what_its_program_writes(name: str) -> None:
    """Nobody edits the vectors by hand, and no change on the wire goes unnoticed."""
    assert (FOLDER / f"{name}.json").read_text(encoding="utf-8") == written(name)


def test_every_message_is_in_the_file() -> None:
    """A message without a specimen would be tested in one language only."""
    for part, known in (("sealed", CATALOGUE), ("relay", RELAY), ("pairing", PAIRING)):
        assert [case["kind"] for case in MESSAGES[part]] == list(known)


@pytest.mark.parametrize("case", MESSAGES["sealed"], ids=lambda case: case["kind"])
def test_a_sealed_specimen_is_read_and_written(case: dict[str, Any]) -> None:
    """The plaintext is the one spelling of its message."""
    message = codec.decode(bytes.fromhex(case["plaintext"]), case["channel"], case["direction"])
    assert message.kind == case["kind"]
    assert codec.encode(message).hex() == case["plaintext"]


@pytest.mark.parametrize("case", [*MESSAGES["relay"], *MESSAGES["pairing"]], ids=lambda case: case["kind"])
def test_a_specimen_in_clear_is_read_and_written(case: dict[str, Any]) -> None:
    """From each of its senders, and from nobody else."""
    data = bytes.fromhex(case["message"])
    read = codec.decode_pairing if data[0] else codec.decode_relay
    for sender in Sender:
        if str(sender.name).lower() in case["from"]:
            assert codec.encode_plain(read(data[1:], sender)) == data
        else:
            with pytest.raises(AttendedError):
                read(data[1:], sender)


@pytest.mark.parametrize("case", MESSAGES["refused"], ids=lambda case: case["name"])
def test_what_is_refused_is_refused_with_its_code(case: dict[str, Any]) -> None:
    """Both languages refuse the same, and say the same about it."""
    with pytest.raises(AttendedError) as refused:
        codec.decode(bytes.fromhex(case["plaintext"]), case["channel"], case["direction"])
    assert refused.value.code == case["expect"]


def _scripted(drawn: list[str]) -> Any:  # noqa: ANN401 - a source of bytes
    waiting = iter(drawn)
    return lambda _size: bytes.fromhex(next(waiting))


def _said(case: dict[str, str]) -> Message:
    sender = Sender.AGENT if case["from"] == "agent" else Sender.TECHNICIAN
    return codec.decode_pairing(bytes.fromhex(case["message"])[1:], sender)


def test_the_pairing_comes_out_as_it_stands_there() -> None:
    """With the same draws both ends say the same, byte for byte, and come to the same keys."""
    at = PairingPlace(SessionId(PAIRING_RUN["session"]), PAIRING_RUN["origin"], PAIRING_RUN["log_key"])
    here, there = PAIRING_RUN["technician"], PAIRING_RUN["agent"]
    spoken = code.parse(PAIRING_RUN["code"])
    agent = AgentPairing(
        spoken,
        at,
        VerifyKey.from_jwk(there["key"]),
        PAIRING_RUN["policy_sha256"],
        _scripted([there["nonce"], there["scalar"]]),
    )
    console = TechnicianPairing(
        spoken,
        at,
        VerifyKey.from_jwk(here["key"]),
        sha256_of(PAIRING_RUN["entry"]),
        "1.0",
        _scripted([here["nonce"], here["scalar"]]),
        SpentCodes(),
    )
    agent.start()
    outcomes = []
    for case in PAIRING_RUN["messages"]:
        sender, hearer = (agent, console) if case["from"] == "agent" else (console, agent)
        (message,) = sender.to_send()
        assert message == _said(case)
        outcomes += hearer.receive(message)
    paired = outcomes[-1]
    assert isinstance(paired, Paired)
    assert paired.session_secret.hex() == PAIRING_RUN["session_secret"]
    assert paired.resume_key.hex() == PAIRING_RUN["resume_key"]
    assert paired.channel0.to_console.hex() == PAIRING_RUN["channel0"]["to_console"]
    assert paired.channel0.to_agent.hex() == PAIRING_RUN["channel0"]["to_agent"]
    assert paired.transcript.hex() == PAIRING_RUN["transcript"]


def test_the_transcript_joins_both_messages() -> None:
    """Ya, ADa, Yb, ADb: each after its length."""
    share, answer = _said(PAIRING_RUN["messages"][1]), _said(PAIRING_RUN["messages"][2])
    assert isinstance(share, PairShare)
    assert isinstance(answer, PairAnswer)
    ada, adb = bytes.fromhex(PAIRING_RUN["ada"]), bytes.fromhex(PAIRING_RUN["adb"])
    whole = transcript_ir(unb64u(share.share), ada, unb64u(answer.share), adb)
    assert whole.hex() == PAIRING_RUN["transcript"]


def _ring(own: Direction) -> Keyring:
    held = PAIRING_RUN["channel0"]
    keys = Channel0Keys(0, ToConsoleKey(bytes.fromhex(held["to_console"])), ToAgentKey(bytes.fromhex(held["to_agent"])))
    return Keyring(SessionId(PAIRING_RUN["session"]), own, keys)


def test_the_sealed_messages_open_to_what_stands_there() -> None:
    """With the keys of pairing and epochs each message opens at the other end, in its order."""
    agent, console = _ring(Direction.FROM_AGENT), _ring(Direction.FROM_TECHNICIAN)
    epochs = {epoch["epoch"]: epoch["secrets"] for epoch in RUN["epochs"]}
    for case in RUN["sealed"]:
        if case["epoch"] > 0 and console.epoch < case["epoch"]:
            secrets = epochs[case["epoch"]]
            for ring in (agent, console):
                ring.open_epoch(
                    case["epoch"], {Group(name): GroupSecret(bytes.fromhex(secret)) for name, secret in secrets.items()}
                )
        hearer = console if case["from"] == "agent" else agent
        data = bytes.fromhex(case["message"])
        assert (read_header(data[1:]).kid, read_header(data[1:]).counter) == (case["kid"], case["counter"])
        opened = hearer.open(data[1:])
        assert opened.plaintext.hex() == case["plaintext"]
        assert opened.place == Place(case["epoch"], int(case["from"] == "technician"), case["channel"])


def test_the_lines_follow_from_the_messages() -> None:
    """Whoever holds the sealed messages computes the transcript's lines without a key."""
    account = Transcripts(Direction.FROM_AGENT)
    for case in RUN["sealed"]:
        account.heard(place(case["kid"]), case["counter"], bytes.fromhex(case["message"]))
    assert [line(stated) for stated in account.lines()] == RUN["lines"]
