// protocol/limits.js — mirrors protocol/limits.py, which gives each bound's reason; a test compares the values

// Spoken code

export const CODE_LIFE_SECONDS = 600;
export const CODE_TEXT_LENGTH = 64;
export const CODE_TRIES_BEFORE_WAIT = 3;
export const DRAWS = 128;

// Pairing

export const CPACE_DATA_BYTES = 2048;

// Sealed messages

export const SFRAME_FRAMES = 2**20;
export const SFRAME_KEY_BYTES = 16 * 2**30;
export const SFRAME_KEY_SECONDS = 3600;
export const SEALED_BYTES = 4 * 2**20;
export const EPOCHS = 2**32;
export const CHANNELS = 128;

// Wrapped keys

export const WRAPPED_BYTES = 2048;

// The Merkle log

export const LOG_ENTRY_BYTES = 65_535;
export const LOG_SIZE = 2**53 - 1;
export const NOTE_BYTES = 256 * 1024;
export const NOTE_SIGNATURES = 64;
export const LOG_PROOF_HASHES = 64;
export const LOG_PROOF_EXTRA_BYTES = 65_536;

// Recording

export const OPENING_BYTES = 131072;
export const PAIRING_BYTES = 4096;
export const RELAY_NOTE_BYTES = 256;
export const DOCUMENT_BYTES = 96 * 1024;

// Screen messages

export const SCREEN_MESSAGE_BYTES = 2**20;
export const SCREEN_PART_BYTES = 2**18;
export const SCREEN_FRAME_BYTES = 64 * 2**20;
export const SCREEN_OPERATIONS = 4096;
export const SCREEN_SIDE = 16_384;
export const SCREEN_TILE_PIXELS = 2**18;
export const SCREEN_CURSOR_SIDE = 256;
export const SCREEN_MONITORS = 16;
export const SCREEN_NAME_BYTES = 64;
export const SCREEN_VIDEOS = 4;
export const SCREEN_VIDEO_PIXELS = 2**21;
export const SCREEN_CODECS = 8;

// Messages

export const CONTROL_BYTES = 4096;
export const MESSAGE_BYTES = 65_536;
export const RELAY_BYTES = 2**20;
export const KEYS_PADDED_BYTES = 256;
export const KEY_TEXT = 32;
export const REASON_LEAST = 10;
export const REASON_TEXT = 140;
export const TICKET_TEXT = 40;
export const CHAT_TEXT = 1000;
export const WHEEL_STEPS = 100;
export const SCOPES = 8;
export const FORMER_GRANTS = 8;
export const POSITIONS = 1024;
export const LOG_ENTRY_TEXT = 8192;
export const LOG_PROOF_TEXT = 16_384;

// Flow

export const FLOW_WINDOW = 4 * 2**20;
export const FLOW_RESERVE = 2**16;
export const WAITING_BYTES = 2**18;
export const RESUME_SECONDS = 60;
export const GAPS_KNOWN = 4096;

// The health report

export const REPORT_BYTES = 2 * 2**20;
export const REPORT_PART_BYTES = 2**15;
export const REPORT_PARTS = REPORT_BYTES / REPORT_PART_BYTES;
export const REPORT_SECTIONS = 32;
export const VITALS_SECONDS = 2;
export const VITALS_KEPT = 150;
export const VITALS_NAME = 64;
export const VITALS_DEVICES = 16;
export const VITALS_PROGRAMS = 12;
export const VITALS_PROCESSES = 100_000;
export const VITALS_CORES = 4096;

// Statements

export const STATEMENT_FEW_MESSAGES = 32;
export const STATEMENT_PATIENCE = 10;

// What is fetched

export const WELL_KNOWN_BYTES = 256 * 1024;
