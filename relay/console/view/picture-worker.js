// view/picture-worker.js — decodes what takes time, off the page's own thread; the page draws what comes back
//
// Unpacks a few made-up tiles when it starts, so that the first picture waits for no compiler.
//
// Takes {data, stamp} and answers each with {kind: 'frame' | 'part' | 'failed', stamp, ...}, in the order sent.

import { FrameAssembler } from '../protocol/screen_frames.js';
import { INDEXED_ZLIB, RGB_ZLIB, parse } from '../protocol/screen.js';
import { ready, transferable } from './draws.js';
import { Films } from './films.js';
import { pixelsOf } from './tile_pixels.js';

const WIDTH = 512;
const HEIGHT = 64;
/** Made-up tiles of each kind: by then a browser has compiled what unpacks them. */
const REHEARSALS = 12;

const assembler = new FrameAssembler();
const films = new Films();
const DRAWN = ['tile', 'copy', 'video'];
/** Answers wait for those before them. */
let before = Promise.resolve();
let generation = 0;

/**
 * @param {{data: Uint8Array, stamp: {generation: number, began: number}}} said
 * @returns {Promise<[object, Transferable[]]>}
 */
async function answer({ data, stamp }) {
    if (stamp.generation !== generation) {
        generation = stamp.generation;
        assembler.clear();
        films.clear();
    }
    try {
        const frame = assembler.take(parse(data), data.length);
        if (frame === null) return [{ kind: 'part', stamp }, []];
        if (frame.keyframe) films.keyframe(frame.operations);
        const draws = await ready(frame.operations, films);
        const operations = frame.operations.filter(({ kind }) => !DRAWN.includes(kind));
        return [{ kind: 'frame', stamp, frame: { ...frame, operations }, draws }, transferable(draws)];
    } catch (error) {
        assembler.clear();
        return [{ kind: 'failed', stamp, detail: String(error) }, []]; // ours, or what the browser's decoders throw
    }
}

self.addEventListener('message', ({ data }) => {
    const answered = answer(data);
    const turn = before;
    before = (async () => {
        await turn;
        const [message, transfer] = await answered;
        self.postMessage(message, { transfer });
    })();
});

/** @param {Uint8Array<ArrayBuffer>} bytes */
async function deflated(bytes) {
    const stream = new Blob([bytes]).stream().pipeThrough(new CompressionStream('deflate'));
    return new Uint8Array(await new Response(stream).arrayBuffer());
}

async function rehearse() {
    const pixels = Uint8Array.from({ length: 3 * WIDTH * HEIGHT }, (_, at) => ((at >> 4) * 7919 >> 3) & 7);
    const palette = Uint8Array.from({ length: 1 + 3 * 8 }, (_, at) => (at === 0 ? 7 : 9 * at));
    const tile = /** @type {const} */ ({ kind: 'tile', x: 0, y: 0, w: WIDTH, h: HEIGHT });
    const indexes = await deflated(pixels.slice(0, WIDTH * HEIGHT));
    const indexed = new Uint8Array([...palette, ...indexes]);
    const rgb = await deflated(pixels);
    for (let times = 0; times < REHEARSALS; times += 1) {
        pixelsOf({ ...tile, encoding: INDEXED_ZLIB, data: indexed });
        pixelsOf({ ...tile, encoding: RGB_ZLIB, data: rgb });
    }
    const empty = new OffscreenCanvas(8, 8);
    empty.getContext('2d'); // without one there is nothing to make a file of
    (await createImageBitmap(await empty.convertToBlob())).close();
}

await rehearse();
