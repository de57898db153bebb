import pytest

from agent.screen.keyframes import MANY, MUCH, SECONDS, Keyframes

AFTER = SECONDS + 0.1


@pytest.fixture
def keyframes() -> Keyframes:
    """Begin with a keyframe of which all was sent two seconds later."""
    keyframes = Keyframes(0)
    keyframes.sent(50_000, 0, keyframe=True, whole=False)
    keyframes.sent(3_000_000, 1, keyframe=False, whole=False)
    keyframes.sent(3_000_000, 2, keyframe=False, whole=True)
    return keyframes


def test_next_to_nothing_needs_no_keyframe(keyframes: Keyframes) -> None:
    """A blinking cursor and a rest of hours bring none, whatever the last one cost, refining included."""
    for blink in range(MANY - 1):
        keyframes.sent(34, 3 + blink, keyframe=False, whole=True)
    assert not keyframes.is_due(10_000)


def test_much_or_many_bring_one_when_a_minute_is_over(keyframes: Keyframes) -> None:
    """Not before, and from that keyframe on it is counted anew."""
    keyframes.sent(MUCH, 3, keyframe=False, whole=True)
    assert not keyframes.is_due(SECONDS)
    assert keyframes.is_due(AFTER)
    keyframes.sent(50_000, AFTER, keyframe=True, whole=True)
    assert not keyframes.is_due(2 * AFTER)
    for _ in range(MANY):
        keyframes.sent(34, AFTER, keyframe=False, whole=True)
    assert keyframes.is_due(2 * AFTER)


def test_what_never_rests_gets_one_each_minute(keyframes: Keyframes) -> None:
    """While a film plays the picture is never whole, and each minute is the last that a player goes back over."""
    keyframes.sent(50_000, 3, keyframe=True, whole=False)
    for second in range(4, 64):
        assert not keyframes.is_due(second - 1)
        keyframes.sent(9, second, keyframe=False, whole=False)
    assert keyframes.is_due(3 + AFTER)
