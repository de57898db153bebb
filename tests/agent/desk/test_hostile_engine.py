"""An engine that says anything the pipe lets through, at any moment: no fault in the desk, and never a yes."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from random import Random
from types import NoneType, UnionType
from typing import Any, Literal, Union, get_args, get_origin

import pytest
from pydantic import BaseModel

from agent.pipe.messages import FROM_ENGINE, Permit, PipeMessage, read
from consent.canonical import canonical
from consent.law import State
from consent.scopes import Scope
from protocol.errors import CATALOGUE, PipeBroken
from protocol.wire import Message
from tests.support.desk_scene import DeskScene, a_place
from tests.support.messages import PAIRING, RELAY, SEALED


def _stopping(scene: DeskScene) -> None:
    scene.controlling()
    scene.engine.hangs = True
    scene.core.stop("button")


STATES: dict[str, Callable[[DeskScene], object]] = {
    "before a code": lambda scene: scene.core.begin(),
    "a code waits": lambda scene: scene.waiting(),
    "somebody arrives": lambda scene: scene.waiting().arrives(),
    "paired": lambda scene: scene.paired(),
    "asked": lambda scene: scene.paired().asks(Scope.VIEW, Scope.REPORT),
    "viewing": lambda scene: scene.viewing(),
    "controlling": lambda scene: scene.controlling(),
    "reporting": lambda scene: scene.paired().asks(Scope.REPORT).says_yes(Scope.REPORT),
    "paused": lambda scene: scene.controlling().core.pause(),
    "stopping": _stopping,
    "over": lambda scene: scene.controlling().core.stop("button"),
}
LIVE = set(State) - {State.NOT_ASKED, State.WAITING_FOR_CUSTOMER, State.ONLY_CHAT, State.ASKED_AGAIN, State.ENDED}
WORDS = ("", "x", "A" * 43, "Ana says: call this number.", "\x1b[31m", "\u202e", "ä" * 3000, "1", "lost", "given-up")
NUMBERS = (0, 1, 2, 3, 8, 9, -1, 40, 2**31, 2**53 - 1)


def anything(of: Any, dice: Random) -> Any:  # noqa: ANN401, C901, PLR0911 - whatever an annotation may be
    """Make up a value that an annotation may let through, and now and then one that it may not."""
    if isinstance(of, type) and issubclass(of, BaseModel):
        return {name: anything(field.rebuild_annotation(), dice) for name, field in of.model_fields.items()}
    origin, arguments = get_origin(of), get_args(of)
    if origin is Literal:
        return dice.choice(arguments)
    if origin in {Union, UnionType}:
        return anything(dice.choice(arguments), dice)
    if origin in {list, tuple}:
        return [anything(arguments[0], dice) for _ in range(dice.choice((0, 1, 2, 3, 18, 200)))]
    if hasattr(of, "__supertype__"):
        return "A" * 43
    if origin is not None:  # annotated
        return anything(arguments[0], dice)
    if of is bool:
        return dice.random() < 0.5
    if of is int:
        return dice.choice(NUMBERS) if dice.random() < 0.02 else dice.randrange(2)
    if of is NoneType:
        return None
    if isinstance(of, type) and issubclass(of, str) and of is not str:
        return dice.choice(list(of)).value  # type: ignore[call-overload]  # an enumeration
    return dice.choice((*WORDS, *CATALOGUE))


def _carried(dice: Random) -> dict[str, Any]:
    """Give a message of relay or technician as the engine hands it up; now and then with a field made up."""
    said: Message = dice.choice((*SEALED, *RELAY, *PAIRING, *[a_place()] * 8))
    body = said.model_dump(mode="json")
    if body and dice.random() < 0.5:
        name = dice.choice(list(body))
        body[name] = anything(type(said).model_fields[name].rebuild_annotation(), dice)
    return {**body, "kind": said.kind}


def told(dice: Random) -> PipeMessage | None:
    """Make up a message; None where the pipe does not let it through."""
    model = dice.choice(list(FROM_ENGINE.values()))
    fields = {name: anything(field.rebuild_annotation(), dice) for name, field in model.model_fields.items()}
    if "body" in fields and dice.random() < 0.9:
        fields["body"] = canonical(_carried(dice)).decode()
    try:
        return read(canonical({"kind": model.kind, **fields}), FROM_ENGINE)
    except PipeBroken:
        return None


@pytest.mark.parametrize("state", STATES)
def test_no_fault_and_never_a_yes(state: str, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    """Whatever comes, in whatever order: the desk goes on or says in words why not."""
    walks = 400 if request.config.getoption("--long") else 20
    for walk in range(walks):
        dice = Random(f"{state} {walk}")
        scene = DeskScene(tmp_path / str(walk))
        STATES[state](scene)
        allowed = {scope for permit in scene.sent(Permit) for scope in permit.scopes}
        for _ in range(dice.randrange(1, 12)):
            message = told(dice)
            if message is not None:
                scene.core.heard(message)
            if dice.random() < 0.2:
                scene.wait(dice.choice((0.05, 0.3, 5.0)))
            # What the banner says is so: whoever is told that somebody looks can end a session that knows of it.
            assert scene.view.live is None or scene.core.state in LIVE, message
        # Fresh keys for what was allowed may well be due; anything more needs the customer, who is not here.
        assert {scope for permit in scene.sent(Permit) for scope in permit.scopes} <= allowed
