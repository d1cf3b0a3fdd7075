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

from .frame import HOST
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


def publish(site: Site, server: Server, newest: dict[str, str], times: int = 3) -> dict[str, Any]:
    """Publish the newest news item several times; how often the next requests told the old title.

    Each time its own page, the lists, the API and the feed are asked, by more requests than there
    are workers, after each of them had the old answer.
    """
    shown = {name: path for name, path in newest.items() if name != "pk"}
    stale, requests, took = Counter[str](), 0, []
    for number in range(times):
        for path in list(shown.values()) * 2:
            _text(server.base + path)
        title = f"Geändert {number} {time.time_ns()}"
        code = PUBLISH.format(pk=newest["pk"], title=title)
        variables = {**site.environment, "LOG_LEVEL": "ERROR"}
        command = manage("shell", "--no-imports", "--verbosity", "0", "--command", code)
        output = run(command, ROOT, variables)
        took.append(float(output.rpartition("TOOK")[2].split()[0]))
        for __ in range(ASKED):
            for name, path in shown.items():
                requests += 1
                stale[name] += title not in _text(server.base + path)
    return {
        "times": times,
        "requests": requests,
        "stale": stale.total(),
        "stale_of": dict(stale),
        "publish_ms": 1000 * sorted(took)[len(took) // 2],
    }


def _text(url: str) -> str:
    headers = {"Host": HOST, "X-Forwarded-Proto": "https", "Accept-Encoding": "identity"}
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


def front(server: Server, targets: list[Target]) -> list[dict[str, Any]] | str:
    """Largest Contentful Paint and layout shift in Chromium, or why they were not measured."""
    from . import front as measured_front

    paths = [t.path for t in targets if t.name in ("home", "news list", "news page", "state page")]
    headers = {"X-Forwarded-Proto": "https"}
    try:
        return measured_front.measure(server.base, paths, rounds=1, headers=headers)
    except (LookupError, AssertionError) as error:
        return str(error)
    except Exception as error:
        return f"{type(error).__name__}: {error}"[:300]
