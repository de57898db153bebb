"""The JavaScript tests once more in a real browser: what Node 18 lacks runs only here, and is required here."""

from pathlib import Path

import pytest

from tests.support.browser import fresh_profile, show_folder

ROOT = Path(__file__).parent.parent.parent
PAGE = "tests/js/in_chromium.html"
# A file that asks Node itself for something is Node's alone; it says so by what it imports.
FILES = sorted(
    path.relative_to(ROOT).as_posix()
    for path in (ROOT / "tests/js").glob("*.test.js")
    if "'node:" not in (text := path.read_text(encoding="utf-8")) and '"node:' not in text
)


def test_there_is_something_to_run() -> None:
    """At least the support's own tests run in the browser."""
    assert "tests/js/support.test.js" in FILES


@pytest.mark.timeout(180)
async def test_every_claim_holds_in_chromium() -> None:
    """Each claim of each JavaScript test file holds in Chromium."""
    failed: list[str] = []
    async with fresh_profile() as context:
        address = await show_folder(context, ROOT)
        page = await context.new_page()
        for file in FILES:
            await page.goto(f"{address}/{PAGE}")  # a document of its own, in the same tab: opening one is dear
            told = await page.evaluate("file => window.run(file)", f"/{file}")
            assert told["ran"] > 0, f"{file} states no claim"
            failed += [f"{file}: {line}" for line in told["failed"]]

    assert not failed, "\n".join(failed)
