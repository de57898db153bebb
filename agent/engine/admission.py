"""
What a new line is ready for: nothing but the proof until the relay has us back, nothing sealed until there are keys.

The desk hears of a lost line a moment after the engine does. What it said before it heard is past, and is let go here:
said on the new line it would end the session. Once it knows, the desk says again what it needs.
"""

from __future__ import annotations

from protocol.catalogue import Sender
from protocol.channels import First
from protocol.codec import decode_relay
from protocol.messages.relay import Resume, ResumeChallenge, Resumed, ResumeProof
from protocol.wire import Message


class Admission:
    """How far the engine's end is on the line that it has."""

    def __init__(self) -> None:
        """Begin as before a pairing, where nothing has to be proven."""
        self._comes_back = False
        self._is_let_in = True
        self._is_challenged = False
        self._proofs_due = 0
        """Challenges that the desk has not answered yet: only the answer to the last one is for this line."""
        self.is_away = False
        """Whether the line was lost, and the fresh keys that go with its return have not come yet."""

    def begin(self, first: str) -> None:
        """Begin on a line that opens with this message to the relay."""
        self._comes_back = isinstance(decode_relay(first.encode(), Sender.AGENT), Resume)
        self._is_let_in, self._is_challenged, self.is_away = not self._comes_back, False, False
        self._proofs_due = 0

    def keyed(self) -> None:
        """Take note of keys: from now on a line that is lost comes back by a resume."""
        self._comes_back, self.is_away = True, False

    def lost(self) -> None:
        """Take note that the line is gone."""
        if self._comes_back:
            self._is_let_in, self._is_challenged, self.is_away = False, False, True

    def opened(self) -> bool:
        """Take note of a new line; say whether what waited for it must be forgotten."""
        if self._comes_back:
            self._is_let_in, self._is_challenged = False, False
        return self._comes_back

    def heard(self, message: Message) -> None:
        """Take what the relay says."""
        if isinstance(message, ResumeChallenge):
            self._is_challenged = True
            self._proofs_due += 1
        elif isinstance(message, Resumed):
            self._is_let_in = True

    def takes_keys(self) -> bool:
        """Say whether a resume can have come to its end on this line: else the keys are of one that is lost."""
        return self._is_let_in

    def may_say(self, first: First, body: str) -> bool:
        """Say whether the desk's word in clear may go out on the line that stands."""
        if first is First.RELAY and isinstance(decode_relay(body.encode(), Sender.AGENT), ResumeProof):
            self._proofs_due = max(0, self._proofs_due - 1)
            return self._is_challenged and self._proofs_due == 0
        return self._is_let_in
