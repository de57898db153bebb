"""
CPace over X25519 with SHA-512 (draft-irtf-cfrg-cpace-21), initiator-responder, key confirmation mandatory.

The technician's end is the `Initiator` (A), the agent's the `Responder` (B):

    A                                     B
    share        ── Ya, ADa ──►           answer      one answer in its life
    receive      ◄── Yb, ADb ──
    tag          ── Ta ──►                check       wrong: WrongCode, and B never shows Tb
    confirm      ◄── Tb ──                            right: Tb and the key

The initiator proves first: a responder that showed its tag before would let a stranger test one guess unseen.

Python's integers do not take constant time. That is fine for a code that lives for minutes and one try; do not use
this module for passwords.
"""

from __future__ import annotations

import hashlib
import hmac
from enum import Enum, auto
from typing import NamedTuple, NewType

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey

from protocol import limits
from protocol.errors import BadShare, KeyMisuse, PairingOutOfOrder, WrongCode

Isk = NewType("Isk", bytes)
"""CPace's intermediate session key, 64 bytes. Goes into `keys.session_secret` and nowhere else."""

DSI = b"CPace255"
SHARE_BYTES = 32
TAG_BYTES = 64
_BLOCK_BYTES = 128  # SHA-512's input block, H.s_in_bytes
_P = 2**255 - 19
_A = 486662


class Proven(NamedTuple):
    """What a right tag releases at the responder: its own tag, to be sent, and the key."""

    tag: bytes
    isk: Isk


class _Step(Enum):
    FRESH = auto()
    SHARED = auto()  # both shares are known, no tag was shown
    TAGGED = auto()  # the initiator's tag was shown
    OVER = auto()


class Initiator:
    """The technician's end of one run."""

    def __init__(self, prs: bytes, ci: bytes, sid: bytes, ad: bytes, scalar: bytes) -> None:
        """Begin with code digits, channel identifier, session id, own associated data and 32 fresh random bytes."""
        self._run = _Run(prs, ci, sid, scalar)
        self._ad = ad
        self._step = _Step.FRESH
        self.share = self._run.share
        self.transcript = b""

    def receive(self, yb: bytes, adb: bytes) -> None:
        """
        Take the responder's share and associated data; then `transcript` is known and `tag` may be called.

        Raises:
            BadShare: The share is not one. The run is over.
            PairingOutOfOrder: A second answer. The run is over.
        """
        self._go(_Step.FRESH, _Step.OVER)
        self.transcript = transcript_ir(self.share, self._ad, yb, adb)
        self._run.meet(yb, adb, self.transcript)
        self._theirs = lv_cat(yb, adb)
        self._step = _Step.SHARED

    def tag(self) -> bytes:
        """
        Give Ta, to be sent: the proof that this end knows the code.

        Raises:
            PairingOutOfOrder: Before `receive`, or a second time.
        """
        self._go(_Step.SHARED, _Step.TAGGED)
        return self._run.tag_over(lv_cat(self.share, self._ad))

    def confirm(self, tb: bytes) -> Isk:
        """
        Check the responder's tag and give the key.

        Raises:
            WrongCode: The tag is wrong. The run is over.
            PairingOutOfOrder: Before `tag`, or a second time.
        """
        self._go(_Step.TAGGED, _Step.OVER)
        return self._run.check(tb, self._theirs)

    def _go(self, at: _Step, to: _Step) -> None:
        here, self._step = self._step, to
        if here is not at:
            self._step = _Step.OVER
            raise PairingOutOfOrder(here.name)


class Responder:
    """The agent's end of one run: it answers one share in its life."""

    def __init__(self, prs: bytes, ci: bytes, sid: bytes, ad: bytes, scalar: bytes) -> None:
        """Begin with code digits, channel identifier, session id, own associated data and 32 fresh random bytes."""
        self._run = _Run(prs, ci, sid, scalar)
        self._ad = ad
        self._step = _Step.FRESH
        self.transcript = b""

    def answer(self, ya: bytes, ada: bytes) -> bytes:
        """
        Take the initiator's share and associated data and give Yb, to be sent. The code is spent from here on.

        Raises:
            BadShare: The share is not one. The run is over.
            PairingOutOfOrder: A second share. The run is over.
        """
        self._go(_Step.FRESH)
        self.transcript = transcript_ir(ya, ada, self._run.share, self._ad)
        self._run.meet(ya, ada, self.transcript)
        self._theirs = lv_cat(ya, ada)
        self._step = _Step.SHARED
        return self._run.share

    def check(self, ta: bytes) -> Proven:
        """
        Check the initiator's tag; only then give the own tag and the key.

        Raises:
            WrongCode: The tag is wrong. The run is over and the own tag is never shown.
            PairingOutOfOrder: Before `answer`, or a second time.
        """
        self._go(_Step.SHARED)
        tb = self._run.tag_over(lv_cat(self._run.share, self._ad))
        return Proven(tb, self._run.check(ta, self._theirs))

    def _go(self, at: _Step) -> None:
        here, self._step = self._step, _Step.OVER
        if here is not at:
            raise PairingOutOfOrder(here.name)


class _Run:
    """What both ends compute alike. Neither K nor the scalar can be asked for."""

    def __init__(self, prs: bytes, ci: bytes, sid: bytes, scalar: bytes) -> None:
        if len(scalar) != SHARE_BYTES:
            raise KeyMisuse(f"a scalar of {len(scalar)} bytes")
        self._sid = sid
        self._scalar = scalar
        self.share = scalar_mult(scalar, calculate_generator(prs, ci, sid))
        self._isk = Isk(b"")

    def meet(self, share: bytes, data: bytes, transcript: bytes) -> None:
        if len(data) > limits.CPACE_DATA_BYTES:
            raise BadShare(f"{len(data)} bytes of associated data")
        if hmac.compare_digest(share, self.share):
            raise BadShare("our own share came back")
        k = scalar_mult(self._scalar, share)
        self._scalar = b""
        self._isk = Isk(hashlib.sha512(lv_cat(DSI + b"_ISK", self._sid, k) + transcript).digest())

    def tag_over(self, message: bytes) -> bytes:
        # Draft 21, section 10.4: each tag covers the message its sender sent before.
        mac_key = hashlib.sha512(b"CPaceMac" + self._sid + self._isk).digest()
        return hmac.digest(mac_key, message, "sha512")

    def check(self, tag: bytes, message: bytes) -> Isk:
        isk = self._isk
        right = hmac.compare_digest(self.tag_over(message), tag)
        self._isk = Isk(b"")
        if not right:
            raise WrongCode
        return isk


def scalar_mult(scalar: bytes, u: bytes) -> bytes:
    """
    Multiply by X25519; both inputs and the result have 32 bytes. This is the draft's `scalar_mult_vfy` (8.2).

    Raises:
        BadShare: `u` has another length, or the result is the neutral element.
    """
    if len(u) != SHARE_BYTES:
        raise BadShare(f"{len(u)} bytes")
    try:
        k = X25519PrivateKey.from_private_bytes(scalar).exchange(X25519PublicKey.from_public_bytes(u))
    except ValueError:
        raise BadShare("low order") from None
    # The library says so already; the draft's one abort condition is worth a second look.
    if hmac.compare_digest(k, bytes(SHARE_BYTES)):
        raise BadShare("neutral element")
    return k


def calculate_generator(prs: bytes, ci: bytes, sid: bytes) -> bytes:
    """Map code, channel and session to the run's generator: a u coordinate of 32 bytes (8.2)."""
    hashed = hashlib.sha512(generator_string(prs, ci, sid)).digest()[:SHARE_BYTES]
    # RFC 7748 section 5, decodeUCoordinate: the top bit does not count.
    u = int.from_bytes(hashed, "little") & (2**255 - 1)
    return elligator2(u % _P).to_bytes(SHARE_BYTES, "little")


def generator_string(prs: bytes, ci: bytes, sid: bytes) -> bytes:
    """Join the inputs so that code and padding fill SHA-512's first block (8.1)."""
    padding = max(0, _BLOCK_BYTES - len(prepend_len(prs)) - len(prepend_len(DSI)) - 1)
    return lv_cat(DSI, prs, bytes(padding), ci, sid)


def elligator2(u: int) -> int:
    """Map a field element to the u coordinate of a point on Curve25519 (RFC 9380, 6.7.1 with Z = 2)."""
    x = -_A * pow(1 + 2 * u * u, -1, _P) % _P
    gx = (x * x * x + _A * x * x + x) % _P
    is_square = pow(gx, (_P - 1) // 2, _P) != _P - 1
    return x if is_square else (-x - _A) % _P


def transcript_ir(ya: bytes, ada: bytes, yb: bytes, adb: bytes) -> bytes:
    """Join both messages in their order (6.3)."""
    return lv_cat(ya, ada) + lv_cat(yb, adb)


def lv_cat(*parts: bytes) -> bytes:
    """Join byte strings, each after its length (6.3)."""
    return b"".join(prepend_len(part) for part in parts)


def prepend_len(data: bytes) -> bytes:
    """Put the length before the bytes, in LEB128 (6.3)."""
    length, written = len(data), bytearray()
    while length >= 0x80:  # noqa: PLR2004 - seven bits a byte, the eighth says that more follow
        written.append(length & 0x7F | 0x80)
        length >>= 7
    written.append(length)
    return bytes(written) + data
