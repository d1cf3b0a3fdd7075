"""The whole demo content in the database: what is there, and what a second run does to it."""

import json
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.contrib.contenttypes.models import ContentType
from django.test import Client, TestCase
from django.urls import reverse
from django.utils.translation import override
from wagtail.admin.rich_text.converters.contentstate import ContentstateConverter
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Page, ReferenceIndex, Revision, Site
from wagtail.search.backends import get_search_backend
from wagtail_localize.models import StringTranslation, Translation, TranslationSource

from core.blocks.text import RICH_TEXT_FEATURES
from core.models import ContactPerson, Partner, SiteSettings, Topic
from core.models.media import Licence
from core.navigation import main_menu
from core.search.query import search
from home.demo.data import read_demo_data
from home.demo.loader import load_demo
from home.models import ContactFormField
from news.models import NewsTopic
from pool.models import AdvisorConsent, AdvisorPage, Consultation, Municipality
from tests.demo import IMAGE_SCALE, demo, demo_database, page, rich_texts  # noqa: F401 - fixtures

pytestmark = pytest.mark.usefixtures("db")

COUNTED = (
    Page,
    Revision,
    Topic,
    ContactPerson,
    Partner,
    ContactFormField,
    get_image_model(),
    get_document_model(),
    Municipality,
    Consultation,
    AdvisorConsent,
    Translation,
    TranslationSource,
    StringTranslation,
    Site,
    SiteSettings,
)


@pytest.fixture
def db(demo: Path) -> Path:  # noqa: F811
    return demo


def load_again() -> None:
    load_demo(image_scale=IMAGE_SCALE, renditions=False)


def counts() -> dict[str, int]:
    return {model.__name__: model.objects.count() for model in COUNTED}


def in_english(instance: Any) -> Translation:
    return Translation.objects.get(
        source__object_id=instance.translation_key, target_locale__language_code="en"
    )


def status(translation: Translation) -> str:
    with override("en"):
        return str(translation.get_status_display())


# --- What is there ----------------------------------------------------------------------------


def test_every_page_of_the_data_is_live_in_both_languages() -> None:
    data = read_demo_data()
    for language, entries in (("de", data.german["pages"]), ("en", data.english["pages"])):
        live = Page.objects.live().filter(locale__language_code=language, depth__gt=1)
        assert dict(live.values_list("slug", "title")) == {
            entry["slug"]: entry["title"] for entry in entries.values()
        }
        assert not live.filter(has_unpublished_changes=True).exists()
        assert not live.filter(alias_of__isnull=False).exists()


def test_the_german_start_page_is_the_root_and_the_welcome_page_is_gone() -> None:
    assert Site.objects.get().root_page.specific == page("home")
    assert {root.specific for root in Page.objects.filter(depth=2)} == {
        page("home"),
        page("home", "en"),
    }


@pytest.mark.parametrize(
    ("language", "menu"),
    [
        (
            "de",
            "Über MiGlobe, Das Angebot, Beraterinnen und Berater, Nordrhein-Westfalen, "
            "Baden-Württemberg, Aktuelles, Kontakt",
        ),
        (
            "en",
            "About MiGlobe, What we offered, Advisors, North Rhine-Westphalia, Baden-Württemberg, "
            "News, Contact",
        ),
    ],
)
def test_the_menu_has_the_pages_in_the_order_of_the_data(language: str, menu: str) -> None:
    assert ", ".join(entry.title for entry in main_menu(language)) == menu


def test_reports_were_first_published_on_the_day_they_are_about() -> None:
    for language in ("de", "en"):
        report = page("news-aulendorf-2016", language)
        assert report.first_published_at.date().isoformat() == "2016-04-17"
        assert report.last_published_at > page("home").first_published_at.replace(hour=0)


def test_settings_are_filled_in_both_languages() -> None:
    settings = SiteSettings.objects.get()

    assert settings.banner_enabled
    assert "endete 2020" in settings.in_language("banner_text", "de")
    assert "ended in 2020" in settings.in_language("banner_text", "en")
    assert settings.banner_page.specific == page("about")
    assert settings.barrier_page.specific == page("contact")
    assert "Engagement Global" in settings.footer_text_en
    assert [link.page.slug for link in settings.footer_links.all()] == [
        "impressum",
        "datenschutz",
        "barrierefreiheit",
        "leichte-sprache",
        "gebaerdensprache",
    ]
    assert [profile.platform for profile in settings.social_profiles.all()] == [
        "facebook",
        "youtube",
        "linkedin",
    ]
    assert [link.contact.name for link in settings.default_contacts.all()] == [
        "Dorea Pfafferott",
        "Maren Renner",
    ]


def test_relations_follow_the_data() -> None:
    report = page("news-bochum-2018")
    state = page("state-nw")
    advisor = page("advisor-1")

    assert [link.topic.slug for link in report.topic_links.all()] == [
        "migrantische-gruppen-beteiligen",
        "nachhaltigkeit-weltweit",
    ]
    assert [link.page.specific for link in report.related_links.all()] == [
        page("news-cologne-2017"),
        page("news-stuttgart-2018"),
        state,
    ]
    assert [link.partner.short for link in state.partner_links.all()] == ["SKEW", "FSI", "EWN"]
    assert [link.country for link in advisor.country_links.all()] == ["CM"]
    assert [link.language for link in advisor.language_links.all()] == ["de", "fr", "en"]


def test_every_profile_shows_exactly_what_its_consent_allows() -> None:
    entries = read_demo_data().german["pages"]
    for key in (name for name in entries if name.startswith("advisor-")):
        for language in ("de", "en"):
            profile = page(key, language)
            assert profile.consent.scopes == set(entries[key]["consent"]["scopes"])
            assert profile.expire_at == profile.consent.ends_at
    assert AdvisorConsent.objects.count() == 8


def test_samples_say_that_they_are_samples() -> None:
    for profile in AdvisorPage.objects.all():
        word = {"de": "Beispielprofil", "en": "Sample profile"}[profile.locale.language_code]
        sentence = {"de": "Dieses Profil ist ein Beispiel", "en": "This profile is a sample"}
        assert profile.title.startswith(word)
        assert sentence[profile.locale.language_code] in profile.experience.raw_data[0]["value"]
    assert all(
        document.title.startswith("Beispiel") and not document.is_accessible
        for document in get_document_model().objects.all()
    )
    for image in get_image_model().objects.all():
        assert image.is_illustration
        assert image.licence == Licence.OWN
        assert image.credit.startswith("Illustration")
        assert image.description.startswith("Illustration")


def test_sample_consultations_are_spread_over_both_states() -> None:
    assert Municipality.objects.count() == 1499
    assert not Consultation.objects.filter(is_sample=False).exists()
    advised = Municipality.objects.filter(consultations__isnull=False).distinct()
    assert advised.filter(state="NW").count() == 22
    assert advised.filter(state="BW").count() == 14
    assert advised.filter(consultations__kind=Consultation.Kind.ASSIGNMENT).exists()


def test_files_are_what_they_say(db: Path) -> None:
    for document in get_document_model().objects.all():
        with document.open_file() as file:
            content = file.read()
        assert content.startswith(b"%PDF-")
        assert len(content) == document.file_size
    for image in get_image_model().objects.all():
        with image.open_file() as file:
            assert file.read(4) == b"\x89PNG"
        assert 0 < image.width <= 80
    assert len([path for path in db.rglob("*") if path.is_file()]) == 36


# --- Links and rich text ----------------------------------------------------------------------


def test_everything_that_content_refers_to_exists() -> None:
    references = ReferenceIndex.objects.all()

    assert references.filter(to_content_type=ContentType.objects.get_for_model(Page)).count() > 100
    for reference in references.select_related("to_content_type"):
        model = reference.to_content_type.model_class()
        assert model._default_manager.filter(pk=reference.to_object_id).exists(), reference


def test_no_link_of_the_data_files_is_left_unresolved() -> None:
    stored = [text for source in Page.objects.specific() for __, text in rich_texts(source)]

    assert len(stored) > 150
    assert not [text for text in stored if 'href="page:' in text or 'href="document:' in text]


def test_the_editor_saves_german_rich_text_as_it_is_stored() -> None:
    converter = ContentstateConverter(RICH_TEXT_FEATURES)
    for source in Page.objects.filter(locale__language_code="de").specific():
        for field, text in rich_texts(source):
            saved = converter.to_database_format(converter.from_database_format(text))
            assert saved == text, f"{source.slug}: {field}"


# --- Translations -----------------------------------------------------------------------------


def test_every_page_and_snippet_is_translated_completely() -> None:
    translations = list(Translation.objects.filter(enabled=True))

    assert len(translations) == 34 + 8 + 3 + 9
    for translation in translations:
        total, translated = translation.get_progress()
        assert translated == total > 0, translation.source.object_repr
        assert status(translation) == "Up to date"
    assert not StringTranslation.objects.filter(has_error=True).exists()


@pytest.mark.parametrize("key", ["home", "about", "contact", "news-bochum-2018", "state-nw"])
def test_the_translation_editor_shows_every_sentence_translated(
    key: str, admin_client: Client
) -> None:
    english = page(key, "en")

    answer = admin_client.get(reverse("wagtailadmin_pages:edit", args=[english.pk]))

    editor = BeautifulSoup(answer.content, "html.parser").find(class_="js-translation-editor")
    props = json.loads(editor["data-props"])
    wanted = {segment["id"] for segment in props["segments"] if segment["type"] == "string"}
    shown = {entry["segment_id"]: entry for entry in props["initialStringTranslations"]}
    assert shown.keys() == wanted != set()
    assert not [entry for entry in shown.values() if entry["error"]]


def test_a_changed_german_sentence_shows_the_english_as_outdated() -> None:
    german = page("about")
    translation = in_english(german)
    german.lead = "Ein neuer Satz."
    german.save_revision().publish()

    translation.source.update_from_db()

    total, translated = translation.get_progress()
    assert (total - translated) == 1
    assert status(translation) == "Waiting for translations"
    assert page("about", "en").lead.startswith("From the preliminary study")


def test_an_editor_who_saves_a_german_page_unchanged_makes_nothing_outdated() -> None:
    german = page("home")
    converter = ContentstateConverter(RICH_TEXT_FEATURES)
    data = list(german.body.raw_data)
    for item in data:
        if item["type"] == "paragraph":
            item["value"] = converter.to_database_format(
                converter.from_database_format(item["value"])
            )
    german.body = json.dumps(data)
    german.save_revision().publish()

    translation = in_english(german)
    translation.source.update_from_db()

    total, translated = translation.get_progress()
    assert translated == total > 20


# --- Search -----------------------------------------------------------------------------------


def test_the_search_index_is_built() -> None:
    for language in ("de", "en"):
        report = page("news-stuttgart-2018", language)
        pages = Page.objects.live().filter(locale=report.locale).search("Literaturhaus")
        assert report.pk in [found.pk for found in pages]
    found = get_search_backend().search("Bonn", Municipality)
    assert Municipality.objects.get(ags="05314000") in list(found)


def test_the_search_of_the_website_finds_pages_and_documents() -> None:
    for language, words in (("de", "positive Bilanz"), ("en", "positive balance")):
        found = [result.page for result in search(words, language)[:5]]
        assert page("news-stuttgart-2018", language) in found
    assert [result.document.title for result in search("Leitfragen", "de")[:1]] == [
        "Beispiel: Leitfragen für ein erstes Gespräch"
    ]


def test_after_loading_the_indexes_follow_what_editors_save() -> None:
    report = page("news-stuttgart-2018")
    report.title = "Zwiebelkuchen"
    report.topic_links = [
        NewsTopic(topic=Topic.objects.get(slug="fairer-handel-und-faire-beschaffung"))
    ]

    with TestCase.captureOnCommitCallbacks(execute=True):
        report.save_revision().publish()

    found = Page.objects.live().search("Zwiebelkuchen")
    assert [result.pk for result in found] == [report.pk]
    assert [result.page for result in search("Zwiebelkuchen", "de")[:5]] == [report]
    topic = report.topic_links.first().topic
    users = ReferenceIndex.get_references_to(topic).values_list("object_id", flat=True)
    assert str(report.pk) in users


def test_a_topic_in_use_is_known_to_be_in_use() -> None:
    topic = Topic.objects.get(slug="gefluechtete-einbeziehen")

    users = ReferenceIndex.get_references_to(topic).values_list("object_id", flat=True)

    assert {str(page("news-essen-2015").pk), str(page("offer").pk)} <= set(users)


# --- A second run -----------------------------------------------------------------------------


def test_a_second_run_makes_nothing_twice(db: Path) -> None:
    before = counts()
    files = sorted(db.rglob("*"))

    load_again()

    assert counts() == before
    assert sorted(db.rglob("*")) == files


def test_a_second_run_keeps_what_editors_changed() -> None:
    german, english = page("about"), page("about", "en")
    german.title = "Alles über uns"
    german.save_revision().publish()
    english.title = "All about us"
    english.save_revision().publish()
    draft = page("offer")
    draft.title = "Entwurf"
    draft.save_revision()
    page("imprint").unpublish()
    Topic.objects.filter(slug="fair-trade-and-fair-procurement").update(name="Fair")
    ContactPerson.objects.filter(name="Maren Renner").update(phone="+49 228 1234567")
    SiteSettings.objects.update(banner_text_de="Neu", banner_enabled=False)
    Municipality.objects.filter(ags="05314000").update(name="Bundesstadt Bonn")
    Consultation.objects.exclude(municipality_id="05112000").delete()
    get_image_model().objects.filter(title="Anfrage").update(title="Schreibtisch")
    consents = set(AdvisorConsent.objects.values_list("pk", flat=True))

    load_again()

    assert page("about").title == "Alles über uns"
    assert page("about", "en").title == "All about us"
    assert page("offer").title == "Das Angebot"
    assert page("offer").get_latest_revision_as_object().title == "Entwurf"
    assert not page("imprint").live
    assert Topic.objects.get(slug="fair-trade-and-fair-procurement").name == "Fair"
    assert set(
        ContactPerson.objects.filter(name="Maren Renner").values_list("phone", flat=True)
    ) == {"+49 228 1234567"}
    settings = SiteSettings.objects.get()
    assert (settings.banner_text_de, settings.banner_enabled) == ("Neu", False)
    assert Municipality.objects.get(ags="05314000").name == "Bundesstadt Bonn"
    assert Consultation.objects.count() == 2
    assert get_image_model().objects.filter(title="Schreibtisch").count() == 1
    assert not get_image_model().objects.filter(title="Anfrage").exists()
    assert set(AdvisorConsent.objects.values_list("pk", flat=True)) == consents


def test_a_second_run_makes_what_is_missing() -> None:
    before = counts()
    page("news-bochum-2018", "en").delete()
    page("news-bochum-2018").delete()
    page("glossary", "en").delete()

    load_again()

    assert page("news-bochum-2018").live
    assert page("news-bochum-2018", "en").title.startswith("Conference in Bochum")
    assert page("glossary", "en").live
    assert in_english(page("glossary")).get_progress()[0] > 20
    after = counts()
    assert {name: after[name] for name in ("Page", "StringTranslation", "Translation")} == {
        name: before[name] for name in ("Page", "StringTranslation", "Translation")
    }


def test_an_english_page_made_again_for_an_edited_source_waits_for_its_translators() -> None:
    german = page("glossary")
    german.lead = "Ein neuer Satz."
    german.save_revision().publish()
    page("glossary", "en").delete()

    load_again()

    assert not page("glossary", "en").live
    total, translated = in_english(german).get_progress()
    assert total - translated == 1
