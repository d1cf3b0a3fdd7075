"""The demo content goes out and comes back: over the API nobody can tell the two sites apart."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone
from wagtail.models import Page
from wagtail_localize.models import StringTranslation, Translation, TranslationSource

from editing.transfer.exporting import export_site
from editing.transfer.importing import import_site
from news.models import NewsPage
from tests import demo as demo_content
from tests.demo import demo, demo_database

from .sites import answers, empty_site, files_of

__all__ = ["demo", "demo_database"]

pytestmark = [pytest.mark.django_db, pytest.mark.rendering]


@pytest.fixture
def db(demo) -> None:
    """pytest-django's database with the demo content in it."""


def progress() -> list[tuple]:
    """How far each translation is, by original."""
    return sorted(
        (str(t.source.object_id), t.target_locale.language_code, *t.get_progress())
        for t in Translation.objects.select_related("source", "target_locale")
    )


def test_the_demo_content_comes_back_as_it_was(db, tmp_path, new_media) -> None:
    # Editors have gone on meanwhile: a draft, a change that is not translated, a schedule.
    news = NewsPage.objects.filter(locale__language_code="de", live=True).order_by("pk")
    drafted, changed, scheduled = news[0], news[1], news[2]
    drafted.title = "Nur ein Entwurf"
    drafted.save_revision()
    changed.teaser = "Das steht jetzt anders da."
    changed.save_revision().publish()
    scheduled.go_live_at = timezone.now() + timedelta(days=3)
    scheduled.save_revision(approved_go_live_at=scheduled.go_live_at)
    call_command("recheck_changes", verbosity=0)
    call_command("update_index", verbosity=0)
    before = {"api": answers("localhost"), "progress": progress()}
    first, second = tmp_path / "first", tmp_path / "second"

    export_site(first)
    empty_site()
    new_media()
    assert Page.objects.count() == 2
    import_site(first)
    export_site(second)

    assert answers("localhost") == before["api"]
    assert progress() == before["progress"]
    assert files_of(second) == files_of(first)
    _the_translation_editor_goes_on_working()


def _the_translation_editor_goes_on_working() -> None:
    page = demo_content.page("home")
    source = TranslationSource.objects.get_for_instance(page)
    source.update_from_db()
    translation = source.translations.get(target_locale__language_code="en")
    known = StringTranslation.objects.count()
    title = source.stringsegment_set.filter(context__path="title").get()
    StringTranslation.objects.filter(translation_of=title.string, context=title.context).update(
        data="Said anew"
    )
    translation.save_target(publish=False)
    assert StringTranslation.objects.count() == known
    english = page.get_translation(translation.target_locale)
    assert english.get_latest_revision_as_object().title == "Said anew"
