// consent/limits.js — mirrors consent/limits.py, which gives each bound's reason; a test compares the values

export const DOCUMENT_BYTES = 4096;
export const REQUEST_BYTES = 1536;
export const GRANT_BYTES = 3072;
export const ENTRY_BYTES = 2048;
export const KEY_LIST_BYTES = 10_240;
export const STATEMENT_BYTES = 32 * 1024;
export const POLICY_BYTES = 64 * 1024;
export const POSITIONS = 32;
export const STATEMENT_LINES = 160;
export const MONITORS = 16;
export const MINUTES = 480;
export const LOOK_ONLY_MINUTES = 15;
export const EXTENSION_SECONDS = 600;
export const REFUSALS = 2;
export const ANSWER_SECONDS = 300;
export const CHAT_SECONDS = 300;
export const ENTRY_SECONDS = 24 * 3600;
export const CLOCK_SECONDS = 90;
export const READERS = 8;
export const PURPOSES = 16;
export const NAME_LENGTH = 80;
export const WORDS_LENGTH = 200;
export const TEXT_LENGTH = 4000;
export const RATING_POINTS = 5;
