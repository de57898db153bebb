import { b64u, unb64u, utf8 } from "../../relay/console/consent/encoding.js";
import { SigningKey, VerifyKey, sha256Of } from "../../relay/console/consent/jws.js";
import { Ledger } from "../../relay/console/consent/permits.js";
import { parse } from "../../relay/console/protocol/code.js";
import { decode, decodePairing, encodePlain } from "../../relay/console/protocol/codec.js";
import { SessionOver, WrongCode } from "../../relay/console/protocol/errors.js";
import { Ended, Paired, PairingFailed, PairingSaid, RefusedByRelay, RefusedHere, ResumeFailed, RoomAgain, Said, Shown, Told } from "../../relay/console/protocol/events.js";
import { SendWindow } from "../../relay/console/protocol/flow.js";
import { Keyring } from "../../relay/console/protocol/keyring.js";
import { resumeMac } from "../../relay/console/protocol/keys.js";
import * as limits from "../../relay/console/protocol/limits.js";
import { Outbox } from "../../relay/console/protocol/outbox.js";
import { Place, SpentCodes, TechnicianPairing, agentData, technicianData } from "../../relay/console/protocol/pairing.js";
import { resumeProofBytes } from "../../relay/console/protocol/messages/relay.js";
import { TechnicianResume } from "../../relay/console/protocol/resume.js";
import { TechnicianSession } from "../../relay/console/protocol/session.js";
import { proofBytes, proveTechnician } from "../../relay/console/protocol/technician.js";
import { START, Transcripts, link } from "../../relay/console/protocol/transcript.js";
import { parse as parseWellKnown } from "../../relay/console/protocol/well_known.js";
import { equal, hex, ok, test, throws, unhex, vectors } from "./support.js";

const run = await vectors("session-run");
const facts = run.pairing;
const clear = (bytes) => decodePairing(bytes.subarray(1), "agent");

/** Dice that throw what the recorded run threw. */
function dice(...thrown) {
    const left = thrown.map(unhex);
    return (size) => {
        const next = left.shift();
        equal(next.length, size);
        return next;
    };
}

async function aPairing(changes = {}) {
    return new TechnicianPairing({
        code: parse(facts.code),
        place: new Place(facts.session, facts.origin, facts.log_key),
        technicianKey: await VerifyKey.fromJwk(facts.technician.key),
        entrySha256: await sha256Of(facts.entry),
        console: "1.0",
        random: dice(facts.technician.nonce, facts.technician.scalar),
        spent: new SpentCodes(),
        ...changes,
    });
}

/** Run the recorded pairing; give what the technician said and the last events. */
async function pair(pairing, from = facts.messages) {
    const said = [];
    let events = [];
    for (const { message } of from.filter((one) => one.from === "agent")) {
        events = await pairing.receive(clear(unhex(message)));
        said.push(...pairing.toSend().map((reply) => hex(encodePlain(reply))));
    }
    return { said, last: events[0] };
}

async function aSession(clock = () => 0) {
    const { last } = await pair(await aPairing());
    const ledger = new Ledger(clock);
    const session = await TechnicianSession.begin(facts.session, last.channel0, ledger, last.agentKey);
    return { session, ledger, paired: last };
}

/** Play the recorded session into the technician's end, its own words at their place; give all events. */
async function play(session, messages = run.sealed) {
    const events = [];
    for (const { from, channel, plaintext, message } of messages) {
        if (from === "agent") events.push(...(await session.receive(unhex(message))));
        else {
            session.send(decode(unhex(plaintext), channel, 1));
            equal((await session.toSend()).map(hex), [message]);
        }
    }
    return events;
}

const fromAgent = run.sealed.filter(({ from }) => from === "agent");
const ended = (events) => events.find((event) => event instanceof Ended)?.error.code;

test("the recorded pairing is run byte for byte, to the same keys", async () => {
    const place = new Place(facts.session, facts.origin, facts.log_key);
    equal(hex(place.channelIdentifier()), facts.ci);
    equal(hex(await place.runId(unhex(facts.technician.nonce), unhex(facts.agent.nonce))), facts.sid);
    const entry_sha256 = await sha256Of(facts.entry);
    equal(hex(technicianData({ console: "1.0", entry_sha256, key: facts.technician.key })), facts.ada);
    equal(hex(agentData({ key: facts.agent.key, policy_sha256: facts.policy_sha256 })), facts.adb);
    const { said, last } = await pair(await aPairing());
    equal(said, facts.messages.filter(({ from }) => from === "technician").map(({ message }) => message));
    ok(last instanceof Paired);
    equal([hex(last.transcript), hex(last.sessionSecret), hex(last.resumeKey)], [facts.transcript, facts.session_secret, facts.resume_key]);
    equal([last.channel0.epoch, hex(last.channel0.toConsole), hex(last.channel0.toAgent)], [0, facts.channel0.to_console, facts.channel0.to_agent]);
    equal([last.policySha256, last.agentKey.jwk()], [facts.policy_sha256, facts.agent.key]);
});

test("a code runs once, and any step out of order spends it", async () => {
    const spent = new SpentCodes();
    const pairing = await aPairing({ spent });
    await throws(() => aPairing({ spent }), "P-130");
    await throws(() => spent.check(parse(facts.code)), "P-130");
    const late = facts.messages.at(-1);
    const [failed] = await pairing.receive(clear(unhex(late.message)));
    ok(failed instanceof PairingFailed && failed.error.code === "P-122");
    equal(await pairing.receive(clear(unhex(facts.messages[0].message))), []);
    equal(pairing.giveUp(), []);
});

test("a changed answer, a changed proof and a refusal all say that the code did not fit", async () => {
    for (const bit of [0, 1]) {
        const changed = facts.messages.filter(({ from }) => from === "agent").map((one) => ({ ...one }));
        const message = clear(unhex(changed[1 + bit].message));
        const field = bit === 0 ? "policy_sha256" : "tag";
        const other = { ...message, [field]: (message[field][0] === "A" ? "B" : "A") + message[field].slice(1) };
        const pairing = await aPairing();
        for (const each of [clear(unhex(changed[0].message)), bit === 0 ? other : clear(unhex(changed[1].message))]) await pairing.receive(each);
        const [event] = await pairing.receive(bit === 0 ? clear(unhex(changed[2].message)) : other);
        ok(event instanceof PairingFailed && event.error instanceof WrongCode, `${event}`);
    }
    const pairing = await aPairing();
    await pairing.receive(clear(unhex(facts.messages[0].message)));
    const [event] = await pairing.receive({ kind: "pair.failed", code: "P-120" });
    equal([event.error.code, (await aPairing()).giveUp(new WrongCode())[0].error.code], ["P-120", "P-120"]);
});

test("the recorded session is opened, answered and counted byte for byte", async () => {
    const { session, ledger } = await aSession();
    const events = await play(session);
    const opened = events.map((event) => (event instanceof Shown ? hex(event.picture) : event.message.kind));
    const picture = run.sealed.find(({ channel, from }) => channel === 1 && from === "agent").plaintext;
    equal(opened, ["grant.live", picture, "grant.live", "chat.said"]);
    ok(events.every((event) => event instanceof Said || event instanceof Shown));
    equal(await session.lines(false), run.lines);
    equal([session.epoch, ledger.epoch, ledger.living()], [2, 2, new Set(["view", "control"])]);
});

test("a relay that meddles can only end the session", async () => {
    const flipped = unhex(fromAgent[1].message);
    flipped[flipped.length - 1] ^= 1;
    const wrong = [
        [[fromAgent[0], { ...fromAgent[1], message: hex(flipped) }], "P-141"],
        [[fromAgent[0], fromAgent[0]], "P-143"],
        [[fromAgent[2]], "P-210"],
        [[fromAgent[1]], "P-211"],
        [[{ from: "agent", message: "03" }], "P-200"],
        [[{ from: "agent", message: "" }], "P-200"],
        [[{ from: "agent", message: "01" }], "P-140"],
        [[{ from: "agent", message: hex(encodePlain({ kind: "credit", bytes: 7 })) }], "P-222"],
    ];
    for (const [messages, code] of wrong) {
        const { session } = await aSession();
        const events = await play(session, messages);
        equal(ended(events), code);
        equal([session.ended.code, await session.receive(unhex(fromAgent[0].message)), await session.toSend()], [code, [], []]);
        await throws(() => session.send({ kind: "session.leave" }), SessionOver);
    }
});

test("a gap that the relay owned up to is none", async () => {
    const { session } = await aSession();
    const refused = { kind: "refused", epoch: 0, direction: 0, channel: 0, counter: 0, code: "C-201", words: "No.", remedy: "Ask." };
    const [event] = await session.receive(encodePlain(refused));
    ok(event instanceof RefusedByRelay && event.direction === 0);
    const [said] = await session.receive(unhex(fromAgent[2].message));
    ok(said instanceof Said, `${said}`);
});

test("nothing is said that the customer has not allowed, or no longer does", async () => {
    let now = 0;
    const { session, ledger } = await aSession(() => now);
    const move = { kind: "pointer.move", x: 1, y: 2 };
    await throws(() => session.send(move), "P-213");
    await session.receive(unhex(fromAgent[0].message));
    await throws(() => session.send(move), "C-201");
    await play(session, run.sealed.slice(1));
    session.send(move);
    ledger.pause();
    equal(await session.toSend(), [], "a stop stops what waits");
    await throws(() => session.send(move), "C-211");
    ledger.resume();
    now = 15 * 60;
    await throws(() => session.send(move), "C-204");
    session.send({ kind: "chat.said", id: "AAAAAAAAAAAAAAAAAAAAAA", text: "Goodbye" });
    now += limits.RESUME_SECONDS + 300;
    await throws(() => session.send({ kind: "chat.said", id: "AAAAAAAAAAAAAAAAAAAAAA", text: "?" }), "C-204");
    session.send({ kind: "session.leave" });
    await throws(() => session.send({ kind: "session.resumed" }), "P-202");
});

test("a picture that comes while nothing may be seen is refused, and the session goes on", async () => {
    const { session, ledger } = await aSession();
    await session.receive(unhex(fromAgent[0].message));
    ledger.pause();
    const [refused] = await session.receive(unhex(fromAgent[1].message));
    ok(refused instanceof RefusedHere && refused.error.code === "C-211");
    equal([refused.channel, session.ended], [1, null]);
});

test("what the relay says is told, and its last word ends the session", async () => {
    const { session } = await aSession();
    const [lost] = await session.receive(encodePlain({ kind: "peer.lost", seconds: 60 }));
    ok(lost instanceof Told && lost.message.seconds === 60);
    const [step] = await session.receive(encodePlain({ kind: "pair.failed", code: "P-120" }));
    ok(step instanceof PairingSaid);
    session.sendPlain({ kind: "document", token: facts.entry });
    equal((await session.toSend()).map((data) => data[0]), [0]);
    session.send({ kind: "session.leave" });
    const [sent] = await session.toSend();
    const [room] = await session.receive(encodePlain({ kind: "credit", bytes: sent.length }));
    ok(room instanceof RoomAgain);
    const events = await session.receive(encodePlain({ kind: "closed", code: "R-211", words: "Over.", remedy: "None." }));
    ok(events[0] instanceof Told && events[1] instanceof Ended && events[1].error instanceof SessionOver);
});

test("what was begun on a lost line is not finished on it, and old keys open nothing more", async () => {
    const { session } = await aSession();
    const opening = session.receive(unhex(fromAgent[0].message));
    session.lineLost();
    equal(await opening, []);
    equal(await session.receive(unhex(fromAgent[1].message)), []);
    equal(session.ended, null);
    await throws(() => session.send({ kind: "session.leave" }), "P-213");
});

test("an end that is back alone states only what was recorded", async () => {
    const { session } = await aSession();
    session.send({ kind: "session.leave" });
    await session.toSend();
    session.lineLost();
    session.recorded([]);
    const lines = await session.lines(false);
    equal(lines.map(({ direction, count, lost }) => [direction, count, lost]), [[1, 0, 1]]);
});

test("an end that cannot prove itself resumes nothing", async () => {
    const { paired } = await aSession();
    const { sessionSecret, resumeKey } = paired;
    const random = (size) => new Uint8Array(size);
    const B32 = "A".repeat(43);
    const B64 = "A".repeat(86);
    const fresh = () => new TechnicianResume({ sessionSecret, resumeKey, epoch: 2, random });
    const early = await fresh().receive({ kind: "resume.answer", nonce: B32, epoch: 3, mac: B64 });
    equal(early[0].error.code, "P-122");
    for (const epoch of [2, 3]) {
        const resume = fresh();
        resume.start();
        resume.start();
        equal(resume.toSend(), [{ kind: "resume.share", nonce: B32 }]);
        const [failed] = await resume.receive({ kind: "resume.answer", nonce: B32, epoch, mac: B64 });
        ok(failed instanceof ResumeFailed && failed.error.code === "P-133");
        equal(resume.toSend(), []);
        equal((await resume.receive({ kind: "resume.answer", nonce: B32, epoch, mac: B64 }))[0].error.code, "P-133");
        equal(resume.toSend(), []);
    }
});

test("the answer that fits may follow one to a share of before", async () => {
    const { paired } = await aSession();
    const { sessionSecret, resumeKey } = paired;
    const random = (size) => new Uint8Array(size);
    const resume = new TechnicianResume({ sessionSecret, resumeKey, epoch: 2, random });
    resume.start();
    resume.toSend();
    const B32 = "A".repeat(43);
    const answer = { kind: "resume.answer", nonce: B32, epoch: 4 };
    const mac = b64u(await resumeMac(resumeKey, "agent", new Uint8Array(64), 4));
    equal((await resume.receive({ ...answer, mac: "A".repeat(86) }))[0].error.code, "P-133");
    const [resumed] = await resume.receive({ ...answer, mac });
    equal(resumed.channel0.epoch, 4);
    equal(resume.toSend().map(({ kind }) => kind), ["resume.confirm"]);
    equal((await resume.receive({ ...answer, mac }))[0].error.code, "P-122");
});

test("what a technician signs is the label and the hash of what was signed", async () => {
    const { key } = await SigningKey.generate();
    const proof = await proveTechnician(facts.entry, unhex(facts.transcript), key);
    equal([proof.kind, proof.entry], ["technician.proof", facts.entry]);
    const signed = await proofBytes(unhex(facts.transcript));
    equal(signed.length, utf8("attended/1 technician\0").length + 64);
    await key.verifyKey.verify(unb64u(proof.signature), signed);
    equal(hex(resumeProofBytes("technician", "s", Uint8Array.of(255))), hex(utf8("attended/1 resume\0technician\0s\0")) + "ff");
});

test("no more is sent than there is credit for, and stopped messages leave no gap", async () => {
    const window = new SendWindow(10);
    window.take(10);
    await throws(() => window.take(1), "P-221");
    window.give(4);
    equal(window.room, 4);
    await throws(() => window.give(7), "P-222");
    window.renew();
    equal(window.room, 10);

    const box = new Outbox();
    box.window.take(limits.FLOW_WINDOW - limits.FLOW_RESERVE - 100);
    equal(box.room, 100 - 34);
    box.put(1, new Uint8Array(60));
    box.put(4, new Uint8Array(200));
    equal(box.room, 0);
    equal([...box.take((channel) => (channel === 1 ? "wait" : "go"))].length, 0, "order holds while credit is short");
    box.window.renew();
    equal([...box.take((channel) => (channel === 1 ? "wait" : "drop"))].length, 0);
    equal([...box.take(() => "go")].map(({ channel }) => channel), [1]);
    box.window.take(limits.FLOW_WINDOW);
    box.put(4, new Uint8Array(limits.WAITING_BYTES));
    await throws(() => box.put(4, new Uint8Array(1)), "P-221");
    box.drop();
    equal(box.window.room, 0);
    box.clear();
    equal(box.window.room, limits.FLOW_WINDOW);
});

test("a keyring never goes back, and only knows the keys it was given", async () => {
    const keys = { epoch: 0, toConsole: new Uint8Array(64), toAgent: new Uint8Array(64) };
    const ring = await Keyring.from(facts.session, 1, keys);
    await throws(() => ring.speaking(4), "P-213");
    await ring.openEpoch(2, new Map([["rest", new Uint8Array(32)]]));
    equal([ring.epoch, ring.shut, ring.speaking(4)], [2, false, { epoch: 2, direction: 1, channel: 4 }]);
    await throws(() => ring.speaking(1), "P-213");
    await throws(() => ring.speaking(8), "P-213");
    for (const epoch of [1, 2]) await throws(() => ring.openEpoch(epoch, new Map()), "P-215");
    await throws(() => ring.rekey({ ...keys, epoch: 2 }), "P-215");
    await throws(() => ring.accept({ epoch: 1, direction: 0, channel: 4 }), "C-212");
    for (let counter = 0; counter < limits.GAPS_KNOWN; counter += 1) ring.refused({ epoch: 2, direction: 0, channel: 4 }, counter);
    await throws(() => ring.refused({ epoch: 2, direction: 0, channel: 4 }, 5000), "P-216");
    ring.shutAll();
    equal(ring.shut, true);
    await ring.rekey({ ...keys, epoch: 3 });
    await throws(() => ring.speaking(4), "P-213");
    ring.forgetAll();
    await throws(() => ring.speaking(0), "P-213");
});

test("a few messages of the screen wait for a statement, many do not, and nothing waits for long", async () => {
    const lines = new Transcripts(1);
    const at = { epoch: 1, direction: 0, channel: 1 };
    let counter = 0;
    const frames = (count) => {
        for (const until = counter + count; counter < until; counter += 1) lines.heard(at, counter, Uint8Array.of(1, 2));
    };
    frames(1);
    equal((await lines.lines()).length, 1);
    let seconds = 0;
    do {
        frames(2);
        seconds += 1;
    } while ((await lines.lines()).length === 0);
    equal(seconds, limits.STATEMENT_PATIENCE);
    frames(limits.STATEMENT_FEW_MESSAGES);
    equal(await lines.lines(), []);
    frames(1);
    equal((await lines.lines()).length, 1);
    frames(1);
    lines.heard({ ...at, direction: 1, channel: 3 }, 0, Uint8Array.of(1, 2));
    equal((await lines.lines()).length, 2);
});

test("a line that was cut says how many were lost, and what was credited stays", async () => {
    const lines = new Transcripts(1);
    const at = { epoch: 1, direction: 1, channel: 2 };
    const message = (byte) => Uint8Array.of(1, byte, 0, 0);
    for (const counter of [0, 1, 2, 3]) lines.sent(at, counter, 4, Promise.resolve(message(counter)));
    const sha = async (byte) => new Uint8Array(await crypto.subtle.digest("SHA-256", message(byte).subarray(1)));
    const upTo = async (count) => {
        let hash = START;
        for (let byte = 0; byte < count; byte += 1) hash = await link(hash, await sha(byte));
        return hex(hash);
    };
    const [whole] = await lines.lines();
    equal([whole.count, hex(unb64u(whole.hash)), whole.lost], [4, await upTo(4), 0]);
    equal(await lines.lines(), []);
    lines.credited(8);
    equal(lines.underWay, 2);
    lines.cut([{ ...at, count: 1 }]);
    const [cut] = await lines.lines();
    equal([cut.count, hex(unb64u(cut.hash)), cut.lost], [2, await upTo(2), 2]);
    lines.sent(at, 2, 4, Promise.resolve(message(2)));
    lines.heard({ ...at, direction: 0 }, 0, message(9));
    const [other, again] = await lines.lines(false);
    equal([other.direction, other.count, again.count, hex(unb64u(again.hash)), again.lost], [0, 1, 3, await upTo(3), 2]);
});

test("what is no relay's own words is refused", async () => {
    for (const answer of ["", "{}", "[]", "null", '{"version":1}', "x".repeat(300_000)]) {
        await throws(() => parseWellKnown(answer), "A-112");
    }
});
