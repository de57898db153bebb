import { unb64u } from "../../relay/console/consent/encoding.js";
import { sessionEnd } from "../../relay/console/consent/ending.js";
import { AttendedError, BadKey, NotTheDocument } from "../../relay/console/consent/errors.js";
import { position } from "../../relay/console/consent/fields.js";
import { consentGrant, grantedIn, verifyGrant } from "../../relay/console/consent/grant.js";
import { SigningKey, VerifyKey, commitment, peekKid, peekTyp, read, sha256Of, sign } from "../../relay/console/consent/jws.js";
import { keyList } from "../../relay/console/consent/keylist.js";
import { Misfit } from "../../relay/console/consent/model.js";
import { openingRequest } from "../../relay/console/consent/opening.js";
import { directoryEntry, directoryKey, verifyEntry, verifyOrganisation } from "../../relay/console/consent/organisation.js";
import { consentPause, consentResume } from "../../relay/console/consent/pause.js";
import { groupsFor, organisationPolicy } from "../../relay/console/consent/policy.js";
import { consentRequest, makeRequest } from "../../relay/console/consent/request.js";
import { refuseGrant, verifyDeskDocument } from "../../relay/console/consent/setting.js";
import { makeStatement, transcriptStatement, verifyStatement } from "../../relay/console/consent/statement.js";
import { consentWithdrawal } from "../../relay/console/consent/withdrawal.js";
import { equal, hex, ok, test, throws, vectors } from "./support.js";

const VECTORS = await vectors("consent-documents");
const KINDS = new Map(
    [
        ...[consentRequest, consentGrant, consentWithdrawal, consentPause, consentResume, keyList, transcriptStatement],
        ...[sessionEnd, organisationPolicy, directoryKey, directoryEntry, openingRequest],
    ].map((kind) => [kind.typ, kind]),
);
const NOW = VECTORS.entries[0].at;

/** The code a call is refused with, or nothing. */
async function outcome(call) {
    try {
        await call();
        return "";
    } catch (error) {
        if (error instanceof AttendedError) return error.code;
        throw error;
    }
}

async function theSetting() {
    const facts = VECTORS.setting;
    const key = await VerifyKey.fromJwk(facts.organisation);
    return {
        session: facts.session,
        origin: facts.origin,
        agentKey: await VerifyKey.fromJwk(facts.agent),
        technicianKey: await VerifyKey.fromJwk(facts.technician),
        policy: await read(facts.policy, organisationPolicy, key),
        policySha256: await sha256Of(facts.policy),
    };
}

/** Dice that always fall alike. */
const random = (size) => new Uint8Array(size).fill(7);
const good = (name) => VECTORS.documents.find((one) => one.name === name);

test("every document of the file is read, or refused with the error the file names", async () => {
    equal(new Set(VECTORS.documents.filter((one) => !one.expect).map((one) => one.typ)), new Set(KINDS.keys()));
    for (const one of VECTORS.documents) {
        const key = await VerifyKey.fromJwk(one.key);
        const told = await outcome(() => read(one.token, KINDS.get(one.typ), key));
        ok(told === one.expect, `${one.name}: ${told || "read"} instead of ${one.expect || "read"}`);
        if (one.claims) equal(JSON.parse(JSON.stringify(await read(one.token, KINDS.get(one.typ), key))), one.claims);
    }
});

test("every grant of the file is taken, or refused with the error the file names", async () => {
    const setting = await theSetting();
    for (const one of VECTORS.grants) {
        const standing = { former: one.former, living: new Set(one.living), elapsed: one.elapsed };
        const told = await outcome(() => verifyGrant(one.token, one.request, setting, standing));
        ok(told === one.expect, `${one.name}: ${told || "taken"} instead of ${one.expect || "taken"}`);
    }
    const [first] = VECTORS.grants;
    const grant = await verifyGrant(first.token, first.request, setting);
    equal([grantedIn(grant, "view").monitors, grantedIn(grant, "control")], [[0], null]);
});

test("every organisation and entry of the file is taken, or refused with the error the file names", async () => {
    const key = await VerifyKey.fromJwk(VECTORS.setting.organisation);
    for (const one of VECTORS.organisations) {
        const call = () => verifyOrganisation(one.policy, one.directory_key, key, one.at, one.domain);
        const told = await outcome(call);
        ok(told === one.expect, `${one.name}: ${told || "taken"} instead of ${one.expect || "taken"}`);
    }
    const directory = await read(VECTORS.setting.directory_key, directoryKey, key);
    for (const one of VECTORS.entries) {
        const told = await outcome(() => verifyEntry(one.token, directory, one.at));
        ok(told === one.expect, `${one.name}: ${told || "taken"} instead of ${one.expect || "taken"}`);
    }
});

test("keys have their RFC 7638 thumbprints, and points of small order are no keys", async () => {
    for (const one of VECTORS.keys) {
        equal(await outcome(() => VerifyKey.fromRaw(unb64u(one.x))), one.expect);
        if (!one.expect) equal((await VerifyKey.fromRaw(unb64u(one.x))).thumbprint, one.thumbprint);
    }
    for (const wrong of [null, {}, { crv: "Ed25519", kty: "OKP", x: 1 }]) await throws(() => VerifyKey.fromJwk(wrong), BadKey);
});

test("a reader whose name is not the hash of the key is no reader", async () => {
    const setting = await theSetting();
    const [quality, spare] = setting.policy.readers;
    equal(groupsFor(quality, setting.policy), ["view", "rest", "aside"]);
    equal(groupsFor(spare, setting.policy), ["view", "keys", "rest", "aside"]);
    const { key } = await SigningKey.generate();
    const swapped = { ...setting.policy, readers: [{ ...quality, reader: spare.reader }, { ...spare, reader: quality.reader }] };
    const policy = await sign(organisationPolicy, { ...swapped, iss: key.verifyKey.thumbprint }, key);
    const directory = VECTORS.setting.directory_key;
    await throws(() => verifyOrganisation(policy, directory, key.verifyKey, NOW, setting.policy.domain), "C-301");
});

test("the browser's own key signs a question that reads back, and hides its private half", async () => {
    const { pair, key } = await SigningKey.generate();
    ok(!pair.privateKey.extractable);
    const setting = { ...(await theSetting()), technicianKey: key.verifyKey };
    const question = { scopes: ["view"], minutes: 15, purpose: "dpv:X", reason: "The printer does not print.", ticket: "" };
    const { token, request, salt } = await makeRequest(question, setting, key, NOW, random);
    equal(await read(token, consentRequest, key.verifyKey), request);
    equal([peekKid(token), peekTyp(token)], [key.verifyKey.thumbprint, "consent-request+jwt"]);
    equal([request.exp - request.iat, salt.length], [300, 43]);
    await throws(() => sign(consentRequest, { ...request, minutes: 0 }, key), NotTheDocument);
});

test("a statement tells whose it is", async () => {
    const { key } = await SigningKey.generate();
    const setting = { ...(await theSetting()), technicianKey: key.verifyKey };
    const line = { epoch: 1, direction: 1, channel: 2, count: 4, hash: "A".repeat(43), lost: 0 };
    const own = await verifyStatement(await makeStatement([line], true, setting, key, NOW, random), setting);
    equal([own.byAgent, own.statement.lines, own.statement.final], [false, [line], true]);
    const desks = await verifyStatement(good("the desk's statement").token, setting);
    equal(desks.byAgent, true);
    const theirs = good("the technician's statement").token; // another technician's, so neither end's
    await throws(() => verifyStatement(theirs, setting), "C-011");
});

test("the desk's documents count in their session only", async () => {
    const setting = await theSetting();
    const { token } = good("withdrawal");
    const withdrawal = await verifyDeskDocument(token, consentWithdrawal, setting);
    equal(withdrawal.scopes, ["view"]);
    await throws(() => verifyDeskDocument(token, consentWithdrawal, { ...setting, session: "x" }), "C-202");
    await throws(() => verifyDeskDocument(token, consentPause, setting), "C-011");
    refuseGrant(withdrawal.grant, withdrawal.grant);
    await throws(() => refuseGrant(withdrawal.grant, "another"), "C-214");
});

test("what was read cannot change, and a position is closed", async () => {
    const read1 = position({ epoch: 1, direction: 0, channel: 1, count: 3 }, "position");
    ok(Object.isFrozen(read1));
    await throws(() => position({ ...read1, more: 1 }, "position"), Misfit);
});

test("a commitment is HMAC-SHA-256 (RFC 4231, test 2)", async () => {
    const said = await commitment(new TextEncoder().encode("Jefe"), new TextEncoder().encode("what do ya want for nothing?"));
    equal(hex(unb64u(said)), "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
});
