"""A fact that changes in German changes in English, at once; words and drafts wait for editors."""

from datetime import date, timedelta

import pytest
from django.utils import timezone
from wagtail.models import Page
from wagtail_localize.models import SegmentOverride, TranslationContext, TranslationSource

from core.models import ContactPerson
from home.models import ContactPage
from news.models import NewsPage, NewsTopic
from tests import factories
from tests.trees import in_english, reloaded, stream, translated, update_translation

pytestmark = pytest.mark.django_db


def published(page: Page, **values: object) -> Page:
    """The page, published with other values."""
    page = reloaded(page)
    for name, value in values.items():
        setattr(page, name, value)
    page.save_revision().publish()
    return reloaded(page)


@pytest.fixture
def kick_off(news, english_news) -> NewsPage:
    return factories.NewsPageFactory(
        parent=news, title="Auftakt", date=date(2018, 11, 7), state="NW", teaser="Es geht los."
    )


@pytest.fixture
def english(kick_off) -> NewsPage:
    return translated(kick_off, {"Auftakt": "Kick-off", "Es geht los.": "Off we go."})


def test_a_changed_date_state_and_picture_arrive_without_anybody_doing_anything(
    kick_off, english
) -> None:
    picture = factories.ImageFactory()

    published(kick_off, date=date(2018, 12, 24), state="BW", image=picture)

    english = reloaded(english)
    assert (english.date, english.state, english.image) == (date(2018, 12, 24), "BW", picture)
    assert (english.title, english.teaser, english.live) == ("Kick-off", "Off we go.", True)
    assert english.get_latest_revision_as_object().date == date(2018, 12, 24)
    assert not english.has_unpublished_changes


def test_a_topic_that_is_added_arrives(kick_off, english) -> None:
    topic = factories.TopicFactory()

    published(kick_off, topic_links=[NewsTopic(topic=topic)])

    assert [link.topic for link in reloaded(english).topic_links.all()] == [topic]


def test_of_a_text_and_a_date_changed_together_only_the_date_follows(kick_off, english) -> None:
    published(
        kick_off,
        teaser="Es geht später los.",
        date=date(2018, 12, 24),
        body=stream(("paragraph", "<p>Neu</p>")),
    )

    english = reloaded(english)
    assert (english.date, english.teaser) == (date(2018, 12, 24), "Off we go.")
    assert len(english.body) == 0
    # What was translated still counts as the source: the new sentence is not yet in it.
    source = TranslationSource.objects.get_for_instance(kick_off)
    assert source.as_instance().teaser == "Es geht los."


def test_who_publishes_the_translation_later_does_not_bring_the_old_date_back(
    kick_off, english
) -> None:
    published(kick_off, date=date(2018, 12, 24))
    translation = TranslationSource.objects.get_for_instance(kick_off).translations.get()

    translation.save_target(publish=False)

    assert reloaded(english).get_latest_revision_as_object().date == date(2018, 12, 24)


def test_a_german_draft_changes_nothing(kick_off, english) -> None:
    kick_off.date = date(2018, 12, 24)
    kick_off.save_revision()

    english = reloaded(english)
    assert english.date == date(2018, 11, 7)
    assert english.get_latest_revision_as_object().date == date(2018, 11, 7)


def test_an_unpublished_translation_stays_a_draft_and_has_the_new_date(kick_off) -> None:
    source, __ = TranslationSource.update_or_create_from_instance(kick_off)
    source.translations.create(target_locale=factories.language("en")).save_target(publish=False)

    published(kick_off, date=date(2018, 12, 24))

    english = kick_off.get_translation(factories.language("en"))
    assert not english.live
    assert english.get_latest_revision_as_object().date == date(2018, 12, 24)


def test_a_draft_above_the_published_translation_stays_the_draft(kick_off, english) -> None:
    english.teaser = "Unfinished"
    english.save_revision()

    published(kick_off, date=date(2018, 12, 24))

    english = reloaded(english)
    draft = english.get_latest_revision_as_object()
    assert (english.date, english.teaser) == (date(2018, 12, 24), "Off we go.")
    assert (draft.date, draft.teaser) == (date(2018, 12, 24), "Unfinished")
    assert english.has_unpublished_changes


def test_a_scheduled_translation_stays_scheduled(kick_off, english) -> None:
    tomorrow = timezone.now() + timedelta(days=1)
    english.teaser, english.go_live_at = "From tomorrow on", tomorrow
    english.save_revision().publish()

    published(kick_off, date=date(2018, 12, 24))

    english = reloaded(english)
    assert (english.date, english.teaser) == (date(2018, 12, 24), "Off we go.")
    scheduled = english.scheduled_revision
    assert scheduled.approved_go_live_at == tomorrow
    assert scheduled.as_object().teaser == "From tomorrow on"
    assert scheduled.as_object().date == date(2018, 12, 24)
    assert english.revisions.filter(approved_go_live_at__isnull=False).count() == 1


def test_an_old_version_of_the_translation_comes_back_without_its_old_date(
    kick_off, english
) -> None:
    old = english.latest_revision
    published(kick_off, date=date(2018, 12, 24))

    old.publish()

    assert reloaded(english).date == date(2018, 12, 24)


def test_nothing_is_written_where_nothing_differs(kick_off, english) -> None:
    before = english.revisions.count(), english.last_published_at

    published(kick_off, teaser="Es geht später los.")

    english = reloaded(english)
    assert (english.revisions.count(), english.last_published_at) == before


def test_a_stopped_translation_goes_its_own_way(kick_off, english) -> None:
    translation = TranslationSource.objects.get_for_instance(kick_off).translations.get()
    translation.enabled = False
    translation.save()

    published(kick_off, date=date(2018, 12, 24))

    assert reloaded(english).date == date(2018, 11, 7)


def test_what_a_translator_has_decided_stays(kick_off, english) -> None:
    context = TranslationContext.objects.create(
        object_id=kick_off.translation_key, path="show_in_menus"
    )
    SegmentOverride.objects.create(
        locale=english.locale, context=context, data_json="false", last_translated_by=None
    )

    published(kick_off, show_in_menus=True, date=date(2018, 12, 24))

    english = reloaded(english)
    assert (english.show_in_menus, english.date) == (False, date(2018, 12, 24))


def test_a_page_without_translation_through_the_editor_is_left_alone(kick_off) -> None:
    english = in_english(kick_off)

    published(kick_off, date=date(2018, 12, 24))

    assert reloaded(english).date == date(2018, 11, 7)


def test_a_phone_number_arrives_and_stays(english_home) -> None:
    german = factories.ContactPersonFactory(role="Leitung", phone="+49 228 1")
    translated(german, {"Leitung": "Head"})

    german.phone, german.role = "+49 228 99", "Leitung des Büros"
    german.save()

    english = ContactPerson.objects.get(locale__language_code="en")
    assert (english.phone, english.role) == ("+49 228 99", "Head")
    TranslationSource.objects.get_for_instance(german).translations.get().save_target()
    assert reloaded(english).phone == "+49 228 99"


def test_a_field_of_a_form_becomes_required_in_both_languages(home, english_home) -> None:
    page = factories.ContactPageFactory(parent=home)
    factories.ContactFormFieldFactory(page=page, label="Anliegen", required=False)
    page = reloaded(page)
    english = translated(page, {"Anliegen": "Request"})

    page = ContactPage.objects.get(pk=page.pk)
    field = page.form_fields.get()
    field.required, field.label = True, "Ihr Anliegen"
    page.form_fields = [field]
    page.save_revision().publish()

    field = reloaded(english).form_fields.get()
    assert (field.required, field.label) == (True, "Request")
    assert field.locale == english.locale


def test_pictures_and_numbers_in_blocks_follow_when_the_translation_is_updated(
    home, english_home
) -> None:
    before, after = factories.ImageFactory.create_batch(2)

    def picture(image: object) -> list[dict]:
        alternative = {"image": image.pk, "alt_text": "Ein Saal", "decorative": False}
        return [
            {"type": "image", "id": "11111111-1111-1111-1111-111111111111",
             "value": {"image": alternative, "caption": ""}},
        ]  # fmt: skip

    page = factories.ContentPageFactory(parent=home, body=picture(before))
    english = translated(page, {"Ein Saal": "A hall"})

    published(page, body=picture(after))
    assert reloaded(english).body[0].value["image"].pk == before.pk

    english = update_translation(page)
    assert english.body[0].value["image"].pk == after.pk
    assert english.body[0].value["image"].contextual_alt_text == "A hall"
