// The way to the relay and back, timed on the line itself.

import { deepEqual as equal } from "node:assert/strict";
import { test } from "node:test";

import { LineTime } from "../../relay/console/page/line_time.js";

/** A line whose clock, socket and session a test holds. */
function aLine() {
    const scene = { now: 0, line: {}, mayAsk: true, said: [], flushed: 0 };
    const session = { sendPlain: (message) => scene.said.push(message.kind) };
    const lineTime = new LineTime(
        () => (scene.mayAsk ? session : null), () => scene.line, () => (scene.flushed += 1), () => scene.now,
    );
    return { scene, lineTime };
}

test("the time from the question to its answer is told, once", () => {
    const { scene, lineTime } = aLine();
    lineTime.ask();
    equal([scene.said, scene.flushed], [["line.ask"], 1]);
    scene.now = 23.6;
    equal(lineTime.answered(), 24);
    equal(lineTime.answered(), null);
});

test("what may not be said is not asked, and tells nothing", () => {
    const { scene, lineTime } = aLine();
    scene.mayAsk = false;
    lineTime.ask();
    equal([scene.said, scene.flushed, lineTime.answered()], [[], 0, null]);
});

test("an answer on another line than the question's tells nothing", () => {
    const { scene, lineTime } = aLine();
    lineTime.ask();
    scene.line = {};
    scene.now = 60_000;
    equal(lineTime.answered(), null);
});
