"""The kernel's options."""

from __future__ import annotations

from agent.report.linux.options import options


def test_values_show_only_where_the_list_has_the_key() -> None:
    """Which disk, which root, which word of a person: the key alone. Behind `--` stands what is not the kernel's."""
    line = "BOOT_IMAGE=/vmlinuz root=UUID=6f3c1d2e ro quiet i915.enable_psr=0 user=anna luks.name=x -- --token=abc"
    assert dict(options(line)) == {
        "BOOT_IMAGE": "BOOT_IMAGE=…", "root": "root=…", "ro": "ro", "quiet": "quiet",
        "i915.enable_psr": "i915.enable_psr=0", "user": "user=…", "luks.name": "luks.name=…",
    }  # fmt: skip


def test_odd_words_are_passed_over() -> None:
    """A value that is no plain word is not shown, a key that is none is not told."""
    assert dict(options("acpi=\u202eoff {x}=1 quiet quiet=2 " + "a" * 90)) == {"acpi": "acpi=…", "quiet": "quiet"}
    assert len(dict(options(" ".join(f"k{at}" for at in range(500))))) == 100
