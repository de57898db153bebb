// page/report_export.js — a report as files: the very bytes that came, and a page that stands by itself

import { el } from './dom.js';

const POLICY = "default-src 'none'; style-src 'unsafe-inline'";
const STYLE = `:root{color-scheme:light dark;--soft:#4a5060;--line:#d5d8de;--now:#b3261e;--soon:#7a4f00}
@media screen and (prefers-color-scheme:dark){:root{--soft:#b9c0cc;--line:#4a5060;--now:#ff9088;--soon:#f5c451}}
body{font:16px/1.5 system-ui,sans-serif;margin:2rem auto;max-width:60rem;padding:0 1rem}
table{border-collapse:collapse;width:100%;margin:.5rem 0}th,td{text-align:start;padding:.25rem .5rem;border-bottom:1px solid var(--line);vertical-align:top;overflow-wrap:anywhere}
th{font-weight:400}thead th,caption{font-weight:600;overflow-wrap:break-word}caption{text-align:start}tbody th{width:45%}
summary{font-weight:600;padding:.5rem 0}.findings{list-style:none;padding:0}.finding{border-inline-start:4px solid #767d8a;padding:.25rem 1rem;margin:.5rem 0}
.is-act-now{border-color:var(--now)}.is-soon{border-color:var(--soon)}.hint{color:var(--soft);font-size:14px}.finding p{margin:.25rem 0}
@media print{:root{color-scheme:light}body{max-width:none;margin:0}.finding,tr{break-inside:avoid}summary,h3{break-after:avoid}}`;

/**
 * Write the page, every value a text node, so that the browser's own writer escapes it.
 *
 * @param {HTMLElement} body as `reportView` shows it
 * @param {string} at when the report was made
 */
export function standalone(body, at) {
    const copy = /** @type {HTMLElement} */ (body.cloneNode(true));
    for (const hidden of copy.querySelectorAll('[hidden]')) hidden.removeAttribute('hidden');
    for (const button of copy.querySelectorAll('button')) button.remove();
    for (const fold of copy.querySelectorAll('details')) fold.open = true;
    const page = document.implementation.createHTMLDocument(`Health report, ${at}`);
    page.documentElement.lang = 'en';
    page.head.append(
        el('meta', { charset: 'utf-8' }), el('meta', { 'http-equiv': 'Content-Security-Policy', content: POLICY }),
        el('meta', { name: 'viewport', content: 'width=device-width, initial-scale=1' }),
    );
    page.body.append(el('main', {}, el('h1', {}, 'Health report'), copy));
    // The style is a constant of ours; made as an element it would fall under this page's own rules.
    const written = new XMLSerializer().serializeToString(page.documentElement).replace('</head>', () => `<style>${STYLE}</style></head>`);
    return `<!doctype html>\n${written}\n`;
}

/**
 * Have the browser save something.
 *
 * @param {string} name
 * @param {BlobPart} data
 * @param {string} type
 */
export function save(name, data, type) {
    const address = URL.createObjectURL(new Blob([data], { type }));
    el('a', { href: address, download: name }).click();
    setTimeout(() => URL.revokeObjectURL(address), 60_000);
}
