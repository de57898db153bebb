"""Every bound in one place, each with its unit and its reason. Nothing here is a secret or a setting."""

from __future__ import annotations

# Spoken code

CODE_LIFE_SECONDS = 600
"""Seconds a code waits to be used: long enough to read aloud twice, short enough that a slip of paper is worthless."""

CODE_TEXT_LENGTH = 64
"""Characters of typed code: 15 digits with generous spacing; more is not a code."""

CODE_TRIES_BEFORE_WAIT = 3
"""Codes in a row that a wrong one may spend before the desk makes everybody wait."""

DRAWS = 128
"""Draws of random bytes before a source that only gives unusable ones is called broken (a good one needs two)."""

# Pairing

CPACE_DATA_BYTES = 2048
"""Bytes of associated data with a share: two keys and two hashes today, ML-KEM keys (1,184) in the second suite."""

# Sealed messages

SFRAME_FRAMES = 2**20
"""Frames under one key: the rekeying bound of the key schedule, far below what AES-GCM allows."""

SFRAME_KEY_BYTES = 16 * 2**30
"""Bytes of plaintext under one key, for the same reason."""

SFRAME_KEY_SECONDS = 3600
"""Seconds one epoch's keys are used: an hour bounds what a leaked epoch secret shows."""

SEALED_BYTES = 4 * 2**20
"""Bytes of one sealed message: a lossless key frame of a 4K screen comes in pieces of less than 4 MiB."""

EPOCHS = 2**32
"""Epochs of a session: the key schedule writes them in 32 bits."""

CHANNELS = 128
"""Numbers for channels: a key id keeps 7 bits for them. Nine are in use."""

# Wrapped keys

WRAPPED_BYTES = 2048
"""Bytes of one wrapped secret: 1,168 for 32 bytes under MLKEM768-X25519, with room for a later suite."""

# The Merkle log

LOG_ENTRY_BYTES = 65_535
"""Bytes of one log entry: tlog-tiles writes its length in 16 bits."""

LOG_SIZE = 2**53 - 1
"""Entries of a log: the largest number that a browser counts exactly."""

NOTE_BYTES = 256 * 1024
"""Bytes of a signed note: signed-note demands room for 16 signatures of up to 5 kB each."""

NOTE_SIGNATURES = 64
"""Signature lines of a note: signed-note demands at least 16; more witnesses than this would be a flood."""

LOG_PROOF_HASHES = 64
"""Hashes of an inclusion proof: a tree of 2^63 leaves needs 63."""

LOG_PROOF_EXTRA_BYTES = 65_536
"""Bytes of the extra data that a tlog-proof may carry: we write none and read what another log's may hold."""

# Recording

OPENING_BYTES = 131072
"""Bytes of a recording's first entry: a policy with a dozen readers' keys (1,622 characters each) and room."""

PAIRING_BYTES = 4096
"""Bytes of one pairing message: a share, a key and a few hashes."""

RELAY_NOTE_BYTES = 256
"""Bytes of the relay's note in a recording: two words."""

DOCUMENT_BYTES = 96 * 1024
"""Bytes of one signed document: a transcript statement with 512 lines is the longest."""

# Screen messages

SCREEN_MESSAGE_BYTES = 2**20
"""Bytes of one screen message: one tile at its largest (768 kB of RGB that does not compress) with room to spare."""

SCREEN_PART_BYTES = 2**18
"""Bytes after which we begin a new part of a frame: small enough that other channels get a word in between."""

SCREEN_FRAME_BYTES = 64 * 2**20
"""Bytes of all parts of one frame: a 5K monitor of pure noise, sent exactly, has 44 MB."""

SCREEN_OPERATIONS = 4096
"""Operations of one message: a 4K monitor in 128 x 64 tiles has 1,020."""

SCREEN_SIDE = 16_384
"""Pixels of a monitor's longer side: the largest canvas that every browser draws."""

SCREEN_TILE_PIXELS = 2**18
"""Pixels of one encoded tile (flat ones may be larger): bounds what unpacking one tile costs, 1 MiB as RGBA."""

SCREEN_CURSOR_SIDE = 256
"""Pixels of a cursor's longer side: the largest that desktops offer to people with low vision."""

SCREEN_MONITORS = 16
"""Monitors of one computer."""

SCREEN_NAME_BYTES = 64
"""Bytes (UTF-8) of a monitor's name."""

SCREEN_VIDEOS = 4
"""Videos of one picture at the same time: each keeps a decoder in the page."""

SCREEN_VIDEO_PIXELS = 2**21
"""Pixels of a video: a film that fills a full HD screen; larger ones cost more than an ordinary PC encodes in time."""

SCREEN_CODECS = 8
"""Codecs that a console names: there are two."""

# Messages

CONTROL_BYTES = 4096
"""Bytes of a message on channel 0: the longest carries a grant with five scopes and a dozen readers' names."""

MESSAGE_BYTES = 65_536
"""Bytes of any other sealed JSON message: a chat line of 1,000 letters, or a notice with its request, fits well."""

RELAY_BYTES = 2**20
"""Bytes of a message between an end and the relay: the longest carries a key list and the wraps of four groups."""

KEYS_PADDED_BYTES = 256
"""Bytes to which each message of channel 3 is filled up, so that its length does not say which key it was."""

KEY_TEXT = 32
"""Characters of one `key.text`: a composed word; longer text goes in several."""

REASON_LEAST = 10
"""Characters that a technician's reason has at least: fewer say nothing."""

REASON_TEXT = 140
"""Characters of a technician's reason at most: two lines of a question, which is read whole."""

TICKET_TEXT = 40
"""Characters of a ticket's number: a number, not a text."""

CHAT_TEXT = 1000
"""Characters of one chat line: a page of explanation, still readable in a small window."""

NOTICE_TEXT = 8000
"""Characters of the notice a customer reads before a yes: two screens of it at most."""

WHEEL_STEPS = 100
"""Steps of one turn of the wheel: more than a hand makes between two messages."""

CHECK_ANSWERS = 16
"""Answers of the check at the start: it asks five questions and has a few facts beside them."""

SCOPES = 8
"""Scopes in one list: there are five."""

FORMER_GRANTS = 8
"""Grants that a technician may have missed with one line: a customer who adds time gives one with each press."""

WRAPS = 64
"""Wraps of one epoch: four groups for sixteen readers."""

POSITIONS = 1024
"""Positions in one message: an hourly epoch has at most seventeen, and a session sees few of them alive."""

LOG_ENTRY_TEXT = 8192
"""Characters of a log entry in base64url: a few hundred bytes of JSON today."""

LOG_PROOF_TEXT = 16_384
"""Characters of a tlog-proof that the relay sends: 64 hashes and a checkpoint with sixteen signature lines."""

# Flow

FLOW_WINDOW = 4 * 2**20
"""Sealed bytes on their way without credit: half a second at 8 MB/s, and all that a slow end costs the relay."""

FLOW_RESERVE = 2**16
"""Bytes of the window that only channel 0 uses: that something has ended can be said while pictures fill the line."""

CREDIT_BATCH = 2**16
"""Bytes after which the relay tells an end of its credit: one small message for every 64 KiB."""

WAITING_BYTES = 2**18
"""Bytes of messages that wait in an end for credit: small ones only, for a picture is not made without room."""

RESUME_SECONDS = 60
"""Seconds a lost end has to come back (design 4.9): longer and the customer has forgotten what was on."""

REFUSALS_TOLD = 256
"""Different refusals that the agent tells a technician in one session; further ones are only counted."""

EARLY_MESSAGES = 16
"""Messages that an end keeps when they come under keys that its own side of a resume has not settled yet."""

GAPS_KNOWN = 4096
"""Refused messages that an end remembers per channel until the next one arrives; a flood of them ends the session."""

# The pipe between desk and engine

PIPE_BYTES = 2**20
"""Bytes of one message on the pipe: the longest carries a grant, its key list and twenty wraps."""

REPORT_PARCEL_BYTES = 6 * 2**20
"""Bytes of a report from engine to desk: the document as a JSON text, and what its pseudonyms stand for."""

# Receipts

RECEIPT_BYTES = 8 * 2**20
"""Bytes of a receipt: a long session has a few hundred documents with proofs of some kilobytes each."""

# What is said once it is over

COMPLAINT_TEXT = 1000
"""Characters of the customer's own words about what was wrong: as many as of one chat line."""

RATING_TEXT = 200
"""Characters of a word about the help."""

AFTERWORD_BYTES = 8192
"""Bytes to which such words are filled up before they are sealed: 1,000 characters have 6,000 at most as JSON."""

AFTERWORD_MESSAGE_BYTES = 65_536
"""Bytes of such words with their wraps and the signed document: with eight readers some 30,000."""

COMPLAINTS = 8
"""Complaints about one session: a person may remember more later, and no program shall fill the disk."""

# What the desk remembers and fetches

KNOWN_BYTES = 2**20
"""Bytes of known.json: some thousand relays and organisations."""

WELL_KNOWN_BYTES = 256 * 1024
"""Bytes of a relay's or organisation's /.well-known/attended: a policy with twenty readers has about 60 kB."""

FETCH_SECONDS = 10
"""Seconds to fetch it: a person waits for it in front of a window."""

# The relay

TICKET_SECONDS = 60
"""Seconds a ticket or a sign-in challenge lives: it is used at once or not at all."""

PASS_SECONDS = 600
"""Seconds a reader's pass to the log lives: time to fetch the tiles of one verification."""

TICKETS = 10_000
"""Tickets that may be out at the same time: with 43 characters each, a few megabytes at most."""

CHALLENGES = 1_000
"""Sign-ins that may be half done at the same time."""

THROTTLED_NAMES = 10_000
"""Addresses and people whose tries are counted at the same time; the longest quiet one is forgotten first."""

PERSON_NAME = 80
"""Characters of a person's name: what fits on one line of the question."""

FAILED_PAIRINGS = 5
"""Failed pairings of one technician within ten minutes that suspend them: slips happen, five are guessing."""

FAILED_PAIRING_SECONDS = 600
"""Seconds in which failed pairings count together."""

STATEMENT_FEW_MESSAGES = 32
"""Messages of the screen in one direction that may wait for a statement: a blinking cursor makes twenty meanwhile."""

STATEMENT_PATIENCE = 10
"""Seconds for which they may."""

FINAL_STATEMENT_SECONDS = 3
"""Seconds the relay waits for the technician's last statement after the desk said that the session ended."""

OUTBOX_BYTES = 12 * 2**20
"""Bytes that may wait for one end: the other end's window, twice, and the relay's own words."""

EXPECTED_TEXT = 80
"""Characters of the name that the customer expects: no firm's name is longer."""

# Input

INPUT_RATE = 500
"""Input messages a second: a pointer on a 240 Hz display, two hands typing, and room."""

INPUT_BURST = 250
"""Input messages at once: what a line that stuttered for half a second brings."""

DOCUMENTS_WAITING = 256
"""Documents of one session that may wait to be synced and logged: both ends' statements of two minutes."""

# The health report

REPORT_BYTES = 2 * 2**20
"""Bytes of a health report: a typical one has 200 to 400 KiB, a machine with 5,000 programs below 1 MiB."""

REPORT_PART_BYTES = 2**15
"""Bytes of a report in one message: other channels get a word in between, and in base64url it fits a message."""

REPORT_PARTS = REPORT_BYTES // REPORT_PART_BYTES
"""Parts of one report, each but the last full."""

REPORT_SECTIONS = 32
"""Sections of a report: there are eleven."""

REPORT_TEXT = 300
"""Characters of any text in a report: a sample of a log line that can still be read at a glance."""

REPORT_FACTS = 2000
"""Facts of one section outside its tables: a hundred disks with twenty facts each."""

REPORT_ROWS = 5000
"""Rows of the list of programs, the longest table: a desktop of many years has 3,000 packages."""

REPORT_DRIVERS = 1000
"""Rows of the tables of drivers and of plugged-in devices."""

REPORT_SERVICES = 300
"""Rows of the tables of services, start-up items, tasks and open ports."""

REPORT_EVENT_GROUPS = 200
"""Groups of log messages, and of crashes: beyond that nobody reads on."""

REPORT_FINDINGS = 200
"""Findings of one report: about seventy rules, some with a finding for each disk or volume."""

REPORT_OMISSIONS = 500
"""Gaps told in one report: each collector has a few at most."""

REPORT_PSEUDONYMS = 20_000
"""Different pseudonyms of one kind: more than a report of 2 MiB can mention."""

REPORT_SECONDS = 15
"""Seconds a report may take in all: at the end of them, what is there is the report."""

VITALS_SECONDS = 2
"""Seconds between two samples of live use: a person sees a change come, and looking costs some percent of one core."""

VITALS_KEPT = 150
"""Samples of live use that the console keeps and draws: the last five minutes."""

VITALS_NAME = 64
"""Characters of the name of a disk, an interface or a program in a sample of live use."""

VITALS_DEVICES = 16
"""Disks, and interfaces, in one sample: more small charts nobody reads."""

VITALS_PROGRAMS = 12
"""Programs in one sample: the six busiest and the six largest."""

VITALS_PROCESSES = 100_000
"""Processes of one name that a sample may tell: a computer has at most some ten thousand in all."""

VITALS_CORES = 4096
"""Cores that one program may keep busy in a sample: what the largest machines have."""
