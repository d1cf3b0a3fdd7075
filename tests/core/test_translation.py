"""Content goes through wagtail-localize and comes back: words change hands, facts do not."""

from datetime import date, time

import pytest
from wagtail_localize.models import TranslationSource

from home.models import ContactPage
from news.models import NewsTopic, RelatedPage
from pool.models import AdvisorCountry, AdvisorLanguage, StatePartner
from tests import factories
from tests.trees import in_english, items, reloaded, stream, translated, update_translation

pytestmark = pytest.mark.django_db


def texts_to_translate(instance) -> set[str]:
    """The German sentences that a translator is asked for."""
    source, __ = TranslationSource.update_or_create_from_instance(instance)
    return set(source.stringsegment_set.values_list("string__data", flat=True))


def test_a_news_item_keeps_its_facts_and_gets_english_words(english_news, news) -> None:
    topic = factories.TopicFactory()
    page = factories.NewsPageFactory(
        parent=news,
        title="Auftakt",
        date=date(2018, 11, 7),
        end_date=date(2018, 11, 8),
        start_time=time(10),
        place="Köln",
        state="NW",
        teaser="Es geht los.",
        image=factories.ImageFactory(),
        image_alt="Menschen im Saal",
        topic_links=[NewsTopic(topic=topic)],
        related_links=[RelatedPage(page=news)],
    )

    english = translated(
        page,
        {
            "Auftakt": "Kick-off",
            "auftakt": "kick-off",
            "Köln": "Cologne",
            "Es geht los.": "Off we go.",
            "Menschen im Saal": "People in a hall",
        },
    )

    assert (english.title, english.slug, english.place) == ("Kick-off", "kick-off", "Cologne")
    assert (english.teaser, english.image_alt) == ("Off we go.", "People in a hall")
    assert (english.date, english.end_date) == (date(2018, 11, 7), date(2018, 11, 8))
    assert (english.start_time, english.state, english.image_id) == (time(10), "NW", page.image_id)
    assert [link.topic for link in english.topic_links.all()] == [topic]
    assert [link.page_id for link in english.related_links.all()] == [news.pk]
    assert english.locale.language_code == "en"


def test_a_changed_date_arrives_and_translated_words_stay(english_news, news) -> None:
    page = factories.NewsPageFactory(
        parent=news, title="Auftakt", date=date(2018, 11, 7), state="NW", teaser="Es geht los."
    )
    translated(page, {"Auftakt": "Kick-off", "Es geht los.": "Off we go."})

    page = reloaded(page)
    page.date, page.state = date(2018, 12, 24), "BW"
    page.save_revision().publish()
    english = update_translation(page)

    assert (english.date, english.state) == (date(2018, 12, 24), "BW")
    assert (english.title, english.teaser) == ("Kick-off", "Off we go.")


def test_a_topic_that_is_taken_off_is_taken_off_in_english_too(english_news, news) -> None:
    kept, dropped = factories.TopicFactory.create_batch(2)
    page = factories.NewsPageFactory(
        parent=news, topic_links=[NewsTopic(topic=kept), NewsTopic(topic=dropped)]
    )
    assert {link.topic for link in translated(page).topic_links.all()} == {kept, dropped}

    page = reloaded(page)
    page.topic_links = [link for link in page.topic_links.all() if link.topic == kept]
    page.save_revision().publish()

    assert [link.topic for link in update_translation(page).topic_links.all()] == [kept]


def test_an_advisor_keeps_name_and_place_and_gets_english_experience(
    english_directory, directory
) -> None:
    page = factories.AdvisorPageFactory(
        parent=directory,
        city="Bochum",
        email="adwoa@example.org",
        experience=stream(("paragraph", "<p>Viel Erfahrung</p>")),
        country_links=[AdvisorCountry(country="GH")],
        language_links=[AdvisorLanguage(language="fr")],
    )

    english = translated(page, {"Viel Erfahrung": "Much experience"})

    assert (english.first_name, english.city) == ("Adwoa", "Bochum")
    assert english.email == "adwoa@example.org"
    assert [link.country for link in english.country_links.all()] == ["GH"]
    assert [link.language for link in english.language_links.all()] == ["fr"]
    assert english.experience[0].value.source == "<p>Much experience</p>"
    assert reloaded(page).experience[0].value.source == "<p>Viel Erfahrung</p>"


def test_nobody_is_asked_to_translate_a_name_or_number(directory, english_directory) -> None:
    page = factories.AdvisorPageFactory(
        parent=directory,
        title="Beispielprofil",
        city="Bochum",
        email="adwoa@example.org",
        phone="+49 228 123456",
        website="https://adwoa.example.org/",
    )

    texts = texts_to_translate(page)

    assert "Beispielprofil" in texts
    assert not texts & {"Adwoa", "Mustermann", "Bochum", "NW", "+49 228 123456"}
    assert not [text for text in texts if "example.org" in text]


def test_in_blocks_words_are_translated_and_facts_are_not(home, english_home) -> None:
    picture = factories.ImageFactory()
    topic = factories.TopicFactory(name="Fairer Handel")
    contact = factories.ContactPersonFactory()
    page = factories.ContentPageFactory(
        parent=home,
        body=stream(
            ("heading", {"text": "Zahlen", "level": "h3", "anchor": "zahlen"}),
            (
                "figures",
                {
                    "title": "",
                    "items": items(
                        {
                            "value": "97",
                            "qualifier": "more_than",
                            "label": "Beratungen",
                            "scope": "",
                            "source": "",
                        }
                    ),
                },
            ),
            (
                "timeline",
                {
                    "title": "",
                    "entries": items({"start": "2016-12", "end": "2017-01", "text": "Beginn"}),
                },
            ),
            (
                "image",
                {
                    "image": {"image": picture.pk, "alt_text": "Ein Saal", "decorative": False},
                    "caption": "Der Saal",
                },
            ),
            ("quote", {"text": "So ist es", "person": "", "role": "", "language": "fr"}),
            ("topics", {"title": "", "topics": items(topic.pk)}),
            ("contacts", {"title": "", "contacts": items(contact.pk)}),
            (
                "teasers",
                {
                    "title": "",
                    "source": "newest",
                    "pages": [],
                    "topic": topic.pk,
                    "state": "NW",
                    "count": 2,
                },
            ),
        ),
    )
    # Sentences are offered to the translator; topic and contact are translated on their own.
    english_topic = translated(topic, {"Fairer Handel": "Fair trade"})
    english_contact = translated(contact)
    texts = texts_to_translate(page)
    assert {"Zahlen", "Beratungen", "Beginn", "Ein Saal", "Der Saal", "So ist es"} <= texts
    assert not texts & {"zahlen", "more_than", "2016-12", "2017-01", "97", "fr", "h3", "NW"}

    english = translated(
        page,
        {
            "Zahlen": "Numbers",
            "Beratungen": "consultations",
            "Beginn": "Beginning",
            "Ein Saal": "A hall",
            "So ist es": "So it is",
        },
    )

    heading, figures, timeline, image, quote, topics, contacts, teasers = (
        block.value for block in english.body
    )
    assert (heading["text"], heading["level"], heading["anchor"]) == ("Numbers", "h3", "zahlen")
    assert (figures["items"][0]["label"], figures["items"][0]["value"]) == ("consultations", 97)
    assert figures["items"][0]["qualifier"] == "more_than"
    entry = timeline["entries"][0]
    assert (entry["start"], entry["end"], entry["text"]) == ("2016-12", "2017-01", "Beginning")
    assert image["image"].pk == picture.pk
    assert image["image"].contextual_alt_text == "A hall"
    assert image["image"].decorative is False
    assert (quote["text"], quote["language"]) == ("So it is", "fr")
    assert list(topics["topics"]) == [english_topic]
    assert list(contacts["contacts"]) == [english_contact]
    assert (teasers["topic"], teasers["state"], teasers["count"]) == (english_topic, "NW", 2)


def test_a_snippet_keeps_its_facts(english_home) -> None:
    contact = factories.ContactPersonFactory(name="Erika Beispiel", role="Leitung")
    english = translated(contact, {"Leitung": "Head"})
    assert (english.name, english.role) == ("Erika Beispiel", "Head")

    contact.phone = "+49 228 99"
    contact.email = "neu@example.org"
    contact.save()
    english = update_translation(contact)

    assert (english.phone, english.email) == ("+49 228 99", "neu@example.org")
    assert english.role == "Head"


def test_a_state_page_belongs_to_the_same_state_in_english(home, english_home) -> None:
    partner = factories.PartnerFactory()
    page = factories.StatePageFactory(
        parent=home, state="NW", partner_links=[StatePartner(partner=partner)]
    )

    english = translated(page, {"Nordrhein-Westfalen": "North Rhine-Westphalia"})

    assert (english.state, english.title) == ("NW", "North Rhine-Westphalia")
    assert [link.partner for link in english.partner_links.all()] == [partner]


def test_form_fields_keep_their_kind_and_get_english_labels(home, english_home) -> None:
    page = factories.ContactPageFactory(
        parent=home, to_address="innen@example.org", subject="Anfrage", retention_days=30
    )
    factories.ContactFormFieldFactory(
        page=page, label="Ihr Anliegen", field_type="multiline", required=True, help_text="Kurz"
    )
    page = ContactPage.objects.get(pk=page.pk)

    english = translated(
        page, {"Ihr Anliegen": "Your request", "Kurz": "In brief", "Anfrage": "Request"}
    )

    field = english.form_fields.get()
    assert (field.label, field.help_text) == ("Your request", "In brief")
    assert (field.field_type, field.required) == ("multiline", True)
    # What is stored under the German name and the English name is one and the same answer.
    assert field.clean_name == page.form_fields.get().clean_name == "ihr_anliegen"
    assert (english.to_address, english.retention_days) == ("innen@example.org", 30)
    assert english.subject == "Request"


def test_a_text_that_was_removed_goes_from_the_translation_too(english_news, news) -> None:
    page = factories.NewsPageFactory(parent=news, place="Köln")
    assert translated(page, {"Köln": "Cologne"}).place == "Cologne"

    page = reloaded(page)
    page.place = ""
    page.save_revision().publish()

    assert update_translation(page).place == ""


def test_a_translation_is_a_draft_until_an_editor_publishes_it(english_news, news) -> None:
    page = factories.NewsPageFactory(parent=news)
    source, __ = TranslationSource.update_or_create_from_instance(page)
    translation = source.translations.create(target_locale=factories.language("en"))

    translation.save_target(publish=False)

    assert page.live
    assert not page.get_translation(factories.language("en")).live


def test_in_english_makes_what_wagtail_localize_makes(news, english_news) -> None:
    """The quick way of the other tests stands for the real one."""
    page = factories.NewsPageFactory(parent=news, date=date(2018, 11, 7))
    twin = factories.NewsPageFactory(parent=news, date=date(2018, 11, 7))

    quick, real = in_english(page, teaser="Off we go."), translated(twin)

    assert (quick.live, quick.locale_id, quick.date) == (real.live, real.locale_id, real.date)
    assert quick.get_parent() == real.get_parent()
    assert quick.translation_key == page.translation_key
