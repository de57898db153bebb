import { AttendedError, CheckFailed, ConsistencyWrong, InclusionWrong, ProofShapeWrong, TreeShrank } from "../../relay/console/protocol/errors.js";
import * as merkle from "../../relay/console/protocol/merkle.js";
import { equal, hex, ok, test, throws, unhex, vectors } from "./support.js";

const VECTORS = await vectors("rfc6962-merkle");
const unb64 = (text) => Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
const utf8 = (text) => new TextEncoder().encode(text);

const aTree = async (size) =>
    new merkle.Tree(await Promise.all(Array.from({ length: size }, (_, at) => merkle.leafHash(utf8(`entry ${at}`)))));

test("the hasher's constants are the published ones", async () => {
    equal(hex(merkle.EMPTY_ROOT), VECTORS.hasher.empty_root);
    equal(hex(await merkle.leafHash(utf8(""))), VECTORS.hasher.empty_leaf);
    equal(hex(await merkle.leafHash(utf8("L123456"))), VECTORS.hasher.leaf_L123456);
    equal(hex(await merkle.nodeHash(utf8("N123"), utf8("N456"))), VECTORS.hasher.node_N123_N456);
});

test("the reference tree has the published roots", async () => {
    const tree = new merkle.Tree();
    const roots = [hex(await tree.root())];
    for (const leaf of VECTORS.tree.leaves_hex) {
        tree.append(await merkle.leafHash(unhex(leaf)));
        roots.push(hex(await tree.root()));
    }
    equal(roots, VECTORS.tree.root_by_size_hex);
    equal(await Promise.all(roots.map(async (_, size) => hex(await tree.root(size)))), roots);
});

test("published inclusion cases end as published", async () => {
    for (const one of VECTORS.inclusion) {
        const path = (one.proof ?? []).map(unb64);
        const run = () => merkle.verifyInclusion(unb64(one.leafHash), one.leafIdx, one.treeSize, path, unb64(one.root));
        if (one.wantErr) await throws(run, CheckFailed);
        else await run();
    }
});

test("published consistency cases end as published", async () => {
    for (const one of VECTORS.consistency) {
        const path = (one.proof ?? []).map(unb64);
        const run = () => merkle.verifyConsistency(one.size1, one.size2, path, unb64(one.root1), unb64(one.root2));
        if (one.wantErr) await throws(run, CheckFailed);
        else await run();
    }
});

test("every leaf of every small tree proves its place, and every tree its beginnings", async () => {
    const tree = await aTree(20);
    for (let size = 1; size <= 20; size += 1) {
        const root = await tree.root(size);
        for (let index = 0; index < size; index += 1) {
            const path = await tree.inclusionProof(index, size);
            await merkle.verifyInclusion(await tree.node(0, index), index, size, path, root);
        }
        for (let old = 1; old <= size; old += 1) {
            await merkle.verifyConsistency(old, size, await tree.consistencyProof(old, size), await tree.root(old), root);
        }
    }
});

test("a changed, longer or shorter proof is refused", async () => {
    const tree = await aTree(13);
    const root = await tree.root();
    const leaf = await tree.node(0, 6);
    const path = await tree.inclusionProof(6);
    const proof = await tree.consistencyProof(6);
    const flipped = (values, at) => values.map((value, here) => (here === at ? value.map((byte, n) => (n === 5 ? byte ^ 4 : byte)) : value));

    for (let at = 0; at < path.length; at += 1) {
        await throws(() => merkle.verifyInclusion(leaf, 6, 13, flipped(path, at), root), InclusionWrong);
    }
    const old = await tree.root(6);
    for (let at = 0; at < proof.length; at += 1) {
        await throws(() => merkle.verifyConsistency(6, 13, flipped(proof, at), old, root), ConsistencyWrong);
    }
    for (const change of [(hashes) => [...hashes, root], (hashes) => hashes.slice(1), (hashes) => [root.slice(1), ...hashes.slice(1)]]) {
        await throws(() => merkle.verifyInclusion(leaf, 6, 13, change(path), root), ProofShapeWrong);
        await throws(() => merkle.verifyConsistency(6, 13, change(proof), old, root), ProofShapeWrong);
    }
    await throws(() => merkle.verifyConsistency(13, 6, [], root, old), TreeShrank);
});

test("sizes beyond 32 bits are walked without losing a bit", async () => {
    const hash = (at) => new Uint8Array(32).fill(at);
    for (const [index, size, length] of [[2 ** 40, 2 ** 41, 41], [2 ** 52 - 1, 2 ** 52, 52], [2 ** 40, 2 ** 40 + 1, 1], [2 ** 45 + 5, 2 ** 45 + 6, 3]]) {
        const path = Array.from({ length }, (_, at) => hash(at));
        await throws(() => merkle.verifyInclusion(hash(1), index, size, path, hash(2)), InclusionWrong);
        await throws(() => merkle.verifyInclusion(hash(1), index, size, path.slice(1), hash(2)), ProofShapeWrong);
    }
});

test("any numbers and hashes are a good proof or a documented error", async () => {
    for (const number of [-1, 0, 1.5, NaN, Infinity, 2 ** 53, 7]) {
        for (const other of [-1, 0, 1.5, NaN, Infinity, 2 ** 53, 7]) {
            await throws(() => merkle.verifyInclusion(new Uint8Array(32), number, other, [], new Uint8Array(32).fill(1)), AttendedError);
            await throws(() => merkle.verifyConsistency(number, other, [], new Uint8Array(32), new Uint8Array(32).fill(1)), AttendedError);
        }
    }
    const tree = await aTree(3);
    for (const call of [() => tree.inclusionProof(3), () => tree.inclusionProof(0, 4), () => tree.consistencyProof(4), () => tree.root(-1)]) {
        await throws(call, ProofShapeWrong);
    }
    await throws(() => tree.append(utf8("an entry")), ProofShapeWrong);
    ok(tree.size === 3);
});
