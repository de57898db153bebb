import { CheckFailed, EntryMalformed, EntryOutOfPlace } from "../../relay/console/protocol/errors.js";
import { HEADER_BYTES, SessionTree, channelOf, decode, leafOf, topicOf } from "../../relay/console/protocol/recording.js";
import { Tree } from "../../relay/console/protocol/merkle.js";
import { equal, hex, ok, test, throws, unhex, vectors } from "./support.js";

const { entries } = await vectors("recording-entries");
const SEALED = entries.find((specimen) => specimen.kind === "SEALED");

test("both languages read the same entries", async () => {
    for (const specimen of entries) {
        const entry = decode(unhex(specimen.entry));
        equal(
            [entry.kind.toUpperCase(), entry.origin.toUpperCase(), entry.index, topicOf(entry)],
            [specimen.kind, specimen.origin, specimen.index, specimen.topic],
        );
        equal([String(entry.kid), String(entry.counter)], [specimen.kid, specimen.counter]);
        equal(hex(await leafOf(entry)), specimen.leaf);
        equal(hex(entry.header) + hex(entry.body), specimen.entry);
    }
});

test("what is not an entry is refused", async () => {
    const data = unhex(SEALED.entry);
    const changed = (at, value) => Object.assign(data.slice(), { [at]: value });
    const wrong = {
        cut: data.slice(0, -1),
        longer: Uint8Array.from([...data, 0]),
        "no whole header": data.slice(0, HEADER_BYTES - 1),
        "another version": changed(0, 2),
        "an unknown kind": changed(1, 9),
        "an unknown origin": changed(2, 3),
        "sealed by the relay": changed(2, 0),
        "the zero is not zero": changed(3, 1),
        "a document with a key id": changed(1, 3),
        "a refusal without a hash": changed(1, 4),
        "a channel that does not exist": changed(23, 9),
    };
    for (const [why, bytes] of Object.entries(wrong)) await throws(() => decode(bytes), EntryMalformed, why);
});

test("any change of any byte is an entry or a documented error", () => {
    for (const specimen of entries) {
        const data = unhex(specimen.entry);
        for (let at = 0; at < data.length; at += 1) {
            const changed = data.slice();
            changed[at] ^= 1 << at % 8;
            try {
                equal(hex(decode(changed).header), hex(changed.slice(0, HEADER_BYTES)));
            } catch (error) {
                ok(error instanceof CheckFailed, String(error));
            }
        }
    }
});

test("the tree is the one over the leaves, and refuses an entry out of place", async () => {
    const tree = new SessionTree();
    const entry = decode(unhex(SEALED.entry));
    const leaves = new Tree();
    for (let index = 0; index < 5; index += 1) {
        const at = { ...entry, index };
        await tree.add(at);
        leaves.append(await leafOf(at));
    }
    equal(hex(await tree.root()), hex(await leaves.root()));
    equal(tree.entries, 5);
    await throws(() => tree.add({ ...entry, index: 3 }), EntryOutOfPlace);
});

test("a channel is the key id's low seven bits", () => {
    equal(channelOf({ kid: 0x1_83n }), 3);
});
