import { b64u, joined, same, unb64u } from "../../relay/console/consent/encoding.js";
import { NotBase64Url } from "../../relay/console/consent/errors.js";
import { equal, ok, test, throws, unhex, vectors } from "./support.js";

const VECTORS = await vectors("base64url");

test("RFC 4648's values go both ways", () => {
    for (const { bytes, text } of VECTORS.good) {
        equal(b64u(unhex(bytes)), text);
        equal(unb64u(text), unhex(bytes));
    }
});

test("padding, white space, foreign letters and loose bits are not read", async () => {
    for (const text of VECTORS.refused) await throws(() => unb64u(text), NotBase64Url);
});

test("long values go both ways", () => {
    const long = Uint8Array.from({ length: 200_000 }, (_, at) => at % 251);
    equal(unb64u(b64u(long)), long);
});

test("bytes are joined and compared whole", () => {
    equal(joined(unhex("01"), unhex(""), unhex("0203")), unhex("010203"));
    ok(same(unhex("0102"), unhex("0102")));
    for (const other of ["0103", "01", "010200", ""]) ok(!same(unhex("0102"), unhex(other)), other);
});
