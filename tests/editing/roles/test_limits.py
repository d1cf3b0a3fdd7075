"""An editor of NRW tries everything with a page of BW, and gets nowhere."""

from typing import Any

import pytest
from django.contrib.contenttypes.models import ContentType
from django.test import Client
from django.urls import reverse
from wagtail.models import APIToken, Locale, Page

from core.models import Topic
from editing.models import WebAddress
from editing.models.links import Problem
from editing.roles.policy import StatePermissionPolicy
from news.models import NewsPage
from pool.models import AdvisorConsent, AdvisorPage
from tests import factories
from tests.editing.roles.admin import add_news, address, edit_news, in_bulk, is_refused
from tests.people import person, signed_in
from tests.queries import queries_of
from tests.trees import in_english, reloaded

pytestmark = pytest.mark.django_db


@pytest.fixture
def nrw(world) -> Client:
    return signed_in("editors-nw")


def attempts(page: Page, place: Page, revision: Any) -> dict[str, tuple[str, str, dict[str, Any]]]:
    """What can be done with one page: method, address and data, by name."""
    copy = {
        "new_title": "Kopie",
        "new_slug": "kopie",
        "new_parent_page": place.pk,
        "copy_subpages": "",
        "publish_copies": "on",
    }
    return {
        "open": ("get", address("edit", page.pk), {}),
        "publish": ("post", address("edit", page.pk), {"action-publish": "1"}),
        "submit": ("post", address("edit", page.pk), {"action-submit": "1"}),
        "comment": ("post", address("edit", page.pk), {"comments-0-text": "Hm"}),
        "add below": ("get", address("add_subpage", page.pk), {}),
        "add below by address": ("get", address("add", "home", "contentpage", page.pk), {}),
        "usage": ("get", address("usage", page.pk), {}),
        "preview": ("get", address("view_draft", page.pk), {}),
        "preview while editing": ("post", address("preview_on_edit", page.pk), {}),
        "delete": ("post", address("delete", page.pk), {}),
        "unpublish": ("post", address("unpublish", page.pk), {}),
        "copy": ("post", address("copy", page.pk), copy),
        "alias": ("post", address("copy", page.pk), {**copy, "alias": "on"}),
        "convert alias": ("post", address("convert_alias", page.pk), {}),
        "choose where to move": ("get", address("move", page.pk), {}),
        "move": ("post", address("move_confirm", page.pk, place.pk), {}),
        "reorder": ("post", address("set_page_position", page.pk), {}),
        "privacy": ("post", address("set_privacy", page.pk), {"restriction_type": "login"}),
        "lock": ("post", address("lock", page.pk), {}),
        "unlock": ("post", address("unlock", page.pk), {}),
        "history": ("get", address("history", page.pk), {}),
        "workflow history": ("get", address("workflow_history", page.pk), {}),
        "look at a revision": ("get", address("revisions_view", page.pk, revision.pk), {}),
        "revert": ("post", address("revisions_revert", page.pk, revision.pk), {}),
        "unschedule": ("post", address("revisions_unschedule", page.pk, revision.pk), {}),
        "compare": ("get", address("revisions_compare", page.pk, "live", revision.pk), {}),
        "submit for translation": (
            "post",
            reverse("wagtail_localize:submit_page_translation", args=[page.pk]),
            {},
        ),
        "convert to alias": (
            "post",
            reverse("wagtail_localize:convert_to_alias", args=[page.pk]),
            {},
        ),
    }


@pytest.mark.parametrize("name", ["news bw", "draft bw", "state bw", "below bw", "advisor bw"])
def test_nothing_can_be_done_with_a_page_of_another_state(name: str, nrw: Client, world) -> None:
    page = world[name]
    revision = page.save_revision()
    before = page_as_stored(page)

    allowed = [
        what
        for what, (method, path, data) in attempts(page, world["list"], revision).items()
        if not is_refused(getattr(nrw, method)(path, data))
    ]

    assert allowed == []
    assert page_as_stored(page) == before


def page_as_stored(page: Page) -> dict[str, Any]:
    return Page.objects.filter(pk=page.pk).values().get()


@pytest.mark.parametrize("name", ["home", "list", "directory", "imprint", "news without state"])
def test_what_belongs_to_no_state_is_not_theirs_either(name: str, nrw: Client, world) -> None:
    page = world[name]
    for what in ("edit", "delete", "unpublish", "history", "copy"):
        assert is_refused(nrw.get(address(what, page.pk))), what
    for what in ("lock", "unlock"):
        assert is_refused(nrw.post(address(what, page.pk))), what


@pytest.mark.parametrize("action", ["publish", "unpublish", "delete", "move"])
def test_many_at_once_do_not_reach_another_state(action: str, nrw: Client, world) -> None:
    before = page_as_stored(world["news bw"])

    in_bulk(nrw, action, world["news bw"], world["draft bw"], chooser=world["list"].pk)

    assert page_as_stored(world["news bw"]) == before
    assert reloaded(world["draft bw"]).live is False
    assert world["draft bw"].get_parent().pk == world["list"].pk


def test_ones_own_page_is_edited_and_not_published(nrw: Client, world) -> None:
    page = world["news nw"]

    edit_news(nrw, page, place="Bochum")
    assert reloaded(page).get_latest_revision_as_object().place == "Bochum"

    edit_news(nrw, page, place="Unna", **{"action-publish": "1"})
    assert reloaded(page).place == ""


def test_news_of_ones_own_state_is_added_as_a_draft(nrw: Client, world) -> None:
    response = add_news(nrw, world["list"], title="Neu", slug="neu", **{"action-publish": "1"})

    assert response.status_code == 302
    page = NewsPage.objects.get(slug="neu")
    assert (page.state, page.live) == ("NW", False)


@pytest.mark.parametrize("state", ["BW", "", "XX"])
def test_news_of_another_state_or_none_is_refused_with_a_sentence(state, nrw, world) -> None:
    response = add_news(nrw, world["list"], slug="fremd", state=state)

    assert response.status_code == 200
    assert response.context["form"].errors["state"]
    assert "Austausch" in response.text
    assert not NewsPage.objects.filter(slug="fremd").exists()


def test_a_page_cannot_be_given_away_to_another_state(nrw: Client, world) -> None:
    page = world["news nw"]

    response = edit_news(nrw, page, state="BW")

    assert response.status_code == 200
    assert reloaded(page).get_latest_revision_as_object().state == "NW"


def test_a_draft_that_a_publisher_gives_to_a_state_is_its_editors(nrw: Client, world) -> None:
    page = world["draft bw"]

    edit_news(signed_in("publishers"), page, state="NW")

    assert nrw.get(address("edit", page.pk)).status_code == 200
    assert is_refused(signed_in("editors-bw").get(address("edit", page.pk)))


def test_a_published_page_changes_its_state_when_it_is_published(nrw: Client, world) -> None:
    page = world["news bw"]

    edit_news(signed_in("publishers"), page, state="NW")
    assert is_refused(nrw.get(address("edit", page.pk)))

    edit_news(signed_in("publishers"), page, state="NW", **{"action-publish": "1"})
    assert not is_refused(nrw.get(address("edit", page.pk)))


def test_the_state_is_filled_in_and_offers_nothing_else(nrw: Client, world) -> None:
    form = nrw.get(address("add", "news", "newspage", world["list"].pk)).context["form"]

    assert form["state"].value() == "NW"
    assert [code for code, __ in form.fields["state"].choices] == ["NW"]


def test_publishers_choose_from_all_states(world) -> None:
    publisher = signed_in("publishers")

    form = publisher.get(address("add", "news", "newspage", world["list"].pk)).context["form"]

    assert len(list(form.fields["state"].choices)) == 17


def test_an_editor_of_two_states_chooses_between_them(world) -> None:
    user = person("editors-nw")
    user.groups.add(person("editors-bw").groups.get())

    client = signed_in(user)
    form = client.get(address("add", "news", "newspage", world["list"].pk)).context["form"]

    assert {code for code, __ in form.fields["state"].choices} == {"", "NW", "BW"}
    assert not is_refused(client.get(address("edit", world["news bw"].pk)))


def test_an_editor_who_also_publishes_is_not_limited(world) -> None:
    user = person("editors-nw")
    user.groups.add(person("publishers").groups.get())

    assert not is_refused(signed_in(user).get(address("edit", world["news bw"].pk)))


def titles(response: Any) -> str:
    return response.content.decode()


def test_the_explorer_and_the_search_show_ones_own_pages_only(nrw: Client, world) -> None:
    listed = titles(nrw.get(reverse("wagtailadmin_explore", args=[world["list"].pk])))
    found = titles(nrw.get(address("search"), {"q": "Entwurf"}))

    for text in (listed, found):
        assert "Entwurf NW" in text
        assert "Entwurf BW" not in text


def test_reports_and_lists_by_type_show_ones_own_pages_only(nrw: Client, world) -> None:
    for page in (world["news nw"], world["news bw"]):
        page.locked = True
        page.save()
    signed_in("publishers").post(address("unpublish", world["news bw"].pk))

    for path in (
        reverse("wagtailadmin_reports:locked_pages"),
        reverse("wagtailadmin_reports:aging_pages"),
        reverse("wagtailadmin_reports:site_history"),
        address("type_use", "news", "newspage"),
    ):
        response = nrw.get(path)
        assert is_refused(response) or "Meldung BW" not in titles(response), path


def test_the_report_of_page_types_counts_and_names_ones_own_pages(nrw: Client, world) -> None:
    world["advisor bw"].save_revision()  # the one that was edited last
    report = reverse("wagtailadmin_reports:page_types_usage")
    news = ContentType.objects.get_for_model(NewsPage)

    for path in (report, reverse("wagtailadmin_reports:page_types_usage_results")):
        response = nrw.get(path)
        assert "Profil BW" not in response.text
        assert "Profil NW" in response.text
    types = {found.pk: found for found in response.context["object_list"]}
    assert types[news.pk].count == 2  # one published, one draft
    narrowed = nrw.get(report, {"page_locale": "en"}).context["object_list"]
    assert all(found.count == 0 for found in narrowed)

    everything = signed_in("administrator").get(report)
    assert "Profil BW" in everything.text
    types = {found.pk: found for found in everything.context["object_list"]}
    assert types[news.pk].count == NewsPage.objects.count()
    assert Client().get(report).status_code == 302


def test_the_chooser_names_no_drafts_of_another_state(nrw: Client, world) -> None:
    for path in (
        reverse("wagtailadmin_choose_page_child", args=[world["list"].pk]),
        reverse("wagtailadmin_choose_page_search"),
    ):
        text = titles(nrw.get(path, {"q": "Entwurf"} if "search" in path else {}))
        assert "Entwurf NW" in text
        assert "Entwurf BW" not in text
    browsed = titles(nrw.get(reverse("wagtailadmin_choose_page_child", args=[world["list"].pk])))
    assert "Meldung BW" in browsed  # what is published may be linked to


def test_the_chooser_says_nothing_of_a_page_by_its_key(nrw: Client, world) -> None:
    several = reverse("wagtailadmin_choose_page_chosen_multiple")
    names = ("draft nw", "draft bw", "news bw", "advisor bw")
    query = {"id": [*(world[name].pk for name in names), "x"]}

    told = {found["id"] for found in nrw.get(several, query).json()["result"]}
    everything = signed_in("administrator").get(several, query).json()["result"]

    assert told == {world["draft nw"].pk, world["news bw"].pk}
    assert len(everything) == len(names)
    for name, is_said in (("draft nw", True), ("advisor bw", False)):
        response = nrw.get(reverse("wagtailadmin_choose_page_child", args=[world[name].pk]))
        assert response.status_code == 200
        assert (world[name].title in titles(response)) is is_said, name


def test_the_management_api_allows_no_more(world) -> None:
    __, token = APIToken.create_token(user=person("editors-nw"), name="Test")
    api = Client(headers={"Authorization": f"Bearer {token}"})
    page = world["news bw"]

    listed = {item["id"] for item in api.get("/api/v3/pages/?limit=50").json()["items"]}
    assert world["news nw"].pk in listed
    assert page.pk not in listed
    tries = [
        api.get(f"/api/v3/pages/{page.pk}/"),
        api.patch(f"/api/v3/pages/{page.pk}/", body(place="Ulm"), content_type="application/json"),
        api.delete(f"/api/v3/pages/{page.pk}/"),
        api.get(f"/api/v3/pages/{page.pk}/revisions/"),
        api.post(f"/api/v3/pages/{page.pk}/actions/publish/"),
        api.post(
            f"/api/v3/pages/{page.pk}/actions/unpublish/", {}, content_type="application/json"
        ),
        api.post(
            "/api/v3/pages/",
            body(title="F", teaser="T", state="BW", parent=world["list"]),
            content_type="application/json",
        ),
        api.patch(
            f"/api/v3/pages/{world['news nw'].pk}/",
            body(state="BW"),
            content_type="application/json",
        ),
    ]
    assert [response.status_code for response in tries] == [404, 403, 403, 404, 403, 403, 422, 422]
    assert reloaded(world["news nw"]).get_latest_revision_as_object().state == "NW"
    draft = api.post(
        "/api/v3/pages/",
        body(title="Eigene", teaser="T", state="NW", parent=world["list"]),
        content_type="application/json",
    )
    assert draft.status_code == 201


def body(parent: Page | None = None, **values: Any) -> dict[str, Any]:
    meta = {"type": "news.NewsPage", **({"parent_id": parent.pk} if parent else {})}
    return {**values, "meta": meta}


# --- Pictures and documents -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "things"), [("wagtailimages", "images"), ("wagtaildocs", "documents")]
)
def test_media_of_ones_own_state_are_edited_those_of_others_are_not(
    kind: str, things: str, nrw: Client, world
) -> None:
    media = getattr(world, things)

    allowed = {
        key: not is_refused(nrw.get(reverse(f"{kind}:edit", args=[obj.pk])))
        for key, obj in media.items()
    }
    deleted = is_refused(nrw.post(reverse(f"{kind}:delete", args=[media["bw"].pk])))

    assert allowed == {"nw": True, "bw": False, "shared": False}
    assert deleted


@pytest.mark.parametrize(
    ("kind", "things"), [("wagtailimages", "images"), ("wagtaildocs", "documents")]
)
def test_the_chooser_offers_ones_own_media_and_the_shared_ones(
    kind: str, things: str, nrw: Client, world
) -> None:
    media = getattr(world, things)

    text = titles(nrw.get(reverse(f"{kind}_chooser:choose")))

    assert {key for key, obj in media.items() if obj.title in text} == {"nw", "shared"}
    chosen = nrw.get(reverse(f"{kind}_chooser:chosen", args=[media["nw"].pk]))
    assert chosen.status_code == 200


@pytest.mark.parametrize("path", ["wagtailimages:add", "wagtailimages_chooser:create"])
def test_uploads_go_to_ones_own_collection(path: str, nrw: Client, world) -> None:
    response = nrw.get(reverse(path))

    assert world.collections["bw"].name not in titles(response)


def test_media_do_not_move_to_another_state(nrw: Client, world) -> None:
    path = reverse("wagtail_bulk_action", args=["core", "image", "add_to_collection"])

    nrw.post(f"{path}?id={world.images['nw'].pk}", {"collection": world.collections["bw"].pk})

    world.images["nw"].refresh_from_db()
    assert world.images["nw"].collection == world.collections["nw"]


# --- Everything else ------------------------------------------------------------------------------


ELSEWHERE = {
    "shared content": "wagtailsnippets_core_contactperson:list",
    "topics": "wagtailsnippets_core_topic:list",
    "municipalities": "wagtailsnippets_pool_municipality:list",
    "consents": "consents:index",
    "record a consent": "consents:add",
    "users": "wagtailusers_users:index",
    "groups": "wagtailusers_groups:index",
    "redirects": "wagtailredirects:index",
    "webhooks": "webhooks:index",
    "outgoing mails": "outgoing_mails:index",
    "workflows": "wagtailadmin_workflows:index",
    "collections": "wagtailadmin_collections:index",
    "sites": "wagtailsites:index",
    "languages": "wagtaillocales:index",
}
CONTENT = {"shared content", "topics", "municipalities", "consents", "record a consent"}
MANAGED = {
    "users",
    "groups",
    "redirects",
    "webhooks",
    "outgoing mails",
    "workflows",
    "collections",
}
OPEN_TO = {
    "editors-nw": set(),
    "translators": {"shared content", "topics"},
    "publishers": CONTENT,
    "managers": CONTENT | MANAGED,
    "administrator": set(ELSEWHERE),
}


@pytest.mark.parametrize("role", OPEN_TO)
def test_each_role_reaches_what_is_its_own(role: str, world) -> None:
    client = signed_in(role)

    opened = {what for what, name in ELSEWHERE.items() if not is_refused(client.get(reverse(name)))}

    assert opened == OPEN_TO[role]


@pytest.mark.parametrize(
    ("role", "may"), [("editors-nw", False), ("publishers", False), ("managers", True)]
)
def test_settings_are_kept_by_managers(role: str, may: bool, world) -> None:
    path = reverse("wagtailsettings:edit", args=["core", "sitesettings"])

    assert is_refused(signed_in(role).get(path)) is not may


@pytest.mark.parametrize(
    ("role", "recorded"), [("editors-nw", 0), ("translators", 0), ("publishers", 1)]
)
def test_consents_are_recorded_by_publishers(role: str, recorded: int, world) -> None:
    profile = AdvisorPage.objects.get(title="Profil NW")
    factories.ConsentTextFactory(version="2016-1")

    signed_in(role).post(
        reverse("consents:add"),
        {
            "advisor": profile.pk,
            "given_on": "2019-06-01",
            "means": "email",
            "text_version": "2016-1",
            "valid_until": "",
            "withdrawn_on": "",
        },
    )

    assert AdvisorConsent.objects.count() == recorded


def test_entries_of_forms_are_read_by_publishers_only(world) -> None:
    page = factories.ContactPageFactory(parent=world["english home"], title="Contact")
    path = reverse("wagtailforms:list_submissions", args=[page.pk])

    opened = {role for role in OPEN_TO if not is_refused(signed_in(role).get(path))}

    assert opened == {"publishers", "managers", "administrator"}


def test_translators_change_nothing_german(world) -> None:
    translator = signed_in("translators")
    revision = world["news nw"].save_revision()
    page = world["news nw"]

    allowed = [
        what
        for what, (method, path, data) in attempts(page, world["list"], revision).items()
        if not is_refused(getattr(translator, method)(path, data))
    ]

    assert allowed == ["submit for translation"]


def test_translators_do_not_publish_english_either(world) -> None:
    translator = signed_in("translators")
    page = world["english news nw"]

    edit_news(translator, page, place="Dortmund", **{"action-publish": "1"})
    translator.post(address("unpublish", page.pk))

    assert (reloaded(page).place, reloaded(page).live) == ("", True)


def test_translators_change_shared_content_in_english_only(world) -> None:
    topic = factories.TopicFactory(name="Fairer Handel")
    english = in_english(topic, name="Fair trade", slug="fair-trade")
    translator = signed_in("translators")

    def edit(snippet: Any) -> Any:
        path = reverse("wagtailsnippets_core_topic:edit", args=[snippet.pk])
        return translator.post(path, {"name": "New", "slug": "new", "description": "x"})

    assert is_refused(edit(topic))
    assert not is_refused(edit(english))
    assert reloaded(topic).name == "Fairer Handel"
    assert reloaded(english).name == "New"
    for snippet in (topic, english):
        path = reverse("wagtailsnippets_core_topic:delete", args=[snippet.pk])
        assert is_refused(translator.post(path))
        bulk = reverse("wagtail_bulk_action", args=["core", "topic", "delete"])
        translator.post(f"{bulk}?id={snippet.pk}")
    assert Topic.objects.count() == 2


def test_translators_are_led_to_no_german_content_that_they_may_not_change(world) -> None:
    gone = "https://weg.example/"
    partner = factories.PartnerFactory(name="Verein", url=gone)
    in_english(partner, name="Association", slug="association")
    address = WebAddress.objects.get(url=gone)
    address.problem = Problem.GONE
    address.save()
    translator = signed_in("translators")

    broken = translator.get(reverse("editing_broken_links")).text
    board = translator.get(reverse("editing_translations:board")).text

    german = reverse("wagtailsnippets_core_partner:edit", args=[partner.pk])
    assert "Association" in broken
    assert german not in broken
    assert "Verein" in board
    assert german not in board


def test_translators_begin_nothing_german(world) -> None:
    english = factories.ContentPageFactory(parent=world["english home"], title="Only here")
    topic = factories.TopicFactory(name="Fair trade", locale=english.locale)
    german = Locale.objects.get(language_code="de")
    translator = signed_in("translators")

    for name, args in (("page", [english.pk]), ("snippet", ["core", "topic", topic.pk])):
        path = reverse(f"wagtail_localize:submit_{name}_translation", args=args)
        assert is_refused(translator.post(path, {"locales": [german.pk]})), name

    assert not english.has_translation(german)
    assert not topic.has_translation(german)


def test_the_number_of_queries_does_not_grow_with_the_pages(world) -> None:
    client = signed_in("editors-nw")
    path = reverse("wagtailadmin_explore", args=[world["list"].pk])
    few = len(queries_of(lambda: client.get(path)))

    for number in range(6):
        factories.NewsPageFactory(
            parent=world["list"], state="NW" if number % 2 else "BW", live=bool(number % 3)
        )

    assert len(queries_of(lambda: client.get(path))) <= few


def test_one_page_after_the_other_costs_no_queries(world, django_assert_max_num_queries) -> None:
    user = person("editors-nw")
    pages = list(Page.objects.all())
    policy = StatePermissionPolicy(Page)
    policy.user_has_permission_for_instance(user, "change", pages[0])

    with django_assert_max_num_queries(3):  # the states of news, profiles and state pages
        for page in pages:
            page.permissions_for_user(user).can_publish()


def test_an_editor_who_left_may_do_nothing(world) -> None:
    user = person("editors-nw", is_active=False)

    assert not world["news nw"].permissions_for_user(user).can_edit()
    assert not StatePermissionPolicy(Page).explorable_instances(user).exists()
