"""
The one state table: where a session's consent stands, named for what is true of the people, and what may happen.

The diagram in the docs is drawn from `LAW`. A move that the table does not list raises; nothing falls through.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from consent.errors import IllegalMove


class State(StrEnum):
    """Where consent stands. Each state has its sentence in `TRUTH`."""

    NOT_ASKED = "not asked"
    WAITING_FOR_CUSTOMER = "waiting for the customer"
    WAITING_FOR_RECORD = "waiting for the record"
    GRANTED = "granted"
    ASKED_FOR_MORE = "asked for more"
    WAITING_FOR_RECORD_OF_MORE = "waiting for the record of more"
    PAUSED = "paused"
    LINE_LOST = "line lost"
    ONLY_CHAT = "only chat"
    ASKED_AGAIN = "asked again"
    ENDED = "ended"


class Event(StrEnum):
    """What can happen to consent, in the words of the people."""

    ASKED = "asked"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    UNANSWERED = "unanswered"
    CANCELLED = "cancelled"
    RECORDED = "recorded"
    WITHDRAWN = "withdrawn"
    NARROWED = "narrowed"
    PAUSED = "paused"
    RESUMED = "resumed"
    LINE_LOST = "line lost"
    LINE_BACK = "line back"
    EXPIRED = "expired"
    LEFT = "left"
    STOPPED = "stopped"


TRUTH: Mapping[State, str] = MappingProxyType(
    {
        State.NOT_ASKED: "Nobody has asked, or the answer was no. Nothing is captured.",
        State.WAITING_FOR_CUSTOMER: "The customer reads the first question. Nothing is captured.",
        State.WAITING_FOR_RECORD: "The customer said yes; it is not on record yet. Nothing is captured.",
        State.GRANTED: "What the grant names may flow.",
        State.ASKED_FOR_MORE: "The customer reads another question. What was granted flows, but nobody controls.",
        State.WAITING_FOR_RECORD_OF_MORE: "The customer said yes to more. Until it is on record, the former holds.",
        State.PAUSED: "Something is granted, but nothing is seen.",
        State.LINE_LOST: "Something is granted, but the line is lost. Nothing is seen.",
        State.ONLY_CHAT: "Nothing is allowed any more. The two can say goodbye.",
        State.ASKED_AGAIN: "Nothing is allowed any more, and the customer reads another question.",
        State.ENDED: "It is over. This session never asks again.",
    }
)

_S, _E = State, Event
_ALWAYS = {_E.LEFT: _S.ENDED, _E.STOPPED: _S.ENDED}

LAW: Mapping[State, Mapping[Event, State]] = MappingProxyType(
    {
        _S.NOT_ASKED: _ALWAYS
        | {
            _E.ASKED: _S.WAITING_FOR_CUSTOMER,
            _E.LINE_LOST: _S.NOT_ASKED,
            _E.LINE_BACK: _S.NOT_ASKED,
        },
        _S.WAITING_FOR_CUSTOMER: _ALWAYS
        | {
            _E.ACCEPTED: _S.WAITING_FOR_RECORD,
            _E.DECLINED: _S.NOT_ASKED,
            _E.UNANSWERED: _S.NOT_ASKED,
            _E.CANCELLED: _S.NOT_ASKED,
            _E.LINE_LOST: _S.NOT_ASKED,  # who asked is gone, so the question is too
        },
        _S.WAITING_FOR_RECORD: _ALWAYS
        | {
            _E.RECORDED: _S.GRANTED,
            _E.NARROWED: _S.WAITING_FOR_RECORD,
            _E.WITHDRAWN: _S.ONLY_CHAT,
            _E.EXPIRED: _S.ONLY_CHAT,
            _E.PAUSED: _S.WAITING_FOR_RECORD,  # a recorder that fails here keeps everything closed anyway
            _E.LINE_LOST: _S.WAITING_FOR_RECORD,
            _E.LINE_BACK: _S.WAITING_FOR_RECORD,
        },
        _S.GRANTED: _ALWAYS
        | {
            _E.ASKED: _S.ASKED_FOR_MORE,
            _E.ACCEPTED: _S.WAITING_FOR_RECORD_OF_MORE,  # the customer's own: longer, or less
            _E.RECORDED: _S.GRANTED,  # more, accepted before a pause and on record after it
            _E.NARROWED: _S.GRANTED,
            _E.WITHDRAWN: _S.ONLY_CHAT,
            _E.EXPIRED: _S.ONLY_CHAT,
            _E.PAUSED: _S.PAUSED,
            _E.LINE_LOST: _S.LINE_LOST,
        },
        _S.ASKED_FOR_MORE: _ALWAYS
        | {
            _E.ACCEPTED: _S.WAITING_FOR_RECORD_OF_MORE,
            _E.DECLINED: _S.GRANTED,
            _E.UNANSWERED: _S.GRANTED,
            _E.CANCELLED: _S.GRANTED,
            _E.NARROWED: _S.ASKED_FOR_MORE,
            _E.WITHDRAWN: _S.ONLY_CHAT,  # turning the last thing off is a no to the question as well
            _E.EXPIRED: _S.ASKED_AGAIN,
            _E.PAUSED: _S.PAUSED,  # a pause closes the question: no answer is a no
            _E.LINE_LOST: _S.LINE_LOST,
        },
        _S.WAITING_FOR_RECORD_OF_MORE: _ALWAYS
        | {
            _E.RECORDED: _S.GRANTED,
            _E.CANCELLED: _S.GRANTED,  # it never came to the record; the former grant still holds
            _E.NARROWED: _S.WAITING_FOR_RECORD_OF_MORE,
            _E.WITHDRAWN: _S.ONLY_CHAT,
            _E.EXPIRED: _S.WAITING_FOR_RECORD,  # the former grant's time; the new one is still on its way
            _E.PAUSED: _S.PAUSED,
            _E.LINE_LOST: _S.LINE_LOST,
        },
        _S.PAUSED: _ALWAYS
        | {
            _E.RESUMED: _S.GRANTED,
            _E.PAUSED: _S.PAUSED,  # a second reason
            _E.RECORDED: _S.PAUSED,
            _E.NARROWED: _S.PAUSED,
            _E.WITHDRAWN: _S.ONLY_CHAT,
            _E.EXPIRED: _S.ONLY_CHAT,
            _E.LINE_LOST: _S.LINE_LOST,
        },
        _S.LINE_LOST: _ALWAYS
        | {
            _E.LINE_BACK: _S.PAUSED,  # and goes on when the new keys are on record and nobody else paused
            _E.PAUSED: _S.LINE_LOST,
            _E.NARROWED: _S.LINE_LOST,
            _E.WITHDRAWN: _S.ONLY_CHAT,
            _E.EXPIRED: _S.ENDED,
        },
        _S.ONLY_CHAT: _ALWAYS
        | {
            _E.ASKED: _S.ASKED_AGAIN,
            _E.EXPIRED: _S.ENDED,
            _E.LINE_LOST: _S.ONLY_CHAT,
            _E.LINE_BACK: _S.ONLY_CHAT,
        },
        _S.ASKED_AGAIN: _ALWAYS
        | {
            _E.ACCEPTED: _S.WAITING_FOR_RECORD,
            _E.DECLINED: _S.ONLY_CHAT,
            _E.UNANSWERED: _S.ONLY_CHAT,
            _E.CANCELLED: _S.ONLY_CHAT,
            _E.LINE_LOST: _S.ONLY_CHAT,
        },
        _S.ENDED: {},
    }
)

FLOWING = frozenset({State.GRANTED, State.ASKED_FOR_MORE, State.WAITING_FOR_RECORD_OF_MORE})
"""The states in which something may be captured, sent or injected."""

RESTING = frozenset({State.PAUSED, State.LINE_LOST})
"""The states in which something is granted, but nothing is seen or moved."""

QUESTION_STANDS = frozenset({State.WAITING_FOR_CUSTOMER, State.ASKED_FOR_MORE, State.ASKED_AGAIN})
"""The states in which the customer reads a question."""


def move(state: State, event: Event) -> State:
    """
    Tell where an event leads.

    Raises:
        IllegalMove: It cannot happen in this state; the state stays as it was.
    """
    try:
        return LAW[state][event]
    except KeyError:
        raise IllegalMove(f"{event} while {state}") from None
