import * as errors from "../../relay/console/protocol/errors.js";
import { equal, ok, test } from "./support.js";

const BRANCHES = [errors.AttendedError, errors.PeerError, errors.LocalError, errors.CheckFailed];
const leaves = Object.values(errors).filter((kind) => !BRANCHES.includes(kind));

test("every leaf says code, words and remedy, and whose fault it is", () => {
    ok(leaves.length > 10);
    for (const Leaf of leaves) {
        const error = new Leaf();
        ok(/^[CPRAK]-\d{3}$/.test(error.code) && /[.?!]$/.test(error.words) && /[.?!]$/.test(error.remedy), Leaf.name);
        ok(BRANCHES.slice(1).some((branch) => error instanceof branch) && error instanceof Error, Leaf.name);
    }
    equal(new Set(leaves.map((leaf) => leaf.code)).size, leaves.length);
});

test("what only our log may hold stays out of the words", () => {
    const error = new errors.SealBroken("counter 7");
    equal(error.message, `P-141 ${error.words} (counter 7)`);
    equal(new errors.SealBroken().message, `P-141 ${error.words}`);
    equal([error.name, error.detail], ["SealBroken", "counter 7"]);
    ok(!`${error.words}${error.remedy}`.includes("7"));
});
