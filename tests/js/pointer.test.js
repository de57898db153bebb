import { PointerTap, WheelSteps } from '../../relay/console/view/pointer.js';
import { equal, test } from './support.js';

test('small turns add up to whole steps', () => {
    const wheel = new WheelSteps();
    equal(wheel.turn(0, 60, 0), { dx: 0, dy: 0 });
    equal(wheel.turn(0, 60, 0), { dx: 0, dy: 1 });
    equal(wheel.turn(0, -120, 0), { dx: 0, dy: -1 });
    equal(wheel.turn(6, 0, 1), { dx: 2, dy: 0 });
    equal(wheel.turn(0, 1, 2), { dx: 0, dy: 1 });
});

test('no turn is longer than a message may say', () => {
    equal(new WheelSteps().turn(0, 1e9, 0), { dx: 0, dy: 100 });
});

/** A tap on a picture of 100 x 100 pixels at the page's corner. */
function tapped() {
    globalThis.window ??= new EventTarget();
    const refreshes = [];
    globalThis.requestAnimationFrame = (call) => refreshes.push(call);
    globalThis.cancelAnimationFrame = () => undefined;
    const element = Object.assign(new EventTarget(), { focus: () => undefined, setPointerCapture: () => undefined });
    const inside = (value) => value >= 0 && value < 100;
    const clamp = (value) => Math.min(Math.max(value, 0), 99);
    const picture = {
        toScreen: (x, y) => ({ x: clamp(x), y: clamp(y), inside: inside(x) && inside(y) }),
        pointer: { own: () => undefined },
    };
    const sent = [];
    const tap = new PointerTap(element, picture, (message) => sent.push(message));
    return { tap, sent, refresh: () => refreshes.splice(0).forEach((call) => call()) };
}

const at = (clientX, clientY, more = {}) => ({
    clientX,
    clientY,
    button: -1,
    buttons: 0,
    pointerId: 1,
    preventDefault: () => undefined,
    ...more,
});

test('a move goes at once, those that follow once for each refresh, the newest only', () => {
    const { tap, sent, refresh } = tapped();
    tap.move(at(1, 1));
    tap.move(at(2, 2));
    tap.move(at(3, 3));
    equal(sent, [{ kind: 'pointer.move', x: 1, y: 1 }]);
    refresh();
    equal(sent[1], { kind: 'pointer.move', x: 3, y: 3 });
    refresh();
    equal(sent.length, 2);
    tap.move(at(4, 4));
    equal(sent.length, 3);
});

test('a press carries its place, and no older move comes after it', () => {
    const { tap, sent, refresh } = tapped();
    tap.move(at(1, 1));
    tap.move(at(2, 2));
    tap.button(at(5, 6, { button: 2, buttons: 2 }), true);
    refresh();
    tap.button(at(7, 8, { button: 2 }), false);
    equal(sent.slice(1), [
        { kind: 'pointer.button', button: 'right', down: true, x: 5, y: 6 },
        { kind: 'pointer.button', button: 'right', down: false, x: 7, y: 8 },
    ]);
});

test('a drag that leaves the picture goes along its edge', () => {
    const { tap, sent, refresh } = tapped();
    tap.move(at(500, 5));
    equal(sent, []);
    tap.button(at(5, 5, { button: 0, buttons: 1 }), true);
    tap.move(at(500, 5, { buttons: 1 }));
    refresh();
    equal(sent[1], { kind: 'pointer.move', x: 99, y: 5 });
});

test('a second button while one is held is told as what it is', () => {
    const { tap, sent } = tapped();
    tap.button(at(5, 5, { button: 0, buttons: 1 }), true);
    tap.move(at(5, 5, { button: 2, buttons: 3 }));
    tap.move(at(5, 5, { button: 2, buttons: 1 }));
    equal(
        sent.filter(({ kind }) => kind === 'pointer.button').map(({ button, down }) => `${button} ${down}`),
        ['left true', 'right true', 'right false'],
    );
});

test('everything held is let go where the pointer was last', () => {
    const { tap, sent } = tapped();
    tap.button(at(5, 6, { button: 0, buttons: 1 }), true);
    tap.release();
    equal(sent[1], { kind: 'pointer.button', button: 'left', down: false, x: 5, y: 6 });
    tap.close();
    equal(sent.length, 2);
});
