"""The site of a test in both languages: small trees of pages, and the ways to grow them."""

from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import pytest
from django.core.cache import cache
from django.test import RequestFactory, TestCase
from django.utils import timezone
from wagtail.coreutils import find_available_slug
from wagtail.models import (
    Collection,
    CollectionViewRestriction,
    Locale,
    Page,
    Site,
    TranslatableMixin,
)
from wagtail.models.copying import _copy
from wagtail_localize.models import StringTranslation, Translation, TranslationSource

from core import references
from home.models import HomePage
from news.models import NewsIndexPage
from pool.models import AdvisorIndexPage
from tests import factories

PUBLISHED = {"live": True, "has_unpublished_changes": False}


@pytest.fixture(autouse=True)
def fresh_cache() -> Iterator[None]:
    """Wagtail keeps the roots of its sites in the cache, which outlives the test's database."""
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def home(db: None) -> HomePage:
    return make_home()


def make_home() -> HomePage:
    """The German start page, root of the only site; Wagtail's own welcome page is gone."""
    root = Page.objects.get(depth=1)
    factories.language("en")
    home = factories.HomePageFactory(parent=root, slug="de", locale=factories.language("de"))
    Site.objects.update(root_page=home, hostname="www.example.org", port=443)
    Site.clear_site_root_paths_cache()
    # As a migration made it, nothing hangs on it: looking for that takes sixty queries, and a
    # thousand tests begin here.
    Page.objects.filter(depth=2).exclude(pk=home.pk)._raw_delete(Page.objects.db)
    root.refresh_from_db()
    root.numchild = 1
    root.save(update_fields=["numchild"])
    return reloaded(home)


@pytest.fixture
def english_home(home: HomePage) -> HomePage:
    return in_english(home, title="Start page", slug="en")


@pytest.fixture
def news(home: HomePage) -> NewsIndexPage:
    return make_news(home)


def make_news(home: HomePage) -> NewsIndexPage:
    return factories.NewsIndexPageFactory(parent=home, show_in_menus=True)


@pytest.fixture
def english_news(news: NewsIndexPage, english_home: HomePage) -> NewsIndexPage:
    return in_english(news, title="News", slug="news")


@pytest.fixture
def directory(home: HomePage) -> AdvisorIndexPage:
    return make_directory(home)


def make_directory(home: HomePage) -> AdvisorIndexPage:
    return factories.AdvisorIndexPageFactory(parent=home, show_in_menus=True)


@pytest.fixture
def english_directory(directory: AdvisorIndexPage, english_home: HomePage) -> AdvisorIndexPage:
    return in_english(directory, title="Advisors", slug="advisors")


@pytest.fixture
def private_collection(db: None) -> Collection:
    """What lies in it, only people who are signed in may see."""
    collection = Collection.get_first_root_node().add_child(name="Privat")
    CollectionViewRestriction.objects.create(
        collection=collection, restriction_type=CollectionViewRestriction.LOGIN
    )
    return collection


@pytest.fixture
def public() -> Iterator[references.References]:
    """Inside a test that uses it, values are read as in a visitor's request."""
    with references.opened() as opened:
        yield opened


def reloaded(page: Any) -> Any:
    """The object as the database has it, without anything remembered."""
    return type(page).objects.get(pk=page.pk)


def in_english(page: Any, **values: Any) -> Any:
    """The English translation of a page or snippet, published, with other values where given.

    Quick and without wagtail-localize; tests of its rules use `translated`.
    """
    locale = factories.language("en")
    if not isinstance(page, Page):
        copy = page.copy_for_translation(locale)
        for name, value in values.items():
            setattr(copy, name, value)
        copy.save()
        return copy
    parent = page.get_parent()
    if not parent.is_root():
        parent = parent.get_translation(locale)
    copy = _copied(page, locale, slug=find_available_slug(parent, page.slug))
    for name, value in {**values, **PUBLISHED}.items():
        setattr(copy, name, value)
    copy.first_published_at = copy.last_published_at = timezone.now()
    copy.draft_title = copy.title
    parent.add_child(instance=copy)
    return reloaded(copy)


def _copied(page: Any, locale: Locale, **values: Any) -> Any:
    """A translation that is not saved yet, with the rows of the page, as Wagtail copies it.

    Without the revision that it makes, and without saving twice: those take longer than all the
    rest.
    """
    source = page.specific
    left_out = source.default_exclude_fields_in_copy + source.exclude_fields_in_copy
    alone = {"alias_of": None, "live_revision": None, "locale": locale, **values}
    copy, rows = _copy(source, exclude_fields=left_out, update_attrs=alone)
    for row in rows.values():
        if isinstance(row, TranslatableMixin):
            row.locale = locale
    return copy


def translated(instance: Any, strings: dict[str, str] | None = None) -> Any:
    """The English translation made through wagtail-localize, published.

    `strings` gives English texts by German text; what is not named stays German.
    """
    source, __ = TranslationSource.update_or_create_from_instance(instance)
    english = factories.language("en")
    translation, __ = Translation.objects.get_or_create(source=source, target_locale=english)
    for segment in source.stringsegment_set.select_related("string", "context"):
        text = (strings or {}).get(segment.string.data)
        StringTranslation.objects.update_or_create(
            translation_of=segment.string,
            locale=english,
            context=segment.context,
            defaults={"data": text if text is not None else segment.string.data},
        )
    save_published(translation)
    return reloaded(instance.get_translation(english))


def update_translation(instance: Any) -> Any:
    """What the editor's button "Sync translated pages" does, then publish. The English page."""
    source = TranslationSource.objects.get_for_instance(instance)
    source.update_from_db()
    translation = source.translations.get(target_locale__language_code="en")
    save_published(translation)
    return reloaded(instance.get_translation(factories.language("en")))


def save_published(translation: Translation) -> None:
    # wagtail-localize publishes once the transaction is committed, which a test's never is.
    with TestCase.captureOnCommitCallbacks(execute=True):
        translation.save_target(publish=True)


def stream(*blocks: tuple[str, Any]) -> list[dict[str, Any]]:
    """Raw data of a StreamField: `stream(("paragraph", "<p>Text</p>"))`."""
    return [{"type": name, "value": value} for name, value in blocks]


def items(*values: Any) -> list[dict[str, Any]]:
    """Raw data of a list within a block, as Wagtail stores it: each item with an id of its own."""
    return [{"type": "item", "value": value, "id": str(uuid4())} for value in values]


def request_for(path: str = "/de/", **parameters: Any) -> Any:
    """An anonymous visitor's request to the site of the test."""
    return RequestFactory(SERVER_NAME="www.example.org").get(path, parameters, secure=True)
