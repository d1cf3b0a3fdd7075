"""Workers are stateless: two application servers on one database and cache, written to and asked in
any order, answer the same, and never what was before."""

import random
from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest

from .client import Client, fields_of
from .stack import Stack

pytestmark = pytest.mark.production

WRITES = 10
# Each server has two processes, and the next request may reach either.
TIMES = 2
LIST = "/api/v2/pages/?type=news.NewsPage&locale=de&limit=100&fields=_,id,title"


@dataclass
class Item:
    """A news item as it was last written: `title` is nowhere else on the site."""

    pk: int
    path: str
    title: str
    is_public: bool = True
    former: list[str] = field(default_factory=list)


class Editors:
    """People who write, each time through either server."""

    def __init__(self, stack: Stack, bases: list[str], chance: random.Random) -> None:
        self.stack, self.bases, self.chance = stack, bases, chance
        self.items: list[Item] = []
        self.number = 0

    def write(self) -> str:
        """Do something and return what, when the answer has come."""
        public = [item for item in self.items if item.is_public]
        deeds = [self.add, *([self.rename, self.rename, self.unpublish] if public else [])]
        return self.chance.choice(deeds)()

    def add(self) -> str:
        title = self._title()
        path = f"/admin/pages/add/news/newspage/{self.stack.content.news_index}/"
        self._publish(
            path,
            {
                "title": title,
                "slug": title.lower(),
                "date": "2030-05-05",
                "teaser": "Ein Satz.",
            },
        )
        rows = self.stack.sql("SELECT id FROM wagtailcore_page WHERE slug = %s", [title.lower()])
        path = f"{self.stack.content.news_index_path}{title.lower()}/"
        self.items.append(Item(rows[0][0], path, title))
        return f"added {title}"

    def rename(self) -> str:
        item = self.chance.choice([item for item in self.items if item.is_public])
        item.former.append(item.title)
        item.title = self._title()
        self._publish(f"/admin/pages/{item.pk}/edit/", {"title": item.title})
        return f"renamed {item.former[-1]} to {item.title}"

    def unpublish(self) -> str:
        item = self.chance.choice([item for item in self.items if item.is_public])
        path = f"/admin/pages/{item.pk}/unpublish/"
        assert self._browser().submit(path).status_code == 302
        item.is_public = False
        return f"unpublished {item.title}"

    def _title(self) -> str:
        self.number += 1
        return f"Zweiserver{self.number:03}"

    def _browser(self) -> Client:
        key = self.stack.content.sessions["administrator"]
        return Client(self.chance.choice(self.bases), "203.0.113.8", key)

    def _publish(self, path: str, values: dict[str, str]) -> None:
        browser = self._browser()
        form = fields_of(browser.page(path).select_one("form[data-edit-form]"))
        answer = browser.post(path, data={**form, **values, "action-publish": "action-publish"})
        assert answer.status_code == 302, answer.text[-3000:]


@pytest.fixture
def bases(stack: Stack) -> Iterator[list[str]]:
    with stack.another_server() as other:
        yield [stack.base, other]


def asked(base: str, path: str, etag: str = "") -> tuple[int, bytes, str]:
    """Status, body and ETag, over a connection of its own."""
    with Client(base) as visitor:
        answer = visitor.get(path, headers={"If-None-Match": etag} if etag else {})
        return answer.status_code, answer.content, answer.headers.get("ETag", "")


def test_any_order_of_requests_and_writes_is_never_answered_with_what_was(
    stack: Stack, bases: list[str]
) -> None:
    seed = random.SystemRandom().randrange(10**6)
    chance = random.Random(seed)  # noqa: S311 - the seed is told, so that a failure can be repeated
    editors = Editors(stack, bases, chance)
    lists = [
        LIST,
        stack.content.news_index_path,
        "/de/feeds/atom.xml",
        "/de/",
        "/api/v2/navigation/",
        "/sitemap.xml",
    ]
    known: dict[str, str] = {}
    for _ in range(WRITES):
        # Whatever was asked before may lie in each process's memory.
        paths = [*lists, *(item.path for item in editors.items)]
        for path in chance.choices(paths, k=8):
            known[path] = asked(chance.choice(bases), path)[2]
        done = f"seed {seed}: {editors.write()}"
        paths = [*lists, *(path for item in editors.items for path in _paths_of(item))]
        chance.shuffle(paths)
        for path in paths:
            answers = {asked(base, path, known.get(path, "")) for base in bases * TIMES}
            assert len(answers) == 1, f"{done}: {path} has {len(answers)} answers"
            [(status, body, etag)] = answers
            assert status != 304 or not _hangs_on_news(path), f"{done}: {path} is as before"
            known[path] = etag
            if status == 304:  # what was known is still true: look at it once more
                status, body, __ = asked(chance.choice(bases), path)
            _check(path, status, body, editors.items, done)


def _paths_of(item: Item) -> list[str]:
    return [item.path, f"/api/v2/pages/{item.pk}/"]


def _hangs_on_news(path: str) -> bool:
    """After each write something public is different; what hangs on news can't be as before."""
    return path.startswith(("/api/v2/pages/", "/de/feeds/"))


def _check(path: str, status: int, body: bytes, items: list[Item], done: str) -> None:
    """The answer is what the items now are."""
    text = body.decode()
    for item in items:
        if path in _paths_of(item):
            assert (status == 200) == item.is_public, f"{done}: {path} answers {status}"
            if item.is_public:
                assert item.title in text, f"{done}: {path} without its title"
        elif path == LIST or "feeds" in path or path.endswith("/aktuelles/"):
            assert (item.title in text) == item.is_public, f"{done}: {path} and {item.title}"
        elif path == "/sitemap.xml":
            assert (item.path in text) == item.is_public, f"{done}: {path} and {item.path}"
        for former in item.former:
            assert former not in text, f"{done}: {path} still names {former}"


def test_a_withdrawn_consent_is_gone_from_both_with_the_next_request(
    stack: Stack, bases: list[str]
) -> None:
    advisor = stack.content.advisor
    paths = [
        stack.content.advisor_path,
        f"/api/v2/pages/{advisor}/",
        f"/vcard/advisor/{advisor}.vcf",
    ]
    for base in bases * TIMES:
        assert [asked(base, path)[0] for path in paths] == [200, 200, 200]
    stack.python(
        "from pool.models import AdvisorConsent; from django.utils import timezone; "
        f"c = AdvisorConsent.objects.filter(advisor_id={advisor}).last(); c.pk = None; "
        "c._state.adding = True; c.withdrawn_on = timezone.localdate(); c.save()"
    )
    for base in bases * TIMES:
        assert {asked(base, path)[0] for path in paths} <= {404, 410}
