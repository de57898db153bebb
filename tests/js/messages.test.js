import { CATALOGUE, PAIRING, RELAY, senderOf } from "../../relay/console/protocol/catalogue.js";
import { CHANNELS, First, WITHOUT_SCOPE, maySpeak, other } from "../../relay/console/protocol/channels.js";
import { decode, decodePairing, decodeRelay, encode, encodePlain, entryFor, kindIn, limitOf } from "../../relay/console/protocol/codec.js";
import * as chat from "../../relay/console/protocol/messages/chat.js";
import * as control from "../../relay/console/protocol/messages/control.js";
import * as input from "../../relay/console/protocol/messages/input.js";
import * as pairing from "../../relay/console/protocol/messages/pairing.js";
import * as relay from "../../relay/console/protocol/messages/relay.js";
import * as screen from "../../relay/console/protocol/messages/screen.js";
import { message as model } from "../../relay/console/protocol/wire.js";
import { equal, hex, ok, test, throws, unhex, vectors } from "./support.js";

const { sealed, relay: plain, pairing: steps, refused } = await vectors("messages");
// What only an agent says or hears: the aside, and its talk with the relay.
const ASIDE = 8;
const AGENTS_OWN = new Set(["agent.wait", "agent.waiting", "wraps", "session.closed"]);

test("every sealed message but the aside reads and writes as its bytes", () => {
    const ours = sealed.filter(({ channel }) => channel !== ASIDE);
    equal(new Set(ours.map(({ kind }) => kind)), new Set(CATALOGUE.keys()));
    for (const { kind, direction, channel, plaintext } of ours) {
        const message = decode(unhex(plaintext), channel, direction);
        equal(message.kind, kind);
        equal(hex(encode(message)), plaintext);
        equal(kindIn(unhex(plaintext), channel), kind);
        equal([CATALOGUE.get(kind).channel, entryFor(message, direction).kind], [channel, kind]);
    }
});

test("a technician's end never takes an aside", async () => {
    for (const { channel, direction, plaintext } of sealed.filter((one) => one.channel === ASIDE)) {
        await throws(() => decode(unhex(plaintext), channel, direction), "P-201");
    }
});

test("every message in clear reads and writes as its bytes, and only from who may send it", async () => {
    const ours = plain.filter(({ kind }) => !AGENTS_OWN.has(kind));
    equal(new Set(ours.map(({ kind }) => kind)), new Set(RELAY.keys()));
    equal(new Set(steps.map(({ kind }) => kind)), new Set(PAIRING.keys()));
    for (const [cases, read] of [[ours, decodeRelay], [steps, decodePairing]]) {
        for (const { from, message } of cases) {
            const body = unhex(message).subarray(1);
            for (const who of ["agent", "technician", "relay"]) {
                if (from.includes(who)) equal(hex(encodePlain(read(body, who))), message);
                else await throws(() => read(body, who), "P-202");
            }
        }
    }
    for (const { message } of plain.filter(({ kind }) => AGENTS_OWN.has(kind))) {
        await throws(() => decodeRelay(unhex(message).subarray(1), "relay"), "P-201");
    }
});

test("what no end takes is refused with its code", async () => {
    for (const { channel, direction, plaintext, expect } of refused) {
        await throws(() => decode(unhex(plaintext), channel, direction), expect);
    }
});

test("what cannot be said is not written", async () => {
    await throws(() => encode({ kind: "screen.frame" }), "P-201");
    await throws(() => encode({ kind: "pointer.move", x: 1.5, y: 0 }), "P-200");
    await throws(() => encode({ kind: "pointer.move", x: 1, y: 0, z: 0 }), "P-200");
    await throws(() => encodePlain({ kind: "pointer.move", x: 1, y: 0 }), "P-201");
    await throws(() => entryFor({ kind: "session.resumed" }, 1), "P-202");
    const request = `${"a".repeat(30_000)}.a.a`;
    const salt = "A".repeat(43);
    await throws(() => encode({ kind: "consent.request", request, reason: "Ten letters", ticket: "", salt }), "P-204");
});

test("a key is padded to one size, and other padding is refused", async () => {
    const padded = encode({ kind: "key.text", text: "ä" });
    equal(padded.length, 256);
    for (const at of [2, 255]) {
        const changed = padded.slice();
        changed[at] ^= 1;
        await throws(() => decode(changed, 3, 1), "P-200");
        equal(kindIn(changed, 3), "unknown");
    }
});

test("channels, directions and first bytes are the protocol's", () => {
    equal(CHANNELS.length, 9);
    equal(First, { RELAY: 0, SEALED: 1, PAIRING: 2 });
    equal([other(0), other(1), senderOf(0), senderOf(1)], [1, 0, "agent", "technician"]);
    equal([maySpeak(0, 8), maySpeak(1, 8), maySpeak(1, 3)], [true, false, true]);
    for (const { channel, needs } of CATALOGUE.values()) equal(needs === null, WITHOUT_SCOPE.has(channel));
    equal([limitOf(0), limitOf(3), limitOf(4)], [4096, 254, 65_536]);
});

test("each kind refuses what is not its own", async () => {
    const all = [chat, control, input, pairing, relay, screen].flatMap((room) => Object.values(room));
    const kinds = all.filter((one) => typeof one === "object" && "kind" in one);
    ok(kinds.length > 40);
    for (const { kind, check } of kinds) {
        for (const value of [null, [], "", {}, { kind: "other" }, { kind, more: 1 }]) {
            await throws(() => check(value, kind), Error);
        }
    }
    equal(model("specimen", {}).check({ kind: "specimen" }, "here"), { kind: "specimen" });
});
