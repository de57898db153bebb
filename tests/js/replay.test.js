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
    const asked = [];
    const pictures = {
        get: (index) => (missing.has(index) ? undefined : Uint8Array.of(index)),
        want: () => undefined,
        scene: async (index) => {
            asked.push(index);
            return { messages: [Uint8Array.of(10 * index)], following: index + 1 };
        },
        failed: (error) => { throw error; },
    };
    const show = (data) => told.push(data[0]);
    const stage = { show, clear: () => told.push('clear'), reset: () => told.push('reset'), behind: 0 };
    return { playhead: new Playhead(FILM, pictures, stage), told, asked, stage };
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

const soon = () => new Promise((ready) => setImmediate(ready));

test('a jump shows the one picture of its moment, and play goes on after it', async () => {
    const { playhead, told } = at();
    playhead.seek(520);
    deepEqual([playhead.position, playhead.isWaiting, told], [520, true, []], 'nothing is shown before it has come');
    await soon();
    deepEqual([playhead.isWaiting, told], [false, ['reset', 40]]);
    playhead.seek(210);
    await soon();
    deepEqual(told.slice(2), ['reset', 10]);
    playhead.seek(310);
    deepEqual(told.slice(4), [2], 'what is close ahead needs no jump');
    playhead.seek(10);
    deepEqual(told.slice(5), ['clear']);
});

test('of many jumps in a row the last is shown, and nothing that was asked for before it', async () => {
    const { playhead, told, asked } = at();
    for (const moment of [520, 210, 330, 450]) playhead.seek(moment);
    await soon();
    deepEqual([told, asked], [['reset', 30], [4, 3]]);
    playhead.seek(120);
    playhead.seek(10);
    await soon();
    deepEqual(told.slice(2), ['clear'], 'a picture that comes too late is not shown');
    equal(playhead.isWaiting, false);
});

test('time stands still until the picture of a jump is drawn', async () => {
    const { playhead, stage } = at();
    playhead.isPlaying = true;
    stage.behind = 1;
    playhead.seek(450);
    await soon();
    playhead.turn(20);
    deepEqual([playhead.position, playhead.isWaiting], [450, true]);
    stage.behind = 0;
    playhead.turn(20);
    playhead.turn(20);
    deepEqual([playhead.position, playhead.isWaiting], [470, false]);
});

test('no more is handed over than is drawn', () => {
    const { playhead, told, stage } = at();
    stage.behind = 65;
    playhead.isPlaying = true;
    playhead.turn(150);
    deepEqual([playhead.position, told], [0, []]);
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

test('steps are one picture, and events are found both ways', async () => {
    const { playhead } = at();
    playhead.seek(200);
    await soon();
    playhead.step(1);
    equal(playhead.position, 300);
    playhead.step(-1);
    equal(playhead.position, 200);
    playhead.event(1);
    equal(playhead.position, 450);
    playhead.event(-1);
    equal(playhead.position, 50);
});
