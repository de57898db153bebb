// replay — what was allowed at a moment, and which pictures a moment takes

import { deepEqual, equal } from 'node:assert/strict';
import { test } from 'node:test';

import { gapAt, isShown, living, spoken, strip } from '../../relay/console/replay/allowed.js';
import { lastUpTo } from '../../relay/console/replay/film.js';
import { Playhead } from '../../relay/console/replay/playhead.js';

const FILM = {
    duration: 860_000,
    shots: [[100, 1], [200, 0], [300, 0], [400, 1], [500, 0]],
    events: [{ at: 50 }, { at: 450 }],
    lanes: [
        { scope: 'control', begins: 200, ends: 400, until: 600_000, rests: [] },
        { scope: 'view', begins: 100, ends: 500, until: 600_000, rests: [[300, 350]] },
    ],
    gaps: [[300, 350, 'The customer had paused.']],
};

/** Pictures that are all there, but those in `missing`; and a stage that notes what it is told. */
function at(missing = new Set()) {
    const told = [];
    const pictures = { get: (index) => (missing.has(index) ? undefined : Uint8Array.of(index)), want: () => undefined };
    const stage = { show: (data) => told.push(data[0]), clear: () => told.push('clear'), reset: () => told.push('reset') };
    return { playhead: new Playhead(FILM, pictures, stage), told };
}

test('the last row up to a time is found', () => {
    deepEqual([99, 100, 250, 500, 9_000].map((time) => lastUpTo(FILM.shots, time)), [-1, 0, 1, 4, 4]);
});

test('what is allowed at a moment is said in signs and in words, the screen first', () => {
    deepEqual(living(FILM, 250).map((lane) => lane.scope), ['view', 'control']);
    equal(strip(FILM, 250), '◉ sees the screen · ✎ uses mouse and keyboard · 09:59 left');
    equal(strip(FILM, 50), 'Nothing is allowed');
    equal(spoken(FILM, 250), '0 seconds of 14 minutes 20 seconds. Screen and mouse allowed, 9 minutes 59 seconds left.');
});

test('a gap is no picture', () => {
    equal(gapAt(FILM, 320)[2], 'The customer had paused.');
    deepEqual([250, 320, 360, 600].map((time) => isShown(FILM, time)), [true, false, true, false]);
});

test('a jump begins with the last picture that stands for itself', () => {
    const { playhead, told } = at();
    playhead.seek(520);
    deepEqual(told, ['reset', 3, 4]);
    playhead.seek(210);
    deepEqual(told.slice(3), ['reset', 0, 1]);
    playhead.seek(310);
    deepEqual(told.slice(6), [2], 'going on needs no new beginning');
    playhead.seek(10);
    deepEqual(told.slice(7), ['clear']);
});

test('time stands still while a picture is on its way', () => {
    const missing = new Set([1]);
    const { playhead, told } = at(missing);
    playhead.isPlaying = true;
    playhead.turn(150);
    playhead.turn(150);
    deepEqual([playhead.position, playhead.isWaiting, told], [150, true, [0]]);
    missing.clear();
    playhead.turn(0);
    playhead.turn(60);
    deepEqual([playhead.position, playhead.isWaiting, told], [210, false, [0, 1]]);
});

test('steps are one picture, and events are found both ways', () => {
    const { playhead } = at();
    playhead.seek(200);
    playhead.step(1);
    equal(playhead.position, 300);
    playhead.step(-1);
    equal(playhead.position, 200);
    playhead.event(1);
    equal(playhead.position, 450);
    playhead.event(-1);
    equal(playhead.position, 50);
});
