// The browser's half, asked by Python: one line of JSON in, one line out (tests/protocol/test_interop.py).
// It is no test by itself. Bytes cross as hex, key ids and counters as decimal text.

import { createInterface } from "node:readline";

import { canonical, parseCanonical } from "../../relay/console/consent/canonical.js";
import { b64u, unb64u } from "../../relay/console/consent/encoding.js";
import * as code from "../../relay/console/protocol/code.js";
import * as cpace from "../../relay/console/protocol/cpace.js";
import * as errors from "../../relay/console/protocol/errors.js";
import * as keys from "../../relay/console/protocol/keys.js";
import * as limits from "../../relay/console/protocol/limits.js";
import * as sframe from "../../relay/console/protocol/sframe.js";
import { hex, unhex } from "./support.js";

const ends = new Map();

async function sealer({ base, kid, session }) {
    return sframe.Sealer.from(unhex(base), BigInt(kid), sframe.metadata(unhex(session)));
}

async function opener({ base, kid, session }) {
    return sframe.Opener.from(unhex(base), BigInt(kid), sframe.metadata(unhex(session)));
}

const ACTS = {
    errors: () =>
        Object.entries(errors)
            .filter(([, kind]) => "code" in kind)
            .map(([name, { code, words, remedy }]) => ({
                name,
                code,
                words,
                remedy,
                branch: Object.getPrototypeOf(errors[name]).name,
            })),
    limits: () => ({ ...limits }),
    canonical: ({ value }) => hex(canonical(value)),
    parseCanonical: ({ data, limit }) => hex(canonical(parseCanonical(unhex(data), limit))),
    unb64u: ({ text }) => b64u(unb64u(text)),
    code: ({ text }) => code.parse(text).spoken(),
    header: ({ data }) => {
        const { kid, counter, length } = sframe.readHeader(unhex(data));
        return { kid: String(kid), counter: String(counter), length };
    },
    seal: async (asked) => {
        const end = await sealer(asked);
        const sealed = [];
        for (const message of asked.messages) sealed.push(hex(await end.seal(unhex(message))));
        return sealed;
    },
    open: async (asked) => {
        const end = await opener(asked);
        const opened = [];
        for (const message of asked.sealed) {
            const { plaintext, counter, gap } = await end.open(unhex(message));
            opened.push([hex(plaintext), counter, gap]);
        }
        return opened;
    },
    keys: async ({ isk, transcript, group, session, nonces, epoch, direction, channel }) => {
        const secret = await keys.sessionSecret(unhex(isk), unhex(transcript));
        const resume = await keys.resumeKey(secret);
        return [
            hex(secret),
            hex(resume),
            await keys.verifierDigits(secret),
            hex(await keys.channel0(secret, 0, direction)),
            hex(await keys.channel0(secret, epoch, direction, unhex(nonces))),
            hex(await keys.channelKey(unhex(group), unhex(session), epoch, direction, channel)),
            hex(await keys.resumeMac(resume, "technician", unhex(nonces), epoch)),
        ];
    },
    begin: async ({ name, role, prs, ci, sid, ad, scalar }) => {
        const end = await cpace[role].begin(...[prs, ci, sid, ad, scalar].map(unhex));
        ends.set(name, end);
        return end.share ? hex(end.share) : "";
    },
    receive: async ({ name, share, ad }) => {
        await ends.get(name).receive(unhex(share), unhex(ad));
        return hex(await ends.get(name).tag());
    },
    confirm: async ({ name, tag }) => [hex(await ends.get(name).confirm(unhex(tag))), hex(ends.get(name).transcript)],
    answer: async ({ name, share, ad }) => hex(await ends.get(name).answer(unhex(share), unhex(ad))),
    check: async ({ name, tag }) => {
        const proven = await ends.get(name).check(unhex(tag));
        return [hex(proven.tag), hex(proven.isk), hex(ends.get(name).transcript)];
    },
};

for await (const line of createInterface({ input: process.stdin })) {
    const asked = JSON.parse(line);
    let answer;
    try {
        answer = { value: await ACTS[asked.act](asked) };
    } catch (error) {
        answer = { code: error.code ?? null, told: String(error.stack) };
    }
    process.stdout.write(`${JSON.stringify(answer)}\n`);
}
