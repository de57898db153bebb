"""1.1 The machine: who made it, what kind it is, its firmware, its age."""

from __future__ import annotations

from protocol.report.register.entry import Section, fact

SECTION = Section(
    "machine",
    "Machine",
    "Looking at the machine",
    (
        fact("machine.maker", "Maker", "model"),
        fact("machine.model", "Model", "model"),
        fact("machine.version", "Model version", "model"),
        fact("machine.family", "Family", "model"),
        fact("machine.sku", "Maker's number of the model", "model"),
        fact("machine.serial", "Serial number", "serial", masked=True),
        fact("machine.board-serial", "Serial number of the board", "serial", masked=True),
        fact("machine.asset-tag", "Asset tag", "serial", masked=True),
        fact("machine.uuid", "Identifier of the machine", "id", masked=True),
        fact("machine.board-maker", "Board maker", "model"),
        fact("machine.board-model", "Board", "model"),
        fact("machine.board-version", "Board version", "model"),
        fact("machine.chassis", "Kind of computer", "enum"),
        fact("machine.virtual", "Virtual machine or container", "enum"),
        fact("machine.virtual-evidence", "How that is known", "text", about="witness"),
        fact("firmware.vendor", "Firmware maker", "model"),
        fact("firmware.version", "Firmware version", "version"),
        fact("firmware.date", "Firmware date", "date"),
        fact("firmware.kind", "Firmware kind", "enum"),
        fact("firmware.update", "Firmware update known", "version"),
        fact("machine.since", "In use since at least", "date"),
        fact("machine.witness", "Date that tells the age", "date", about="witness"),
    ),
)
