import { jpegSize, pngSize } from '../../relay/console/protocol/image_size.js';
import { FrameAssembler } from '../../relay/console/protocol/screen_frames.js';
import { parse } from '../../relay/console/protocol/screen.js';
import { flatColour, pixelsOf } from '../../relay/console/view/tile_pixels.js';
import { equal, hex, test, throws, unhex as bytes, vectors } from './support.js';

const { good, bad } = await vectors('screen-messages');

/** A message with its bytes as hex, so that it can stand in a vector. */
function described(message) {
    const inHex = (value) => (value instanceof Uint8Array ? hex(value) : value);
    const operations = message.operations.map((operation) =>
        Object.fromEntries(Object.entries(operation).map(([name, value]) => [name, inHex(value)])),
    );
    return { ...message, operations };
}

for (const { name, bytes: written, message } of good) {
    test(`the vector "${name}" reads as what it says`, async () => {
        equal(described(parse(bytes(written))), message);
    });
}

for (const { name, bytes: written, expect } of bad) {
    test(`the vector "${name}" is refused with ${expect}`, async () => {
        await throws(() => parse(bytes(written)), expect);
    });
}

test('any bytes are a message or a documented error', () => {
    let seed = 7;
    const dice = () => (seed = (seed * 1103515245 + 12345) & 0x7fffffff) >> 8;
    for (let turn = 0; turn < 3000; turn += 1) {
        const damaged = bytes(good[turn % good.length].bytes);
        for (let change = 0; change < 3; change += 1) damaged[dice() % damaged.length] = dice();
        try {
            parse(damaged.subarray(0, dice() % (damaged.length + 1)));
        } catch (error) {
            equal(error.code, 'P-180');
        }
    }
});

/** A part of a frame with one operation. */
function part(frame, more, keyframe = false) {
    const operations = [{ kind: 'complete', since: frame }];
    return { frame, monitor: 1, width: 8, height: 8, capturedAt: 5, operations, keyframe, more };
}

test('a frame is whole only with its last part', () => {
    const assembler = new FrameAssembler();
    equal(assembler.take(part(1, true), 10), null);
    equal(assembler.take(part(1, true), 10), null);
    equal(assembler.take(part(1, false), 10)?.operations.length, 3);
    equal(assembler.take(part(2, false), 10)?.operations.length, 1);
});

test('a part of another frame in between is refused, but a keyframe begins anew', async () => {
    const assembler = new FrameAssembler();
    assembler.take(part(1, true), 10);
    await throws(() => assembler.take(part(2, false), 10), 'P-180');
    equal(assembler.take(part(3, false, true), 10)?.operations.length, 1);
});

test('parts that never stop coming do not fill the memory', async () => {
    const assembler = new FrameAssembler();
    await throws(() => {
        for (let turn = 0; turn < 100; turn += 1) assembler.take(part(1, true), 2 ** 20);
    }, 'P-180');
});

/** Deflate as the agent does. */
async function deflated(data) {
    const stream = new Blob([data]).stream().pipeThrough(new CompressionStream('deflate'));
    return new Uint8Array(await new Response(stream).arrayBuffer());
}

const PALETTE = Uint8Array.of(1, 10, 20, 30, 40, 50, 60);
const RGBA = Uint8ClampedArray.of(40, 50, 60, 255, 10, 20, 30, 255);
const tile = (encoding, data) => ({ kind: 'tile', x: 0, y: 0, w: 2, h: 1, encoding, data });

test('our own encodings decode to the pixels they were made from', async () => {
    equal(flatColour(tile(0, Uint8Array.of(1, 2, 3))), 'rgb(1 2 3)');
    equal(pixelsOf(tile(1, Uint8Array.of(...PALETTE, 1, 0))), RGBA);
    equal(pixelsOf(tile(2, Uint8Array.of(...PALETTE, ...(await deflated(Uint8Array.of(1, 0)))))), RGBA);
    equal(pixelsOf(tile(3, await deflated(Uint8Array.of(40, 50, 60, 10, 20, 30)))), RGBA);
});

test('a pixel beyond its palette, and a stream of another size or damaged, are refused', async () => {
    await throws(() => pixelsOf(tile(1, Uint8Array.of(...PALETTE, 1, 2))), 'P-180');
    await throws(async () => pixelsOf(tile(3, await deflated(new Uint8Array(5)))), 'P-180');
    await throws(async () => pixelsOf(tile(3, await deflated(new Uint8Array(7_000_000)))), 'P-180');
    await throws(() => pixelsOf(tile(3, Uint8Array.of(1, 2, 3, 4, 5))), 'P-180');
});

test('sizes of pictures are read from their headers alone', () => {
    const data = (name) => {
        const [operation] = good.find((each) => each.name === name).message.operations;
        return bytes(operation.data);
    };
    equal(pngSize(data('Tile png')), { w: 9, h: 4 });
    equal(jpegSize(data('Tile jpeg')), { w: 9, h: 4 });
    equal(pngSize(data('Tile jpeg')), null);
    equal(jpegSize(data('Tile png')), null);
    equal(jpegSize(Uint8Array.of(0xff, 0xd8, 0xff, 0xc0, 0, 17)), null);
});
