"""What is written, what is left out, and where an export may be written to."""

import json
from datetime import timedelta

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.utils import timezone
from modelcluster.fields import ParentalKey
from wagtail.models import Page, PageViewRestriction

from core.models import SiteSettings
from editing.transfer.archive import MANIFEST, STAGING
from editing.transfer.scope import EXPORTED, NOT_EXPORTED
from tests import factories
from tests.queries import queries_of
from tests.trees import stream

from .sites import content, files_of

pytestmark = pytest.mark.django_db


def export(folder) -> None:
    call_command("export_site", folder, verbosity=0)


def page_of(folder, page) -> dict:
    return content(folder, f"pages/{page.locale.language_code}/{page.translation_key}.json")


def test_every_model_is_exported_or_left_out_with_a_reason() -> None:
    def goes_along(model) -> bool:
        """Page types, and rows that belong to something that is exported."""
        is_row = any(isinstance(field, ParentalKey) for field in model._meta.fields)
        return issubclass(model, Page) or is_row

    undecided = [
        model._meta.label
        for model in apps.get_models()
        if model._meta.label not in EXPORTED | NOT_EXPORTED.keys() and not goes_along(model)
    ]

    assert undecided == [], "decide in editing.transfer.scope whether an export has them"
    assert not EXPORTED & NOT_EXPORTED.keys()


def test_references_are_names_and_no_keys_of_the_database(home, tmp_path) -> None:
    target = factories.ContentPageFactory(parent=home)
    picture, paper = factories.ImageFactory(), factories.DocumentFactory()
    topic = factories.TopicFactory()
    link = f'<p><a linktype="page" id="{target.pk}">a</a> <a linktype="document" id="{paper.pk}">'
    gone = '<a linktype="page" id="999999">weg</a></p>'
    page = factories.ContentPageFactory(
        parent=home,
        body=stream(
            ("paragraph", f"{link}b</a>{gone}"),
            ("image", {"image": {"image": picture.pk, "alt_text": "", "decorative": True}}),
            ("teasers", {"source": "picked", "pages": [target.pk], "topic": topic.pk}),
        ),
    )

    export(tmp_path / "out")

    paragraph, image, teasers = page_of(tmp_path / "out", page)["fields"]["body"]
    name = f"de/{target.translation_key}"
    assert f'<a linktype="page" id="{name}">' in paragraph["value"]
    assert f'<a linktype="document" id="{paper.file.name}">' in paragraph["value"]
    assert '<a linktype="page" id="0">weg</a>' in paragraph["value"]
    assert image["value"]["image"]["image"] == picture.file.name
    assert teasers["value"]["pages"] == [name]
    assert teasers["value"]["topic"] == f"de/{topic.translation_key}"


def test_a_draft_is_what_differs_from_what_is_published(home, tmp_path) -> None:
    page = factories.ContentPageFactory(parent=home, title="Öffentlich")
    page.lead = "Nur im Entwurf"
    page.save_revision()

    export(tmp_path / "out")

    written = page_of(tmp_path / "out", page)
    assert written["fields"]["title"] == "Öffentlich"
    assert written["fields"]["has_unpublished_changes"] is True
    assert written["revision"]["changes"] == {"lead": "Nur im Entwurf"}


def test_no_people_no_passwords_no_secrets(home, tmp_path) -> None:
    editor = factories.UserFactory(username="geheime-kennung", email="privat@example.org")
    page = factories.ContentPageFactory(parent=home, owner=editor)
    page.save_revision(user=editor)
    PageViewRestriction.objects.create(
        page=page, restriction_type="password", password="sesam-oeffne-dich"
    )

    export(tmp_path / "out")

    everything = b"".join(files_of(tmp_path / "out").values()).decode()
    for secret in ("geheime-kennung", "privat@example.org", "sesam-oeffne-dich", editor.password):
        assert secret not in everything
    restrictions = page_of(tmp_path / "out", page)["restrictions"]
    assert restrictions == [{"restriction_type": "password", "groups": []}]


def test_the_manifest_has_counts_and_checksums_of_all_files(home, tmp_path) -> None:
    picture = factories.ImageFactory()

    export(tmp_path / "out")

    manifest = content(tmp_path / "out", MANIFEST)
    assert (manifest["format"], manifest["version"]) == ("miglobe-site-export", 1)
    assert (manifest["counts"]["pages"], manifest["counts"]["images"]) == (1, 1)
    assert set(manifest["files"]) == set(files_of(tmp_path / "out")) - {MANIFEST}
    assert len(manifest["files"][f"media/{picture.file.name}"]["sha256"]) == 64


def test_an_export_takes_the_place_of_an_earlier_one(home, tmp_path) -> None:
    folder = tmp_path / "out"
    page = factories.ContentPageFactory(parent=home)
    export(folder)
    (folder / ".git").mkdir()
    (folder / ".git" / "HEAD").write_text("ref")
    file = folder / f"pages/de/{page.translation_key}.json"
    assert file.exists()
    page.delete()

    export(folder)

    assert not file.exists()
    assert (folder / ".git" / "HEAD").exists()
    assert not (folder / STAGING).exists()


def test_two_exports_of_the_same_content_are_the_same(home, tmp_path) -> None:
    factories.NewsIndexPageFactory(parent=home)
    factories.ImageFactory()
    export(tmp_path / "one")
    export(tmp_path / "two")

    assert files_of(tmp_path / "one") == files_of(tmp_path / "two")


@pytest.mark.parametrize("occupied", ["notes.txt", "manifest.json"])
def test_a_folder_with_something_else_in_it_stays_as_it_is(home, tmp_path, occupied) -> None:
    (tmp_path / occupied).write_text("{}")

    with pytest.raises(CommandError, match="holds something else than an export"):
        export(tmp_path)

    assert files_of(tmp_path) == {occupied: b"{}"}


def test_an_export_that_fails_leaves_the_earlier_one(home, tmp_path, monkeypatch) -> None:
    export(tmp_path / "out")
    before = files_of(tmp_path / "out")
    factories.ContentPageFactory(parent=home)

    def fail(*args):
        raise OSError("the disk is full")

    monkeypatch.setattr("editing.transfer.media.copy_files", fail)
    with pytest.raises(CommandError, match="the disk is full"):
        export(tmp_path / "out")

    assert files_of(tmp_path / "out") == before


def test_a_lost_file_is_said_and_hinders_nothing(home, tmp_path, capsys) -> None:
    picture = factories.ImageFactory(title="Verloren")
    picture.file.storage.delete(picture.file.name)

    export(tmp_path / "out")

    assert "The file of image “Verloren” is lost" in capsys.readouterr().err


def test_settings_and_schedules_go_along(home, tmp_path) -> None:
    settings = (
        factories.SiteSettingsFactory(site=SiteSettings.objects.first().site)
        if (SiteSettings.objects.exists())
        else factories.SiteSettingsFactory(site=home.get_site())
    )
    page = factories.ContentPageFactory(parent=home)
    moment = timezone.now() + timedelta(days=2)
    page.go_live_at = moment
    page.save_revision(approved_go_live_at=moment)
    page.save_revision()

    export(tmp_path / "out")

    (written,) = content(tmp_path / "out", "settings/core.sitesettings.json")
    assert written["banner_text_de"] == settings.banner_text_de
    assert page_of(tmp_path / "out", page)["scheduled"]["goes_live_at"] == moment.isoformat()


def test_queries_grow_with_pages_by_a_fixed_number_each(home, tmp_path) -> None:
    counts = []
    for number in range(3):
        for __ in range(4):
            factories.ContentPageFactory(parent=home)
        folder = tmp_path / str(number)
        counts.append(len(queries_of(lambda folder=folder: export(folder))))

    assert counts[2] - counts[1] == counts[1] - counts[0]
    assert json.loads((folder / MANIFEST).read_text())["counts"]["pages"] == 13
