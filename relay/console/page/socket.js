// page/socket.js — a websocket that lives in a worker
//
// After a key press Chromium holds back what comes to the page by websocket or worker message until the next refresh, so
// the answer to the key waits for nothing. A broadcast channel is not held back (decision 0004).

import { b64u } from '../consent/encoding.js';

const NAME_BYTES = 16;
/** The close code that tells the relay so: it gives the end up at once, not after a minute. */
const LEFT = 4000;

/** Gives the events `open`, `message` (with `data`) and `close`, as a WebSocket does. */
export class Socket extends EventTarget {
    #worker = new Worker(new URL('./socket-worker.js', import.meta.url), { type: 'module' });
    #heard;
    isOpen = false;

    /**
     * @param {string} address
     * @param {string[]} protocols
     */
    constructor(address, protocols) {
        super();
        // Nobody but the worker knows the name, so no other page of this address hears or speaks here.
        const name = `attended-socket-${b64u(crypto.getRandomValues(new Uint8Array(NAME_BYTES)))}`;
        this.#heard = new BroadcastChannel(name);
        this.#heard.addEventListener('message', ({ data }) => this.#happened(data));
        this.#worker.addEventListener('error', () => this.#happened({ kind: 'close' }));
        this.#worker.postMessage({ kind: 'open', address, protocols, heard: name });
    }

    /** @param {Uint8Array<ArrayBuffer>} data */
    send(data) {
        this.#worker.postMessage({ kind: 'send', data });
    }

    close() {
        this.isOpen = false;
        this.#worker.postMessage({ kind: 'close' });
    }

    /** Close for good: the page goes away, and nothing of this end will come back. */
    leave() {
        this.isOpen = false;
        this.#worker.postMessage({ kind: 'close', code: LEFT });
    }

    /** @param {{kind: 'open' | 'message' | 'close', data?: ArrayBuffer | string}} said */
    #happened({ kind, data }) {
        if (kind === 'open') this.isOpen = true;
        if (kind === 'close') {
            this.isOpen = false;
            this.#heard.close();
            this.#worker.terminate();
        }
        this.dispatchEvent(kind === 'message' ? new MessageEvent('message', { data }) : new Event(kind));
    }
}
