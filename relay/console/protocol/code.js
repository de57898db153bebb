// protocol/code.js — mirrors protocol/code.py: the spoken code, 4821-739205-1

import { utf8 } from '../consent/encoding.js';
import { CodeMalformed, CodeSlip } from './errors.js';
import * as limits from './limits.js';

const LONG_LOCATOR_BEGINS = '9';
const LOCATOR_LENGTHS = [4, 6];
const SECRET_LENGTHS = [6, 8];
// Unicode's spaces, punctuation (all dashes), invisible marks and controls such as line breaks; and the minus sign.
const SEPARATOR = /^[\p{Z}\p{P}\p{Cf}\p{Cc}\u2212]$/u;

/** What a customer reads aloud. */
export class SpokenCode {
    #secret;

    /**
     * @param {string} locator
     * @param {string} secret
     * @throws {CodeMalformed} made from parts that no code has
     */
    constructor(locator, secret) {
        const fits = locator.length === locatorLength(locator) && SECRET_LENGTHS.includes(secret.length);
        if (!fits || !/^[0-9]+$/.test(locator + secret)) throw new CodeMalformed('locator or secret of an impossible form');
        this.locator = locator;
        this.#secret = secret;
    }

    get secret() {
        return this.#secret;
    }

    get checkDigit() {
        return checkDigit(this.locator + this.#secret);
    }

    /** CPace's password-related string: locator and secret as ASCII digits, without the check digit. */
    get prs() {
        return utf8(this.locator + this.#secret);
    }

    /** The code the way it is shown: three groups with hyphens. */
    spoken() {
        return `${this.locator}-${this.#secret}-${this.checkDigit}`;
    }
}

/**
 * Read a typed or pasted code, with any separators between its ASCII digits.
 *
 * @param {string} text
 * @returns {SpokenCode}
 * @throws {CodeMalformed} too few or too many digits, a letter, or a digit that is not ASCII
 * @throws {CodeSlip} the number of digits is right, the check digit is not: a digit is wrong
 */
export function parse(text) {
    const characters = [...text];
    if (characters.length > limits.CODE_TEXT_LENGTH) throw new CodeMalformed(`${characters.length} characters`);
    const digits = characters.filter((character) => !SEPARATOR.test(character)).join('');
    if (!/^[0-9]*$/.test(digits)) throw new CodeMalformed('something that is neither digit nor separator');
    const number = digits.slice(0, -1);
    const lengths = LOCATOR_LENGTHS.flatMap((here) => SECRET_LENGTHS.map((there) => here + there));
    if (!lengths.includes(number.length)) throw new CodeMalformed(`${digits.length} digits`);
    if (checkDigit(number) !== digits.slice(-1)) throw new CodeSlip();
    const cut = locatorLength(number);
    return new SpokenCode(number.slice(0, cut), number.slice(cut));
}

/**
 * Compute the check digit of a row of ASCII digits (ISO/IEC 7064, MOD 11,10): every single slip changes it.
 *
 * @param {string} number
 * @returns {string}
 */
export function checkDigit(number) {
    let product = 10;
    for (const digit of number) product = (((product + Number(digit)) % 10 || 10) * 2) % 11;
    return String((11 - product) % 10);
}

/** @param {string} number */
function locatorLength(number) {
    return LOCATOR_LENGTHS[number.startsWith(LONG_LOCATOR_BEGINS) ? 1 : 0];
}
