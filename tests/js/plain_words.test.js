import { cleaned, hasTurns, plain } from "../../relay/console/protocol/plain_words.js";
import { equal, ok, test, throws } from "./support.js";

test("what may be sent of what was pasted", () => {
    equal(cleaned("a\r\nb\u2028c\td", { breaks: true }), "a\nb\nc d");
    equal(cleaned("a\r\nb\u2028c\td"), "a b c d");
    equal(cleaned("a\u202eb\ud83d"), "ab");
    equal(cleaned("\u{1f469}\u200d\u{1f527} e\u0301 \u200f"), "\u{1f469}\u200d\u{1f527} \u00e9 \u200f");
});

test("every sign that steers or turns is refused, and said to be there", async () => {
    const [line, lines] = [plain(1, 9), plain(1, 9, { breaks: true })];
    const turns = [0x202a, 0x202b, 0x202c, 0x202d, 0x202e, 0x2066, 0x2067, 0x2068, 0x2069];
    const controls = [...Array(0x20).keys(), ...Array.from({ length: 0x21 }, (_, at) => 0x7f + at), 0x2028, 0x2029];
    for (const sign of [...turns, ...controls]) {
        const text = `a${String.fromCodePoint(sign)}b`;
        await throws(() => line(text, "text"), Error);
        if (sign === 0x0a) equal(lines(text, "text"), text);
        else await throws(() => lines(text, "text"), Error);
        equal(hasTurns(text), turns.includes(sign));
        equal(line(cleaned(text), "text"), cleaned(text));
    }
    ok(!hasTurns("plain"));
});
