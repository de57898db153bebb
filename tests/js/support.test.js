import { equal, hex, ok, test, throws, unhex, vectors } from "./support.js";

test("a vector file is read", async () => {
    ok(Object.keys(await vectors("c2sp-signed-note")).length > 0);
});

test("a missing vector file fails", async () => {
    await throws(() => vectors("never-written"), Error);
});

test("an empty vector file fails", async () => {
    await throws(() => vectors("../js/hollow"), Error);
});

test("bytes become hex and come back", () => {
    equal(unhex("00ff10"), new Uint8Array([0, 255, 16]));
    equal(hex(new Uint8Array([9, 0, 255, 16]).subarray(1)), "00ff10");
});

test("what differs anywhere is not equal", async () => {
    equal({ a: [1, { b: new Uint8Array(2) }] }, { a: [1, { b: new Uint8Array(2) }] });
    for (const other of [{ a: [1, { b: new Uint8Array(3) }] }, { a: [1] }, { a: [1, { b: [0, 0] }] }, null, { a: [1, { b: new Uint8Array(2) }], c: 0 }]) {
        await throws(() => equal({ a: [1, { b: new Uint8Array(2) }] }, other), Error);
    }
});

test("a call that throws nothing, or something else, is told", async () => {
    await throws(() => throws(() => {}, TypeError), Error);
    equal((await throws(() => throws(() => { throw new RangeError(); }, TypeError), Error)).cause.name, "RangeError");
});

test("WebCrypto is there", async () => {
    equal((await crypto.subtle.digest("SHA-256", new Uint8Array())).byteLength, 32);
});
