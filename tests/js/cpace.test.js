import { joined, utf8 } from "../../relay/console/consent/encoding.js";
import * as cpace from "../../relay/console/protocol/cpace.js";
import { BadShare, KeyMisuse, PairingOutOfOrder, WrongCode } from "../../relay/console/protocol/errors.js";
import { equal, hex, ok, test, throws, unhex, vectors } from "./support.js";

const VECTORS = await vectors("cpace-x25519-sha512");
const MAIN = Object.fromEntries(Object.entries(VECTORS.main).map(([name, value]) => [name, unhex(value)]));
const [PRS, CI, SID, ADA, ADB] = ["4821739205", "channel", "session", "technician's data", "agent's data"].map(utf8);
const YA = unhex("01".repeat(32));
const YB = unhex("02".repeat(32));

const initiator = (prs = PRS, ci = CI, sid = SID) => cpace.Initiator.begin(prs, ci, sid, ADA, YA);
const responder = (prs = PRS, ci = CI, sid = SID) => cpace.Responder.begin(prs, ci, sid, ADB, YB);

test("the draft's run is reproduced byte for byte", async () => {
    const a = await cpace.Initiator.begin(MAIN.PRS, MAIN.CI, MAIN.sid, MAIN.ADa, MAIN.ya);
    const b = await cpace.Responder.begin(MAIN.PRS, MAIN.CI, MAIN.sid, MAIN.ADb, MAIN.yb);
    equal(await cpace.calculateGenerator(MAIN.PRS, MAIN.CI, MAIN.sid), MAIN.g);
    equal(a.share, MAIN.Ya);
    equal(await b.answer(a.share, MAIN.ADa), MAIN.Yb);
    equal(await cpace.scalarMult(MAIN.ya, MAIN.Yb), MAIN.K);
    await a.receive(MAIN.Yb, MAIN.ADb);
    const proven = await b.check(await a.tag());
    equal(proven.isk, MAIN.ISK_IR);
    equal(await a.confirm(proven.tag), MAIN.ISK_IR);
    equal(a.transcript, b.transcript);
    const sid = await crypto.subtle.digest("SHA-512", joined(utf8("CPaceSidOutput"), a.transcript));
    equal(new Uint8Array(sid), MAIN.sid_output_ir);
});

test("the generator's steps are the draft's", async () => {
    const [one] = VECTORS.calculate_generator;
    const [prs, ci, sid] = [one.PRS, one.CI, one.sid].map(unhex);
    equal(hex(cpace.generatorString(prs, ci, sid)).toUpperCase(), one["generator_string(G.DSI,PRS,CI,sid,H.s_in_bytes)"]);
    equal(hex(await cpace.calculateGenerator(prs, ci, sid)).toUpperCase(), one["generator g"]);
});

test("the draft's strings are joined alike", () => {
    const cases = Object.assign({}, ...VECTORS.string_utilities);
    const range = (length) => Uint8Array.from({ length }, (_, at) => at);
    equal(hex(cpace.prependLen(utf8(""))), cases["prepend_len(b'')"]);
    equal(hex(cpace.prependLen(utf8("1234"))), cases["prepend_len(b'1234')"]);
    equal(hex(cpace.prependLen(range(127))).toUpperCase(), cases["prepend_len(bytes(range(127)))"]);
    equal(hex(cpace.prependLen(range(128))).toUpperCase(), cases["prepend_len(bytes(range(128)))"]);
    equal(hex(cpace.lvCat(...["1234", "5", "", "678"].map(utf8))), cases["lv_cat(b'1234',b'5',b'',b'678')"]);
    const transcripts = Object.entries(cases).filter(([key]) => key.startsWith("transcript_ir("));
    ok(transcripts.length > 0);
    for (const [key, value] of transcripts) {
        const parts = [...key.matchAll(/b'([^']*)'/g)].map((part) => utf8(part[1]));
        equal(hex(cpace.transcriptIr(...parts)).toUpperCase(), value.toUpperCase());
    }
});

test("all twelve of the draft's points abort or give RFC 7748's result", async () => {
    const { s, cases } = VECTORS.scalar_mult_vfy;
    equal(cases.length, 12);
    for (const { u, q, must_abort: mustAbort } of cases) {
        if (mustAbort) {
            await throws(() => cpace.scalarMult(unhex(s), unhex(u)), BadShare);
            const a = await initiator();
            await throws(() => a.receive(unhex(u), ADB), BadShare);
            await throws(() => a.tag(), PairingOutOfOrder);
        } else {
            equal(hex(await cpace.scalarMult(unhex(s), unhex(u))), q);
        }
    }
});

test("ends that differ in code, channel or session do not pair", async () => {
    for (const other of [[utf8("4821739206")], [PRS, utf8("another")], [PRS, CI, utf8("another")]]) {
        const [a, b] = [await initiator(...other), await responder()];
        await a.receive(await b.answer(a.share, ADA), ADB);
        const tag = await a.tag();
        await throws(() => b.check(tag), WrongCode);
        await throws(() => b.check(tag), PairingOutOfOrder);
    }
});

test("data changed on the way is noticed, and a wrong tag gives no key", async () => {
    const [a, b] = [await initiator(), await responder()];
    await a.receive(await b.answer(a.share, utf8("another")), ADB);
    const tag = await a.tag();
    await throws(() => b.check(tag), WrongCode);
    await throws(() => a.confirm(new Uint8Array(64)), WrongCode);
    await throws(() => a.confirm(new Uint8Array(64)), PairingOutOfOrder);
});

test("an agent answers one share in its life, even when two come at once", async () => {
    const [a, b] = [await initiator(), await responder()];
    const first = b.answer(a.share, ADA);
    await throws(() => b.answer(a.share, ADA), PairingOutOfOrder);
    await first;
});

test("any use out of order ends the run", async () => {
    for (const steps of ["tag", "confirm", "receive receive", "receive confirm", "receive tag tag", "receive tag receive"]) {
        const [a, b] = [await initiator(), await responder()];
        const yb = await b.answer(a.share, ADA);
        const acts = { receive: () => a.receive(yb, ADB), tag: () => a.tag(), confirm: () => a.confirm(new Uint8Array(64)) };
        const order = steps.split(" ");
        for (const step of order.slice(0, -1)) await acts[step]();
        await throws(acts[order.at(-1)], PairingOutOfOrder);
        for (const act of Object.values(acts)) await throws(act, PairingOutOfOrder);
    }
});

test("a reflected share, one of another length and too much data abort", async () => {
    const a = await initiator();
    await throws(() => a.receive(a.share, ADB), BadShare);
    for (const length of [0, 31, 33]) {
        const end = await initiator();
        await throws(() => end.receive(new Uint8Array(length).fill(9), ADB), BadShare);
    }
    const b = await responder();
    await throws(() => b.answer(a.share, new Uint8Array(2049)), BadShare);
    await throws(() => cpace.Initiator.begin(PRS, CI, SID, ADA, new Uint8Array(31)), KeyMisuse);
});
