"""Bounds of the documents, each with its unit and its reason; those of the wire stand in `protocol/limits.py`."""

from __future__ import annotations

DOCUMENT_BYTES = 4096
"""Characters of an ordinary signed document: the longest, a session's end with 32 positions, needs 2,900."""

REQUEST_BYTES = 1536
"""Characters of a request: it travels with its words in one control message of 4,096 bytes."""

GRANT_BYTES = 3072
"""Characters of a grant: it travels with the secrets of its epoch in one control message of 4,096 bytes."""

ENTRY_BYTES = 2048
"""Characters of a directory entry: it travels with a signature in one control message of 4,096 bytes."""

KEY_LIST_BYTES = 10_240
"""Characters of a key list: four groups wrapped for eight readers need 9,100 with every position."""

STATEMENT_BYTES = 32 * 1024
"""Characters of a transcript statement: 160 lines need 29,000."""

POLICY_BYTES = 64 * 1024
"""Characters of a policy: eight readers' keys of 1,216 bytes, sixteen purposes and a notice need 48,000."""

POSITIONS = 32
"""Positions in one document: nine channels in two directions, and room for the next kinds."""

STATEMENT_LINES = 160
"""Lines of one transcript statement: nine epochs with every channel in use."""

MONITORS = 16
"""Monitors one grant can name, numbered from 0."""

MINUTES = 480
"""Minutes one yes can hold, whatever a policy says: a working day."""

LOOK_ONLY_MINUTES = 15
"""Minutes of looking when the technician called first: enough to be shown the fault, too short to be worked on."""

EXTENSION_SECONDS = 600
"""Seconds the customer adds with one press."""

REFUSALS = 2
"""Times the same thing may be asked for without a yes: nagging is no way to one."""

ANSWER_SECONDS = 300
"""Seconds a question stands; then silence is a no."""

CHAT_SECONDS = 300
"""Seconds of chat after the last thing allowed has ended: time to say goodbye."""

ENTRY_SECONDS = 24 * 3600
"""Seconds a directory entry may hold: a technician struck off in the evening cannot ask next evening."""

CLOCK_SECONDS = 90
"""Seconds two clocks may differ before people are told; a difference alone ends nothing."""

READERS = 8
"""Readers of a recording, at least two of them: a grant that names more does not fit its message."""

PURPOSES = 16
"""Purposes a policy can list: more cannot be told apart by somebody who has to choose."""

NAME_LENGTH = 80
"""Characters of a name shown in a question: longer ones push the facts out of sight."""

WORDS_LENGTH = 200
"""Characters of one purpose's plain words."""

TEXT_LENGTH = 4000
"""Characters of a notice or an address."""

RATING_POINTS = 5
"""Points of the best rating; the worst has one."""
