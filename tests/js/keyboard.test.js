import { KeyboardTap, meaning } from '../../relay/console/view/keyboard.js';
import { equal, test } from './support.js';

/** A key press as a browser tells it. */
function pressed(key, code, held = {}) {
    const { altGraph = false, ...flags } = held;
    return {
        key,
        code,
        ctrlKey: false,
        altKey: false,
        metaKey: false,
        repeat: false,
        isComposing: false,
        ...flags,
        getModifierState: (name) => name === 'AltGraph' && altGraph,
        preventDefault: () => undefined,
    };
}

test('printable keys are characters, whatever keyboard they are on', () => {
    equal(meaning(pressed('z', 'KeyY')), { text: 'z' });
    equal(meaning(pressed('Ä', 'Quote', { shiftKey: true })), { text: 'Ä' });
    equal(meaning(pressed(' ', 'Space')), { text: ' ' });
    equal(meaning(pressed('5', 'Numpad5')), { text: '5' });
    equal(meaning(pressed('😀', '')), { text: '😀' });
});

test('with Ctrl, Alt or Meta a key is its place', () => {
    equal(meaning(pressed('c', 'KeyC', { ctrlKey: true })), { code: 'KeyC' });
    equal(meaning(pressed('f', 'KeyF', { altKey: true })), { code: 'KeyF' });
    equal(meaning(pressed('l', 'KeyL', { metaKey: true })), { code: 'KeyL' });
});

test('AltGr makes characters, also where the system calls it Ctrl and Alt', () => {
    equal(meaning(pressed('@', 'KeyQ', { ctrlKey: true, altKey: true, altGraph: true })), { text: '@' });
    equal(meaning(pressed('@', 'KeyL', { altKey: true }), true), { text: '@' });
    equal(meaning(pressed('AltGraph', 'AltRight', { altGraph: true })), null);
});

test('keys that make no character are their place', () => {
    equal(meaning(pressed('Enter', 'Enter')), { code: 'Enter' });
    equal(meaning(pressed('F5', 'F5')), { code: 'F5' });
    equal(meaning(pressed('Shift', 'ShiftLeft')), { code: 'ShiftLeft' });
    equal(meaning(pressed('Home', 'Numpad7')), { code: 'Home' });
});

test('composing, dead and lock keys mean nothing by themselves', () => {
    equal(meaning(pressed('a', 'KeyA', { isComposing: true })), null);
    equal(meaning(pressed('Dead', 'BracketLeft')), null);
    equal(meaning(pressed('CapsLock', 'CapsLock')), null);
    equal(meaning(pressed('Unidentified', '')), null);
});

/** A tap on an element that a test fires events at. */
function tapped(options = {}) {
    globalThis.document ??= new EventTarget();
    const sent = [];
    const tap = new KeyboardTap(new EventTarget(), (message) => sent.push(message), { isMac: false, ...options });
    return { tap, sent, codes: () => sent.map(({ code, down, text }) => text ?? `${code} ${down ? 'down' : 'up'}`) };
}

test('what is pressed comes up by its place, whatever modifiers did in between', () => {
    const { tap, codes } = tapped();
    tap.down(pressed('Control', 'ControlRight', { ctrlKey: true }));
    tap.down(pressed('c', 'KeyC', { ctrlKey: true }));
    tap.down(pressed('c', 'KeyC', { ctrlKey: true, repeat: true }));
    tap.up(pressed('Control', 'ControlRight'));
    tap.up(pressed('c', 'KeyC'));
    tap.up(pressed('x', 'KeyX'));
    equal(codes(), ['ControlRight down', 'KeyC down', 'ControlRight up', 'KeyC up']);
});

test('AltGr as Ctrl and Alt within a moment sends no Ctrl', () => {
    const { tap, codes } = tapped();
    tap.down(pressed('Control', 'ControlLeft', { ctrlKey: true }));
    tap.down(pressed('AltGraph', 'AltRight', { ctrlKey: true, altKey: true, altGraph: true }));
    tap.down(pressed('@', 'KeyQ', { ctrlKey: true, altKey: true, altGraph: true }));
    tap.up(pressed('@', 'KeyQ', { ctrlKey: true, altKey: true, altGraph: true }));
    tap.up(pressed('Control', 'ControlLeft'));
    tap.up(pressed('AltGraph', 'AltRight'));
    tap.close();
    equal(codes(), ['@']);
});

test('Ctrl alone comes before whatever follows it', () => {
    const { tap, codes } = tapped();
    tap.down(pressed('Control', 'ControlLeft', { ctrlKey: true }));
    tap.down(pressed('v', 'KeyV', { ctrlKey: true }));
    tap.up(pressed('v', 'KeyV', { ctrlKey: true }));
    tap.up(pressed('Control', 'ControlLeft'));
    tap.down(pressed('Control', 'ControlLeft', { ctrlKey: true }));
    tap.up(pressed('Control', 'ControlLeft'));
    equal(codes(), ['ControlLeft down', 'KeyV down', 'KeyV up', 'ControlLeft up', 'ControlLeft down', 'ControlLeft up']);
});

test('when the focus goes everything held is let go, last pressed first', () => {
    const { tap, codes } = tapped();
    tap.down(pressed('Shift', 'ShiftLeft'));
    tap.down(pressed('ArrowLeft', 'ArrowLeft'));
    tap.release();
    tap.release();
    equal(codes(), ['ShiftLeft down', 'ArrowLeft down', 'ArrowLeft up', 'ShiftLeft up']);
});

test('Ctrl+Alt+Home leaves, with everything let go first', () => {
    let left = 0;
    const { tap, codes } = tapped({ onLeave: () => (left += 1) });
    tap.down(pressed('Alt', 'AltLeft', { altKey: true }));
    tap.down(pressed('Home', 'Home', { ctrlKey: true, altKey: true }));
    equal(codes(), ['AltLeft down', 'AltLeft up']);
    equal(left, 1);
});

test('what a dead key or an input method writes into the field is sent once, and a paste is not', () => {
    const { tap, codes } = tapped();
    const field = { value: '' };
    const write = (text, inputType, isComposing = false) => {
        field.value += text;
        tap.written(field, { inputType, isComposing });
    };
    write('^', 'insertCompositionText', true);
    equal(codes(), []);
    field.value = 'ê';
    tap.composed(field);
    write('日本', 'insertText');
    write('secret', 'insertFromPaste');
    tap.composed(field);
    equal([codes(), field.value], [['ê', '日本'], '']);
});

test('long text goes in pieces that a message may hold', () => {
    const { tap, sent } = tapped();
    tap.text('😀'.repeat(40));
    equal(sent.map(({ text }) => text).join(''), '😀'.repeat(40));
    equal(
        sent.every(({ text }) => text.length <= 32),
        true,
    );
});
