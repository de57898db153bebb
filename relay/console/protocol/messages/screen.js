// protocol/messages/screen.js — mirrors protocol/messages/screen.py: what the picture's sender must hear

import { whole } from '../../consent/model.js';
import { message } from '../wire.js';
import { monitor } from './control.js';

/** A frame is drawn; the agent paces itself by these. */
export const screenAck = message('screen.ack', { frame: whole(0, 2 ** 32 - 1), decode_ms: whole(0, 600_000) });

/** The whole picture is wanted again. */
export const screenKeyframe = message('screen.keyframe', {});

/** Another of the granted monitors is wanted. */
export const screenMonitor = message('screen.monitor', { monitor });
