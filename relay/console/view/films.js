// view/films.js — decodes the films in a picture, one decoder each, by the browser's WebCodecs
//
// A picture of a film is drawn with the rest of its frame; so each is waited for, and one that does not come in time is
// lost. Whoever shows the picture is told which codec failed, and may ask for a picture without it.

import { CODECS, VP8, VP9 } from '../protocol/video_header.js';

/**
 * @typedef {import('../protocol/screen.js').Video} Video
 * @typedef {import('../protocol/video_header.js').CodecName} CodecName
 */

/** The codecs as WebCodecs names them; VP9 in profile 0 with 8 bits, at a level that has room for full HD. */
const STRINGS = { [VP8]: 'vp8', [VP9]: 'vp09.00.41.08' };
const ALL = /** @type {const} */ ([VP8, VP9]);
/** Milliseconds without a picture while some are awaited: far beyond what the slowest decoder needs for one. */
const PATIENCE = 1000;
/** The colours as `protocol/screen.py` says they are. */
const COLOURS = /** @type {const} */ ({ primaries: 'bt709', transfer: 'bt709', matrix: 'bt709', fullRange: false });

/**
 * @param {number} codec
 * @param {number} w
 * @param {number} h
 * @returns {VideoDecoderConfig}
 */
function config(codec, w, h) {
    const name = STRINGS[/** @type {1 | 2} */ (codec)];
    return { codec: name, codedWidth: w, codedHeight: h, optimizeForLatency: true, colorSpace: COLOURS };
}

/**
 * The codecs that this browser decodes; none when it has no WebCodecs.
 *
 * @returns {Promise<CodecName[]>}
 */
export async function decodable() {
    if (!('VideoDecoder' in globalThis)) return [];
    const answers = await Promise.all(ALL.map(async (codec) => {
        const { supported } = await VideoDecoder.isConfigSupported(config(codec, 1920, 1080));
        return supported === true ? [CODECS[codec]] : [];
    }));
    return answers.flat();
}

/** The films of one picture. */
export class Films {
    constructor() {
        /** @type {Map<number, Film>} */
        this.films = new Map();
    }

    /**
     * The next picture of a film; null when this browser could not make it.
     *
     * @param {Video} video
     * @returns {Promise<VideoFrame | null>} to be closed by whoever takes it
     */
    async next(video) {
        if (video.intra) this.#begin(video);
        const film = this.films.get(video.which);
        if (film === undefined || !film.isOf(video)) return null;
        const frame = await film.next(video);
        if (frame === null && this.films.get(video.which) === film) this.#end(video.which);
        return frame;
    }

    /**
     * Take note of a keyframe: films that are not in it are over.
     *
     * @param {readonly {kind: string, which?: number}[]} operations
     */
    keyframe(operations) {
        const stay = new Set(operations.map(({ which }) => which));
        for (const which of this.films.keys()) if (!stay.has(which)) this.#end(which);
    }

    /** End all of them. */
    clear() {
        for (const which of this.films.keys()) this.#end(which);
    }

    /** @param {Video} video */
    #begin(video) {
        const former = this.films.get(video.which);
        if (former !== undefined && former.isOf(video) && former.isAlive) return;
        this.#end(video.which);
        if ('VideoDecoder' in globalThis) this.films.set(video.which, new Film(video));
    }

    /** @param {number} which */
    #end(which) {
        this.films.get(which)?.close();
        this.films.delete(which);
    }
}

/** One film's decoder. */
class Film {
    /** @param {Video} video the first */
    constructor({ codec, x, y, w, h }) {
        this.size = { codec, x, y, w, h };
        /** Pictures that were handed in, by their numbers. @type {Map<number, (frame: VideoFrame | null) => void>} */
        this.waiting = new Map();
        this.number = 0;
        this.late = 0;
        this.decoder = new VideoDecoder({ output: (frame) => this.#came(frame), error: () => this.close() });
        this.decoder.configure(config(codec, w, h));
    }

    get isAlive() {
        return this.decoder.state === 'configured';
    }

    /** @param {Video} video */
    isOf(video) {
        return /** @type {const} */ (['codec', 'x', 'y', 'w', 'h']).every((name) => this.size[name] === video[name]);
    }

    /**
     * @param {Video} video
     * @returns {Promise<VideoFrame | null>}
     */
    next({ intra, data }) {
        if (!this.isAlive) return Promise.resolve(null);
        const number = (this.number += 1);
        return new Promise((ready) => {
            this.waiting.set(number, ready);
            this.#watch();
            try {
                this.decoder.decode(new EncodedVideoChunk({ type: intra ? 'key' : 'delta', timestamp: number, data }));
            } catch {
                this.close(); // a picture that goes on where nothing began: the browser says so at once
            }
        });
    }

    /** @param {VideoFrame} frame */
    #came(frame) {
        const { w, h } = this.size;
        const ready = this.waiting.get(frame.timestamp);
        this.waiting.delete(frame.timestamp);
        this.#watch();
        const isMeant = ready !== undefined && frame.displayWidth === w && frame.displayHeight === h;
        if (!isMeant) frame.close();
        ready?.(isMeant ? frame : null);
    }

    /** Be patient anew, if anything is awaited. */
    #watch() {
        clearTimeout(this.late);
        if (this.waiting.size > 0) this.late = setTimeout(() => this.close(), PATIENCE);
    }

    /** End it; nobody waits any longer. */
    close() {
        clearTimeout(this.late);
        if (this.decoder.state !== 'closed') this.decoder.close();
        for (const ready of this.waiting.values()) ready(null);
        this.waiting.clear();
    }
}
