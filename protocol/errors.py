"""
All documented errors above `consent/`: protocol (P), relay (R), agent (A), checks of record and log (K).

`CATALOGUE` at the end lists every code; the docs are printed from it. Add classes under the heading of their part.
"""

from __future__ import annotations

from collections.abc import Iterator

from consent.errors import (
    AttendedError,
    CheckFailed,
    DocumentTooLong,
    LocalError,
    NotBase64Url,
    NotCanonical,
    NotWritable,
    PeerError,
)

__all__ = [
    "CATALOGUE",
    "AttendedError",
    "CheckFailed",
    "DocumentTooLong",
    "LocalError",
    "NotBase64Url",
    "NotCanonical",
    "NotWritable",
    "PeerError",
]


# Spoken code (P-1xx)


class CodeMalformed(LocalError):
    """A typed code has the wrong number of digits, or something in it that is neither digit nor separator."""

    code = "P-101"
    words = "This is not a code. A code has 11 digits, such as 4821-739205-1; some have 13 or 15."
    remedy = "Ask for the code again, group by group. Nothing was used up."


class CodeSlip(LocalError):
    """The check digit of a typed code does not fit."""

    code = "P-102"
    words = "One digit is wrong."
    remedy = "Ask for the code again, group by group. Nothing was used up."


# Pairing (P-12x)


class WrongCode(PeerError):
    """The other end's proof does not fit: it used another code, or somebody changed a message on the way."""

    code = "P-120"
    words = "The two ends do not hold the same code. This code is spent."
    remedy = "Ask the customer for a new code."


class BadShare(PeerError):
    """A share has the wrong length, is our own sent back, or leads to the neutral element (CPace's abort)."""

    code = "P-121"
    words = "The other end sent something that no honest program sends. This code is spent."
    remedy = "Ask the customer for a new code."


class PairingOutOfOrder(PeerError):
    """A pairing message came twice, too early or too late."""

    code = "P-122"
    words = "The other end did not keep to the order of pairing. This code is spent."
    remedy = "Ask the customer for a new code."


# Sealed messages (P-14x)


class SealedMalformed(PeerError):
    """A sealed message's header cannot be read."""

    code = "P-140"
    words = "A message arrived damaged, so the session has ended."
    remedy = "Connect again with a new code. If it happens again, ask who runs the relay."


class SealBroken(PeerError):
    """A sealed message does not open: it was changed, moved, relabelled, or sealed with another key."""

    code = "P-141"
    words = "A message was changed on its way, so the session has ended."
    remedy = "Connect again with a new code. If it happens again, ask who runs the relay."


class SealedForAnotherKey(PeerError):
    """A sealed message names another epoch, direction or channel than the key it came to."""

    code = "P-142"
    words = "A message arrived in the wrong place, so the session has ended."
    remedy = "Connect again with a new code. If it happens again, ask who runs the relay."


class SealedRepeated(PeerError):
    """A sealed message came twice, or after a later one."""

    code = "P-143"
    words = "A message arrived twice or out of order, so the session has ended."
    remedy = "Connect again with a new code. If it happens again, ask who runs the relay."


class EpochWornOut(LocalError):
    """One key has sealed as much as it may; a new epoch is due."""

    code = "P-144"
    words = "The keys of this session are used up."
    remedy = "Connect again with a new code."


class SealedTooLong(PeerError):
    """A sealed message is longer than any may be."""

    code = "P-145"
    words = "A message arrived that is longer than any may be, so the session has ended."
    remedy = "Connect again with a new code. If it happens again, ask who runs the relay."


# Keys and wraps (P-16x)


class NoHybridWrap(LocalError):
    """The linked crypto library lacks ML-KEM, so recording keys cannot be wrapped for their readers."""

    code = "P-160"
    words = "This computer's crypto library cannot wrap recording keys (it lacks ML-KEM-768)."
    remedy = "Install the cryptography package, version 50 or newer, from the Python package index."


class WrapBroken(CheckFailed):
    """A wrapped secret does not open with this key, or not for this session, epoch, group and reader."""

    code = "P-161"
    words = "A recording's key does not open with this reader's key."
    remedy = "Use the key of a reader named in the grant. If this is one, the wrap was damaged or replaced."


class BadReaderKey(LocalError):
    """A reader's key has the wrong length or form."""

    code = "P-162"
    words = "A reader's key is damaged."
    remedy = "Ask the reader for their public key again, or restore the key file from its copy."


class KeyMisuse(LocalError):
    """A key, label or number was used outside the key schedule's bounds: a fault of this program."""

    code = "P-163"
    words = "This program tried to use a key in a way that is not allowed."
    remedy = "Please report this as a fault, with what you were doing."


# The Merkle log and what is checked of it (K-1xx)


class ProofShapeWrong(CheckFailed):
    """A Merkle proof or its hashes have the wrong length, or it speaks of a place the tree does not have."""

    code = "K-101"
    words = "A proof from the log does not fit the place and size it speaks of."
    remedy = "Fetch the proof again. If it stays so, keep it and show it to whoever audits this relay."


class InclusionWrong(CheckFailed):
    """An inclusion proof leads to another root than the log signed."""

    code = "K-102"
    words = "This entry is not in the log at the place that is claimed."
    remedy = "Keep the file and the proof, and show both to whoever audits this relay."


class ConsistencyWrong(CheckFailed):
    """Two signed states of the log are not one history."""

    code = "K-103"
    words = "The log was rewritten: an earlier state of it is not the beginning of the present one."
    remedy = "Keep both checkpoints: together they prove it. Show them to whoever audits this relay."


class TreeShrank(CheckFailed):
    """A log is smaller than a state of it that was signed before."""

    code = "K-104"
    words = "The log is shorter than it has been before: it was rolled back."
    remedy = "Keep the checkpoint you remembered and show it to whoever audits this relay."


class NoteMalformed(CheckFailed):
    """Bytes are not a signed note (c2sp.org/signed-note)."""

    code = "K-110"
    words = "A signed statement of the log is damaged or cut off."
    remedy = "Fetch it again, or take it from a copy."


class NoteNotSigned(CheckFailed):
    """A signed note carries no signature line of the key that was asked for."""

    code = "K-111"
    words = "A statement of the log is not signed by the key that this log has."
    remedy = "Check that the key belongs to this relay. If it does, trust nothing that this statement says."


class NoteForged(CheckFailed):
    """A signature line of a known key does not verify."""

    code = "K-112"
    words = "The signature under a statement of the log is wrong: the statement was changed."
    remedy = "Trust nothing that it says. Keep it and show it to whoever audits this relay."


class VerifierKeyMalformed(CheckFailed):
    """Text is not a verifier key of a signed note (`name+hash+key`), or its hash does not fit its key."""

    code = "K-113"
    words = "The log's key is damaged, or of a kind that this version does not know."
    remedy = "Copy the whole key again: one line, a name, a plus sign, eight letters or digits, a plus sign, the rest."


class CheckpointMalformed(CheckFailed):
    """A note's text is not a checkpoint (c2sp.org/tlog-checkpoint)."""

    code = "K-120"
    words = "The log's checkpoint is damaged."
    remedy = "Fetch it again, or take it from a copy."


class CheckpointOfAnotherLog(CheckFailed):
    """A checkpoint's origin is not the log whose key signed it."""

    code = "K-121"
    words = "This checkpoint belongs to another log."
    remedy = "Use the checkpoint and the key of one and the same relay."


class LogProofMalformed(CheckFailed):
    """Text is not a proof (c2sp.org/tlog-proof@v1)."""

    code = "K-130"
    words = "The proof that an entry stands in the log is damaged."
    remedy = "Take it again from the receipt, or ask the relay for a new one."


class TilePathUnknown(CheckFailed):
    """A path names no tile that a log can have (c2sp.org/tlog-tiles)."""

    code = "K-140"
    words = "The log has no such file."
    remedy = "Ask for the checkpoint first, and then only for tiles that a log of its size has."


class TileMalformed(CheckFailed):
    """A tile or a bundle of entries has the wrong length or cannot be taken apart."""

    code = "K-141"
    words = "A file of the log is damaged or cut off."
    remedy = "Restore the log's folder from a copy, then check it again."


class TileWrong(CheckFailed):
    """A tile or a bundle of entries does not belong to the tree that was signed."""

    code = "K-142"
    words = "A file of the log was changed: it does not fit what the log has signed."
    remedy = "Restore the log's folder from a copy. Keep the changed one for whoever audits this relay."


class EntryTooLong(LocalError):
    """An entry is longer than an entry of the log may be."""

    code = "K-143"
    words = "This program tried to log an entry that is too long."
    remedy = "Please report this as a fault, with what you were doing."


class LogFileMissing(CheckFailed):
    """The folder lacks a file that a log of its size has."""

    code = "K-144"
    words = "A file of the log is missing."
    remedy = "Restore the log's folder from a copy, then check it again."


class LogFileAdded(CheckFailed):
    """The folder holds something that a log of its size has not: a foreign file, a link, a left-over tile."""

    code = "K-145"
    words = "Something lies in the log's folder that does not belong to the log."
    remedy = "Find out who put it there. Move it away, or restore the folder from a copy, then check it again."


class LogUnreadable(CheckFailed):
    """The operating system refused to read the log's folder."""

    code = "K-146"
    words = "The log's folder could not be read."
    remedy = "Check the path, and that you may read it."


class LogDamaged(CheckFailed):
    """The log's folder does not hold exactly what its checkpoint says."""

    code = "K-150"
    words = "The log's folder is damaged or was changed, so the relay will not write to it."
    remedy = "Run `attended-relay verify` to see what is wrong, and restore the folder from a copy."


class LogRolledBack(CheckFailed):
    """The log's folder is older than, or different from, the last state that its key has signed."""

    code = "K-151"
    words = "The log's folder is not the one this relay last signed, so the relay will not write to it."
    remedy = "Restore the newest copy of the folder. Never delete the file that remembers the last signature."


class LogInUse(LocalError):
    """Another process writes this log."""

    code = "K-152"
    words = "Another relay is already running on this folder."
    remedy = "End the other one first, or give this one a folder of its own."


class LogMissing(LocalError):
    """There is no log where one should be."""

    code = "K-153"
    words = "There is no log in this folder."
    remedy = "Run `attended-relay init` for a new relay, or restore the folder from a copy."


class LogAlreadyThere(LocalError):
    """A new log was to be made where one is, or was."""

    code = "K-154"
    words = "There is already a log here, and a log is never begun twice."
    remedy = "Use the log that is there, or choose another folder."


class LogNotWritten(LocalError):
    """An append failed part-way: the disk refused a write. Nothing of it counts, and the log is as it was before."""

    code = "K-155"
    words = "The log could not be written, so nothing that depends on it may happen now."
    remedy = "Make room on the relay's disk or repair it; the relay tries again by itself."


# Entries of a recording (K-3xx)


class EntryMalformed(CheckFailed):
    """An entry's bytes are not an entry."""

    code = "K-301"
    words = "An entry of the recording cannot be read."
    remedy = "The recording was damaged or changed here. Compare it with another copy."


class EntryOutOfPlace(CheckFailed):
    """An entry's index is not the next one."""

    code = "K-302"
    words = "An entry of the recording is missing, repeated or out of order."
    remedy = "The recording was damaged or changed here. Compare it with another copy."


# Proof of the two ends (P-13x)


class CodeSpent(LocalError):
    """A code was to be used a second time."""

    code = "P-130"
    words = "This code was used before. A code works once."
    remedy = "Ask the customer for a new code."


class TechnicianNotProven(PeerError):
    """Entry, key or signature of the technician's proof do not belong together."""

    code = "P-132"
    words = "The technician could not prove who they are. Nothing was shown to them."
    remedy = "Ask them to sign in anew, then press New code."


class ResumeNotProven(PeerError):
    """The other end of a resume is not the one of the pairing."""

    code = "P-133"
    words = "The other end could not prove that it is the same as before."
    remedy = "Ask the customer for a new code."


# Messages (P-20x)


class MessageMalformed(PeerError):
    """A message has not the shape of its kind, or is no message at all."""

    code = "P-200"
    words = "A message arrived that is not written the way it has to be."
    remedy = "Update both ends to the same version and connect again."


class MessageUnknown(PeerError):
    """A message of a kind that is not in the catalogue."""

    code = "P-201"
    words = "A message arrived that this program does not know."
    remedy = "Update both ends to the same version and connect again."


class MessageNotYours(PeerError):
    """A message that only the other side may send."""

    code = "P-202"
    words = "The other end sent something that only this end may say."
    remedy = "Update both ends to the same version and connect again."


class MessageOutOfPlace(PeerError):
    """A message on another channel than its own."""

    code = "P-203"
    words = "A message arrived in the wrong place."
    remedy = "Update both ends to the same version and connect again."


class MessageTooLong(PeerError):
    """A message longer than its channel allows."""

    code = "P-204"
    words = "A message arrived that is longer than it may be."
    remedy = "Update both ends to the same version and connect again."


# A session (P-21x)


class MessageMissing(PeerError):
    """Counters jump, and no notice of the relay says why."""

    code = "P-210"
    words = "A message was lost on its way, so the session has ended."
    remedy = "Connect again with a new code. If it happens again, ask who runs the relay."


class KeyUnknown(PeerError):
    """A sealed message under an epoch, direction or channel that this end holds no key for."""

    code = "P-211"
    words = "A message arrived that nobody agreed on a key for, so the session has ended."
    remedy = "Connect again with a new code. If it happens again, ask who runs the relay."


class ChannelShut(LocalError):
    """Something was to be sent on a channel that has no key now."""

    code = "P-213"
    words = "This cannot be sent: the customer has not allowed it, or no longer does."
    remedy = "Ask again; the customer decides."


class EpochOutOfOrder(LocalError):
    """An epoch was to be opened that is not newer than the one before."""

    code = "P-215"
    words = "This program tried to go back to keys it had left."
    remedy = "Please report this as a fault, with what you were doing."


class TooManyRefused(PeerError):
    """More refused messages than an end can remember."""

    code = "P-216"
    words = "Too many messages were refused, so the session has ended."
    remedy = "Connect again with a new code. If it happens again, ask who runs the relay."


# Flow (P-22x)


class FlowExceeded(PeerError):
    """More was sent than there was credit for."""

    code = "P-220"
    words = "The other side sent more than it was allowed to, so the session has ended."
    remedy = "Update both ends to the same version and connect again."


class NoRoom(LocalError):
    """The line is slow and nothing more may wait for it."""

    code = "P-221"
    words = "The line is too slow for this just now."
    remedy = "Wait a moment and try again."


class CreditMalformed(PeerError):
    """The relay gave credit for more than was sent."""

    code = "P-222"
    words = "The relay counts wrongly, so the session has ended."
    remedy = "Connect again with a new code. If it happens again, ask who runs the relay."


class LineAway(LocalError):
    """Something was to be asked while one of the two lines is lost: the relay takes nothing but a proof then."""

    code = "P-223"
    words = "The line is lost."
    remedy = "Ask again when it is back."


# Acknowledgements of the relay (P-24x)


class AcknowledgementIncomplete(PeerError):
    """An acknowledgement without the parts that prove it."""

    code = "P-240"
    words = "The relay did not prove that the yes is recorded."
    remedy = "Nothing was shown or sent. Connect again with a new code, and tell who runs the relay."


class AcknowledgementForeign(PeerError):
    """An acknowledgement of another document, session or kind."""

    code = "P-241"
    words = "The relay answered for something else than this yes."
    remedy = "Nothing was shown or sent. Connect again with a new code, and tell who runs the relay."


class AcknowledgementForged(PeerError):
    """An acknowledgement whose proof does not hold under the log's key."""

    code = "P-242"
    words = "The relay's proof that the yes is recorded does not hold."
    remedy = "Nothing was shown or sent. Connect again with a new code, and tell who runs the relay."


# What is covered by a yes (K-16x)


class DocumentOutOfPlace(CheckFailed):
    """A document that cannot stand where it stands: unknown grant, broken chain, epoch that does not rise."""

    code = "K-160"
    words = "A document of this session does not follow from those before it."
    remedy = "Trust nothing after it. Tell the organisation whose session it is."


class OutsideOfGrant(CheckFailed):
    """A recorded message that no grant covers."""

    code = "K-161"
    words = "Something flowed that no yes covered."
    remedy = "Tell the organisation whose session it is."


# Screen messages (P-18x)


class ScreenMalformed(PeerError):
    """A screen message is not one: cut short, beyond a limit, outside its monitor, or of an unknown version."""

    code = "P-180"
    words = "A picture arrived damaged, so the session has ended."
    remedy = "Update both ends to the same version and connect again with a new code."


# The health report (P-19x)


class ReportMalformed(PeerError):
    """A health report is not of its format, or holds what its register does not know."""

    code = "P-190"
    words = "The health report cannot be read: it is damaged, or of another version of Attended."
    remedy = "Ask for the report again. If it happens again, both sides should update Attended."


class ReportTooLong(PeerError):
    """A health report is longer than any may be."""

    code = "P-191"
    words = "The health report is longer than any may be, so it was refused."
    remedy = "Ask for the report again; the customer can cross out what is long, such as the list of programs."


class ReportUnasked(PeerError):
    """A health report came without a yes of its own: a second one under the same yes, or one made under another."""

    code = "P-192"
    words = "A health report came that no yes of the customer covers, so it was refused."
    remedy = "Ask for another report if one is needed: each one needs a yes of its own."


# What is said once it is over (P-25x)


class AfterwordDamaged(CheckFailed):
    """A complaint's or rating's words are not of their form, or not the ones that were sealed for this reader."""

    code = "P-250"
    words = "What the customer said about this session cannot be read."
    remedy = "Use the key of a reader of the organisation. If this is one, it was damaged or replaced: tell an auditor."


# The agent on the customer's computer (A-1xx)


class PipeBroken(LocalError):
    """Desk and engine no longer understand each other: one of them ended, hangs, or said something malformed."""

    code = "A-101"
    words = "Something broke here, so we stopped everything."
    remedy = "Start the program again. Nothing is seen, and your receipt is safe."


class KnownDamaged(LocalError):
    """The file in which the desk remembers relays and organisations cannot be read."""

    code = "A-102"
    words = "The file in which this program remembers who it met is damaged."
    remedy = "Restore known.json from a copy, or move it away: then everyone is met for the first time again."


class KnownNotWritten(LocalError):
    """The file of known relays and organisations could not be written."""

    code = "A-103"
    words = "This program cannot remember whom it met, because its folder cannot be written."
    remedy = "Free some space on the disk, or start the program with --data and a folder you can write to."


class AddressMistyped(LocalError):
    """What was given as the relay's address is none."""

    code = "A-110"
    words = "This is not the address of a relay."
    remedy = "Write it as relay.example or https://relay.example, the way your helper gave it to you."


class RelayUnreachable(LocalError):
    """Nothing answers at the relay's address."""

    code = "A-111"
    words = "We cannot reach this relay."
    remedy = "Check the address, and that you are online. Then start the program again."


class NotARelay(PeerError):
    """Something answers at the address, but it is no relay of Attended."""

    code = "A-112"
    words = "There is something at this address, but it is not a relay."
    remedy = "Check the address with your helper."


class PlainOnlyOnLoopback(LocalError):
    """An http or ws address that is not this computer's own."""

    code = "A-113"
    words = "This address is not encrypted. Only https is safe."
    remedy = "Write the address with https, or without anything before it."


class ProgramTooOld(LocalError):
    """The relay speaks a newer protocol only."""

    code = "A-114"
    words = "This program is too old for this relay."
    remedy = "Get the new one where you got this one."


class RelayTooOld(PeerError):
    """The relay speaks an older protocol only."""

    code = "A-115"
    words = "This relay is too old for this program."
    remedy = "Ask your helper to bring their relay up to date."


class AnotherOrigin(PeerError):
    """The relay calls itself by another address than the one that was used."""

    code = "A-116"
    words = "This is not the relay we asked for. Someone may be in between, so we stopped."
    remedy = "Check the address with your helper, on a number you know."


class AnotherLogKey(PeerError):
    """A relay that was met before shows another log key."""

    code = "A-117"
    words = "This is not the relay we know. Someone may be in between, so we stopped."
    remedy = "Call your helper on a number you know, and ask whether their relay's key changed."


class RelayLogRolledBack(PeerError):
    """A relay's log is smaller than, or other than, what it showed before."""

    code = "A-118"
    words = "This relay's log was rewritten since we saw it last, so we stopped."
    remedy = "Call your helper on a number you know, and tell them this."


class AnotherOrganisation(PeerError):
    """The relay works for another organisation than its address says, or an organisation shows another key."""

    code = "A-119"
    words = "This is not the organisation we know. Someone may be in between, so we stopped."
    remedy = "Call your helper on a number you know, and ask whether their organisation's key changed."


class RelayBusy(PeerError):
    """The relay has had too many agents from this address just now."""

    code = "A-124"
    words = "This relay is busy with others from your address."
    remedy = "Wait a minute; we try again by ourselves."


class RelayNotReady(PeerError):
    """The relay runs, and its organisation has not signed its rules yet."""

    code = "A-125"
    words = "This relay is not ready yet: nobody has signed the rules that it works by."
    remedy = "Ask your helper to finish setting it up. Then start the program again."


class WordsWrong(PeerError):
    """The plain words of a question are not those that the signed request commits to."""

    code = "A-120"
    words = "The words of this question are not the ones that were signed."
    remedy = "Ask again."


class RecordingNotStarted(PeerError):
    """The relay did not prove in time that a yes and its keys were recorded."""

    code = "A-121"
    words = "We could not start the recording, so nothing was shown."
    remedy = "Try again with a new code. If it happens again, tell your helper."


class EngineDied(LocalError):
    """The engine ended by itself, or had to be ended because it hung."""

    code = "A-122"
    words = "Something broke here, so we stopped everything."
    remedy = "Nothing is seen. Your receipt is safe. Start the program again."


class NoFrame(LocalError):
    """Frame and banner cannot be shown, so nothing may be."""

    code = "A-123"
    words = "This desktop cannot show a safe frame."
    remedy = "They cannot see your screen. They can help you by phone."


class NoDisplay(LocalError):
    """There is no screen to show windows on."""

    code = "A-130"
    words = "There is no screen here on which this program could ask you."
    remedy = "Start it from a graphical desktop, or set DISPLAY to one."


class NoTerminal(LocalError):
    """The questions were to be asked in a terminal, and input or output is none: a pipe, a file, nothing."""

    code = "A-138"
    words = "This is no terminal, so every answer here is no."
    remedy = "Start the program in a terminal, and type the answers yourself."


class WaylandOnly(LocalError):
    """The desktop is Wayland without an X server."""

    code = "A-131"
    words = "This desktop cannot show a safe frame."
    remedy = "Log in again and choose a session with X (often called Xorg), then start the program there."


class DisplayLost(LocalError):
    """The display went away while the program ran."""

    code = "A-132"
    words = "The screen went away, so we stopped everything."
    remedy = "Log in again and start the program anew."


class AlreadyRunning(LocalError):
    """Another agent of the same person runs on the same display."""

    code = "A-133"
    words = "This program is running here already."
    remedy = "Use the window that is open, or close it first."


class UnderControl(LocalError):
    """A session with control is live on this display, so no second agent starts."""

    code = "A-134"
    words = "Somebody uses your mouse and keyboard just now, so no second help program starts."
    remedy = "Press Stop first."


class DeskFailed(LocalError):
    """A fault of our own in the customer's program: a crash is a no, and what ran is ended and written down."""

    code = "A-137"
    words = "Something in this program failed, so we stopped everything."
    remedy = "Nothing is seen. Start the program again. If it fails again, tell your helper this code."


class ReceiptNotWritten(LocalError):
    """The receipt could not be saved."""

    code = "A-135"
    words = "Your receipt could not be saved."
    remedy = "Free some space on the disk, or start the program with --receipts and a folder you can write to."


class ReceiptNotFound(LocalError):
    """A receipt was named that is not there or cannot be read."""

    code = "A-136"
    words = "There is no such receipt, or it cannot be read."
    remedy = "Check the name: a receipt is a file called receipt.html or receipt.json."


# Receipts (K-2xx)


class ReceiptMalformed(CheckFailed):
    """A file is neither a receipt, nor a page that carries one, nor the keys of one."""

    code = "K-201"
    words = "This is not a receipt, or somebody changed it."
    remedy = "Take receipt.json or receipt.html as the program saved it."


class ReceiptForged(CheckFailed):
    """The signature over a receipt is not the session key's."""

    code = "K-202"
    words = "This receipt was changed after the customer's computer signed it."
    remedy = "Take receipt.json or receipt.html as the program saved it."


class ReceiptPartsDiffer(CheckFailed):
    """Parts of a receipt are not about the same session, key or log."""

    code = "K-203"
    words = "The parts of this receipt do not belong together."
    remedy = "Take receipt.json or receipt.html as the program saved it."


class CommitmentWrong(CheckFailed):
    """Words are not the ones that a signed document commits to."""

    code = "K-204"
    words = "The words on file are not the ones that were signed for."
    remedy = "Trust the signed documents only. Keep the file and show it to whoever audits this relay."


class ReceiptOfAnother(CheckFailed):
    """A receipt and a recording say different things of the session, or of another session."""

    code = "K-205"
    words = "The receipt and the recording do not speak of the same session."
    remedy = "Check that the two files belong together. If they do, keep both and show them to an auditor."


class NothingAllowed(LocalError):
    """A receipt without a yes is to be exported as a consent receipt."""

    code = "K-206"
    words = "Nothing was allowed in this session, so there is no consent to write down."
    remedy = "Take the receipt of a session in which something was allowed."


# What a check of a whole recording finds (K-4xx)


class RecordingUnreadable(CheckFailed):
    """A file is not one finished MCAP recording."""

    code = "K-401"
    words = "The recording is damaged, cut off, or no finished recording."
    remedy = "Take it again from where it came from, or from a copy."


class RecordingChanged(CheckFailed):
    """A recording's bytes are not the ones that the log has."""

    code = "K-402"
    words = "The recording was changed after it was written."
    remedy = "Trust nothing in it. Compare it with another copy, and keep both."


class NotInThisLog(CheckFailed):
    """The log holds no closing entry for this recording, or two of them."""

    code = "K-403"
    words = "This recording is not in the log it claims to be in."
    remedy = "Check that recording and log belong together. If they do, keep both and show them to an auditor."


class DocumentNotLogged(CheckFailed):
    """A grant, withdrawal or key list of the recording is not in the log, or the log has one more."""

    code = "K-404"
    words = "The log and the recording do not tell of the same yeses."
    remedy = "Keep both and show them to an auditor."


class StatementWrong(CheckFailed):
    """An end's signed counts and hashes do not fit the recording."""

    code = "K-405"
    words = "What an end of the session signed is not what the recording holds."
    remedy = "Trust nothing after the last statement that fits. Keep the recording and show it to an auditor."


class PairingWrong(CheckFailed):
    """The recorded pairing is not in order, or is not of this session."""

    code = "K-406"
    words = "The recording's pairing is not whole."
    remedy = "Trust nothing in it. Compare it with another copy."


class WrapsChanged(CheckFailed):
    """The wrapped keys beside a recording are not the ones that the key lists name."""

    code = "K-407"
    words = "The keys beside this recording are not the ones the customer allowed."
    remedy = "Restore them from a copy. Without them the recording verifies, and nobody can open it."


class RulesWrong(CheckFailed):
    """The rules in a recording are not the organisation's, or not those that the log names."""

    code = "K-408"
    words = "The rules in this recording are not the organisation's own."
    remedy = "Check the organisation's key. If it is right, keep the recording and show it to an auditor."


class RecordingNotOpened(LocalError):
    """A reader's key opens nothing here."""

    code = "K-410"
    words = "Your key cannot open this. The quality team of the organisation can."
    remedy = "Use the key of a reader that the grant names."


class RelayAnswerWrong(LocalError):
    """A relay did not answer, or not as a relay does."""

    code = "K-411"
    words = "The relay did not give what was asked for."
    remedy = "Check the address and that the relay runs, then try again."


class NothingToCheck(LocalError):
    """A command was not told what to check, or a named file is not there."""

    code = "K-412"
    words = "What is to be checked was not found."
    remedy = "Name a session with --data, or files with --recording, --log and --vkey."


# The relay as a program: settings, files, start (R-0xx)


class SettingUnknown(LocalError):
    """A settings file or the environment names a setting that does not exist."""

    code = "R-001"
    words = "A setting is named that this relay does not know."
    remedy = "Correct the name or remove the line. `attended-relay settings` prints every setting there is."


class SettingWrong(LocalError):
    """A setting has a value that cannot be."""

    code = "R-002"
    words = "A setting has a value that cannot be used."
    remedy = "Correct the value. `attended-relay settings` prints every setting with its meaning."


class NotSetUp(LocalError):
    """The data folder holds no relay, no organisation or no reader yet."""

    code = "R-003"
    words = "Something is not set up in this folder, or is gone from it."
    remedy = (
        "If it was there before, restore it from a copy. "
        "Otherwise run `attended-relay init`, or name the right folder with --data."
    )


class AlreadySetUp(LocalError):
    """The data folder holds what a command was asked to make."""

    code = "R-004"
    words = "This folder already holds what you want to make, and nothing was overwritten."
    remedy = "Use another folder with --data, or move the old one away yourself."


class PortInUse(LocalError):
    """Another program listens on the port."""

    code = "R-005"
    words = "Another program already uses this port."
    remedy = "Choose another one with --port, or 0 for any that is free, or end the other program."


class PlainHttpOutside(LocalError):
    """Plain HTTP was asked for on an address that others can reach."""

    code = "R-006"
    words = "Without encryption this relay answers on this machine only."
    remedy = "Give --certificate and --key, or --behind-proxy when a proxy before it does the encryption."


class DatabaseDamaged(LocalError):
    """The database cannot be read."""

    code = "R-007"
    words = "The relay's database is damaged or is not ours."
    remedy = (
        "Restore relay.db from a copy; or move it away, run `attended-relay init`, and invite everybody anew. "
        "Recordings and log lie apart from it and are not touched."
    )


class KeyFileDamaged(LocalError):
    """A key file is missing a part, has another kind, or cannot be read."""

    code = "R-008"
    words = "A key file is damaged, is of another kind, or cannot be read."
    remedy = "Restore the file from its copy. Nothing was changed."


class KeyFileShared(LocalError):
    """A key file's mode lets others than its owner read it."""

    code = "R-009"
    words = "A key file can be read by others on this machine."
    remedy = "Run `chmod 600` on the file. If others may have read it already, make a new key."


class PolicyWrong(LocalError):
    """policy.toml lacks something or holds something that cannot be."""

    code = "R-010"
    words = "The policy file cannot be signed as it is."
    remedy = "Correct the named line of policy.toml; the comments in it say what belongs where."


class AddressUnusable(LocalError):
    """The address to listen on does not exist here or is not allowed."""

    code = "R-011"
    words = "This machine cannot listen on that address."
    remedy = "Choose an address of this machine with --host, and a port of 1024 or more."


class CertificateWrong(LocalError):
    """Certificate or key cannot be used."""

    code = "R-012"
    words = "The certificate or its key cannot be used."
    remedy = "Check that --certificate and --key name a matching pair in PEM form."


class FileTrouble(LocalError):
    """The operating system refused to read or write a file."""

    code = "R-013"
    words = "A file could not be read or written."
    remedy = "Check that the folder exists, belongs to you and has room."


class NameWrong(LocalError):
    """A name, role or date given on the command line cannot be."""

    code = "R-014"
    words = "A name, a role or a date cannot be used as it was given."
    remedy = "Correct what is named above and run the command again; with --help it says what it takes."


class CommandIncomplete(LocalError):
    """A command needs something that was not given, or was given something that it does not know."""

    code = "R-015"
    words = "This command lacks something, or was given something it does not know."
    remedy = "Add or correct what is named above; with --help the command says what it takes."


class NoOrganisationKey(LocalError):
    """A command needs the organisation's key, and it is not there."""

    code = "R-018"
    words = "There is no organisation's key in this folder."
    remedy = (
        "Name the folder that holds it with --data, or restore organisation.key from its copy. "
        "If there never was one, run `attended-relay organisation init`."
    )


class NoDirectoryFile(LocalError):
    """The relay's public directory key, which the organisation signs, is not there."""

    code = "R-019"
    words = "The relay's directory.json is not here."
    remedy = (
        "Bring it from the relay's folder, where `attended-relay init` made it, and name it with --directory. "
        "If it is gone there too, move the relay's directory.key away and run `attended-relay init` there: "
        "it makes both anew."
    )


class DirectoryKeyUnsigned(LocalError):
    """The relay's directory key is not the one that the organisation signed: another relay's, or one made since."""

    code = "R-020"
    words = "This relay's directory key is not the one that its organisation signed."
    remedy = (
        "Take this file to where the organisation keeps its key, run "
        "`attended-relay organisation sign --directory directory.json` there, and bring the folder "
        "organisation/published into this relay's folder. Or restore directory.key from a copy."
    )


class NoOrganisation(LocalError):
    """The relay is set up, but no organisation has signed its policy and directory key yet."""

    code = "R-016"
    words = "This relay waits for its organisation: nobody is helped through it before its rules are signed."
    remedy = (
        "Run `attended-relay organisation init`, `attended-relay reader init` and `attended-relay organisation sign` "
        "where the organisation keeps its keys, and bring the folder organisation/published into this relay's folder. "
        "To try it on one machine, run `attended-relay init --demo` in an empty folder."
    )


class DatabaseMissing(LocalError):
    """The folder holds a relay, and its database is gone."""

    code = "R-017"
    words = "The relay's database is gone from where it was: who may sign in, and the list of sessions."
    remedy = (
        "Restore relay.db from a copy. Without one, `attended-relay init` makes an empty one, and everybody is invited "
        "anew. Keys, recordings and log lie apart from it and are not touched."
    )


# The relay's people and pages (R-1xx)


class NotSignedIn(PeerError):
    """A request without a valid cookie."""

    code = "R-101"
    words = "You are not signed in."
    remedy = "Sign in and try again."


class InviteUsed(PeerError):
    """An invitation was used before."""

    code = "R-102"
    words = "This link was used already. Each link works once."
    remedy = "If it was not you, tell your administrator. They can make a new link."


class InviteUnknown(PeerError):
    """An invitation that this relay never made."""

    code = "R-103"
    words = "This link is not known here."
    remedy = "Check that the whole link was copied, or ask your administrator for a new one."


class InviteRunOut(PeerError):
    """An invitation was not used in its time."""

    code = "R-104"
    words = "This link has run out."
    remedy = "Ask your administrator for a new one."


class SignInRefused(PeerError):
    """The key is not enrolled, or its proof does not fit."""

    code = "R-105"
    words = "This browser's key is not known here."
    remedy = "Use the browser you were enrolled with, or ask your administrator for a new link."


class ForeignOrigin(PeerError):
    """A request from a page or program of another address."""

    code = "R-106"
    words = "This request came from another address than this relay's own."
    remedy = "Open the relay by the address it was set up with."


class TooManyTries(PeerError):
    """More requests in a short time than anybody needs."""

    code = "R-107"
    words = "That was tried too often in a short time."
    remedy = "Wait a minute and try again."


class NotForThisRole(PeerError):
    """A signed-in person asks for what their role may not."""

    code = "R-108"
    words = "Your role does not allow this."
    remedy = "Ask your administrator."


class TrainingOver(PeerError):
    """The technician's training is not valid any more."""

    code = "R-109"
    words = "Your training has run out, so no session can be started."
    remedy = "Ask your administrator to renew it."


class TechnicianSuspended(PeerError):
    """A technician failed to pair too often."""

    code = "R-110"
    words = "Too many codes went wrong in a short time, so this account is suspended for an hour."
    remedy = "Wait, or talk to your administrator, who was told."


class NothingHere(PeerError):
    """A path, session or file that does not exist here."""

    code = "R-111"
    words = "There is nothing at this address."
    remedy = "Check the address."


class RequestMalformed(PeerError):
    """A request's body is not what this address takes."""

    code = "R-112"
    words = "The request is not one this relay understands."
    remedy = "Reload the page, or update the program."


class OpeningRefused(PeerError):
    """An opening is not signed by a reader of the policy, or asks for what the grant does not give them."""

    code = "R-113"
    words = "This recording is not opened for this reader."
    remedy = "Use the key of a reader named in the grant, and ask only for what the grant names."


class AfterwordRefused(PeerError):
    """A complaint or rating is not signed with its session's key, or does not name the words that came with it."""

    code = "R-114"
    words = "This was not said by the customer of that session, so it was not taken."
    remedy = "Say it from the computer that was helped, in the window that stands there when it is over."


class EnoughSaid(PeerError):
    """One complaint more than a session can have, or a second rating."""

    code = "R-115"
    words = "Enough was said about this session already."
    remedy = "Write to the organisation, or call a number of theirs that you know."


class RecordingHeld(LocalError):
    """A recording that is held is to be erased, or has run out."""

    code = "R-116"
    words = "This recording is held, so nothing of it may be deleted."
    remedy = "Have the hold lifted first. That takes two people."


class HoldNeedsAnother(PeerError):
    """Whoever asked for a hold to be lifted confirms it as well."""

    code = "R-117"
    words = "A hold is lifted by two people, and you are one of them already."
    remedy = "Ask another reviewer to look at it and to confirm."


class NotHeld(PeerError):
    """A hold is to be lifted where there is none."""

    code = "R-118"
    words = "This recording is not held."
    remedy = "Look at the list again: somebody may have lifted the hold meanwhile."


class HoldOfOwnSession(PeerError):
    """Whoever helped in a session would lift the hold of its recording."""

    code = "R-119"
    words = "You helped in this session, so you cannot lift its hold."
    remedy = "Ask two others to look at it: each a reviewer or an administrator who was not there."


# The relay's sockets and sessions (R-2xx)


class TicketWrong(PeerError):
    """A socket without a ticket, or with a used, run out or foreign one."""

    code = "R-201"
    words = "This connection had no valid ticket."
    remedy = "Reload the page or start the program again."


class VersionUnknown(PeerError):
    """Another version of the wire."""

    code = "R-202"
    words = "The two ends speak different versions."
    remedy = "Update the older one."


class ControlMalformed(PeerError):
    """A relay control message that is not in the catalogue or not in its form."""

    code = "R-203"
    words = "A message arrived that this relay does not understand."
    remedy = "Update both ends to the same version and connect again."


class NoSuchCode(PeerError):
    """No agent waits under this locator."""

    code = "R-204"
    words = "Nobody waits with this code. It may have run out or been used."
    remedy = "Ask the customer for a new code."


class RelayFull(PeerError):
    """The relay holds as many sessions as it may."""

    code = "R-205"
    words = "This relay is full at the moment."
    remedy = "Wait a few minutes; we try again by ourselves."


class TooManyWaiting(PeerError):
    """One address has too many waiting agents."""

    code = "R-206"
    words = "Too many programs at your address wait for help at this relay."
    remedy = "Close the ones you do not need and try again."


class OutOfTurn(PeerError):
    """A message that has no place at this point of a session."""

    code = "R-207"
    words = "A message arrived out of its turn."
    remedy = "Connect again with a new code."


class ResumeRefused(PeerError):
    """A resume that does not prove the session's key, or for a session that is not running."""

    code = "R-208"
    words = "This session cannot be taken up again."
    remedy = "Connect again with a new code."


class WrapsWrong(PeerError):
    """Wrapped keys that are not the ones of their signed list."""

    code = "R-209"
    words = "The wrapped keys are not the ones their list names."
    remedy = "Connect again with a new code."


class KeyNotEnrolled(PeerError):
    """A technician pairs with a key that is not the one enrolled for the account."""

    code = "R-210"
    words = "This browser's key is not the one this account was enrolled with."
    remedy = "Use the browser you were enrolled with, or ask your administrator for a new link."


class SessionHasEnded(PeerError):
    """The session has ended."""

    code = "R-211"
    words = "The session has ended."
    remedy = "Nothing more to do."


class LineGivenUp(PeerError):
    """The other end, or this one, did not come back in time."""

    code = "R-212"
    words = "The line did not come back in time, so the session has ended."
    remedy = "Connect again with a new code."


class PeerTooSlow(PeerError):
    """An end does not take what is meant for it."""

    code = "R-213"
    words = "This end was too slow to take what was sent to it."
    remedy = "Connect again on a better line."


class CodeRunOut(PeerError):
    """An agent waited longer than a code lives."""

    code = "R-216"
    words = "The code has run out."
    remedy = "Press New code."


class DocumentRefused(PeerError):
    """A document that this session does not accept: wrong signer, session, kind or order."""

    code = "R-217"
    words = "A signed document arrived that does not belong here."
    remedy = "Connect again with a new code."


# The relay's recorder (R-3xx)


class RecordingStopped(LocalError):
    """The recording cannot be written."""

    code = "R-301"
    words = "The recording stopped, so the session paused."
    remedy = "The administrator has to make room or repair the disk; then the session goes on by itself."


class RecordingDamaged(CheckFailed):
    """A recording on disk is not one this relay wrote."""

    code = "R-302"
    words = "A recording on the disk is damaged beyond its torn end."
    remedy = "It was left as it is. Compare it with a copy."


class Unforeseen(LocalError):
    """The relay failed in a way nobody foresaw."""

    code = "R-399"
    words = "The relay failed in a way it did not expect."
    remedy = "Please report this as a fault, with what you were doing."


# The agent's screen and input (A-3xx)


class DisplayMissing(LocalError):
    """There is no display to watch, or it does not let us in."""

    code = "A-301"
    words = "No screen was found on this computer."
    remedy = "Start the program from the desktop you want help with."


class DisplayGone(LocalError):
    """The display ended while it was being watched."""

    code = "A-302"
    words = "The screen of this computer is gone: somebody signed out, or the desktop ended. Nothing is seen."
    remedy = "Sign in to the desktop and start the program again."


class MonitorGone(LocalError):
    """The monitor that was being shown was unplugged or changed its size."""

    code = "A-303"
    words = "That monitor is not there any more."
    remedy = "Choose another of the monitors that the customer allowed."


class DesktopNotSupported(LocalError):
    """A desktop where nothing can be captured: Wayland without the portal."""

    code = "A-304"
    words = "This desktop (Wayland) does not let programs see the screen, so only the health report can be offered."
    remedy = "Sign out, choose the session with “Xorg” or “X11” at the sign-in screen, and start the program again."


class MonitorNotAllowed(PeerError):
    """The technician asked for a monitor that the customer did not allow."""

    code = "A-305"
    words = "The customer did not allow that monitor."
    remedy = "Ask for it; the customer decides anew."


class InputMissing(LocalError):
    """This computer offers no way to move the pointer or press keys."""

    code = "A-320"
    words = "The mouse and keyboard of this computer cannot be worked from here."
    remedy = "Go on with looking only. On Linux the display needs the XTEST extension."


class InputOutOfBounds(PeerError):
    """An input message names a place, button or key that does not exist."""

    code = "A-321"
    words = "Input was refused: it names a place or a key that does not exist."
    remedy = "Reload the technician's page and connect again."


class InputTooFast(PeerError):
    """More input arrived than any person makes."""

    code = "A-322"
    words = "Input was refused: it came faster than any person's."
    remedy = "Wait a moment and go on more slowly."


class InputRefused(PeerError):
    """Input aimed at a window of Attended, or sent while a question stands."""

    code = "A-323"
    words = "Input was refused: only the customer can work Attended's own windows and answer its questions."
    remedy = "Go on once the customer has answered."


class ReportNotWritten(LocalError):
    """The folder for a report on the customer's own computer cannot be written to."""

    code = "A-340"
    words = "The health report cannot be saved there."
    remedy = "Name another folder after --out, such as your Documents."


class ReportStopped(LocalError):
    """Collecting was stopped, or the permit for it ended; what was collected is thrown away."""

    code = "A-341"
    words = "The health report was stopped. Nothing was kept and nothing was sent."
    remedy = "Ask again if it is still wanted; the customer decides anew."


class ReportNotMade(LocalError):
    """Something nobody thought of went wrong while a report was made; its class is told, nothing of it is kept."""

    code = "A-342"
    words = "The health report could not be made: something went wrong in Attended. Nothing was kept or sent."
    remedy = "Go on without it, or ask once more; if it happens again, please report it as a fault."


class ReportNotSupported(LocalError):
    """There are no collectors for this computer's system."""

    code = "A-343"
    words = "Attended cannot make a health report of this kind of computer."
    remedy = "Go on without it. Reports are made of Linux, Windows and macOS."


# The catalogue: keep it last, so that it finds all of the above


def _leaves(kind: type[AttendedError]) -> Iterator[type[AttendedError]]:
    for below in kind.__subclasses__():
        if "code" in vars(below):
            yield below
        yield from _leaves(below)


CATALOGUE: dict[str, type[AttendedError]] = {leaf.code: leaf for leaf in _leaves(AttendedError)}
"""Every error by its code."""
