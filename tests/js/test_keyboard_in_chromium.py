"""Dead keys and input methods in a real browser: only there does a field compose."""

from pathlib import Path

import pytest
from playwright.async_api import CDPSession

from tests.support.browser import fresh_profile, show_folder

ROOT = Path(__file__).parent.parent.parent
_LISTEN = """async () => {
    const { KeyboardTap } = await import('/relay/console/view/keyboard.js');
    const field = document.body.appendChild(document.createElement('textarea'));
    window.sent = [];
    new KeyboardTap(field, (message) => window.sent.push(message.text ?? `${message.code} ${message.down}`));
    field.focus();
}"""


async def compose(keys: CDPSession, *steps: str) -> None:
    """Let an input method show each step, and take the last as its result."""
    for step in steps[:-1]:
        at = len(step)
        await keys.send("Input.imeSetComposition", {"text": step, "selectionStart": at, "selectionEnd": at})
    await keys.send("Input.insertText", {"text": steps[-1]})


@pytest.mark.timeout(60)
async def test_what_is_composed_is_sent_as_text_and_once() -> None:
    """A dead key's letter and an input method's word go as they end, plain letters as before, and nothing stays."""
    async with fresh_profile() as context:
        address = await show_folder(context, ROOT)
        page = await context.new_page()
        await page.goto(f"{address}/tests/js/in_chromium.html")
        await page.evaluate(_LISTEN)
        keys = await context.new_cdp_session(page)
        await compose(keys, "^", "ê")
        await compose(keys, "に", "にほ", "にほん", "日本")
        await page.keyboard.press("z")
        await page.keyboard.press("Backspace")
        await compose(keys, "ß")

        assert await page.evaluate("window.sent") == ["ê", "日本", "z", "Backspace true", "Backspace false", "ß"]
        assert await page.evaluate("document.querySelector('textarea').value") == ""
