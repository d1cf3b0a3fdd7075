"""What an anonymous visitor may not see is nowhere in the API: no title, address, key or count.

A page that is linked to from everywhere is hidden in every way there is; then no answer may name
it, whoever asks. The same for pictures, documents and profiles.
"""

import json
from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from django.utils import timezone
from wagtail.documents import get_document_model
from wagtail.images import get_image_model

from core.search.index import rebuild
from news.models import NewsPage, RelatedPage
from pool.models import AdvisorPage, Scope
from tests import hiding
from tests.delivery.blocks import Pair, block, items, link_to, link_to_document, teasers
from tests.delivery.content import consent, make_document, make_image, private_collection

pytestmark = pytest.mark.django_db

FORMATS = ["html", "db_html", "markdown", "db_markdown"]


def make_secret(site, name: str = "") -> Pair:
    """A news item below a list of its own."""
    index = site.page(type(site.news_index["de"]), f"Vault{name}")
    return site.page(
        NewsPage,
        f"Geheim{name}",
        parents=index,
        teaser="Vertraulich",
        state="NW",
        date="2019-05-05",
    )


def linking_to(site, *secrets: Pair) -> Pair:
    """A visible item that refers to each of them in every way."""
    body = []
    for secret in secrets:
        link = {"label": "Go", "page": secret["de"].pk, "url": "", "email": ""}
        body += [
            block("paragraph", link_to(secret["de"], "there")),
            block("call_to_action", {"title": "", "text": "", "link": link}),
            teasers(source="picked", pages=items([secret["de"].pk])),
        ]
    linking = site.plain_news("Linking", body=[*body, teasers(state="NW")])
    for page in linking.values():
        for secret in secrets:
            RelatedPage.objects.create(source=page, page=secret["de"])
    rebuild()
    return linking


@pytest.fixture
def secret(site) -> Pair:
    """A news item below a list of its own, to which a visible item refers in every way."""
    secret = make_secret(site)
    return {**secret, "linking": linking_to(site, secret)}


def everything(client: Client) -> Iterator[tuple[str, str]]:
    """(address, answer) of every list, detail and find of the API, with all fields.

    Formats of rich text differ in how they write links, so only a page with links is asked for in
    each of them; a link that leads nowhere is one too.
    """
    pages = client.get("/api/v2/pages/", {"limit": 100}).json()["items"]
    types = {page["meta"]["type"] for page in pages}
    addresses = [
        *(f"pages/?type={name}&fields=*&limit=100" for name in types),
        *(f"pages/?search={word}" for word in ("Geheim", "Vertraulich", "Vault")),
        "pages/?type=news.NewsPage&state=NW",
        "pages/?fields=*&limit=100",
        *(f"pages/{page['id']}/" for page in pages),
        "images/?fields=*&limit=100",
        "documents/?fields=*&limit=100",
    ]
    for address in addresses:
        yield address, (answer := answer_to(client, address))
        if "<a" in answer and not address.partition("?")[2]:
            for name in FORMATS[1:]:
                formatted = f"{address}?rich_text_format={name}"
                yield formatted, answer_to(client, formatted)


def answer_to(client: Client, address: str) -> str:
    response = client.get(f"/api/v2/{address}")
    assert response.status_code == 200, address
    return response.content.decode()


def assert_nowhere(client: Client, hidden: list) -> None:
    for address, answer in everything(client):
        for page in hidden:
            assert page.title not in answer, (page.title, address)
            assert f"/{page.slug}/" not in answer, (page.title, address)
            assert f"/pages/{page.pk}/" not in answer, address
            assert f'id=\\"{page.pk}\\"' not in answer, address
            assert f"wagtail://page?id={page.pk}" not in answer, address


def clients() -> list[Client]:
    """A stranger, and an administrator who knows all passwords."""
    user = get_user_model().objects.create_superuser("editor", "editor@example.org", "password")
    administrator = Client()
    administrator.force_login(user)
    session = administrator.session
    session["passed_page_view_restrictions"] = list(range(100))
    session.save()
    return [Client(), administrator]


def test_hidden_pages_are_nowhere_whoever_asks(site):
    """One page for each way of hiding it, all of them at once: asking for everything takes long."""
    secrets = {name: make_secret(site, f" {name}") for name in hiding.OF_ITSELF}
    linking_to(site, *secrets.values())
    for name, hide in hiding.OF_ITSELF.items():
        for language in ("de", "en"):
            hide(secrets[name][language])
    hidden = [page for secret in secrets.values() for page in secret.values()]
    for client in clients():
        assert_nowhere(client, hidden)
        for page in hidden:
            assert client.get(f"/api/v2/pages/{page.pk}/").status_code == 404, page
            for name in ("child_of", "descendant_of", "ancestor_of", "translation_of"):
                answer = client.get(f"/api/v2/pages/?{name}={page.pk}")
                nothing = client.get(f"/api/v2/pages/?{name}=987654321")
                assert (answer.status_code, answer.content) == (400, nothing.content), page
            for name in ("id", "alias_of"):
                found = client.get(f"/api/v2/pages/?{name}={page.pk}").json()
                assert found["meta"]["total_count"] == 0, page


@pytest.mark.parametrize("hide", hiding.OF_ITSELF.values(), ids=hiding.OF_ITSELF)
def test_links_to_a_page_hidden_in_one_language_lead_to_the_other(api, site, secret, hide):
    hide(secret["en"])
    english = api.one(secret["linking"]["en"])
    assert 'href="https://www.example.org/de/vault-de/geheim-de/"' in english["body"][0]["value"]
    assert [page["id"] for page in english["related_pages"]] == [secret["de"].pk]
    assert api.one(secret["de"])["translations"] == []


def test_before_it_is_hidden_the_page_is_everywhere(api, site, secret):
    """The tests above would find it: otherwise they would prove nothing."""
    answer = api.one(secret["linking"]["de"])
    link = '<a href="https://www.example.org/de/vault-de/geheim-de/">there</a>'
    assert link in answer["body"][0]["value"]
    assert answer["body"][1]["value"]["link"]["page"]["id"] == secret["de"].pk
    assert answer["body"][2]["value"]["pages"][0]["id"] == secret["de"].pk
    assert secret["de"].pk in [page["id"] for page in answer["body"][3]["value"]["pages"]]
    assert [page["id"] for page in answer["related_pages"]] == [secret["de"].pk]
    english = api.one(secret["linking"]["en"])
    assert english["related_pages"][0]["id"] == secret["en"].pk
    assert secret["de"].pk in api.ids("pages/", search="Geheim")


def test_a_link_to_a_hidden_page_keeps_its_text(api, site, secret):
    for language in ("de", "en"):
        hiding.by_login(secret[language])
    answer = api.one(secret["linking"]["de"])
    assert "<a>there</a>" in answer["body"][0]["value"]
    assert answer["body"][1]["value"]["link"] == {
        "label": "Go",
        "page": None,
        "url": "",
        "email": "",
        "href": "",
    }
    assert answer["body"][2]["value"]["pages"] == []
    assert answer["related_pages"] == []
    markdown = api.one(secret["linking"]["de"], rich_text_format="markdown")
    assert "there" in markdown["body"][0]["value"]
    assert "](" not in markdown["body"][0]["value"]


@pytest.mark.parametrize("hide", hiding.ALL_WAYS.values(), ids=hiding.ALL_WAYS)
def test_an_alias_of_a_hidden_page_is_hidden_too(api, site, secret, hide):
    alias = secret["de"].create_alias(parent=site.about["de"], update_slug="alias")
    assert api.one(alias)["meta"]["alias_of"]["id"] == secret["de"].pk
    assert api.ids("pages/", alias_of=secret["de"].pk) == [alias.pk]
    hide(secret["de"])
    api.get(f"pages/{alias.pk}/", status=404)
    assert alias.pk not in api.ids("pages/")


# --- pictures and documents ---------------------------------------------------------------------


@pytest.fixture
def private_files(site):
    """A picture and a document of a private collection, used in every way by a visible page."""
    collection = private_collection()
    image, document = make_image("Geheimbild", collection), make_document("Akte", collection)
    picture = {"image": image.pk, "decorative": False, "alt_text": "Alt"}
    body = [
        block("image", {"image": picture, "caption": "Caption"}),
        block("paragraph", link_to_document(document, "file")),
        block("downloads", {"title": "", "items": items([{"document": document.pk, "title": ""}])}),
    ]
    page = site.plain_news("Files", body=body, image=image, image_alt="Alt")
    older = [  # as Wagtail's older block for pictures stored it
        block("image", {"image": image.pk, "caption": "Caption"}),
        teasers(source="picked", pages=items([page["de"].pk])),
    ]
    return image, document, page["de"], site.plain_news("Older", body=older)["de"]


def test_files_of_private_collections_are_nowhere(site, private_files):
    image, document, *__ = private_files
    for client in clients():
        for address, answer in everything(client):
            assert image.title not in answer, address
            assert document.title not in answer, address
            assert f"/documents/{document.pk}/" not in answer, address
        for address in (f"images/{image.pk}/", f"documents/{document.pk}/"):
            assert client.get(f"/api/v2/{address}").status_code == 404
        for kind, pk in (("images", image.pk), ("documents", document.pk)):
            assert client.get(f"/api/v2/{kind}/find/?id={pk}").status_code == 404
            assert client.get(f"/api/v2/{kind}/?id={pk}").json()["meta"]["total_count"] == 0


def test_pages_keep_their_place_for_a_private_file(api, site, private_files):
    image, __, page, older = private_files
    answer = api.one(page)
    assert answer["image"] is None
    assert answer["body"][0]["value"]["image"] is None
    assert "<a>file</a>" in answer["body"][1]["value"]
    assert answer["body"][2]["value"]["items"] == []
    answer = api.one(older)
    assert answer["body"][0]["value"]["image"] is None
    assert answer["body"][1]["value"]["pages"][0]["image"] is None
    assert api.items("pages/", type="news.NewsPage", image=image.pk) == []


def test_deleted_things_leave_no_trace_and_no_error(api, site):
    report = site.report["de"]
    get_document_model().objects.all().delete()
    NewsPage.objects.filter(pk__in=[page.pk for page in site.report.values()]).update(image=None)
    get_image_model().objects.filter(title__contains="Bericht").delete()
    target = api.one(report)["related_pages"][0]["id"]
    type(site.about["de"]).objects.get(pk=target).delete()
    answer = api.one(report)
    body = {entry["type"]: entry["value"] for entry in answer["body"]}
    assert answer["image"] is None
    assert body["image"]["image"] is None
    assert body["downloads"]["items"] == []
    assert answer["related_pages"] == []


# --- profiles -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "fields",
    [
        {"withdrawn_on": timezone.localdate()},
        {"valid_until": timezone.localdate() - timedelta(days=1)},
    ],
    ids=["withdrawn", "run out"],
)
def test_a_profile_without_valid_consent_is_nowhere(site, fields):
    consent(site.profile["de"], tuple(Scope.values), **fields)
    for client in clients():
        for address, answer in everything(client):
            assert "LastAda" not in answer, address
            assert "CityAda" not in answer, address
        for page in site.profile.values():
            assert client.get(f"/api/v2/pages/{page.pk}/").status_code == 404


VALUES = {
    "name": ["FirstAda", "LastAda"],
    "portrait": ["Portrait Ada"],
    "city": ["CityAda"],
    "countries": ["Ghana"],
    "languages": ["Französisch"],
    "topics": ["Field Ada"],
    "experience": ["Work Ada"],
    "email": ["ada@example.org"],
    "phone": ["+49 201 123456"],
    "website": ["https://ada.example.org/"],
}


# A withdrawal deletes the picture: `tests/operations/personal_data`.
WITHOUT_PORTRAIT = {
    "run out": lambda page: consent(page, ALL_SCOPES, valid_until=YESTERDAY),
    "out of scope": lambda page: consent(page, tuple({*ALL_SCOPES} - {Scope.PORTRAIT})),
    "never given": lambda page: _without_consent(page),
}
ALL_SCOPES = tuple(Scope.values)
YESTERDAY = timezone.localdate() - timedelta(days=1)


def _without_consent(page) -> None:
    """Another profile gets the portrait, and this one has none that may be shown."""
    portrait = page.portrait
    AdvisorPage.objects.filter(translation_key=page.translation_key).update(portrait=None)
    page.get_parent().add_child(
        instance=AdvisorPage(title="Draft", state="NW", portrait=portrait, live=False)
    )


@pytest.mark.parametrize("hide", WITHOUT_PORTRAIT.values(), ids=WITHOUT_PORTRAIT)
def test_a_portrait_that_no_consent_shows_is_no_picture_of_the_api(api, site, hide):
    portrait = site.profile["de"].portrait
    portrait.tags.add("Leute")
    elsewhere = site.plain_news("Elsewhere", image=portrait, image_alt="Alt")["de"]
    assert "Portrait Ada" in json.dumps(api.items("images/", limit=100))
    cursor = api.get("changes/")["cursor"]
    assert api.one(elsewhere)["image"]["id"] == portrait.pk
    assert api.ids("images/", search="Portrait Ada") == [portrait.pk]
    count = api.get("images/")["meta"]["total_count"]
    hide(site.profile["de"])
    for client in clients():
        for address, answer in everything(client):
            assert "Portrait Ada" not in answer, address
        assert client.get(f"/api/v2/images/{portrait.pk}/").status_code == 404
        assert client.get(f"/api/v2/images/find/?id={portrait.pk}").status_code == 404
    assert api.get("images/")["meta"]["total_count"] == count - 1
    for narrowed in ({"search": "Portrait Ada"}, {"tags": "Leute"}, {"id": portrait.pk}):
        assert api.ids("images/", **narrowed) == []
    changed = api.get("changes/", since=cursor)["items"]
    if hide != WITHOUT_PORTRAIT["never given"]:  # the schedule moves its file, and says it then
        removed = [item["id"] for item in changed if item["what"] == "images"]
        assert removed == [str(portrait.pk)]
    assert api.one(elsewhere)["image"] is None
    assert api.ids("pages/", type="news.NewsPage", image=portrait.pk) == []


def test_a_portrait_may_be_shown_where_another_profile_or_a_drawing_is(api, site):
    portrait = site.profile["de"].portrait
    consent(site.profile["de"], ())
    other = site.advisor("Bea")["de"]
    AdvisorPage.objects.filter(translation_key=other.translation_key).update(portrait=portrait)
    other.save()
    assert api.get(f"images/{portrait.pk}/")["title"] == "Portrait Ada"
    consent(other, ())
    api.get(f"images/{portrait.pk}/", status=404)
    type(portrait).objects.filter(pk=portrait.pk).update(is_illustration=True)
    site.plain_news("Elsewhere", image=portrait, image_alt="Alt")
    assert api.get(f"images/{portrait.pk}/")["title"] == "Portrait Ada"


@pytest.mark.parametrize("scope", Scope.values)
def test_a_part_that_the_consent_does_not_cover_is_left_empty(api, site, scope):
    before = json.dumps(api.one(site.profile["de"]), ensure_ascii=False)
    assert all(value in before for value in VALUES[scope])
    consent(site.profile["de"], tuple(set(Scope.values) - {scope}))
    answer = api.one(site.profile["de"])
    after = json.dumps(answer, ensure_ascii=False)
    for other, values in VALUES.items():
        assert all((value in after) == (other != scope) for value in values), other
    assert answer.keys() == json.loads(before).keys()
    rebuild()
    assert api.items("pages/", type="pool.AdvisorPage", search=VALUES[scope][0]) == []
