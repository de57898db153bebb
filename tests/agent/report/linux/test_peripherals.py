"""1.5 on Linux, sound, cameras, keyboards: recorded answers in the kernel's own form."""

from __future__ import annotations

from agent.report.linux import peripherals
from tests.support.recorded_machine import RecordedMachine, hear

CARDS = (
    " 0 [PCH            ]: HDA-Intel - HDA Intel PCH\n                      HDA Intel PCH at 0x603d1c0000 irq 178\n"
    " 1 [Headset        ]: USB-Audio - Plantronics Blackwire 3220\n                      Plantronics at usb-0000:00\n"
)
INPUTS = (
    'I: Bus=0019 Vendor=0000\nN: Name="Power Button"\nH: Handlers=kbd event0 \nB: EV=3\n\n'
    'I: Bus=0011 Vendor=0001\nN: Name="AT Translated Set 2 keyboard"\nH: Handlers=sysrq kbd event2 \nB: EV=120013\n\n'
    'I: Bus=0018 Vendor=06cb\nN: Name="SYNA8004:00 06CB:CD8B Touchpad"\nH: Handlers=mouse1 event5 \nB: EV=b\n\n'
    'I: Bus=0005 Vendor=004c\nN: Name="Anna\'s Magic Keyboard"\nH: Handlers=sysrq kbd event9 leds \nB: EV=12001f\n\n'
    'I: Bus=0003\nN: Name="Sleepy"\n\nnonsense'
)


def test_sound_cards_are_told_by_their_names() -> None:
    """None is a gap."""
    assert hear(peripherals.sound, RecordedMachine(files={"/proc/asound/cards": CARDS})).facts == {
        "sound.name@card 0": "HDA Intel PCH", "sound.name@card 1": "Plantronics Blackwire 3220",
    }  # fmt: skip
    none = RecordedMachine(files={"/proc/asound/cards": "--- no soundcards ---\n"})
    assert hear(peripherals.sound, none).gaps == {"sound.name": "not-present"}


def test_a_camera_with_two_nodes_is_one() -> None:
    """The second node is its metadata."""
    root = "/sys/class/video4linux"
    files = {f"{root}/video0/name": "Integrated Camera: Integrated C\n",
             f"{root}/video1/name": "Integrated Camera: Integrated C\n"}  # fmt: skip
    assert hear(peripherals.cameras, RecordedMachine(files=files)).facts == {
        "camera.name@video0": "Integrated Camera: Integrated C"
    }


def test_keyboards_are_what_repeats_a_held_key() -> None:
    """A power button does not; the name that an owner gave to a Bluetooth keyboard is not told."""
    twin = RecordedMachine(files={"/proc/bus/input/devices": INPUTS})
    assert hear(peripherals.inputs, twin).facts == {
        "keyboard.name@event2": "AT Translated Set 2 keyboard", "keyboard.name@event9": "Bluetooth keyboard",
        "pointer.name@event5": "SYNA8004:00 06CB:CD8B Touchpad",
    }  # fmt: skip


def test_the_layout_is_that_of_the_system() -> None:
    """Two layouts are two words."""
    path = "/etc/default/keyboard"
    twin = RecordedMachine(files={path: 'XKBMODEL="pc105"\nXKBLAYOUT="de,us"\n'})
    assert hear(peripherals.layout, twin).facts == {"keyboard.layout@system": "de us"}
    assert hear(peripherals.layout, RecordedMachine(files={path: "XKBLAYOUT=\n"})).gaps == {
        "keyboard.layout": "not-present"
    }
