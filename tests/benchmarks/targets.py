"""What is measured: the addresses, found in the content; run inside the site as a process.

`python -m tests.benchmarks.targets` prints JSON: the rows with their queries, counted here against
the same database, and a session of somebody who may edit.
"""

import json
import os
import sys
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

WITH_STOCK = {"home", "news list", "news page", "API list", "API filtered", "API detail"}
#: rows whose time must not grow with the content (issue: 50,000 against 200)
FLAT = {
    *["news list", "news filtered", "API list", "API filtered", "API detail", "API find"],
    *["search", "API search", "API navigation", "API changes", "sitemap part"],
}
STOCK_PATHS = {"API detail"}  # without expansions, which Wagtail's own has not


@dataclass
class Target:
    """A row of the table. `queries` and `sql_ms` are of a request after the first, with the page
    cache off; `etag` asks for a 304."""

    name: str
    path: str
    kind: str = "page"  # page, api, feed, admin
    is_cached: bool = True
    status: int = 200
    stock_path: str = ""
    queries: int = 0
    sql_ms: float = 0.0
    size: int = 0
    is_known: bool = False
    etag: str = ""


def find_targets() -> list[Target]:
    """The rows, in the order of the table."""
    from core.visibility import visible
    from home.models import HomePage
    from news.models import NewsIndexPage, NewsPage, RelatedPage
    from pool.models import AdvisorIndexPage, StatePage

    def path_of(page: Any) -> str:
        return page.get_url_parts()[2]

    def german(model: Any) -> Any:
        return visible(model.objects.filter(locale__language_code="de"))

    news_index, news = german(NewsIndexPage).first(), german(NewsPage).newest_first()
    # One that leads to others, as at every size.
    leading = news.filter(pk__in=RelatedPage.objects.values("source"))
    middle = leading[leading.count() // 2]
    state = german(StatePage).get(state="NW")
    listing = path_of(news_index)
    api = "/api/v2/pages/?type=news.NewsPage&locale=de&order=-date&limit=20&fields=*"
    stock_api = "/api/v2/pages/?type=news.NewsPage&locale=de&limit=20&fields=*"
    found_at = path_of(middle)
    return [
        Target("home", path_of(german(HomePage).first())),
        Target("news list", listing),
        Target("news filtered", f"{listing}?state=NW&year=2019"),
        Target("news page", found_at),
        Target("state page", path_of(state)),
        Target("advisors", path_of(german(AdvisorIndexPage).first())),
        Target("search", "/de/suche/?q=dialogforum"),
        Target("404", "/de/gibt-es-nicht/", is_cached=False, status=404),
        Target("API list", stock_api, "api"),
        Target("API filtered", f"{stock_api}&state=NW", "api"),
        Target("API newest", api, "api"),
        Target(
            "API detail",
            f"/api/v2/pages/{middle.pk}/?expand=breadcrumbs,translations,related,seo",
            "api",
            stock_path=f"/api/v2/pages/{middle.pk}/",
        ),
        Target("API find", f"/api/v2/pages/find/?html_path={found_at}&fields=_,title", "api"),
        Target("API navigation", "/api/v2/navigation/?locale=de", "api"),
        Target("API search", "/api/v2/search/?q=dialogforum&locale=de", "api"),
        Target("API changes", f"/api/v2/changes/?limit=20&since={_cursor()}", "api"),
        Target("304 page", listing, is_known=True),
        Target("304 API", stock_api, "api", is_known=True),
        Target("feed", "/de/feeds/atom.xml", "feed"),
        Target("sitemap", "/sitemap.xml", "feed"),
        Target("sitemap part", "/sitemap-1.xml", "feed"),
        Target("admin listing", f"/admin/pages/{news_index.pk}/", "admin", is_cached=False),
        Target("admin editor", f"/admin/pages/{middle.pk}/edit/", "admin", is_cached=False),
    ]


def _cursor() -> str:
    """Where a consumer stands who has missed the last thousand changes."""
    from delivery.models import Clock

    clock = Clock.objects.get()
    return f"{clock.epoch}-{max(clock.first_sequence, clock.sequence - 1000)}"


def headers_for(target: Target, session: str) -> dict[str, str]:
    """What a browser or program sends, with what the proxy in front adds."""
    from .frame import HOST

    headers = {
        "Host": HOST,
        "X-Forwarded-Proto": "https",
        "X-Forwarded-For": "203.0.113.7",
        "Accept-Encoding": "gzip, deflate, br, zstd",
        "Accept-Language": "de",
    }
    headers["Accept"] = "application/json" if target.kind == "api" else "text/html,*/*;q=0.8"
    if target.kind == "admin":
        headers["Cookie"] = session
    if target.etag:
        headers["If-None-Match"] = target.etag
    return headers


def count_queries(target: Target, session: str, most: int = 3) -> None:
    """Write queries, their time and the size into the target: of the third request."""
    from django.db import connection
    from django.test import Client

    client = Client(HTTP_USER_AGENT="benchmark")
    headers = headers_for(target, session)
    headers.pop("Host")
    for number in range(most):
        seen: list[float] = []
        with connection.execute_wrapper(_timer(seen)):
            response = client.get(target.path, secure=True, headers=headers, SERVER_NAME=_host())
            body = b"" if response.status_code == 304 else _body(response)
        if target.is_known and not number and (etag := response.headers.get("ETag")):
            target.etag = headers["If-None-Match"] = etag
    expected = 304 if target.etag else target.status
    if response.status_code != expected:
        raise SystemExit(f"{target.name}: {target.path} answered {response.status_code}")
    target.queries, target.sql_ms, target.size = len(seen), sum(seen) * 1000, len(body)


def _host() -> str:
    from .frame import HOST

    return HOST


def _body(response: Any) -> bytes:
    return b"".join(response.streaming_content) if response.streaming else response.content


def _timer(seen: list[float]) -> Callable[..., Any]:
    def wrapper(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        begun = time.perf_counter()
        try:
            return execute(sql, params, many, context)
        finally:
            seen.append(time.perf_counter() - begun)

    return wrapper


def newest() -> dict[str, str]:
    """Where the newest news item shows: name → address, and its key."""
    from core.visibility import visible
    from news.models import NewsPage

    page = visible(NewsPage.objects.filter(locale__language_code="de")).newest_first().first()
    path = page.get_url_parts()[2]
    return {
        "pk": str(page.pk),
        "page": path,
        "list": path.rstrip("/").rpartition("/")[0] + "/",
        "API": f"/api/v2/pages/{page.pk}/",
        # As many as may have the same day.
        "API list": "/api/v2/pages/?type=news.NewsPage&locale=de&order=-date&limit=50",
        "feed": "/de/feeds/atom.xml",
    }


def session_cookie() -> str:
    """A cookie of somebody who is signed in and may do everything."""
    from django.conf import settings

    from core.models import User
    from tests.production.seed import session_of

    user, __ = User.objects.get_or_create(
        username="benchmark", defaults={"is_staff": True, "is_superuser": True}
    )
    return f"{settings.SESSION_COOKIE_NAME}={session_of(user)}"


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.production")
    sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "site"))
    import django

    django.setup()
    from delivery.changes.settling import settle

    session = session_cookie()
    settle()
    wanted = set(sys.argv[1:])
    targets = [t for t in find_targets() if not wanted or t.name in wanted]
    for target in targets:
        if target.name in WITH_STOCK:
            target.stock_path = target.stock_path or target.path
        count_queries(target, session)
    found = {"session": session, "newest": newest(), "targets": [asdict(t) for t in targets]}
    print(json.dumps(found))


if __name__ == "__main__":
    main()
