"""What is seen once in a run: publishing, an empty cache, memory."""

import json
import time
import urllib.request
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from tests.production.engines import run
from tests.production.prepared import ROOT, manage

from .measuring import fetch
from .prepared import Site
from .serving import Server
from .targets import Target, headers_for

VISITORS = 100
ASKED = 12  # times after each publishing: more than there are workers
PUBLISH = """
import time
from wagtail.models import Page
page = Page.objects.get(pk={pk}).specific
page.title = {title!r}
begun = time.perf_counter()
page.save_revision().publish()
print('TOOK', time.perf_counter() - begun)
"""


def publish(
    site: Site, server: Server, targets: list[Target], session: str, times: int = 3
) -> dict[str, Any]:
    """Publish a news item several times; how often the next requests still said the old title."""
    by_name = {target.name: target for target in targets}
    page, detail = by_name["news page"], by_name["API detail"]
    pk = int(detail.path.split("/")[4])
    asked = [page, detail]
    stale, requests, took = Counter[str](), 0, []
    others = [by_name[name] for name in ("404", "API navigation") if name in by_name]
    for number in range(times):
        for target in [*asked, *others]:
            fetch(server.base + target.path, headers_for(target, session))
        title = f"Geändert {number} {time.time_ns()}"
        code = PUBLISH.format(pk=pk, title=title)
        variables = {**site.environment, "LOG_LEVEL": "ERROR"}
        command = manage("shell", "--no-imports", "--verbosity", "0", "--command", code)
        output = run(command, ROOT, variables)
        took.append(float(output.rpartition("TOOK")[2].split()[0]))
        for target in asked:
            headers = headers_for(target, session) | {"Accept-Encoding": "identity"}
            for __ in range(ASKED):
                requests += 1
                if title not in _text(server.base + target.path, headers):
                    stale[target.name] += 1
    return {
        "times": times,
        "requests": requests,
        "stale": sum(stale.values()),
        "stale_of": dict(stale),
        "publish_ms": 1000 * sorted(took)[len(took) // 2],
    }


def _text(url: str, headers: dict[str, str]) -> str:
    request = urllib.request.Request(url, headers=headers)  # noqa: S310 - 127.0.0.1
    with urllib.request.urlopen(request, timeout=60) as response:  # noqa: S310
        text = response.read().decode()
    return json.dumps(json.loads(text), ensure_ascii=False) if text.startswith("{") else text


def empty_cache(
    site: Site, targets: list[Target], session: str, folder: Path
) -> dict[str, dict[str, int]]:
    """A new server, a hundred visitors at once, for each page: how its answers came to be.

    `rendered` were made by Django, others are `kept` or were waited for (`collapsed`), as
    `Cache-Status` says.
    """
    found = {}
    # Another database of Redis, in which no process has left anything.
    redis = site.environment["REDIS_URL"].rpartition("/")[0] + "/1"
    server = Server("warm", {**site.environment, "REDIS_URL": redis}, folder)
    server.start()
    try:
        for target in targets:
            if not target.is_cached or target.is_known:
                continue
            headers, url = headers_for(target, session), server.base + target.path
            with ThreadPoolExecutor(VISITORS) as visitors:
                jobs = [visitors.submit(fetch, url, headers) for __ in range(VISITORS)]
                answers = [job.result() for job in jobs]
            status = [answered.get("Cache-Status", "") for __, answered, __ in answers]
            found[target.name] = {
                "rendered": sum("stored" in text or "site" not in text for text in status),
                "collapsed": sum("collapsed" in text for text in status),
                "kept": sum("hit" in text for text in status),
                "wrong": sum(code != target.status for code, __, __ in answers),
            }
    finally:
        server.stop()
    return found


def front(server: Server, targets: list[Target], session: str) -> list[dict[str, Any]] | str:
    """Largest Contentful Paint and layout shift in Chromium, or why they were not measured."""
    from . import front as measured_front

    paths = [t.path for t in targets if t.name in ("home", "news list", "news page", "state page")]
    headers = {"Host": "www.example.org", "X-Forwarded-Proto": "https"}
    try:
        return measured_front.measure(server.base, paths, rounds=1, headers=headers)
    except (LookupError, AssertionError) as error:
        return str(error)
    except Exception as error:
        return f"{type(error).__name__}: {error}"[:300]
