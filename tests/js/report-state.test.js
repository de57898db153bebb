import { b64u } from "../../relay/console/consent/encoding.js";
import { canonical } from "../../relay/console/consent/canonical.js";
import { Reports } from "../../relay/console/page/report_state.js";
import { VITALS_KEPT } from "../../relay/console/protocol/limits.js";
import { sha256OfBytes } from "../../relay/console/protocol/report/parts.js";
import { equal, test, vectors } from "./support.js";

const { cases } = await vectors("report-compare");
const use = { kind: "report.vitals", processor: 1, memory: null, disks: [], networks: [], programs: [] };

/** What happened on a page that hears these. */
async function heard(...messages) {
    const happened = [];
    let now = 0;
    const reports = new Reports((what, detail) => happened.push([what, detail]), () => (now += 1));
    for (const message of messages) await reports.said(message);
    return { reports, happened };
}

async function part(report) {
    const data = canonical(report);
    return { kind: "report.part", sha256: await sha256OfBytes(data), number: 1, of: 1, data: b64u(data) };
}

test("a report that is said again after a lost line is one report", async () => {
    const [one, other] = [await part(cases[1].before), await part(cases[1].after)];
    const { reports } = await heard(one, one, other, other);
    equal(reports.received.map(({ sha256 }) => sha256), [one.sha256, other.sha256]);
    equal(reports.state.step, "here");
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
