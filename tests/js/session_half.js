// The technician's end of the browser, driven by Python: one line of JSON in, one line out
// (tests/protocol/test_session_interop.py). It is no test by itself. Messages cross as hex, first byte included.

import { createInterface } from "node:readline";

import { VerifyKey, sha256Of } from "../../relay/console/consent/jws.js";
import { Ledger } from "../../relay/console/consent/permits.js";
import { parse } from "../../relay/console/protocol/code.js";
import { decodePairing, encodePlain } from "../../relay/console/protocol/codec.js";
import * as events from "../../relay/console/protocol/events.js";
import { Place, SpentCodes, TechnicianPairing } from "../../relay/console/protocol/pairing.js";
import { TechnicianResume } from "../../relay/console/protocol/resume.js";
import { TechnicianSession } from "../../relay/console/protocol/session.js";
import { hex, unhex } from "./support.js";

const random = (size) => crypto.getRandomValues(new Uint8Array(size));
let now = 0;
let pairing;
let paired;
let session;
let resume;

function told(event) {
    if (event instanceof events.Shown) return ["Shown", hex(event.picture)];
    if (event instanceof events.Said || event instanceof events.Told) return [event.constructor.name, event.message.kind];
    if (event instanceof events.RefusedHere || event instanceof events.Ended) return [event.constructor.name, event.error.code];
    if (event instanceof events.PairingFailed || event instanceof events.ResumeFailed) return [event.constructor.name, event.error.code];
    return [event.constructor.name, ""];
}

const ACTS = {
    begin: async ({ code, session: id, origin, logKey, entry, key }) => {
        pairing = new TechnicianPairing({
            code: parse(code),
            place: new Place(id, origin, logKey),
            technicianKey: await VerifyKey.fromJwk(key),
            entrySha256: await sha256Of(entry),
            console: "1.0",
            random,
            spent: new SpentCodes(),
        });
        now = 0;
    },
    pairing: async ({ data }) => {
        const happened = await pairing.receive(decodePairing(unhex(data).subarray(1), "agent"));
        paired = happened.find((event) => event instanceof events.Paired) ?? paired;
        return { events: happened.map(told), out: pairing.toSend().map((message) => hex(encodePlain(message))) };
    },
    session: async ({ session: id }) => {
        session = await TechnicianSession.begin(id, paired.channel0, new Ledger(() => now), paired.agentKey);
    },
    wait: ({ seconds }) => {
        now += seconds;
    },
    receive: async ({ data }) => (await session.receive(unhex(data))).map(told),
    send: ({ message }) => session.send(message),
    out: async () => (await session.toSend()).map(hex),
    lines: async () => session.lines(false),
    ended: () => session.ended?.code ?? null,
    lost: () => session.lineLost(),
    resume: () => {
        resume = new TechnicianResume({ ...paired, epoch: session.epoch, random });
        resume.start();
        return resume.toSend().map((message) => hex(encodePlain(message)));
    },
    resumed: async ({ data, recorded }) => {
        const [event] = await resume.receive(decodePairing(unhex(data).subarray(1), "agent"));
        if (event instanceof events.ResumedWith) await session.lineBack(event.channel0, recorded);
        return { event: told(event), out: resume.toSend().map((message) => hex(encodePlain(message))) };
    },
};

for await (const line of createInterface({ input: process.stdin })) {
    const asked = JSON.parse(line);
    let answer;
    try {
        answer = { value: (await ACTS[asked.act](asked)) ?? null };
    } catch (error) {
        answer = { code: error.code ?? null, told: String(error.stack) };
    }
    process.stdout.write(`${JSON.stringify(answer)}\n`);
}
