from agent.pipe.messages import Close, HeardFromRelay, Permit, Worn
from consent.canonical import canonical
from consent.encoding import b64u, unb64u
from consent.grant import ConsentGrant
from consent.jws import sha256_of
from consent.keylist import KeyList
from consent.law import State
from consent.scopes import Group, Scope
from protocol.keys import commitment
from protocol.messages.aside import AsideWords
from protocol.messages.control import GrantLive
from protocol.messages.relay import DocumentSent, Wraps
from tests.support.desk_scene import DeskScene, forged


def test_a_permit_follows_record_and_indicator(scene: DeskScene) -> None:
    """Grant and key list are acknowledged and the indicator stands before the engine is permitted anything."""
    scene.viewing()
    permit = scene.sent(Permit)[0]
    assert permit.scopes == [Scope.VIEW]
    assert permit.epoch == 1
    assert {group.group for group in permit.groups} == set(Group)
    assert scene.view.shown.index("live") < len(scene.view.shown)


def test_the_technician_never_gets_the_key_of_the_aside(scene: DeskScene) -> None:
    """Its words are for the recording alone."""
    scene.viewing()
    assert {key.group for key in scene.told(GrantLive)[0].groups} == {"view", "keys", "rest"}


def test_without_an_acknowledgement_nothing_is_shown(scene: DeskScene) -> None:
    """A relay that does not record within ten seconds ends the session, and nothing was captured."""
    scene.acknowledges = False
    scene.paired().asks(Scope.VIEW).says_yes(Scope.VIEW)
    scene.wait(11)
    assert not scene.sent(Permit)
    assert scene.stands(State.ENDED)
    assert scene.view.troubles[0].code == "A-121"


def test_a_forged_acknowledgement_makes_no_permit(scene: DeskScene) -> None:
    """A salt that does not fit ends the session."""
    scene.acknowledges = False
    scene.paired().asks(Scope.VIEW).says_yes(Scope.VIEW)
    grant = scene.written(ConsentGrant)[0]
    token = next(message.token for message in scene.to_relay if isinstance(message, DocumentSent))
    answer = forged(scene.log.acknowledge(token, grant, grant.sid))
    scene.engine.tell(HeardFromRelay(body=canonical(answer.model_dump(mode="json")).decode()))
    assert not scene.sent(Permit)
    assert scene.stands(State.ENDED)


def test_an_acknowledgement_after_turning_off_makes_no_permit(scene: DeskScene) -> None:
    """What was withdrawn while it waited stays off."""
    scene.acknowledges = False
    scene.paired().asks(Scope.VIEW).says_yes(Scope.VIEW)
    scene.core.turn_off(Scope.VIEW)
    for message, document in zip(scene.to_relay, scene.documents, strict=False):
        token = message.list if isinstance(message, Wraps) else getattr(message, "token", "")
        scene.acknowledge(token, document)
    assert not scene.sent(Permit)
    assert scene.view.live is None
    assert scene.stands(State.ONLY_CHAT)


def test_a_grant_that_never_went_live_is_told_as_such_before_the_next(scene: DeskScene) -> None:
    """The technician hears of every grant in the chain, of one turned off under its own banner too."""
    scene.viewing()
    scene.view.has_indicator = False
    scene.asks(Scope.CONTROL).says_yes(Scope.CONTROL)
    scene.core.turn_off(Scope.VIEW)
    scene.view.has_indicator = True
    scene.core.indicator_shown(1)
    scene.asks(Scope.VIEW).says_yes(Scope.VIEW)
    first, second, third = scene.told(GrantLive)
    assert [len(live.scopes) for live in (first, second, third)] == [1, 0, 1]
    assert [grant.chain for grant in scene.written(ConsentGrant)] == [
        None, sha256_of(first.grant), sha256_of(second.grant),
    ]  # fmt: skip
    assert [permit.epoch for permit in scene.sent(Permit)] == [1, 3]
    assert scene.stands(State.GRANTED)


def test_the_notice_is_the_question_word_for_word(scene: DeskScene) -> None:
    """The grant commits to the text the customer read, and the recording gets that text and its salt."""
    scene.paired().asks(Scope.VIEW)
    assert scene.view.question is not None
    text = scene.view.question.text()
    scene.says_yes(Scope.VIEW)
    aside = scene.told(AsideWords)[0]
    assert aside.notice == text
    salt = unb64u(aside.notice_salt)
    assert scene.written(ConsentGrant)[0].notice_sha256 == b64u(commitment(salt, text))


def test_a_wider_grant_replaces_the_former_in_a_new_epoch(scene: DeskScene) -> None:
    """It names all that lives, the chain names the former, and the former epoch is closed before."""
    scene.controlling()
    first, second = scene.written(ConsentGrant)
    assert second.allows == {Scope.VIEW, Scope.CONTROL}
    assert second.chain is not None
    assert [keys.epoch for keys in scene.written(KeyList)] == [1, 2]
    assert any(close.whole for close in scene.sent(Close))
    assert first.jti != second.jti


def test_the_key_list_names_each_wrap_by_its_hash(scene: DeskScene) -> None:
    """What the relay keeps for the readers is what the desk signed for."""
    scene.viewing()
    wraps = next(message for message in scene.to_relay if isinstance(message, Wraps))
    listed = scene.written(KeyList)[0]
    assert {wrap.group for wrap in wraps.wraps} == {"view", "keys", "rest", "aside"}
    assert sum(len(group.wraps) for group in listed.groups) == len(wraps.wraps)
    assert sha256_of(wraps.list)


def test_the_customer_adds_ten_minutes(scene: DeskScene) -> None:
    """Their own longer grant names the same things."""
    scene.viewing()
    scene.core.add_time()
    first, second = scene.written(ConsentGrant)
    assert second.exp - first.exp == 600
    assert second.allows == first.allows


def test_keys_are_renewed_before_they_are_an_hour_old(scene: DeskScene) -> None:
    """A new epoch under the same grant; worn keys are renewed at once."""
    scene.paired().asks(Scope.VIEW, minutes=60).says_yes(Scope.VIEW)
    scene.wait(3550)
    assert [keys.epoch for keys in scene.written(KeyList)] == [1, 2]
    assert len(scene.written(ConsentGrant)) == 1
    scene.engine.tell(Worn())
    assert [permit.epoch for permit in scene.sent(Permit)] == [1, 2, 3]
    assert scene.stands(State.GRANTED)
