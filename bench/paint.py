"""When something is seen on a weak line: first contentful paint in Chromium with a throttled network."""

from __future__ import annotations

from dataclasses import dataclass

from playwright.async_api import Browser, BrowserContext, async_playwright

_FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]
_PAINTED = """() => new Promise(done => {
  const seen = () => performance.getEntriesByName("first-contentful-paint")[0];
  if (seen()) return done(seen().startTime);
  new PerformanceObserver((list, watcher) => { if (seen()) { watcher.disconnect(); done(seen().startTime); } })
    .observe({ type: "paint", buffered: true });
})"""


@dataclass(frozen=True)
class Line:
    """Round trip in milliseconds, bits per second, and what may pass until something is seen: cold, warm (seconds)."""

    name: str
    latency: int
    bits: int
    cold: float
    warm: float


LINES = (Line("slow 3G", 400, 400_000, 1.3, 0.7), Line("2G", 800, 50_000, 3.5, 1.8))


@dataclass(frozen=True)
class Painted:
    line: Line
    cold: float
    warm: float
    nodes: int


async def painted(address: str, cookie: tuple[str, str], page: str) -> list[Painted]:
    """The sign-in page with an empty cache; `page` of somebody signed in, with everything else in the cache."""
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path="/usr/bin/chromium", args=_FLAGS)
        try:
            return [await _on(browser, line, address, cookie, page) for line in LINES]
        finally:
            await browser.close()


async def _on(browser: Browser, line: Line, address: str, cookie: tuple[str, str], page: str) -> Painted:
    stranger = await browser.new_context(locale="zh-CN")
    cold, _ = await _visit(stranger, line, address + "/sign-in", warm=False)
    await stranger.close()
    known = await browser.new_context(locale="zh-CN")
    await known.add_cookies([{"name": cookie[0], "value": cookie[1], "url": address}])
    warm, nodes = await _visit(known, line, address + page, warm=True)
    await known.close()
    return Painted(line, cold, warm, nodes)


async def _visit(context: BrowserContext, line: Line, url: str, *, warm: bool) -> tuple[float, int]:
    tab = await context.new_page()
    if warm:
        await tab.goto(url)
    devtools = await context.new_cdp_session(tab)
    await devtools.send("Network.enable")
    limits = {
        "offline": False,
        "latency": line.latency,
        "downloadThroughput": line.bits / 8,
        "uploadThroughput": line.bits / 8,
    }
    await devtools.send("Network.emulateNetworkConditions", limits)
    await tab.goto(url, wait_until="commit")
    seconds = await tab.evaluate(_PAINTED) / 1000
    await tab.wait_for_load_state()
    return seconds, await tab.evaluate("document.getElementsByTagName('*').length")
