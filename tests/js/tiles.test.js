import { utf8 } from "../../relay/console/consent/encoding.js";
import { demandGrowth } from "../../relay/console/page/log_memory.js";
import * as checkpoint from "../../relay/console/protocol/checkpoint.js";
import { Tree, leafHash } from "../../relay/console/protocol/merkle.js";
import * as note from "../../relay/console/protocol/note.js";
import { WIDTH, held, nodeReader, readHashes, tileOf } from "../../relay/console/protocol/tiles.js";
import { equal, hex, test, throws } from "./support.js";

async function grown(size, change = -1) {
    const tree = new Tree();
    for (let at = 0; at < size; at += 1) tree.append(await leafHash(utf8(at === change ? "other" : `entry ${at}`)));
    return tree;
}

function tilesOf(tree) {
    return async (path) => {
        const [, level, index, width] = /^tile\/(\d+)\/(\d{3})(?:\.p\/(\d+))?$/.exec(path);
        const hashes = [];
        for (let at = 0; at < Number(width ?? WIDTH); at += 1) {
            hashes.push(await tree.node(8 * Number(level), Number(index) * WIDTH + at));
        }
        return Uint8Array.from(hashes.flatMap((hash) => [...hash]));
    };
}

test("tiles lie where tlog-tiles says", () => {
    equal(tileOf(0, 0, 3), { path: "tile/0/000.p/3", width: 3 });
    equal(tileOf(0, 1234, 1234 * 256 + 256), { path: "tile/0/x001/234", width: 256 });
    equal(tileOf(1, 0, 256 * 256), { path: "tile/1/000", width: 256 });
    equal([held(0, 300), held(1, 300)], [300, 1]);
});

test("a tile of another length is no tile", async () => {
    equal(readHashes(new Uint8Array(64), 2).length, 2);
    for (const bytes of [0, 63, 65, 96]) await throws(() => readHashes(new Uint8Array(bytes), 2), "K-141");
});

test("nodes read out of tiles are the tree's own", async () => {
    const tree = await grown(300);
    const read = nodeReader(300, tilesOf(tree));
    for (const [level, index] of [[0, 0], [0, 299], [3, 5], [7, 1], [8, 0]]) {
        equal(hex(await read(level, index)), hex(await tree.node(level, index)));
    }
});

/** A log with a key of its own, which signs whatever tree it is told to. */
async function aLog() {
    const keys = await crypto.subtle.generateKey("Ed25519", true, ["sign", "verify"]);
    const name = "relay.example/log";
    const raw = new Uint8Array(await crypto.subtle.exportKey("raw", keys.publicKey));
    const logKey = String(await note.VerifierKey.of(name, raw));
    const signed = async (tree) => {
        const text = checkpoint.write({ origin: name, size: tree.size, root: await tree.root(), extensions: [] });
        return note.sign(text, { name, keys });
    };
    return { logKey, signed };
}

/** What a browser keeps of a log, and does with what is shown to it. */
function browser() {
    let kept;
    return (log, tree) =>
        demandGrowth(log.logKey, {
            checkpoint: () => log.signed(tree),
            tile: tilesOf(tree),
            recall: async () => kept,
            remember: async (now) => {
                kept = now;
            },
        });
}

test("a log that only grew is taken, from none to several tiles", async () => {
    const log = await aLog();
    const sees = browser();
    for (const size of [0, 1, 3, 3, 256, 300, 520]) equal(await sees(log, await grown(size)), size);
});

test("a log that was rolled back, rewritten or exchanged is refused, and nothing is forgotten", async () => {
    const log = await aLog();
    const sees = browser();
    await sees(log, await grown(300));
    await throws(async () => sees(log, await grown(299)), "A-118");
    await throws(async () => sees(log, await grown(300, 7)), "A-118");
    await throws(async () => sees(log, await grown(310, 7)), "A-118");
    await throws(async () => sees(await aLog(), await grown(310)), "A-117");
    equal(await sees(log, await grown(310)), 310);
});

test("a checkpoint that another key signed is refused", async () => {
    const [log, other] = [await aLog(), await aLog()];
    await throws(async () => browser()({ ...log, signed: other.signed }, await grown(3)), "K-111");
});
