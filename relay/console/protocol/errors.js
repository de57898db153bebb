// protocol/errors.js — mirrors protocol/errors.py as far as the console says it; a test compares codes and words

import { CheckFailed, LocalError, PeerError } from '../consent/errors.js';

export * from '../consent/errors.js';

// Spoken code (P-1xx)

export class CodeMalformed extends LocalError {
    static code = 'P-101';
    static words = 'This is not a code. A code has 11 digits, such as 4821-739205-1; some have 13 or 15.';
    static remedy = 'Ask for the code again, group by group. Nothing was used up.';
}

export class CodeSlip extends LocalError {
    static code = 'P-102';
    static words = 'One digit is wrong.';
    static remedy = 'Ask for the code again, group by group. Nothing was used up.';
}

// Pairing (P-12x)

export class WrongCode extends PeerError {
    static code = 'P-120';
    static words = 'The two ends do not hold the same code. This code is spent.';
    static remedy = 'Ask the customer for a new code.';
}

export class BadShare extends PeerError {
    static code = 'P-121';
    static words = 'The other end sent something that no honest program sends. This code is spent.';
    static remedy = 'Ask the customer for a new code.';
}

export class PairingOutOfOrder extends PeerError {
    static code = 'P-122';
    static words = 'The other end did not keep to the order of pairing. This code is spent.';
    static remedy = 'Ask the customer for a new code.';
}

// Sealed messages (P-14x)

export class SealedMalformed extends PeerError {
    static code = 'P-140';
    static words = 'A message arrived damaged, so the session has ended.';
    static remedy = 'Connect again with a new code. If it happens again, ask who runs the relay.';
}

export class SealBroken extends PeerError {
    static code = 'P-141';
    static words = 'A message was changed on its way, so the session has ended.';
    static remedy = 'Connect again with a new code. If it happens again, ask who runs the relay.';
}

export class SealedForAnotherKey extends PeerError {
    static code = 'P-142';
    static words = 'A message arrived in the wrong place, so the session has ended.';
    static remedy = 'Connect again with a new code. If it happens again, ask who runs the relay.';
}

export class SealedRepeated extends PeerError {
    static code = 'P-143';
    static words = 'A message arrived twice or out of order, so the session has ended.';
    static remedy = 'Connect again with a new code. If it happens again, ask who runs the relay.';
}

export class EpochWornOut extends LocalError {
    static code = 'P-144';
    static words = 'The keys of this session are used up.';
    static remedy = 'Connect again with a new code.';
}

export class SealedTooLong extends PeerError {
    static code = 'P-145';
    static words = 'A message arrived that is longer than any may be, so the session has ended.';
    static remedy = 'Connect again with a new code. If it happens again, ask who runs the relay.';
}

// Keys and wraps (P-16x)

export class KeyMisuse extends LocalError {
    static code = 'P-163';
    static words = 'This program tried to use a key in a way that is not allowed.';
    static remedy = 'Please report this as a fault, with what you were doing.';
}

// The Merkle log and what is checked of it (K-1xx)

export class ProofShapeWrong extends CheckFailed {
    static code = 'K-101';
    static words = 'A proof from the log does not fit the place and size it speaks of.';
    static remedy = 'Fetch the proof again. If it stays so, keep it and show it to whoever audits this relay.';
}

export class InclusionWrong extends CheckFailed {
    static code = 'K-102';
    static words = 'This entry is not in the log at the place that is claimed.';
    static remedy = 'Keep the file and the proof, and show both to whoever audits this relay.';
}

export class ConsistencyWrong extends CheckFailed {
    static code = 'K-103';
    static words = 'The log was rewritten: an earlier state of it is not the beginning of the present one.';
    static remedy = 'Keep both checkpoints: together they prove it. Show them to whoever audits this relay.';
}

export class TreeShrank extends CheckFailed {
    static code = 'K-104';
    static words = 'The log is shorter than it has been before: it was rolled back.';
    static remedy = 'Keep the checkpoint you remembered and show it to whoever audits this relay.';
}

export class NoteMalformed extends CheckFailed {
    static code = 'K-110';
    static words = 'A signed statement of the log is damaged or cut off.';
    static remedy = 'Fetch it again, or take it from a copy.';
}

export class NoteNotSigned extends CheckFailed {
    static code = 'K-111';
    static words = 'A statement of the log is not signed by the key that this log has.';
    static remedy = 'Check that the key belongs to this relay. If it does, trust nothing that this statement says.';
}

export class NoteForged extends CheckFailed {
    static code = 'K-112';
    static words = 'The signature under a statement of the log is wrong: the statement was changed.';
    static remedy = 'Trust nothing that it says. Keep it and show it to whoever audits this relay.';
}

export class VerifierKeyMalformed extends CheckFailed {
    static code = 'K-113';
    static words = 'The log\'s key is damaged, or of a kind that this version does not know.';
    static remedy = 'Copy the whole key again: one line, a name, a plus sign, eight letters or digits, a plus sign, the rest.';
}

export class CheckpointMalformed extends CheckFailed {
    static code = 'K-120';
    static words = 'The log\'s checkpoint is damaged.';
    static remedy = 'Fetch it again, or take it from a copy.';
}

export class CheckpointOfAnotherLog extends CheckFailed {
    static code = 'K-121';
    static words = 'This checkpoint belongs to another log.';
    static remedy = 'Use the checkpoint and the key of one and the same relay.';
}

export class LogProofMalformed extends CheckFailed {
    static code = 'K-130';
    static words = 'The proof that an entry stands in the log is damaged.';
    static remedy = 'Take it again from the receipt, or ask the relay for a new one.';
}

export class TileMalformed extends CheckFailed {
    static code = 'K-141';
    static words = 'A file of the log is damaged or cut off.';
    static remedy = 'Restore the log\'s folder from a copy, then check it again.';
}

// Entries of a recording (K-3xx)

export class EntryMalformed extends CheckFailed {
    static code = 'K-301';
    static words = 'An entry of the recording cannot be read.';
    static remedy = 'The recording was damaged or changed here. Compare it with another copy.';
}

export class EntryOutOfPlace extends CheckFailed {
    static code = 'K-302';
    static words = 'An entry of the recording is missing, repeated or out of order.';
    static remedy = 'The recording was damaged or changed here. Compare it with another copy.';
}

// Screen messages (P-18x)

export class ScreenMalformed extends PeerError {
    static code = 'P-180';
    static words = 'A picture arrived damaged, so the session has ended.';
    static remedy = 'Update both ends to the same version and connect again with a new code.';
}

// The end of a pairing (P-13x)

export class CodeSpent extends LocalError {
    static code = 'P-130';
    static words = 'This code was used before. A code works once.';
    static remedy = 'Ask the customer for a new code.';
}

export class ResumeNotProven extends PeerError {
    static code = 'P-133';
    static words = 'The other end could not prove that it is the same as before.';
    static remedy = 'Ask the customer for a new code.';
}

// Messages (P-20x)

export class MessageMalformed extends PeerError {
    static code = 'P-200';
    static words = 'A message arrived that is not written the way it has to be.';
    static remedy = 'Update both ends to the same version and connect again.';
}

export class MessageUnknown extends PeerError {
    static code = 'P-201';
    static words = 'A message arrived that this program does not know.';
    static remedy = 'Update both ends to the same version and connect again.';
}

export class MessageNotYours extends PeerError {
    static code = 'P-202';
    static words = 'The other end sent something that only this end may say.';
    static remedy = 'Update both ends to the same version and connect again.';
}

export class MessageOutOfPlace extends PeerError {
    static code = 'P-203';
    static words = 'A message arrived in the wrong place.';
    static remedy = 'Update both ends to the same version and connect again.';
}

export class MessageTooLong extends PeerError {
    static code = 'P-204';
    static words = 'A message arrived that is longer than it may be.';
    static remedy = 'Update both ends to the same version and connect again.';
}

// Order of messages (P-21x)

export class MessageMissing extends PeerError {
    static code = 'P-210';
    static words = 'A message was lost on its way, so the session has ended.';
    static remedy = 'Connect again with a new code. If it happens again, ask who runs the relay.';
}

export class KeyUnknown extends PeerError {
    static code = 'P-211';
    static words = 'A message arrived that nobody agreed on a key for, so the session has ended.';
    static remedy = 'Connect again with a new code. If it happens again, ask who runs the relay.';
}

export class ChannelShut extends LocalError {
    static code = 'P-213';
    static words = 'This cannot be sent: the customer has not allowed it, or no longer does.';
    static remedy = 'Ask again; the customer decides.';
}

export class EpochOutOfOrder extends LocalError {
    static code = 'P-215';
    static words = 'This program tried to go back to keys it had left.';
    static remedy = 'Please report this as a fault, with what you were doing.';
}

export class TooManyRefused extends PeerError {
    static code = 'P-216';
    static words = 'Too many messages were refused, so the session has ended.';
    static remedy = 'Connect again with a new code. If it happens again, ask who runs the relay.';
}

// Flow (P-22x)

export class NoRoom extends LocalError {
    static code = 'P-221';
    static words = 'The line is too slow for this just now.';
    static remedy = 'Wait a moment and try again.';
}

export class CreditMalformed extends PeerError {
    static code = 'P-222';
    static words = 'The relay counts wrongly, so the session has ended.';
    static remedy = 'Connect again with a new code. If it happens again, ask who runs the relay.';
}

export class LineAway extends LocalError {
    static code = 'P-223';
    static words = 'The line is lost.';
    static remedy = 'Ask again when it is back.';
}

// The health report (P-19x)

export class ReportMalformed extends PeerError {
    static code = 'P-190';
    static words = 'The health report cannot be read: it is damaged, or of another version of Attended.';
    static remedy = 'Ask for the report again. If it happens again, both sides should update Attended.';
}

export class ReportTooLong extends PeerError {
    static code = 'P-191';
    static words = 'The health report is longer than any may be, so it was refused.';
    static remedy = 'Ask for the report again; the customer can cross out what is long, such as the list of programs.';
}

export class ReportUnasked extends PeerError {
    static code = 'P-192';
    static words = 'A health report came that no yes of the customer covers, so it was refused.';
    static remedy = 'Ask for another report if one is needed: each one needs a yes of its own.';
}

// The relay as it is met (A-11x)

export class NotARelay extends PeerError {
    static code = 'A-112';
    static words = 'There is something at this address, but it is not a relay.';
    static remedy = 'Check the address with your helper.';
}

export class AnotherOrigin extends PeerError {
    static code = 'A-116';
    static words = 'This is not the relay we asked for. Someone may be in between, so we stopped.';
    static remedy = 'Check the address with your helper, on a number you know.';
}

export class AnotherLogKey extends PeerError {
    static code = 'A-117';
    static words = 'This is not the relay we know. Someone may be in between, so we stopped.';
    static remedy = 'Call your helper on a number you know, and ask whether their relay\'s key changed.';
}

export class RelayLogRolledBack extends PeerError {
    static code = 'A-118';
    static words = 'This relay\'s log was rewritten since we saw it last, so we stopped.';
    static remedy = 'Call your helper on a number you know, and tell them this.';
}

export class AnotherOrganisation extends PeerError {
    static code = 'A-119';
    static words = 'This is not the organisation we know. Someone may be in between, so we stopped.';
    static remedy = 'Call your helper on a number you know, and ask whether their organisation\'s key changed.';
}

export class RelayUnreachable extends LocalError {
    static code = 'A-111';
    static words = 'We cannot reach this relay.';
    static remedy = 'Check the address, and that you are online. Then start the program again.';
}
