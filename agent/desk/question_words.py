"""
A question put into words, once: what the window shows and what the notice hash covers are the same (experience 2.5).

All of it is said in one language. The notice holds the lines of the window from top to bottom, as they stand when it
appears; `[ ]` is a tick box, `( )` one of several choices, `[ Allow ]` a button.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from agent.desk import question_sentences as sentences
from agent.desk.dates import spoken_day
from agent.desk.language import as_written, count, language, say, whole
from agent.desk.their_words import quoted
from agent.desk.view import Asker, Item, Match, MonitorChoice, Question, Trust
from consent.scopes import MEANING, Scope

ANSWER_SECONDS = 300.0
SECONDS_BEFORE_ALLOW = 2.0
SECONDS_BEFORE_ALLOW_FIRST = 5.0
UNTOLD = "…"
"""Stands in the notice where the customer's own words stand in the window: what they typed stays on this computer."""
_SHORTER = (10, 15, 30, 60)

Kind = Literal["first", "later", "more time"]


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
    changed: bool = False
    """Whether it takes the place of a question that was read already."""
    most: int | None = None
    """The minutes there can be at most, where looking is all that is possible; None where only the asked ones bind."""
    today: str = ""
    """The day, "2026-11-22": a day of the same year is said without it."""


def question(asker: Asker, asked: Asked, kept: Kept, monitors: Sequence[MonitorChoice]) -> Question:
    """Put a whole question into words: in the language of now, or in English where one of them is missing."""
    return whole(lambda: _question(asker, asked, kept, monitors))


def wait_for(trust: Trust) -> float:
    """Give the seconds for which a button that lets something go is inert."""
    return SECONDS_BEFORE_ALLOW_FIRST if trust is Trust.FIRST else SECONDS_BEFORE_ALLOW


def _question(asker: Asker, asked: Asked, kept: Kept, monitors: Sequence[MonitorChoice]) -> Question:
    sentences.say_everything()
    more = asked.kind == "more time"
    named = tuple(replace(choice, name=sentences.screen(choice.id)) for choice in monitors)
    made = Question(
        id=asked.id,
        kind=asked.kind,
        asker=asker,
        heading=sentences.heading(asker.name, asked.scopes, more_time=more),
        who_lines=_who(asker, asked, asked.expected),
        purpose_words=asked.purpose,
        reason=asked.reason,
        ticket=asked.ticket,
        why_line=_why(asked),
        items=() if more else tuple(_item(scope, asked.minutes_left) for scope in asked.scopes),
        monitors=named if not more and Scope.VIEW in asked.scopes and len(named) > 1 else (),
        all_monitors=tuple(choice.id for choice in monitors),
        minutes_offered=_offered(asked),
        kept_words=_kept(asked.scopes, kept),
        readers_words=_readers(asker, kept),
        retention_days=kept.retention_days,
        readers_names=(*kept.quality, *kept.recovery),
        answer_within=ANSWER_SECONDS,
        wait_before_allow=wait_for(asker.trust),
        expected=asked.expected or None,
        expected_match=asked.match,
        ask_expected=asked.kind == "first",
        language=language().code,
        rendered="",
        scopes=asked.scopes,
        names_lines=_names(kept),
        changed_line=sentences.changed(asker.name) if asked.changed else "",
        who_told=_who(asker, asked, UNTOLD),
    )
    return replace(made, rendered="\n".join(_lines(made)))


def _who(asker: Asker, asked: Asked, typed: str) -> tuple[str, ...]:
    fields = {"name": asker.name, "organisation": asker.organisation, "domain": as_written(asker.domain)}
    # What nobody but the asker's own website says stands in quotation marks (experience 1, principle 5).
    if asker.trust is Trust.FIRST:
        fields["organisation"] = quoted(asker.organisation)
        who = say("desk.question", "{name}, technician at “{organisation}” ({domain})", **fields)
    else:
        who = say("desk.question", "{name}, technician at {organisation} ({domain})", **fields)
    until = spoken_day(asker.trained_until)
    lines = (who, _trust(asker, asked), say("desk.question", "✓ Trained, and in date until {date}.", date=until))
    return lines if asked.match is None else (*lines, _match(asker, asked.match, typed))


def _trust(asker: Asker, asked: Asked) -> str:
    organisation = asker.organisation
    if asker.trust is Trust.KNOWN:
        return say("desk.question", "✓ Checked. This program knows {organisation}.", organisation=organisation)
    if asker.trust is Trust.MET:
        return say(
            "desk.question",
            "✓ Checked. {organisation} helped you here on {date}.",
            organisation=organisation,
            date=spoken_day(asker.met, asked.today),
        )
    return say(
        "desk.question",
        "⚠ First time here. The website {domain} says this is “{organisation}”. Nobody else has checked that.",
        domain=as_written(asker.domain),
        organisation=quoted(organisation),
    )


def _match(asker: Asker, match: Match, typed: str) -> str:
    if match is Match.MATCH:
        return say("desk.question", "✓ You expected “{typed}”. That matches.", typed=typed)
    if match is Match.CLOSE:
        return say("desk.question", "⚠ You expected “{typed}”. That is close. Check the spelling.", typed=typed)
    return say(
        "desk.question",
        "✕ You expected “{typed}”. This is {organisation}. That does not match.",
        typed=typed,
        organisation=asker.organisation,
    )


def _why(asked: Asked) -> str:
    if asked.ticket:
        return say(
            "desk.question",
            "Why they ask: {purpose}. “{reason}” (ticket {ticket})",
            purpose=asked.purpose,
            reason=asked.reason,
            ticket=as_written(asked.ticket),
        )
    return say("desk.question", "Why they ask: {purpose}. “{reason}”", purpose=asked.purpose, reason=asked.reason)


def _item(scope: Scope, minutes_left: int) -> Item:
    meaning = MEANING[scope]
    lines = [say("desk.question", line) for line in meaning.lines]
    if scope is Scope.CONTROL:
        lines.append(sentences.ends_with_the_rest(minutes_left))
    return Item(scope, say("desk.question", meaning.label), tuple(lines))


def _offered(asked: Asked) -> tuple[int, ...]:
    # The asked time and a shorter one; a later question ends with the rest and offers no time of its own.
    if asked.kind == "later":
        return ()
    if asked.kind == "more time":
        more = max(1, asked.minutes - asked.minutes_left)
        return (_SHORTER[0], more) if more > _SHORTER[0] else (more,)
    if asked.most is not None and asked.minutes > asked.most:
        return (asked.most,)  # what was asked for cannot be had, and so is not offered
    shorter = [minutes for minutes in _SHORTER if minutes < asked.minutes]
    return (shorter[-1], asked.minutes) if shorter else (asked.minutes,)


def _kept(scopes: Iterable[Scope], kept: Kept) -> str:
    if Scope.CONTROL not in scopes:
        return sentences.KEPT.said()
    typed = sentences.KEYS_READ if kept.typed_keys_readable else sentences.KEYS_NOT_READ
    return f"{sentences.KEPT.said()} {typed.said()}"


def _readers(asker: Asker, kept: Kept) -> str:
    can = count(
        "desk.question",
        "Who can open it: the quality team of {organisation} ({n} person), their spare key, and you.",
        "Who can open it: the quality team of {organisation} ({n} people), their spare key, and you.",
        len(kept.quality),
        organisation=asker.organisation,
    )
    cannot = count(
        "desk.question",
        "Not {name}. It is kept for {n} day.",
        "Not {name}. It is kept for {n} days.",
        kept.retention_days,
        name=asker.name,
    )
    return f"{can} {cannot}"


def _names(kept: Kept) -> tuple[str, ...]:
    quality, spare = ", ".join(kept.quality), ", ".join(kept.recovery)
    return (
        say("desk.question", "Quality team: {names}", names=quality),
        say("desk.question", "Spare key: {names}", names=spare),
    )


def _lines(asked: Question) -> Iterator[str]:
    """Give the notice's lines, in the order of the window."""
    yield asked.heading
    if asked.changed_line:
        yield asked.changed_line
    yield from asked.who_told
    if asked.ask_expected:
        yield sentences.EXPECTED.said()
        yield from (f"( ) {text.said()}" for text in (sentences.YES, sentences.NO, sentences.NOT_SURE))
    yield asked.why_line
    yield from _to_tick(asked)
    yield from _how_long(asked)
    yield asked.kept_words
    yield asked.readers_words
    yield f"[ {sentences.THEIR_NAMES.said()} ]"
    yield from asked.names_lines
    yield sentences.NO_RECORDING.said()
    yield sentences.STOP_ANY_TIME.said()
    yield sentences.answer_within(round(asked.answer_within))
    yield f"[ {sentences.MORE_TIME.said()} ]"
    yield missing_at_first(asked)
    yield f"[ {sentences.REFUSE.said()} ]"
    more = asked.kind == "more time"
    yield f"[ {sentences.allow(0, asked.minutes_offered[0] if more else 0, more=more)} ]"


def missing_at_first(asked: Question) -> str:
    """Say what a question lacks before anything is chosen in it, once there was time to read it."""
    if asked.ask_expected:
        return sentences.SAY_AND_TICK.said()
    return sentences.TICK.said() if asked.items else sentences.READY.said()


def _to_tick(asked: Question) -> Iterator[str]:
    if asked.items:
        yield (sentences.TICK_MANY if len(asked.items) > 1 else sentences.TICK_ONE).said()
    for item in asked.items:
        yield f"[ ] {item.label}"
        if item.scope is Scope.VIEW and asked.monitors:
            yield from (f"( ) {choice.name}" for choice in asked.monitors)
            yield f"( ) {sentences.ALL_SCREENS.said()}"
            yield f"[ {sentences.SHOW_NUMBERS.said()} ]"
        yield from item.lines


def _how_long(asked: Question) -> Iterator[str]:
    if asked.minutes_offered:
        yield sentences.HOW_LONG.said()
    for words, is_set in time_choices(asked):
        yield f"({'•' if is_set else ' '}) {words}"
    if asked.kind == "more time":
        yield sentences.NOTHING_ELSE.said()


def time_choices(asked: Question) -> list[tuple[str, bool]]:
    """Name the times to choose from, and say which one is set: the shortest; only the longest is as it was asked."""
    last, more = len(asked.minutes_offered) - 1, asked.kind == "more time"
    return [
        (sentences.offered(minutes, more=more, as_asked=bool(last) and place == last), place == 0)
        for place, minutes in enumerate(asked.minutes_offered)
    ]
