"""The check stands at every start, for everybody, and what it is told is kept whole."""

from __future__ import annotations

import re
from inspect import signature
from pathlib import Path

import pytest

from agent.desk.check import Began, Check, Page, Sign
from agent.desk.core import DeskCore
from agent.desk.view import Trust
from consent.scopes import Scope
from protocol.messages.aside import AsideCheck
from tests.support.desk_scene import DeskScene, found

ROOT = Path(__file__).parents[3]
STOPS = [(Began.MESSAGE, None), *((Began.ASKED, sign) for sign in Sign)]


@pytest.mark.parametrize("trust", Trust)
def test_it_is_asked_however_well_the_organisation_is_known(tmp_path: Path, trust: Trust) -> None:
    """At every start, from the first question on, before anybody is looked up (acceptance 2)."""
    for _ in range(2):
        scene = DeskScene(tmp_path, found_out=found(trust))
        scene.view.asked_for_help = False
        scene.core.begin()
        assert scene.view.check is not None
        assert (scene.view.check.page, scene.view.check.began) == (Page.BEGAN, None)
        assert not scene.view.code


@pytest.mark.parametrize("room", ["check.py", "checking.py", "windows/check_windows.py"])
def test_nothing_that_could_skip_it_is_read(room: str) -> None:
    """No flag, setting, policy or environment variable reaches it (acceptance 2)."""
    source = (ROOT / "agent/desk" / room).read_text(encoding="utf-8")
    assert not re.search(r"environ|getenv|argv|argparse|policy|wishes|\bif TESTING", source, re.IGNORECASE)
    assert list(signature(Check).parameters) == []
    assert list(signature(DeskCore.begin).parameters) == ["self"]


@pytest.mark.parametrize(("began", "sign"), STOPS)
def test_a_sign_of_a_scam_leads_to_no_code_and_both_answers_are_kept(
    tmp_path: Path, began: Began, sign: Sign | None
) -> None:
    """Whatever is pressed; who picked the wrong answer goes back, and the first one is not forgotten (acceptance 3)."""
    scene = DeskScene(tmp_path)
    scene.view.asked_for_help = False
    scene.core.begin()
    scene.core.check_began(began)
    if sign is not None:
        scene.core.check_signs(frozenset({sign}))
    scene.core.new_code()
    scene.core.check_goes_on()
    assert scene.view.check is not None
    assert scene.view.check.page is Page.STOP
    assert not scene.view.code
    scene.core.check_back()
    scene.core.check_began(Began.ASKED)
    scene.core.check_signs(frozenset())
    scene.view.asked_for_help = True
    scene.paired().asks(Scope.VIEW).says_yes(Scope.VIEW)
    (told,) = scene.told(AsideCheck)
    kept = [(one.question, one.answer) for one in told.answers]
    first = [("began", began.value)] + ([("asked-today", sign.value)] if sign is not None else [])
    assert kept[: len(first)] == first
    assert ("asked-today", "none") in kept[len(first) :]
