import { inflate } from '../../relay/console/view/inflate.js';
import { equal, test, throws } from './support.js';

/** Deflate as a browser does. */
async function deflated(data) {
    const stream = new Blob([data]).stream().pipeThrough(new CompressionStream('deflate'));
    return new Uint8Array(await new Response(stream).arrayBuffer());
}

/** Seeded dice. */
function dice(seed) {
    let state = seed;
    return (below) => ((state = (state * 1103515245 + 12345) & 0x7fffffff) >> 8) % below;
}

const CONTENTS = {
    nothing: () => 0,
    'one value': () => 7,
    'runs and steps': (at) => (at >> 5) & 3,
    'a few values': (_, roll) => roll(5),
    noise: (_, roll) => roll(256),
    'text of sorts': (at, roll) => (at % 97 < 60 ? (at * 7) & 31 : roll(20)),
};

for (const [name, value] of Object.entries(CONTENTS)) {
    test(`what the browser packs comes out again: ${name}`, async () => {
        for (const size of [0, 1, 2, 300, 5_000, 70_000]) {
            const roll = dice(size + 1);
            const data = Uint8Array.from({ length: size }, (_, at) => value(at, roll));
            equal(inflate(await deflated(data), size), data);
        }
    });
}

test('stored and fixed blocks are read', () => {
    const stored = Uint8Array.of(0x78, 1, 1, 3, 0, 0xfc, 0xff, 9, 8, 7, 0, 0, 0, 0);
    equal(inflate(stored, 3), Uint8Array.of(9, 8, 7));
    const fixed = Uint8Array.of(0x78, 0x9c, 0x4b, 0x4c, 0x4a, 0x06, 0x00, 0, 0, 0, 0); // "abc"
    equal(inflate(fixed, 3), Uint8Array.of(97, 98, 99));
});

test('more or less than announced is refused', async () => {
    const packed = await deflated(new Uint8Array(1000).fill(3));
    await throws(() => inflate(packed, 999), 'P-180');
    await throws(() => inflate(packed, 1001), 'P-180');
    await throws(() => inflate(packed.subarray(0, 5), 1000), 'P-180');
    await throws(() => inflate(new Uint8Array(0), 0), 'P-180');
});

test('any bytes are unpacked or refused, never more than the size', async () => {
    const roll = dice(99);
    const packed = await deflated(Uint8Array.from({ length: 4000 }, (_, at) => (at % 13) * (at % 7)));
    let refused = 0;
    for (let turn = 0; turn < 4000; turn += 1) {
        const damaged = packed.slice(0, 2 + roll(packed.length));
        for (let change = 0; change < 1 + (turn % 4); change += 1) damaged[2 + roll(damaged.length - 2)] = roll(256);
        try {
            equal(inflate(damaged, 4000).length, 4000);
        } catch (error) {
            equal(error.code, 'P-180');
            refused += 1;
        }
    }
    equal(refused > 1000, true);
});
