"""
Write tests/vectors/consent-documents.json: good and bad documents, and what each has to be called.

    python -m tests.support.make_consent_vectors

Both languages read the file. A test holds that it is what this program writes.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from consent import answering, limits
from consent.canonical import canonical
from consent.encoding import b64u, unb64u
from consent.ending import EndReason, SessionEnd
from consent.fields import Position
from consent.grant import ConsentGrant
from consent.jws import SignedDocument, SigningKey, header_of, sha256_of, sign
from consent.keylist import GroupKeys, KeyList, WrapHash
from consent.opening import OpeningReason, OpeningRequest
from consent.organisation import PersonRole
from consent.pause import ConsentPause, ConsentResume, PauseBecause
from consent.scopes import Group, Scope
from consent.statement import TranscriptLine, TranscriptStatement
from consent.withdrawal import ConsentWithdrawal
from tests.support.consent_scene import (
    AGENT_KEY,
    DAY,
    DIRECTORY_KEY,
    DOMAIN,
    NOW,
    ORGANISATION_KEY,
    ORIGIN,
    SESSION,
    TECHNICIAN_KEY,
    Scene,
    a_directory,
    a_hash,
    a_key,
    a_policy,
    an_entry,
    an_id,
)
from tests.support.vectors import FOLDER

Case = dict[str, Any]
SCENE = Scene()
STRANGER = a_key("stranger")


def by(key: SigningKey) -> Case:
    """Give what every document of the session says, signed by this key."""
    return {"iss": key.verify_key.thumbprint, "aud": ORIGIN, "jti": an_id(7), "sid": SESSION, "iat": NOW}


def at(channel: int, direction: int = 0, count: int = 3) -> Position:
    """Name a position in the first epoch."""
    return Position(epoch=1, direction=direction, channel=channel, count=count)


def good_documents() -> dict[str, tuple[SignedDocument, SigningKey]]:
    """Write one document of each kind."""
    desk = by(AGENT_KEY)
    wraps = tuple(WrapHash(reader=reader.reader, sha256=a_hash(reader.name)) for reader in SCENE.policy.readers)
    groups = tuple(GroupKeys(group=group, secret_sha256=a_hash(group), wraps=wraps) for group in Group)
    line = TranscriptLine(epoch=1, direction=0, channel=1, count=3, hash=a_hash("line"), lost=0)
    opening = OpeningRequest(
        **by(a_key("Quality team")), reason=OpeningReason.QUALITY, words="monthly", groups=(Group.VIEW, Group.REST)
    )
    return {
        "request": (SCENE.request(Scope.VIEW, Scope.REPORT), TECHNICIAN_KEY),
        "grant": (SCENE.a_grant(Scope.VIEW), AGENT_KEY),
        "withdrawal": (
            ConsentWithdrawal(**desk, grant=an_id(100), scopes=(Scope.VIEW,), positions=(at(1), at(1, 1))),
            AGENT_KEY,
        ),
        "pause": (
            ConsentPause(**desk, grant=an_id(100), because=PauseBecause.LOOK_AWAY, positions=(at(1), at(2, 1))),
            AGENT_KEY,
        ),
        "resume": (ConsentResume(**desk, grant=an_id(100)), AGENT_KEY),
        "key list": (KeyList(**desk, grant=an_id(100), epoch=1, groups=groups, positions=()), AGENT_KEY),
        "the desk's statement": (TranscriptStatement(**desk, lines=(line,), final=False), AGENT_KEY),
        "the technician's statement": (
            TranscriptStatement(**by(TECHNICIAN_KEY), lines=(line,), final=True),
            TECHNICIAN_KEY,
        ),
        "session end": (SessionEnd(**desk, reason=EndReason.STOPPED, positions=(at(4),)), AGENT_KEY),
        "policy": (SCENE.policy, ORGANISATION_KEY),
        "directory key": (a_directory(), ORGANISATION_KEY),
        "directory entry": (an_entry(), DIRECTORY_KEY),
        "opening": (opening, a_key("Quality team")),
    }


def signed(typ: str, claims: bytes, key: SigningKey, header: bytes | None = None) -> str:
    """Sign whatever bytes stand for claims, under whatever header."""
    text = f"{b64u(header or header_of(typ, key.verify_key.thumbprint))}.{b64u(claims)}"
    return f"{text}.{b64u(key.sign(text.encode()))}"


def documents() -> Iterator[Case]:
    """Give every good document, and what can be wrong with one."""
    for name, (document, key) in good_documents().items():
        yield _document(name, document.typ, sign(document, key), key, "", document.model_dump(mode="json"))
    yield from _broken_tokens()
    yield from _broken_claims()


def _document(name: str, typ: str, token: str, key: SigningKey, expect: str, claims: Case | None = None) -> Case:
    case = {"name": name, "typ": typ, "token": token, "key": key.verify_key.jwk(), "expect": expect}
    return case | ({"claims": claims} if claims else {})


def _broken_tokens() -> Iterator[Case]:
    good, key = good_documents()["resume"]
    typ, token = good.typ, sign(good, key)
    head, payload, signature = token.split(".")
    claims = unb64u(payload)
    kid = key.verify_key.thumbprint
    headers = {
        "an algorithm of the sender's choice": {"alg": "none", "kid": kid, "typ": typ},
        "the algorithm by its old name": {"alg": "EdDSA", "kid": kid, "typ": typ},
        "another kind of document": {"alg": "Ed25519", "kid": kid, "typ": "consent-pause+jwt"},
        "a key of the sender's own": {"alg": "Ed25519", "kid": STRANGER.verify_key.thumbprint, "typ": typ},
        "a header with more in it": {"alg": "Ed25519", "jku": "https://x.example", "kid": kid, "typ": typ},
    }
    for name, header in headers.items():
        yield _document(name, typ, signed(typ, claims, key, canonical(header)), key, "C-011")
    spaced = json.dumps({"alg": "Ed25519", "kid": kid, "typ": typ}).encode()
    yield _document("a header written another way", typ, signed(typ, claims, key, spaced), key, "C-011")
    yield _document("two parts", typ, f"{head}.{payload}", key, "C-010")
    yield _document("four parts", typ, f"{token}.{signature}", key, "C-010")
    yield _document("nothing at all", typ, "", key, "C-010")
    yield _document("padding", typ, f"{token}==", key, "C-010")
    yield _document("spare bits set", typ, token[:-1] + chr(ord(token[-1]) + 1), key, "C-010")
    yield _document("longer than its kind may be", typ, token + "A" * limits.DOCUMENT_BYTES, key, "C-003")
    yield _document("no signature", typ, f"{head}.{payload}.", key, "C-012")
    yield _document("a signature of zeros", typ, f"{head}.{payload}.{b64u(bytes(64))}", key, "C-012")
    other = sign(good, STRANGER).split(".")[2]
    yield _document("a stranger's signature", typ, f"{head}.{payload}.{other}", key, "C-012")
    changed = b64u(claims.replace(SESSION.encode(), b64u(bytes(16)).encode()))
    yield _document("claims changed after signing", typ, f"{head}.{changed}.{signature}", key, "C-012")
    forms = {
        "claims with spaces": json.dumps(json.loads(claims), sort_keys=True).encode(),
        "claims in another order": json.dumps(
            dict(reversed(json.loads(claims).items())), separators=(",", ":")
        ).encode(),
        "a claim twice": claims.replace(b'{"aud"', b'{"aud":"https://x.example","aud"'),
        "a float": claims.replace(str(NOW).encode(), b"%d.0" % NOW),
        "no object": b"[]",
        "no text": b"\xff\xfe",
        "no claims": b"",
    }
    for name, form in forms.items():
        yield _document(name, typ, signed(typ, form, key), key, "C-002")


def _broken_claims() -> Iterator[Case]:
    wrong: list[tuple[str, str, Case]] = [
        ("a claim too many", "resume", {"extra": 1}),
        ("a claim missing", "resume", {"grant": ...}),
        ("a number as text", "resume", {"iat": str(NOW)}),
        ("truth for a number", "resume", {"iat": True}),
        ("a time before 1970", "resume", {"iat": -1}),
        ("a name too short", "resume", {"jti": b64u(bytes(15))}),
        ("a name with padding", "resume", {"jti": f"{an_id(7)}=="}),
        ("an origin with a path", "resume", {"aud": f"{ORIGIN}/"}),
        ("an origin in capitals", "resume", {"aud": ORIGIN.upper()}),
        ("another scheme", "resume", {"aud": "ftp://relay.nordlicht.example"}),
        ("no scope", "request", {"scopes": []}),
        ("a scope twice", "request", {"scopes": ["view", "view"]}),
        ("an unknown scope", "request", {"scopes": ["view", "everything"]}),
        ("no minute", "request", {"minutes": 0}),
        ("more than a working day", "request", {"minutes": limits.MINUTES + 1}),
        ("over before it begins", "request", {"exp": NOW}),
        ("a purpose in no vocabulary", "request", {"purpose": "help"}),
        ("view of no monitor", "grant", {"scopes": [{"scope": "view", "monitors": [], "until": NOW + 900}]}),
        ("a monitor twice", "grant", {"scopes": [{"scope": "view", "monitors": [0, 0], "until": NOW + 900}]}),
        ("a monitor beyond all", "grant", {"scopes": [{"scope": "view", "monitors": [16], "until": NOW + 900}]}),
        ("control of a monitor", "grant", {"scopes": [{"scope": "control", "monitors": [0], "until": NOW + 900}]}),
        ("a yes over before it begins", "grant", {"scopes": [{"scope": "report", "monitors": [], "until": NOW}]}),
        ("a yes that outlives its things", "grant", {"exp": NOW + 901}),
        ("a yes that begins later", "grant", {"nbf": NOW + 1}),
        ("a scope twice in a yes", "grant", {"scopes": [{"scope": "view", "monitors": [0], "until": NOW + 900}] * 2}),
        ("a reader twice", "grant", {"readers": [{"reader": SCENE.policy.readers[0].reader, "groups": []}] * 2}),
        ("one reader", "grant", {"readers": [{"reader": SCENE.policy.readers[0].reader, "groups": ["view"]}]}),
        ("a grant that forgets how it began", "grant", {"look_only": None}),
        ("a withdrawal of nothing", "withdrawal", {"scopes": []}),
        ("a position twice", "withdrawal", {"positions": [at(1).model_dump()] * 2}),
        ("a channel there is not", "withdrawal", {"positions": [at(1).model_dump() | {"channel": 9}]}),
        ("a pause of chat", "pause", {"positions": [at(4).model_dump()]}),
        ("a pause for no reason", "pause", {"because": ""}),
        ("a key list without a group", "key list", {"groups": []}),
        ("a line twice", "the desk's statement", {"lines": [_line(), _line()]}),
        ("a count beyond counting", "the desk's statement", {"lines": [_line() | {"count": -1}]}),
        ("an end for no reason", "session end", {"reason": "bored"}),
        ("a policy of one reader", "policy", {"readers": [SCENE.policy.readers[0].model_dump(mode="json")]}),
        ("a policy without a spare key", "policy", {"readers": _both_quality()}),
        ("a name that turns the direction of text", "policy", {"name": "Nordlicht\u202e TI"}),
        ("a name over two lines", "policy", {"name": "Nordlicht\nIT"}),
        ("a name that begins with a space", "policy", {"name": " Nordlicht IT"}),
        ("a purpose twice", "policy", {"purposes": [{"term": "dpv:X", "words": "to help"}] * 2}),
        ("a scope offered twice", "policy", {"limits": _limits() | {"scopes": ["view", "view"]}}),
        ("seven digits", "policy", {"limits": _limits() | {"secret_digits": 7}}),
        ("an entry of more than a day", "directory entry", {"exp": NOW + DAY + 1}),
        ("a day there is not", "directory entry", {"trained_until": "2027-02-30"}),
        ("a key of small order", "directory entry", {"jwk": {"crv": "Ed25519", "kty": "OKP", "x": b64u(bytes(32))}}),
        ("a key of another curve", "directory entry", {"jwk": {"crv": "X25519", "kty": "OKP", "x": b64u(bytes(32))}}),
        ("an opening of nothing", "opening", {"groups": []}),
        ("words beyond measure", "opening", {"words": "é" * (limits.WORDS_LENGTH + 1)}),
    ]
    good = good_documents()
    for name, of, changes in wrong:
        document, key = good[of]
        claims = {
            claim: value for claim, value in (document.model_dump(mode="json") | changes).items() if value is not ...
        }
        yield _document(name, document.typ, signed(document.typ, canonical(claims), key), key, "C-013")


def _line() -> Case:
    return {"epoch": 1, "direction": 0, "channel": 1, "count": 3, "hash": a_hash("line"), "lost": 0}


def _limits() -> Case:
    return SCENE.policy.limits.model_dump(mode="json")


def _both_quality() -> list[Case]:
    return [reader.model_dump(mode="json") | {"role": "quality"} for reader in SCENE.policy.readers]


def grants() -> Iterator[Case]:
    """Give grants and what makes one worthless."""
    asked = SCENE.asks(Scope.VIEW, Scope.REPORT)
    first = SCENE.grants(asked, Scope.VIEW)
    token = sign(first, AGENT_KEY)
    yield _grant("as asked", first, asked)
    yield _grant("less than asked", SCENE.grants(asked, Scope.REPORT, minutes=5), asked)
    yield _grant("at its end", first, asked, elapsed=900, expect="C-204")
    yield _grant("signed by a stranger", first, asked, key=STRANGER, expect="C-011")
    yield from _moved(first, asked)
    yield from _widened(first, asked)
    later = SCENE.asks(Scope.CONTROL, number=2)
    moment = SCENE.moment(NOW + 60, 101, token, frozenset({Scope.VIEW}))
    more = SCENE.grants(later, Scope.CONTROL, number=2, moment=moment)
    yield _grant("control beside view", more, later, former=token, living=["view"])
    yield _grant("a former grant that is not named", more, later, living=["view"], expect="C-207")
    yield _grant("view brought back after its withdrawal", more, later, former=token, expect="C-205")
    alone = _changed(more, scopes=[granted for granted in more.scopes if granted.scope is Scope.CONTROL])
    yield _grant("control without view", alone, later, former=token, living=["view"], expect="C-205")
    wider = _view(more, monitors=(0, 1))
    yield _grant("a monitor more than before", wider, later, former=token, living=["view"], expect="C-205")
    renewed = answering.renew_grant(SCENE.setting, moment, add_seconds=600)
    yield _grant("ten minutes more by the customer", renewed, asked, former=token, living=["view"])
    eleven = _changed(renewed, exp=renewed.exp + 60, scopes=[_until(renewed, Scope.VIEW, renewed.exp + 60)])
    yield _grant("eleven minutes more", eleven, asked, former=token, living=["view"], expect="C-206")
    yield from _looking()


def _moved(first: ConsentGrant, asked: str) -> Iterator[Case]:
    stranger = STRANGER.verify_key
    yield _grant("another session", _changed(first, sid=b64u(bytes(16))), asked, expect="C-202")
    yield _grant("another relay", _changed(first, aud="https://relay.example"), asked, expect="C-202")
    yield _grant("another agent", _changed(first, iss=stranger.thumbprint), asked, expect="C-202")
    yield _grant("another technician", _changed(first, sub=stranger.thumbprint), asked, expect="C-210")
    holder = _changed(first, cnf={"jwk": stranger.jwk()})
    yield _grant("another holder", holder, asked, expect="C-210")
    other = SCENE.asks(Scope.VIEW, Scope.REPORT, number=5)
    yield _grant("another question", first, other, expect="C-203")
    yield _grant("another purpose", _changed(first, purpose="dpv:Marketing"), asked, expect="C-203")
    yield _grant("other rules", _changed(first, policy_sha256=a_hash("other")), asked, expect="C-208")
    yield _grant("a chain to nothing", _changed(first, chain=a_hash("former")), asked, expect="C-207")


def _widened(first: ConsentGrant, asked: str) -> Iterator[Case]:
    files = {"scope": Scope.FILES, "monitors": (), "until": NOW + 900}
    yield _grant("more than asked", _changed(first, scopes=[*first.scopes, files]), asked, expect="C-205")
    longer = _changed(first, exp=NOW + 1801, scopes=[_until(first, Scope.VIEW, NOW + 1801)])
    yield _grant("longer than asked", longer, asked, expect="C-206")
    reader = {"reader": a_hash("a reader of the relay's own"), "groups": (Group.VIEW,)}
    named = [dict(one) for one in first.readers]
    yield _grant("a reader more", _changed(first, readers=[*named, reader]), asked, expect="C-209")
    yield _grant("a reader swapped", _changed(first, readers=[named[0], reader]), asked, expect="C-209")
    typed = [named[0] | {"groups": tuple(Group)}, named[1]]
    yield _grant("typed keys for the reviewers", _changed(first, readers=typed), asked, expect="C-209")


def _looking() -> Iterator[Case]:
    scene = Scene(look_only=True)
    asked = scene.asks(Scope.VIEW)
    first = scene.grants(asked, Scope.VIEW, minutes=15)
    token = sign(first, AGENT_KEY)
    yield _grant("looking only", first, asked)
    longer = _changed(first, exp=NOW + 901, scopes=[_until(first, Scope.VIEW, NOW + 901)])
    yield _grant("looking for longer", longer, asked, expect="C-205")
    later = scene.asks(Scope.CONTROL, number=2)
    moment = scene.moment(NOW + 60, 101, token, frozenset({Scope.VIEW}))
    free = Scene().grants(later, Scope.CONTROL, number=2, moment=Scene().moment(NOW + 60, 101, token, moment.living))
    yield _grant("control after looking only", free, later, former=token, living=["view"], expect="C-205")
    control = {"scope": Scope.CONTROL, "monitors": (), "until": first.exp}
    renewed = answering.renew_grant(scene.setting, moment)
    wide = _changed(renewed, request_sha256=sha256_of(later), scopes=[*(dict(one) for one in renewed.scopes), control])
    yield _grant("control in a session for looking", wide, later, former=token, living=["view"], expect="C-205")


def _grant(
    name: str,
    grant: ConsentGrant,
    request: str,
    *,
    key: SigningKey = AGENT_KEY,
    former: str | None = None,
    living: list[str] | None = None,
    elapsed: int = 0,
    expect: str = "",
) -> Case:
    facts = {"token": sign(grant, key), "request": request, "former": former, "living": living or []}
    return {"name": name, **facts, "elapsed": elapsed, "expect": expect}


def _changed(grant: ConsentGrant, **changes: Any) -> ConsentGrant:  # noqa: ANN401 - any claim may be changed
    claims = json.loads(canonical(grant.model_dump(mode="json") | _plain(changes)))
    return ConsentGrant.model_validate_json(json.dumps(claims))


def _plain(value: Any) -> Any:  # noqa: ANN401 - whatever a claim can be
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    return value.model_dump(mode="json") if hasattr(value, "model_dump") else value


def _until(grant: ConsentGrant, scope: Scope, until: int) -> Case:
    granted = grant.granted(scope)
    assert granted is not None
    return dict(granted) | {"until": until}


def _view(grant: ConsentGrant, monitors: tuple[int, ...]) -> ConsentGrant:
    scopes = [dict(one) | ({"monitors": monitors} if one.scope is Scope.VIEW else {}) for one in grant.scopes]
    return _changed(grant, scopes=scopes)


def organisations() -> Iterator[Case]:
    """Give policies and directory keys, under the organisation's key and domain."""
    yield _organisation("as it should be")
    yield _organisation("a stranger's policy", policy_key=STRANGER, expect="C-301")
    yield _organisation("a stranger's directory key", directory_key=STRANGER, expect="C-301")
    yield _organisation("a policy that says another key", policy={"iss": a_hash("x")}, expect="C-301")
    yield _organisation("another domain's policy", policy={"domain": "other.example"}, expect="C-301")
    yield _organisation("another domain's directory", directory={"domain": "other.example"}, expect="C-301")
    yield _organisation("another domain than expected", domain="other.example", expect="C-301")
    yield _organisation("a directory key of last year", directory={"exp": NOW - 91}, expect="C-302")
    yield _organisation("a clock 90 seconds ahead", directory={"exp": NOW - 89})
    yield _organisation("a directory key of next week", directory={"iat": NOW + 7 * DAY}, expect="C-302")
    yield _organisation("a policy of next week", policy={"iat": NOW + 7 * DAY}, expect="C-302")


def _organisation(
    name: str,
    *,
    policy: Case | None = None,
    directory: Case | None = None,
    policy_key: SigningKey = ORGANISATION_KEY,
    directory_key: SigningKey = ORGANISATION_KEY,
    domain: str = DOMAIN,
    expect: str = "",
) -> Case:
    tokens = {
        "policy": sign(a_policy(**(policy or {})), policy_key),
        "directory_key": sign(a_directory(**(directory or {})), directory_key),
    }
    return {"name": name, **tokens, "domain": domain, "at": NOW, "expect": expect}


def entries() -> Iterator[Case]:
    """Give directory entries, under Nordlicht's directory key."""
    yield _entry("as it should be")
    yield _entry("on the last day of training", trained_until="2026-03-01")
    yield _entry("training ran out yesterday", trained_until="2026-02-28", expect="C-303")
    yield _entry("an entry of yesterday", iat=NOW - DAY, exp=NOW - 91, expect="C-303")
    yield _entry("a clock an hour behind", iat=NOW + 3600, exp=NOW + 3600 + DAY)
    yield _entry("an entry for next week", iat=NOW + 7 * DAY, exp=NOW + 8 * DAY, expect="C-303")
    yield _entry("a reviewer", role=PersonRole.REVIEWER, expect="C-304")
    yield _entry("another organisation", domain="other.example", expect="C-304")
    yield _entry("another signer by its own word", iss=a_hash("x"), expect="C-304")
    yield _entry("another key than it names", sub=STRANGER.verify_key.thumbprint, expect="C-304")
    yield _entry("signed by a stranger", key=STRANGER, expect="C-304")


def _entry(name: str, *, key: SigningKey = DIRECTORY_KEY, expect: str = "", **changes: Any) -> Case:  # noqa: ANN401
    return {"name": name, "token": sign(an_entry(**changes), key), "at": NOW, "expect": expect}


def keys() -> Iterator[Case]:
    """Give public keys, with their thumbprints, and what is none."""
    known = {"x": b64u(bytes.fromhex("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a"))}
    # RFC 8032 section 7.1, test 1; its thumbprint is the one of RFC 8037 appendix A.3.
    yield {"name": "RFC 8037 A.3", **known, "thumbprint": "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k", "expect": ""}
    small = [
        "00" * 32,
        "01" + "00" * 31,
        "ec" + "ff" * 30 + "7f",
        "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
        "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa",
        "ee" + "ff" * 30 + "7f",
    ]
    for point in small:
        yield {"name": f"small order {point[:8]}", "x": b64u(bytes.fromhex(point)), "expect": "C-014"}
    yield {"name": "a y beyond the field", "x": b64u((2**255 - 10).to_bytes(32, "little")), "expect": "C-014"}
    yield {"name": "31 bytes", "x": b64u(bytes(31)), "expect": "C-014"}


def everything() -> Case:
    """Gather the whole file."""
    return {
        "about": "Documents of one made-up session. `expect` is the code of the error, or empty where all is well.",
        "setting": {
            "session": SESSION,
            "origin": ORIGIN,
            "agent": AGENT_KEY.verify_key.jwk(),
            "technician": TECHNICIAN_KEY.verify_key.jwk(),
            "policy": sign(SCENE.policy, ORGANISATION_KEY),
            "organisation": ORGANISATION_KEY.verify_key.jwk(),
            "directory_key": sign(a_directory(), ORGANISATION_KEY),
        },
        "keys": list(keys()),
        "documents": list(documents()),
        "grants": list(grants()),
        "organisations": list(organisations()),
        "entries": list(entries()),
    }


def written() -> str:
    """Write the file's text."""
    return json.dumps(everything(), indent=1, ensure_ascii=True) + "\n"


if __name__ == "__main__":
    (FOLDER / "consent-documents.json").write_text(written(), encoding="utf-8")
