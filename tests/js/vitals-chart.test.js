import { roundUp, unbroken } from "../../relay/console/page/vitals_chart.js";
import { scopesEnded } from "../../relay/console/page/texts.js";
import { equal, test } from "./support.js";

const time = (at) => ({ at, now: 100, span: 60, step: 2, end: "now" });

test("a scale ends at one, two or five, and never below what is shown", () => {
    equal([1, 1.1, 2, 4200, 5000, 5001, 9_000_000].map(roundUp), [1, 2, 2, 5000, 5000, 10_000, 10_000_000]);
});

test("a line is broken where samples are missing, and where nothing was known", () => {
    equal(unbroken([1, 2, 3], time([50, 52, 54])), [[[50, 1], [52, 2], [54, 3]]]);
    equal(unbroken([1, 2, 3], time([50, 52, 80])), [[[50, 1], [52, 2]], [[80, 3]]]);
    equal(unbroken([1, null, null, null, null, 3], time([50, 52, 54, 56, 58, 60])), [[[50, 1]], [[60, 3]]]);
});

test("what is older than the span, or later than the moment, is not drawn", () => {
    equal(unbroken([1, 2, 3], time([30, 50, 101])), [[[50, 2]]]);
});

test("what the customer turned off once the report was here is live use", () => {
    equal(scopesEnded({ scopes: ["report"], because: "turned-off" }), "The customer turned off health report.");
    equal(scopesEnded({ scopes: ["report"], because: "turned-off" }, true), "The customer turned off live use.");
    equal(scopesEnded({ scopes: ["view", "report"], because: "expired" }, true), "The time for this has passed: see screen, health report.");
});
