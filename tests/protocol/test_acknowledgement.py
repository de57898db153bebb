from __future__ import annotations

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from consent.afterwards import SessionComplaint
from consent.canonical import canonical
from consent.encoding import b64u
from consent.errors import AttendedError
from consent.fields import SessionId
from consent.jws import sign
from consent.scopes import Scope
from protocol import note
from protocol.acknowledgement import LOGGED, document_hash, verify_acknowledgement, verify_closing, verify_taken
from protocol.afterwards import AfterwordTaken
from protocol.errors import AcknowledgementForeign, AcknowledgementForged, AcknowledgementIncomplete
from protocol.messages.relay import Acknowledged, SessionClosed
from tests.support.consent_scene import AGENT_KEY, SESSION, Scene
from tests.support.memory_relay import LOG_KEY, MemoryLog
from tests.support.messages import B16, B32
from tests.support.pair import LOG_VKEY

SCENE = Scene()
GRANT = SCENE.a_grant(Scope.VIEW)
TOKEN = sign(GRANT, AGENT_KEY)
OTHER_TOKEN = sign(SCENE.a_grant(Scope.VIEW, minutes=5), AGENT_KEY)
OTHER_SESSION = SessionId(B16[:20] + "Aw")
ROOT = b64u(bytes(range(32)))


def _answer(log: MemoryLog | None = None, session: SessionId = SESSION) -> Acknowledged:
    return (log or MemoryLog()).acknowledge(TOKEN, GRANT, session)


def _changed(answer: Acknowledged, **changes: object) -> Acknowledged:
    return Acknowledged.model_validate_json(canonical(answer.model_dump(mode="json") | changes))


def _with_entry(log: MemoryLog, **changes: object) -> Acknowledged:
    salt = bytes(range(32))
    claims = {"kind": "grant", "session": SESSION, "hash": document_hash(salt, TOKEN)}
    entry = canonical(claims | changes)
    return _changed(_answer(log), entry=b64u(entry), salt=b64u(salt), proof=log.add(entry))


def test_a_recorded_grant_is_believed() -> None:
    """The proof leads from this very document to a checkpoint of the pinned log."""
    told = verify_acknowledgement(_answer(), TOKEN, SESSION, LOG_VKEY)
    assert (told.index, told.size) == (1, 2)
    assert told.entry
    assert told.proof


@pytest.mark.parametrize(
    ("answer", "error"),
    [
        (lambda: _changed(_answer(), token_sha256=B32), AcknowledgementForeign),
        (lambda: _changed(_answer(), entry=None), AcknowledgementIncomplete),
        (lambda: _changed(_answer(), salt=None), AcknowledgementIncomplete),
        (lambda: _changed(_answer(), proof=None), AcknowledgementIncomplete),
        (lambda: _changed(_answer(), salt=b64u(bytes(32))), AcknowledgementForeign),
        (lambda: _answer(session=OTHER_SESSION), AcknowledgementForeign),
        (lambda: _with_entry(MemoryLog(), kind="withdrawal"), AcknowledgementForeign),
        (lambda: _with_entry(MemoryLog(), session=OTHER_SESSION), AcknowledgementForeign),
        (lambda: _with_entry(MemoryLog(), hash=B32), AcknowledgementForeign),
        (lambda: _changed(_answer(), entry=b64u(b"no entry")), AcknowledgementForged),
        (lambda: _changed(_answer(), proof="c2sp.org/tlog-proof@v1\nindex 0\n\n"), AcknowledgementForged),
        (lambda: _changed(_with_entry(MemoryLog()), proof=_answer().proof), AcknowledgementForged),
    ],
)
def test_a_forged_or_foreign_answer_is_refused(answer: object, error: type[AttendedError]) -> None:
    """Another document, session, kind, salt, entry or proof: nothing of it opens anything."""
    assert callable(answer)
    with pytest.raises(error):
        verify_acknowledgement(answer(), TOKEN, SESSION, LOG_VKEY)


def test_an_answer_to_one_grant_is_none_to_another() -> None:
    """A relay cannot keep an acknowledgement for a grant that comes later."""
    with pytest.raises(AcknowledgementForeign):
        verify_acknowledgement(_answer(), OTHER_TOKEN, SESSION, LOG_VKEY)
    moved = _changed(MemoryLog().acknowledge(OTHER_TOKEN, GRANT, SESSION), token_sha256=_answer().token_sha256)
    with pytest.raises(AcknowledgementForeign):
        verify_acknowledgement(moved, TOKEN, SESSION, LOG_VKEY)


def test_another_log_s_proof_is_refused() -> None:
    """The log key is the one that the pairing bound; a proof of any other log is a forgery."""
    other = note.SigningKey(LOG_KEY.name, Ed25519PrivateKey.from_private_bytes(bytes(32)))
    with pytest.raises(AcknowledgementForged):
        verify_acknowledgement(_answer(MemoryLog(other)), TOKEN, SESSION, LOG_VKEY)


def test_a_document_that_is_not_logged_needs_no_proof() -> None:
    """A pause is recorded; the log holds only what opens, closes and keys."""
    log = MemoryLog()
    request = SCENE.asks(Scope.VIEW)
    told = verify_acknowledgement(log.acknowledge(request, SCENE.request(), SESSION), request, SESSION, LOG_VKEY)
    assert told.index is None
    assert set(LOGGED.values()) == {"grant", "withdrawal", "key-list"}


def _closing(**changes: object) -> SessionClosed:
    log = MemoryLog()
    claims = {"kind": "session-closed", "session": SESSION, "root": ROOT, "entries": 41, "ended": "said"}
    entry = canonical(claims | changes)
    return SessionClosed(entry=b64u(entry), salt=None, proof=log.add(entry), root=ROOT, entries=41)


def test_a_closed_session_is_believed() -> None:
    """The receipt's root is the one in the log."""
    closed = verify_closing(_closing(), SESSION, LOG_VKEY)
    assert (closed.index, closed.size, closed.entries, b64u(closed.root)) == (1, 2, 41, ROOT)


@pytest.mark.parametrize(
    "changes", [{"kind": "grant"}, {"session": OTHER_SESSION}, {"root": B32[:-1] + "0"}, {"entries": 40}]
)
def test_a_closing_of_something_else_is_refused(changes: dict[str, object]) -> None:
    """Another session's end, or another root than was told, makes no receipt."""
    with pytest.raises(AcknowledgementForeign):
        verify_closing(_closing(**changes), SESSION, LOG_VKEY)


def test_a_closing_without_its_place_in_the_log_is_refused() -> None:
    """A proof of another entry does not do."""
    other = _closing(ended="lost").proof
    with pytest.raises(AcknowledgementForged):
        verify_closing(_closing().model_copy(update={"proof": other}), SESSION, LOG_VKEY)


_SAID = {"iss": AGENT_KEY.verify_key.thumbprint, "aud": GRANT.aud, "jti": GRANT.jti, "sid": SESSION, "iat": GRANT.iat}
COMPLAINT = sign(SessionComplaint.model_validate(_SAID | {"words_sha256": GRANT.notice_sha256}), AGENT_KEY)


def _taken(log: MemoryLog, **changes: object) -> AfterwordTaken:
    salt = bytes(range(32))
    claims = {"kind": "hold", "session": SESSION, "hash": document_hash(salt, COMPLAINT)}
    entry = canonical(claims | changes)
    return AfterwordTaken(entry=b64u(entry), salt=b64u(salt), proof=log.add(entry))


def test_a_hold_is_believed_with_its_proof() -> None:
    """The complaint's own hash stands in the log of the pairing, as a hold of its session."""
    assert verify_taken(_taken(MemoryLog()), COMPLAINT, SESSION, LOG_VKEY) == 1


@pytest.mark.parametrize("changes", [{"kind": "rating"}, {"session": OTHER_SESSION}, {"hash": ROOT}])
def test_a_hold_of_something_else_is_not_this_one(changes: dict[str, object]) -> None:
    """A relay cannot answer with an entry that holds another recording, or none."""
    with pytest.raises(AcknowledgementForeign):
        verify_taken(_taken(MemoryLog(), **changes), COMPLAINT, SESSION, LOG_VKEY)


def test_a_hold_in_another_log_is_forged() -> None:
    """The proof must lead to the log key that the pairing bound."""
    other = note.SigningKey("elsewhere/log", Ed25519PrivateKey.from_private_bytes(bytes(32)))
    with pytest.raises(AcknowledgementForged):
        verify_taken(_taken(MemoryLog(other)), COMPLAINT, SESSION, LOG_VKEY)
