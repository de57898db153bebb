"""1.4 Power and heat."""

from __future__ import annotations

from protocol.report.register.entry import Band, Section, fact

SECTION = Section(
    "power",
    "Power and heat",
    "Looking at battery and heat",
    (
        fact("battery.charge", "Battery charge", "number", "percent", about="battery", compare="ignore"),
        fact("battery.state", "Battery state", "enum", about="battery", compare="ignore"),
        fact("battery.design", "Battery, when new", "size", "mWh", about="battery"),
        fact("battery.full", "Battery, full today", "size", "mWh", about="battery", compare=Band(percent=2)),
        fact("battery.wear", "Battery worn", "number", "percent", about="battery", compare=Band(least=2)),
        fact("battery.cycles", "Battery charged", "number", "times", about="battery", compare="upward"),
        fact("battery.chemistry", "Battery kind", "enum", about="battery"),
        fact("battery.maker", "Battery maker", "model", about="battery"),
        fact("battery.model", "Battery model", "model", about="battery"),
        fact("battery.made", "Battery made", "date", about="battery"),
        fact("battery.serial", "Battery serial number", "serial", about="battery", masked=True),
        fact("mains.connected", "On mains", "flag"),
        fact("mains.adapter", "Adapter", "number", "mW"),
        fact("power.plan", "Power plan", "enum"),
        fact("heat.temperature", "Temperature", "number", "Celsius", about="sensor", compare=Band(least=10)),
        fact("heat.high", "Temperature that is high", "number", "Celsius", about="sensor"),
        fact("heat.critical", "Temperature that is critical", "number", "Celsius", about="sensor"),
        fact("fan.speed", "Fan", "number", "rpm", about="fan", compare="ignore"),
        fact("peripheral.kind", "Device with a battery, kind", "enum", about="peripheral"),
        fact(
            "peripheral.charge",
            "Device with a battery, charge",
            "number",
            "percent",
            about="peripheral",
            compare="ignore",
        ),
        fact("peripheral.name", "Device with a battery, name", "device", about="peripheral", masked=True),
        fact("sleep.times", "Slept", "number", "times", compare="ignore"),
        fact("sleep.failures", "Sleep failed", "number", "times", compare="since-boot"),
        fact("sleep.last-failed", "Sleep failed last in", "enum"),
    ),
    identity=(("battery", "battery.serial"),),
)
