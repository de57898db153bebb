// protocol/messages/screen.js — mirrors protocol/messages/screen.py: what the picture's sender must hear

import { list, oneOf, whole } from '../../consent/model.js';
import { SCREEN_CODECS } from '../limits.js';
import { message } from '../wire.js';
import { monitor } from './control.js';

/** A frame is drawn; the agent paces itself by these. */
export const screenAck = message('screen.ack', { frame: whole(0, 2 ** 32 - 1), decode_ms: whole(0, 600_000) });

/** The whole picture is wanted again. */
export const screenKeyframe = message('screen.keyframe', {});

/** Another of the granted monitors is wanted. */
export const screenMonitor = message('screen.monitor', { monitor });

const codec = oneOf(/** @type {const} */ (['vp8', 'vp9']));

/** What this console can decode; an empty list means no video. */
export const screenVideo = message('screen.video', { codecs: list(codec, 0, SCREEN_CODECS) });
