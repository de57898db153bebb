// consent/model.js — mirrors consent/model.py: closed values. A shape names every member; anything else is refused.

import { unb64u } from './encoding.js';

/**
 * Gives the value back, or throws `Misfit` naming the place.
 *
 * @template T
 * @typedef {(value: unknown, place: string) => T} Check
 */

/** @typedef {Record<string, Check<any>>} Shape */

/**
 * @template {Shape} S
 * @typedef {{readonly [K in keyof S]: ReturnType<S[K]>}} Of
 */

/** A value does not fit its shape; it never leaves this floor (`read` says `NotTheDocument`). */
export class Misfit extends Error {}

/**
 * @param {boolean} holds
 * @param {string} place
 * @returns {asserts holds}
 */
export function fit(holds, place) {
    if (!holds) throw new Misfit(place);
}

/**
 * Text of so many characters that matches a pattern as a whole.
 *
 * @param {RegExp} pattern
 * @param {number} most
 * @returns {Check<string>}
 */
export function text(pattern, most) {
    return (value, place) => {
        fit(typeof value === 'string' && characters(value) <= most && pattern.test(value), place);
        return value;
    };
}

/**
 * base64url text in its one spelling that holds so many bytes.
 *
 * @param {number} size
 * @returns {Check<string>}
 */
export function bytes(size) {
    return (value, place) => {
        fit(typeof value === 'string', place);
        try {
            fit(unb64u(value).length === size, place);
        } catch {
            throw new Misfit(place);
        }
        return value;
    };
}

/**
 * A whole number, both bounds included.
 *
 * @param {number} least
 * @param {number} most
 * @returns {Check<number>}
 */
export function whole(least, most) {
    return (value, place) => {
        fit(typeof value === 'number' && Number.isInteger(value) && value >= least && value <= most, place);
        return value;
    };
}

/** @type {Check<boolean>} */
export function truth(value, place) {
    fit(typeof value === 'boolean', place);
    return value;
}

/**
 * One of these values.
 *
 * @template {string | number} T
 * @param {readonly T[]} values
 * @returns {Check<T>}
 */
export function oneOf(values) {
    return (value, place) => {
        const known = values.find((candidate) => candidate === value);
        fit(known !== undefined, place);
        return known;
    };
}

/**
 * The value, or null.
 *
 * @template T
 * @param {Check<T>} check
 * @returns {Check<T | null>}
 */
export function orNull(check) {
    return (value, place) => (value === null ? null : check(value, place));
}

/**
 * A list of so many of them.
 *
 * @template T
 * @param {Check<T>} check
 * @param {number} least
 * @param {number} most
 * @returns {Check<readonly T[]>}
 */
export function list(check, least, most) {
    return (value, place) => {
        fit(Array.isArray(value) && value.length >= least && value.length <= most, place);
        return Object.freeze(value.map((item, at) => check(item, `${place}.${at}`)));
    };
}

/**
 * An object with exactly these members; `sense` throws where they do not fit each other.
 *
 * @template {Shape} S
 * @param {S} shape
 * @param {(value: Of<S>) => void} [sense]
 * @returns {Check<Of<S>>}
 */
export function object(shape, sense = () => undefined) {
    const names = Object.keys(shape);
    return (value, place) => {
        fit(typeof value === 'object' && value !== null && !Array.isArray(value), place);
        const held = /** @type {Record<string, unknown>} */ (value);
        fit(Object.keys(held).length === names.length && names.every((name) => Object.hasOwn(held, name)), place);
        const members = names.map((name) => [name, shape[name](held[name], `${place}.${name}`)]);
        const made = /** @type {Of<S>} */ (Object.freeze(Object.fromEntries(members)));
        sense(made);
        return made;
    };
}

/**
 * Refuse a list that names something twice.
 *
 * @param {Iterable<unknown>} values
 * @param {string} what
 */
export function refuseTwice(values, what) {
    const all = [...values];
    fit(new Set(all).size === all.length, `${what} twice`);
}

/**
 * Count characters as people and Python do: code points, not halves of them.
 *
 * @param {string} value
 */
export function characters(value) {
    return [...value].length;
}
