"""First byte 2: from end to end in clear, before there is a key and when a line is back. The relay records them."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import StringConstraints

from consent.fields import Epoch, Sha256Field
from consent.jws import Jwk
from protocol.wire import Bytes16, Bytes32, Bytes64, ErrorCode, Message

ConsoleVersion = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9.+-]{1,32}$")]


class PairHello(Message):
    """The agent is ready for one share."""

    kind: Literal["pair.hello"] = "pair.hello"
    nonce: Bytes16


class PairShare(Message):
    """The technician's nonce, share (Ya) and associated data (ADa: `console`, `entry_sha256`, `key`)."""

    kind: Literal["pair.share"] = "pair.share"
    nonce: Bytes16
    share: Bytes32
    key: Jwk
    entry_sha256: Sha256Field
    console: ConsoleVersion


class PairAnswer(Message):
    """The agent's share (Yb) and associated data (ADb: `key`, `policy_sha256`). With it the code is spent."""

    kind: Literal["pair.answer"] = "pair.answer"
    share: Bytes32
    key: Jwk
    policy_sha256: Sha256Field


class PairConfirm(Message):
    """The technician proves first that it knows the code."""

    kind: Literal["pair.confirm"] = "pair.confirm"
    tag: Bytes64


class PairConfirmed(Message):
    """The agent's proof; both ends now share a secret."""

    kind: Literal["pair.confirmed"] = "pair.confirmed"
    tag: Bytes64


class PairFailed(Message):
    """The agent ends the run without a proof."""

    kind: Literal["pair.failed"] = "pair.failed"
    code: ErrorCode


class ResumeShare(Message):
    """The technician begins the resume on a new line."""

    kind: Literal["resume.share"] = "resume.share"
    nonce: Bytes32


class ResumeAnswer(Message):
    """The agent's nonce, the epoch that the resume opens, and its proof over all of it."""

    kind: Literal["resume.answer"] = "resume.answer"
    nonce: Bytes32
    epoch: Epoch
    mac: Bytes64


class ResumeConfirm(Message):
    """The technician's proof; channel 0 goes on under the new epoch."""

    kind: Literal["resume.confirm"] = "resume.confirm"
    mac: Bytes64
