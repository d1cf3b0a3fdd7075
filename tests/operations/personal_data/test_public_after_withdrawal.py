"""A publisher says that an advisor withdrew; a stranger who reads everything finds nothing."""

import re
from collections import deque
from urllib.parse import urljoin, urlsplit

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from editing.models import Role
from editing.roles.setup import setup_roles
from pool.models import AdvisorConsent, AdvisorPage
from tests import factories
from tests.trees import in_english, reloaded

NAME = "Zoraya Quellbach"
SLUG = "profil-4711"  # an address must not hold the name
STARTS = (
    "/de/",
    "/en/",
    "/sitemap.xml",
    "/api/v2/pages/?fields=*&limit=100",
    "/api/v2/pages/?type=pool.AdvisorPage&locale=en&fields=*",
    "/api/v2/navigation/?locale=de",
    "/api/v2/search/?q=Quellbach&locale=de",
    "/de/suche/?q=Quellbach",
    "/en/search/?q=Quellbach",
)
ADDRESS = re.compile(
    r"""(?:href|src)="([^"#]+)|"(?:html_url|detail_url|url)":\s*"([^"]+)|<loc>([^<]+)"""
)
HOSTS = ("", "www.example.org", "testserver")


def crawled(client: Client) -> dict[str, str]:
    """Every address that a stranger gets to by following links, with what it answers."""
    found: dict[str, str] = {}
    waiting = deque(STARTS)
    while waiting:
        address = waiting.popleft()
        if address in found:
            continue
        answer = client.get(address, HTTP_HOST="www.example.org", secure=True)
        text = b"".join(answer) if answer.streaming else answer.content
        found[address] = text.decode(errors="replace") if answer.status_code == 200 else ""
        for match in ADDRESS.findall(found[address].replace("&amp;", "&")):
            parts = urlsplit(urljoin(address, next(part for part in match if part)))
            is_file = parts.path.startswith(("/static/", "/media/"))
            if parts.netloc in HOSTS and parts.path.startswith("/") and not is_file:
                waiting.append(f"{parts.path}?{parts.query}" if parts.query else parts.path)
    return found


def telling(answers: dict[str, str]) -> list[str]:
    """The addresses that tell of the person; a search repeats what it was asked."""
    return [
        address
        for address, text in answers.items()
        if SLUG in text or ("Quellbach" in text and "Quellbach" not in address)
    ]


@pytest.fixture
def advisor(directory, english_directory) -> AdvisorPage:
    page = factories.AdvisorPageFactory(
        parent=directory, title=NAME, slug=SLUG, first_name="Zoraya", last_name="Quellbach"
    )
    factories.AdvisorConsentFactory(advisor=page)
    reloaded(page).save_revision().publish()
    in_english(reloaded(page), title=NAME, slug=SLUG)
    return reloaded(page)


def test_after_a_withdrawal_no_public_address_tells_of_the_advisor(
    advisor: AdvisorPage, client: Client
) -> None:
    setup_roles()
    publisher = factories.UserFactory(is_superuser=False, is_staff=False)
    publisher.groups.add(Role.objects.get(key="publishers").group)
    before = telling(crawled(Client()))
    assert f"/de/{advisor.get_parent().slug}/{SLUG}/" in before
    assert len(before) >= 4, "both languages, the lists and the API should have told of it"

    client.force_login(publisher)
    answer = client.post(
        reverse("operations_withdraw_consent", args=[advisor.pk]), {"understood": "yes"}
    )
    assert answer.status_code == 200, answer.content.decode()
    assert AdvisorConsent.objects.filter(withdrawn_on=timezone.localdate()).exists()

    after = crawled(Client())
    assert telling(after) == []
    assert len(after) > 10
