"""One thought after the other, one question at a time."""

from __future__ import annotations

from tests.support.terminal_scene import TerminalScene


def test_a_line_answers_the_question_that_stands_and_no_other() -> None:
    """Once; what is typed afterwards is for nobody that asks."""
    scene, heard = TerminalScene(), list[str]()
    scene.talk.ask("Who?", heard.append)
    assert scene.said() == "Who?"
    scene.types("Ana")
    scene.types("Lee")
    assert (heard, scene.idle) == (["Ana"], ["Lee"])


def test_each_question_drops_what_was_typed_before() -> None:
    """Also when it is asked again because something else was said (acceptance 38)."""
    scene, heard = TerminalScene(), list[str]()
    scene.talk.ask("Who?", heard.append)
    assert scene.drops == 1
    scene.talk.say("The line is lost.")
    assert scene.drops == 2
    assert scene.screen.text.splitlines() == ["Who? ", "The line is lost.", "Who? "]
    scene.types("Ana")
    assert heard == ["Ana"]


def test_a_question_that_is_forgotten_takes_no_answer() -> None:
    """It is gone, and typing does nothing for it."""
    scene, heard = TerminalScene(), list[str]()
    scene.talk.ask("Who?", heard.append)
    scene.talk.forget()
    scene.types("Ana")
    assert heard == []
    assert not scene.talk.asks


def test_a_long_question_is_broken_between_words() -> None:
    """The place to type is behind its last word."""
    scene = TerminalScene()
    scene.talk.ask("word " * 30, lambda _: None)
    *above, last = scene.screen.text.split("\n")
    assert above
    assert all(len(line) < 80 for line in above)
    assert last.endswith("word ")
