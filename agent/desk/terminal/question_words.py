"""A question as the terminal says it: every sentence in the order in which it is read. The notice covers all of it."""

from __future__ import annotations

from dataclasses import dataclass

from agent.desk.language import as_written, say
from agent.desk.view import Question

YES, NO, UNSURE, ALLOW, MORE, BACK = "yes", "no", "unsure", "allow", "more", "back"


@dataclass(frozen=True)
class QuestionWords:
    """What is said at once, and what each answer is asked for with. An empty prompt is not asked."""

    opening: tuple[str, ...]
    told: tuple[str, ...]
    """The same as the notice has it: without the words that the customer typed."""
    expected: str
    things: tuple[str, ...]
    which: str
    how_long: str
    allow: str

    def text(self) -> str:
        """Give the whole text: what the customer reads, word for word."""
        parts = (*self.told, self.expected, *self.things, self.which, self.how_long, self.allow)
        return "\n".join(part for part in parts if part)


def question_words(question: Question, until: str) -> QuestionWords:
    """Put a question into a terminal's lines; `until` is the time of day at which silence becomes a no ("14:07")."""
    things = tuple(_things(question))
    return QuestionWords(
        opening=_opening(question, question.who_lines, until),
        told=_opening(question, question.who_told or question.who_lines, until),
        expected=_expected() if question.ask_expected else "",
        things=things,
        which=say("terminal", "Type the numbers you allow, or press Enter for none:") if things else "",
        how_long=_how_long(question),
        allow=say("terminal", "To allow this, type the word {allow}. Anything else means no:", allow=ALLOW),
    )


def no_answer_words(until: str, *, can_extend: bool = True) -> str:
    """Say until when an answer counts."""
    if not can_extend:
        return say("terminal", "No answer by {time} means no.", time=as_written(until))
    return say(
        "terminal", "No answer by {time} means no. Type {more} for more time.", time=as_written(until), more=MORE
    )


def _opening(question: Question, who_lines: tuple[str, ...], until: str) -> tuple[str, ...]:
    who, *proofs = who_lines
    return (
        say("terminal", "Question from {who}", who=who),
        *([question.heading] if question.kind == "more time" else []),
        no_answer_words(until),
        *(line.removeprefix("✓ ") for line in proofs),
        question.why_line,
        question.kept_words,
        question.readers_words,
        *question.names_lines,
        say("terminal", "You can stop at any time. Press Ctrl+C, or press Esc three times."),
    )


def _expected() -> str:
    return say("terminal", "Is this who you expected? Type {yes}, {no} or {unsure}:", yes=YES, no=NO, unsure=UNSURE)


def _things(question: Question) -> list[str]:
    lines = []
    for number, item in enumerate(question.items, start=1):
        lines.append(f"  {number}  {item.label}")
        lines += [f"     {line}" for line in item.lines]
    return lines


def _how_long(question: Question) -> str:
    offered = question.minutes_offered
    if not offered:
        return ""
    if len(offered) == 1:
        return say("terminal", "For how long, in minutes? Type {only}:", only=offered[0])
    return say("terminal", "For how long? {shorter} or {longer} minutes:", shorter=offered[0], longer=offered[-1])
