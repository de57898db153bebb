import { leafHash, Tree } from "../../relay/console/protocol/merkle.js";
import { parseVerifierKey } from "../../relay/console/protocol/note.js";
import * as proof from "../../relay/console/protocol/proof.js";
import { equal, hex, ok, test, throws, unhex, vectors } from "./support.js";

const VECTORS = await vectors("log-formats");
const utf8 = (text) => new TextEncoder().encode(text);

test("what Python proves holds here, and is written back byte for byte", async () => {
    const key = await parseVerifierKey(VECTORS.key.vkey);
    for (const one of VECTORS.proofs) {
        const read = proof.parse(utf8(one.text));
        equal(read.index, one.index);
        equal(proof.write(read), one.text);
        const signed = await proof.verify(utf8(one.text), unhex(VECTORS.entries[one.index]), key);
        equal(signed.size, one.size);
    }
});

test("the same tree gives the same proofs", async () => {
    const tree = new Tree(await Promise.all(VECTORS.entries.map((entry) => leafHash(unhex(entry)))));
    for (const one of VECTORS.proofs) {
        const { path, checkpoint, extra } = proof.parse(utf8(one.text));
        equal((await tree.inclusionProof(one.index, one.size)).map(hex), path.map(hex));
        equal(proof.write({ index: one.index, path, checkpoint, extra }), one.text);
    }
    for (const one of VECTORS.consistency) equal((await tree.consistencyProof(one.old, one.new)).map(hex), one.hashes);
});

test("each case that Python refuses is refused with the same code", async () => {
    const key = await parseVerifierKey(VECTORS.key.vkey);
    for (const one of VECTORS.refused.filter(({ what }) => what === "proof")) {
        await throws(() => proof.verify(unhex(one.bytes), unhex(one.entry), key), one.expect);
    }
});

test("any flipped bit of a proof is refused with a documented error", async () => {
    const key = await parseVerifierKey(VECTORS.key.vkey);
    const { text, index } = VECTORS.proofs[2];
    const data = utf8(text);
    for (let bit = 0; bit < data.length * 8; bit += 11) {
        const changed = data.slice();
        changed[bit >> 3] ^= 1 << bit % 8;
        const refused = await throws(() => proof.verify(changed, unhex(VECTORS.entries[index]), key), Error);
        ok(/^K-1[0-3]\d$/.test(refused.code), refused.code);
    }
});
