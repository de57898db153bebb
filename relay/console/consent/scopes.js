// consent/scopes.js — mirrors consent/scopes.py: what may be allowed, the customer's sentences, the channels

/** @typedef {'view' | 'control' | 'report' | 'clipboard' | 'files'} Scope */
/** @typedef {'view' | 'keys' | 'rest' | 'aside'} Group */

/** @type {readonly Scope[]} */
export const SCOPES = Object.freeze(['view', 'control', 'report', 'clipboard', 'files']);
/** @type {readonly Group[]} */
export const ALL_GROUPS = Object.freeze(['view', 'keys', 'rest', 'aside']);

export const Channel = Object.freeze({
    CONTROL: 0,
    SCREEN: 1,
    POINTER: 2,
    KEYS: 3,
    CHAT: 4,
    REPORT: 5,
    CLIPBOARD: 6,
    FILES: 7,
    ASIDE: 8,
});

export const Direction = Object.freeze({ FROM_AGENT: 0, FROM_TECHNICIAN: 1 });

/**
 * What one scope is to the people and to the wire. `asksTo` completes "Ana Weber asks to ..."; `label` stands beside
 * the tick; `lines` explain it.
 *
 * @typedef {{asksTo: string, label: string, lines: readonly string[], channels: readonly number[]}} Meaning
 */

/** @type {Readonly<Record<Scope, Meaning>>} */
export const MEANING = Object.freeze({
    view: {
        asksTo: 'see your screen',
        label: 'See my screen',
        lines: ['They can read all that is on it. Close private things first.'],
        channels: [Channel.SCREEN],
    },
    control: {
        asksTo: 'use your mouse and keyboard',
        label: 'Use my mouse and keyboard',
        lines: [
            'They can click and type for you, in any program that is open. Stay here and watch.',
            'Your hand wins: when you move the mouse or type, theirs has to wait.',
            'They cannot press any button of Attended.',
        ],
        channels: [Channel.POINTER, Channel.KEYS],
    },
    report: {
        asksTo: 'get a health report',
        label: 'Get a health report',
        lines: [
            'You read it first, and can cross out any line.',
            'After you send it, they see how busy this computer is. You can turn that off.',
        ],
        channels: [Channel.REPORT],
    },
    clipboard: {
        asksTo: 'share copied text',
        label: 'Share copied text',
        lines: ['Only text, and only when one of you presses Send. Passwords you copy stay here.'],
        channels: [Channel.CLIPBOARD],
    },
    files: {
        asksTo: 'send and get files',
        label: 'Send me files, and get files I choose',
        lines: [
            'New files go into the folder “Attended”. Nothing opens by itself.',
            'They cannot look through your files. You choose each file.',
        ],
        channels: [Channel.FILES],
    },
});

/**
 * What must live while a scope lives: nobody acts on a screen that is not being shown.
 *
 * @type {Readonly<Partial<Record<Scope, Scope>>>}
 */
export const REQUIRES = Object.freeze({ control: 'view', files: 'view', clipboard: 'view' });

/** What may be asked first, and all that may be asked when the technician called first. */
export const LOOKING = Object.freeze(new Set(/** @type {Scope[]} */ (['view', 'report'])));

/** @type {Readonly<Record<Group, readonly number[]>>} */
export const GROUPS = Object.freeze({
    view: [Channel.SCREEN, Channel.POINTER],
    keys: [Channel.KEYS],
    rest: [Channel.CHAT, Channel.REPORT, Channel.CLIPBOARD, Channel.FILES],
    aside: [Channel.ASIDE],
});

/** What a pause closes. */
export const PAUSED_CHANNELS = Object.freeze(new Set([Channel.SCREEN, Channel.POINTER, Channel.KEYS]));

/**
 * Name the scope that a channel needs; null for control, chat and aside, and for no channel of ours.
 *
 * @param {number} channel
 * @returns {Scope | null}
 */
export function scopeOf(channel) {
    return SCOPES.find((scope) => MEANING[scope].channels.some((own) => own === channel)) ?? null;
}

/**
 * Name the reading group of a channel; null for control, which is keyed from the pairing.
 *
 * @param {number} channel
 * @returns {Group | null}
 */
export function groupOf(channel) {
    return ALL_GROUPS.find((group) => GROUPS[group].some((own) => own === channel)) ?? null;
}

/**
 * Gather the channels that these scopes open.
 *
 * @param {Iterable<Scope>} scopes
 * @returns {Set<number>}
 */
export function channelsOf(scopes) {
    return new Set([...scopes].flatMap((scope) => MEANING[scope].channels));
}

/**
 * Gather the [direction, channel] pairs that an epoch opens while these scopes live.
 *
 * @param {Iterable<Scope>} scopes
 * @returns {[number, number][]}
 */
export function openedPairs(scopes) {
    const both = [...channelsOf(scopes), Channel.CHAT];
    /** @type {[number, number][]} */
    const pairs = both.flatMap((channel) => [
        /** @type {[number, number]} */ ([Direction.FROM_AGENT, channel]),
        /** @type {[number, number]} */ ([Direction.FROM_TECHNICIAN, channel]),
    ]);
    return [...pairs, [Direction.FROM_AGENT, Channel.ASIDE]];
}

/**
 * Name what must end together with these scopes: the scopes, and all that require one of them.
 *
 * @param {Iterable<Scope>} scopes
 * @returns {Set<Scope>}
 */
export function endingWith(scopes) {
    const ending = new Set(scopes);
    const dependent = SCOPES.filter((scope) => ending.has(/** @type {Scope} */ (REQUIRES[scope])));
    return new Set([...ending, ...dependent]);
}
