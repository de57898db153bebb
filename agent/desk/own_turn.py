"""Whose hand is at work while somebody helps: theirs waits for the customer's, and Esc three times stops everything."""

from __future__ import annotations

from agent.desk.desk import Desk
from agent.desk.live import Theirs
from agent.desk.living import Living
from agent.pipe.messages import CustomersHand

HAND_SECONDS = 1.0
"""Experience 2.7: until one second after the customer's last move."""
ESCAPE_SECONDS = 2.0
"""Experience 2.7: how long the banner says how many presses of Esc are missing."""
THEIRS_SECONDS = 1.0
"""Experience 2.7: what the technician does is said once a second at most."""


class OwnTurn:
    """Tells the engine and the banner of the customer's hand, and the banner of the technician's."""

    def __init__(self, desk: Desk, living: Living) -> None:
        """Take the shared things, and what is shown."""
        self._desk = desk
        self._living = living
        self._theirs = Theirs.NOTHING

    def begin(self) -> None:
        """Start afresh for a new session."""
        self._theirs = Theirs.NOTHING
        self._desk.alarms.cancel("hand", "escape", "theirs")

    def acts(self) -> None:
        """Take note that the customer moves the mouse or types under control."""
        if self._desk.alarms.at("hand") is None:
            self._desk.engine(CustomersHand(holds=True))
            self._living.hand(holds=True)
        self._desk.alarms.set("hand", self._desk.now() + HAND_SECONDS, self._lets_go)

    def theirs(self, what: Theirs) -> None:
        """Take note that the technician types or moves the mouse."""
        self._theirs = what
        if self._desk.alarms.at("theirs") is None:
            self._tell_theirs()

    def escape(self, missing: int) -> None:
        """Take note that Esc was pressed, and that so many more presses stop everything."""
        self._living.escape(missing)
        self._desk.alarms.set("escape", self._desk.now() + ESCAPE_SECONDS, lambda: self._living.escape(0))

    def _tell_theirs(self) -> None:
        """Show what was done in the last second, and look again in a second if anything was."""
        what, self._theirs = self._theirs, Theirs.NOTHING
        self._living.theirs(what)
        if what is not Theirs.NOTHING:
            self._desk.alarms.set("theirs", self._desk.now() + THEIRS_SECONDS, self._tell_theirs)

    def _lets_go(self) -> None:
        self._desk.engine(CustomersHand(holds=False))
        self._living.hand(holds=False)
