"""From what was chosen in a question's window to the consent floor's decision: a whole yes, or none."""

from __future__ import annotations

from agent.desk.view import Decision as Chosen
from agent.desk.view import Question
from consent import limits
from consent.decision import Because, Decision, Expected, Ticked
from consent.fields import DocumentId
from consent.grant import ConsentGrant
from consent.request import ConsentRequest
from consent.scopes import Scope


def decided(
    question: Question, request: ConsentRequest, chosen: Chosen, grant: ConsentGrant | None, minutes_left: int
) -> Decision | None:
    """
    Make the decision; None when it is not a whole yes to this question.

    `grant` is what is in force now, `minutes_left` what is left of it, the minute that has begun counted whole.
    """
    if question.kind == "more time":
        return _longer(question, request, chosen, grant, minutes_left)
    ids = {choice.id for choice in question.monitors}
    screens = chosen.monitors or question.all_monitors if len(ids) <= 1 else chosen.monitors
    # A later question offers no time of its own: it ends with the rest, however long was asked for.
    minutes = chosen.minutes if question.minutes_offered else min(request.minutes, minutes_left)
    fits = chosen.allowed <= set(request.scopes)
    fits = fits and (not question.minutes_offered or minutes in question.minutes_offered)
    if not fits or (question.ask_expected and chosen.expected != "yes"):
        return None
    if Scope.VIEW in chosen.allowed and not (screens and set(screens) <= set(question.all_monitors)):
        return None
    expected = Expected.YES if question.ask_expected else Expected.SAME
    return _decision(question, chosen.allowed, screens, minutes, expected)


def _longer(
    question: Question, request: ConsentRequest, chosen: Chosen, grant: ConsentGrant | None, minutes_left: int
) -> Decision | None:
    """Make the decision for more time: the same things, on the same screens, for as much longer as was chosen."""
    if grant is None or chosen.allowed != set(request.scopes) or chosen.minutes not in question.minutes_offered:
        return None
    view = grant.granted(Scope.VIEW)
    # What is left has grown less while the question was read; never is it longer than was asked.
    minutes = min(request.minutes, minutes_left + chosen.minutes)
    return _decision(question, chosen.allowed, view.monitors if view else (), minutes, Expected.SAME)


def _decision(
    question: Question, allowed: frozenset[Scope], screens: tuple[int, ...], minutes: int, expected: Expected
) -> Decision:
    return Decision(
        request=DocumentId(question.id),
        allowed=tuple(
            Ticked(scope=scope, monitors=tuple(sorted(screens)) if scope is Scope.VIEW else ())
            for scope in Scope
            if scope in allowed
        ),
        minutes=min(minutes, limits.MINUTES),
        expected=expected,
        because=Because.CUSTOMER,
    )
