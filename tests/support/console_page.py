"""
A technician at the console's page in a real browser: finds everything by role and name, as a person would.

    async with technician_at(relay.invite()) as ana:
        await ana.connect(await desk.code())
        await ana.ask("The printer does not print.")
        await desk.allow(Scope.VIEW)
        await ana.sees_picture()
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from playwright.async_api import Browser, BrowserContext, Locator, Page, expect

from protocol.codec import encode_plain
from protocol.wire import Message
from tests.support.browser import kept_browser, profile_in

PATIENCE = 15_000.0  # milliseconds; a person would have given up, and a busy machine may need half of it
REASON = "The printer does not print."
# The canvas is drawn by a worker: its pixels are read through a second one.
_PIXELS = """(points) => {
    const screen = document.querySelector('#screen');
    const copy = document.createElement('canvas');
    copy.width = screen.width;
    copy.height = screen.height;
    const context = copy.getContext('2d');
    context.drawImage(screen, 0, 0);
    return points.map(([x, y]) => [...context.getImageData(x, y, 1, 1).data.slice(0, 3)]);
}"""

_SHOWS = f"""(wanted) => {{
    const seen = ({_PIXELS})(wanted.map(([point]) => point));
    return wanted.every(([, colour], at) => colour.every((part, of) => part === seen[at][of]));
}}"""

# A line that the test can cut, or make deaf.
_KEEP_LINES = """() => {
    const Whole = window.Worker;
    window.lines = [];
    window.Worker = class extends Whole {
        constructor(...given) {
            super(...given);
            if (String(given[0]).endsWith('/socket-worker.js')) window.lines.push(this);
        }
    };
    // A page hears its socket on a channel of its own.
    const Heard = window.BroadcastChannel;
    window.heard = [];
    window.BroadcastChannel = class extends Heard {
        isDeaf = false;
        constructor(name) {
            super(name);
            window.heard.push(this);
        }
        addEventListener(kind, hears) {
            super.addEventListener(kind, (event) => {
                if (!this.isDeaf || event.data.kind !== 'message') hears(event);
            });
        }
    };
}"""

# The line may be back before a look from outside would find the canvas empty.
_CUT = """() => new Promise((resolve) => {
    const screen = document.querySelector('#screen');
    const look = () => screen.className === 'unseen' && resolve();
    new MutationObserver(look).observe(screen, { attributes: true, attributeFilter: ['class'] });
    window.lines.at(-1).postMessage({ kind: 'close' });
})"""

_TELL = """(data) => {
    window.heard.at(-1).dispatchEvent(new MessageEvent('message', { data: { kind: 'message', data } }));
}"""


@dataclass
class ConsolePage:
    """One page, with what went wrong on it."""

    page: Page
    faults: list[str] = field(default_factory=list)

    def watch(self) -> None:
        """Keep what the browser complains about: a script's error, or something the page's own rules forbid."""
        self.page.set_default_timeout(PATIENCE)
        self.page.on("pageerror", lambda error: self.faults.append(str(error)))
        self.page.on("console", lambda said: self._heard(said.type, said.text))

    def _heard(self, kind: str, text: str) -> None:
        # A relay that is away is part of a test, and the browser notes every try to reach it.
        if kind == "error" and "Failed to load resource" not in text and "WebSocket connection" not in text:
            self.faults.append(text)

    async def keep_lines(self) -> None:
        """Keep hold of the page's sockets, for `cut_line`; before the page is opened."""
        await self.page.add_init_script(f"({_KEEP_LINES})()")

    async def cut_line(self) -> None:
        """Close the page's socket behind its back."""
        await self.page.evaluate("() => window.lines.at(-1).postMessage({ kind: 'close' })")

    async def lose_sight(self) -> None:
        """Cut the line while a picture stands; nothing is seen then, if only until the line is back."""
        await self.page.evaluate(_CUT)

    async def deafen(self) -> None:
        """Let what comes on the line that stands now be lost, as on a line that is dead and nobody knows it yet."""
        await self.page.evaluate("() => window.heard.forEach((channel) => { channel.isDeaf = true; })")

    async def is_told(self, message: Message) -> None:
        """Have the page hear a message as from its relay: one that lies, for all the page knows."""
        await self.page.evaluate(_TELL, encode_plain(message).decode())

    # Doors

    async def enrol(self, link: str) -> None:
        """Use a link."""
        await self.page.goto(link)
        await self.button("Use this link").click()
        await self.page.get_by_label("Code").wait_for()

    async def connect(self, code: str) -> None:
        """Type a code, and wait until a question can be asked."""
        await self.type_code(code)
        await self.says("Paired. Now ask.")

    async def type_code(self, code: str) -> None:
        """Type a code and press Connect."""
        await self.page.get_by_label("Code").fill(code)
        await self.button("Connect").click()

    # Questions

    async def ask(self, reason: str = REASON) -> None:
        """Ask to see the screen."""
        await self.page.get_by_label("Why, for the customer").fill(reason)
        await self.button("Ask").click()

    async def ask_for_control(self, reason: str = "I will set the queue right.") -> None:
        """Ask for mouse and keyboard, out of the running session."""
        await self.button("Ask for mouse and keyboard").click()
        await self.dialog.get_by_label("Why, for the customer").fill(reason)
        await self.dialog.get_by_role("button", name="Ask", exact=True).click()

    # The session

    async def sees_picture(self) -> None:
        """Wait until the customer's screen is drawn."""
        await self.page.get_by_text("● Live").wait_for()
        await self.page.locator(".why").wait_for(state="hidden")

    async def sees_nothing(self) -> None:
        """Wait until the canvas holds no pixel and its place says why."""
        await self.page.locator(".why").wait_for(state="visible")
        await expect(self.screen).to_have_class("unseen")

    async def pixels(self, *points: tuple[int, int]) -> list[tuple[int, int, int]]:
        """Give the colours at these places of the customer's screen."""
        return [tuple(colour) for colour in await self.page.evaluate(_PIXELS, [list(point) for point in points])]

    async def shows(self, colours: dict[tuple[int, int], tuple[int, int, int]]) -> None:
        """Wait until the customer's screen is seen with these colours at these places."""
        wanted = [[list(point), list(colour)] for point, colour in colours.items()]
        await self.page.wait_for_function(_SHOWS, arg=wanted)

    async def controls(self) -> None:
        """Wait until mouse and keyboard are allowed."""
        await self.page.get_by_role("application").wait_for()

    async def chat(self, text: str) -> None:
        """Write to the customer."""
        await self.page.get_by_role("tab", name="Chat").click()
        await self.page.get_by_label("Write to the customer").fill(text)
        await self.page.keyboard.press("Enter")

    async def says(self, text: str) -> None:
        """Wait until the page says this to the eye; what is only spoken does not count."""
        await self.page.locator("#page").get_by_text(text).first.wait_for()

    async def ended(self, how: str) -> None:
        """Wait for the end page."""
        await self.page.get_by_role("heading", name=how).wait_for()

    @property
    def screen(self) -> Locator:
        """Give the canvas."""
        return self.page.locator("#screen")

    @property
    def dialog(self) -> Locator:
        """Give the open dialog."""
        return self.page.get_by_role("dialog")

    def button(self, name: str) -> Locator:
        """Give a button by its whole name."""
        return self.page.get_by_role("button", name=name, exact=True)


@asynccontextmanager
async def technician_at(link: str, width: int = 1280, height: int = 800) -> AsyncIterator[ConsolePage]:
    """Give a technician who has just used a link, in a browser of their own."""
    async with kept_browser() as browser, technician_in(browser, link, width, height) as console:
        yield console


@asynccontextmanager
async def technician_in(
    browser: Browser, link: str, width: int = 1280, height: int = 800
) -> AsyncIterator[ConsolePage]:
    """Give a technician who has just used a link, in a profile of their own in a browser that is driven already."""
    async with profile_in(browser, width, height) as context:
        console = await open_console(context)
        await console.enrol(link)
        yield console


@asynccontextmanager
async def tab_of(profile: BrowserContext, origin: str) -> AsyncIterator[ConsolePage]:
    """Give the technician who is signed in in this profile, in a new tab; closed on leaving."""
    console = await open_console(profile)
    try:
        await console.page.goto(origin)
        await console.page.get_by_label("Code").wait_for()
        yield console
    finally:
        await console.page.close()


async def open_console(context: BrowserContext) -> ConsolePage:
    """Open a new tab."""
    console = ConsolePage(await context.new_page())
    console.watch()
    await console.keep_lines()
    return console
