from agent.engine.account import Account
from agent.pipe.messages import Accounts, Goodbye, Halt, Halted, SayToRelay, Start
from consent.encoding import b64u
from consent.ending import EndReason, SessionEnd
from consent.fields import Sha256
from consent.law import State
from consent.scopes import Channel, Scope
from consent.statement import TranscriptLine, TranscriptStatement
from consent.withdrawal import ConsentWithdrawal
from protocol.messages.control import SessionEnded
from protocol.messages.relay import Resumed
from tests.support.consent_scene import ORIGIN
from tests.support.desk_scene import DeskScene
from tests.support.memory_relay import LOG_KEY


def test_stop_halts_at_once_and_is_then_written_down(scene: DeskScene) -> None:
    """Permits end with the press; withdrawal, final statement and end follow in this order."""
    scene.controlling()
    scene.core.stop("button")
    assert scene.sent(Halt)
    assert scene.stands(State.ENDED)
    assert scene.view.live is None
    kinds = [type(document) for document in scene.documents[-3:]]
    assert kinds == [ConsentWithdrawal, TranscriptStatement, SessionEnd]
    assert scene.written(ConsentWithdrawal)[-1].scopes == (Scope.VIEW, Scope.CONTROL)
    assert scene.written(TranscriptStatement)[-1].final
    assert scene.told(SessionEnded)[0].reason == "stopped"


def test_a_second_stop_changes_nothing(scene: DeskScene) -> None:
    """Stopping twice is stopping."""
    scene.viewing()
    scene.core.stop("button")
    scene.core.stop("key")
    assert len(scene.written(SessionEnd)) == 1


def test_an_engine_that_does_not_halt_is_ended_by_200_ms(scene: DeskScene) -> None:
    """It is killed, its keys are let go, and a closing engine takes its place."""
    scene.controlling()
    scene.engine.hangs = True
    scene.core.stop("button")
    scene.wait(0.19)
    assert scene.engine.kills == 0
    scene.wait(0.01)
    assert (scene.engine.kills, scene.engine.releases) == (1, 1)
    assert scene.sent(Start)[-1].closing


def test_an_answer_that_came_while_the_desk_was_slow_counts(scene: DeskScene) -> None:
    """What the engine said in time is heard before it is judged for saying nothing."""
    scene.controlling()
    scene.engine.hangs = True
    scene.core.stop("button")
    scene.engine.said = [Halted(positions=[], lines=[])]
    scene.wait(0.3)
    assert (scene.engine.kills, scene.engine.releases) == (0, 0)


def test_a_killed_engine_is_believed_as_far_as_the_relay_has_it(scene: DeskScene) -> None:
    """Its last written line counts if all of it arrived; else what it told before, if that did; else nothing."""
    scene.controlling()
    scene.engine.hangs = True
    told = [a_line(Channel.ASIDE, 1, "A"), a_line(Channel.SCREEN, 5, "B"), a_line(Channel.CHAT, 2, "E")]
    scene.core.heard(Accounts(lines=told, asked=False))
    wrote = [a_line(Channel.ASIDE, 3, "C"), a_line(Channel.SCREEN, 9, "D"), a_line(Channel.REPORT, 4, "F")]
    scene.engine.wrote = Account([], wrote)
    scene.core.stop("button")
    scene.wait(0.2)
    recorded = (scene.position(1, 0, Channel.ASIDE, 3), scene.position(1, 0, Channel.SCREEN, 8))
    scene.relay_says(
        Resumed(origin=ORIGIN, log_key=str(LOG_KEY.verifier), server_time=0, positions=recorded, peer=True)
    )
    lines = {line.channel: line.count for line in scene.written(TranscriptStatement)[-1].lines}
    assert lines == {Channel.ASIDE: 3, Channel.SCREEN: 5}


def a_line(channel: Channel, count: int, letter: str) -> TranscriptLine:
    """Give a line of the first epoch with a hash of its own."""
    return TranscriptLine(epoch=1, direction=0, channel=channel, count=count, hash=Sha256(letter * 42 + "A"), lost=0)


def test_the_closing_engine_delivers_the_documents(scene: DeskScene) -> None:
    """What the relay holds of ours beyond the last account counts as sent."""
    scene.controlling()
    scene.engine.hangs = True
    scene.core.stop("button")
    scene.wait(0.2)
    recorded = scene.position(1, 0, 1, 42)
    scene.relay_says(
        Resumed(origin=ORIGIN, log_key=str(LOG_KEY.verifier), server_time=0, positions=(recorded,), peer=True)
    )
    end = scene.written(SessionEnd)[-1]
    assert recorded in end.positions
    assert scene.view.over is not None
    assert scene.sent(Goodbye)


def test_a_relay_that_never_closes_does_not_keep_the_receipt(scene: DeskScene) -> None:
    """After fifteen seconds the receipt is written with what there is."""
    scene.closes = False
    scene.viewing()
    scene.core.stop("button")
    assert "over" not in scene.view.shown
    scene.wait(16)
    assert scene.view.over is not None
    assert scene.view.over.receipt_path is not None


def test_an_engine_that_dies_is_a_stop(scene: DeskScene) -> None:
    """Trouble is shown, keys are let go, and the end is written as failed."""
    scene.controlling()
    scene.core.engine_ended(-11)
    assert scene.engine.releases == 1
    assert scene.view.troubles[0].code == "A-122"
    assert scene.stands(State.ENDED)
    scene.relay_says(Resumed(origin=ORIGIN, log_key=str(LOG_KEY.verifier), server_time=0, positions=(), peer=True))
    assert scene.written(SessionEnd)[-1].reason is EndReason.FAILED


def test_an_end_signed_while_the_line_is_away_is_delivered_when_it_is_back(scene: DeskScene) -> None:
    """The engine lives, so its accounts are known: what was signed is said again, once."""
    scene.viewing()
    scene.closes = scene.acknowledges = False
    scene.core.stop("button")
    before = [message.body for message in scene.sent(SayToRelay)]
    scene.relay_says(Resumed(origin=ORIGIN, log_key=str(LOG_KEY.verifier), server_time=0, positions=(), peer=True))
    again = [message.body for message in scene.sent(SayToRelay)][len(before) :]
    assert again
    assert set(again) <= set(before)
    assert len(again) == len(set(again))


def test_an_account_that_the_line_cut_short_is_signed_anew(scene: DeskScene) -> None:
    """What was sealed as the line broke is nowhere: an account that still names it would make the recording a lie."""
    scene.viewing()
    scene.closes = scene.acknowledges = False
    scene.core.stop("button")
    scene.engine.hangs = True
    scene.relay_says(Resumed(origin=ORIGIN, log_key=str(LOG_KEY.verifier), server_time=0, positions=(), peer=True))
    line = TranscriptLine(epoch=1, direction=0, channel=1, count=3, hash=Sha256(b64u(bytes(32))), lost=2)
    scene.engine.hangs = False
    before = len(scene.documents)
    scene.engine.tell(Accounts(lines=[line], asked=True))
    again = scene.documents[before:]
    assert [type(document) for document in again] == [ConsentWithdrawal, TranscriptStatement, SessionEnd]
    assert [(at.count, at.lost) for at in scene.written(TranscriptStatement)[-1].lines] == [(3, 2)]
    assert not scene.written(TranscriptStatement)[0].lines
