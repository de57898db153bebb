"""Any bytes into any parser give a value or a documented error: promise 14, at full length with `make test-long`."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from random import Random

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from agent.desk.address import read_address
from agent.desk.known import KnownFile
from agent.pipe import messages as pipe
from agent.pipe.frames import Unframer, framed
from consent.canonical import canonical, parse_canonical
from consent.encoding import b64u, unb64u
from consent.grant import ConsentGrant
from consent.jws import peek_kid, read, sign
from consent.policy import reader_id
from protocol import checkpoint, code, limits, note, proof, recording, screen, tiles, well_known
from protocol.afterwards import Afterword, AfterwordTaken, SealedWords, WordsWrap, open_words, read_as
from protocol.catalogue import CATALOGUE, Sender
from protocol.channels import Direction
from protocol.codec import decode, decode_pairing, decode_relay, encode, encode_plain
from protocol.errors import CATALOGUE as ERRORS
from protocol.errors import AttendedError
from protocol.merkle import Tree, leaf_hash
from protocol.receipt import read_receipt, read_receipt_keys
from protocol.sframe import read_header, write_header
from protocol.wrap import SUITE, reader_public
from relay.organisation.policy_file import SPECIMEN, read_policy
from relay.recorder.recovery import read_live
from tests.support import messages
from tests.support.consent_scene import AGENT_KEY, DOMAIN, NOW, ORGANISATION_KEY, SESSION, Scene

ENTRY = b'{"kind":"grant","session":"x"}'
LOG_KEY = note.SigningKey("relay.example/log", Ed25519PrivateKey.from_private_bytes(bytes(range(32))))
WORDS_READER = reader_id(reader_public(bytes(32)))
WHERE = {message.kind: CATALOGUE[message.kind] for message in messages.SEALED}


@dataclass(frozen=True)
class Parser:
    """One parser, with inputs that it takes, to be spoiled."""

    name: str
    parse: Callable[[bytes], object]
    good: Sequence[bytes]


def _text(parse: Callable[[str], object]) -> Callable[[bytes], object]:
    return lambda data: parse(data.decode("utf-8", "surrogateescape"))


def _sealed_by(kind: str) -> Parser:
    entry = WHERE[kind]
    direction = Direction.FROM_AGENT if entry.sender & Sender.AGENT else Direction.FROM_TECHNICIAN
    good = [encode(message) for message in messages.SEALED if message.kind == kind]
    return Parser(f"sealed {kind}", lambda data: decode(data, entry.channel, direction), good)


def _a_checkpoint() -> bytes:
    return checkpoint.sign(checkpoint.Checkpoint(LOG_KEY.name, 1, leaf_hash(ENTRY)), LOG_KEY).encode()


def _a_proof() -> bytes:
    tree = Tree([leaf_hash(ENTRY)])
    return str(proof.Proof(0, tuple(tree.inclusion_proof(0)), _a_checkpoint().decode())).encode()


def _pictures() -> list[bytes]:
    shown = screen.Monitor(1, 0, 0, 64, 48, 100, "card-1")
    operations = (
        screen.Monitors((shown,)),
        screen.Tile(0, 0, 64, 48, screen.Encoding.FLAT, bytes(3)),
        screen.CursorPosition(3, 4, visible=True),
        screen.Complete(since=1),
    )
    message = screen.ScreenMessage(
        frame=1, monitor=1, width=64, height=48, captured_at=5, operations=operations, keyframe=True
    )
    return [screen.write(message), screen.write(message)[:40]]


def _sealed_words(body: bytes) -> SealedWords:
    wrap = WordsWrap(reader=WORDS_READER, suite=SUITE, wrapped=b64u(body[:1168] or b"0"))
    return SealedWords(body=b64u(body[:8208] or b"0"), wraps=(wrap,))


def _afterwords() -> list[bytes]:
    whole = Afterword(token="a.b.c", words=_sealed_words(bytes(1168)))
    return [canonical(said.model_dump(mode="json")) for said in (whole, whole.model_copy(update={"words": None}))]


def _unframe(data: bytes) -> object:
    return [pipe.read(body, pipe.FROM_ENGINE) for body in Unframer().feed(data)]


def _in_file(folder: Path, parse: Callable[[Path], object]) -> Callable[[bytes], object]:
    def write_and_parse(data: bytes) -> object:
        path = folder / "file"
        path.write_bytes(data)
        return parse(path)

    return write_and_parse


def _policy(path: Path) -> object:
    return read_policy(path, key=ORGANISATION_KEY.verify_key, domain=DOMAIN, name="N", now=NOW)


def parsers(folder: Path) -> list[Parser]:
    """Give every parser of both sides that takes bytes of somebody else."""
    grant = sign(Scene().a_grant(), AGENT_KEY).encode()
    key = AGENT_KEY.verify_key
    header = recording.header_of(recording.Kind.NOTE, recording.Origin.RELAY, 0, 5, 0, 0, 2) + b"{}"
    from_desk = [framed(pipe.written(message)) for message in (pipe.Drained(), pipe.Masked(serial=4))]
    vkey = str(LOG_KEY.verifier).encode()
    plain = [encode_plain(message)[1:] for message in messages.RELAY]
    pairs = [encode_plain(message)[1:] for message in messages.PAIRING]
    everybody = Sender.AGENT | Sender.TECHNICIAN | Sender.RELAY
    known = b'{"organisations":{"a.example":{"first":1,"helped":0,"key":"x","last":2,"name":"A"}},"relays":{}}'
    policy = SPECIMEN.read_bytes()
    return [
        Parser("jws", _text(lambda text: read(text, ConsentGrant, key)), [grant]),
        Parser("jws kid", _text(peek_kid), [grant]),
        Parser("canonical", lambda data: parse_canonical(data, 65_536), [canonical({"a": [1, None, "ß"]}), *plain]),
        Parser("base64url", _text(unb64u), [b64u(bytes(range(40))).encode()]),
        Parser("code", _text(code.parse), [b"4821-739205-1", b" 4821 739205 1 "]),
        Parser("sframe header", read_header, [write_header(0x181, 300) + bytes(20), write_header(1, 1)]),
        Parser("picture", screen.parse, _pictures()),
        Parser("entry", recording.decode, [header]),
        Parser("opening entry", recording.read_opening, [b'{"version":1}']),
        Parser("note entry", recording.read_note, [recording.Note(what="lost", who="agent").body()]),
        Parser("signed note", note.parse, [_a_checkpoint()]),
        Parser("verifier key", _text(note.parse_verifier_key), [vkey]),
        Parser("checkpoint", lambda data: checkpoint.verify(data, LOG_KEY.verifier), [_a_checkpoint()]),
        Parser("proof", proof.parse, [_a_proof()]),
        Parser("proof, verified", lambda data: proof.verify(data, ENTRY, LOG_KEY.verifier), [_a_proof()]),
        Parser("tile path", _text(tiles.parse_path), [b"tile/0/x001/067.p/112", b"tile/entries/000"]),
        Parser("entry bundle", lambda data: tiles.read_bundle(data, 3), [b"\0\1a\0\2bc\0\0"]),
        Parser("hash tile", lambda data: tiles.read_hashes(data, 2), [bytes(64)]),
        Parser("relay message", lambda data: decode_relay(data, everybody), plain),
        Parser("pairing message", lambda data: decode_pairing(data, everybody), pairs),
        *(_sealed_by(kind) for kind in WHERE),
        Parser("pipe", _unframe, from_desk),
        Parser("well-known", well_known.parse, [b'{"console":"x","version":"attended.v1"}']),
        Parser("afterword", lambda data: read_as(data, Afterword), _afterwords()),
        Parser("afterword taken", lambda data: read_as(data, AfterwordTaken), [b'{"entry":"A","proof":"x"}']),
        Parser("sealed words", lambda data: open_words(_sealed_words(data), SESSION, bytes(32), WORDS_READER), []),
        Parser("receipt", read_receipt, [b'{"version":"attended-receipt/1"}']),
        Parser("receipt keys", read_receipt_keys, [b'{"version":"attended-receipt-keys/1"}']),
        Parser("relay address", _text(read_address), [b"relay.example", b"http://localhost:8080", b"[::1]:1"]),
        Parser("live recording", lambda data: list(read_live(BytesIO(data))), []),
        Parser("known.json", _in_file(folder, KnownFile), [known]),
        Parser(
            "policy.toml",
            _in_file(folder, _policy),
            [policy, policy[:300]],
        ),
    ]  # fmt: skip


def demand_documented(error: AttendedError, what: str) -> None:
    """Demand that an error stands in the catalogue."""
    assert error.code in ERRORS, (what, error)


INTERESTING = (0, 1, 0x7F, 0x80, 0xFF, ord('"'), ord("{"), ord("["), ord("\\"), ord("-"), ord("."), ord("\n"))


def spoiled(good: Sequence[bytes], dice: Random) -> bytes:  # noqa: C901 - one case for each way to spoil
    """Give random bytes, or a good input with a few random changes."""
    if not good or dice.random() < 0.15:
        return dice.randbytes(dice.choice((0, 1, 2, 7, 36, 37, 200, 2_000)))
    data = bytearray(dice.choice(good))
    for _ in range(dice.randint(1, 4)):
        at, end = sorted((dice.randrange(len(data) + 1), dice.randrange(len(data) + 1)))
        match dice.randrange(8):
            case 0:
                data[at:at] = dice.randbytes(dice.randint(1, 9))
            case 1:
                del data[at:end]
            case 2:
                data[at:at] = data[at:end] * dice.randint(1, 3)
            case 3:
                data[at : at + 4] = dice.choice((0, 1, 2**31, 2**32 - 1)).to_bytes(4, "big")
            case 4:
                del data[at:]
            case 5:
                data[at:end] = dice.choice(
                    (
                        b"1e999",
                        b"-0",
                        b"99999999999999999999999",
                        b"\\ud800",
                        b"null",
                        b"[[[[[[[[[[[[[[[[[[[[",
                        b"\xc3\x28",
                        b"1.0",
                    )
                )
            case 6 if data:
                data[at % len(data)] = dice.choice(INTERESTING)
            case _ if data:
                data[at % len(data)] ^= 1 << dice.randrange(8)
        del data[limits.MESSAGE_BYTES :]
    return bytes(data)


@pytest.mark.timeout(3_000)
def test_any_bytes_give_a_value_or_a_documented_error(tmp_path: Path, sized: Callable[[int, int], int]) -> None:
    """No parser of ours answers with anything but a value or an error of the catalogue, whatever it is fed."""
    dice, held = Random(20260301), parsers(tmp_path)
    for number in range(sized(90, 200_000) * len(held)):
        parser = held[number % len(held)]
        data = spoiled(parser.good, dice)
        try:
            parser.parse(data)
        except AttendedError as error:
            demand_documented(error, parser.name)
        except Exception as fault:  # noqa: BLE001 - named with the input that caused it
            pytest.fail(f"{parser.name} answered {data[:300]!r} with {fault!r}")


def test_every_good_input_is_one(tmp_path: Path) -> None:
    """The inputs that are spoiled get past the first look: most are taken whole before they are touched."""
    taken = 0
    for parser in parsers(tmp_path):
        for data in parser.good:
            try:
                parser.parse(data)
                taken += 1
            except AttendedError:
                continue
    assert taken > 60


def test_a_great_input_is_refused_before_it_is_read(tmp_path: Path) -> None:
    """Sixteen MiB of brackets, digits or zeros end in a documented error, in little time and memory."""
    for parser in parsers(tmp_path):
        for great in (b"[" * 2**24, b"0" * 2**24, bytes(2**24)):
            try:
                parser.parse(great)
            except AttendedError as error:
                demand_documented(error, parser.name)
