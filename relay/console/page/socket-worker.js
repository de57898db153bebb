// page/socket-worker.js — holds one websocket, off the page's own thread; socket.js is the page's end of it
//
// Takes {kind: 'open', address, protocols, heard} once, then {kind: 'send', data} and {kind: 'close', code}. What happens goes
// to the broadcast channel `heard`, in order: {kind: 'open'}, {kind: 'message', data}, {kind: 'close'}.

/** @type {WebSocket | null} */
let socket = null;

/**
 * @param {string} address
 * @param {string[]} protocols
 * @param {BroadcastChannel} heard
 */
function opened(address, protocols, heard) {
    const made = new WebSocket(address, protocols);
    made.binaryType = 'arraybuffer';
    made.addEventListener('open', () => heard.postMessage({ kind: 'open' }));
    made.addEventListener('message', ({ data }) => heard.postMessage({ kind: 'message', data }));
    made.addEventListener('close', () => heard.postMessage({ kind: 'close' }));
    return made;
}

self.addEventListener('message', ({ data }) => {
    if (data.kind === 'open') socket = opened(data.address, data.protocols, new BroadcastChannel(data.heard));
    if (data.kind === 'send' && socket?.readyState === WebSocket.OPEN) socket.send(data.data);
    if (data.kind === 'close') socket?.close(data.code);
});
