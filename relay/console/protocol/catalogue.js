// protocol/catalogue.js — mirrors protocol/catalogue.py: every message there is, who may send it, on which channel.
// All else is refused. The aside (channel 8) is left out: a technician's end never gets it, nor its keys.

import { Channel, Direction, scopeOf } from './channels.js';
import * as chat from './messages/chat.js';
import * as control from './messages/control.js';
import * as input from './messages/input.js';
import * as pairing from './messages/pairing.js';
import * as relay from './messages/relay.js';
import * as report from './messages/report.js';
import * as screen from './messages/screen.js';

/** @typedef {'agent' | 'technician' | 'relay'} Sender */
/** @typedef {import('./wire.js').Model<any>} Model */

/** One kind of message in clear: its shape and who may send it. */
export class Plain {
    /**
     * @param {Model} model
     * @param {...Sender} senders
     */
    constructor(model, ...senders) {
        this.model = model;
        this.senders = senders;
    }
}

/** One kind of sealed message: its shape, who may send it, on which channel, and the scope it needs. */
export class Entry {
    /**
     * @param {Model} model
     * @param {number} channel
     * @param {...Sender} senders
     */
    constructor(model, channel, ...senders) {
        this.model = model;
        this.channel = channel;
        this.senders = senders;
    }

    /** The name it goes by. */
    get kind() {
        return this.model.kind;
    }

    /** The scope that must live; null for control and chat. */
    get needs() {
        return scopeOf(this.channel);
    }

    /**
     * Tell whether the end that speaks in this direction may send it.
     *
     * @param {number} direction
     */
    mayComeFrom(direction) {
        return this.senders.includes(senderOf(direction));
    }
}

/**
 * Name the end that speaks in a direction.
 *
 * @param {number} direction
 * @returns {Sender}
 */
export function senderOf(direction) {
    return direction === Direction.FROM_AGENT ? 'agent' : 'technician';
}

const { CONTROL, SCREEN, POINTER, KEYS, CHAT, REPORT } = Channel;
const SEALED = [
    new Entry(control.technicianProof, CONTROL, 'technician'),
    new Entry(control.pairingResult, CONTROL, 'agent'),
    new Entry(control.pairingRefused, CONTROL, 'agent'),
    new Entry(control.askConsent, CONTROL, 'technician'),
    new Entry(control.cancelRequest, CONTROL, 'technician'),
    new Entry(control.questionShown, CONTROL, 'agent'),
    new Entry(control.consentAnswer, CONTROL, 'agent'),
    new Entry(control.grantLive, CONTROL, 'agent'),
    new Entry(control.grantFormer, CONTROL, 'agent'),
    new Entry(control.grantEnded, CONTROL, 'agent'),
    new Entry(control.sessionPaused, CONTROL, 'agent'),
    new Entry(control.sessionResumed, CONTROL, 'agent'),
    new Entry(control.leaveSession, CONTROL, 'technician'),
    new Entry(control.lookAway, CONTROL, 'technician'),
    new Entry(control.sessionEnded, CONTROL, 'agent'),
    new Entry(control.requestRefused, CONTROL, 'agent'),
    new Entry(screen.screenAck, SCREEN, 'technician'),
    new Entry(screen.screenKeyframe, SCREEN, 'technician'),
    new Entry(screen.screenMonitor, SCREEN, 'technician'),
    new Entry(screen.screenVideo, SCREEN, 'technician'),
    new Entry(input.pointerMove, POINTER, 'technician'),
    new Entry(input.pointerButton, POINTER, 'technician'),
    new Entry(input.pointerWheel, POINTER, 'technician'),
    new Entry(input.handOfCustomer, POINTER, 'agent'),
    new Entry(input.keyCode, KEYS, 'technician'),
    new Entry(input.keyText, KEYS, 'technician'),
    new Entry(chat.chatSaid, CHAT, 'agent', 'technician'),
    new Entry(chat.chatDelivered, CHAT, 'agent', 'technician'),
    new Entry(report.reportProgress, REPORT, 'agent'),
    new Entry(report.reportReading, REPORT, 'agent'),
    new Entry(report.reportWithheld, REPORT, 'agent'),
    new Entry(report.reportPart, REPORT, 'agent'),
    new Entry(report.reportReceived, REPORT, 'technician'),
    new Entry(report.reportVitals, REPORT, 'agent'),
];
/** Every sealed JSON message by its kind. */
export const CATALOGUE = new Map(SEALED.map((entry) => [entry.kind, entry]));

const TO_AND_FROM_RELAY = [
    new Plain(relay.technicianJoin, 'technician'),
    new Plain(relay.technicianJoined, 'relay'),
    new Plain(relay.peerArrived, 'relay'),
    new Plain(relay.peerLost, 'relay'),
    new Plain(relay.peerBack, 'relay'),
    new Plain(relay.peerLeft, 'relay'),
    new Plain(relay.lineAsk, 'technician'),
    new Plain(relay.lineHere, 'relay'),
    new Plain(relay.endSigned, 'relay'),
    new Plain(relay.documentSent, 'agent', 'technician'),
    new Plain(relay.acknowledged, 'relay'),
    new Plain(relay.credit, 'relay'),
    new Plain(relay.refused, 'relay'),
    new Plain(relay.recordingState, 'relay'),
    new Plain(relay.closed, 'relay'),
    new Plain(relay.resume, 'agent', 'technician'),
    new Plain(relay.resumeChallenge, 'relay'),
    new Plain(relay.resumeProof, 'agent', 'technician'),
    new Plain(relay.resumed, 'relay'),
];
/** Every message between a technician's end and the relay by its kind. */
export const RELAY = new Map(TO_AND_FROM_RELAY.map((plain) => [plain.model.kind, plain]));

const BEFORE_KEYS = [
    new Plain(pairing.pairHello, 'agent'),
    new Plain(pairing.pairShare, 'technician'),
    new Plain(pairing.pairAnswer, 'agent'),
    new Plain(pairing.pairConfirm, 'technician'),
    new Plain(pairing.pairConfirmed, 'agent'),
    new Plain(pairing.pairFailed, 'agent'),
    new Plain(pairing.resumeShare, 'technician'),
    new Plain(pairing.resumeAnswer, 'agent'),
    new Plain(pairing.resumeConfirm, 'technician'),
];
/** Every message of pairing and resume by its kind. */
export const PAIRING = new Map(BEFORE_KEYS.map((plain) => [plain.model.kind, plain]));
