import * as checkpoint from "../../relay/console/protocol/checkpoint.js";
import { parseVerifierKey } from "../../relay/console/protocol/note.js";
import { equal, hex, test, throws, unhex, vectors } from "./support.js";

const VECTORS = await vectors("log-formats");
const KEY = VECTORS.key.vkey;

test("what Python signs verifies here, with or without a witness's line", async () => {
    const key = await parseVerifierKey(KEY);
    for (const one of VECTORS.checkpoints) {
        const read = await checkpoint.verify(new TextEncoder().encode(one.text), key);
        equal([read.size, hex(read.root), read.origin], [one.size, one.root, VECTORS.key.name]);
        equal(one.text.startsWith(`${checkpoint.write(read)}\n`), true);
    }
});

test("each case that Python refuses is refused with the same code", async () => {
    const key = await parseVerifierKey(KEY);
    for (const one of VECTORS.refused.filter(({ what }) => what === "checkpoint")) {
        await throws(() => checkpoint.verify(unhex(one.bytes), key), one.expect);
    }
});

test("extension lines are kept", () => {
    const text = checkpoint.write({ origin: "o", size: 5, root: new Uint8Array(32), extensions: ["one", "two words"] });
    equal(checkpoint.parseText(text).extensions, ["one", "two words"]);
});
