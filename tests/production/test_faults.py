"""Faults against the real processes: what was answered with yes is there, and nothing is half.

Each test prints and checks its counts. FAULT_DEEDS says how much is done meanwhile: 60 deeds if it
is not set; a full run has 200 of each kind (FAULT_DEEDS=600).
"""

import os
import resource
import signal
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup

from .client import Client
from .deeds import Message, Publication, Report, Upload, checksum, do_all, fields_of_editor, picture
from .process import wait_until
from .receiver import Receiver
from .stack import Stack

pytestmark = pytest.mark.production

DEEDS = int(os.environ.get("FAULT_DEEDS", "60"))
MEGABYTE = 1_000_000
KINDS = ((Message, DEEDS // 3), (Publication, DEEDS // 3), (Upload, DEEDS // 3))


def told(title: str, **counts: Any) -> None:
    print(f"{title}: " + ", ".join(f"{name} {count}" for name, count in counts.items()))


# --- What is there ----------------------------------------------------------------------------


def check_messages(stack: Stack, report: Report) -> None:
    """Every entry that was answered with yes is stored once and mailed; no mail without entry."""
    rows = stack.sql("SELECT form_data->>%s FROM wagtailforms_formsubmission", [text_field(stack)])
    stored = Counter(text for (text,) in rows)
    assert report.of("message") <= set(stored), "an entry is lost"
    assert set(stored) <= report.tried_of("message")
    assert max(stored.values()) == 1
    wait_until(lambda: set(stored) <= mailed(stack, set(stored)), "mail about each entry")
    assert mailed(stack, report.tried_of("message")) <= set(stored)


def text_field(stack: Stack) -> str:
    query = "SELECT clean_name FROM home_contactformfield WHERE page_id = %s AND label = 'Text'"
    return stack.sql(query, [stack.content.contact])[0][0]


def mailed(stack: Stack, markers: set[str]) -> set[str]:
    texts = " ".join(str(mail.get_payload(decode=True)) for mail in list(stack.mail.messages))
    return {marker for marker in markers if marker in texts}


def check_pages(stack: Stack, report: Report) -> None:
    """What was published is live under its last title, with revision and change; no half page."""
    rows = stack.sql(
        "SELECT p.id, p.slug, p.title, p.live, p.latest_revision_id, p.live_revision_id, "
        "p.has_unpublished_changes, p.url_path, c.page_ptr_id IS NOT NULL, "
        "ARRAY(SELECT r.content->>'title' FROM wagtailcore_revision r "
        "      WHERE r.object_id = p.id::text AND r.base_content_type_id = "
        "      (SELECT id FROM django_content_type WHERE app_label = 'wagtailcore' "
        "       AND model = 'page')) "
        "FROM wagtailcore_page p LEFT JOIN home_contentpage c ON c.page_ptr_id = p.id "
        "WHERE p.slug LIKE 'page-%%'"
    )
    published = {title for row in rows for title in row[9]}
    assert report.of("page") <= published, "a publication is lost"
    assert published <= report.tried_of("page")
    for pk, slug, title, live, latest, live_revision, unpublished, path, is_whole, titles in rows:
        assert is_whole, f"{slug} is half a page"
        assert live, f"{slug} is not live"
        assert not unpublished, f"{slug} has a revision that was not published"
        assert latest == live_revision, slug
        assert title in titles, slug
        assert path.endswith(f"/{slug}/"), slug
        changes = stack.sql(
            "SELECT count(*) FROM delivery_change WHERE what = 'pages' AND object_id = %s",
            [str(pk)],
        )
        assert changes[0][0] >= 1, f"nobody was told of {slug}"
    orphans = stack.sql(
        "SELECT count(*) FROM wagtailcore_revision r JOIN django_content_type t "
        "ON t.id = r.base_content_type_id WHERE t.model = 'page' "
        "AND NOT EXISTS (SELECT 1 FROM wagtailcore_page p WHERE p.id::text = r.object_id)"
    )
    assert orphans == [(0,)], "revisions without a page"
    numbers = stack.sql(
        "SELECT path FROM wagtailcore_page p WHERE numchild <> (SELECT count(*) FROM "
        "wagtailcore_page c WHERE c.depth = p.depth + 1 AND c.path LIKE p.path || '%%')"
    )
    assert numbers == [], "the tree does not know its pages"


def check_files(stack: Stack, report: Report) -> int:
    """Every upload that was answered with yes is there with the right content, every entry has its
    file. Returns how many files without an entry there are, which a command deletes."""
    rows = stack.sql(
        "SELECT title, file, file_hash FROM core_document UNION ALL "
        "SELECT title, file, file_hash FROM core_image"
    )
    ours = {title: (file, digest) for title, file, digest in rows if title.startswith("file-")}
    assert report.of("file") <= set(ours), "an upload is lost"
    assert set(ours) <= report.tried_of("file")
    for title, (file, digest) in ours.items():
        stored = checksum(stack.media / file)
        assert stored == digest, f"{file} is not what was stored"
        assert stored == report.checksums.get(title, stored), f"{file} is not what was sent"
    for (file,) in stack.sql("SELECT file FROM core_rendition"):
        assert (stack.media / file).stat().st_size > 0, f"{file} is empty"
    left = stack.manage("unused_files", "--hours=-1").splitlines()[:-1]
    stack.manage("unused_files", "--hours=-1", "--delete")
    named = {file for __, file, __ in rows} | {
        file for (file,) in stack.sql("SELECT file FROM core_rendition")
    }
    there = {
        str(file.relative_to(stack.media))
        for folder in ("documents", "original_images", "images", "wagtail_uploads")
        for file in (stack.media / folder).rglob("*")
        if file.is_file()
    }
    assert there <= named, "files without an entry stay"
    return len(left)


def check_all(stack: Stack, report: Report) -> int:
    for kind, count in KINDS:
        assert len(report.of(kind.kind)) == count
    check_messages(stack, report)
    check_pages(stack, report)
    return check_files(stack, report)


# --- Faults -----------------------------------------------------------------------------------


def test_a_killed_server_loses_nothing_that_it_said_yes_to(stack: Stack) -> None:
    kills: Counter[str] = Counter()

    def kill_process() -> None:
        children = stack.server.children
        os.kill(children[kills.total() % len(children)], signal.SIGKILL)
        kills["process"] += 1

    def kill_server() -> None:
        stack.server.kill()
        kills["server"] += 1
        stack.server.start()

    faults = [kill_process, kill_process, kill_server] * 2
    report = do_all(stack, KINDS, faults)
    left = check_all(stack, report)
    told(
        "kill -9 of the server",
        **{f"{name} killed": count for name, count in kills.items()},
        yes=len(report.yes),
        lost=0,
        half=0,
        answers=dict(report.answers),
        files_left=left,
    )


def test_postgresql_restarted_and_killed_under_load(stack: Stack) -> None:
    server, worker = stack.server.pid, stack.worker.pid
    faults: Counter[str] = Counter()
    recovered: list[float] = []

    def come_back() -> None:
        time.sleep(1)
        stack.database.start()
        began = time.monotonic()
        wait_until(lambda: stack.client().get("/de/").status_code == 200, "recovery", 30)
        recovered.append(time.monotonic() - began)

    def restart() -> None:
        stack.database.stop()
        faults["restart"] += 1
        come_back()

    def kill() -> None:
        stack.database.kill()  # of all its processes: it recovers from its log
        faults["kill -9"] += 1
        come_back()

    report = do_all(stack, KINDS, [restart, kill, restart])
    left = check_all(stack, report)
    assert set(report.answers) <= {"302", "200", "503", "none"}
    assert report.answers["none"] == 0, "a request got no answer"
    assert stack.server.pid == server
    assert stack.worker.pid == worker
    assert stack.worker.is_running, stack.worker.tail()
    waiting = (
        "SELECT count(*) FROM django_tasks_database_dbtaskresult"
        " WHERE status = 'READY' AND run_after < now()"
    )
    wait_until(lambda: stack.sql(waiting) == [(0,)], "work goes on")
    told(
        "PostgreSQL",
        **faults,
        yes=len(report.yes),
        lost=0,
        refused=report.answers["503"],
        answers=dict(report.answers),
        recovered_after=[f"{seconds:.1f} s" for seconds in recovered],
        files_left=left,
    )
    assert max(recovered) < 10


def test_without_redis_pages_are_served_more_slowly(stack: Stack) -> None:
    visitor = stack.client()
    paths = ["/de/", stack.content.news_path, "/api/v2/pages/", "/de/suche/?q=Meldung"]
    paths += [stack.content.advisor_path, stack.content.contact_path, "/sitemap.xml", "/en/"]
    for path in paths:  # the first request makes what later ones find
        assert visitor.get(path).status_code == 200, path

    def seconds() -> float:
        began = time.monotonic()
        for _ in range(3):
            for path in paths:
                response = visitor.get(path)
                assert response.status_code == 200, (path, response.status_code)
        return time.monotonic() - began

    well = seconds()
    stack.cache.kill()
    gone = seconds()
    stack.cache.start()
    wait_until(lambda: asks(stack, visitor), "Redis is asked again", 20)
    stack.cache.send(signal.SIGSTOP)
    try:
        hanging = seconds()
        signed_in = stack.signed_in().get("/admin/").status_code
    finally:
        stack.cache.send(signal.SIGCONT)
    wait_until(lambda: asks(stack, visitor), "Redis is asked again", 20)
    told(
        "Redis",
        requests=len(paths) * 9,
        errors=0,
        well=f"{well:.1f} s",
        gone=f"{gone:.1f} s (× {gone / well:.1f})",
        hanging=f"{hanging:.1f} s (× {hanging / well:.1f})",
    )
    assert signed_in == 200
    # At most one wait in each process and five seconds, and not one in each request.
    assert hanging < well * 3 + 5


def asks(stack: Stack, visitor: Client) -> bool:
    """Whether a page that nobody has asked for yet asks Redis for anything."""
    before = commands(stack)
    visitor.get(f"/de/suche/?q=Klima{time.monotonic_ns()}")
    return commands(stack) > before


def commands(stack: Stack) -> int:
    """How many commands other than those of this question Redis has served."""
    stats = stack.cache.client.info("commandstats")
    names = ("cmdstat_get", "cmdstat_set", "cmdstat_mget", "cmdstat_exists", "cmdstat_incr")
    return sum(int(stats[name]["calls"]) for name in names if name in stats)


def test_a_full_disk_is_told_and_leaves_nothing_half(stack: Stack) -> None:
    editor = stack.signed_in()
    token = editor.token("/admin/documents/multiple/add/")
    before = files_and_rows(stack)
    limit_files(stack, MEGABYTE)  # each larger file meets what a full disk is to a process
    answers = []
    for number in range(5):
        for path in ("/admin/documents/multiple/add/", "/admin/images/multiple/add/"):
            suffix = "txt" if "documents" in path else "png"
            content = b"x" * (MEGABYTE + 1) if suffix == "txt" else picture(700, 600)
            answer = editor.post(
                path,
                data={"csrfmiddlewaretoken": token, "title": f"Voll {number}"},
                files={"files[]": (f"voll-{number}.{suffix}", content)},
                headers={"X-Requested-With": "XMLHttpRequest"},
            )
            assert answer.status_code == 200, answer.text[:500]
            assert answer.json()["success"] is False
            assert "kein Platz mehr" in answer.json()["error_message"]
            answers.append(answer)
        page = editor.submit(
            "/admin/documents/add/",
            {"title": f"Voll {number}"},
            "main form[method=post i]",
            files={"file": (f"voll-{number}.txt", b"x" * (MEGABYTE + 1))},
        )
        assert page.status_code == 507
        assert "kein Platz mehr" in page.text
        answers.append(page)
    assert files_and_rows(stack) == before
    assert stack.client().get("/de/").status_code == 200

    limit_files(stack, -1)
    for path, name, content in (
        ("/admin/documents/add/", "wieder.txt", b"x" * (MEGABYTE + 1)),
        ("/admin/images/add/", "wieder.png", picture(700, 600)),
    ):
        values = {"title": "Wieder", "credit": "Foto: E", "description": "Bild"}
        sent = editor.submit(
            path, values, "main form[method=post i]", files={"file": (name, content)}
        )
        assert sent.status_code == 302, sent.text[:2000]
    files, rows = files_and_rows(stack)
    assert (len(files - before[0]), rows - before[1]) == (2, 2)
    told("Disk full", uploads=len(answers), told_clearly=len(answers), half=0, afterwards=2)


def limit_files(stack: Stack, size: int) -> None:
    """No process of the server may write files larger than this; -1: any."""
    limit = resource.RLIM_INFINITY if size < 0 else size
    for pid in [stack.server.pid, *stack.server.children]:
        resource.prlimit(pid, resource.RLIMIT_FSIZE, (limit, resource.RLIM_INFINITY))


def files_and_rows(stack: Stack) -> tuple[set[Path], int]:
    # Not the sizes that a page has made meanwhile.
    folders = ("documents", "original_images", "wagtail_uploads")
    files = {file for name in folders for file in (stack.media / name).rglob("*.*")}
    rows = stack.sql(
        "SELECT (SELECT count(*) FROM core_image) + (SELECT count(*) FROM core_document)"
        " + (SELECT count(*) FROM wagtailcore_uploadedfile)"
    )
    return files, rows[0][0]


def test_of_two_editors_the_second_is_asked(stack: Stack) -> None:
    """Really at once: both send what they typed in the same moment."""
    path = f"/admin/pages/{stack.content.content_page}/edit/"
    editors = [stack.signed_in("administrator"), stack.signed_in("publisher")]
    rounds, outcomes = 6, Counter()
    for number in range(rounds):
        forms = [fields_of_editor(editor.page(path)) for editor in editors]
        with ThreadPoolExecutor(2) as pool:
            answers = list(
                pool.map(
                    lambda place, forms=forms, number=number: editors[place].post(
                        path, data={**forms[place], "title": f"Runde {number} von {place}"}
                    ),
                    range(2),
                )
            )
        statuses = sorted(answer.status_code for answer in answers)
        assert statuses == [200, 302]
        winner = next(place for place in range(2) if answers[place].status_code == 302)
        asked = BeautifulSoup(answers[1 - winner].content, "html5lib")
        assert asked.select_one(".editing-conflict input[name=save_over]")
        typed = f"Runde {number} von {1 - winner}"
        assert asked.select_one("input[name=title]")["value"] == typed
        titles = [title for (title,) in stack.sql(TITLES, [str(stack.content.content_page)])]
        assert titles[0] == f"Runde {number} von {winner}"
        assert typed not in titles
        outcomes["saved"] += 1
        outcomes["asked"] += 1
    told("Two editors", rounds=rounds, **outcomes, overwritten=0)


TITLES = (
    "SELECT content->>'title' FROM wagtailcore_revision WHERE object_id = %s"
    " AND base_content_type_id = (SELECT id FROM django_content_type"
    " WHERE app_label = 'wagtailcore' AND model = 'page') ORDER BY id DESC"
)


def test_a_worker_killed_in_the_middle_of_a_delivery_delivers(stack: Stack) -> None:
    with Receiver() as receiver:
        stack.python(
            "from delivery.webhooks.models import WebhookEndpoint\n"
            f"WebhookEndpoint.objects.create(name='App', address={receiver.address!r})"
        )
        publication = Publication(stack, 0)
        publication.prepare()
        kills = 3
        for _ in range(kills):
            receiver.holds = True
            publication.do()
            assert receiver.began.wait(60), stack.worker.tail()
            stack.worker.kill()
            receiver.go_on()
            stack.worker.start()
        # As if the minutes had passed after which a claim is free again.
        stack.sql("UPDATE webhooks_webhookdelivery SET claimed_at = claimed_at - interval '6 min'")
        stack.sql("UPDATE webhooks_webhookendpoint SET wakes_at = wakes_at - interval '6 min'")
        stack.sql(
            "UPDATE django_tasks_database_dbtaskresult"
            " SET started_at = started_at - interval '6 min'"
        )
        began = time.monotonic()
        stack.timer.start()
        undelivered = "SELECT count(*) FROM webhooks_webhookdelivery WHERE state <> 'delivered'"
        wait_until(lambda: stack.sql(undelivered) == [(0,)], "every message is delivered")
        seconds = time.monotonic() - began
        sent = {key for (key,) in stack.sql("SELECT message_id FROM webhooks_webhookdelivery")}
    arrived = receiver.answered
    assert len(sent) >= kills
    assert sent == set(arrived), "a message did not arrive"
    told(
        "Worker killed in a delivery",
        kills=kills,
        messages=len(sent),
        arrived=len(set(arrived)),
        more_than_once=sum(1 for count in arrived.values() if count > 1),
        begun_but_cut=receiver.cut,
        lost=0,
        seconds_after_the_claim_was_free=f"{seconds:.1f}",
    )
    assert receiver.cut >= 1
