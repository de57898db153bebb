"""The chat as the desk keeps it: what was said, what is unread, and what nobody has shown to the technician yet."""

from __future__ import annotations

from collections.abc import Callable

from agent.desk.desk import Desk
from agent.desk.language import mark, say
from agent.desk.their_words import one_line
from consent.encoding import b64u
from protocol import limits
from protocol.messages.chat import ChatDelivered, ChatSaid
from protocol.plain_words import cleaned

SHOWN_SECONDS = 10.0
"""Seconds in which a line is shown at the other end, on a slow line too; the customer is told of one that was not."""
NOBODY = mark("desk.chat", "Not sent, the chat is over: “{text}”")
LOST = mark("desk.chat", "Not sent, the line is lost: “{text}” Write it again when it is back.")
NOT_SHOWN = mark("desk.chat", "Not shown to {name} so far: “{text}” Write it again if no answer comes.")


class Chat:
    """Both ways of the chat. No line of the customer's goes missing without a word."""

    def __init__(self, desk: Desk, changed: Callable[[], None]) -> None:
        """Take the shared things; `changed` brings the banner up to date, which counts what is unread."""
        self._desk = desk
        self._changed = changed
        self._unread = 0
        self._not_shown: dict[str, tuple[float, str]] = {}

    @property
    def unread(self) -> int:
        """Give how many lines of the technician's the customer has not seen."""
        return self._unread

    def begin(self) -> None:
        """Start afresh for a new session."""
        self._unread = 0
        self._not_shown.clear()

    def say(self, text: str, *, line_lost: bool) -> None:
        """Say something to the technician; chat is open from the first yes until five minutes after the last."""
        text = cleaned(text, breaks=True).strip()[: limits.CHAT_TEXT]
        session = self._desk.session
        if not text or session is None:
            return
        if line_lost:
            self._note(LOST.said(text=text))
        elif session.course.ledger.chat_left() <= 0:
            self._note(NOBODY.said(text=text))
        else:
            message = ChatSaid(id=b64u(self._desk.outside.random(16)), text=text)
            self._not_shown[message.id] = (self._desk.now() + SHOWN_SECONDS, text)
            self._desk.to_technician(message)
            self._desk.view.chat_said(say("desk.chat", "You"), text)

    def shown(self, message: ChatDelivered) -> None:
        """Take note that a line of the customer's was shown to the technician."""
        self._not_shown.pop(message.id, None)

    def heard(self, message: ChatSaid) -> None:
        """Show what the technician says, and tell that it was shown."""
        self._unread += 1
        self._desk.view.chat_said(self._name(), one_line(message.text))
        self._desk.to_technician(ChatDelivered(id=message.id))
        self._changed()

    def read(self) -> None:
        """Take note that the customer sees the chat: what was said there is read."""
        was_unread, self._unread = self._unread, 0
        if was_unread:
            self._changed()

    def tick(self) -> None:
        """Tell the customer of lines that nobody has shown in time: a lost line takes what is under way with it."""
        late = [line for line, (until, _) in self._not_shown.items() if until <= self._desk.now()]
        for line in late:
            _, text = self._not_shown.pop(line)
            self._note(NOT_SHOWN.said(name=self._name(), text=text))

    def _note(self, words: str) -> None:
        self._desk.view.chat_said("Attended", words)

    def _name(self) -> str:
        session = self._desk.live_session
        return session.asker.name if session.asker else ""
