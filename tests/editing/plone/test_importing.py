"""How an import goes: as a dry run first, once, all or nothing, into a site that has content."""

import json
import zipfile
from io import StringIO
from pathlib import Path

import pytest
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from wagtail.contrib.redirects.models import Redirect
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Page

from editing.models import ImportedItem
from editing.plone.importing import import_plone
from editing.plone.pages import Pages
from news.models import NewsPage
from tests.editing.plone.conftest import CLASSIC, VOLTO

pytestmark = pytest.mark.django_db


def counts() -> dict[str, int]:
    models = (Page, NewsPage, Redirect, ImportedItem, get_image_model(), get_document_model())
    return {model.__name__: model.objects.count() for model in models}


def files() -> set[str]:
    return {
        name
        for folder in ("original_images", "documents")
        if default_storage.exists(folder)
        for name in default_storage.listdir(folder)[1]
    }


def called(*args: str) -> str:
    output = StringIO()
    call_command("import_plone", *args, stdout=output)
    return output.getvalue()


def test_a_dry_run_tells_what_an_import_makes_and_changes_nothing() -> None:
    before, files_before = counts(), files()

    tried = import_plone(CLASSIC)

    assert counts() == before
    assert files() == files_before
    assert tried.data() == import_plone(CLASSIC, write=True).data()
    assert counts() != before


def test_the_command_makes_a_dry_run_unless_told_to_write(tmp_path: Path) -> None:
    said = called(str(CLASSIC), "--report", str(tmp_path / "report.json"))
    report = json.loads((tmp_path / "report.json").read_text())

    assert "What would be made" in said
    assert "Nothing was changed" in said
    assert report["made"]["news item"] == 4
    assert {
        "path": "/de/projekt/formular",
        "problem": "there is nothing here for the type “FormFolder”",
    } in report["notes"]
    assert not NewsPage.objects.exists()

    assert "Made:" in called(str(CLASSIC), "--write")
    assert NewsPage.objects.count() == 4


def test_a_second_import_makes_nothing_twice_and_leaves_what_editors_wrote() -> None:
    import_plone(CLASSIC, write=True)
    page = NewsPage.objects.get(slug="auftakt")
    page.title = "Neu betitelt"
    page.save_revision().publish()
    before = counts()

    again = import_plone(CLASSIC, write=True)

    assert counts() == before
    assert not again.made
    page.refresh_from_db()
    assert page.title == "Neu betitelt"


def test_what_was_deleted_here_is_imported_anew() -> None:
    import_plone(CLASSIC, write=True)
    NewsPage.objects.get(slug="tagung").delete()

    assert import_plone(CLASSIC, write=True).made == {"news item": 1}
    assert NewsPage.objects.get(slug="tagung").live


def test_a_failure_in_the_middle_leaves_nothing_behind(monkeypatch: pytest.MonkeyPatch) -> None:
    before, files_before = counts(), files()
    publish = Pages.publish

    def fail_at_news(self, page, planned):
        if isinstance(page, NewsPage):
            raise OSError("the disk is full")
        publish(self, page, planned)

    monkeypatch.setattr(Pages, "publish", fail_at_news)

    with pytest.raises(OSError, match="full"):
        import_plone(CLASSIC, write=True)
    assert counts() == before
    assert files() == files_before


def test_news_join_the_list_that_the_site_has(news) -> None:
    report = import_plone(VOLTO, write=True)

    assert NewsPage.objects.get(slug="meldung").get_parent().pk == news.pk
    assert any("keeps the text that it has" in note.problem for note in report.notes)


def test_an_archive_is_read_like_a_folder(tmp_path: Path) -> None:
    archive = tmp_path / "export.zip"
    with zipfile.ZipFile(archive, "w") as packed:
        for path in VOLTO.rglob("*"):
            packed.write(path, path.relative_to(VOLTO))

    assert import_plone(archive).data() == import_plone(VOLTO).data()


def test_a_file_for_each_item_is_read_like_one_file(tmp_path: Path) -> None:
    for number, item in enumerate(json.loads(CLASSIC.read_text()), start=1):
        (tmp_path / f"{number}.json").write_text(json.dumps(item))
    for path in CLASSIC.parent.glob("export_*.json"):
        (tmp_path / path.name).write_text(path.read_text())

    assert import_plone(tmp_path).data() == import_plone(CLASSIC).data()


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("not json", "is not JSON"),
        ('{"a": 1}', "must hold a list"),
        ("[1]", "entry 1 is not an item"),
    ],
)
def test_a_file_that_is_no_export_is_refused_in_a_sentence(tmp_path, content, words) -> None:
    path = tmp_path / "Plone.json"
    path.write_text(content)

    with pytest.raises(CommandError, match=words):
        called(str(path))


def test_a_missing_file_and_an_empty_folder_are_named(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="There is no"):
        called(str(tmp_path / "Plone.json"))
    with pytest.raises(CommandError, match="holds neither"):
        called(str(tmp_path))


def test_an_archive_that_leads_out_of_its_folder_is_refused(tmp_path: Path) -> None:
    archive = tmp_path / "export.zip"
    with zipfile.ZipFile(archive, "w") as packed:
        packed.writestr("../outside.json", "{}")

    with pytest.raises(CommandError, match="leads out of the archive"):
        called(str(archive))
