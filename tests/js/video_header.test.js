import { parse } from '../../relay/console/protocol/screen.js';
import { CODECS, VP8, VP9, videoFits } from '../../relay/console/protocol/video_header.js';
import { equal, test, unhex, vectors } from './support.js';

const { good } = await vectors('screen-messages');
const pieces = good.flatMap(({ bytes }) => parse(unhex(bytes)).operations).filter(({ kind }) => kind === 'video');

test('the vectors hold a piece of each codec that stands for itself, and one that goes on', () => {
    equal(pieces.map(({ codec, intra }) => `${CODECS[codec]} ${intra}`), ['vp8 true', 'vp8 false', 'vp9 true', 'vp9 false']);
});

for (const { codec, data, w, h, intra } of pieces) {
    test(`a piece of ${CODECS[codec]} (${intra}) is what its header says and nothing else`, () => {
        equal(videoFits(codec, data, w, h, intra), true);
        equal(videoFits(codec, data, w, h, !intra), false);
        equal(videoFits(VP8 + VP9 - codec, data, w, h, intra), false);
        equal(videoFits(3, data, w, h, intra), false);
        equal(videoFits(codec, data, w + 2, h, intra), !intra);
        equal(videoFits(codec, data.subarray(0, 3), w, h, intra), false);
    });
}

test('a VP9 size is read wherever its bits lie', () => {
    for (const [w, h] of [[1, 1], [16_384, 16_384], [641, 359], [65_536, 65_535]]) {
        const bits = `10000010${(0x498342).toString(2).padStart(24, '0')}0100${two(w - 1)}${two(h - 1)}${'0'.repeat(12)}`;
        const data = Uint8Array.from(bits.match(/.{8}/g), (each) => parseInt(each, 2));
        equal(videoFits(VP9, data, w, h, true), true);
        equal(videoFits(VP9, data, w, h - 1, true), false);
    }
});

function two(number) {
    return number.toString(2).padStart(16, '0');
}
