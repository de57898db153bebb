// Any bytes into any parser of the browser's half give a value or a documented error: promise 14.
// ATTENDED_FUZZ says how many inputs each parser gets; the long run of `tests/fuzz/test_browser_parsers.py` sets 200,000.

import { parseCanonical } from "../../relay/console/consent/canonical.js";
import { unb64u } from "../../relay/console/consent/encoding.js";
import { peekKid, peekTyp } from "../../relay/console/consent/jws.js";
import { parseText } from "../../relay/console/protocol/checkpoint.js";
import { parse as parseCode } from "../../relay/console/protocol/code.js";
import { decode, decodePairing, decodeRelay } from "../../relay/console/protocol/codec.js";
import { AttendedError } from "../../relay/console/protocol/errors.js";
import { jpegSize, pngSize } from "../../relay/console/protocol/image_size.js";
import { parse as parseNote } from "../../relay/console/protocol/note.js";
import { parse as parseProof } from "../../relay/console/protocol/proof.js";
import { decode as decodeEntry } from "../../relay/console/protocol/recording.js";
import { parse as parsePicture } from "../../relay/console/protocol/screen.js";
import { readHeader } from "../../relay/console/protocol/sframe.js";
import { parse as parseWellKnown } from "../../relay/console/protocol/well_known.js";
import { ok, test, unhex, vectors } from "./support.js";

const ROUNDS = Number(globalThis.process?.env?.ATTENDED_FUZZ ?? 60);

const messages = await vectors("messages");
const pictures = await vectors("screen-messages");
const bytes = (text) => new TextEncoder().encode(text);
const text = (parse) => (data) => parse(new TextDecoder().decode(data));
const NOTE = "relay.example/log\n1\nAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n\n— relay.example/log AAAAAAA=\n";
const inClear = [...messages.relay, ...messages.pairing].map((one) => unhex(one.message).slice(1));
const sealed = messages.sealed.map((one) => unhex(one.plaintext));

/** Every parser with inputs that it takes, to be spoiled. */
const PARSERS = [
    ["canonical", (data) => parseCanonical(data, 65_536), [...inClear, bytes('{"a":[1,null,"ß"]}')]],
    ["base64url", text(unb64u), [bytes("AAECAwQFBgcICQoLDA0ODw")]],
    ["jws kid", text(peekKid), [bytes("eyJhbGciOiJFZDI1NTE5In0.e30.AAAA")]],
    ["jws typ", text(peekTyp), [bytes("eyJhbGciOiJFZDI1NTE5In0.e30.AAAA")]],
    ["checkpoint", text(parseText), [bytes(NOTE.slice(0, 64))]],
    ["code", text(parseCode), [bytes("4821-739205-1")]],
    ["note", parseNote, [bytes(NOTE)]],
    ["proof", parseProof, [bytes(`c2sp.org/tlog-proof@v1\nindex 0\n\n${NOTE}`)]],
    ["entry", decodeEntry, [new Uint8Array(36), Uint8Array.from([1, 5, ...new Uint8Array(33), 2, 123, 125])]],
    ["picture", parsePicture, pictures.good.map((one) => unhex(one.bytes))],
    ["header", readHeader, [Uint8Array.from([0x99, 1, 129, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4])]],
    ["png", pngSize, [Uint8Array.from([137, 80, 78, 71, 13, 10, 26, 10, ...new Uint8Array(20)])]],
    ["jpeg", jpegSize, [Uint8Array.from([255, 216, 255, 192, 0, 11, 8, 0, 4, 0, 4, 1, 0])]],
    ["well-known", text(parseWellKnown), [bytes('{"version":"attended.v1"}')]],
    ...messages.relay.map((one) => [one.kind, (data) => decodeRelay(data, one.from[0]), [unhex(one.message).slice(1)]]),
    ...messages.pairing.map((one) => [one.kind, (data) => decodePairing(data, one.from[0]), [unhex(one.message).slice(1)]]),
    ...messages.sealed.map((one, at) => [`sealed ${one.kind}`, (data) => decode(data, one.channel, one.direction), [sealed[at]]]),
];

/** Dice that can be thrown again. */
function dice(seed) {
    let state = seed;
    return (below) => {
        state = (state + 0x6d2b79f5) | 0;
        let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
        mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
        return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
    };
}

/** Random bytes, or a good input with a few changes. */
function spoiled(good, roll) {
    if (roll(6) === 0) {
        return Uint8Array.from({ length: [0, 1, 2, 36, 37, 300][roll(6)] }, () => roll(256));
    }
    let data = [...good[roll(good.length)]];
    for (let change = roll(4); change >= 0; change -= 1) {
        const at = roll(data.length + 1);
        const many = roll(12);
        switch (roll(6)) {
            case 0: data.splice(at, 0, ...Array.from({ length: many }, () => roll(256))); break;
            case 1: data.splice(at, many); break;
            case 2: data.splice(at, 0, ...data.slice(at, at + many)); break;
            case 3: data.splice(at, many, ...bytes(["1e999", "-0", "9999999999999999999", "\\ud800", "null", "[[[[[[[[[[[[[[[[[[[", "1.0"][roll(7)])); break;
            case 4: data = data.slice(0, at); break;
            default: if (data.length) data[at % data.length] ^= 1 << roll(8);
        }
    }
    return Uint8Array.from(data);
}

test("any bytes into any parser give a value or a documented error", async () => {
    const roll = dice(20260301);
    for (let round = 0; round < ROUNDS * PARSERS.length; round += 1) {
        const [name, parse, good] = PARSERS[round % PARSERS.length];
        const data = spoiled(good, roll);
        try {
            await parse(data);
        } catch (error) {
            const documented = error instanceof AttendedError && /^[A-Z]-\d{3}$/.test(error.code);
            ok(documented, `${name} answered [${data.slice(0, 200)}] with ${error?.stack ?? error}`);
        }
    }
});
