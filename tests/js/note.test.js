import * as note from "../../relay/console/protocol/note.js";
import { NoteForged, NoteMalformed, NoteNotSigned } from "../../relay/console/protocol/errors.js";
import { equal, hex, ok, test, throws, unhex, vectors } from "./support.js";

const EXAMPLE = await vectors("c2sp-signed-note");
const VECTORS = await vectors("log-formats");
const utf8 = (text) => new TextEncoder().encode(text);
const b64u = (bytes) => btoa(String.fromCharCode(...bytes)).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");

async function signingKey() {
    const [d, x] = [b64u(unhex(VECTORS.key.seed)), b64u(unhex(VECTORS.key.public))];
    const jwk = (parts, uses) => crypto.subtle.importKey("jwk", { kty: "OKP", crv: "Ed25519", ...parts }, "Ed25519", true, uses);
    return { name: VECTORS.key.name, keys: { privateKey: await jwk({ d, x }, ["sign"]), publicKey: await jwk({ x }, ["verify"]) } };
}

test("the specification's example verifies, and is written back byte for byte", async () => {
    const key = await note.parseVerifierKey(EXAMPLE.vkey);
    const opened = await note.openNote(utf8(EXAMPLE.note), key);
    equal(opened.text, "This is an example message.\n");
    equal(note.write(opened), EXAMPLE.note);
    equal([key.toString(), hex(key.keyId)], [EXAMPLE.vkey, "530d903a"]);
});

test("what is signed here is what Python signs", async () => {
    const key = await signingKey();
    for (const { text } of VECTORS.checkpoints) {
        const parsed = note.parse(utf8(text));
        ok(text.startsWith(await note.sign(parsed.text, key)));
        equal(note.write(parsed), text);
    }
});

test("verifier keys are refused as in Python", async () => {
    equal((await note.parseVerifierKey(VECTORS.key.vkey)).toString(), VECTORS.key.vkey);
    for (const one of VECTORS.refused.filter(({ what }) => what === "vkey")) {
        await throws(() => note.parseVerifierKey(new TextDecoder().decode(unhex(one.bytes))), one.expect);
    }
});

test("another key's line is ignored; our own is needed, and every one of it must verify", async () => {
    const key = await note.parseVerifierKey(VECTORS.key.vkey);
    const parsed = note.parse(utf8(VECTORS.checkpoints[5].text));
    const [line] = parsed.signatures;
    const withLines = (...lines) => note.verify({ text: parsed.text, signatures: lines }, key);
    const stranger = { ...line, keyId: new Uint8Array(4) };

    await withLines(stranger, { ...line, name: "other" }, line);
    await throws(() => withLines(stranger, { ...line, name: "other" }), NoteNotSigned);
    await throws(() => withLines(line, { ...line, signature: new Uint8Array(64) }), NoteForged);
    await throws(() => withLines(line, { ...line, signature: new Uint8Array(7) }), NoteForged);
});

test("any flipped bit of a note is refused or leads to no signature of ours", async () => {
    const key = await note.parseVerifierKey(VECTORS.key.vkey);
    const data = utf8(VECTORS.checkpoints[3].text);
    for (let bit = 0; bit < data.length * 8; bit += 7) {
        const changed = data.slice();
        changed[bit >> 3] ^= 1 << bit % 8;
        const refused = await throws(() => note.openNote(changed, key), Error);
        ok(/^K-11[0-2]$/.test(refused.code), refused.code);
    }
});

test("sixteen large signatures are accepted, a flood is not", async () => {
    const parsed = note.parse(utf8(VECTORS.checkpoints[5].text));
    const lines = (count, length) =>
        Array.from({ length: count }, (_, at) => ({ name: `w${at}`, keyId: new Uint8Array(4), signature: new Uint8Array(length) }));
    equal(note.parse(utf8(note.write({ ...parsed, signatures: lines(16, 5_000) }))).signatures.length, 16);
    await throws(() => note.parse(utf8(note.write({ ...parsed, signatures: lines(65, 64) }))), NoteMalformed);
    await throws(() => note.parse(new Uint8Array(300_000)), NoteMalformed);
});

test("what could not be read back is not signed", async () => {
    const key = await signingKey();
    for (const text of ["", "no newline", "bell\x07\n", "lone \ud800\n"]) await throws(() => note.sign(text, key), NoteMalformed);
    for (const name of ["", "two words", "a+b", "line\nbreak", "\u3000", "\u0085", "lone\ud800"]) ok(!note.isKeyName(name), name);
    ok(note.isKeyName("relay.example/\u{1f511}"));
});
