"""What pages refer to is loaded together, and only as far as a visitor may see it."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation
from wagtail.documents import get_document_model
from wagtail.images import get_image_model

from core import references
from core.references import References, visible_media
from tests import factories, hiding
from tests.trees import in_english, items, reloaded, stream

pytestmark = pytest.mark.django_db


def rich_page(home, number: int):
    """A page that refers to one of everything, each its own."""
    target = factories.ContentPageFactory(parent=home)
    document = factories.DocumentFactory()
    return factories.ContentPageFactory(
        parent=home,
        title=f"Seite mit allem {number}",
        body=stream(
            (
                "paragraph",
                f'<p><a linktype="page" id="{target.pk}">x</a>'
                f'<a linktype="document" id="{document.pk}">y</a></p>',
            ),
            (
                "image",
                {
                    "image": {
                        "image": factories.ImageFactory().pk,
                        "alt_text": "x",
                        "decorative": False,
                    },
                    "caption": "",
                },
            ),
            ("topics", {"title": "", "topics": items(factories.TopicFactory().pk)}),
            ("contacts", {"title": "", "contacts": items(factories.ContactPersonFactory().pk)}),
            ("partners", {"title": "", "partners": items(factories.PartnerFactory().pk)}),
            ("downloads", {"title": "", "items": items({"document": document.pk, "title": ""})}),
        ),
    )


def test_a_list_is_loaded_with_as_many_queries_as_one_page(home, django_assert_num_queries) -> None:
    pages = [rich_page(home, number) for number in range(4)]

    def queries(some) -> int:
        some = [reloaded(page) for page in some]
        with references.opened() as known, translation.override("de"):
            with CaptureQueriesContext(connection) as counted:
                known.load_for(some)
            # Nothing is left to load when the bodies are then read.
            with django_assert_num_queries(0):
                for page in some:
                    for child in page.body:
                        child.block.get_api_representation(child.value)
        return len(counted)

    for page in pages:  # pictures are made once, before
        with references.opened():
            [child.block.get_api_representation(child.value) for child in reloaded(page).body]

    assert queries(pages) == queries(pages[:1])


@pytest.mark.parametrize("factory", [factories.ImageFactory, factories.DocumentFactory])
def test_what_lies_in_a_private_collection_or_below_is_not_there(
    private_collection, factory
) -> None:
    below = private_collection.add_child(name="Darunter")
    shown, private, deeper = (
        factory(),
        factory(collection=private_collection),
        factory(collection=below),
    )
    model = type(shown)

    assert set(visible_media(model.objects.all())) == {shown}
    found = References().in_bulk(model, [shown.pk, private.pk, deeper.pk, 999_999, None])
    assert found == {shown.pk: shown}
    assert References().get(model, private.pk) is None


def test_nothing_that_was_asked_for_is_asked_for_twice(home, django_assert_num_queries) -> None:
    image, page = factories.ImageFactory(), factories.ContentPageFactory(parent=home)
    with references.opened() as known:
        known.get(get_image_model(), image.pk)
        known.get(get_document_model(), 999_999)
        known.target(page.pk)

        with django_assert_num_queries(0):
            assert known.get(get_image_model(), image.pk) == image
            assert known.get(get_document_model(), 999_999) is None
            assert known.target(page.pk).pk == page.pk


def test_one_memory_serves_both_languages(home, english_home) -> None:
    page = factories.ContentPageFactory(parent=home)
    english = in_english(page)
    topic = factories.TopicFactory()
    english_topic = in_english(topic, slug="topic")
    known = References()

    for language, expected, expected_topic in (
        ("de", page, topic),
        ("en", english, english_topic),
        ("de", page, topic),
    ):
        with translation.override(language):
            assert known.target(page.pk).pk == expected.pk
            assert known.target(english.pk).pk == expected.pk
            assert known.localized([topic, english_topic]) == [expected_topic, expected_topic]


def test_without_a_translation_there_is_the_source(home, english_home) -> None:
    page = factories.ContentPageFactory(parent=home)
    topic = factories.TopicFactory()

    with translation.override("en"):
        assert References().target(page.pk).pk == page.pk
        assert References().localized([topic, None]) == [topic]


def test_a_hidden_translation_gives_way_to_the_source(home, english_home) -> None:
    page = factories.ContentPageFactory(parent=home)
    english = in_english(page)
    hiding.as_draft(english)

    with translation.override("en"):
        assert References().target(page.pk).pk == page.pk


def test_a_memory_lasts_for_one_request() -> None:
    with references.opened() as first:
        assert references.current() is first
        assert references.is_open()
        with references.opened() as second:
            assert references.current() is second
        assert references.current() is first
    assert references.current() is not first
    assert not references.is_open()


def test_the_same_picture_can_say_different_things_on_one_page(home) -> None:
    image = factories.ImageFactory()

    def use(alt_text: str) -> tuple[str, dict]:
        return (
            "image",
            {
                "image": {"image": image.pk, "alt_text": alt_text, "decorative": False},
                "caption": "",
            },
        )

    page = reloaded(
        factories.ContentPageFactory(parent=home, body=stream(use("Ein Saal"), use("Leute")))
    )

    with references.opened() as known:
        known.load_for([page])
        said = [child.value["image"].contextual_alt_text for child in page.body]
    assert said == ["Ein Saal", "Leute"]
