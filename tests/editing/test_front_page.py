"""The admin's front page: each number leads to a list of exactly that, for everybody their own."""

from datetime import timedelta
from functools import partial

import pytest
from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Locale, Page, TaskState

from core.models import User
from editing.freshness.confirming import confirm
from editing.front_page.matters import MATTERS
from editing.front_page.panel import WaitingPanel
from editing.front_page.reviews import waiting_for_review
from editing.models import Confirmation
from news.models import NewsPage
from tests import factories
from tests.editing.waiting import numbers, rows
from tests.people import person, signed_in
from tests.queries import queries_of
from tests.trees import reloaded, stream, translated

pytestmark = pytest.mark.django_db

LONG_AGO = timezone.now() - timedelta(days=400)


@pytest.fixture
def chief(client: Client) -> User:
    user = factories.UserFactory()
    client.force_login(user)
    return user


def published(parent, factory=factories.ContentPageFactory, user=None, **values):
    page = factory(parent=parent, **values)
    page.save_revision(user=user).publish()
    return reloaded(page)


def aged(page, **values):
    """The page as if nobody had touched it for over a year."""
    page = reloaded(page)
    for name in ("latest_revision_created_at", "last_published_at", "first_published_at"):
        setattr(page, name, values.get(name, LONG_AGO))
    page.save()
    return page


def test_a_site_without_anything_to_do_says_so_calmly(client, chief, home) -> None:
    home.save_revision().publish()

    assert set(numbers(client).values()) == {0}
    assert "Zurzeit nichts: alles erledigt." in client.get(reverse("wagtailadmin_home")).text


# --- Drafts ---------------------------------------------------------------------------------------


def test_my_drafts_are_what_i_began_and_did_not_finish(client, chief, home) -> None:
    other = factories.UserFactory()
    mine = factories.ContentPageFactory(parent=home, title="Begonnen", live=False, owner=chief)
    mine.save_revision(user=chief)
    changed = published(home, title="Geändert", user=other)
    changed.title = "Neuer Titel"
    changed.save_revision(user=chief)
    of_other = factories.ContentPageFactory(parent=home, title="Fremd", live=False, owner=other)
    of_other.save_revision(user=other)
    published(home, title="Fertig", user=chief)
    taken_offline = published(home, title="Offline", user=chief)
    taken_offline.unpublish(user=chief)

    assert numbers(client)["drafts"] == 2
    assert sorted(rows(client, "drafts")) == ["Begonnen", "Neuer Titel"]


def test_what_i_submitted_is_no_draft_of_mine_any_more(client, chief, home) -> None:
    page = factories.ContentPageFactory(parent=home, live=False, owner=chief)
    page.save_revision(user=chief)

    page.get_workflow().start(page, chief)

    assert numbers(client)["drafts"] == 0


# --- Reviews --------------------------------------------------------------------------------------


def submitted(parent, user, **values):
    page = factories.NewsPageFactory(parent=parent, live=False, owner=user, **values)
    page.save_revision(user=user)
    page.get_workflow().start(page, user)
    return page


def test_who_may_approve_sees_what_waits_and_nobody_else(home, news) -> None:
    editor = person("editors-nw")
    submitted(news, editor, title="Bochum berichtet", state="NW")

    publisher = signed_in("publishers")
    assert numbers(publisher)["reviews"] == 1
    assert rows(publisher, "reviews") == ["Bochum berichtet"]
    assert numbers(signed_in(editor))["reviews"] == 0
    assert numbers(signed_in("translators"))["reviews"] == 0


def test_a_person_in_two_groups_that_approve_counts_once(home, news) -> None:
    page = submitted(news, person("editors-nw"), state="NW")
    publisher = person("publishers")
    task = page.current_workflow_task
    group = factories.UserFactory().groups.create(name="Zweite")
    task.groups.add(group)
    publisher.groups.add(group)

    assert numbers(signed_in(publisher))["reviews"] == 1


def test_the_same_waits_as_wagtail_says(home, news) -> None:
    submitted(news, person("editors-nw"), state="NW")

    for role in ("publishers", "editors-nw", "administrator"):
        user = person(role)
        expected = set(TaskState.objects.reviewable_by(user).values_list("pk", flat=True))
        assert set(waiting_for_review(user).values_list("pk", flat=True)) == expected


# --- Translations ---------------------------------------------------------------------------------


def test_a_translation_whose_original_changed_is_outdated(
    client, chief, home, english_home
) -> None:
    page = published(home, title="Alt")
    translated(page)
    assert numbers(client)["outdated"] == 0

    page.title = "Neu"
    page.save_revision(user=chief).publish()

    assert numbers(client)["outdated"] == 1
    assert rows(client, "outdated") == ["Neu"]
    board = reverse("editing_translations:board")
    assert f'href="{board}?state=outdated"' in client.get(reverse("wagtailadmin_home")).text


# --- Consents -------------------------------------------------------------------------------------


def consented(directory, days, **values):
    page = factories.AdvisorPageFactory(parent=directory, **values)
    until = None if days is None else timezone.localdate() + timedelta(days=days)
    factories.AdvisorConsentFactory(advisor=page, valid_until=until)
    return page


def test_consents_count_from_today_to_the_sixtieth_day(client, chief, directory) -> None:
    consented(directory, 0, title="heute")
    consented(directory, 60, title="am letzten Tag")
    consented(directory, 61, title="später")
    consented(directory, -1, title="abgelaufen")
    consented(directory, None, title="unbefristet")
    renewed = consented(directory, 10, title="erneuert")
    factories.AdvisorConsentFactory(advisor=renewed, valid_until=None)

    assert numbers(client)["consents"] == 2
    assert rows(client, "consents") == ["heute", "am letzten Tag"]


def test_an_editor_of_a_state_sees_the_consents_of_that_state(home, directory) -> None:
    consented(directory, 5, title="Aus dem Süden", state="BW")
    consented(directory, 5, title="Aus dem Westen", state="NW")

    assert rows(signed_in("editors-nw"), "consents") == ["Aus dem Westen"]
    assert numbers(signed_in("editors-bw"))["consents"] == 1


# --- Not looked at for a year ---------------------------------------------------------------------


def test_pages_that_nobody_touched_for_a_year_are_named(client, chief, home) -> None:
    aged(published(home, title="Alt"))
    published(home, title="Neu")
    aged(published(home, title="Gerade bearbeitet"), latest_revision_created_at=timezone.now())
    draft = factories.ContentPageFactory(parent=home, title="Entwurf", live=False)
    aged(draft)
    aged(home, last_published_at=timezone.now())

    assert numbers(client)["not_looked_at"] == 1
    assert rows(client, "not_looked_at") == ["Alt"]


def test_saying_that_a_page_is_still_right_settles_it_and_stands_in_its_history(
    client, chief, home
) -> None:
    page = aged(published(home, title="Alt"))
    aged(home, last_published_at=timezone.now())
    listing = reverse("editing_not_looked_at")
    address = reverse("editing_confirm_page", args=[page.pk])
    assert address in client.get(listing).text

    assert "noch richtig" in client.get(address).text
    assert Confirmation.objects.count() == 0
    response = client.post(address, {"next": listing}, follow=True)

    assert response.redirect_chain[-1][0] == listing
    assert numbers(client)["not_looked_at"] == 0
    history = client.get(reverse("wagtailadmin_pages:history", args=[page.pk]))
    assert "Angesehen, noch richtig" in history.text


def test_a_confirmation_lasts_a_year(client, chief, home) -> None:
    page = aged(published(home, title="Alt"))
    aged(home, last_published_at=timezone.now())
    confirm(page, chief)
    assert numbers(client)["not_looked_at"] == 0

    confirmation = Confirmation.objects.get(page=page)
    confirmation.confirmed_at = LONG_AGO
    confirmation.save()
    assert numbers(client)["not_looked_at"] == 1


def test_several_pages_are_confirmed_at_once(client, chief, home) -> None:
    pages = [aged(published(home, title=f"Alt {n}")) for n in range(2)]
    aged(home, last_published_at=timezone.now())
    action = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "confirm"])
    address = f"{action}?id={pages[0].pk}&id={pages[1].pk}&next=/admin/"

    assert "Alt 0" in client.get(address).text
    client.post(address)

    assert numbers(client)["not_looked_at"] == 0


def test_nobody_confirms_a_page_of_another_state_nor_a_draft(home, news) -> None:
    south = aged(published(news, factories.NewsPageFactory, state="BW"))
    draft = factories.NewsPageFactory(parent=news, state="NW", live=False)
    editor = signed_in("editors-nw")

    for page in (south, draft):
        address = reverse("editing_confirm_page", args=[page.pk])
        assert editor.post(address).status_code in (302, 403)
        action = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "confirm"])
        editor.post(f"{action}?id={page.pk}&next=/admin/")
    assert Confirmation.objects.count() == 0


# --- Pictures -------------------------------------------------------------------------------------


def picture_block(image, **values):
    return ("image", {"image": {"image": image.pk, "alt_text": "", **values}, "caption": ""})


def test_pictures_in_use_without_credit_or_text_are_named(client, chief, home, news) -> None:
    unused = factories.ImageFactory(title="Unbenutzt", credit="", description="")
    no_credit = factories.ImageFactory(title="Ohne Nachweis", credit="")
    no_text = factories.ImageFactory(title="Ohne Text", description="")
    text_here = factories.ImageFactory(title="Text am Ort", description="")
    decorative = factories.ImageFactory(title="Schmuck", description="")
    described = factories.ImageFactory(title="Beschrieben")
    on_news = factories.ImageFactory(title="An der Meldung", description="")
    page = factories.ContentPageFactory(
        parent=home,
        title="Bilderseite",
        body=stream(
            picture_block(no_credit),
            picture_block(no_text),
            picture_block(text_here, alt_text="Ein Hafen"),
            picture_block(decorative, decorative=True),
            picture_block(described),
        ),
    )
    factories.NewsPageFactory(parent=news, image=on_news)

    assert numbers(client)["pictures"] == 3
    listed = rows(client, "pictures")
    assert listed == ["An der Meldung", "Ohne Nachweis", "Ohne Text"]
    said = client.get(reverse("editing_pictures")).text
    assert f"{reverse('wagtailadmin_pages:edit', args=[page.pk])}#:w:contentpath=body." in said
    assert unused.title not in said


def test_an_editor_of_a_state_learns_of_the_pictures_on_their_pages(home, news) -> None:
    image = factories.ImageFactory(title="Gemeinsames Bild", description="", credit="")
    factories.NewsPageFactory(parent=news, image=image, state="NW", title="Aus Bochum")
    factories.NewsPageFactory(parent=news, image=image, state="BW", title="Aus Ulm")

    said = signed_in("editors-nw").get(reverse("editing_pictures")).text

    assert "Aus Bochum" in said
    assert "Aus Ulm" not in said
    assert reverse("wagtailimages:edit", args=[image.pk]) not in said


# --- Accessibility --------------------------------------------------------------------------------


def test_a_statement_whose_review_is_due_is_named(client, chief, home) -> None:
    published(home, factories.AccessibilityPageFactory)

    assert numbers(client)["accessibility_reviews"] == 1
    assert rows(client, "accessibility_reviews") == ["Barrierefreiheit"]


# --- Queries --------------------------------------------------------------------------------------


@pytest.mark.parametrize("role", ["administrator", "editors-nw"])
def test_each_of_the_eight_numbers_is_one_query(home, news, role) -> None:
    user = person(role)
    request = RequestFactory().get("/admin/")
    request.user = user
    waiting_queries(request)  # what the user may do is known to the whole request

    queries = waiting_queries(request)

    # The languages of the site are asked for once, before the eight; and before the links, what
    # hides whole branches of the tree.
    asked = [sql for sql in queries if not sql.startswith((LANGUAGES, *HIDING))]
    assert len(MATTERS) == 8
    assert len(asked) == 8, asked
    assert len(queries) <= 11


LANGUAGES = 'SELECT "wagtailcore_locale"'
HIDING = ('SELECT "wagtailcore_page"."path" AS', 'SELECT "wagtailcore_page"."path" FROM')


def waiting_queries(request) -> list[str]:
    with CaptureQueriesContext(connection) as queries:
        WaitingPanel().get_context_data({"request": request})
    return [query["sql"] for query in queries]


def make_many(parent, count: int) -> None:
    """Add published news quickly: rows of the database, without what follows from saving."""
    old = timezone.now() - timedelta(days=400)
    first = parent.numchild
    pages = [
        Page(
            path=f"{parent.path}{NewsPage._int2str(first + number + 1).zfill(NewsPage.steplen)}",
            depth=parent.depth + 1,
            title=f"Meldung {first + number}",
            draft_title=f"Meldung {first + number}",
            slug=f"meldung-{first + number}",
            url_path=f"{parent.url_path}meldung-{first + number}/",
            content_type=ContentType.objects.get_for_model(NewsPage),
            locale=parent.locale,
            live=True,
            latest_revision_created_at=old,
            last_published_at=old,
            first_published_at=old,
        )
        for number in range(count)
    ]
    Page.objects.bulk_create(pages)
    for page in Page.objects.filter(path__in=[page.path for page in pages]):
        item = NewsPage(page_ptr_id=page.pk, teaser="Kurz", state="NW", body="[]")
        item.__dict__.update({f.attname: getattr(page, f.attname) for f in Page._meta.fields})
        item.save_base(raw=True)
    parent.numchild = first + count
    parent.save()


def test_front_page_and_lists_cost_the_same_with_more_pages(home, news) -> None:
    """More than a list shows at once, which are 50."""
    addresses = ["/admin/", reverse("editing_not_looked_at"), "/admin/news/"]
    clients = {role: signed_in(role) for role in ("administrator", "editors-nw")}
    found = {}
    for size in (50, 120):
        parent = reloaded(news)
        make_many(parent, size - parent.numchild)
        found[size] = {
            (role, address): len(queries_of(partial(client.get, address)))
            for role, client in clients.items()
            for address in addresses
        }

    assert numbers(clients["editors-nw"])["not_looked_at"] >= 120
    assert found[120] == found[50]
    assert all(found[50][role, "/admin/"] <= 45 for role in clients), found


# --- Everybody their own --------------------------------------------------------------------------


ROLES = ["administrator", "managers", "publishers", "editors-nw", "translators"]


def test_every_number_leads_to_a_list_of_so_many(home, news, directory) -> None:
    aged(published(news, factories.NewsPageFactory, state="NW"))
    aged(published(news, factories.NewsPageFactory, state="BW"))
    consented(directory, 5, state="NW")
    published(home, factories.AccessibilityPageFactory)
    link = stream(("paragraph", '<a linktype="page" id="999999">weg</a>'))
    factories.NewsPageFactory(parent=news, state="NW", body=link)
    for role in ROLES:
        client = signed_in(role)
        counted = numbers(client)
        assert counted
        for name, number in counted.items():
            assert len(rows(client, name)) == number, (role, name)


def test_who_may_edit_nothing_is_led_nowhere(home) -> None:
    group = Group.objects.create(name="Gäste")
    group.permissions.add(Permission.objects.get(codename="access_admin"))
    user = factories.UserFactory(is_staff=False, is_superuser=False)
    user.groups.add(group)
    guest = signed_in(user)

    assert set(numbers(guest)) == {"reviews"}
    for matter in MATTERS:
        if matter.name != "reviews":
            response = guest.get(matter.url())
            assert response.status_code in (302, 403), matter.name


@pytest.mark.django_db
def test_a_new_site_with_one_language_opens_the_front_page(client) -> None:
    Locale.objects.exclude(language_code="de").delete()
    client.force_login(factories.UserFactory())

    assert client.get(reverse("wagtailadmin_home")).status_code == 200
