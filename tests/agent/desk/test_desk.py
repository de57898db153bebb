import pytest

from agent.desk.desk import ENGINE_ANSWERS_SECONDS, technician_said
from agent.pipe.messages import Closed
from consent.ending import EndReason, SessionEnd
from consent.fields import Position
from consent.jws import read
from consent.scopes import Scope
from protocol.errors import PipeBroken
from tests.support.consent_scene import ORIGIN, SESSION
from tests.support.desk_scene import DeskScene


def test_a_close_is_answered_once_with_its_positions(scene: DeskScene) -> None:
    """Another answer under the same serial is nobody's."""
    scene.viewing()
    desk = scene.core._desk
    heard: list[list[Position]] = []
    scene.engine.hangs = True
    desk.close([Scope.VIEW], heard.append)
    place = Position(epoch=1, direction=0, channel=1, count=7)
    for _ in range(2):
        scene.engine.tell(Closed(serial=desk._serial, positions=[place]))
    assert heard == [[Position(epoch=1, direction=0, channel=1, count=7)]]


def test_an_engine_that_does_not_close_is_ended(scene: DeskScene) -> None:
    """What may still flow is never waited for."""
    scene.viewing()
    scene.engine.hangs = True
    scene.core._desk.close([Scope.VIEW], lambda _: None)
    scene.wait(ENGINE_ANSWERS_SECONDS + 0.1)
    assert scene.engine.kills == 1


def test_every_document_says_by_whom_where_and_when(scene: DeskScene) -> None:
    """What all documents have in common is filled in once."""
    scene.viewing()
    desk = scene.core._desk
    token = desk.write(SessionEnd, reason=EndReason.STOPPED, positions=())
    end = read(token, SessionEnd, desk.live_session.key.verify_key)
    assert (end.aud, end.sid, end.iat) == (ORIGIN, SESSION, desk.wall())


def test_without_a_session_there_is_none(scene: DeskScene) -> None:
    """A part that asks too early is a fault of ours."""
    with pytest.raises(RuntimeError):
        _ = scene.core._desk.live_session


@pytest.mark.parametrize("body", ["", "{}", '{"kind":"grant.ended"}', '{"kind":"pointer.move","x":1,"y":1}'])
def test_the_desk_judges_anew_what_the_engine_opened(body: str) -> None:
    """Only what a technician may say on control and chat reaches it."""
    with pytest.raises(PipeBroken):
        technician_said(body)
    assert technician_said('{"kind":"session.leave"}').kind == "session.leave"
