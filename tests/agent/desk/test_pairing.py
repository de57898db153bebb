from pathlib import Path

import pytest

from agent.desk.view import CodeStatus, Trust
from agent.pipe.messages import ControlKeys, HeardFromPair, LineIs, SayToPair, Start
from consent.canonical import canonical
from consent.encoding import b64u
from consent.jws import sign
from protocol.catalogue import Sender
from protocol.code import SpokenCode, parse
from protocol.codec import decode_pairing
from protocol.errors import CodeRunOut, RelayUnreachable
from protocol.messages.control import PairingRefused, PairingResult
from protocol.messages.relay import AgentWaiting, Closed, PeerArrived, PeerLeft
from protocol.technician import prove_technician
from tests.support.consent_scene import DIRECTORY_KEY, NOW, SESSION, TECHNICIAN_KEY, a_key, an_entry
from tests.support.desk_scene import DeskScene, found


def other_secret(code: str) -> str:
    """Give a code with the same locator and another secret."""
    read = parse(code)
    return SpokenCode(read.locator, f"{(int(read.secret) + 1) % 10**6:06}").spoken()


def test_the_code_is_the_relays_locator_and_our_secret(scene: DeskScene) -> None:
    """It is shown for ten minutes, and the secret is in nothing the engine hears."""
    scene.waiting()
    code = parse(scene.view.code)
    assert code.locator == "4821"
    assert not any(code.secret in str(message) for message in scene.engine.heard)


def test_the_engine_gets_traffic_keys_and_nothing_more_secret(scene: DeskScene) -> None:
    """Neither the session's secret nor its resume key nor the signing key goes down the pipe."""
    scene.paired()
    keys = scene.sent(ControlKeys)[0]
    assert scene.paired_with is not None
    said = " ".join(str(message) for message in scene.engine.heard)
    assert b64u(scene.paired_with.session_secret) not in said
    assert b64u(scene.paired_with.resume_key) not in said
    assert keys.from_agent == b64u(scene.paired_with.channel0.to_console)


def test_a_proven_technician_may_ask(scene: DeskScene) -> None:
    """The result tells language, desk and policy."""
    scene.paired()
    assert scene.told(PairingResult)[0].desk == "windows"
    assert scene.shows(CodeStatus.CONNECTED)


def test_one_share_spends_the_code(scene: DeskScene) -> None:
    """After a wrong tag nothing is answered any more."""
    scene.waiting().arrives(other_secret(scene.view.code))
    assert scene.shows(CodeStatus.WRONG)
    answers = len(scene.sent(SayToPair))
    scene.relay_says(PeerArrived())
    assert len(scene.sent(SayToPair)) == answers


def test_whoever_leaves_after_a_share_has_spent_the_code(scene: DeskScene) -> None:
    """Hanging up is a try, too."""
    scene.waiting()
    scene.engine.on = lambda message: None
    scene.arrives()
    assert scene._console is not None
    hello = scene.sent(SayToPair)[0]
    scene._console.receive(decode_pairing(hello.body.encode(), Sender.AGENT))
    share = scene._console.to_send()[0]
    scene.engine.tell(HeardFromPair(body=canonical(share.model_dump(mode="json")).decode()))
    assert scene.shows(CodeStatus.CHECKING)
    scene.relay_says(PeerLeft())
    assert scene.shows(CodeStatus.WRONG)


def test_three_wrong_codes_make_everybody_wait(scene: DeskScene) -> None:
    """The third is followed by a minute in which no code is given."""
    for number in range(3):
        scene.waiting().arrives(other_secret(scene.view.code))
        assert scene.shows(CodeStatus.THREE_WRONG if number == 2 else CodeStatus.WRONG)
    starts = len(scene.sent(Start))
    scene.core.new_code()
    assert len(scene.sent(Start)) == starts
    scene.wait(61)
    scene.core.new_code()
    assert len(scene.sent(Start)) == starts + 1


def test_a_code_runs_out(scene: DeskScene) -> None:
    """After ten minutes nobody can use it."""
    scene.waiting().wait(601)
    assert scene.shows(CodeStatus.RAN_OUT)
    scene.relay_says(PeerArrived())
    assert not scene.sent(SayToPair)


@pytest.mark.parametrize(
    "changes",
    [{"iat": NOW - 90_000, "exp": NOW - 3_700}, {"trained_until": "2025-12-31"}, {"domain": "another.example"}],
)
def test_an_entry_that_does_not_hold_is_refused(scene: DeskScene, changes: dict[str, object]) -> None:
    """Out of date, untrained or of another organisation: no question at all."""
    scene.entry = sign(an_entry(**changes), DIRECTORY_KEY)
    scene.waiting().arrives()
    assert scene.paired_with is not None
    scene.technician_says(prove_technician(scene.entry, scene.paired_with.transcript, TECHNICIAN_KEY))
    assert scene.told(PairingRefused)
    assert not scene.told(PairingResult)
    assert scene.view.troubles


def test_an_entry_without_its_key_is_refused(scene: DeskScene) -> None:
    """Whoever replays an entry cannot sign with its key."""
    scene.waiting().arrives()
    assert scene.paired_with is not None
    scene.technician_says(prove_technician(scene.entry, scene.paired_with.transcript, a_key("somebody else")))
    assert scene.told(PairingRefused)


def test_a_relay_with_another_origin_is_refused(scene: DeskScene) -> None:
    """It must call itself by the address that was used."""
    scene.core.begin()
    waiting = AgentWaiting(
        session=SESSION,
        locator="4821",
        origin="https://another.example",
        log_key=found().log_key,
        server_time=NOW * 1000,
        lifetime=600,
        organisation="nordlicht.example",
        policy_sha256=found().organisation.policy_sha256,
    )
    scene.relay_says(waiting)
    assert scene.view.code == ""
    assert scene.view.troubles[0].code == "A-116"


def test_a_clock_that_is_off_is_told_and_harms_nobody(scene: DeskScene) -> None:
    """Above 90 s it is said; the code is shown all the same."""
    scene.clock.wall = lambda: float(NOW + 3600)  # type: ignore[method-assign]
    scene.waiting()
    assert scene.view.code
    assert "60 minutes" in scene.view.notes[0]


def test_a_relay_that_cannot_be_found_is_told(tmp_path: Path) -> None:
    """The trouble window says so, and offers to try again."""
    scene = DeskScene(tmp_path, found_out=RelayUnreachable())
    scene.core.begin()
    assert scene.view.troubles[0].buttons == ("Close", "Try now")


def test_met_is_remembered(scene: DeskScene) -> None:
    """After a session in which something was allowed, the organisation was met."""
    scene.viewing()
    scene.core.stop("button")
    known = scene.known.organisation("nordlicht.example")
    assert known is not None
    assert known.helped
    assert found(Trust.MET).trust is Trust.MET


@pytest.mark.parametrize("stands", ["a code that ran out", "a trouble"])
def test_a_line_that_the_relay_no_longer_keeps_changes_no_window(scene: DeskScene, stands: str) -> None:
    """What stands says what to do next; no trouble covers it, no code comes by itself, and New code gets one."""
    if stands == "a trouble":
        scene.entry = sign(an_entry(), a_key("somebody else"))
        scene.paired()
    else:
        scene.waiting().wait(600)
    shown, told, starts = scene.view.status, len(scene.view.troubles), scene.engine.starts
    assert bool(told) is (stands == "a trouble")
    scene.relay_says(Closed(code=CodeRunOut.code, words=CodeRunOut.words, remedy=CodeRunOut.remedy))
    scene.engine.tell(LineIs(state="lost", wait=0, code="A-111", words="w", remedy="r"))
    scene.engine.tell(LineIs(state="trying", wait=500, code="A-111", words="w", remedy="r"))
    assert (scene.view.status, len(scene.view.troubles)) == (shown, told)
    assert scene.engine.starts == starts + 1
    scene.core.new_code()
    assert isinstance(scene.engine.heard[-1], Start)
    assert scene.shows(CodeStatus.GETTING)
