// protocol/report/words.js — mirrors protocol/report/words.py: values as people read them: "13.2 GB", "3 days", "yes"

/** @typedef {import('./document.js').Value} Value */

const SIZES = ['bytes', 'KB', 'MB', 'GB', 'TB', 'PB'];
/** @type {readonly (readonly [string, number])[]} */
const TIMES = [['days', 86_400], ['hours', 3600], ['minutes', 60], ['seconds', 1]];
/** @type {Readonly<Record<string, string>>} */
const SUFFIX = Object.freeze({ percent: ' %', Celsius: ' °C', times: ' times', 'months old': ' months' });
const MOMENT = /^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z$/;
/** What a finding asks for, the most urgent first. @type {Readonly<Record<string, string>>} */
export const SEVERITY = Object.freeze({ 'act-now': 'Act now', soon: 'Soon', 'worth-knowing': 'Worth knowing' });

/**
 * @param {Value | null} value
 * @param {string | null} [unit]
 */
export function shown(value, unit = null) {
    if (value === null) return 'not known';
    if (typeof value === 'object') return `‹${value.masked} ${value.n}›`;
    if (typeof value === 'boolean') return value ? 'yes' : 'no';
    if (typeof value === 'number') return number(value, unit);
    return MOMENT.test(value) ? `${value.slice(0, 10)} ${value.slice(11, 19)} UTC` : value;
}

/**
 * @param {number} value
 * @param {string | null} unit
 */
function number(value, unit) {
    if (unit === 'bytes') return size(value);
    if (unit === 'bytes/s') return `${size(value)} a second`;
    if (unit === 's') return duration(value);
    if (unit === 'percent/100') return `${(value / 100).toFixed(2)} %`;
    if (unit === 'mWh' || unit === 'mW' || unit === 'mV' || unit === 'mA') return `${(value / 1000).toFixed(1)} ${unit.slice(1)}`;
    return unit === null ? String(value) : `${value}${SUFFIX[unit] ?? ` ${unit}`}`;
}

/** @param {number} count */
function size(count) {
    let amount = count;
    let at = 0;
    while (Math.abs(amount) >= 1000 && at < SIZES.length - 1) {
        amount /= 1000;
        at += 1;
    }
    return at === 0 ? `${count} bytes` : `${amount.toFixed(1)} ${SIZES[at]}`;
}

/** @param {number} seconds */
function duration(seconds) {
    for (const [name, length] of TIMES) if (Math.abs(seconds) >= 2 * length) return `${Math.floor(seconds / length)} ${name}`;
    return `${seconds} s`;
}
