import { b64u } from "../../relay/console/consent/encoding.js";
import { ReportMalformed, ReportTooLong } from "../../relay/console/protocol/errors.js";
import * as limits from "../../relay/console/protocol/limits.js";
import { reportPart } from "../../relay/console/protocol/messages/report.js";
import { Gathering, sha256OfBytes } from "../../relay/console/protocol/report/parts.js";
import { equal, test, throws } from "./support.js";

const DATA = Uint8Array.from({ length: 2 * limits.REPORT_PART_BYTES + 5 }, (_, at) => (at * 31) % 251);

async function parts() {
    const sha256 = await sha256OfBytes(DATA);
    return [0, 1, 2].map((at) => ({
        kind: "report.part", sha256, number: at + 1, of: 3,
        data: b64u(DATA.slice(at * limits.REPORT_PART_BYTES, (at + 1) * limits.REPORT_PART_BYTES)),
    }));
}

test("the bytes arrive as they left", async () => {
    const gathering = new Gathering();
    let whole = null;
    for (const part of await parts()) whole = await gathering.take(reportPart.check(part, "here"));
    equal(whole, DATA);
});

test("what is not the whole report is no report", async () => {
    const all = await parts();
    for (const wrong of [all.slice(1), [all[0], all[2]], [all[0], all[0]], [all[0], all[1], { ...all[2], data: "AAAA" }]]) {
        const gathering = new Gathering();
        await throws(async () => { for (const part of wrong) await gathering.take(part); }, ReportMalformed);
    }
});

test("a gathering stays within a report's bound", async () => {
    const gathering = new Gathering();
    const [first] = await parts();
    const piece = b64u(new Uint8Array(limits.REPORT_BYTES));
    await gathering.take({ ...first, data: piece });
    await throws(() => gathering.take({ ...first, number: 2, data: "AAAA" }), ReportTooLong);
});

test("a part beyond the last is none", async () => {
    const [first] = await parts();
    await throws(async () => reportPart.check({ ...first, number: 4 }, "here"), Error);
});
