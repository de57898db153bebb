"""
The error tree's root and what `consent/` itself may say; `protocol/errors.py` holds the rest.

    AttendedError
    ├── PeerError     the other side broke a rule
    ├── LocalError    this computer or the person at it; it can be put right here
    └── CheckFailed   evidence does not hold: a recording, a log, a receipt

A leaf has a code that never changes its meaning, words a person can read, and a remedy: what they can do now.
"""

from __future__ import annotations

from typing import ClassVar


class AttendedError(Exception):
    """Root of every documented error. `detail` is for our own log and never goes to the peer."""

    code: ClassVar[str]
    words: ClassVar[str]
    remedy: ClassVar[str]

    def __init__(self, detail: str = "") -> None:
        """Keep `detail`, which may name values that the words must not."""
        super().__init__(detail)
        self.detail = detail

    def __str__(self) -> str:
        """Give one line for our own log: code, words and, where there is one, the detail."""
        line = f"{self.code} {self.words}"
        return f"{line} ({self.detail})" if self.detail else line


class PeerError(AttendedError):
    """The other side broke a rule."""


class LocalError(AttendedError):
    """This computer or the person at it: something that can be put right here."""


class CheckFailed(AttendedError):
    """Evidence does not hold."""


# Encoding and canonical form (C-0xx)


class NotBase64Url(PeerError):
    """Text that should hold bytes is not unpadded base64url in its one allowed spelling (RFC 4648, 5)."""

    code = "C-001"
    words = "A value that arrived is not written the way it has to be."
    remedy = "Update both ends to the same version and connect again."


class NotCanonical(PeerError):
    """Bytes that should be a document are not canonical JSON (RFC 8785)."""

    code = "C-002"
    words = "A document that arrived is not written in its one allowed form."
    remedy = "Update both ends to the same version and connect again."


class DocumentTooLong(PeerError):
    """A document is longer than its kind may be."""

    code = "C-003"
    words = "A document that arrived is longer than it may be."
    remedy = "Update both ends to the same version and connect again."


class NotWritable(LocalError):
    """A value has no canonical form: a float, a number beyond 2^53-1, a lone surrogate, too deep a nesting."""

    code = "C-004"
    words = "This program tried to write a value that has no safe written form."
    remedy = "Please report this as a fault, with what you were doing."


# Signed documents (C-01x)


class NotAToken(PeerError):
    """Text that should be a signed document does not have the three parts of one (RFC 7515, 3.1)."""

    code = "C-010"
    words = "A signed document arrived damaged."
    remedy = "Connect again. If it happens again, update both ends to the same version."


class HeaderNotAllowed(PeerError):
    """A signed document's header is not the only one allowed: another kind, key, algorithm or spelling."""

    code = "C-011"
    words = "A signed document is of another kind or by another signer than it has to be."
    remedy = "Connect again. If it happens again, ask who runs the relay."


class SignatureWrong(PeerError):
    """A signature does not fit."""

    code = "C-012"
    words = "A signature does not fit, so somebody changed or invented what it stands under."
    remedy = "Connect again. If it happens again, ask who runs the relay."


class NotTheDocument(PeerError):
    """A signed document's claims are not exactly those of its kind."""

    code = "C-013"
    words = "A signed document says something that its kind cannot say, or leaves something out."
    remedy = "Update both ends to the same version and connect again."


class BadKey(PeerError):
    """Not an Ed25519 public key, or one under which signatures prove nothing."""

    code = "C-014"
    words = "A key that arrived is not one that can be trusted."
    remedy = "Make a new key. If it is another's, ask them to."


# Questions (C-1xx)


class RequestForAnotherSession(PeerError):
    """A request names another session, agent or relay."""

    code = "C-101"
    words = "This question belongs to another session."
    remedy = "Ask again in this session."


class RequestOfAnotherTechnician(PeerError):
    """A request is not by the technician who paired."""

    code = "C-102"
    words = "Somebody else than the technician of this session asked."
    remedy = "The technician who typed the code has to ask."


class RequestUnderAnotherPolicy(PeerError):
    """A request rests on another policy than the one both ends paired under."""

    code = "C-103"
    words = "The question rests on other rules than those of this session."
    remedy = "Reload the console and connect with a new code."


class PurposeUnknown(PeerError):
    """A request names a purpose that the policy does not list."""

    code = "C-104"
    words = "The organisation's rules do not know this purpose."
    remedy = "Choose one of the purposes in the list."


class RequestTooWide(PeerError):
    """A request asks for a thing or a time that the policy does not allow, or for control in the first question."""

    code = "C-105"
    words = "The question asks for more than the organisation's rules allow."
    remedy = "Ask for less, or for a shorter time."


class NotDoneHere(PeerError):
    """A request asks for a thing that the program at the customer's computer cannot do."""

    code = "C-112"
    words = "The program on the customer's computer cannot do that yet."
    remedy = "Ask for something else, such as seeing the screen."


class ViewFirst(PeerError):
    """Control, files or clipboard were asked for while view is not live."""

    code = "C-106"
    words = "This can only be asked while the screen is being shown."
    remedy = "Ask to see the screen first."


class AskedTooOften(PeerError):
    """The same thing was asked for twice without a yes."""

    code = "C-107"
    words = "This was asked twice already. It is not asked a third time."
    remedy = "Go on without it, or help by phone."


class RequestOver(PeerError):
    """A request was answered, or arrived, after its end."""

    code = "C-108"
    words = "The time to answer this question has passed. No answer means no."
    remedy = "Ask again if it is still needed."


class RequestRepeated(PeerError):
    """A request arrived a second time."""

    code = "C-109"
    words = "This very question was put before."
    remedy = "Ask anew; a question counts once."


class OnlyLooking(PeerError):
    """Something beyond looking was asked for or used where the technician called first."""

    code = "C-110"
    words = "In this session only looking is possible, because the customer did not call first."
    remedy = "If more is needed, have the customer call you on a number they find themselves."


class QuestionStands(PeerError):
    """A second question was put while one stands."""

    code = "C-111"
    words = "The customer is still reading another question."
    remedy = "Wait for the answer, or take the question back."


# Grants and permits (C-2xx)


class GrantMissing(PeerError):
    """Something was done, sent or asked of a channel without a yes for it."""

    code = "C-201"
    words = "The customer has not allowed this."
    remedy = "Ask for it."


class GrantForAnotherSession(PeerError):
    """A grant, or another of the desk's documents, names another session, agent or relay."""

    code = "C-202"
    words = "This yes was given in another session."
    remedy = "Ask in this session."


class GrantForAnotherRequest(PeerError):
    """A grant answers another request, or gives another purpose than the one asked."""

    code = "C-203"
    words = "This yes was given to another question."
    remedy = "Ask again."


class GrantExpired(PeerError):
    """A grant was used after its end."""

    code = "C-204"
    words = "The time the customer gave for this has passed."
    remedy = "Ask again; the customer decides anew."


class GrantTooWide(PeerError):
    """A grant names more than was asked, than the policy allows, or than a look-only session may hold."""

    code = "C-205"
    words = "This yes is wider than the question."
    remedy = "Connect again with a new code. If it happens again, ask who runs the relay."


class GrantTooLong(PeerError):
    """A grant holds longer than was asked, than the policy allows, or than a look-only session may."""

    code = "C-206"
    words = "This yes holds longer than was asked."
    remedy = "Connect again with a new code. If it happens again, ask who runs the relay."


class GrantOutOfChain(PeerError):
    """A grant does not name the one before it, or a grant came twice."""

    code = "C-207"
    words = "This yes does not follow the one before it."
    remedy = "Ask again."


class GrantUnderAnotherPolicy(PeerError):
    """A grant rests on another policy than its request."""

    code = "C-208"
    words = "This yes rests on other rules than those of this session."
    remedy = "Reload the console and connect with a new code."


class GrantReadersWrong(PeerError):
    """A grant names readers, or lets them read, other than the policy says."""

    code = "C-209"
    words = "This yes names other readers of the recording than the organisation's rules."
    remedy = "Connect again with a new code. If it happens again, ask who runs the relay."


class GrantForAnotherTechnician(PeerError):
    """A grant names another technician's key."""

    code = "C-210"
    words = "This yes was given to somebody else."
    remedy = "The technician who asked has to use it."


class Paused(PeerError):
    """Screen, pointer or keys were used during a pause."""

    code = "C-211"
    words = "The session is paused. Nothing is seen."
    remedy = "Wait until the customer goes on."


class EpochOver(PeerError):
    """A message belongs to an epoch that is over, or has not begun."""

    code = "C-212"
    words = "This was sent before what is allowed changed."
    remedy = "Send it again if it is still needed."


class SessionOver(PeerError):
    """Something was done after the end."""

    code = "C-213"
    words = "The session is over."
    remedy = "Ask the customer for a new code."


class DocumentForAnotherGrant(PeerError):
    """A withdrawal, pause or key list names a grant that is not the one in force."""

    code = "C-214"
    words = "A document is about another yes than the one in force."
    remedy = "Connect again. If it happens again, ask who runs the relay."


class NotAYes(LocalError):
    """A grant was to be made from a decision that is no yes, or not the customer's to this very question."""

    code = "C-220"
    words = "The customer did not say yes to this."
    remedy = "Nothing was allowed. Ask again if it is still needed."


class PermitForged(LocalError):
    """Code tried to make a permit outside the ledger."""

    code = "C-221"
    words = "This program tried to act without a yes, and was stopped."
    remedy = "Please report this as a fault, with what you were doing."


class IllegalMove(LocalError):
    """Something happened that cannot happen in this state."""

    code = "C-222"
    words = "Something came at a moment at which it cannot come."
    remedy = "Nothing was allowed by it. Try again when the present step is done."


# Organisations and people (C-3xx)


class OrganisationWrong(PeerError):
    """Policy or directory key do not fit the organisation's key or domain."""

    code = "C-301"
    words = "We cannot be sure which organisation this is, so we did not go on."
    remedy = "Call the organisation on a number you know."


class OrganisationOutOfDate(PeerError):
    """The directory key's time has passed."""

    code = "C-302"
    words = "The organisation's own proof has run out, so we did not go on."
    remedy = "Check this computer's date and time. If they are right, the organisation has to renew its directory key."


class EntryOutOfDate(PeerError):
    """A technician's training or directory entry has run out."""

    code = "C-303"
    words = "We did not let them ask. Their proof of training ran out."
    remedy = "They can ask a colleague. If this computer's date is wrong, put it right first."


class EntryWrong(PeerError):
    """A technician's directory entry does not verify, is another's, or is no technician's."""

    code = "C-304"
    words = "We cannot be sure who this is. So we did not let them ask."
    remedy = "If you called them, call again on a number you know."
