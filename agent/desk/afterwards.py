"""
What the customer says once it is over: that something was wrong, or how it was.

    form ── Send ── the relay logs the hold, and its proof is checked ── the last window says so
                 └─ it cannot be had ── the form stays as it is, says why, and can be sent again

Nothing is said without a press: a rating goes when Close is pressed with something chosen, a complaint with Send.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

from agent.desk.desk import Desk
from agent.desk.error_words import words_of
from agent.desk.help_lines import help_line
from agent.desk.language import mark, say
from agent.desk.view import Complaint, WrongShown
from consent.afterwards import SessionComplaint, SessionRating, Wrong
from consent.canonical import canonical
from consent.fields import SessionId
from consent.limits import RATING_POINTS
from protocol import limits
from protocol.acknowledgement import verify_taken
from protocol.afterwards import (
    COMPLAINTS_PATH,
    RATINGS_PATH,
    Afterword,
    AfterwordTaken,
    ComplaintWords,
    RatingWords,
    Words,
    read_as,
    seal_words,
    words_sha256,
)
from protocol.errors import AfterwordDamaged, AttendedError, NotARelay, RelayUnreachable

SEND_SECONDS = 2.0
"""For so long after the form stands there Send is inert: no stray key may send it (experience 2.1)."""
GIVE_UP_SECONDS = 5.0
"""Seconds for which the program, its windows closed, waits for the relay to take a rating."""
SECRET_BYTES = 32
HELD = mark("desk.over", "The recording is locked. Nobody can delete it. The quality team of {organisation} was told.")
STORY = mark("desk.over", "You said that something was wrong")
UNREACHED = mark(
    "desk.wrong",
    "It was not sent: we cannot reach the relay. Check that you are online, then press Send again.",
)
"""Not the words for everywhere else, which have the program started again: what was written would be gone."""


class Afterwards:
    """The form and the rating of one session. `changed` has the last window shown as it is now."""

    def __init__(self, desk: Desk, changed: Callable[[], None]) -> None:
        """Begin with nothing said."""
        self._desk = desk
        self._changed = changed
        self._state: Literal["away", "open", "sending", "failed"] = "away"
        self.begin()

    def begin(self) -> None:
        """Start afresh for a new session."""
        if self.is_open:
            self._desk.view.close_wrong()
        self._complaint = Complaint()
        self._state = "away"
        self._why = ""
        self._made: tuple[Complaint, Afterword] | None = None
        self._under_way = 0
        self._still_since = 0.0
        """Since when the form stands unchanged, on the boot-time clock."""
        self._leave: Callable[[], None] | None = None
        self.said = ""
        """What became of the complaint, for the last window."""

    @property
    def is_open(self) -> bool:
        """Say whether the form stands there."""
        return self._state != "away"

    # Something was wrong

    def open(self) -> None:
        """Show the form, with what stood in it before."""
        session = self._desk.session
        if session is None or session.setting is None or self.is_open:
            return  # there is nobody to complain of, and no organisation to tell
        self._show("open")

    def touched(self) -> None:
        """Take note that a window was moved, covered or given back the focus: the wait before Send begins anew."""
        self._still_since = self._desk.now()

    def keep(self) -> None:
        """Send nothing of it, and take the form away."""
        if self._state != "sending":
            self._done()

    def complain(self, wrong: frozenset[Wrong], text: str) -> None:
        """Hold the recording, and send what was wrong to the quality team."""
        said = _clean(text, limits.COMPLAINT_TEXT)
        if self._state not in {"open", "failed"} or not (wrong or said):
            return
        self._complaint.wrong, self._complaint.text = set(wrong), said
        if self._desk.now() - self._still_since < SEND_SECONDS:
            self._why = say("desk.wrong", "So soon nothing is sent. Read it first, then send it.")
            self._show("failed")
            return
        self._show("sending")
        try:
            self._hand_in(COMPLAINTS_PATH, self._complaint_made(), self._complaint_taken)
        except AttendedError as error:
            self._complaint_taken(error)

    def _complaint_made(self) -> Afterword:
        """Give the same document for the same words: sent twice, it is still one complaint."""
        now = Complaint(set(self._complaint.wrong), self._complaint.text)
        if self._made is None or self._made[0] != now:
            wrong = tuple(each for each in Wrong if each in now.wrong)
            self._made = now, self._signed(SessionComplaint, ComplaintWords(wrong=wrong, text=now.text))
        return self._made[1]

    def _complaint_taken(self, failed: AttendedError | None) -> None:
        if failed is not None:
            self._why = UNREACHED.said() if isinstance(failed, RelayUnreachable) else words_of(failed)
            self._show("failed")
            return
        self._complaint, self._made = Complaint(), None
        self.said = HELD.said(organisation=self._organisation())
        self._desk.tell(STORY.said())
        self._done()

    def _show(self, state: Literal["open", "sending", "failed"]) -> None:
        if state != self._state:
            self.touched()
        self._state = state
        line = help_line(self._desk.outside.country)
        why = self._why if state == "failed" else ""
        self._desk.view.show_wrong(WrongShown(self._organisation(), line, state, self._complaint, SEND_SECONDS, why))

    def _done(self) -> None:
        if self.is_open:
            self._state = "away"
            self._desk.view.close_wrong()
            self._changed()

    # How it was

    def rate(self, points: int, word: str) -> None:
        """Tell the organisation how it was. What cannot be told now is not told: nobody waits for it any more."""
        session = self._desk.session
        if session is None or session.setting is None or not 1 <= points <= RATING_POINTS:
            return
        said = _clean(word, limits.RATING_TEXT)
        words = RatingWords(text=said) if said else None
        try:
            rating = self._signed(SessionRating, words, points=points)
        except AttendedError:  # a computer that cannot seal a word still tells the points
            rating = self._signed(SessionRating, None, points=points)
        self._hand_in(RATINGS_PATH, rating, lambda _failed: None)

    def leave(self, then: Callable[[], None]) -> None:
        """Call `then` once everything that was handed in is taken, or soon after."""
        if not self._under_way:
            then()
            return
        self._leave = then
        self._desk.alarms.set("afterwards", self._desk.now() + GIVE_UP_SECONDS, self._go)

    def _go(self) -> None:
        then, self._leave = self._leave, None
        self._desk.alarms.cancel("afterwards")
        if then is not None:
            then()

    # Both

    def _signed(
        self, model: type[SessionComplaint | SessionRating], words: Words | None, **claims: object
    ) -> Afterword:
        session = self._desk.live_session
        readers = session.found.organisation.policy.readers  # the spare key too: one lost key loses no complaint
        secret = self._desk.outside.random(SECRET_BYTES)
        sealed = None if words is None else seal_words(words, SessionId(session.id), secret, readers)
        named = None if sealed is None else words_sha256(sealed)
        return Afterword(token=self._desk.write(model, words_sha256=named, **claims), words=sealed)

    def _hand_in(self, path: str, said: Afterword, taken: Callable[[AttendedError | None], None]) -> None:
        session = self._desk.live_session

        def answered(answer: bytes | AttendedError) -> None:
            if self._desk.session is not session:
                return  # a new code was asked for meanwhile
            self._under_way -= 1
            taken(answer if isinstance(answer, AttendedError) else self._judged(answer, said.token))
            if not self._under_way:
                self._go()

        self._under_way += 1
        body = canonical(said.model_dump(mode="json"))
        self._desk.outside.hand_in(session.origin, f"{path}/{session.id}", body, answered)

    def _judged(self, answer: bytes, token: str) -> AttendedError | None:
        """Believe the relay that something is kept only with its proof from the log of the pairing."""
        session = self._desk.live_session
        try:
            verify_taken(read_as(answer, AfterwordTaken), token, SessionId(session.id), session.log_key)
        except AfterwordDamaged:
            return NotARelay("no proof")
        except AttendedError as error:
            return error
        return None

    def _organisation(self) -> str:
        session = self._desk.session
        return session.asker.organisation if session is not None and session.asker is not None else ""


def _clean(text: str, most: int) -> str:
    """Take what was typed without what no document can hold: halves of letters, and more than its limit."""
    return text.encode("utf-8", "ignore").decode("utf-8").strip()[:most]
