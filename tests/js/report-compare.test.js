import { changes, HEADINGS } from "../../relay/console/protocol/report/changes.js";
import { byCodePoints, compare } from "../../relay/console/protocol/report/compare.js";
import { readReport } from "../../relay/console/protocol/report/document.js";
import { NO_REGISTER, factEntry } from "../../relay/console/protocol/report/register/entry.js";
import { SEVERITY } from "../../relay/console/protocol/report/words.js";
import { canonical } from "../../relay/console/consent/canonical.js";
import { equal, ok, test, vectors } from "./support.js";

const { cases, register, severity } = await vectors("report-compare");

for (const { name, before, after, same_table: sameTable, said } of cases) {
    test(`two reports differ as in the other language: ${name}`, () => {
        const [one, two] = [before, after].map((report) => readReport(canonical(report)));
        equal(changes(compare(one, two, register, sameTable), register), said);
    });
}

test("what only the earlier report holds is told without its value", () => {
    const gone = cases.flatMap(({ said }) => said).filter(({ what }) => what === "gone" || what === "new");
    ok(gone.length > 5);
    for (const { before, after } of gone) equal([before, after], ["", ""]);
});

test("a finding's urgency has the same words in both languages", () => {
    equal(SEVERITY, severity);
    equal(Object.keys(HEADINGS), ["closed", "opened", "changed", "new", "gone"]);
});

test("texts are put in the order of their characters, beyond 16 bits too", () => {
    equal(["\u{1D4B7}", "\uFF5E", "b", "ab", "a"].sort(byCodePoints), ["a", "ab", "b", "\uFF5E", "\u{1D4B7}"]);
});

test("what no register knows is compared like a text, under its id", () => {
    equal(factEntry(NO_REGISTER, "disk.aura"), { id: "disk.aura", title: "disk.aura", unit: null, about: "", compare: "exact" });
});
