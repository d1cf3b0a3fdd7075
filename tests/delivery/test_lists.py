"""`contacts/`, `partners/`, `topics/`, `states/`: what a visitor can see of them, and how many."""

from datetime import date

import pytest
from django.utils import timezone
from wagtail.models import ReferenceIndex, Site

from core.models import ContactPerson, Partner, SiteSettings, Topic
from core.models.settings import DefaultContact
from news.models import NewsTopic
from pool.models import Consultation, Municipality, Scope
from tests import factories, hiding
from tests.delivery.blocks import block, teasers
from tests.delivery.content import (
    ROOT,
    consent,
    contact,
    make_image,
    partner,
    private_collection,
    topic,
)
from tests.queries import queries_of
from tests.trees import reloaded

pytestmark = pytest.mark.django_db

SNIPPETS = ["contacts/", "partners/", "topics/"]


@pytest.fixture(scope="module", autouse=True)
def _referenced(site, django_db_blocker) -> None:
    """The index of references, which Wagtail fills when pages are saved after their rows."""
    with django_db_blocker.unblock():
        for pair in site.pages:
            for page in pair.values():
                refer(page)


def refer(page) -> None:
    ReferenceIndex.create_or_update_for_object(reloaded(page))


def names(api, address: str, **parameters) -> list[str]:
    return [item["name"] for item in api.items(address, **parameters)]


# --- snippets -----------------------------------------------------------------------------------


def test_contacts_are_those_that_a_page_or_the_footer_shows(api, site):
    settings = SiteSettings.for_site(Site.objects.get(is_default_site=True))
    contact("Nowhere")
    DefaultContact.objects.create(settings=settings, contact=contact("Footer")["de"])
    shown = ["Contact", "Contact Bericht", "Feedback", "Footer", "Land"]
    assert names(api, "contacts/") == shown
    english = api.items("contacts/", locale="en")
    assert [item["role"] for item in english] == ["Role (en)"] * 5
    assert english[0].keys() == {"id", "name", "role", "organisation", "phone", "email"}


def test_partners_come_with_their_logo(api, site):
    partner("Nowhere", make_image("Unused"))
    (found,) = api.items("partners/", locale="en")
    assert (found["name"], found["description"]) == ("Partner Land", "Partner (en)")
    assert found["logo"]["alt"] == "Partner Land"
    assert found["logo"]["renditions"]["large"]["webp"]["url"].startswith(ROOT)


def test_a_logo_of_a_private_collection_is_null(api, site):
    Partner.objects.update(logo=make_image("Geheimbild", private_collection()))
    assert [item["logo"] for item in api.items("partners/")] == [None]


def test_a_snippet_without_a_translation_is_listed_as_it_is_written(api, site):
    ContactPerson.objects.filter(name="Land", locale__language_code="en").delete()
    roles = {item["name"]: item["role"] for item in api.items("contacts/", locale="en")}
    assert roles["Land"] == "Role (de)"
    assert roles["Feedback"] == "Role (en)"


@pytest.mark.parametrize("endpoint", SNIPPETS)
def test_a_detail_says_the_same_in_the_language_of_the_entry(api, site, endpoint):
    for language in ("de", "en"):
        for item in api.items(endpoint, locale=language):
            assert api.get(f"{endpoint}{item['id']}/") == item


@pytest.mark.parametrize("endpoint", SNIPPETS)
def test_parts_of_a_list_follow_each_other(api, site, endpoint):
    everything = api.items(endpoint)
    parts = [api.get(endpoint, limit=1, offset=n) for n in range(len(everything))]
    assert [part["items"] for part in parts] == [[item] for item in everything]
    assert {part["meta"]["total_count"] for part in parts} == {len(everything)}
    assert api.get(endpoint, offset=1000)["items"] == []


@pytest.mark.parametrize(
    ("endpoint", "make"), [("contacts/", contact), ("partners/", partner), ("topics/", topic)]
)
def test_what_no_page_shows_does_not_exist(api, site, endpoint, make):
    unseen = make("Nowhere")
    for language in ("de", "en"):
        assert not any("Nowhere" in name for name in names(api, endpoint, locale=language))
        api.get(f"{endpoint}{unseen[language].pk}/", status=404)
    api.get(f"{endpoint}987654321/", status=404)


@pytest.mark.parametrize("hide", hiding.ALL_WAYS.values(), ids=hiding.ALL_WAYS)
def test_what_only_a_hidden_page_shows_is_in_no_list(api, site, hide):
    vault = site.content_page("Tresor")
    unseen = {
        "contacts/": contact("Geheim"),
        "partners/": partner("Geheim"),
        "topics/": topic("Geheim"),
    }
    body = [
        block("contacts", {"title": "", "contacts": [unseen["contacts/"]["de"].pk]}),
        block("partners", {"title": "", "partners": [unseen["partners/"]["de"].pk]}),
        block("topics", {"title": "", "topics": [unseen["topics/"]["de"].pk]}),
    ]
    page = site.content_page("Unter", vault, body=body)
    for language in ("de", "en"):
        refer(page[language])
    for endpoint in SNIPPETS:
        assert any("Geheim" in name for name in names(api, endpoint)), endpoint
    for language in ("de", "en"):
        hide(reloaded(page[language]))
    for endpoint in SNIPPETS:
        for language in ("de", "en"):
            assert not any("Geheim" in name for name in names(api, endpoint, locale=language))
            api.get(f"{endpoint}{unseen[endpoint][language].pk}/", status=404)


def test_a_topic_by_which_teasers_are_chosen_is_not_shown_by_that(api, site):
    unseen = topic("Auswahl")
    page = site.content_page("Teaser", body=[teasers(topic=unseen["de"].pk)])["de"]
    refer(page)
    assert "Auswahl (de)" not in names(api, "topics/")


# --- topics -------------------------------------------------------------------------------------


def of_topic(api, name: str, language: str = "de"):
    found = api.items("topics/", locale=language)
    return next(item for item in found if item["name"].startswith(name))


def test_a_topic_has_its_translations_and_the_number_of_news_and_profiles(api, site):
    german, english = (Topic.objects.get(slug=f"topic-bericht-{code}") for code in ("de", "en"))
    assert of_topic(api, "Topic Bericht") == {
        "id": german.pk,
        "name": "Topic Bericht (de)",
        "slug": "topic-bericht-de",
        "description": "Description (de)",
        "locale": "de",
        "translations": [
            {
                "locale": "en",
                "id": english.pk,
                "name": "Topic Bericht (en)",
                "slug": "topic-bericht-en",
            }
        ],
        "news_count": 1,
        "advisor_count": 0,
    }
    NewsTopic.objects.create(page=site.other["de"], topic=german)
    assert of_topic(api, "Topic Bericht")["news_count"] == 2
    assert of_topic(api, "Topic Bericht", "en")["news_count"] == 1
    field = of_topic(api, "Field Ada")
    assert (field["news_count"], field["advisor_count"]) == (0, 1)


@pytest.mark.parametrize("hide", hiding.OF_ITSELF.values(), ids=hiding.OF_ITSELF)
def test_hidden_news_do_not_count(api, site, hide):
    german = Topic.objects.get(slug="topic-bericht-de")
    NewsTopic.objects.create(page=site.other["de"], topic=german)
    hide(reloaded(site.other["de"]))
    assert of_topic(api, "Topic Bericht")["news_count"] == 1


def test_a_topic_that_a_consent_leaves_out_is_neither_counted_nor_listed(api, site):
    consent(site.profile["de"], tuple(set(Scope.values) - {Scope.TOPICS}))
    assert not any(name.startswith("Field Ada") for name in names(api, "topics/"))
    german = Topic.objects.get(slug="field-ada-de")
    api.get(f"topics/{german.pk}/", status=404)
    NewsTopic.objects.create(page=site.other["de"], topic=german)
    refer(site.other["de"])
    field = of_topic(api, "Field Ada")
    assert (field["news_count"], field["advisor_count"]) == (1, 0)


# --- filters that topics and consents decide ----------------------------------------------------


PROFILES = {"type": "pool.AdvisorPage", "locale": "de"}
NOWHERE = {"topic": "field-nobody", "city": "Nowhere", "country": "AQ", "spoken_language": "xx"}


@pytest.mark.parametrize(
    ("scope", "parameters"),
    [
        (Scope.TOPICS, {"topic": "field-ada-en"}),
        (Scope.CITY, {"city": "CityAda"}),
        (Scope.COUNTRIES, {"country": "GH,FR"}),
        (Scope.LANGUAGES, {"spoken_language": "fr"}),
    ],
)
def test_profiles_are_found_by_what_their_consent_shows_only(api, site, scope, parameters):
    assert api.ids("pages/", **PROFILES, **parameters) == [site.profile["de"].pk]
    consent(site.profile["de"], tuple(set(Scope.values) - {scope}))
    response = api.client.get("/api/v2/pages/", PROFILES | parameters)
    # What is kept back is answered as what does not exist.
    nowhere = {name: NOWHERE[name] for name in parameters}
    missing = api.client.get("/api/v2/pages/", PROFILES | nowhere)
    assert response.status_code == missing.status_code
    if response.status_code == 200:
        assert response.json() == {"meta": {"total_count": 0}, "items": []}
    else:
        assert next(iter(parameters)) in response.json()["message"]


# --- states -------------------------------------------------------------------------------------


def test_all_states_by_name_with_what_there_is_of_each(api, site):
    found = api.items("states/")
    assert len(found) == 16
    assert [item["name"] for item in found[:3]] == ["Baden-Württemberg", "Bayern", "Berlin"]
    assert api.items("states/", locale="en")[1]["name"] == "Bavaria"
    westphalia = api.get("states/NW/", locale="en")
    assert westphalia["name"] == "North Rhine-Westphalia"
    assert westphalia["page"]["id"] == site.state["en"].pk
    counts = {name: value for name, value in westphalia.items() if name.endswith("_count")}
    assert counts == {"news_count": 1, "advisor_count": 1, "municipality_count": 0}
    assert api.get("states/BW/")["page"] is None
    for code in ("XX", "nw", "N"):
        api.get(f"states/{code}/", status=404)


@pytest.mark.parametrize("hide", hiding.OF_ITSELF.values(), ids=hiding.OF_ITSELF)
def test_what_is_hidden_is_in_no_count_of_a_state(api, site, hide):
    for pair in (site.report, site.profile, site.state):
        hide(reloaded(pair["de"]))
    state = api.get("states/NW/")
    assert (state["page"], state["news_count"], state["advisor_count"]) == (None, 0, 0)
    assert api.get("states/NW/", locale="en")["news_count"] == 1


def test_a_profile_without_consent_is_in_no_count(api, site):
    consent(site.profile["de"], tuple(Scope.values), withdrawn_on=timezone.localdate())
    assert api.get("states/NW/")["advisor_count"] == 0
    assert not any(name.startswith("Field Ada") for name in names(api, "topics/"))


# --- municipalities -----------------------------------------------------------------------------


@pytest.fixture
def municipalities(site) -> list[Municipality]:
    made = []
    for ags, name, state, district, kind, year in (
        ("05911000", "Bochum", "NW", "05911", "first", 2018),
        ("05315000", "Köln", "NW", "05315", "assignment", 2019),
        ("08436009", "Aulendorf", "BW", "08436", "first", 2016),
    ):
        town = factories.MunicipalityFactory(
            ags=ags, name=name, state=state, district_ags=district, district=f"Kreis {district}"
        )
        Consultation.objects.create(municipality=town, kind=kind, year=year)
        made.append(town)
    Consultation.objects.create(municipality=made[0], kind="assignment", year=2020)
    factories.MunicipalityFactory(ags="05113000", name="Essen", state="NW", district_ags="05113")
    return made


@pytest.mark.parametrize(
    ("parameters", "expected"),
    [
        ({}, ["Aulendorf", "Bochum", "Köln"]),
        ({"state": "NW"}, ["Bochum", "Köln"]),
        ({"state": "HH"}, []),
        ({"district": "08436"}, ["Aulendorf"]),
        ({"kind": "assignment"}, ["Bochum", "Köln"]),
        ({"year": "2018"}, ["Bochum"]),
        ({"kind": "assignment", "year": "2018"}, []),
        ({"search": "koln"}, ["Köln"]),
        ({"search": "KOELN"}, ["Köln"]),
        ({"search": "Kreis 084"}, ["Aulendorf"]),
        ({"search": "Essen"}, []),
        ({"state": "NW", "search": "aulendorf"}, []),
    ],
)
def test_municipalities_that_used_the_offer(api, municipalities, parameters, expected):
    assert names(api, "municipalities/", **parameters) == expected


def test_a_municipality_by_its_official_number(api, municipalities):
    town = municipalities[0]
    answer = api.get("municipalities/05911000/")
    assert answer["consultations"] == [
        {"kind": "first", "year": 2018, "is_sample": False},
        {"kind": "assignment", "year": 2020, "is_sample": False},
    ]
    assert answer["detail_url"] == f"{ROOT}/api/v2/municipalities/05911000/"
    assert (answer["latitude"], answer["longitude"]) == (
        float(town.latitude),
        float(town.longitude),
    )
    assert answer in api.items("municipalities/")
    for ags in ("05113000", "99999999", "5911000", "abc"):  # Essen did not use it
        api.get(f"municipalities/{ags}/", status=404)


@pytest.mark.parametrize(
    "parameter",
    ["state=XX", "district=1", "kind=x", "year=abc", "year=1", "search=" + "a" * 201, "name=x"],
)
def test_a_filter_that_makes_no_sense_is_refused_by_name(api, municipalities, parameter):
    message = api.get(f"municipalities/?{parameter}", status=400)["message"]
    assert parameter.split("=")[0] in message


@pytest.mark.parametrize(("state", "number"), [("", 3), ("NW", 2), ("HH", 0)])
def test_municipalities_as_points_on_a_map(api, municipalities, state, number):
    response = api.client.get("/api/v2/municipalities/geojson/", {"state": state} if state else {})
    assert response["Content-Type"] == "application/geo+json"
    found = response.json()
    assert (found["type"], found["state"]) == ("FeatureCollection", state or None)
    assert "BKG" in found["attribution"]
    assert len(found["features"]) == number
    for feature in found["features"]:
        detail = api.get(f"municipalities/{feature['id']}/")
        assert feature["geometry"]["coordinates"] == [detail["longitude"], detail["latitude"]]
        assert feature["properties"].items() <= detail.items()


def test_states_lead_to_their_municipalities(api, municipalities):
    state = api.get("states/NW/")
    assert state["municipality_count"] == 2
    listing = api.client.get(state["municipalities_url"].removeprefix(ROOT)).json()
    assert listing["meta"]["total_count"] == 2
    points = api.client.get(state["geojson_url"].removeprefix(ROOT)).json()
    assert [point["id"] for point in points["features"]] == ["05315000", "05911000"]
    empty = api.get("states/HH/")
    assert (empty["municipalities_url"], empty["geojson_url"]) == (None, None)


# --- queries ------------------------------------------------------------------------------------


def test_longer_lists_take_no_more_queries(api, site, municipalities, subtests):
    def queries() -> dict[str, list[str]]:
        return {
            address: queries_of(lambda address=address: api.get(address, limit=100))
            for address in (*SNIPPETS, "states/", "municipalities/")
        }

    few = queries()
    for number in range(5):
        page = site.news(f"More {number}")["de"]
        logo = partner(f"More {number}", make_image(f"More {number}"))
        about = site.content_page(
            f"About {number}",
            body=[block("partners", {"title": "", "partners": [logo["de"].pk]})],
        )["de"]
        town = factories.MunicipalityFactory(ags=f"0900000{number}", state="BY")
        Consultation.objects.create(municipality=town, year=2018)
        site.plain_news(f"State {number}", state="BY", date=date(2018, 1, 1))
        for made in (page, about):
            refer(made)
    for address, many in queries().items():
        with subtests.test(address):
            assert len(many) == len(few[address]), "\n".join(many)
            assert len(many) <= 9, "\n".join(many)


@pytest.mark.parametrize("order", ["date", "-date"])
def test_what_has_no_date_comes_last_on_every_database(api, site, order):
    undated = site.plain_news("Undatiert", date=None)
    listed = api.ids("pages/", type="news.NewsPage", locale="de", order=order)
    assert listed[-1] == undated["de"].pk
