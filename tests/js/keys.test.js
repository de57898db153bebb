import { KeyMisuse } from "../../relay/console/protocol/errors.js";
import * as keys from "../../relay/console/protocol/keys.js";
import { equal, hex, test, throws, unhex, vectors } from "./support.js";

const VECTORS = await vectors("key-schedule");
const SECRET = unhex(VECTORS.session_secret);
const GROUP = unhex(VECTORS.group_secret);
const SESSION = unhex(VECTORS.session);
const NONCES = unhex(VECTORS.nonces);

test("the pairing's keys have their fixed values", async () => {
    equal(hex(await keys.sessionSecret(unhex(VECTORS.isk), unhex(VECTORS.transcript))), VECTORS.session_secret);
    equal(hex(await keys.resumeKey(SECRET)), VECTORS.resume_key);
    equal(await keys.verifierDigits(SECRET), VECTORS.verifier_digits);
});

test("all channels' keys have their fixed values", async () => {
    for (const { epoch, direction, nonces, key } of VECTORS.channel0) {
        equal(hex(await keys.channel0(SECRET, epoch, direction, unhex(nonces))), key);
    }
    for (const { epoch, direction, channel, key } of VECTORS.channels) {
        equal(hex(await keys.channelKey(GROUP, SESSION, epoch, direction, channel)), key);
    }
});

test("the proofs of a resume have their fixed values", async () => {
    for (const { role, epoch, mac } of VECTORS.resume_macs) {
        equal(hex(await keys.resumeMac(unhex(VECTORS.resume_key), role, NONCES, epoch)), mac);
    }
});

test("commitments have their fixed values", async () => {
    for (const { salt, text, commitment } of VECTORS.commitments) {
        equal(hex(await keys.commitment(unhex(salt), text)), commitment);
    }
});

test("no key is made for a place or length that cannot be", async () => {
    for (const [epoch, direction, channel] of [[-1, 0, 1], [2 ** 32, 0, 1], [1, 2, 1], [1, 0, 0], [1, 0, 128], [0.5, 0, 1]]) {
        await throws(() => keys.channelKey(GROUP, SESSION, epoch, direction, channel), KeyMisuse);
    }
    await throws(() => keys.channelKey(GROUP.slice(1), SESSION, 1, 0, 1), KeyMisuse);
    await throws(() => keys.channelKey(GROUP, new Uint8Array(22), 1, 0, 1), KeyMisuse);
    await throws(() => keys.channel0(SECRET, 1, 0), KeyMisuse);
    await throws(() => keys.channel0(SECRET, 0, 0, NONCES), KeyMisuse);
    await throws(() => keys.resumeMac(SECRET, "agent", NONCES.slice(1), 1), KeyMisuse);
    await throws(() => keys.commitment(new Uint8Array(16), "words"), KeyMisuse);
});
