import * as errors from "../../relay/console/protocol/errors.js";
import * as sframe from "../../relay/console/protocol/sframe.js";
import { equal, hex, ok, test, throws, unhex, vectors } from "./support.js";

const VECTORS = await vectors("sframe-rfc9605");
const BASE = Uint8Array.from({ length: 64 }, (_, at) => at);
const ABOUT = sframe.metadata(new Uint8Array(16).fill(7));
const KID = sframe.kid(3, 0, 1);

const pair = async (kid = KID) => [await sframe.Sealer.from(BASE, kid, ABOUT), await sframe.Opener.from(BASE, kid, ABOUT)];
const text = (words) => new TextEncoder().encode(words);

test("every header of the RFC goes both ways", () => {
    ok(VECTORS.header.length >= 144);
    for (const { kid, ctr, encoded } of VECTORS.header) {
        const read = sframe.readHeader(unhex(encoded + "00".repeat(16)));
        // Beyond 2^53 JSON's numbers are rounded here; the bytes are exact, so they are what is written again.
        equal([Number(read.kid), Number(read.counter), read.length], [kid, ctr, encoded.length / 2]);
        equal(hex(sframe.writeHeader(read.kid, read.counter)), encoded);
        if (Number.isSafeInteger(kid) && Number.isSafeInteger(ctr)) {
            equal(hex(sframe.writeHeader(BigInt(kid), BigInt(ctr))), encoded);
        }
    }
});

test("suite 5 seals to the RFC's bytes and opens them", async () => {
    const one = VECTORS.sframe.find((suite) => suite.cipher_suite === sframe.SUITE);
    const [base, about, plaintext] = [one.base_key, one.metadata, one.pt].map(unhex);
    const sealed = await (await sframe.SealingKey.from(base, BigInt(one.kid))).seal(BigInt(one.ctr), plaintext, about);
    equal(hex(sealed), one.ct);
    equal(await (await sframe.OpeningKey.from(base, BigInt(one.kid))).open(sealed, about), plaintext);
});

test("the RFC's other suites do not open", async () => {
    for (const one of VECTORS.sframe.filter((suite) => suite.cipher_suite !== sframe.SUITE)) {
        const key = await sframe.OpeningKey.from(unhex(one.base_key), BigInt(one.kid));
        await throws(() => key.open(unhex(one.ct), unhex(one.metadata)), errors.AttendedError);
    }
});

test("a header cut off or longer than it needs is refused", async () => {
    const tag = "00".repeat(16);
    for (const data of ["", "00", "0f", "f0", `0807${tag}`, `8001${tag}`, `0900ff${tag}`]) {
        await throws(() => sframe.readHeader(unhex(data)), errors.SealedMalformed);
    }
});

test("a key id names epoch, direction and channel", async () => {
    for (const [epoch, direction, channel] of [[0, 0, 0], [1, 1, 3], [2 ** 32 - 1, 1, 127]]) {
        equal(sframe.place(sframe.kid(epoch, direction, channel)), { epoch, direction, channel });
    }
    equal(sframe.kid(1, 1, 3), 0x183n);
    await throws(() => sframe.place(2n ** 40n), errors.SealedMalformed);
    for (const parts of [[2 ** 32, 0, 0], [0, 2, 0], [0, 0, 128], [-1, 0, 0], [0.5, 0, 0]]) {
        await throws(() => sframe.kid(...parts), errors.KeyMisuse);
    }
});

test("messages arrive in their order, and a gap is told", async () => {
    const [sealer, opener] = await pair();
    const sealed = [];
    for (let number = 0; number < 300; number += 1) sealed.push(await sealer.seal(text(`${number}`)));
    for (let number = 0; number < 260; number += 1) {
        equal(await opener.open(sealed[number]), { plaintext: text(`${number}`), counter: number, gap: 0 });
    }
    equal((await opener.open(sealed[270])).gap, 10);
    equal([sealer.count, opener.count], [300, 271]);
    for (const late of [0, 265, 270]) await throws(() => opener.open(sealed[late]), errors.SealedRepeated);
});

test("two calls at once never share a counter, and a copy opens once", async () => {
    const [sealer, opener] = await pair();
    const [one, two] = await Promise.all([sealer.seal(text("a")), sealer.seal(text("b"))]);
    equal([sframe.readHeader(one).counter, sframe.readHeader(two).counter], [0n, 1n]);
    const both = await Promise.allSettled([opener.open(one), opener.open(one)]);
    equal(both.map((answer) => answer.status).sort(), ["fulfilled", "rejected"]);
});

test("no flipped bit opens, and the right message still opens after it", async () => {
    const [sealer, opener] = await pair();
    const sealed = await sealer.seal(text("words"));
    for (let bit = 0; bit < 8 * sealed.length; bit += 1) {
        const bad = sealed.slice();
        bad[bit >> 3] ^= 1 << (bit & 7);
        await throws(() => opener.open(bad), errors.PeerError);
    }
    equal((await opener.open(sealed)).plaintext, text("words"));
});

test("a message moved to another place, session or key does not open", async () => {
    const sealed = await (await pair())[0].seal(text("x"));
    for (const kid of [sframe.kid(4, 0, 1), sframe.kid(3, 1, 1), sframe.kid(3, 0, 2)]) {
        const other = await sframe.Opener.from(BASE, kid, ABOUT);
        await throws(() => other.open(sealed), errors.SealedForAnotherKey);
        const moved = new Uint8Array([...sframe.writeHeader(kid, 0n), ...sealed.subarray(sframe.readHeader(sealed).length)]);
        await throws(() => other.open(moved), errors.SealBroken);
    }
    const elsewhere = await sframe.Opener.from(BASE, KID, sframe.metadata(new Uint8Array(16)));
    await throws(() => elsewhere.open(sealed), errors.SealBroken);
    const another = await sframe.Opener.from(new Uint8Array(64), KID, ABOUT);
    await throws(() => another.open(sealed), errors.SealBroken);
});

test("a worn key seals nothing more, and a counter beyond its life is not read", async () => {
    const [sealer, opener] = await pair();
    sealer.count = 2 ** 20 - 1;
    ok(sealer.worn);
    const last = await sealer.seal(text("x"));
    await throws(() => sealer.seal(text("x")), errors.EpochWornOut);
    const beyond = await (await sframe.SealingKey.from(BASE, KID)).seal(2n ** 20n, text("x"), ABOUT);
    await throws(() => opener.open(beyond), errors.SealedMalformed);
    equal((await opener.open(last)).counter, 2 ** 20 - 1);
});

test("a message longer than any may be is neither sealed nor read", async () => {
    const [sealer, opener] = await pair();
    await throws(() => sealer.seal(new Uint8Array(4 * 2 ** 20)), errors.KeyMisuse);
    equal(sealer.count, 0);
    await throws(() => opener.open(new Uint8Array(4 * 2 ** 20 + 1)), errors.SealedTooLong);
});

test("any bytes give a documented error", async () => {
    const [, opener] = await pair();
    let seed = 1;
    const roll = () => (seed = (seed * 48271) % 2147483647);
    for (let round = 0; round < 500; round += 1) {
        const data = Uint8Array.from({ length: roll() % 60 }, () => roll() % 256);
        const refused = await throws(() => opener.open(data), errors.AttendedError);
        ok(/^P-14\d$/.test(refused.code), refused.code);
    }
});
