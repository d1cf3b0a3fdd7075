"""`make production-check`: starts the production settings on this machine and drives them.

Each function of `CHECKS` asks the running site for one thing, raises AssertionError where it is
not so, and says what it saw. `python -m tests.production.check` prints them as a table; the exit
code is 1 if one failed, 2 if the machine lacks what it needs.
"""

import gzip
import re
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from signal import SIGHUP

import requests

from tests.delivery.webhooks.receiver import receiving

from .client import ORIGIN
from .engines import missing
from .load import Ask, Load, summary
from .process import ProcessError, wait_until
from .seed import HOST, RECIPIENT
from .stack import Stack

#: A form that comes back faster than a person can write is refused.
WRITING_SECONDS = 3.2


@dataclass(frozen=True)
class Result:
    name: str
    is_right: bool
    said: str


def ready(stack: Stack) -> str:
    """Ready: database, cache, migrations"""
    answer = stack.readiness()
    checks = answer["checks"]
    assert checks["database"] == checks["cache"] == checks["migrations"] == "ok", answer
    return ", ".join(f"{name} {state}" for name, state in checks.items())


def pages(stack: Stack) -> str:
    """Pages in both languages"""
    titles = []
    for language in ("de", "en"):
        page = stack.client().page(f"/{language}/")
        assert page.html["lang"] == language
        canonical = page.select_one("link[rel=canonical]")["href"]
        assert canonical == f"{ORIGIN}/{language}/", canonical
        alternates = {link["hreflang"] for link in page.select("link[rel=alternate][hreflang]")}
        assert {"de", "en"} <= alternates, alternates
        titles.append(f"/{language}/ “{page.h1.get_text(strip=True)}”")
    root = stack.client().get("/")
    assert (root.status_code, root.headers["Location"]) == (302, "/de/")
    return ", ".join(titles)


def api(stack: Stack) -> str:
    """API, and 304 for what is known"""
    client = stack.client()
    listed = client.get("/api/v2/pages/?type=news.NewsPage&limit=5")
    assert listed.status_code == 200, listed.text[:300]
    assert len(listed.json()["items"]) == 5
    again = client.get(listed.url, headers={"If-None-Match": listed.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    refused = client.get("/api/v2/pages/?limit=many")
    assert refused.status_code == 400
    assert "limit" in refused.json()["message"]
    return f"{listed.json()['meta']['total_count']} news, 304, 400 “{refused.json()['message']}”"


def admin(stack: Stack) -> str:
    """Sign-in page, and the admin behind it"""
    closed = stack.client().get("/admin/")
    assert closed.status_code == 302, closed.status_code
    page = stack.client().page("/admin/login/")
    assert page.select_one("input[name=password]")
    dashboard = stack.signed_in().page("/admin/")
    assert dashboard.select_one("#wagtail-sidebar")
    edit = stack.signed_in("publisher").page(f"/admin/pages/{stack.content.news}/edit/")
    assert edit.select_one("[name=title]")["value"] == "Meldung 12"
    return "closed for visitors, open for who is signed in"


def static(stack: Stack) -> str:
    """Static file with a hash in its name"""
    page = stack.client().page("/de/")
    address = page.select_one("link[rel=stylesheet]")["href"]
    assert re.search(r"\.[0-9a-f]{12}\.css$", address), address
    file = stack.client().get(address, headers={"Accept-Encoding": "gzip"}, stream=True)
    assert file.status_code == 200
    assert "immutable" in file.headers["Cache-Control"], file.headers["Cache-Control"]
    assert file.headers["Content-Encoding"] == "gzip"
    assert b"{" in gzip.decompress(file.raw.read())
    return f"{address.rpartition('/')[2]}, for ever, compressed"


def media(stack: Stack) -> str:
    """Pictures for the proxy, documents from the site"""
    page = stack.client().page(stack.content.news_path)
    addresses = {image["src"] for image in page.select("main img[src*='/media/']")}
    assert addresses
    for address in addresses:
        name = address.partition("/media/")[2]
        assert (stack.media / name).stat().st_size > 0, name
    document = stack.client().get(stack.content.document_path)
    assert document.content.startswith(b"%PDF"), document.status_code
    return f"{len(addresses)} pictures made and stored, document read"


def form(stack: Stack) -> str:
    """Form: stored, and its mail arrives"""
    path = stack.content.contact_path
    client = stack.client(address="203.0.113.60")
    page = client.page(path)
    hidden = {
        field["name"]: field["value"]
        for field in page.select("main form input[type=hidden][value]")
    }
    time.sleep(WRITING_SECONDS)
    entry = {"e_mail": "max@example.org", "text": "Was kostet die Beratung?"}
    sent = client.post(path, data={**hidden, **entry}, headers={"Referer": ORIGIN + path})
    assert sent.status_code == 302, sent.text[-2000:]
    stored = stack.sql("SELECT form_data->>'text' FROM wagtailforms_formsubmission")
    assert stored == [(entry["text"],)], stored
    wait_until(lambda: bool(stack.mail.messages), "a mail", seconds=30)
    message = stack.mail.messages[0]
    assert RECIPIENT in message["To"]
    body = message.get_payload(decode=True) or b""
    assert entry["text"].encode() in body, body
    return f"“{message['Subject']}” to {message['To']}"


def webhook(stack: Stack) -> str:
    """Webhook: an editor's change is told by the worker"""
    with receiving() as receiver:
        stack.python(
            "from delivery.webhooks.models import WebhookEndpoint; "
            f"WebhookEndpoint.objects.create(name='Check', address='{receiver.address}')"
        )
        editor = stack.signed_in("publisher")
        path = f"/admin/pages/{stack.content.news}/edit/"
        answer = editor.submit(
            path,
            {"title": "Meldung zwölf", "action-publish": "action-publish"},
            form="form[data-edit-form]",
            headers={"Referer": ORIGIN + path},
        )
        assert answer.status_code == 302, answer.text[-2000:]
        changed = stack.client().page(stack.content.news_path)
        assert changed.h1.get_text(strip=True) == "Meldung zwölf"
        wait_until(lambda: bool(receiver.requests), "a delivery", seconds=60)
        __, headers, body = receiver.requests[0]
    assert "webhook-signature" in {name.lower() for name in headers}
    assert str(stack.content.news).encode() in body, body
    return f"{len(body)} bytes, signed"


def schedule(stack: Stack) -> str:
    """Schedule: a run, seen in readiness"""
    assert stack.readiness()["checks"]["schedule"] == "failed"  # it never ran
    stack.timer.start()
    try:
        finished = "SELECT count(*) FROM operations_scheduledjob WHERE succeeded_at IS NOT NULL"
        wait_until(lambda: stack.sql(finished)[0][0] >= 5, "a run of the schedule", seconds=60)
    finally:
        stack.timer.stop()
    failed = stack.sql(
        "SELECT name, result FROM operations_scheduledjob WHERE succeeded_at IS NULL"
    )
    assert failed == [], failed
    wait_until(lambda: stack.readiness()["status"] == "ok", "readiness after the run", seconds=15)
    answer = stack.readiness()
    assert answer["checks"]["schedule"] == "ok", answer
    states = ", ".join(f"{name} {state}" for name, state in answer["checks"].items())
    return f"{stack.sql(finished)[0][0]} jobs; {states}"


def headers(stack: Stack) -> str:
    """Headers, cookies and TLS"""
    answer = stack.client().get("/de/")
    found = {name.lower(): value for name, value in answer.headers.items()}
    assert int(re.search(r"max-age=(\d+)", found["strict-transport-security"])[1]) >= 31_536_000
    assert "default-src" in found["content-security-policy"]
    assert "unsafe-inline" not in found["content-security-policy"]
    assert found["x-content-type-options"] == "nosniff"
    assert "referrer-policy" in found
    assert "set-cookie" not in found
    plain = stack.client().get("/de/", headers={"X-Forwarded-Proto": "http"})
    assert (plain.status_code, plain.headers["Location"]) == (301, f"{ORIGIN}/de/")
    cookies = stack.client().get("/admin/login/").headers["Set-Cookie"]
    assert "; Secure" in cookies, cookies
    assert "samesite=" in cookies.lower(), cookies
    foreign = stack.client().get("/de/", headers={"Host": "evil.example"})
    assert foreign.status_code == 400
    return "HSTS, CSP, nosniff, no cookie for visitors, Secure, other hosts refused"


def connections(stack: Stack) -> str:
    """Redis and the pool of connections are used"""
    keys = stack.cache.client.dbsize()
    assert keys > 0
    rows = stack.sql("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()")
    most = 8 * len(stack.server.children) + 8 + 1  # the server's, the worker's, this one
    assert 1 < rows[0][0] <= most, rows
    return f"{keys} keys, {rows[0][0]} connections"


def replaced(stack: Stack) -> str:
    """A process that dies is replaced"""
    before = set(stack.server.children)
    victim = min(before)
    stack.server.kill_child(victim)
    wait_until(lambda: len(set(stack.server.children) - {victim}) == len(before), "a new process")
    assert stack.client().get("/de/").status_code == 200
    return f"{len(before)} processes, as before"


def reload(stack: Stack) -> str:
    """Graceful reload under load: no request fails"""
    before = set(stack.server.children)

    def hang_up() -> None:
        stack.server.send(SIGHUP)
        wait_until(
            lambda: (
                not before & set(stack.server.children)
                and len(stack.server.children) == len(before)
            ),
            "new processes",
        )

    mix = [
        Ask("/de/"),
        Ask(stack.content.news_path),
        Ask("/api/v2/pages/?limit=5"),
        Ask("/robots.txt"),
    ]
    seen = summary(Load(stack.base, mix, clients=4, most=3_000).run(300, meanwhile=hang_up))
    assert seen.failed == [], f"{len(seen.failed)} of {seen.count} failed: {seen.failed[:5]}"
    assert seen.count >= 300
    return f"{seen}; all {len(before)} processes are new"


#: In this order: the later ones disturb.
CHECKS: tuple[Callable[[Stack], str], ...] = (
    ready,
    pages,
    api,
    admin,
    static,
    media,
    headers,
    form,
    webhook,
    schedule,
    connections,
    replaced,
    reload,
)


def run(stack: Stack) -> list[Result]:
    """Every check, whatever became of those before it."""
    results = []
    for check in CHECKS:
        name = (check.__doc__ or check.__name__).strip()
        try:
            results.append(Result(name, True, check(stack)))
        except (AssertionError, ProcessError, requests.RequestException, LookupError) as error:
            said = str(error).strip() or type(error).__name__
            results.append(Result(name, False, said))
    return results


def main() -> int:
    if reason := missing():
        print(f"make production-check {reason}", file=sys.stderr)
        return 2
    begun = time.monotonic()
    with suppress(KeyboardInterrupt), Stack(timer_seconds=2) as stack:
        started = time.monotonic() - begun
        print(f"{HOST} runs at {stack.base}, started in {started:.0f} seconds\n")
        results = run(stack)
        for result in results:
            mark = "ok    " if result.is_right else "FAILED"
            print(f"{mark}  {result.name:<52}  {result.said[:400]}")
        failed = [result for result in results if not result.is_right]
        if failed:
            print(f"\n{stack.logs()}", file=sys.stderr)
        took = time.monotonic() - begun
        print(f"\n{len(results)} checks, {len(failed)} failed, {took:.0f} seconds")
        return 1 if failed else 0
    return 130


if __name__ == "__main__":
    sys.exit(main())
