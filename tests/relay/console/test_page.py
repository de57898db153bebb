"""The technician's page in a real browser, at a real relay, with a real desk core and engine on the other side."""

from __future__ import annotations

import asyncio
import os
import signal
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from playwright.async_api import Browser, BrowserContext, expect

from agent.input.injected import Injected
from agent.input.keyboard import LINUX
from consent.ending import EndReason, SessionEnd
from consent.fields import document_id
from consent.jws import SigningKey, sign
from consent.scopes import Scope
from protocol.code import SpokenCode
from protocol.messages.relay import EndSigned
from tests.support.browser import profile_in
from tests.support.console_page import ConsolePage, open_console, tab_of, technician_in
from tests.support.desk import RunningDesk
from tests.support.proving import proven_whole
from tests.support.running_relay import RunningRelay

# One loop for the file: what drives the browser lives in it.
pytestmark = [pytest.mark.timeout(120), pytest.mark.asyncio(loop_scope="module")]

# The test card: eight bars above, a fade below; one place in each of three bars, and one in the fade.
CARD = {(40, 100): (255, 255, 255), (120, 100): (255, 255, 0), (440, 100): (255, 0, 0), (0, 240): (0, 127, 0)}


@asynccontextmanager
async def connected(
    relay: RunningRelay, signed_in: BrowserContext, folder: Path
) -> AsyncIterator[tuple[RunningDesk, ConsolePage]]:
    """Give a desk and a technician who are paired; afterwards the browser has complained of nothing."""
    async with tab_of(signed_in, relay.origin) as ana, RunningDesk(relay.origin, folder) as desk:
        await ana.connect(await desk.code())
        yield desk, ana
        assert ana.faults == []


@asynccontextmanager
async def viewing(
    relay: RunningRelay, signed_in: BrowserContext, folder: Path
) -> AsyncIterator[tuple[RunningDesk, ConsolePage]]:
    """Give a desk and a technician who sees the screen."""
    async with connected(relay, signed_in, folder) as (desk, ana):
        await ana.ask()
        await desk.allow(Scope.VIEW)
        await ana.sees_picture()
        yield desk, ana


async def test_a_whole_session(relay: RunningRelay, signed_in: BrowserContext, tmp_path: Path) -> None:
    """Link, code, question, picture, pointer, keys, chat both ways, stop: all of it arrives, and nothing stays."""
    async with viewing(relay, signed_in, tmp_path) as (desk, ana):
        await ana.shows(CARD)
        await expect(ana.screen).to_have_accessible_name("Customer’s screen, Screen 1, view only")
        await ana.ask_for_control()
        await desk.allow(Scope.CONTROL)
        await ana.controls()

        box = await ana.screen.bounding_box()
        assert box is not None
        await ana.screen.click(position={"x": box["width"] / 2, "y": box["height"] / 2})
        hands = Injected(desk.held)
        await desk.until(lambda: hands.place == (320, 240), "the pointer in the middle")
        await ana.page.keyboard.press("F5")
        await desk.until(lambda: hands.presses(LINUX["F5"]) == 1, "F5")

        await ana.chat("Can you see it?")
        await desk.until(lambda: ("Ana Weber", "Can you see it?") in desk.view.chat, "the line")
        desk.core.say("Yes, I see it.")
        await ana.says("Yes, I see it.")
        await expect(ana.page.get_by_title("delivered")).to_have_count(1)

        desk.core.stop("button")
        await ana.ended("Customer pressed Stop")
        await ana.says("allowed: see screen, mouse and keyboard · refused 0.")
        await expect(ana.screen).to_have_count(0)
        await desk.over()


async def test_focus_never_enters_the_picture_by_itself(
    relay: RunningRelay, signed_in: BrowserContext, tmp_path: Path
) -> None:
    """Enter and a click lead in; Ctrl+Alt+Home, holding Esc and looking elsewhere lead out and let go of every key."""
    async with viewing(relay, signed_in, tmp_path) as (desk, ana):
        await expect(ana.button("Fit")).to_be_focused()
        await expect(ana.page.locator("canvas[tabindex]")).to_have_count(0)
        await ana.ask_for_control()
        await desk.allow(Scope.CONTROL)
        await ana.controls()
        await expect(ana.screen).not_to_be_focused()

        await ana.screen.focus()
        await ana.page.keyboard.press("F6")
        await ana.page.keyboard.press("Enter")
        await ana.says("Keys go to the customer’s computer.")
        await expect(ana.page.get_by_label("Keys for the customer’s computer")).to_be_focused()
        await ana.page.keyboard.down("F7")
        hands = Injected(desk.held)
        await desk.until(lambda: hands.presses(LINUX["F7"]) == 1, "F7")
        assert hands.presses(LINUX["F6"]) == 0
        await ana.page.keyboard.press("Control+Alt+Home")
        await expect(ana.button("Fit")).to_be_focused()
        await desk.until(lambda: not desk.held_down(), "keys let go")

        await ana.screen.click()
        await ana.page.keyboard.down("Escape")
        await expect(ana.button("Fit")).to_be_focused()
        await ana.page.keyboard.up("Escape")
        await ana.screen.click()
        await ana.page.keyboard.down("ShiftLeft")
        await desk.until(desk.held_down, "Shift held")
        await ana.page.get_by_role("tab", name="Chat").focus()
        await desk.until(lambda: not desk.held_down(), "Shift let go")


async def test_a_pause_takes_every_pixel_away(relay: RunningRelay, signed_in: BrowserContext, tmp_path: Path) -> None:
    """Paused, the canvas is empty and the reason stands in its place; only the customer goes on."""
    async with viewing(relay, signed_in, tmp_path) as (desk, ana):
        desk.core.pause()
        await ana.sees_nothing()
        await ana.says("Paused by the customer. Nothing is seen.")
        assert set(await ana.pixels(*CARD)) == {(0, 0, 0)}
        await ana.page.get_by_text("Live").wait_for(state="hidden")
        desk.core.go_on()
        await ana.sees_picture()
        await ana.shows(CARD)

        await ana.button("Look away").click()
        await ana.says("You look away so the customer can type a password. Nothing is seen. Only they can go on.")
        await ana.sees_nothing()


async def test_what_the_customer_turns_off_is_off(
    relay: RunningRelay, signed_in: BrowserContext, tmp_path: Path
) -> None:
    """Control that was turned off takes keys and pointer away, says so, and cannot be asked for again at once."""
    async with viewing(relay, signed_in, tmp_path) as (desk, ana):
        await ana.ask_for_control()
        await desk.allow(Scope.CONTROL)
        await ana.controls()
        await ana.screen.click()
        desk.core.turn_off(Scope.CONTROL)
        await ana.says("The customer turned off mouse and keyboard.")
        await expect(ana.screen).to_have_role("img")
        await expect(ana.screen).not_to_be_focused()
        await expect(ana.button("Ask for mouse and keyboard")).to_be_hidden()
        desk.core.turn_off(Scope.VIEW)
        await ana.sees_nothing()
        await ana.says("Nothing is on any more. You can write to the customer for")
        await ana.chat("Goodbye.")
        await desk.until(lambda: ("Ana Weber", "Goodbye.") in desk.view.chat, "the line")


async def test_more_time(relay: RunningRelay, signed_in: BrowserContext, tmp_path: Path) -> None:
    """Ten more minutes are asked for like anything else, and the clock follows the yes."""
    async with viewing(relay, signed_in, tmp_path) as (desk, ana):
        await ana.button("Ask for").click()
        await ana.button("10 more minutes").click()
        await ana.dialog.get_by_text("25 minutes from now. Nothing else changes.").wait_for()
        await ana.dialog.get_by_label("Why, for the customer").fill("The update takes a while.")
        await ana.page.keyboard.press("Control+Enter")
        await desk.allow(Scope.VIEW)
        await ana.says("● Live 24:5")
        assert not desk.view.troubles


async def test_the_customer_adds_time_and_time_runs_out(
    relay: RunningRelay, signed_in: BrowserContext, tmp_path: Path
) -> None:
    """What the customer adds by themselves shows at once; at the end chat stays for a while, then the session ends."""
    async with viewing(relay, signed_in, tmp_path) as (desk, ana):
        desk.core.add_time()
        await ana.says("● Live 24:5")
        # A word there and back: nothing is half done at the desk when its clock jumps.
        await ana.chat("Shall I wait?")
        await desk.until(lambda: bool(desk.view.chat), "the question")
        desk.core.say("Yes, please.")
        await ana.says("Yes, please.")
        desk.clock.ahead += 25 * 60
        await ana.says("The time for this has passed: see screen.")
        await ana.sees_nothing()
        await ana.chat("Call me if it happens again.")
        await desk.until(lambda: ("Ana Weber", "Call me if it happens again.") in desk.view.chat, "the line")
        desk.clock.ahead += 5 * 60
        await ana.ended("Time was up")


async def test_a_picture_is_fitted_enlarged_and_moved(
    relay: RunningRelay, signed_in: BrowserContext, tmp_path: Path
) -> None:
    """Fit, 1:1 and zoom by mouse and keys; what does not fit is reached by buttons, by dragging and by the wheel."""
    async with viewing(relay, signed_in, tmp_path) as (_, ana):
        stage = ana.page.locator(".stage")
        await expect(ana.button("Move the picture right")).to_be_hidden()
        await ana.button("Fit").focus()
        await ana.page.keyboard.press("1")
        await ana.page.keyboard.press("Enter")
        await expect(ana.button("1:1")).to_have_attribute("aria-pressed", "true")
        box = await ana.screen.bounding_box()
        assert box is not None
        assert (box["width"], box["height"]) == (640, 480)
        for _ in range(5):
            await ana.button("Larger").click()
        await ana.says("400 %")
        middle = await stage.evaluate("place => [place.scrollLeft, place.scrollTop]")
        assert min(middle) > 100, "what was in the middle stays there"
        await ana.button("Move the picture right").click()
        await ana.button("Move the picture down").click()
        right, down = await stage.evaluate("place => [place.scrollLeft, place.scrollTop]")
        assert (right > middle[0], down > middle[1]) == (True, True)
        await stage.hover()
        await ana.page.mouse.down()
        x, y = await stage.evaluate("place => { const { x, y } = place.getBoundingClientRect(); return [x, y]; }")
        await ana.page.mouse.move(x + 300, y + 300, steps=4)
        await ana.page.mouse.up()
        dragged = await stage.evaluate("place => place.scrollLeft")
        assert dragged != right
        await ana.page.keyboard.down("Shift")
        await ana.page.mouse.wheel(0, -200)
        await ana.page.keyboard.up("Shift")
        await ana.page.wait_for_function(f"document.querySelector('.stage').scrollTop < {down}")
        await ana.button("Fit").click()
        await expect(ana.button("Move the picture right")).to_be_hidden()
        await ana.says("fit")


async def test_a_no_is_a_no(relay: RunningRelay, signed_in: BrowserContext, tmp_path: Path) -> None:
    """One no may be asked again, a second sends to the phone."""
    async with connected(relay, signed_in, tmp_path) as (desk, ana):
        await ana.ask()
        await ana.says("Shown to the customer.")
        await ana.says("The customer is reading.")
        await desk.asked()
        desk.view.no()
        await ana.says("The customer said no. You may ask once more, with a clearer reason.")
        await ana.ask("The printer in your office does not print.")
        await desk.asked()
        desk.view.no()
        await ana.says("Please go on by phone.")
        await expect(ana.button("Ask")).to_be_disabled()


async def test_ending_asks_once(relay: RunningRelay, signed_in: BrowserContext, tmp_path: Path) -> None:
    """End… says what it costs, and Keep going is where Enter goes."""
    async with viewing(relay, signed_in, tmp_path) as (desk, ana):
        await ana.button("End…").click()
        await expect(ana.dialog.get_by_role("button", name="Keep going")).to_be_focused()
        await ana.page.keyboard.press("Enter")
        await expect(ana.dialog).to_have_count(0)
        await ana.button("End…").click()
        await ana.dialog.get_by_role("button", name="End", exact=True).click()
        await ana.ended("You ended it")
        await desk.over()
        await ana.button("New code").click()
        await expect(ana.page.get_by_label("Code")).to_be_focused()


async def test_the_relay_may_die(relay: RunningRelay, signed_in: BrowserContext, tmp_path: Path) -> None:
    """Killed and started again, the relay costs a moment without a picture, and no question."""
    async with viewing(relay, signed_in, tmp_path) as (desk, ana):
        relay.kill()
        await ana.says("Nothing is seen.")
        await ana.sees_nothing()
        relay.start()
        await ana.sees_picture()
        await ana.shows(CARD)
        assert len(desk.view.questions) == 1
        await ana.chat("Still there?")
        await desk.until(lambda: ("Ana Weber", "Still there?") in desk.view.chat, "the line")


async def test_the_technician_may_lose_the_line(relay: RunningRelay, signed_in: BrowserContext, tmp_path: Path) -> None:
    """A line that is cut while pictures and keys flow comes back by itself, again and again, in the same session."""
    async with viewing(relay, signed_in, tmp_path) as (desk, ana):
        await ana.ask_for_control()
        await desk.allow(Scope.CONTROL)
        await ana.controls()
        for round_ in (1, 2):
            await ana.lose_sight()
            await ana.sees_picture()
            await ana.shows(CARD)
            await ana.controls()
            await ana.screen.click()
            await ana.page.keyboard.press("F5")
            hands = Injected(desk.held)
            await desk.until(lambda hands=hands, wanted=round_: hands.presses(LINUX["F5"]) == wanted, "F5")  # type: ignore[misc]
        assert len(desk.view.questions) == 2
        assert not desk.view.troubles


async def test_the_customers_program_may_die(relay: RunningRelay, signed_in: BrowserContext, tmp_path: Path) -> None:
    """A killed engine can seal no last word: the page ends by the desk's signature, with its last account."""
    async with viewing(relay, signed_in, tmp_path) as (desk, ana):
        assert desk.engine.pid is not None
        os.kill(desk.engine.pid, signal.SIGKILL)
        await ana.ended("The customer’s program failed")
        await asyncio.to_thread(proven_whole, relay.data, await desk.over())


async def test_a_relay_cannot_make_up_the_end(relay: RunningRelay, signed_in: BrowserContext, tmp_path: Path) -> None:
    """An end that the desk did not sign is no goodbye: the page says that something broke, and shows nothing more."""
    before = set((relay.data / "recordings").iterdir())
    async with viewing(relay, signed_in, tmp_path) as (_desk, ana):
        (recording,) = set((relay.data / "recordings").iterdir()) - before
        own = SigningKey.from_seed(os.urandom(32))
        claims = {
            "aud": relay.origin,
            "jti": document_id(os.urandom(16)),
            "sid": recording.name,
            "iat": int(time.time()),
        }
        end = SessionEnd(**claims, iss=own.verify_key.thumbprint, reason=EndReason.STOPPED, positions=())  # type: ignore[arg-type]
        await ana.is_told(EndSigned(token=sign(end, own)))
        await ana.ended("The session ended to be safe")
        assert await ana.page.get_by_text("Customer pressed Stop").count() == 0
        assert await ana.page.locator("#screen").count() == 0


async def test_two_yeses_may_be_lost_with_one_line(
    relay: RunningRelay, signed_in: BrowserContext, tmp_path: Path
) -> None:
    """A console that heard of neither learns both when the line is back, judges them in their order, and goes on."""
    async with viewing(relay, signed_in, tmp_path) as (desk, ana):
        await ana.deafen()
        assert desk.view.live is not None
        left = desk.view.live.left

        def adds_time() -> bool:
            desk.core.add_time()
            assert desk.view.live is not None
            return desk.view.live.left > left + 1_100  # seconds: ten minutes each

        await desk.until(adds_time, "twenty minutes more")
        await ana.lose_sight()
        await ana.sees_picture()
        await ana.shows(CARD)
        assert not desk.view.troubles


@pytest.mark.parametrize("way", ["the tab is closed", pytest.param("the page is loaded anew", marks=pytest.mark.long)])
async def test_a_page_that_goes_away_says_goodbye(
    relay: RunningRelay, signed_in: BrowserContext, tmp_path: Path, way: str
) -> None:
    """The customer hears at once that the technician left, and does not wait a minute for a line to come back."""
    async with viewing(relay, signed_in, tmp_path) as (desk, ana):
        begun = time.monotonic()
        if way == "the tab is closed":
            await ana.page.close()
        else:
            ana.page.on("dialog", lambda dialog: dialog.accept())
            await ana.page.reload()
        await desk.until(lambda: desk.view.live is None, "the end")
        assert time.monotonic() - begun < 5  # seconds; a line that may come back takes sixty
        await desk.over()
        assert desk.view.over is not None
        assert "The technician left" in [words for _, words in desk.view.over.lines]


async def test_chat_outlives_a_lost_line(relay: RunningRelay, signed_in: BrowserContext, tmp_path: Path) -> None:
    """When nothing else is left, both ends can still write after a line was lost, and another yes may follow."""
    async with viewing(relay, signed_in, tmp_path) as (desk, ana):
        desk.core.turn_off(Scope.VIEW)
        await ana.says("Nothing is on any more.")
        await ana.cut_line()
        await ana.says("The line is back.")
        await ana.says("Nothing is on any more.")
        await ana.chat("Shall I call you?")
        await desk.until(lambda: ("Ana Weber", "Shall I call you?") in desk.view.chat, "the line")
        desk.core.say("Yes, please.")
        await ana.says("Yes, please.")
        assert not desk.view.troubles


async def test_a_yes_that_never_began(relay: RunningRelay, signed_in: BrowserContext, tmp_path: Path) -> None:
    """Turned off before frame and banner stood, it shows nothing, is told, and a later yes follows from it."""
    async with connected(relay, signed_in, tmp_path) as (desk, ana):
        desk.view.has_indicator = False
        await ana.ask()
        await desk.allow(Scope.VIEW)
        await desk.until(lambda: desk.view.live is not None, "the banner")
        desk.core.turn_off(Scope.VIEW)
        await ana.says("The customer turned it off before it began.")
        await ana.chat("May I look once more?")
        await desk.until(lambda: ("Ana Weber", "May I look once more?") in desk.view.chat, "the line")
        desk.view.has_indicator = True
        await ana.button("Ask for").click()
        await ana.button("See screen").click()
        await ana.dialog.get_by_label("Why, for the customer").fill("I will be quick about it.")
        await ana.page.keyboard.press("Control+Enter")
        await desk.allow(Scope.VIEW)
        await ana.sees_picture()
        assert not desk.view.troubles


async def test_codes_that_do_not_work(relay: RunningRelay, browser: Browser, tmp_path: Path) -> None:
    """A slip sends nothing; an unknown and a wrong code say what to do."""
    async with technician_in(browser, relay.invite()) as ana, RunningDesk(relay.origin, tmp_path) as desk:
        await ana.type_code("4821-739205-2")
        await ana.says("One digit is wrong. Ask for the code again, group by group. Nothing was used up.")
        await ana.type_code(SpokenCode("0000", "000000").spoken())
        await ana.says("No computer waits with this code. It may have run out (10 minutes). Ask for a new one.")
        locator, _, _ = (await desk.code()).split("-")
        wrong = next(secret for secret in ("111111", "222222") if secret not in desk.view.code)
        await ana.type_code(SpokenCode(locator, wrong).spoken())
        await ana.says("The code did not fit, and is used up. Ask the customer to press New code.")
        assert ana.faults == []


async def test_who_may_not_ask_reads_why(relay: RunningRelay, browser: Browser) -> None:
    """A technician whose proof has run out gets no field for a code."""
    async with profile_in(browser) as context:
        ana = await open_console(context)
        link = relay.invite("Cem Kaya")
        relay.age("Cem Kaya", "2020-03-02")
        await ana.page.goto(link)
        await ana.button("Use this link").click()
        await ana.says("Your proof ended on 2 March. You can read old sessions but not ask.")
        await expect(ana.page.get_by_label("Code")).to_have_count(0)
        assert ana.faults == []


async def test_the_same_browser_signs_in_again(relay: RunningRelay, browser: Browser) -> None:
    """The key that was made at the link signs in ever after; another browser has none, and a link works once."""
    link = relay.invite("Ben Okafor")
    async with technician_in(browser, link) as ben:
        await ben.button("Sign out").click()
        await ben.button("Sign in").click()
        await ben.page.get_by_label("Code").wait_for()
        await ben.says("Ben Okafor")
        async with profile_in(browser) as elsewhere:
            other = await open_console(elsewhere)
            await other.page.goto(relay.origin)
            await other.says("This browser has no key yet.")
            await other.page.goto(link)
            await other.button("Use this link").click()
            await other.says("This link was used already.")
