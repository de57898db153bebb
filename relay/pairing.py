"""What the relay reads of a pairing: the order of its messages, both public keys, and how it ended."""

from __future__ import annotations

from enum import Enum, auto

from consent.jws import VerifyKey
from protocol.errors import KeyNotEnrolled, PairingOutOfOrder
from protocol.messages.pairing import (
    PairAnswer,
    PairConfirm,
    PairConfirmed,
    PairFailed,
    PairHello,
    PairShare,
    ResumeAnswer,
    ResumeConfirm,
    ResumeShare,
)
from protocol.wire import Message


class Outcome(Enum):
    """What a pairing message leads to."""

    GOES_ON = auto()
    PAIRED = auto()
    FAILED = auto()


_ORDER: tuple[type[Message], ...] = (PairHello, PairShare, PairAnswer, PairConfirm, PairConfirmed)
_RESUME: tuple[type[Message], ...] = (ResumeShare, ResumeAnswer, ResumeConfirm)


class PairingWatch:
    """
    Follows one pairing, and each resume after it. Anything twice, early or late is refused.

    Of a resume, "late" is judged by number: a step may be under way while the line of the other end is lost and comes
    back. That is nobody's fault, so each return of a line allows one share, each share one answer, each answer one
    confirmation, whenever they come. Which of them belong together only the ends can tell, and they do.
    """

    def __init__(self) -> None:
        self._next = 0
        self._resume = [0] * len(_RESUME)
        self._over = False
        self.expected: str | None = None
        """Thumbprint of the key that the signed-in technician enrolled; None accepts what was recorded."""
        self.technician_key: VerifyKey | None = None
        self.agent_key: VerifyKey | None = None

    @property
    def code_spent(self) -> bool:
        """Say that a share was sent and no pairing came of it (yet)."""
        return self._next > _ORDER.index(PairShare) and not self.paired

    @property
    def paired(self) -> bool:
        """Say that the agent confirmed."""
        return self._next == len(_ORDER)

    def line_back(self) -> None:
        """Allow one resume."""
        self._resume[0] += 1

    def heard(self, message: Message) -> Outcome:
        """
        Take the next message; the codec has checked who sent it.

        Raises:
            PairingOutOfOrder: It has no place here.
            KeyNotEnrolled: The technician pairs with another key than the enrolled one.
        """
        if isinstance(message, _RESUME):
            step = _RESUME.index(type(message))
            self._demand(self.paired and self._resume[step] > 0)
            self._resume[step] -= 1
            if step + 1 < len(_RESUME):
                self._resume[step + 1] += 1
            return Outcome.GOES_ON
        if isinstance(message, PairFailed):
            self._demand(not self.paired and not self._over)
            self._over = True
            return Outcome.FAILED
        self._demand(not self._over and not self.paired and isinstance(message, _ORDER[self._next]))
        if isinstance(message, PairShare):
            self._learn_technician(VerifyKey.from_jwk(message.key.model_dump()))
        elif isinstance(message, PairAnswer):
            self.agent_key = VerifyKey.from_jwk(message.key.model_dump())
        self._next += 1
        return Outcome.PAIRED if self.paired else Outcome.GOES_ON

    def _learn_technician(self, key: VerifyKey) -> None:
        if self.expected is not None and key.thumbprint != self.expected:
            raise KeyNotEnrolled
        self.technician_key = key

    @staticmethod
    def _demand(fits: bool) -> None:  # noqa: FBT001 - the one thing it says
        if not fits:
            raise PairingOutOfOrder
