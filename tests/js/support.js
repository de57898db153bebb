// What the JavaScript tests stand on. The same test files run in Node (`node --test tests/js/*.test.js`) and in Chromium
// (tests/js/test_in_chromium.py), because Node 18 lacks some of the cryptography that browsers have.

const inNode = typeof process !== "undefined" && Boolean(process.versions?.node);

if (inNode && globalThis.crypto === undefined) {
    const { webcrypto } = await import("node:crypto"); // Node 18 has WebCrypto, but not as a global
    Object.defineProperty(globalThis, "crypto", { value: webcrypto });
}

const runner = inNode ? (await import("node:test")).test : undefined;

/** The tests of this page, for the run in Chromium: a sentence and what proves it. */
export const collected = [];

/** State one claim as a sentence; `proof` throws where it does not hold. Runs in Node and in Chromium. */
export function test(claim, proof) {
    collected.push({ claim, proof });
    runner?.(claim, proof);
}

/** As `test`, for cryptography that Debian 12's Node 18 does not have: runs in Chromium only, and is required there. */
export function testInBrowser(claim, proof) {
    collected.push({ claim, proof });
}

/** Read a vector file named without its ending; one that is missing or holds nothing fails. */
export async function vectors(name) {
    const held = JSON.parse(await read(`../vectors/${name}.json`));
    const hollow = (value) => typeof value === "object" && value !== null && Object.keys(value).length === 0;
    if (typeof held !== "object" || held === null || hollow(held) || Object.values(held).some(hollow)) {
        throw new Error(`the vector file ${name} holds nothing`);
    }
    return held;
}

async function read(path) {
    const address = new URL(path, import.meta.url);
    if (inNode) {
        return (await import("node:fs/promises")).readFile(address, "utf8");
    }
    const answer = await fetch(address);
    if (!answer.ok) {
        throw new Error(`${path} is missing`);
    }
    return answer.text();
}

/** Fail unless the value is truthy. */
export function ok(value, message = `${shown(value)} does not hold`) {
    if (!value) {
        throw new Error(message);
    }
}

/** Fail unless both are alike all the way down: numbers, strings, bytes, arrays, plain objects, maps and sets. */
export function equal(actual, expected) {
    if (!alike(actual, expected)) {
        throw new Error(`got      ${shown(actual)}\nexpected ${shown(expected)}`);
    }
}

/** Fail unless the call throws or rejects with an error of this class, or with this `code`; give the error. */
export async function throws(call, expected) {
    try {
        await call();
    } catch (error) {
        const meets = typeof expected === "string" ? error.code === expected : error instanceof expected;
        if (!meets) {
            throw new Error(`threw ${error?.name} ${error?.code ?? ""} instead of ${expected.name ?? expected}`, { cause: error });
        }
        return error;
    }
    throw new Error(`threw nothing instead of ${expected.name ?? expected}`);
}

/** Bytes from hex. */
export function unhex(text) {
    ok(/^([0-9a-f]{2})*$/i.test(text), `${text} is not hex`);
    return Uint8Array.from(text.match(/../g) ?? [], (pair) => parseInt(pair, 16));
}

/** Hex of bytes, as lower case. */
export function hex(bytes) {
    return Array.from(new Uint8Array(bytes.buffer ?? bytes, bytes.byteOffset ?? 0, bytes.byteLength), (byte) =>
        byte.toString(16).padStart(2, "0"),
    ).join("");
}

function alike(one, other) {
    if (Object.is(one, other)) {
        return true;
    }
    if (typeof one !== "object" || typeof other !== "object" || one === null || other === null) {
        return false;
    }
    if (Object.getPrototypeOf(one) !== Object.getPrototypeOf(other)) {
        return false;
    }
    if (one instanceof ArrayBuffer) {
        return hex(one) === hex(other);
    }
    if (one instanceof Map || one instanceof Set) {
        return alike([...one], [...other]);
    }
    const keys = Object.keys(one);
    return keys.length === Object.keys(other).length && keys.every((key) => Object.hasOwn(other, key) && alike(one[key], other[key]));
}

function shown(value) {
    if (value instanceof ArrayBuffer || ArrayBuffer.isView(value)) {
        return `bytes ${hex(value)}`;
    }
    return JSON.stringify(value, (_, part) => (typeof part === "bigint" ? `${part}n` : part)) ?? String(value);
}
