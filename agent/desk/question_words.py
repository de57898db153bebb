"""
The sentences of the question, in English (experience 2.5 and 2.6).

What a question says is put together here, once, so that the window shows and the notice hash covers the same text.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Literal

from agent.desk.live_words import count_words
from agent.desk.view import Asker, Item, Match, MonitorChoice, Question, Trust
from consent.scopes import MEANING, Scope

LANGUAGE = "en"
ANSWER_SECONDS = 300.0
SECONDS_BEFORE_ALLOW = 2.0
SECONDS_BEFORE_ALLOW_FIRST = 5.0
TICK_ONE = "Tick it if you allow it."
TICK_MANY = "Tick what you allow. You can leave anything out."
_SHORTER = (10, 15, 30, 60)

Kind = Literal["first", "later", "more time"]

_NOTES = {Match.MATCH: "✓ {typed} That matches.", Match.CLOSE: "⚠ {typed} That is close. Check the spelling."}


@dataclass(frozen=True)
class Kept:
    """What the organisation keeps, and who may open it: from its signed policy."""

    retention_days: int
    quality: tuple[str, ...]
    """Names of the quality team's readers."""
    recovery: tuple[str, ...]
    """Names of those who hold the spare key."""
    typed_keys_readable: bool


@dataclass(frozen=True)
class Asked:
    """One verified request, in the words it is shown with."""

    id: str
    kind: Kind
    scopes: tuple[Scope, ...]
    minutes: int
    minutes_left: int
    """For a later question: it ends with the rest."""
    purpose: str
    reason: str
    ticket: str
    expected: str
    match: Match | None


def question(asker: Asker, asked: Asked, kept: Kept, monitors: Sequence[MonitorChoice]) -> Question:
    """Put a whole question into words."""
    first = asked.kind == "first"
    shown_monitors = tuple(monitors) if Scope.VIEW in asked.scopes and len(monitors) > 1 else ()
    items = tuple(_item(scope, asked.minutes_left) for scope in asked.scopes)
    heading = _heading(asker, asked)
    who = _who(asker, asked)
    why = _why(asked)
    offered = _offered(asked)
    kept_words = _kept(asked.scopes, kept)
    readers = _readers(asker, kept)
    names = (*kept.quality, *kept.recovery)
    rendered = "\n".join(
        [
            heading,
            *who,
            *(["Is this who you expected? Yes / No / Not sure"] if first else []),
            why,
            TICK_MANY if len(items) > 1 else TICK_ONE,
            *_lines(items, shown_monitors),
            *_how_long(offered),
            kept_words,
            readers,
            f"Their names: {', '.join(names)}",
            "You can stop at any time. Press Stop, or press Esc three times.",
            "No answer means no.",
            "Don’t allow / Allow",
        ]
    )
    return Question(
        id=asked.id,
        kind=asked.kind,
        asker=asker,
        heading=heading,
        who_lines=who,
        purpose_words=asked.purpose,
        reason=asked.reason,
        ticket=asked.ticket,
        why_line=why,
        items=items,
        monitors=shown_monitors,
        all_monitors=tuple(choice.id for choice in monitors),
        minutes_offered=offered,
        kept_words=kept_words,
        readers_words=readers,
        retention_days=kept.retention_days,
        readers_names=names,
        answer_within=ANSWER_SECONDS,
        wait_before_allow=wait_for(asker.trust),
        expected=asked.expected or None,
        expected_match=asked.match,
        ask_expected=first,
        language=LANGUAGE,
        rendered=rendered,
    )


def wait_for(trust: Trust) -> float:
    """Give the seconds for which a button that lets something go is inert."""
    return SECONDS_BEFORE_ALLOW_FIRST if trust is Trust.FIRST else SECONDS_BEFORE_ALLOW


def spoken_date(moment: int) -> str:
    """Write a day as it is said: "3 October 2026"."""
    day = datetime.fromtimestamp(moment, UTC)
    return f"{day.day} {day:%B %Y}"


def spoken_day(iso: str) -> str:
    """Write "2027-03-31" as "31 March 2027"."""
    return spoken_date(int(datetime.fromisoformat(iso).replace(tzinfo=UTC).timestamp()))


def _heading(asker: Asker, asked: Asked) -> str:
    if asked.kind == "more time":
        return f"{asker.name} asks for more time"
    return f"{asker.name} asks to {_joined([MEANING[scope].asks_to for scope in asked.scopes])}"


def _who(asker: Asker, asked: Asked) -> tuple[str, ...]:
    # What nobody but the asker's own website says stands in quotation marks (experience 1, principle 5).
    organisation = f"“{asker.organisation}”" if asker.trust is Trust.FIRST else asker.organisation
    lines = [f"{asker.name}, {asker.role} at {organisation} ({asker.domain})", _trust(asker)]
    lines.append(f"✓ Trained, and in date until {spoken_day(asker.trained_until)}.")
    if asked.match is not None:
        typed = f"You expected “{asked.expected}”."
        other = f"✕ {typed} This is {asker.organisation}. That does not match."
        lines.append(_NOTES.get(asked.match, other).format(typed=typed) if asked.match in _NOTES else other)
    return tuple(lines)


def _trust(asker: Asker) -> str:
    if asker.trust is Trust.KNOWN:
        return f"✓ Checked. This program knows {asker.organisation}."
    if asker.trust is Trust.MET:
        return f"✓ Checked. {asker.organisation} helped you here on {spoken_day(asker.met)}."
    return (
        f"⚠ First time here. The website {asker.domain} says this is “{asker.organisation}”. "
        "Nobody else has checked that."
    )


def _why(asked: Asked) -> str:
    ticket = f" (ticket {asked.ticket})" if asked.ticket else ""
    return f"Why they ask: {asked.purpose}. “{asked.reason}”{ticket}"


def _item(scope: Scope, minutes_left: int) -> Item:
    meaning = MEANING[scope]
    return Item(scope, meaning.label, tuple(line.replace("{minutes}", str(minutes_left)) for line in meaning.lines))


def _lines(items: Iterable[Item], monitors: Sequence[MonitorChoice]) -> list[str]:
    lines: list[str] = []
    for item in items:
        lines += [f"[ ] {item.label}", *(f"    {line}" for line in item.lines)]
        if item.scope is Scope.VIEW and monitors:
            lines.append("    " + " / ".join([*(choice.name for choice in monitors), "All"]))
    return lines


def _offered(asked: Asked) -> tuple[int, ...]:
    # The asked time and a shorter one; a later question ends with the rest and offers no time of its own.
    if asked.kind == "later":
        return ()
    shorter = [minutes for minutes in _SHORTER if minutes < asked.minutes]
    return (shorter[-1], asked.minutes) if shorter else (asked.minutes,)


def _how_long(offered: Sequence[int]) -> list[str]:
    if not offered:
        return []
    return [f"For how long? {' / '.join(count_words(minutes, 'minute', 'minutes') for minutes in offered)}, as asked"]


def _kept(scopes: Iterable[Scope], kept: Kept) -> str:
    words = "What is kept: a recording of what you allow, and the chat. It is locked."
    if Scope.CONTROL in scopes:
        can = "can" if kept.typed_keys_readable else "cannot"
        words += f" What they type is locked away apart. The quality team {can} read it."
    return words


def _readers(asker: Asker, kept: Kept) -> str:
    people = f" ({len(kept.quality)} people)" if len(kept.quality) > 1 else ""
    return (
        f"Who can open it: the quality team of {asker.organisation}{people}, their spare key, and you. "
        f"Not {asker.name}. It is kept for {count_words(kept.retention_days, 'day', 'days')}. "
        "No recording means no remote help. If you do not want one, say no. They can still help by phone."
    )


def _joined(parts: Sequence[str]) -> str:
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}"
