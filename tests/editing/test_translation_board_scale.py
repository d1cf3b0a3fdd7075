"""The board takes as many queries for 1,000 pages as for 50."""

from uuid import uuid4

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.utils import timezone
from wagtail.models import Page
from wagtail_localize.models import (
    String,
    StringSegment,
    StringTranslation,
    TranslatableObject,
    Translation,
    TranslationContext,
    TranslationSource,
)

from editing.models import SourceChange
from editing.translations import state
from home.models import ContentPage, HomePage
from tests import factories
from tests.editing.translating import Desk
from tests.queries import queries_of

pytestmark = pytest.mark.django_db
SENTENCES = 10


@pytest.fixture
def desk(english_home: HomePage) -> Desk:
    return Desk()


def make_pages(home: HomePage, english_home: HomePage, numbers: range) -> None:
    """Pages as the board sees them; of every four one is missing, outdated, half done, done."""
    keys = {number: uuid4() for number in numbers}
    kind = ContentType.objects.get_for_model(ContentPage)

    def page(parent: Page, number: int) -> Page:
        return Page(
            path=Page._get_path(parent.path, parent.depth + 1, number + 1),
            depth=parent.depth + 1,
            title=f"Seite {number}",
            draft_title=f"Seite {number}",
            slug=f"seite-{number}",
            url_path=f"{parent.url_path}seite-{number}/",
            content_type=kind,
            locale_id=parent.locale_id,
            translation_key=keys[number],
            last_published_at=timezone.now(),
        )

    Page.objects.bulk_create(page(home, number) for number in numbers)
    begun = [number for number in numbers if number % 4]
    Page.objects.bulk_create(page(english_home, number) for number in begun)
    german, english = home.locale_id, english_home.locale_id
    pages = ContentType.objects.get_for_model(Page)
    TranslatableObject.objects.bulk_create(
        TranslatableObject(translation_key=keys[number], content_type=pages) for number in begun
    )
    sources = TranslationSource.objects.bulk_create(
        TranslationSource(
            object_id=keys[number],
            specific_content_type=kind,
            locale_id=german,
            content_json="{}",
            last_updated_at=timezone.now(),
        )
        for number in begun
    )
    Translation.objects.bulk_create(
        Translation(source=source, target_locale_id=english) for source in sources
    )
    strings = String.objects.bulk_create(
        String(locale_id=german, data=f"Satz {n}", data_hash=uuid4()) for n in range(SENTENCES)
    )
    contexts = TranslationContext.objects.bulk_create(
        TranslationContext(object_id=source.object_id, path=f"body.{n}", path_id=uuid4())
        for source in sources
        for n in range(SENTENCES)
    )
    places = [
        (sources[i // SENTENCES], context, i % SENTENCES) for i, context in enumerate(contexts)
    ]
    StringSegment.objects.bulk_create(
        StringSegment(source=source, context=context, string=strings[n], order=n)
        for source, context, n in places
    )
    done = {sources[i].pk: number % 4 != 2 for i, number in enumerate(begun)}
    StringTranslation.objects.bulk_create(
        StringTranslation(
            translation_of=strings[n], context=context, locale_id=english, data=f"Sentence {n}"
        )
        for source, context, n in places
        if done[source.pk] or n % 2
    )
    user = factories.UserFactory()
    SourceChange.objects.bulk_create(
        SourceChange(
            translation_key=keys[number],
            locale_id=english,
            pending=[{"path": "lead", "names": ["lead"], "old": "Alt", "new": "Neu"}],
            since=timezone.now(),
            changed_by=user,
        )
        for number in begun
        if number % 4 == 1
    )


@pytest.mark.parametrize("query", [{}, {"state": "outdated", "ordering": "-since", "q": "Seite"}])
def test_the_board_takes_as_many_queries_for_1000_pages_as_for_50(
    desk, home, english_home, query
) -> None:
    def board() -> None:
        assert desk.get("editing_translations:board", **query).status_code == 200

    make_pages(home, english_home, range(50))
    few = len(queries_of(board))
    make_pages(home, english_home, range(50, 1000))
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")  # as the database does by itself, once the pages are stored

    assert len(queries_of(board)) == few <= 25
    assert state.outdated(desk.user).count() == 250
