"""Classes of the kernel's messages."""

from __future__ import annotations

import time

import pytest

from agent.report.linux.kernel_log import CLASSES, kernel_class
from protocol.report.register.faults import KERNEL_CLASSES
from tests.support.recorded_linux import MESSAGES


@pytest.mark.parametrize(("message", "name"), MESSAGES)
def test_a_message_belongs_to_what_it_tells_of(message: str, name: str | None) -> None:
    """Or to nothing that went wrong."""
    assert kernel_class(message) == name


def test_the_classes_are_those_of_the_register() -> None:
    """Each has a specimen."""
    assert {name for name, _ in CLASSES} == set(KERNEL_CLASSES)
    assert {name for _, name in MESSAGES} >= set(KERNEL_CLASSES)


@pytest.mark.parametrize("piece", ["usb ", "amdgpu ", "EXT4-fs ", "EDAC ", "temperature ", "a", " ", "XFS ("])
def test_no_message_takes_long(piece: str) -> None:
    """Whatever repeats in it."""
    began = time.process_time()
    kernel_class((piece * 20_000)[:20_000])
    assert time.process_time() - began < 0.1
