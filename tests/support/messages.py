"""One specimen of every message there is."""

from __future__ import annotations

from consent.encoding import b64u
from consent.fields import DocumentId, Position, ReaderId, Sha256
from consent.jws import sign
from consent.scopes import Group, Scope
from protocol.messages import aside, chat, control, input, pairing, relay, report, screen  # noqa: A004 - ours
from protocol.wire import Message
from tests.support.consent_scene import (
    AGENT_KEY,
    DIRECTORY_KEY,
    ORIGIN,
    SESSION,
    TECHNICIAN_KEY,
    Scene,
    a_jwk,
    an_entry,
)

B16 = b64u(bytes(range(16)))
B32 = b64u(bytes(range(32)))
B64 = b64u(bytes(range(64)))
HASH = Sha256(B32)
NAME = DocumentId(B16)
TOKEN = "e30.e30.AAAA"
WORDS = "The customer has not allowed this."
LOG_KEY = "relay.nordlicht.example/log+0123abcd+AWFiYw=="

SEALED: tuple[Message, ...] = (
    control.TechnicianProof(entry=TOKEN, signature=B64),
    control.PairingResult(language="en", platform="Linux", desk="windows", look_only=False, policy_sha256=HASH),
    control.PairingRefused(code="P-132", words=WORDS),
    control.AskConsent(request=TOKEN, reason="The printer does not print.", ticket="4711", salt=B32),
    control.CancelRequest(request=NAME),
    control.QuestionShown(request=NAME, seconds=300),
    control.ConsentAnswer(request=NAME, allowed=(Scope.VIEW,), refused=(Scope.REPORT,), because="customer", minutes=15),
    control.GrantLive(
        grant=TOKEN,
        epoch=1,
        groups=(control.GroupKey(group="view", secret=B32),),
        scopes=(control.LiveScope(scope=Scope.VIEW, monitors=(0,), seconds=900),),
    ),
    control.GrantFormer(grant=TOKEN),
    control.GrantEnded(scopes=(Scope.CONTROL,), because="turned-off"),
    control.SessionPaused(because="customer"),
    control.SessionResumed(),
    control.LeaveSession(),
    control.LookAway(),
    control.SessionEnded(reason="stopped"),
    control.RequestRefused(refused="key.code", code="C-201", words=WORDS, remedy="Ask for it."),
    screen.ScreenAck(frame=7, decode_ms=4),
    screen.ScreenKeyframe(),
    screen.ScreenMonitor(monitor=1),
    screen.ScreenVideo(codecs=("vp9", "vp8")),
    input.PointerMove(x=640, y=360),
    input.PointerButton(button="left", down=True, x=640, y=360),
    input.PointerWheel(dx=0, dy=-3, x=640, y=360),
    input.HandOfCustomer(holds=True),
    input.KeyCode(code="KeyA", down=True),
    input.KeyText(text="ß"),
    chat.ChatSaid(id=B16, text="Can you see it now?"),
    chat.ChatDelivered(id=B16),
    report.ReportProgress(looking="Looking at the disks", number=3, of=11),
    report.ReportReading(),
    report.ReportWithheld(because="customer"),
    report.ReportPart(sha256=HASH, number=1, of=2, data="eyJj"),
    report.ReportReceived(sha256=HASH),
    report.ReportVitals(
        processor=23,
        memory=report.MemoryUse(used=6_210_000_000, total=16_000_000_000),
        disks=(report.DiskUse(name="nvme0n1", read=1_204_224, written=90_112),),
        networks=(report.NetworkUse(name="wlan0", received=48_200, sent=5_100),),
        programs=(report.ProgramUse(name="firefox", processes=9, cpu=61, memory=1_420_000_000),),
    ),
    aside.AsideWords(
        request=TOKEN,
        reason="The printer does not print.",
        ticket="4711",
        salt=B32,
        notice="Ana Weber asks to see your screen.",
        notice_salt=B32,
        language="en",
    ),
    aside.AsideEntry(entry=TOKEN),
    aside.AsideCheck(answers=(aside.Answer(question="who-called", answer="customer"),)),
)
"""One of each sealed message."""

RELAY: tuple[Message, ...] = (
    relay.AgentWait(version="attended.v1"),
    relay.AgentWaiting(
        session=SESSION,
        locator="4821",
        origin=ORIGIN,
        log_key=LOG_KEY,
        server_time=1_772_355_600_000,
        lifetime=600,
        organisation="nordlicht.example",
        policy_sha256=HASH,
    ),
    relay.TechnicianJoin(version="attended.v1", locator="4821"),
    relay.TechnicianJoined(
        session=SESSION, origin=ORIGIN, log_key=LOG_KEY, server_time=1_772_355_600_000, policy_sha256=HASH
    ),
    relay.PeerArrived(),
    relay.PeerLost(seconds=60),
    relay.PeerBack(),
    relay.PeerLeft(),
    relay.LineAsk(),
    relay.LineHere(),
    relay.EndSigned(token=TOKEN),
    relay.DocumentSent(token=TOKEN),
    relay.Acknowledged(token_sha256=HASH, entry=B32, salt=B32, proof="c2sp.org/tlog-proof@v1\n…"),
    relay.Wraps(
        list=TOKEN,
        wraps=(relay.Wrap(group=Group.VIEW, reader=ReaderId(B32), suite="hpke-647a-0001-0002", wrapped=B64),),
    ),
    relay.Credit(bytes=65_536),
    relay.Refused(epoch=1, direction=1, channel=3, counter=7, code="C-201", words=WORDS, remedy="Ask for it."),
    relay.RecordingState(state="paused", words="The recording stopped, so we paused."),
    relay.Closed(code="P-220", words="The other side sent more than it was allowed to.", remedy="Update both ends."),
    relay.SessionClosed(entry=B32, salt=None, proof="c2sp.org/tlog-proof@v1\n…", root=B32, entries=41),
    relay.Resume(version="attended.v1", session=SESSION, role="agent"),
    relay.ResumeChallenge(nonce=B32),
    relay.ResumeProof(signature=B64),
    relay.Resumed(
        origin=ORIGIN,
        log_key=LOG_KEY,
        server_time=1_772_355_600_000,
        positions=(Position(epoch=1, direction=0, channel=1, count=1042),),
        peer=True,
    ),
)
"""One of each message between an end and the relay."""

PAIRING: tuple[Message, ...] = (
    pairing.PairHello(nonce=B16),
    pairing.PairShare(nonce=B16, share=B32, key=a_jwk(TECHNICIAN_KEY), entry_sha256=HASH, console="1.0"),
    pairing.PairAnswer(share=B32, key=a_jwk(AGENT_KEY), policy_sha256=HASH),
    pairing.PairConfirm(tag=B64),
    pairing.PairConfirmed(tag=B64),
    pairing.PairFailed(code="P-120"),
    pairing.ResumeShare(nonce=B32),
    pairing.ResumeAnswer(nonce=B32, epoch=3, mac=B64),
    pairing.ResumeConfirm(mac=B64),
)
"""One of each message of pairing and resume."""


def the_longest() -> tuple[Message, ...]:
    """Give the longest messages that real documents make on channel 0."""
    scene = Scene()
    request = scene.asks(*Scope, minutes=60)
    grant = sign(scene.a_grant(*Scope), AGENT_KEY)
    entry = sign(an_entry(name="A" * 80), DIRECTORY_KEY)
    groups = tuple(control.GroupKey(group=group, secret=B32) for group in ("view", "keys", "rest"))
    scopes = tuple(
        control.LiveScope(scope=scope, monitors=tuple(range(16)) if scope is Scope.VIEW else (), seconds=28_800)
        for scope in Scope
    )
    return (
        control.AskConsent(request=request, reason="ß" * 140, ticket="ß" * 40, salt=B32),
        control.GrantLive(grant=grant, epoch=2**32 - 1, groups=groups, scopes=scopes),
        control.TechnicianProof(entry=entry, signature=B64),
    )
