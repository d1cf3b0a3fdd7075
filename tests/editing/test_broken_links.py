"""Links that lead nowhere: inside the site, and to a real server that answers badly."""

import socket
from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import PageViewRestriction

from core.outgoing import addresses
from editing.links import checking, fetching
from editing.links.checking import check, check_all, due
from editing.links.fetching import look_up
from editing.links.targets import Reason, broken_links
from editing.models import Link, WebAddress
from editing.models.links import Problem
from tests import factories
from tests.editing.other_website import Website, running
from tests.editing.waiting import numbers, titles
from tests.people import signed_in
from tests.trees import in_english, reloaded, stream

pytestmark = pytest.mark.django_db
REPORT = "/admin/reports/broken-links/"


def linking(parent, html: str, factory=factories.ContentPageFactory, **values):
    return factory(parent=parent, body=stream(("paragraph", html)), **values)


def to_page(pk: int, text: str = "dorthin") -> str:
    return f'<a linktype="page" id="{pk}">{text}</a>'


def reasons() -> list[str]:
    return [link.reason for link in broken_links().order_by("pk")]


# --- Inside the site ------------------------------------------------------------------------------


def test_a_link_to_a_visible_page_is_whole(home, news) -> None:
    linking(home, to_page(news.pk))

    assert reasons() == []


def test_a_link_to_a_page_that_goes_offline_is_broken_until_it_is_back(home) -> None:
    target = factories.ContentPageFactory(parent=home)
    linking(home, to_page(target.pk))

    target.unpublish()
    assert reasons() == [Reason.UNPUBLISHED]

    target.save_revision().publish()
    assert reasons() == []


def test_what_lies_below_a_draft_cannot_be_reached(home) -> None:
    above = factories.ContentPageFactory(parent=home)
    target = factories.ContentPageFactory(parent=above)
    linking(home, to_page(target.pk))

    reloaded(above).unpublish()

    assert reasons() == [Reason.UNPUBLISHED]


def test_an_expired_page_cannot_be_reached(home) -> None:
    target = factories.ContentPageFactory(parent=home)
    linking(home, to_page(target.pk))
    target.expire_at = timezone.now() - timedelta(minutes=1)
    target.save()

    assert reasons() == [Reason.UNPUBLISHED]


def test_a_link_to_a_deleted_page_is_broken(home) -> None:
    target = factories.ContentPageFactory(parent=home)
    linking(home, to_page(target.pk))

    target.delete()

    assert reasons() == [Reason.DELETED_PAGE]


def test_a_link_into_a_private_part_is_broken(home) -> None:
    above = factories.ContentPageFactory(parent=home)
    target = factories.ContentPageFactory(parent=above)
    linking(home, to_page(target.pk))
    PageViewRestriction.objects.create(page=above, restriction_type="login")

    assert reasons() == [Reason.PRIVATE_PAGE]


def test_a_link_to_a_profile_without_consent_is_broken(home, directory) -> None:
    profile = factories.AdvisorPageFactory(parent=directory)
    linking(home, to_page(profile.pk))
    assert reasons() == [Reason.NO_CONSENT]

    factories.AdvisorConsentFactory(advisor=profile)
    assert reasons() == []


def test_a_link_leads_to_the_translation_where_only_that_is_published(home, english_home) -> None:
    target = factories.ContentPageFactory(parent=home)
    english = in_english(target, slug="english")
    page = linking(home, to_page(target.pk), title="Verweis")
    in_english(page, slug="link")
    reloaded(target).unpublish()

    assert [link.page.locale.language_code for link in broken_links()] == ["de"]

    reloaded(english).unpublish()
    assert broken_links().count() == 2


def test_links_to_documents_break_with_these(home, private_collection) -> None:
    document = factories.DocumentFactory()
    linking(home, f'<a linktype="document" id="{document.pk}">Heft</a>')
    assert reasons() == []

    document.collection = private_collection
    document.save()
    assert reasons() == [Reason.PRIVATE_DOCUMENT]

    document.delete()
    assert reasons() == [Reason.DELETED_DOCUMENT]


def test_links_on_drafts_hurt_nobody_yet(home) -> None:
    linking(home, to_page(999_999), live=False)

    assert reasons() == []


# --- To another website ---------------------------------------------------------------------------


@pytest.fixture
def website(settings) -> Iterator[Website]:
    settings.LINKS_ALLOW_PRIVATE = True
    with running() as website:
        yield website


@pytest.mark.parametrize(
    ("path", "status", "problem"),
    [
        ("/", 200, ""),
        ("/umlaut-ä?q=ö#teil", 200, ""),
        ("/to/to/status/200", 200, ""),
        ("/status/404", 404, Problem.GONE),
        ("/status/410", 410, Problem.GONE),
        ("/to/status/404", 404, Problem.GONE),
        ("/status/400", 400, Problem.ANSWER),
        ("/status/500", 500, Problem.SERVER),
        ("/status/403", 403, ""),
        ("/status/429", 429, ""),
        ("/loop", 302, Problem.LOOP),
    ],
)
def test_an_address_is_judged_by_its_answer(website, path, status, problem) -> None:
    finding = look_up(website.url(path))

    assert (finding.status, finding.problem) == (status, problem)


def test_head_is_asked_first_and_is_enough_if_all_is_well(website) -> None:
    look_up(website.url("/a"))

    assert website.requests == [("HEAD", "/a")]


def test_get_decides_where_head_goes_wrong(website) -> None:
    website.refuses_head = True

    assert look_up(website.url("/a")).status == 200
    assert website.requests == [("HEAD", "/a"), ("GET", "/a")]


@pytest.mark.parametrize("path", ["/slow", "/drip"])
def test_a_slow_website_does_not_keep_anybody(website, monkeypatch, path) -> None:
    monkeypatch.setattr(fetching, "STEP_TIMEOUT", 0.3)
    monkeypatch.setattr(fetching, "WHOLE_TIMEOUT", 0.4)

    assert look_up(website.url(path)).problem == Problem.TIMEOUT


def test_an_address_where_nobody_listens(settings) -> None:
    settings.LINKS_ALLOW_PRIVATE = True
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]

    assert look_up(f"http://127.0.0.1:{port}/").problem == Problem.CONNECTION


def test_the_own_network_is_not_asked(website, settings, monkeypatch) -> None:
    settings.LINKS_ALLOW_PRIVATE = False

    assert look_up(website.url("/")).problem == Problem.REFUSED
    assert look_up("http://localhost/").problem == Problem.REFUSED
    assert look_up("ftp://example.org/").problem == Problem.REFUSED
    assert website.requests == []


def test_a_redirect_into_the_own_network_is_not_followed(website, monkeypatch) -> None:
    asked = []

    def resolve(url, rules):
        asked.append(url)
        if len(asked) > 1:
            raise addresses.AddressRefusedError("private")
        return addresses.resolve(url, rules)

    monkeypatch.setattr(fetching, "resolve", resolve)

    assert look_up(website.url("/to/secret")).problem == Problem.REFUSED
    assert [path for __, path in website.requests] == ["/to/secret"]


def test_an_unknown_name(monkeypatch) -> None:
    def nobody(*args, **kwargs):
        raise socket.gaierror

    monkeypatch.setattr(addresses.socket, "getaddrinfo", nobody)

    assert look_up("https://nirgends.example.org/").problem == Problem.UNKNOWN_HOST


def test_the_command_checks_what_is_linked_and_forgets_the_rest(home, website, capsys) -> None:
    linking(home, f'<a href="{website.url("/status/404")}">weg</a>')
    linking(home, f'<a href="{website.url("/gut")}">da</a>')
    WebAddress.objects.create(url=website.url("/unbenutzt"))

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(checking, "PAUSE", 0)
        call_command("check_links")

    assert "2 von 2 Adressen geprüft, 1 defekt." in capsys.readouterr().out
    assert dict(WebAddress.objects.values_list("url", "problem")) == {
        website.url("/status/404"): Problem.GONE,
        website.url("/gut"): "",
    }
    assert due(limit=10) == []


def test_an_address_remembers_since_when_it_is_broken(website) -> None:
    address = check(WebAddress.objects.create(url=website.url("/status/404")))
    since = address.broken_since
    assert since is not None

    assert check(address).broken_since == since

    address.url = website.url("/gut")
    assert check(address).broken_since is None


def test_hosts_take_turns_and_none_is_asked_twice_within_a_second(monkeypatch) -> None:
    asked, waited = [], []
    monkeypatch.setattr(checking, "check", lambda address: asked.append(address.url) or address)
    urls = ["https://a.example/1", "https://a.example/2", "https://b.example/1"]

    list(check_all([WebAddress(url=url) for url in urls], seconds=60, pause=waited.append))

    assert asked == ["https://a.example/1", "https://b.example/1", "https://a.example/2"]
    assert len(waited) == 1
    assert 0 < waited[0] <= checking.PAUSE


def test_the_command_ends_in_time(monkeypatch) -> None:
    monkeypatch.setattr(checking, "check", lambda address: address)
    found = check_all([WebAddress(url="https://a.example/")], seconds=0)

    assert list(found) == []


# --- The report -----------------------------------------------------------------------------------


@pytest.fixture
def broken(news, website) -> dict[str, WebAddress]:
    """A page of each state with a link to an address that is gone."""
    found = {}
    for state in ("NW", "BW"):
        url = website.url(f"/status/404?{state}")
        website_link = f'<a href="{url}">Handbuch</a>'
        linking(news, website_link, factories.NewsPageFactory, title=f"Aus {state}", state=state)
        found[state] = check(WebAddress.objects.get(url=url))
    return found


def test_an_editor_sees_the_links_of_their_pages_with_words_and_a_way_to_the_place(
    news, broken
) -> None:
    editor = signed_in("editors-nw")

    assert numbers(editor)["broken_links"] == 1
    assert titles(editor, REPORT) == ["Aus NW"]
    said = editor.get(REPORT).text
    link = Link.objects.get(address=broken["NW"])
    assert "Handbuch" in said
    assert "Die Seite gibt es nicht mehr." in said
    edit = reverse("wagtailadmin_pages:edit", args=[link.page_id])
    assert f"{edit}#:w:contentpath={link.content_path}" in said


def test_snippets_are_for_who_may_change_them(home, broken) -> None:
    partner = factories.PartnerFactory(name="Verein", url=broken["NW"].url)
    assert partner.pk

    assert titles(signed_in("editors-nw"), REPORT) == ["Aus NW"]
    assert any(title.startswith("Verein") for title in titles(signed_in("managers"), REPORT))


def test_the_button_asks_the_address_again(news, broken, website) -> None:
    editor = signed_in("editors-nw")
    address = broken["NW"]
    address.url = website.url("/wieder-da")
    address.save()
    button = reverse("editing_check_link", args=[address.pk])

    assert editor.get(button).status_code == 405
    response = editor.post(button, follow=True)

    assert "funktioniert wieder" in response.text
    assert titles(editor, REPORT) == []
    assert editor.post(reverse("editing_check_link", args=[broken["BW"].pk])).status_code == 404


def test_looking_at_the_report_asks_no_other_website(news, broken, website) -> None:
    website.requests.clear()

    signed_in("editors-nw").get(REPORT)
    Client().get("/de/")

    assert website.requests == []


def test_the_title_of_a_page_that_an_editor_may_not_see_stays_unsaid(home, news) -> None:
    secret = factories.NewsPageFactory(parent=news, title="Geheim", state="BW", live=False)
    linking(news, to_page(secret.pk), factories.NewsPageFactory, state="NW")

    assert f"Seite {secret.pk}" in signed_in("editors-nw").get(REPORT).text
    assert "Geheim" not in signed_in("editors-nw").get(REPORT).text
    assert "Geheim" in signed_in("administrator").get(REPORT).text


def test_the_report_is_filtered_by_reason(home, client) -> None:
    client.force_login(factories.UserFactory())
    offline = factories.ContentPageFactory(parent=home, live=False)
    linking(home, to_page(offline.pk), title="Zu Entwurf")
    linking(home, to_page(999_999), title="Zu Gelöschtem")

    assert titles(client, f"{REPORT}?reason=deleted-page") == ["Zu Gelöschtem"]
    rows = b"".join(client.get(f"{REPORT}?export=csv").streaming_content).decode()
    assert "Die Seite ist nicht veröffentlicht." in rows
