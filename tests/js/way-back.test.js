// A lost line at the technician's page: what goes out on the next one, and what becomes of a relay that never answers.

import { b64u } from "../../relay/console/consent/encoding.js";
import { SigningKey } from "../../relay/console/consent/jws.js";
import { Conduct } from "../../relay/console/page/conduct.js";
import { Line } from "../../relay/console/page/line.js";
import { Refusal } from "../../relay/console/page/server.js";
import { Statements } from "../../relay/console/page/statements.js";
import { WayBack } from "../../relay/console/page/way_back.js";
import { encodePlain } from "../../relay/console/protocol/codec.js";
import { resumeMac } from "../../relay/console/protocol/keys.js";
import { equal, ok, test } from "./support.js";

const SESSION = "AAECAwQFBgcICQoLDA0ODw";
const ORIGIN = "https://relay.nordlicht.example";
const LOG_KEY = "relay.nordlicht.example/log+0123abcd+AWFiYw==";
const NONCE = "A".repeat(43);
const PACE = { between: 0.01, answer: 0.03 };
const faults = [];
const report = globalThis.reportError;
globalThis.reportError = (fault) => faults.push(String(fault.stack ?? fault)) && report?.(fault); // Node 18 has none
/** Wait until something is so: a browser that is busy is slow with timers. */
async function until(holds) {
    for (let tries = 0; tries < 500 && !holds(); tries += 1) await wait(10);
    ok(holds(), "waited for it in vain");
}

const wait = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));

/** A socket that keeps what is said, and says what a test wants. */
class Wire extends EventTarget {
    isOpen = true;
    said = [];
    closed = 0;

    send(data) {
        this.said.push(data[0] === 1 ? "sealed" : JSON.parse(new TextDecoder().decode(data.subarray(1))).kind);
    }

    close() {
        this.closed += 1;
        this.isOpen = false;
    }

    hear(message) {
        const event = new Event("message");
        event.data = encodePlain(message).buffer;
        this.dispatchEvent(event);
    }

    break() {
        this.isOpen = false;
        this.dispatchEvent(new Event("close"));
    }
}

function aGround(key, lines, clock = () => 0) {
    return {
        origin: ORIGIN,
        key,
        logKey: LOG_KEY,
        organisation: { policy: {}, policySha256: NONCE },
        openLine: async () => {
            const next = lines.shift();
            if (next === undefined) throw new Refusal({ code: "A-111", words: "", remedy: "" });
            return next;
        },
        clock,
        now: () => 1_772_000_000,
        random: (size) => new Uint8Array(size),
    };
}

const resumed = { kind: "resumed", origin: ORIGIN, log_key: LOG_KEY, server_time: 0, positions: [], peer: true };

/** A way back by itself: gives it, the lines it attached, and what it asked for. */
async function aWayBack(lines, clock = () => 0) {
    const { key } = await SigningKey.generate();
    const asked = [];
    const paired = { sessionSecret: new Uint8Array(64), resumeKey: new Uint8Array(64) };
    const wayBack = new WayBack(aGround(key, lines, clock), { session: SESSION, origin: ORIGIN }, paired, {
        epoch: () => 1,
        isOver: () => asked.includes("given up"),
        attach: (socket) => new Line(socket, async () => undefined, () => wayBack.lineLost()),
        say: (message) => asked.push(message),
        back: async () => void asked.push("back"),
        changed: () => undefined,
        givenUp: () => asked.push("given up"),
        failed: (error) => asked.push(error.code),
    });
    wayBack.pace = PACE;
    return { wayBack, asked };
}

test("a relay that takes a line and never answers is given up, and another line is tried", async () => {
    const [silent, answers] = [new Wire(), new Wire()];
    const { wayBack } = await aWayBack([silent, answers]);
    wayBack.lineLost();
    await until(() => silent.said.length > 0);
    equal(silent.said, ["resume"]);
    await until(() => answers.said.length > 0);
    await wayBack.told(resumed);
    equal([silent.closed, answers.said], [1, ["resume"]]);
    await wait(60);
    equal(answers.closed, 0);
});

test("a line that cannot be had in time is not waited for, and is hung up if it comes", async () => {
    const late = new Wire();
    let come;
    const { wayBack } = await aWayBack([new Promise((resolve) => { come = resolve; }), new Wire()]);
    wayBack.lineLost();
    await wait(60);
    come(late);
    await wait(1);
    equal([late.closed, late.said], [1, []]);
    await wayBack.told(resumed);
});

test("the minute of patience ends with a relay that is silent, too", async () => {
    let now = 0;
    const { wayBack, asked } = await aWayBack([new Wire(), new Wire(), new Wire(), new Wire()], () => now);
    wayBack.lineLost();
    await wait(10);
    equal(asked, []);
    now = 61;
    await wait(60);
    equal(asked, ["given up"]);
});

test("a relay that hangs up at once is not asked without a pause", async () => {
    const lines = Array.from({ length: 100 }, () => new Wire());
    const all = [...lines];
    const { wayBack } = await aWayBack(lines);
    wayBack.pace = { between: 0.02, answer: 0.5 };
    const hangUp = setInterval(() => all.filter(({ said, isOpen }) => said.length > 0 && isOpen).forEach((wire) => wire.break()), 1);
    wayBack.lineLost();
    await wait(100);
    clearInterval(hangUp);
    const tried = 100 - lines.length;
    ok(tried >= 2 && tried <= 7, `${tried} lines in a tenth of a second`);
    await wayBack.told(resumed);
});

test("an answer to a share of before costs nothing, and the one that fits brings both back", async () => {
    const { wayBack, asked } = await aWayBack([]);
    await wayBack.told({ kind: "peer.lost", seconds: 60 });
    await wayBack.told({ kind: "peer.back" });
    const answer = { kind: "resume.answer", nonce: NONCE, epoch: 3 };
    await wayBack.said({ ...answer, mac: "A".repeat(86) });
    await wayBack.said({ ...answer, mac: b64u(await resumeMac(new Uint8Array(64), "agent", new Uint8Array(64), 3)) });
    equal(asked.map((each) => each.kind ?? each), ["resume.share", "resume.confirm", "back"]);
    equal(wayBack.lost, null);
});

test("what is asked while the line is lost goes out on no line, and the page hears why", async () => {
    const { key } = await SigningKey.generate();
    const [first, second] = [new Wire(), new Wire()];
    const happened = [];
    const secret = new Uint8Array(64);
    const channel0 = { epoch: 0, toConsole: secret, toAgent: secret };
    const ground = aGround(key, [second]);
    const joined = {
        place: { session: SESSION, origin: ORIGIN },
        paired: { agentKey: key.verifyKey, channel0, sessionSecret: secret, resumeKey: secret, transcript: secret },
        line: new Line(first, (data) => joined.heard(data), () => joined.lost()),
        handOver: (heard, lost) => Object.assign(joined, { heard, lost }),
    };
    const conduct = new Conduct(joined, { ...ground, entry: "e30.e30.e30" }, { happened: (...what) => happened.push(what), picture: () => undefined });
    await conduct.begin();
    conduct.customer = { look_only: false };
    first.break();
    await wait(5);
    equal(conduct.lost.whose, "yours");
    const question = { scopes: ["view"], minutes: 15, purpose: "dpv:TechnicalServiceProvision", reason: "The printer.", ticket: "" };
    await conduct.ask(question);
    equal(conduct.question, null);
    equal(happened.at(-1)[1].words, "The line is lost.");
    second.hear({ kind: "resume.challenge", nonce: NONCE });
    await wait(20);
    equal(second.said, ["resume", "resume.proof"]);
    second.hear({ ...resumed, peer: false });
    await wait(5);
    equal(conduct.lost.whose, "theirs");
    conduct.fail(Object.assign(new Error("the test is over"), { code: "P-000", words: "", remedy: "" }));
});

test("an account that was begun on a line that is lost is not said on the next", async () => {
    const { key } = await SigningKey.generate();
    const said = [];
    let line = {};
    const lines = [{ epoch: 0, direction: 1, channel: 0, count: 1, hash: NONCE, lost: 0 }];
    let lose = () => undefined;
    const session = { lines: async () => (lose(), lines), sendPlain: (message) => said.push(message.kind) };
    const setting = { session: SESSION, origin: ORIGIN, technicianKey: key.verifyKey };
    const statements = new Statements(aGround(key, []), setting, () => session, () => undefined, () => line);
    await statements.make(false);
    equal(said, ["document"]);
    lose = () => { line = {}; };
    await statements.make(false);
    equal(said, ["document"]);
});

test("none of this was a fault of the page's own", () => equal(faults, []));
