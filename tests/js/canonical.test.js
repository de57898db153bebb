import { MAX_DEPTH, canonical, parseCanonical } from "../../relay/console/consent/canonical.js";
import { DocumentTooLong, NotCanonical, NotWritable } from "../../relay/console/consent/errors.js";
import { equal, hex, ok, test, throws, unhex, vectors } from "./support.js";

const VECTORS = await vectors("canonical-json");
const LIMIT = 65_536;

test("RFC 8785's order and escapes come out, and go back in", () => {
    for (const one of VECTORS.good) {
        equal(hex(canonical(one.value)), one.canonical);
        equal(hex(canonical(parseCanonical(unhex(one.canonical), LIMIT))), one.canonical);
    }
});

test("what is not the one canonical form of an object is not read", async () => {
    for (const { name, bytes } of VECTORS.refused) {
        const refused = await throws(() => parseCanonical(unhex(bytes), LIMIT), NotCanonical);
        ok(refused.code === "C-002", name);
    }
});

test("floats, numbers that cannot be counted, lone surrogates and foreign types are not written", async () => {
    const foreign = [1.5, -0, NaN, Infinity, 2 ** 53, "\ud800", undefined, 1n, new Date(0), new Map(), () => 1, Array(2)];
    for (const value of foreign) await throws(() => canonical({ a: value }), NotWritable);
    await throws(() => canonical({ "\udc00": 1 }), NotWritable);
});

test("sixteen levels are written, seventeen are not", async () => {
    let value = 0;
    for (let level = 0; level < MAX_DEPTH; level += 1) value = [value];
    canonical(value);
    await throws(() => canonical([value]), NotWritable);
});

test("the length is looked at before anything is parsed", async () => {
    equal(parseCanonical(unhex("7b2261223a317d"), 7), { a: 1 });
    await throws(() => parseCanonical(unhex("7b2261223a317d"), 6), DocumentTooLong);
});

test("a member named __proto__ is a member like any other", () => {
    const value = parseCanonical(new TextEncoder().encode('{"__proto__":{"a":1}}'), LIMIT);
    ok(Object.hasOwn(value, "__proto__") && value.a === undefined);
});
