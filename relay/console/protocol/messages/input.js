// protocol/messages/input.js — mirrors protocol/messages/input.py: positions are pixels of the monitor that is shown

import { oneOf, text, truth, whole } from '../../consent/model.js';
import * as limits from '../limits.js';
import { message } from '../wire.js';

const x = whole(0, limits.SCREEN_SIDE - 1);
const y = x;
const steps = whole(-limits.WHEEL_STEPS, limits.WHEEL_STEPS);
const button = oneOf(/** @type {const} */ (['left', 'middle', 'right', 'back', 'forward']));

/** The pointer goes there. */
export const pointerMove = message('pointer.move', { x, y });

/** A button goes down or up there. */
export const pointerButton = message('pointer.button', { button, down: truth, x, y });

/** The wheel turns there, in steps; down and right are positive. */
export const pointerWheel = message('pointer.wheel', { dx: steps, dy: steps, x, y });

/** The customer moves the mouse or types: the technician's input waits while `holds`. */
export const handOfCustomer = message('hand.customer', { holds: truth });

/** A key by its place on the keyboard (UI Events `code`, such as "KeyA") goes down or up. */
export const keyCode = message('key.code', { code: text(/^[A-Za-z0-9]{1,32}$/, 32), down: truth });

/** Characters to type, whatever keys make them on the customer's keyboard. */
export const keyText = message('key.text', { text: text(/^[\s\S]+$/, limits.KEY_TEXT) });
