"""
What desk and engine say to each other: two closed catalogues of strict models.

The engine carries; the desk decides and signs. So the desk sends whole documents and keys, and the engine hands up
what arrived. Secrets that go down this pipe are traffic keys only: never the code, a signing key or a reader's key.
A `body` is the canonical JSON of a message of the wire. Times are whole milliseconds, bytes are base64url.
"""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal, TypeVar

from pydantic import AfterValidator, Field, ValidationError

from consent import limits as documents
from consent.canonical import canonical, parse_canonical
from consent.fields import Position
from consent.model import Document
from consent.scopes import Scope
from consent.statement import TranscriptLine
from protocol import limits
from protocol.errors import AttendedError, PipeBroken
from protocol.messages.report import SectionName, SectionNumber


def _each_place_once(each: list[Place]) -> list[Place]:
    if len({one.pair for one in each}) != len(each):
        raise ValueError("a place twice")
    return each


Place = TypeVar("Place", Position, TranscriptLine)
Positions = Annotated[list[Position], Field(max_length=documents.POSITIONS), AfterValidator(_each_place_once)]
Lines = Annotated[list[TranscriptLine], Field(max_length=documents.STATEMENT_LINES), AfterValidator(_each_place_once)]
"""What the desk signs of what the engine says: no more than a document can hold."""


class PipeMessage(Document):
    """One message on the pipe; the class names its kind."""

    kind: ClassVar[str]


class GroupSecret(Document):
    """The traffic secret of one reading group in one epoch."""

    group: str
    secret: str


class Area(Document):
    """A rectangle in device pixels of the screen."""

    x: int
    y: int
    w: int
    h: int


# From the desk


class Start(PipeMessage):
    """Connect anew, whatever was before. `first` is the relay-control message to open with: agent.wait, or resume."""

    kind = "start"
    origin: str
    websocket: str
    first: str
    closing: bool
    """A closing engine delivers the last documents: it opens neither capture nor input."""


class SayToRelay(PipeMessage):
    """Send one relay-control message as it stands."""

    kind = "relay.say"
    body: str


class SayToPair(PipeMessage):
    """Send one pairing message as it stands."""

    kind = "pairing.say"
    body: str


class ControlKeys(PipeMessage):
    """Channel 0 is keyed: after pairing in epoch 0, and anew at each resume."""

    kind = "control.keys"
    session: str
    agent_key: dict[str, str]
    technician_key: dict[str, str]
    origin: str
    epoch: int
    from_agent: str
    from_technician: str


class SayToTechnician(PipeMessage):
    """Seal one message of the catalogue (channels 0, 4 and 8) and send it."""

    kind = "technician.say"
    body: str


class Permit(PipeMessage):
    """
    A grant and its epoch's keys are on record, and the indicator stands.

    What the grant names, and of it what `scopes` still holds, may flow in this epoch, for so long from now. `say` is
    sealed first, before anything is captured: the technician needs the keys to open the rest.
    """

    kind = "permit"
    grant: str
    epoch: int
    remaining: int
    scopes: list[Scope]
    paused: bool
    groups: list[GroupSecret]
    say: list[str]


class OnlyChat(PipeMessage):
    """
    A grant and its epoch's keys are on record, and nothing of the grant lives: chat goes on, and nothing else begins.

    `say` is sealed first, as with a permit.
    """

    kind = "only-chat"
    grant: str
    epoch: int
    groups: list[GroupSecret]
    say: list[str]


class Close(PipeMessage):
    """End these scopes at once, then answer with `Closed`. `whole`: the epoch, with chat and aside."""

    kind = "close"
    serial: int
    scopes: list[Scope]
    whole: bool


class Pause(PipeMessage):
    """Stop screen, pointer and keys at once, then answer with `Closed`."""

    kind = "pause"
    serial: int


class GoOn(PipeMessage):
    """End the pause."""

    kind = "go.on"


class QuestionStands(PipeMessage):
    """While a question stands no input is injected. Answered with `Drained` when what was injected has settled."""

    kind = "question"
    stands: bool


class Mask(PipeMessage):
    """
    Where the desk's windows are: painted over and out of reach from the next frame on. Answered with `Masked`.

    `reach`: Where the banners are: in the picture, and out of reach too. `clocks`: Where in them seconds are counted;
    the picture need not show each of those.
    """

    kind = "mask"
    serial: int
    areas: list[Area]
    reach: list[Area]
    clocks: list[Area]


class Focus(PipeMessage):
    """Whether a window of the desk has the keyboard: then no remote key is injected."""

    kind = "focus"
    has: bool


class CustomersHand(PipeMessage):
    """The customer works mouse or keyboard: the technician's input waits, and nothing of theirs stays down."""

    kind = "hand"
    holds: bool


class Halt(PipeMessage):
    """Stop everything now; answer with `Halted` when no capture and no injection runs any more."""

    kind = "halt"


class CollectReport(PipeMessage):
    """
    Collect a health report, under the permit that lives.

    Answered with `ReportLooking` for each section, then with all `ReportPiece`, or with `ReportFailed`.
    """

    kind = "report.collect"


class SayReport(PipeMessage):
    """Seal one message of channel 5 and send it in its turn. `last`: answer with `ReportSaid` once it is sealed."""

    kind = "report.say"
    body: str
    last: bool


class ShowVitals(PipeMessage):
    """
    Show how busy the computer is, under the permit that lives, until it ends: the report was sent.

    What is false or not named is neither asked nor told: the customer crossed it out of the report, or it had none.
    """

    kind = "report.vitals"
    processor: bool
    memory: bool
    programs: bool
    disks: list[str]
    networks: list[str]


class AskAccounts(PipeMessage):
    """Tell the account of every stream now; answered with `Accounts`."""

    kind = "accounts.ask"


class Goodbye(PipeMessage):
    """Everything is delivered: close the line in order and end."""

    kind = "goodbye"


# From the engine


class LineIs(PipeMessage):
    """How the line to the relay stands; `wait` is the time until the next try."""

    kind = "line"
    state: Literal["connecting", "open", "lost", "trying", "given-up"]
    wait: int
    code: str
    words: str
    remedy: str


class HeardFromRelay(PipeMessage):
    """A relay-control message arrived."""

    kind = "relay.heard"
    body: str


class HeardFromPair(PipeMessage):
    """A pairing message arrived."""

    kind = "pairing.heard"
    body: str


class HeardFromTechnician(PipeMessage):
    """A sealed message on channel 0, 4 or 5 was opened and is of the catalogue."""

    kind = "technician.heard"
    body: str


class Accounts(PipeMessage):
    """The engine's account, for signing: of every stream with traffic since the last one, or of all when asked for."""

    kind = "accounts"
    lines: Lines
    asked: bool


class Closed(PipeMessage):
    """What `Close` or `Pause` named has ended, at these positions."""

    kind = "closed"
    serial: int
    positions: Positions


class Drained(PipeMessage):
    """All injected input has reached its windows; the question may be shown."""

    kind = "drained"


class Masked(PipeMessage):
    """The mask of this serial is in force for every frame from now on."""

    kind = "masked"
    serial: int


class Halted(PipeMessage):
    """Nothing is captured, injected or sealed any more. Positions and lines are final."""

    kind = "halted"
    positions: Positions
    lines: Lines


class Running(PipeMessage):
    """A permit was put to use: capture or input runs from now on."""

    kind = "running"
    scopes: list[Scope]


class ReportLooking(PipeMessage):
    """A section is looked at now."""

    kind = "report.looking"
    looking: SectionName
    number: SectionNumber
    of: SectionNumber


class ReportPiece(PipeMessage):
    """A piece of the report that was collected, and of what its pseudonyms stand for: `agent/pipe/parcel.py`."""

    kind = "report.piece"
    number: int
    of: int
    data: str


class ReportFailed(PipeMessage):
    """There is no report, and why. Nothing of it is kept."""

    kind = "report.failed"
    code: str
    words: str
    remedy: str


class ReportSaid(PipeMessage):
    """All that the desk said on channel 5 is sealed and on its way."""

    kind = "report.said"


class Worn(PipeMessage):
    """The keys of this epoch have sealed nearly all that they may: fresh ones are due."""

    kind = "worn"


class Broken(PipeMessage):
    """The session cannot go on: a broken seal, a display that went away."""

    kind = "broken"
    code: str
    words: str
    remedy: str


FROM_DESK: dict[str, type[PipeMessage]] = {
    model.kind: model
    for model in (
        Start, SayToRelay, SayToPair, ControlKeys, SayToTechnician, Permit, OnlyChat, Close, Pause, GoOn,
        QuestionStands, Mask, Focus, CustomersHand, CollectReport, SayReport, ShowVitals, Halt, AskAccounts,
        Goodbye,
    )
}  # fmt: skip
FROM_ENGINE: dict[str, type[PipeMessage]] = {
    model.kind: model
    for model in (
        LineIs, HeardFromRelay, HeardFromPair, HeardFromTechnician, Accounts, Closed, Drained, Masked, Halted,
        Running, ReportLooking, ReportPiece, ReportFailed, ReportSaid, Worn, Broken,
    )
}  # fmt: skip


def written(message: PipeMessage) -> bytes:
    """Write one message as canonical JSON."""
    return canonical({"kind": message.kind, **message.model_dump(mode="json")})


def read(body: bytes, catalogue: dict[str, type[PipeMessage]]) -> PipeMessage:
    """
    Read one message of one end's catalogue.

    Raises:
        PipeBroken: Not canonical, not of the catalogue, or not of its model.
    """
    try:
        value = parse_canonical(body, limits.PIPE_BYTES)
        model = catalogue[value.pop("kind", "")]
        return model.model_validate_json(canonical(value))
    except (AttendedError, ValidationError, KeyError, TypeError) as reason:
        raise PipeBroken(type(reason).__name__) from None
