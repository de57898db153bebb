"""Python and the browser's modules are one protocol: what one writes the other reads, and both refuse alike."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from random import Random
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from consent.canonical import MAX_INTEGER, canonical, parse_canonical
from consent.encoding import b64u, unb64u
from protocol import code, keys, limits, sframe
from protocol.cpace import Initiator, Isk, Responder
from protocol.errors import CATALOGUE, AttendedError
from protocol.keys import FROM_AGENT, FROM_TECHNICIAN, Direction, GroupSecret
from protocol.sframe import Opener, Sealer
from tests.support.browser_half import BrowserHalf, Refused
from tests.support.vectors import load

SESSION = bytes(range(16))
BASE = bytes(range(64))
PRS, CI, SID, ADA, ADB = b"4821739205", b"channel", b"session", b"technician's data", b"agent's data"

# The child answers every example of one test; it keeps nothing between them that a test could feel.
alike = settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
numbers = st.integers(-MAX_INTEGER, MAX_INTEGER)
values = st.recursive(
    st.none() | st.booleans() | numbers | texts,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(texts, inner, max_size=3),
    max_leaves=12,
)
code_letters = st.sampled_from("0123456789- \n\u2013\u00a0\u200b.x\uff14")


@pytest.fixture(scope="module")
def browser() -> Iterator[BrowserHalf]:
    """Start the browser's half once for all tests here."""
    with BrowserHalf() as half:
        yield half


def outcome(act: Callable[[], object]) -> object:
    """Give what came of it: a value, or the code of a documented error."""
    try:
        return act()
    except (AttendedError, Refused) as error:
        return f"refused {error.code}"


def test_every_error_of_the_browser_is_python_s(browser: BrowserHalf) -> None:
    """Names, codes, words, remedies and whose fault it is are the same on both sides."""
    told = browser.ask("errors")
    assert len(told) > 10
    for one in told:
        kind = CATALOGUE[one["code"]]
        assert one == {
            "name": kind.__name__,
            "code": kind.code,
            "words": kind.words,
            "remedy": kind.remedy,
            "branch": kind.__bases__[0].__name__,
        }


def test_every_limit_of_the_browser_is_python_s(browser: BrowserHalf) -> None:
    """No bound differs between the sides."""
    told = browser.ask("limits")
    assert len(told) > 10
    assert told == {name: getattr(limits, name) for name in told}


def test_what_python_seals_the_browser_opens(browser: BrowserHalf) -> None:
    """Fifty messages of growing length cross from agent to console."""
    kid = sframe.kid(2**32 - 1, FROM_AGENT, 1)
    messages = [Random(length).randbytes(length * length) for length in range(50)]
    sealer = Sealer(BASE, kid, sframe.metadata(SESSION))
    sealed = [sealer.seal(message) for message in messages]

    opened = browser.ask(
        "open", base=BASE.hex(), kid=str(kid), session=SESSION.hex(), sealed=[one.hex() for one in sealed]
    )
    assert opened == [[message.hex(), counter, 0] for counter, message in enumerate(messages)]


def test_what_the_browser_seals_python_opens(browser: BrowserHalf) -> None:
    """And back, from console to agent, byte for byte what Python would have sealed."""
    kid = sframe.kid(7, FROM_TECHNICIAN, 3)
    messages = [Random(length).randbytes(length * length) for length in range(50)]
    asked = {"base": BASE.hex(), "kid": str(kid), "session": SESSION.hex()}
    sealed = [bytes.fromhex(one) for one in browser.ask("seal", **asked, messages=[one.hex() for one in messages])]

    opener = Opener(BASE, kid, sframe.metadata(SESSION))
    assert [opener.open(one) for one in sealed] == [(message, counter, 0) for counter, message in enumerate(messages)]
    again = Sealer(BASE, kid, sframe.metadata(SESSION))
    assert [again.seal(message) for message in messages] == sealed


@pytest.mark.parametrize("other", [{"kid": "3"}, {"session": bytes(16).hex()}, {"base": bytes(64).hex()}])
def test_the_browser_refuses_what_was_sealed_elsewhere(browser: BrowserHalf, other: dict[str, str]) -> None:
    """Another place, session or key is refused with Python's code."""
    kid = sframe.kid(7, FROM_AGENT, 1)
    sealed = Sealer(BASE, kid, sframe.metadata(SESSION)).seal(b"x")
    asked = {"base": BASE.hex(), "kid": str(kid), "session": SESSION.hex(), **other}
    elsewhere = Opener(
        bytes.fromhex(asked["base"]), int(asked["kid"]), sframe.metadata(bytes.fromhex(asked["session"]))
    )

    refused = outcome(lambda: browser.ask("open", **asked, sealed=[sealed.hex()]))
    assert refused == outcome(lambda: elsewhere.open(sealed))
    assert str(refused).startswith("refused P-14")


@pytest.mark.parametrize("seed", range(5))
def test_a_technician_in_the_browser_pairs_with_an_agent_in_python(browser: BrowserHalf, seed: int) -> None:
    """A whole run across languages ends in one key and one transcript."""
    dice = Random(seed)
    agent = Responder(PRS, CI, SID, ADB, dice.randbytes(32))
    begun = {"name": "a", "prs": PRS.hex(), "ci": CI.hex(), "sid": SID.hex()}
    ya = browser.ask("begin", role="Initiator", ad=ADA.hex(), scalar=dice.randbytes(32).hex(), **begun)
    yb = agent.answer(bytes.fromhex(ya), ADA)
    ta = browser.ask("receive", name="a", share=yb.hex(), ad=ADB.hex())
    proven = agent.check(bytes.fromhex(ta))
    isk, transcript = browser.ask("confirm", name="a", tag=proven.tag.hex())

    assert bytes.fromhex(isk) == proven.isk
    assert bytes.fromhex(transcript) == agent.transcript


@pytest.mark.parametrize("seed", range(5))
def test_a_technician_in_python_pairs_with_an_agent_in_the_browser(browser: BrowserHalf, seed: int) -> None:
    """The other way round as well."""
    dice = Random(seed)
    technician = Initiator(PRS, CI, SID, ADA, dice.randbytes(32))
    begun = {"name": "b", "prs": PRS.hex(), "ci": CI.hex(), "sid": SID.hex()}
    browser.ask("begin", role="Responder", ad=ADB.hex(), scalar=dice.randbytes(32).hex(), **begun)
    yb = browser.ask("answer", name="b", share=technician.share.hex(), ad=ADA.hex())
    technician.receive(bytes.fromhex(yb), ADB)
    tb, isk, transcript = browser.ask("check", name="b", tag=technician.tag().hex())

    assert technician.confirm(bytes.fromhex(tb)) == bytes.fromhex(isk)
    assert bytes.fromhex(transcript) == technician.transcript


def test_a_wrong_code_is_refused_across_languages(browser: BrowserHalf) -> None:
    """One digit apart, the agent says wrong code and the console has no key."""
    agent = Responder(b"4821739206", CI, SID, ADB, bytes(range(32)))
    begun = {"name": "c", "prs": PRS.hex(), "ci": CI.hex(), "sid": SID.hex()}
    ya = browser.ask("begin", role="Initiator", ad=ADA.hex(), scalar=bytes(range(32, 64)).hex(), **begun)
    ta = browser.ask("receive", name="c", share=agent.answer(bytes.fromhex(ya), ADA).hex(), ad=ADB.hex())

    assert outcome(lambda: agent.check(bytes.fromhex(ta))) == "refused P-120"
    assert outcome(lambda: browser.ask("confirm", name="c", tag=bytes(64).hex())) == "refused P-120"


@pytest.mark.parametrize(
    "case", load("cpace-x25519-sha512")["scalar_mult_vfy"]["cases"], ids=lambda case: case["u"][:8]
)
def test_both_sides_abort_on_the_same_points(browser: BrowserHalf, case: dict[str, Any]) -> None:
    """The draft's twelve points meet the same answer in Node as in Python."""
    agent = Responder(PRS, CI, SID, ADB, bytes(range(32)))
    begun = {"name": "d", "prs": PRS.hex(), "ci": CI.hex(), "sid": SID.hex()}
    browser.ask("begin", role="Responder", ad=ADB.hex(), scalar=bytes(range(32)).hex(), **begun)

    told = outcome(lambda: browser.ask("answer", name="d", share=case["u"], ad=""))
    assert told == outcome(lambda: agent.answer(bytes.fromhex(case["u"]), b"").hex())
    assert (told == "refused P-121") == case["must_abort"]


@alike
@given(st.randoms(use_true_random=False), st.integers(1, 2**32 - 1), st.sampled_from((0, 1)), st.integers(1, 127))
def test_both_sides_derive_the_same_keys(
    browser: BrowserHalf, dice: Random, epoch: int, direction: Direction, channel: int
) -> None:
    """Every key of the schedule, for any secrets and place."""
    isk, transcript, group, nonces = (dice.randbytes(length) for length in (64, 90, 32, 64))
    secret = keys.session_secret(Isk(isk), transcript)
    resume = keys.resume_key(secret)
    derived = [
        secret.hex(),
        resume.hex(),
        keys.verifier_digits(secret),
        keys.channel0(secret, 0, direction).hex(),
        keys.channel0(secret, epoch, direction, nonces).hex(),
        keys.channel_key(GroupSecret(group), SESSION, epoch, direction, channel).hex(),
        keys.resume_mac(resume, "technician", nonces, epoch).hex(),
    ]
    place = {"epoch": epoch, "direction": direction, "channel": channel, "session": SESSION.hex()}
    secrets = {"isk": isk.hex(), "transcript": transcript.hex(), "group": group.hex(), "nonces": nonces.hex()}
    assert browser.ask("keys", **secrets, **place) == derived


@alike
@given(st.dictionaries(texts, values, max_size=4))
def test_both_sides_write_one_canonical_form(browser: BrowserHalf, value: dict[str, Any]) -> None:
    """A document hashes and signs alike wherever it was written."""
    written = canonical(value)
    assert browser.ask("canonical", value=value) == written.hex()
    assert browser.ask("parseCanonical", data=written.hex(), limit=65_536) == written.hex()


@alike
@given(st.dictionaries(texts, values, max_size=3), st.data())
def test_both_sides_refuse_the_same_documents(browser: BrowserHalf, value: dict[str, Any], data: st.DataObject) -> None:
    """With any byte changed, inserted or lost, both read the same or refuse with the same code."""
    written = bytearray(canonical(value))
    at = data.draw(st.integers(0, len(written) - 1))
    written[at : at + data.draw(st.integers(0, 2))] = data.draw(st.binary(max_size=2))
    mutated = bytes(written)

    told = outcome(lambda: browser.ask("parseCanonical", data=mutated.hex(), limit=65_536))
    assert told == outcome(lambda: canonical(parse_canonical(mutated, 65_536)).hex())


@alike
@given(st.text(code_letters, max_size=20) | texts)
def test_both_sides_read_the_same_codes(browser: BrowserHalf, text: str) -> None:
    """Whatever is typed is the same code, or the same refusal, in the console as at the agent."""
    told = outcome(lambda: browser.ask("code", text=text))
    assert told == outcome(lambda: code.parse(text).spoken())


@alike
@given(st.text("AZaz09-_=+/ \n", max_size=12) | texts)
def test_both_sides_read_the_same_base64url(browser: BrowserHalf, text: str) -> None:
    """Neither side reads a spelling that the other refuses."""
    told = outcome(lambda: browser.ask("unb64u", text=text))
    assert told == outcome(lambda: b64u(unb64u(text)))


@alike
@given(st.binary(max_size=40))
def test_both_sides_read_the_same_headers(browser: BrowserHalf, data: bytes) -> None:
    """The visible part of a sealed message says the same to relay and console."""

    def here() -> dict[str, object]:
        header = sframe.read_header(data)
        return {"kid": str(header.kid), "counter": str(header.counter), "length": header.length}

    assert outcome(lambda: browser.ask("header", data=data.hex())) == outcome(here)
