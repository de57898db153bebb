"""
What a yes is. Pure, and imports nothing of ours.

Everything public stands here; `docs/architecture.md` says which room holds what.
"""

from consent.afterwards import SessionComplaint, SessionRating, Wrong, verify_afterword
from consent.answering import Moment, make_grant, renew_grant
from consent.canonical import canonical, parse_canonical
from consent.course import Course
from consent.decision import Because, Decision, Expected, Ticked
from consent.encoding import b64u, unb64u
from consent.ending import EndReason, SessionEnd
from consent.fields import DocumentId, Position, ReaderId, SessionId, Sha256, Thumbprint, document_id
from consent.grant import Confirmation, ConsentGrant, GrantedScope, ReaderGroups, verify_grant
from consent.jws import (
    Jwk,
    SignedDocument,
    SigningKey,
    VerifyKey,
    peek_kid,
    peek_typ,
    read,
    read_pinned,
    sha256_of,
    sign,
)
from consent.keylist import GroupKeys, KeyList, WrapHash
from consent.law import FLOWING, LAW, QUESTION_STANDS, RESTING, TRUTH, Event, State, move
from consent.model import Document
from consent.opening import OpeningReason, OpeningRequest, verify_opening
from consent.organisation import (
    DirectoryEntry,
    DirectoryKey,
    Organisation,
    PersonRole,
    verify_entry,
    verify_organisation,
)
from consent.pause import ConsentPause, ConsentResume, PauseBecause
from consent.permits import ClipboardPermit, FilesPermit, InputPermit, Ledger, Permit, ReportPermit, ScreenPermit
from consent.policy import (
    Controller,
    OrganisationPolicy,
    PolicyLimits,
    PolicyReader,
    Purpose,
    Role,
    groups_for,
    reader_id,
)
from consent.record import ConsentRecord, Identity, make_record
from consent.request import Asked, ConsentRequest, verify_request
from consent.scopes import (
    GROUPS,
    LOOKING,
    MEANING,
    REQUIRES,
    Channel,
    Direction,
    Group,
    Meaning,
    Scope,
    channels_of,
    ending_with,
    group_of,
    opened_pairs,
    scope_of,
)
from consent.setting import SessionDocument, Setting, refuse_grant, verify_desk_document
from consent.statement import TranscriptLine, TranscriptStatement, verify_statement
from consent.withdrawal import ConsentWithdrawal

__all__ = [
    "FLOWING",
    "GROUPS",
    "LAW",
    "LOOKING",
    "MEANING",
    "QUESTION_STANDS",
    "REQUIRES",
    "RESTING",
    "TRUTH",
    "Asked",
    "Because",
    "Channel",
    "ClipboardPermit",
    "Confirmation",
    "ConsentGrant",
    "ConsentPause",
    "ConsentRecord",
    "ConsentRequest",
    "ConsentResume",
    "ConsentWithdrawal",
    "Controller",
    "Course",
    "Decision",
    "Direction",
    "DirectoryEntry",
    "DirectoryKey",
    "Document",
    "DocumentId",
    "EndReason",
    "Event",
    "Expected",
    "FilesPermit",
    "GrantedScope",
    "Group",
    "GroupKeys",
    "Identity",
    "InputPermit",
    "Jwk",
    "KeyList",
    "Ledger",
    "Meaning",
    "Moment",
    "OpeningReason",
    "OpeningRequest",
    "Organisation",
    "OrganisationPolicy",
    "PauseBecause",
    "Permit",
    "PersonRole",
    "PolicyLimits",
    "PolicyReader",
    "Position",
    "Purpose",
    "ReaderGroups",
    "ReaderId",
    "ReportPermit",
    "Role",
    "Scope",
    "ScreenPermit",
    "SessionComplaint",
    "SessionDocument",
    "SessionEnd",
    "SessionId",
    "SessionRating",
    "Setting",
    "Sha256",
    "SignedDocument",
    "SigningKey",
    "State",
    "Thumbprint",
    "Ticked",
    "TranscriptLine",
    "TranscriptStatement",
    "VerifyKey",
    "WrapHash",
    "Wrong",
    "b64u",
    "canonical",
    "channels_of",
    "document_id",
    "ending_with",
    "group_of",
    "groups_for",
    "make_grant",
    "make_record",
    "move",
    "opened_pairs",
    "parse_canonical",
    "peek_kid",
    "peek_typ",
    "read",
    "read_pinned",
    "reader_id",
    "refuse_grant",
    "renew_grant",
    "scope_of",
    "sha256_of",
    "sign",
    "unb64u",
    "verify_afterword",
    "verify_desk_document",
    "verify_entry",
    "verify_grant",
    "verify_opening",
    "verify_organisation",
    "verify_request",
    "verify_statement",
]
