// view/picture-worker.js — decodes what takes time, off the page's own thread; the page draws what comes back
//
// Takes {data, stamp} and answers each with {kind: 'frame' | 'part' | 'failed', stamp, ...}, in the order sent.

import { parse } from '../protocol/screen.js';
import { FrameAssembler } from '../protocol/screen_frames.js';
import { ready, transferable } from './draws.js';

const assembler = new FrameAssembler();
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
    }
    try {
        const frame = assembler.take(parse(data), data.length);
        if (frame === null) return [{ kind: 'part', stamp }, []];
        const draws = await ready(frame.operations);
        const operations = frame.operations.filter(({ kind }) => kind !== 'tile' && kind !== 'copy');
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
