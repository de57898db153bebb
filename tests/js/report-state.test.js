import { b64u } from "../../relay/console/consent/encoding.js";
import { canonical } from "../../relay/console/consent/canonical.js";
import { Reports } from "../../relay/console/page/report_state.js";
import { VITALS_KEPT } from "../../relay/console/protocol/limits.js";
import { sha256OfBytes } from "../../relay/console/protocol/report/parts.js";
import { equal, test, vectors } from "./support.js";

const { cases } = await vectors("report-compare");
const use = { kind: "report.vitals", processor: 1, memory: null, disks: [], networks: [], programs: [] };

const ASKED = ["report"];

/** A document's id, by its letter. */
const id = (letter) => letter.repeat(21) + "A";

/** A grant that allows a report, as far as the panel looks at it. */
function grant(jti, { request = jti, until = 100, scopes = ["report"] } = {}) {
    return { jti: id(jti), request_sha256: request, scopes: scopes.map((scope) => ({ scope, monitors: [], until })) };
}

/** A panel's reports under one yes, unless a test wants others. */
function panel(...grants) {
    const happened = [], said = [];
    let now = 0;
    const reports = new Reports((what, detail) => happened.push([what, detail]), () => (now += 1), (message) => said.push(message));
    let former = null;
    for (const [given, asked] of grants.length > 0 ? grants : [[grant("A"), ASKED]]) {
        reports.granted(given, former, asked);
        former = given;
    }
    return { reports, happened, said };
}

/** What happened on a page that hears these. */
async function heard(...messages) {
    const page = panel();
    for (const message of messages) await page.reports.said(message);
    return page;
}

async function part(report, under = "A") {
    const data = canonical({ ...report, consent: { ...report.consent, grant: under && id(under) } });
    return { kind: "report.part", sha256: await sha256OfBytes(data), number: 1, of: 1, data: b64u(data) };
}

test("a report that is said again after a lost line is one report, told once and confirmed each time", async () => {
    const one = await part(cases[1].before);
    const { reports, happened, said } = await heard(one, one);
    equal(reports.received.map(({ sha256 }) => sha256), [one.sha256]);
    equal(reports.state.step, "here");
    equal(happened, [["report", "here"]]);
    equal(said, [one, one].map(({ sha256 }) => ({ kind: "report.received", sha256 })));
});

test("a second report under one yes is refused, and not confirmed", async () => {
    const [one, other] = [await part(cases[1].before), await part(cases[1].after)];
    const { reports, happened, said } = await heard(one, other, use);
    equal(reports.received.map(({ sha256 }) => sha256), [one.sha256]);
    equal(happened.map(([what, detail]) => [what, detail.code ?? detail]), [["report", "here"], ["refused", "P-192"], ["report", "vitals"]]);
    equal(said.length, 1);
    equal(reports.state.step, "here");
});

test("a report is taken under its own yes alone", async () => {
    const first = grant("A"), carried = grant("B", { request: "other" }), second = grant("C", { until: 200 });
    const without = grant("D", { scopes: ["view"] });
    const cases_ = [
        [[[first, ASKED]], "A", true],
        [[[first, ASKED]], "Z", false], // made under another grant
        [[[first, ASKED]], null, false], // made for the customer alone
        [[], "A", false, "no yes at all"],
        [[[first, ASKED], [carried, ["control"]]], "A", true], // a yes to something else carried it on
        [[[first, ASKED], [grant("B", { request: "A", until: 160 }), ASKED]], "B", true], // the customer's own more time
        [[[first, ASKED], [second, ASKED]], "A", false], // a new yes is for a new report
        [[[first, ASKED], [second, ASKED]], "C", true],
        [[[first, ASKED], [grant("E", { request: "more" }), ASKED]], "A", true], // a no to another leaves the first
        [[[first, ASKED], [without, ["view"]]], "A", false], // it ended
    ];
    for (const [grants, under, isTaken, bare] of cases_) {
        const { reports, said } = bare ? panel([without, ["view"]]) : panel(...grants);
        await reports.said(await part(cases[1].before, under));
        equal([grants.length, under, reports.received.length, said.length], [grants.length, under, Number(isTaken), Number(isTaken)]);
    }
});

test("a new yes brings a new report, and both stay", async () => {
    const { reports } = await heard(await part(cases[1].before));
    reports.granted(grant("C", { until: 200 }), grant("A"), ASKED);
    await reports.said(await part(cases[1].after, "C"));
    equal(reports.received.length, 2);
});

test("live use is kept for its minutes, each sample with when it came", async () => {
    const { reports, happened } = await heard(...Array.from({ length: VITALS_KEPT + 5 }, () => use));
    equal(reports.vitals.length, VITALS_KEPT);
    equal([reports.vitals[0].at, reports.vitals[0].use], [6, use]);
    equal(happened[0], ["report", "vitals"]);
});

test("a report that cannot be read is refused, and the next one is taken", async () => {
    const good = await part(cases[0].before);
    const { reports, happened } = await heard({ ...good, data: b64u(new Uint8Array(4)) }, good);
    equal(happened[0][1].code, "P-190");
    equal(reports.received.length, 1);
});
