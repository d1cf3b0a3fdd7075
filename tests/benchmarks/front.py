"""What a visitor with a slow connection sees, and when: measured in Chromium.

    python -m tests.benchmarks.front http://127.0.0.1:8000 [--rounds 3] [PATH …]

Every page with a cold cache, a phone's width and a desktop's, over a line of SLOW_4G and with a
processor of a quarter of this one's speed (what Lighthouse takes for a phone): Largest Contentful
Paint and Cumulative Layout Shift as web.dev/vitals defines them, and the bytes that were sent. Good
are 2.5 seconds and 0.1. `make bench` calls `measure`.
"""

import argparse
import statistics
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, field
from http import HTTPStatus
from typing import Any
from urllib.parse import urljoin, urlsplit

from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests import services

GOOD_LCP = 2500  # milliseconds
GOOD_CLS = 0.1
# Chromium's own conditions of that name: round trip in milliseconds, bytes per second.
SLOW_4G = {
    "offline": False,
    "latency": 150,
    "downloadThroughput": 1_600_000 / 8,
    "uploadThroughput": 750_000 / 8,
}
SLOWER_PROCESSOR = 4
#: width in CSS pixels: height, device pixels to one of them, whether it is a phone
WINDOWS = {390: (844, 3, True), 1280: (900, 1, False)}
KINDS = {"Document": "html", "Stylesheet": "css", "Script": "js", "Image": "pictures"}
PATIENCE = 60_000  # milliseconds for a page to be complete
SETTLE = 600  # milliseconds after which a complete page is taken to stay as it is

OBSERVE = """
window.seen = { lcp: 0, element: "", cls: 0, fcp: 0 };
const observe = (type, see) => new PerformanceObserver((list) => list.getEntries().forEach(see))
  .observe({ type, buffered: true });
observe("largest-contentful-paint", (entry) => {
  const { element, url } = entry;
  seen.lcp = entry.startTime;
  seen.element = url ? "picture " + url : (element?.localName ?? "?");
});
observe("layout-shift", (entry) => { if (!entry.hadRecentInput) seen.cls += entry.value; });
observe("paint", (entry) => {
  if (entry.name === "first-contentful-paint") seen.fcp = entry.startTime;
});
"""
SCROLL = """async () => {
  for (let top = 0; top < document.body.scrollHeight; top += innerHeight / 2) {
    scrollTo({ top, behavior: "instant" });
    await new Promise((done) => setTimeout(done, 100));
  }
}"""


@dataclass
class Seen:
    """One visit: times in milliseconds from the start of the navigation, sizes in bytes as sent."""

    lcp: float
    fcp: float
    element: str
    cls: float
    cls_scrolled: float
    requests: int
    bytes: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Row:
    """Medians of several visits of a page; `cls_scrolled` is the shift down to the page's end."""

    path: str
    width: int
    lcp_ms: int
    lcp_worst_ms: int
    fcp_ms: int
    lcp_element: str
    cls: float
    cls_scrolled: float
    requests: int
    bytes: dict[str, int]

    @property
    def is_good(self) -> bool:
        return self.lcp_ms <= GOOD_LCP and max(self.cls, self.cls_scrolled) <= GOOD_CLS


class _Transfers:
    """Counts what the network brings: by kind, from the requests' ends."""

    def __init__(self, page: Page) -> None:
        self.bytes: Counter[str] = Counter()
        self.requests = 0
        self._kinds: dict[str, str] = {}
        self.session = page.context.new_cdp_session(page)
        self.session.on("Network.responseReceived", self._begin)
        self.session.on("Network.loadingFinished", self._end)
        self.session.send("Network.enable")

    def _begin(self, event: Mapping[str, Any]) -> None:
        is_local = urlsplit(event["response"]["url"]).scheme == "data"
        kind = KINDS.get(event["type"], "other")
        self._kinds[event["requestId"]] = "" if is_local else kind

    def _end(self, event: Mapping[str, Any]) -> None:
        if kind := self._kinds.get(event["requestId"]):
            self.requests += 1
            self.bytes[kind] += int(event["encodedDataLength"])


def measure(
    base_url: str,
    paths: Iterable[str],
    *,
    rounds: int = 3,
    widths: Iterable[int] = tuple(WINDOWS),
    headers: Mapping[str, str] | None = None,
) -> list[dict[str, Any]]:
    """A row (the fields of `Row`, and `is_good`) for each page and width, ready for JSON.

    `headers` go with every request, as a proxy would add them. Raises `LookupError` without a
    Chromium, and `AssertionError` for a page that does not answer 200.
    """
    if not services.chromium():
        raise LookupError("needs Chromium; on Debian: apt install chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=services.chromium(), args=services.chromium_arguments()
        )
        try:
            return measure_in(
                browser, base_url, paths, rounds=rounds, widths=widths, headers=headers
            )
        finally:
            browser.close()


def measure_in(
    browser: Browser,
    base_url: str,
    paths: Iterable[str],
    *,
    rounds: int,
    widths: Iterable[int],
    headers: Mapping[str, str] | None = None,
) -> list[dict[str, Any]]:
    """`measure` in a browser that runs already."""
    paths, widths = list(paths), list(widths)
    visits: dict[tuple[int, str], list[Seen]] = {}
    # In turn, so that what else the machine does strikes all alike.
    for __ in range(rounds):
        for width in widths:
            for path in paths:
                seen = _visit(browser, urljoin(base_url, path), width, headers)
                visits.setdefault((width, path), []).append(seen)
    rows = [_row(path, width, seen) for (width, path), seen in visits.items()]
    return [{**asdict(row), "is_good": row.is_good} for row in rows]


def _visit(browser: Browser, url: str, width: int, headers: Mapping[str, str] | None) -> Seen:
    """Open a page as somebody does who was never here."""
    height, scale, is_phone = WINDOWS[width]
    context = browser.new_context(
        viewport={"width": width, "height": height},
        device_scale_factor=scale,
        is_mobile=is_phone,
        has_touch=is_phone,
        locale="de-DE",
        extra_http_headers=dict(headers or {}),
    )
    try:
        return _watch(context, url)
    finally:
        context.close()


def _watch(context: BrowserContext, url: str) -> Seen:
    page = context.new_page()
    page.add_init_script(OBSERVE)
    transfers = _Transfers(page)
    transfers.session.send("Network.emulateNetworkConditions", SLOW_4G)
    transfers.session.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER_PROCESSOR})
    answer = page.goto(url, wait_until="load", timeout=PATIENCE)
    status = answer.status if answer else None
    assert status == HTTPStatus.OK, f"{url}: {status}"
    page.wait_for_timeout(SETTLE)
    first = page.evaluate("({ ...seen })")
    sent, requests = dict(transfers.bytes), transfers.requests
    page.evaluate(SCROLL)
    page.wait_for_load_state("networkidle", timeout=PATIENCE)
    scrolled = page.evaluate("({ ...seen })")
    return Seen(
        lcp=first["lcp"],
        fcp=first["fcp"],
        element=first["element"],
        cls=first["cls"],
        cls_scrolled=scrolled["cls"],
        requests=requests,
        bytes=sent,
    )


def _row(path: str, width: int, visits: list[Seen]) -> Row:
    kinds = sorted({kind for seen in visits for kind in seen.bytes})
    typical = {k: round(statistics.median(s.bytes.get(k, 0) for s in visits)) for k in kinds}
    return Row(
        path=path,
        width=width,
        lcp_ms=round(statistics.median(seen.lcp for seen in visits)),
        lcp_worst_ms=round(max(seen.lcp for seen in visits)),
        fcp_ms=round(statistics.median(seen.fcp for seen in visits)),
        lcp_element=_short(visits[-1].element),
        cls=round(max(seen.cls for seen in visits), 4),
        cls_scrolled=round(max(seen.cls_scrolled for seen in visits), 4),
        requests=round(statistics.median(seen.requests for seen in visits)),
        bytes={**typical, "all": sum(typical.values())},
    )


def _short(element: str) -> str:
    """ "picture https://…/a.avif" → "picture a.avif" """
    kind, __, url = element.partition(" ")
    return f"{kind} {urlsplit(url).path.rpartition('/')[2]}" if url else kind


def table(rows: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    """The lines of a table of what `measure` returned."""
    yield "page                                width   LCP  worst   FCP    CLS  scroll  sent: kB"
    for row in rows:
        sizes = ", ".join(f"{kind} {size / 1000:.0f}" for kind, size in row["bytes"].items())
        yield (
            f"{row['path'][:35]:<35} {row['width']:>5} {row['lcp_ms']:>5} {row['lcp_worst_ms']:>6} "
            f"{row['fcp_ms']:>5} {row['cls']:>6.3f} {row['cls_scrolled']:>7.3f}  {sizes}"
            f"  ({row['lcp_element']}){'' if row['is_good'] else '  NOT GOOD'}"
        )


def found_paths(base_url: str) -> list[str]:
    """A path of each kind of page of the site at this address, as its own API names them."""
    import requests

    def first(kind: str) -> str | None:
        address = urljoin(base_url, f"/api/v2/pages/?type={kind}&locale=de&limit=1")
        items = requests.get(address, timeout=30).json()["items"]
        return urlsplit(items[0]["meta"]["html_url"]).path if items else None

    kinds = (
        *("home.HomePage", "news.NewsIndexPage", "news.NewsPage", "pool.StatePage"),
        *("pool.AdvisorIndexPage", "home.ContactPage"),
    )
    return [path for kind in kinds if (path := first(kind))]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("base_url")
    parser.add_argument("paths", nargs="*", help="one page of each kind unless given")
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    paths = options.paths or found_paths(options.base_url)
    try:
        rows = measure(options.base_url, paths, rounds=options.rounds)
    except LookupError as error:
        print(f"The front benchmark {error}", file=sys.stderr)
        return 2
    print("\n".join(table(rows)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
