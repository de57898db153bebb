// consent/errors.js — mirrors consent/errors.py: the root of the error tree; a test compares codes and words

/**
 * @typedef {object} Said
 * @property {string} code never changes its meaning
 * @property {string} words what a person reads
 * @property {string} remedy what they can do now
 */

/** Root of every documented error; each leaf is `Said`. `detail` is for our own log and never goes to the peer. */
export class AttendedError extends Error {
    /** @param {string} [detail] */
    constructor(detail = '') {
        super(detail);
        this.detail = detail;
        this.name = this.constructor.name;
        const { code, words } = this.said;
        this.message = detail ? `${code} ${words} (${detail})` : `${code} ${words}`;
    }

    /** @returns {Said} */
    get said() {
        return /** @type {Said} */ (/** @type {unknown} */ (this.constructor));
    }

    get code() {
        return this.said.code;
    }

    get words() {
        return this.said.words;
    }

    get remedy() {
        return this.said.remedy;
    }
}

/** The other side broke a rule. */
export class PeerError extends AttendedError {}

/** This computer or the person at it: something that can be put right here. */
export class LocalError extends AttendedError {}

/** Evidence does not hold. */
export class CheckFailed extends AttendedError {}

// Encoding and canonical form (C-0xx)

export class NotBase64Url extends PeerError {
    static code = 'C-001';
    static words = 'A value that arrived is not written the way it has to be.';
    static remedy = 'Update both ends to the same version and connect again.';
}

export class NotCanonical extends PeerError {
    static code = 'C-002';
    static words = 'A document that arrived is not written in its one allowed form.';
    static remedy = 'Update both ends to the same version and connect again.';
}

export class DocumentTooLong extends PeerError {
    static code = 'C-003';
    static words = 'A document that arrived is longer than it may be.';
    static remedy = 'Update both ends to the same version and connect again.';
}

export class NotWritable extends LocalError {
    static code = 'C-004';
    static words = 'This program tried to write a value that has no safe written form.';
    static remedy = 'Please report this as a fault, with what you were doing.';
}

// Signed documents (C-01x)

export class NotAToken extends PeerError {
    static code = 'C-010';
    static words = 'A signed document arrived damaged.';
    static remedy = 'Connect again. If it happens again, update both ends to the same version.';
}

export class HeaderNotAllowed extends PeerError {
    static code = 'C-011';
    static words = 'A signed document is of another kind or by another signer than it has to be.';
    static remedy = 'Connect again. If it happens again, ask who runs the relay.';
}

export class SignatureWrong extends PeerError {
    static code = 'C-012';
    static words = 'A signature does not fit, so somebody changed or invented what it stands under.';
    static remedy = 'Connect again. If it happens again, ask who runs the relay.';
}

export class NotTheDocument extends PeerError {
    static code = 'C-013';
    static words = 'A signed document says something that its kind cannot say, or leaves something out.';
    static remedy = 'Update both ends to the same version and connect again.';
}

export class BadKey extends PeerError {
    static code = 'C-014';
    static words = 'A key that arrived is not one that can be trusted.';
    static remedy = 'Make a new key. If it is another\'s, ask them to.';
}

// Questions (C-1xx)

export class RequestForAnotherSession extends PeerError {
    static code = 'C-101';
    static words = 'This question belongs to another session.';
    static remedy = 'Ask again in this session.';
}

export class RequestOfAnotherTechnician extends PeerError {
    static code = 'C-102';
    static words = 'Somebody else than the technician of this session asked.';
    static remedy = 'The technician who typed the code has to ask.';
}

export class RequestUnderAnotherPolicy extends PeerError {
    static code = 'C-103';
    static words = 'The question rests on other rules than those of this session.';
    static remedy = 'Reload the console and connect with a new code.';
}

export class PurposeUnknown extends PeerError {
    static code = 'C-104';
    static words = 'The organisation\'s rules do not know this purpose.';
    static remedy = 'Choose one of the purposes in the list.';
}

export class RequestTooWide extends PeerError {
    static code = 'C-105';
    static words = 'The question asks for more than the organisation\'s rules allow.';
    static remedy = 'Ask for less, or for a shorter time.';
}

export class NotDoneHere extends PeerError {
    static code = 'C-112';
    static words = 'The program on the customer\'s computer cannot do that yet.';
    static remedy = 'Ask for something else, such as seeing the screen.';
}

export class ViewFirst extends PeerError {
    static code = 'C-106';
    static words = 'This can only be asked while the screen is being shown.';
    static remedy = 'Ask to see the screen first.';
}

export class AskedTooOften extends PeerError {
    static code = 'C-107';
    static words = 'This was asked twice already. It is not asked a third time.';
    static remedy = 'Go on without it, or help by phone.';
}

export class RequestOver extends PeerError {
    static code = 'C-108';
    static words = 'The time to answer this question has passed. No answer means no.';
    static remedy = 'Ask again if it is still needed.';
}

export class RequestRepeated extends PeerError {
    static code = 'C-109';
    static words = 'This very question was put before.';
    static remedy = 'Ask anew; a question counts once.';
}

export class OnlyLooking extends PeerError {
    static code = 'C-110';
    static words = 'In this session only looking is possible, because the customer did not call first.';
    static remedy = 'If more is needed, have the customer call you on a number they find themselves.';
}

export class QuestionStands extends PeerError {
    static code = 'C-111';
    static words = 'The customer is still reading another question.';
    static remedy = 'Wait for the answer, or take the question back.';
}

// Grants and permits (C-2xx)

export class GrantMissing extends PeerError {
    static code = 'C-201';
    static words = 'The customer has not allowed this.';
    static remedy = 'Ask for it.';
}

export class GrantForAnotherSession extends PeerError {
    static code = 'C-202';
    static words = 'This yes was given in another session.';
    static remedy = 'Ask in this session.';
}

export class GrantForAnotherRequest extends PeerError {
    static code = 'C-203';
    static words = 'This yes was given to another question.';
    static remedy = 'Ask again.';
}

export class GrantExpired extends PeerError {
    static code = 'C-204';
    static words = 'The time the customer gave for this has passed.';
    static remedy = 'Ask again; the customer decides anew.';
}

export class GrantTooWide extends PeerError {
    static code = 'C-205';
    static words = 'This yes is wider than the question.';
    static remedy = 'Connect again with a new code. If it happens again, ask who runs the relay.';
}

export class GrantTooLong extends PeerError {
    static code = 'C-206';
    static words = 'This yes holds longer than was asked.';
    static remedy = 'Connect again with a new code. If it happens again, ask who runs the relay.';
}

export class GrantOutOfChain extends PeerError {
    static code = 'C-207';
    static words = 'This yes does not follow the one before it.';
    static remedy = 'Ask again.';
}

export class GrantUnderAnotherPolicy extends PeerError {
    static code = 'C-208';
    static words = 'This yes rests on other rules than those of this session.';
    static remedy = 'Reload the console and connect with a new code.';
}

export class GrantReadersWrong extends PeerError {
    static code = 'C-209';
    static words = 'This yes names other readers of the recording than the organisation\'s rules.';
    static remedy = 'Connect again with a new code. If it happens again, ask who runs the relay.';
}

export class GrantForAnotherTechnician extends PeerError {
    static code = 'C-210';
    static words = 'This yes was given to somebody else.';
    static remedy = 'The technician who asked has to use it.';
}

export class Paused extends PeerError {
    static code = 'C-211';
    static words = 'The session is paused. Nothing is seen.';
    static remedy = 'Wait until the customer goes on.';
}

export class EpochOver extends PeerError {
    static code = 'C-212';
    static words = 'This was sent before what is allowed changed.';
    static remedy = 'Send it again if it is still needed.';
}

export class SessionOver extends PeerError {
    static code = 'C-213';
    static words = 'The session is over.';
    static remedy = 'Ask the customer for a new code.';
}

export class DocumentForAnotherGrant extends PeerError {
    static code = 'C-214';
    static words = 'A document is about another yes than the one in force.';
    static remedy = 'Connect again. If it happens again, ask who runs the relay.';
}

export class NotAYes extends LocalError {
    static code = 'C-220';
    static words = 'The customer did not say yes to this.';
    static remedy = 'Nothing was allowed. Ask again if it is still needed.';
}

export class PermitForged extends LocalError {
    static code = 'C-221';
    static words = 'This program tried to act without a yes, and was stopped.';
    static remedy = 'Please report this as a fault, with what you were doing.';
}

export class IllegalMove extends LocalError {
    static code = 'C-222';
    static words = 'Something came at a moment at which it cannot come.';
    static remedy = 'Nothing was allowed by it. Try again when the present step is done.';
}

// Organisations and people (C-3xx)

export class OrganisationWrong extends PeerError {
    static code = 'C-301';
    static words = 'We cannot be sure which organisation this is, so we did not go on.';
    static remedy = 'Call the organisation on a number you know.';
}

export class OrganisationOutOfDate extends PeerError {
    static code = 'C-302';
    static words = 'The organisation\'s own proof has run out, so we did not go on.';
    static remedy =
        'Check this computer\'s date and time. If they are right, the organisation has to renew its directory key.';
}

export class EntryOutOfDate extends PeerError {
    static code = 'C-303';
    static words = 'We did not let them ask. Their proof of training ran out.';
    static remedy = 'They can ask a colleague. If this computer\'s date is wrong, put it right first.';
}

export class EntryWrong extends PeerError {
    static code = 'C-304';
    static words = 'We cannot be sure who this is. So we did not let them ask.';
    static remedy = 'If you called them, call again on a number you know.';
}
