import { SpokenCode, checkDigit, parse } from "../../relay/console/protocol/code.js";
import { CodeMalformed, CodeSlip } from "../../relay/console/protocol/errors.js";
import { equal, hex, test, throws, vectors } from "./support.js";

const VECTORS = await vectors("spoken-code");

test("a code is read however it was written", () => {
    for (const one of VECTORS.good) {
        const read = parse(one.text);
        equal([read.locator, read.secret, read.checkDigit], [one.locator, one.secret, one.check_digit]);
        equal(read.spoken(), one.spoken);
    }
});

test("a slip is named as one, and nothing was used up", async () => {
    for (const text of VECTORS.slips) {
        const slip = await throws(() => parse(text), CodeSlip);
        const said = "One digit is wrong. Ask for the code again, group by group. Nothing was used up.";
        equal(`${slip.words} ${slip.remedy}`, said);
    }
});

test("other lengths, letters and digits of other scripts are no code", async () => {
    for (const text of VECTORS.malformed) await throws(() => parse(text), CodeMalformed);
});

test("every single slip of the example is found", async () => {
    const number = "48217392051";
    for (let at = 0; at < number.length; at += 1) {
        for (const digit of "0123456789") {
            const typed = number.slice(0, at) + digit + number.slice(at + 1);
            if (typed !== number) await throws(() => parse(typed), CodeSlip);
        }
    }
});

test("no code is made of impossible parts", async () => {
    for (const [locator, secret] of [["482", "739205"], ["9821", "739205"], ["4821", "73920"], ["48a1", "739205"], ["", ""]]) {
        await throws(() => new SpokenCode(locator, secret), CodeMalformed);
    }
});

test("the password-related string is all digits but the last", () => {
    equal(hex(parse("4821-739205-1").prs), hex(new TextEncoder().encode("4821739205")));
    equal(checkDigit("4821739205"), "1");
});

test("printing a code by mistake shows its public half only", () => {
    equal(JSON.stringify(parse("4821-739205-1")), '{"locator":"4821"}');
});
