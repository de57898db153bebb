// protocol/messages/chat.js — mirrors protocol/messages/chat.py: what both people write to each other

import { text } from '../../consent/model.js';
import * as limits from '../limits.js';
import { bytes16, message } from '../wire.js';

/** Words of one person to the other. */
export const chatSaid = message('chat.said', { id: bytes16, text: text(/^[\s\S]+$/, limits.CHAT_TEXT) });

/** The words with this id were shown. */
export const chatDelivered = message('chat.delivered', { id: bytes16 });
