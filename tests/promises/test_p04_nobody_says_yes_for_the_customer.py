"""Promise 4: no flag, setting, variable, link, policy, relay or technician can say yes. They only narrow."""

from __future__ import annotations

import ast
import asyncio
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from pydantic import ValidationError
from Xlib import X
from Xlib.display import Display

from consent.errors import AttendedError
from consent.law import LAW, Event, State
from consent.policy import OrganisationPolicy, PolicyLimits
from consent.scopes import Scope
from protocol.errors import SettingUnknown
from protocol.messages import relay as relay_said
from protocol.messages.control import ConsentAnswer
from relay.settings import Settings, load
from tests.support.consent_scene import Scene, a_policy
from tests.support.desk_view import FakeView
from tests.support.display import VirtualDisplay
from tests.support.real_desk import real_desk
from tests.support.running_relay import RunningRelay

ROOT = Path(__file__).parents[2]
YES = re.compile(
    r"accept|allow|auto|unattended|silent|approve|assume|yes|grant|consent|trust|skip|force|hidden|headless",
    re.IGNORECASE,
)
AGENT = sorted((ROOT / "agent").rglob("*.py"))


def calls_of(name: str) -> set[str]:
    """Name the files of the agent in which something of this name is called or connected."""
    return {
        path.relative_to(ROOT).as_posix()
        for path in AGENT
        for node in ast.walk(ast.parse(path.read_bytes()))
        if isinstance(node, ast.Attribute) and node.attr == name and not isinstance(node.ctx, ast.Store)
    }


def flags(*command: str) -> set[str]:
    """Read a command's flags off its own help."""
    argv, env = [sys.executable, "-m", *command, "--help"], {**os.environ, "COLUMNS": "200", "NO_COLOR": "1"}
    said = subprocess.run(argv, capture_output=True, text=True, check=True, cwd=ROOT, env=env)
    return set(re.findall(r"--[a-z][a-z-]+", said.stdout))


def test_the_agent_has_these_flags_and_no_other() -> None:
    """None of the agent's flags can answer anything."""
    assert flags("agent.main", "relay.example") | flags("agent.main") == {
        "--data",
        "--help",
        "--language",
        "--out",  # of `attended-agent report`, which this help names: a folder on this computer
        "--receipts",
        "--self-check",  # which this help names, too: it looks, and asks nobody anything
        "--terminal",  # where to ask; what is asked for is less there
    }


def test_the_relay_has_no_flag_that_speaks_of_consent() -> None:
    """No flag of `serve` is about answers; a setting that nobody knows is refused."""
    assert not [flag for flag in flags("relay.main", "serve") if YES.search(flag)]
    assert not [name for name in Settings.model_fields if YES.search(name)]


@pytest.mark.parametrize("name", ["accept", "auto_accept", "unattended", "consent", "default_answer"])
def test_a_setting_that_would_say_yes_is_refused(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither the settings file nor the environment takes one."""
    monkeypatch.setenv(f"ATTENDED_RELAY_{name.upper()}", "true")
    with pytest.raises(SettingUnknown):
        load(tmp_path)
    monkeypatch.delenv(f"ATTENDED_RELAY_{name.upper()}")
    (tmp_path / "settings.toml").write_text(f"{name} = true\n")
    with pytest.raises(SettingUnknown):
        load(tmp_path)


def test_the_agent_reads_these_variables_and_no_other() -> None:
    """What the agent takes from the environment: display, folders, country, and nothing that could answer."""
    named = set()
    for path in AGENT:
        named |= set(re.findall(r"environ(?:\.get)?[\[(]\s*[\"']([A-Za-z_]+)", path.read_text()))
        named |= set(re.findall(r"getenv\(\s*[\"']([A-Za-z_]+)", path.read_text()))
    assert named <= {
        "DBUS_SESSION_BUS_ADDRESS",  # the desktop says there when it is locked
        "DISPLAY",
        "LANG",  # these three name the country whose help line is shown
        "LC_ALL",
        "LC_MESSAGES",
        "WAYLAND_DISPLAY",
        "XDG_DATA_HOME",
        "XDG_SESSION_TYPE",
        "XAUTHORITY",
        "XDG_RUNTIME_DIR",
        # Windows: the domain's name, to mask it wherever the report would tell it.
        "USERDOMAIN",
        "USERDNSDOMAIN",
    }


def test_an_answer_comes_from_the_window_and_nowhere_else() -> None:
    """`answered` is reached by the question's window or by typed words, and a yes is made in those two places."""
    assert calls_of("answered") <= {
        "agent/desk/core.py",
        "agent/desk/late_events.py",
        "agent/desk/terminal/question_step.py",
        "agent/desk/windows/qt_view.py",
        "agent/desk/windows/question_window.py",
    }
    makers = [path for path in AGENT if re.search(r"\bDecision\(\s*(allowed=|request=)", path.read_text())]
    assert {path.relative_to(ROOT).as_posix() for path in makers} == {
        "agent/desk/deciding.py",
        "agent/desk/terminal/question_step.py",
        "agent/desk/windows/question_window.py",
    }


def test_a_report_is_sent_by_the_window_and_nowhere_else() -> None:
    """What the window's Send tells goes through one line, and so does the typed word; nothing else sends a report."""
    assert calls_of("send_report") <= {
        "agent/desk/late_events.py",
        "agent/desk/terminal/report_step.py",
        "agent/desk/windows/qt_view.py",
    }


def test_only_the_customers_yes_leads_on() -> None:
    """In the law, `accepted` alone leads from a question to the record, and no timer, loss or relay does."""
    leading = {
        event
        for state, row in LAW.items()
        for event, to in row.items()
        if to is State.WAITING_FOR_RECORD and state is not to
    }
    leading -= {Event.EXPIRED}  # what was accepted already, when the former grant ran out meanwhile
    assert leading == {Event.ACCEPTED}


@pytest.mark.parametrize("field", ["auto_accept", "unattended", "accept_after", "default"])
def test_a_policy_cannot_hold_an_answer(field: str) -> None:
    """The policy's model takes no field that it does not name, and its fields only limit."""
    held = a_policy().model_dump(mode="json")
    with pytest.raises(ValidationError):
        OrganisationPolicy.model_validate({**held, field: True})
    assert set(PolicyLimits.model_fields) == {"minutes", "scopes", "secret_digits", "typed_keys_readable"}


def test_a_policy_narrows_a_yes() -> None:
    """What the policy does not name cannot be asked for, whoever ticks it."""
    narrow = a_policy(limits=a_policy().limits.model_copy(update={"scopes": (Scope.VIEW,)}))
    with pytest.raises(AttendedError):
        Scene(policy=narrow).a_grant(Scope.VIEW, Scope.CONTROL)


def test_no_word_of_the_relay_is_an_answer() -> None:
    """Among what a relay may say there is nothing that allows, accepts or grants."""
    said = {
        model.model_fields["kind"].default
        for model in vars(relay_said).values()
        if hasattr(model, "model_fields") and "kind" in model.model_fields
    }
    assert not [kind for kind in said if re.search(r"accept|allow|grant|consent|permit", str(kind))]


def test_the_stand_in_for_the_windows_lives_in_the_tests_alone() -> None:
    """Nothing of the product imports what could answer instead of a person."""
    assert FakeView.__module__.startswith("tests.")
    assert not [
        path for path in AGENT if "tests" in re.findall(r"^(?:from|import) (\w+)", path.read_text(), re.MULTILINE)
    ]


@pytest.mark.long
@pytest.mark.timeout(120)
async def test_a_window_over_the_real_question_allows_nothing(
    running: RunningRelay, display: VirtualDisplay, tmp_path: Path
) -> None:
    """Another program draws over a part of it: a whole yes does nothing until it is gone, and then waits anew."""
    async with real_desk(running, display, tmp_path) as desk:
        await desk.ana.ask(Scope.VIEW)
        question = await asyncio.to_thread(desk.customer.sees_question)
        eye = Display(display.name)
        over = eye.screen().root.create_window(
            question.x + 200, question.y + 200, 90, 40, 0, X.CopyFromParent, override_redirect=True, background_pixel=0
        )
        over.map()
        eye.sync()
        await asyncio.to_thread(display.focus, question)
        await asyncio.sleep(6)  # longer than the wait of a first meeting, which is the window's own
        for tabs in (2, 2, 6):
            await asyncio.to_thread(display.key, *["Tab"] * tabs, "space")
        await asyncio.to_thread(display.key, "space", "Return")
        await asyncio.sleep(1)
        assert not [message for message in desk.ana.said if isinstance(message, ConsentAnswer)]
        over.destroy()
        eye.sync()
        eye.close()
        assert await asyncio.to_thread(desk.customer.sees_question)
        await asyncio.to_thread(display.key, "Escape")
        answer = await desk.ana.heard(ConsentAnswer)
        assert (answer.allowed, answer.because) == ((), "closed")
