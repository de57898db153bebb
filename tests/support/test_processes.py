import signal
import sys

import pytest

from tests.support.processes import Child, ChildFailed, is_alive


def _python(code: str) -> Child:
    return Child([sys.executable, "-u", "-c", code], name="script")


def test_a_child_is_heard_and_ended() -> None:
    """A line is heard when it is said, and ending the child leaves no process behind."""
    with _python("print('Ready on 7'); input()") as child:
        assert child.line(r"Ready on (\d+)").group(1) == "7"
        assert is_alive(child.pid)

    assert child.ended
    assert not is_alive(child.pid)


def test_a_child_that_ends_early_is_told_with_its_words() -> None:
    """Waiting for a line of a child that ended fails at once and says what the child said."""
    with _python("print('no such display')") as child, pytest.raises(ChildFailed, match="no such display"):
        child.line("Ready", within=20)


def test_a_silent_child_fails_after_its_time() -> None:
    """Waiting for a line that never comes ends with the given time."""
    with _python("input()") as child, pytest.raises(ChildFailed, match=r"within 0\.2 s"):
        child.line("Ready", within=0.2)


def test_a_child_hears_what_is_said_to_it() -> None:
    """A line written to the child is read by it, and its own exit status is handed back."""
    with _python("import sys; sys.exit(int(input()))") as child:
        child.say("3")
        assert child.wait() == 3


def test_a_deaf_child_is_killed(monkeypatch: pytest.MonkeyPatch) -> None:
    """A child that ignores SIGTERM is killed by its id."""
    monkeypatch.setattr("tests.support.processes.TIME_TO_END", 0.2)
    child = _python("import signal; signal.signal(15, signal.SIG_IGN); print('deaf'); signal.pause()")
    child.line("deaf")

    assert child.end() == -signal.SIGKILL
