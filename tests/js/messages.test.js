// Every message byte for byte, as the other language writes it.

import { decode, decodePairing, decodeRelay, encode, encodePlain } from "../../relay/console/protocol/codec.js";
import { CATALOGUE, PAIRING, RELAY } from "../../relay/console/protocol/catalogue.js";
import { equal, hex, test, throws, unhex, vectors } from "./support.js";

const VECTORS = await vectors("messages");
const ASIDE = 8; // from the agent to the recording alone: a console never gets it, and has no shape for it
const SEALED = VECTORS.sealed.filter(({ channel }) => channel !== ASIDE);

test("the catalogue holds every message that a technician's end sends or hears, and no other", () => {
    const known = ({ from, kind }) => from.some((sender) => sender !== "agent") && !kind.startsWith("agent.");
    const others = ["session.closed"]; // the relay's word to the agent alone
    equal([...CATALOGUE.keys()], SEALED.map(({ kind }) => kind));
    equal([...RELAY.keys()], VECTORS.relay.filter(known).map(({ kind }) => kind).filter((kind) => !others.includes(kind)));
    equal([...PAIRING.keys()], VECTORS.pairing.map(({ kind }) => kind));
});

test("a sealed message is read and written byte for byte", () => {
    for (const { kind, channel, direction, plaintext } of SEALED) {
        const message = decode(unhex(plaintext), channel, direction);
        equal(message.kind, kind);
        equal(hex(encode(message)), plaintext);
    }
});

test("a message in clear is read and written byte for byte, from its own senders only", async () => {
    const relay = VECTORS.relay.filter(({ kind }) => RELAY.has(kind));
    for (const [cases, read] of [[relay, decodeRelay], [VECTORS.pairing, decodePairing]]) {
        for (const { from, message } of cases) {
            for (const sender of ["agent", "technician", "relay"]) {
                if (from.includes(sender)) {
                    equal(hex(encodePlain(read(unhex(message).subarray(1), sender))), message);
                } else {
                    await throws(() => read(unhex(message).subarray(1), sender), "P-202");
                }
            }
        }
    }
});

test("what is refused is refused with the same code", async () => {
    for (const { channel, direction, plaintext, expect } of VECTORS.refused) {
        await throws(() => decode(unhex(plaintext), channel, direction), expect);
    }
});
