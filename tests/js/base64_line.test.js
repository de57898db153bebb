import { read, write } from "../../relay/console/protocol/base64_line.js";
import { equal, test } from "./support.js";

test("what is written is read", () => {
    for (let length = 0; length < 300; length += 1) {
        const data = Uint8Array.from({ length }, (_, at) => (at * 7 + length) % 256);
        equal(read(write(data)), data);
    }
});

test("no second spelling is read", () => {
    for (const text of ["YQ", "YQ=", "YR==", "YQ==\n", " YQ==", "YQ==YQ==", "Y-==", "é", "Y=Q=", "====", "="]) {
        equal(read(text), null);
    }
});
