// What waits to be sent: the same claims as tests/protocol/test_outbox.py.

import { Channel } from "../../relay/console/protocol/channels.js";
import { NoRoom } from "../../relay/console/protocol/errors.js";
import { SEAL_BYTES } from "../../relay/console/protocol/keyring.js";
import * as limits from "../../relay/console/protocol/limits.js";
import { Outbox } from "../../relay/console/protocol/outbox.js";
import { equal, test, throws } from "./support.js";

const { CONTROL, SCREEN, CHAT, POINTER } = Channel;
const REST = limits.FLOW_WINDOW - limits.FLOW_RESERVE;

function send(box, fates = new Map()) {
    const out = [];
    for (const { plaintext } of box.take((channel) => fates.get(channel) ?? "go")) {
        box.window.take(plaintext.length + SEAL_BYTES);
        out.push(plaintext[0]);
    }
    return out;
}

test("control goes first, the rest keeps its order", () => {
    const box = new Outbox();
    [CONTROL, CHAT, POINTER, CONTROL, CHAT, POINTER].forEach((channel, number) => box.put(channel, Uint8Array.of(number)));
    equal(send(box), [0, 3, 1, 2, 4, 5]);
    equal(send(box), []);
});

test("without credit messages wait, and control overtakes them", () => {
    const box = new Outbox();
    box.window.take(REST - SEAL_BYTES - 1);
    [1, 2].forEach((number) => box.put(CHAT, Uint8Array.of(number)));
    box.put(CONTROL, Uint8Array.of(0));
    equal(send(box), [0]);
    equal(box.room, 0);
    box.window.give(2 * SEAL_BYTES);
    equal(send(box), [1]);
});

test("a slow line costs bounded memory", async () => {
    const box = new Outbox();
    box.window.take(limits.FLOW_WINDOW);
    for (let waiting = 0; waiting < limits.WAITING_BYTES; waiting += 1024) box.put(CHAT, new Uint8Array(1024));
    await throws(() => box.put(CHAT, new Uint8Array(1)), NoRoom);
});

test("what may not go any more is dropped and blocks nobody; what waits for an epoch keeps its place", () => {
    const box = new Outbox();
    box.put(SCREEN, new Uint8Array(1000));
    box.window.take(box.window.room - limits.FLOW_RESERVE - 100);
    box.put(CHAT, Uint8Array.of(1));
    equal(send(box, new Map([[SCREEN, "drop"], [CHAT, "wait"]])), []);
    box.put(CHAT, Uint8Array.of(2));
    box.window.give(1000);
    equal(send(box), [1, 2]);
});
