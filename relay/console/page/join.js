// page/join.js — from the typed code to a pairing: finds the waiting computer and proves that both hold the same code

import { sha256Of } from '../consent/jws.js';
import { decodePairing, decodeRelay, encodePlain } from '../protocol/codec.js';
import {
    AnotherLogKey,
    AnotherOrganisation,
    AnotherOrigin,
    MessageMalformed,
    SessionOver,
} from '../protocol/errors.js';
import { Paired } from '../protocol/events.js';
import { Place, TechnicianPairing, VERSION } from '../protocol/pairing.js';
import { Line } from './line.js';
import { Refusal } from './server.js';

/** @typedef {import('../protocol/code.js').SpokenCode} SpokenCode */
/** @typedef {import('../consent/jws.js').SigningKey} SigningKey */

/**
 * What a session needs from the page around it; tests hand in their own.
 *
 * @typedef {object} Ground
 * @property {string} origin the address of this page
 * @property {SigningKey} key
 * @property {string} entry the technician's directory entry of today
 * @property {import('../consent/organisation.js').Organisation} organisation
 * @property {string} logKey
 * @property {string} version this console's
 * @property {import('../protocol/pairing.js').SpentCodes} spent
 * @property {() => Promise<import('./socket.js').Socket>} openLine
 * @property {() => number} clock monotonic seconds
 * @property {() => number} now Unix seconds
 * @property {(size: number) => Uint8Array<ArrayBuffer>} random
 */

/** @typedef {{paired: Paired, place: Place, line: Line, skew: number, handOver: (heard: Heard, lost: () => void) => void}} Joined */
/** @typedef {(data: Uint8Array<ArrayBuffer>) => Promise<void>} Heard */

// `skew`: seconds that this computer's clock is ahead of the relay's; told, never fatal.

/**
 * Run a code.
 *
 * @param {SpokenCode} code
 * @param {Ground} ground
 * @param {() => void} found told when the computer was found and the code is being checked
 * @returns {Promise<Joined>}
 * @throws {import('../protocol/errors.js').AttendedError | Refusal} why it came to nothing
 */
export async function join(code, ground, found) {
    ground.spent.check(code);
    const entrySha256 = await sha256Of(ground.entry);
    const socket = await ground.openLine();
    return new Promise((resolve, reject) => {
        /** @type {TechnicianPairing | null} */
        let pairing = null;
        /** @type {Place | null} */
        let place = null;
        let skew = 0;
        /** @type {Heard} */
        let heard = hear;
        let lost = () => reject(new SessionOver('the line was lost while pairing'));
        const line = new Line(socket, (data) => heard(data), () => lost());
        line.send(encodePlain(/** @type {any} */ ({ kind: 'technician.join', version: VERSION, locator: code.locator })));

        /** @param {Uint8Array<ArrayBuffer>} data */
        async function hear(data) {
            try {
                if (data[0] === 0) await told(decodeRelay(data.subarray(1), 'relay'));
                else if (data[0] === 2) await said(decodePairing(data.subarray(1), 'agent'));
                else throw new MessageMalformed('sealed before the pairing');
            } catch (wrong) {
                line.close();
                reject(wrong);
            }
        }

        /** @param {any} message */
        async function told(message) {
            if (message.kind === 'closed') throw new Refusal(message);
            if (message.kind !== 'technician.joined') return;
            if (message.origin !== ground.origin) throw new AnotherOrigin(message.origin);
            if (message.log_key !== ground.logKey) throw new AnotherLogKey();
            if (message.policy_sha256 !== ground.organisation.policySha256) throw new AnotherOrganisation('policy');
            skew = ground.now() - message.server_time / 1000;
            place = new Place(message.session, message.origin, message.log_key);
            const technicianKey = ground.key.verifyKey;
            const { version, random, spent } = ground;
            pairing = new TechnicianPairing({ code, place, technicianKey, entrySha256, console: version, random, spent });
            found();
        }

        /** @param {any} message */
        async function said(message) {
            if (pairing === null || place === null) throw new MessageMalformed('pairing before the session has a name');
            for (const event of await pairing.receive(message)) {
                if (!(event instanceof Paired)) throw /** @type {any} */ (event).error;
                if (event.policySha256 !== ground.organisation.policySha256) throw new AnotherOrganisation('policy');
                // From the next message on the session hears; nothing can come between, for this one is dealt with first.
                const handOver = (/** @type {Heard} */ hearing, /** @type {() => void} */ losing) => {
                    heard = hearing;
                    lost = losing;
                };
                resolve({ paired: event, place, line, skew, handOver });
            }
            for (const reply of pairing.toSend()) line.send(encodePlain(reply));
        }
    });
}
