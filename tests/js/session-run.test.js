// A small session byte for byte: pairing with known draws, keys, sealed messages, transcript lines.

import { VerifyKey } from "../../relay/console/consent/jws.js";
import { parse } from "../../relay/console/protocol/code.js";
import { decodePairing, encodePlain } from "../../relay/console/protocol/codec.js";
import { Keyring } from "../../relay/console/protocol/keyring.js";
import { Place, SpentCodes, TechnicianPairing } from "../../relay/console/protocol/pairing.js";
import { Transcripts } from "../../relay/console/protocol/transcript.js";
import { equal, hex, test, testInBrowser, unhex, vectors } from "./support.js";

const VECTORS = await vectors("session-run");
const { pairing: PAIRING } = VECTORS;
const OWN = { agent: 0, technician: 1 };

async function ring(own) {
    const { to_console: toConsole, to_agent: toAgent } = PAIRING.channel0;
    return Keyring.from(PAIRING.session, own, { epoch: 0, toConsole: unhex(toConsole), toAgent: unhex(toAgent) });
}

testInBrowser("the technician's end of the pairing comes out as it stands there", async () => {
    const draws = [PAIRING.technician.nonce, PAIRING.technician.scalar].map(unhex);
    const end = new TechnicianPairing({
        code: parse(PAIRING.code),
        place: new Place(PAIRING.session, PAIRING.origin, PAIRING.log_key),
        technicianKey: await VerifyKey.fromJwk(PAIRING.technician.key),
        entrySha256: JSON.parse(new TextDecoder().decode(unhex(PAIRING.ada))).entry_sha256,
        console: "1.0",
        random: () => draws.shift(),
        spent: new SpentCodes(),
    });
    let events = [];
    for (const { from, message } of PAIRING.messages) {
        if (from === "agent") {
            events = await end.receive(decodePairing(unhex(message).subarray(1), "agent"));
        } else {
            equal(end.toSend().map((said) => hex(encodePlain(said))), [message]);
        }
    }
    const [paired] = events;
    equal(hex(paired.sessionSecret), PAIRING.session_secret);
    equal(hex(paired.resumeKey), PAIRING.resume_key);
    equal(hex(paired.channel0.toConsole), PAIRING.channel0.to_console);
    equal(hex(paired.channel0.toAgent), PAIRING.channel0.to_agent);
    equal(hex(paired.transcript), PAIRING.transcript);
});

test("the sealed messages are those of the other language, and open to the same", async () => {
    const rings = { agent: await ring(OWN.agent), technician: await ring(OWN.technician) };
    const epochs = new Map(VECTORS.epochs.map(({ epoch, secrets }) => [epoch, secrets]));
    for (const { from, epoch, channel, counter, plaintext, message } of VECTORS.sealed) {
        if (epoch > rings.agent.epoch) {
            const secrets = new Map(Object.entries(epochs.get(epoch)).map(([group, secret]) => [group, unhex(secret)]));
            await rings.agent.openEpoch(epoch, secrets);
            await rings.technician.openEpoch(epoch, secrets);
        }
        const sealed = rings[from].seal(channel, unhex(plaintext));
        equal(hex(await sealed.sealed), message);
        const opened = await rings[from === "agent" ? "technician" : "agent"].open(unhex(message).subarray(1));
        equal([hex(opened.plaintext), opened.counter, opened.place.channel], [plaintext, counter, channel]);
    }
});

test("the lines follow from the messages", async () => {
    const account = new Transcripts(OWN.agent);
    for (const { from, epoch, channel, counter, message } of VECTORS.sealed) {
        account.heard({ epoch, direction: OWN[from], channel }, counter, unhex(message));
    }
    equal(await account.lines(), VECTORS.lines);
});
