import * as errors from "../../relay/console/consent/errors.js";
import * as law from "../../relay/console/consent/law.js";
import * as limits from "../../relay/console/consent/limits.js";
import * as scopes from "../../relay/console/consent/scopes.js";
import { equal, ok, test, throws, vectors } from "./support.js";

const TABLES = await vectors("consent-tables");
const sorted = (values) => [...values].sort();

test("the customer's sentences and the channels are the same in both languages", () => {
    equal(scopes.SCOPES, Object.keys(TABLES.scopes));
    equal({ ...scopes.MEANING }, TABLES.scopes);
    equal({ ...scopes.REQUIRES }, TABLES.requires);
    equal(sorted(scopes.LOOKING), TABLES.looking);
    equal({ ...scopes.Channel }, TABLES.channels);
    equal({ ...scopes.Direction }, TABLES.directions);
});

test("each channel has the scope and the reading group that opens it", () => {
    equal({ ...scopes.GROUPS }, TABLES.groups);
    for (const channel of Object.values(TABLES.channels)) {
        const owner = Object.keys(TABLES.scopes).find((scope) => TABLES.scopes[scope].channels.includes(channel));
        equal(scopes.scopeOf(channel), owner ?? null);
        const group = Object.keys(TABLES.groups).find((name) => TABLES.groups[name].includes(channel));
        equal(scopes.groupOf(channel), group ?? null);
    }
    equal([scopes.scopeOf(9), scopes.groupOf(-1)], [null, null]);
});

test("what a scope opens, and what ends with it, is the same in both languages", () => {
    for (const scope of scopes.SCOPES) {
        equal(sorted(scopes.openedPairs([scope]).map(String)), sorted(TABLES.pairs[scope].map(String)));
        equal(sorted(scopes.endingWith([scope])), TABLES.ending[scope]);
    }
});

test("there is one law, with its sentences", async () => {
    equal({ ...law.LAW }, TABLES.law);
    equal({ ...law.TRUTH }, TABLES.truth);
    equal(sorted(law.FLOWING), TABLES.flowing);
    equal(law.move("waiting for the customer", "accepted"), "waiting for the record");
    await throws(() => law.move("not asked", "accepted"), errors.IllegalMove);
});

test("the bounds are the same in both languages", () => {
    equal({ ...limits }, TABLES.limits);
});

test("the errors of this floor have the same codes and words in both languages", () => {
    const leaves = Object.values(errors).filter((kind) => "code" in kind);
    const told = leaves.map(({ code, name, words, remedy }) => [code, { name, words, remedy }]);
    equal(Object.fromEntries(told.sort()), TABLES.errors);
    ok(leaves.length > 30);
});
