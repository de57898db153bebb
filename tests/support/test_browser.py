from pathlib import Path

import pytest
from PIL import Image

from tests.support import browser
from tests.support.browser import BrowserMissing, chromium, show_folder


async def test_a_page_is_drawn_and_has_web_crypto(tmp_path: Path) -> None:
    """A page from a folder runs its modules, has WebCrypto's curves, and its screenshot shows its colour."""
    (tmp_path / "index.html").write_text('<body bgcolor="#204060"><script type="module" src="main.js"></script>')
    (tmp_path / "main.js").write_text(
        "document.title = (await crypto.subtle.generateKey('Ed25519', false, ['sign'])).privateKey.type;"
    )

    async with chromium(320, 200) as context:
        page = await context.new_page()
        await page.goto(f"{await show_folder(context, tmp_path)}/index.html")
        await page.wait_for_function("document.title === 'private'")
        await page.screenshot(path=tmp_path / "page.png")

    with Image.open(tmp_path / "page.png") as picture:
        assert picture.size == (320, 200)
        assert picture.convert("RGB").getpixel((100, 100)) == (0x20, 0x40, 0x60)


async def test_nothing_outside_the_folder_is_shown(tmp_path: Path) -> None:
    """A path that leads out of the folder, or nowhere, is answered with 404."""
    inside = tmp_path / "inside"
    inside.mkdir()
    (inside / "index.html").write_text("")
    (tmp_path / "secret").write_text("kept")

    async with chromium() as context:
        page = await context.new_page()
        address = await show_folder(context, inside)
        await page.goto(f"{address}/index.html")
        for path in ("/%2e%2e/secret", "/missing", "/"):
            assert await page.evaluate("async path => (await fetch(path)).status", path) == 404


def test_a_machine_without_chromium_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without a system Chromium the tests fail with its name and download nothing."""
    monkeypatch.setattr("shutil.which", lambda name: None)
    with pytest.raises(BrowserMissing, match="chromium"):
        browser.executable()
