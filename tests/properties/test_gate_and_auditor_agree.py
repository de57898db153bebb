"""The relay's gate, with its short cuts, and the auditor's judge, without any, say the same of every message."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

from consent.errors import AttendedError
from consent.jws import sha256_of, sign
from consent.scopes import Scope
from consent.setting import SessionDocument
from protocol.channels import Direction, Place, kid
from protocol.coverage import Coverage, Outcome
from protocol.errors import SealedRepeated
from protocol.messages.relay import Acknowledged
from tests.support.consent_scene import AGENT_KEY
from tests.support.standing import Standing

STEPS = 60


class Watched(Standing):
    """A session whose documents an auditor's judge is told as well."""

    def __init__(self) -> None:
        self.judge = Coverage()
        super().__init__()

    def record(self, document: SessionDocument) -> Acknowledged:
        """Tell the judge what the gate took."""
        acknowledged = super().record(document)
        self.judge.document(document, sha256_of(sign(document, AGENT_KEY)))
        return acknowledged


def _document(session: Standing, dice: Random) -> None:
    """Let the people do something, where the law allows it."""
    step = dice.choice(("view", "control", "off", "pause", "on"))
    try:
        match step:
            case "view":
                session.allow(Scope.VIEW)
            case "control":
                session.allow(Scope.CONTROL)
            case "off":
                scope = dice.choice((Scope.VIEW, Scope.CONTROL))
                session.course.withdrawn({scope})
                session.withdraw(scope)
            case "pause":
                session.course.paused()
                session.pause()
            case _:
                session.course.resumed()
                session.go_on()
    except (AttendedError, StopIteration, AssertionError):
        return  # it cannot happen now


def test_gate_and_judge_say_the_same(sized: Callable[[int, int], int]) -> None:
    """Over random courses and random messages of every place: passed is covered, refused is refused for that reason."""
    for seed in range(sized(25, 1_000)):
        dice, session = Random(seed), Watched()
        counters: dict[Place, int] = {}
        judge = session.judge
        for _ in range(STEPS):
            if dice.random() < 0.2:
                _document(session, dice)
                continue
            epoch = dice.randrange(session.agent.epoch + 2)
            at = Place(epoch, dice.randrange(2), dice.choice((0, 1, 2, 3, 4, 5, 8, 9)))
            counter = counters.get(at, 0) if dice.random() < 0.9 else dice.randrange(5)
            expected = judge.gate(*at)
            try:
                refusal = session.gate.message(kid(*at), counter)
            except SealedRepeated:
                assert counter < counters.get(at, 0) or expected is None
                continue
            assert refusal is expected, (seed, at)
            counters[at] = max(counters.get(at, 0), counter + 1)
            if refusal is None:
                assert judge.message(*at, counter, Direction(at.direction)).outcome is Outcome.COVERED, (seed, at)
            else:
                judge.refused(*at, counter)
        assert list(session.gate.positions()) == judge.positions(), seed
