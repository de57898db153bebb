"""Ana Weber of Nordlicht IT helps somebody: keys, policy, directory and documents of one made-up session."""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from consent import answering
from consent.decision import Because, Decision, Expected, Ticked
from consent.encoding import b64u
from consent.fields import DocumentId, SessionId, Sha256, document_id
from consent.grant import ConsentGrant
from consent.jws import Jwk, SigningKey, sha256_of, sign
from consent.organisation import DirectoryEntry, DirectoryKey, Organisation, PersonRole, verify_organisation
from consent.policy import Controller, OrganisationPolicy, PolicyLimits, PolicyReader, Purpose, Role, reader_id
from consent.request import ConsentRequest
from consent.scopes import Scope
from consent.setting import Setting

NOW = 1_772_355_600  # 1 March 2026, 09:00 UTC
DAY = 86_400
DOMAIN = "nordlicht.example"
ORIGIN = "https://relay.nordlicht.example"
SESSION = SessionId(b64u(bytes(range(16))))
PURPOSE = "dpv:TechnicalServiceProvision"
VIEW_AND_REPORT = (Scope.VIEW, Scope.REPORT)


def a_key(name: str) -> SigningKey:
    """Make the key that a name stands for in these tests."""
    return SigningKey.from_seed(hashlib.sha256(name.encode()).digest())


def a_jwk(key: SigningKey) -> Jwk:
    """Write a key's public half."""
    return Jwk.model_validate(key.verify_key.jwk())


def an_id(number: int) -> DocumentId:
    """Name a document by a number."""
    return document_id(number.to_bytes(16, "big"))


def a_hash(text: str) -> Sha256:
    """Hash a text, or commit to it under a salt of zeros: either way 32 bytes."""
    return Sha256(b64u(hmac.digest(bytes(32), text.encode(), "sha256")))


def a_reader(name: str, role: Role) -> PolicyReader:
    """Make a reader. The KEM key is only the right length here; nothing on this floor wraps."""
    kem = (hashlib.sha256(name.encode()).digest() * 38)[:1216]
    return PolicyReader(reader=reader_id(kem), role=role, name=name, kem=b64u(kem), key=a_jwk(a_key(name)))


ORGANISATION_KEY = a_key("organisation")
DIRECTORY_KEY = a_key("directory")
AGENT_KEY = a_key("agent")
TECHNICIAN_KEY = a_key("technician")
READERS = (a_reader("Quality team", Role.QUALITY), a_reader("Spare key", Role.RECOVERY))


def a_policy(**changes: Any) -> OrganisationPolicy:  # noqa: ANN401 - any claim may be changed
    """Write Nordlicht's rules."""
    claims: dict[str, Any] = {
        "iss": ORGANISATION_KEY.verify_key.thumbprint,
        "domain": DOMAIN,
        "name": "Nordlicht IT",
        "version": 1,
        "iat": NOW - 30 * DAY,
        "controller": Controller(
            name="Nordlicht IT", address="Am Hafen 1\nHamburg", contact="privacy@nordlicht.example"
        ),
        "jurisdiction": "Germany",
        "purposes": (Purpose(term=PURPOSE, words="to fix a fault"),),
        "retention_days": 90,
        "notice": "We record what you allow.",
        "limits": PolicyLimits(minutes=60, scopes=tuple(Scope), secret_digits=6, typed_keys_readable=False),
        "readers": READERS,
    }
    return OrganisationPolicy(**(claims | changes))


def a_directory(**changes: Any) -> DirectoryKey:  # noqa: ANN401 - any claim may be changed
    """Write the directory key's document."""
    claims: dict[str, Any] = {
        "iss": ORGANISATION_KEY.verify_key.thumbprint,
        "domain": DOMAIN,
        "jwk": a_jwk(DIRECTORY_KEY),
        "iat": NOW - 10 * DAY,
        "exp": NOW + 80 * DAY,
    }
    return DirectoryKey(**(claims | changes))


def an_entry(**changes: Any) -> DirectoryEntry:  # noqa: ANN401 - any claim may be changed
    """Write Ana's directory entry."""
    claims: dict[str, Any] = {
        "iss": DIRECTORY_KEY.verify_key.thumbprint,
        "domain": DOMAIN,
        "name": "Ana Weber",
        "role": PersonRole.TECHNICIAN,
        "trained_until": "2027-03-31",
        "sub": TECHNICIAN_KEY.verify_key.thumbprint,
        "jwk": a_jwk(TECHNICIAN_KEY),
        "iat": NOW - 3600,
        "exp": NOW + 8 * 3600,
        "jti": an_id(900),
    }
    return DirectoryEntry(**(claims | changes))


def an_organisation(policy: OrganisationPolicy | None = None) -> Organisation:
    """Verify Nordlicht's documents, as the desk does."""
    tokens = (sign(policy or a_policy(), ORGANISATION_KEY), sign(a_directory(), ORGANISATION_KEY))
    return verify_organisation(*tokens, ORGANISATION_KEY.verify_key, NOW, domain=DOMAIN)


@dataclass
class Scene:
    """One session between the customer and Ana Weber, with every document one call away."""

    policy: OrganisationPolicy = field(default_factory=a_policy)
    look_only: bool = False

    @cached_property
    def setting(self) -> Setting:
        """Give what both ends agreed on."""
        return Setting(
            session=SESSION,
            origin=ORIGIN,
            agent_key=AGENT_KEY.verify_key,
            technician_key=TECHNICIAN_KEY.verify_key,
            policy=self.policy,
            policy_sha256=sha256_of(sign(self.policy, ORGANISATION_KEY)),
        )

    def request(self, *scopes: Scope, minutes: int = 30, number: int = 1, **changes: Any) -> ConsentRequest:  # noqa: ANN401
        """Ask."""
        claims: dict[str, Any] = {
            "iss": TECHNICIAN_KEY.verify_key.thumbprint,
            "sub": AGENT_KEY.verify_key.thumbprint,
            "aud": ORIGIN,
            "jti": an_id(number),
            "sid": SESSION,
            "iat": NOW,
            "exp": NOW + 300,
            "scopes": scopes or (Scope.VIEW,),
            "minutes": minutes,
            "purpose": PURPOSE,
            "words_sha256": a_hash("The printer does not print."),
            "policy_sha256": self.setting.policy_sha256,
        }
        return ConsentRequest(**(claims | changes))

    def asks(self, *scopes: Scope, minutes: int = 30, number: int = 1, **changes: Any) -> str:  # noqa: ANN401
        """Ask and sign."""
        return sign(self.request(*scopes, minutes=minutes, number=number, **changes), TECHNICIAN_KEY)

    def moment(
        self, at: int = NOW, number: int = 100, former: str | None = None, living: frozenset[Scope] = frozenset()
    ) -> answering.Moment:
        """Say what the desk knows when it writes a grant."""
        return answering.Moment(at, an_id(number), a_hash("the question's words"), self.look_only, former, living)

    def grants(
        self,
        request: str,
        *scopes: Scope,
        minutes: int = 15,
        number: int = 1,
        moment: answering.Moment | None = None,
        expected: Expected = Expected.YES,
    ) -> ConsentGrant:
        """Answer a request with a yes to these scopes."""
        decision = a_yes(*scopes, minutes=minutes, number=number, expected=expected)
        return answering.make_grant(request, decision, self.setting, moment or self.moment())

    def a_grant(self, *scopes: Scope, minutes: int = 15, **changes: Any) -> ConsentGrant:  # noqa: ANN401
        """Ask for these and allow them, from one question, whatever a real question may hold."""
        scopes = scopes or (Scope.VIEW,)
        made = self.grants(self.asks(*scopes, minutes=60), *scopes, minutes=minutes)
        return ConsentGrant.model_validate({**dict(made), **changes})


def a_yes(*scopes: Scope, minutes: int = 15, number: int = 1, expected: Expected = Expected.YES) -> Decision:
    """Tick these, see screen 0, and allow."""
    ticked = tuple(Ticked(scope=scope, monitors=(0,) if scope is Scope.VIEW else ()) for scope in scopes)
    return Decision(request=an_id(number), allowed=ticked, minutes=minutes, expected=expected, because=Because.CUSTOMER)
