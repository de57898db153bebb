// page/end_page.js — the end: how, how long, what was allowed. No picture of the session stays.

import { el, icon, mark, show, title } from './dom.js';
import * as texts from './texts.js';

/**
 * @param {import('./conduct.js').Conduct} conduct
 * @param {{reason: string, words?: import('./conduct.js').Words}} over
 * @param {import('./main.js').Desk} desk
 * @param {() => void} again
 */
export function endPage(conduct, over, desk, again) {
    title('Over');
    mark('over');
    const { said, more } = texts.ended(over);
    const seconds = Math.max(0, Math.round(conduct.ground.clock() - conduct.began));
    const allowed = conduct.allowed.size > 0 ? `allowed: ${texts.things(conduct.allowed)}` : 'nothing was allowed';
    const next = el('button', { class: 'main-button', onclick: again }, icon('refresh-cw'), 'New code');
    show(
        el('header', { class: 'bar' }, el('strong', { class: 'name' }, 'Attended'),
            el('span', { class: 'grow' }, desk.organisation.policy.name), el('span', {}, desk.me.name)),
        el('main', { class: 'card' },
            el('h1', {}, said),
            el('p', {}, `${Math.floor(seconds / 60)} min ${seconds % 60} s · ${allowed} · refused ${conduct.refused}.`),
            more === '' ? null : el('p', { class: 'bad' }, more),
            next),
        el('footer', {}),
    );
    next.focus();
}
