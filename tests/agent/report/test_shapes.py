"""The shapes, in their order."""

from __future__ import annotations

from agent.report.shapes import SHAPES


def test_secrets_come_first_and_the_random_last() -> None:
    """A key in an address is a key; what is left and looks random goes at the end."""
    names = [shape.name for shape in SHAPES]
    assert len(names) == len(set(names))
    assert names.index("header") < names.index("url") < names.index("card") < names.index("mail") < names.index("home")
    assert names.index("mac") < names.index("home") < names.index("ipv4") < names.index("host") < names.index("random")


def test_every_repeat_is_bounded() -> None:
    """No star and no plus: nothing takes more than linear time."""
    for shape in SHAPES:
        bare = shape.pattern.pattern.replace(r"\+", "").replace(r"\*", "")
        while "[" in bare:
            start = bare.index("[")
            bare = bare[:start] + bare[bare.index("]", start + 2) + 1 :]
        assert "*" not in bare, shape.name
        assert "+" not in bare, shape.name
