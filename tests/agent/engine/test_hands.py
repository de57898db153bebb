from collections.abc import Iterator

import pytest

from agent.engine.hands import OpenedHands
from agent.input.held import HeldKeys
from agent.input.memory import InputMemory
from agent.input.reach import Reach
from consent.errors import GrantMissing
from consent.permits import InputPermit, Ledger
from consent.scopes import Scope
from protocol.messages.input import KeyCode, PointerMove
from protocol.screen import Monitor
from tests.support.consent_scene import Scene
from tests.support.memory_input import MemoryInjector


@pytest.fixture
def ledger() -> Ledger:
    """Allow view and control."""
    made = Ledger(lambda: 0.0)
    made.open(Scene().a_grant(Scope.VIEW, Scope.CONTROL), 1, 900)
    return made


@pytest.fixture
def memory() -> Iterator[InputMemory]:
    """Give a page that outlives the hands."""
    made = InputMemory.create()
    yield made
    made.page.close()


def test_hands_work_while_the_permit_lives(ledger: Ledger, memory: InputMemory) -> None:
    """The moment it ends, they refuse, and let go of what they held."""
    permit = ledger.permit(Scope.CONTROL)
    assert isinstance(permit, InputPermit)
    injector = MemoryInjector(memory)
    hands = OpenedHands(injector, memory, permit, Reach())
    hands.show(Monitor(1, 0, 0, 640, 480, 100, "card"))
    hands.take(PointerMove(x=1, y=2))
    hands.take(KeyCode(code="KeyA", down=True))
    held = HeldKeys(memory)
    assert held.keys_down()
    ledger.withdraw([Scope.CONTROL])
    with pytest.raises(GrantMissing):
        hands.take(PointerMove(x=3, y=4))
    hands.release()
    assert not held.keys_down()
    hands.close()
    assert injector.is_closed
