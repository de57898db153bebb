import { utf8 } from "../../relay/console/consent/encoding.js";
import { canonical } from "../../relay/console/consent/canonical.js";
import { shown } from "../../relay/console/protocol/report/words.js";
import { ReportMalformed } from "../../relay/console/protocol/errors.js";
import { readReport } from "../../relay/console/protocol/report/document.js";
import { equal, test, throws } from "./support.js";

/** @returns {any} */
function sample() {
    return {
        format: "attended.report/1",
        made: { at: "2026-11-22T05:30:00Z", offset: 3600, took_ms: 2100, platform: "linux", elevated: false, agent: "0.1.0" },
        consent: { grant: null, follows: null, revealed: [] },
        sections: [{
            id: "storage", status: "ok", took_ms: 10,
            facts: [{ id: "disk.serial", of: "vda", value: { masked: "serial", n: 1 }, unit: null, kind: "serial", source: "sysfs", class: "masked" }],
            tables: [{ id: "storage.volumes", source: "test", columns: ["volume.name", "volume.size"], rows: [["vda1", 7]] }],
        }],
        findings: [], omissions: [], truncated: [], pseudonyms: [{ masked: "serial", count: 1 }],
    };
}

test("a report is read as it stands", () => {
    equal(readReport(canonical(sample())), sample());
});

test("what is not of its shape is refused", async () => {
    /** @type {((report: any) => void)[]} */
    const changes = [
        (report) => { report.more = 1; },
        (report) => { report.format = "attended.report/2"; },
        (report) => { report.sections[0].facts[0].value = 1.5; },
        (report) => { report.sections[0].facts[0].of = "a\u202eb"; },
        (report) => { report.sections[0].facts[0].source = "x".repeat(301); },
        (report) => { report.sections[0].tables[0].rows[0].push("one too many"); },
        (report) => { report.findings = [{ words: "no evidence" }]; },
    ];
    for (const change of changes) {
        const report = sample();
        change(report);
        await throws(() => readReport(utf8(JSON.stringify(report))), ReportMalformed);
    }
    await throws(() => readReport(utf8(" {}")), ReportMalformed);
});

test("values read as people write them", () => {
    equal([shown(null), shown(true), shown({ masked: "serial", n: 2 }), shown(13_200_000_000, "bytes"), shown(7200, "s"), shown(90, "s"),
        shown(42, "percent"), shown(1234, "percent/100"), shown(1500, "mW"), shown(7, null), shown("text")],
    ["not known", "yes", "‹serial 2›", "13.2 GB", "2 hours", "90 seconds", "42 %", "12.34 %", "1.5 W", "7", "text"]);
});
