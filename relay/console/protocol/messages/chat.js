// protocol/messages/chat.js — mirrors protocol/messages/chat.py: what both people write to each other

import * as limits from '../limits.js';
import { plain } from '../plain_words.js';
import { bytes16, message } from '../wire.js';

/** Words of one person to the other. */
export const chatSaid = message('chat.said', { id: bytes16, text: plain(1, limits.CHAT_TEXT, { breaks: true }) });

/** The words with this id were shown. */
export const chatDelivered = message('chat.delivered', { id: bytes16 });
