"""An empty site is filled, or nothing happens and the reason is said."""

import hashlib
import json
from datetime import timedelta

import pytest
from django.contrib.auth.models import Group
from django.contrib.contenttypes.models import ContentType
from django.core.management import CommandError, call_command
from django.utils import timezone
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import (
    Collection,
    CollectionViewRestriction,
    Page,
    PageViewRestriction,
    Site,
)
from wagtail_localize.models import SegmentOverride, TranslationContext, TranslationSource

from core.models import Image, Topic
from editing.models import Confirmation, PageTemplate, SourceChange
from editing.page_templates.content import fill
from home.models import ContentPage
from news.models import NewsPage
from pool.models import AdvisorConsent, AdvisorPage
from tests import factories
from tests.trees import stream, translated

from .sites import empty_site, files_of

pytestmark = pytest.mark.django_db


def export(folder) -> None:
    call_command("export_site", folder, verbosity=0)


def restore(folder) -> None:
    call_command("import_site", folder, verbosity=0)


@pytest.fixture
def moved(tmp_path, new_media):
    """Call it: what there is goes out, everything is emptied, and comes in again."""

    def move(again: bool = True) -> None:
        export(tmp_path / "out")
        empty_site()
        new_media()
        restore(tmp_path / "out")
        if again:
            export(tmp_path / "again")
            assert files_of(tmp_path / "again") == files_of(tmp_path / "out")

    return move


def test_pages_keep_their_places_drafts_and_dates(home, news, moved) -> None:
    first = factories.ContentPageFactory(parent=home, title="Erste", slug="erste")
    last = factories.ContentPageFactory(parent=home, title="Letzte", slug="letzte")
    last.move(first, pos="left")
    below = factories.ContentPageFactory(parent=first, title="Darunter", live=False)
    first.title = "Erste, überarbeitet"
    first.save_revision()
    Confirmation.objects.create(page=first)
    published = ContentPage.objects.get(pk=last.pk).last_published_at

    moved()

    titles = [page.title for page in Page.objects.filter(depth__gt=1).order_by("path")]
    assert titles == ["Start", "Aktuelles", "Letzte", "Erste", "Darunter"]
    assert Page.find_problems() == ([], [], [], [], [])
    first = ContentPage.objects.get(title="Erste")
    assert first.get_latest_revision_as_object().title == "Erste, überarbeitet"
    assert first.get_url_parts()[2] == "/de/erste/"
    assert first.confirmation.confirmed_at
    assert not ContentPage.objects.get(title=below.title).live
    assert ContentPage.objects.get(title="Letzte").last_published_at == published
    assert Site.objects.get().root_page.title == "Start"
    first.get_latest_revision().publish()
    first.refresh_from_db()
    assert first.title == "Erste, überarbeitet"


def test_references_lead_to_the_same_things(home, moved) -> None:
    target = factories.ContentPageFactory(parent=home, slug="ziel")
    picture = factories.ImageFactory(focal_point_x=3, focal_point_y=2, credit="Foto: Probe")
    picture.tags.add("rot", "blau")
    paper = factories.DocumentFactory()
    factories.ContentPageFactory(
        parent=home,
        slug="quelle",
        body=stream(
            ("paragraph", f'<p><a linktype="page" id="{target.pk}">a</a></p>'),
            ("image", {"image": {"image": picture.pk, "alt_text": "", "decorative": True}}),
            ("teasers", {"source": "picked", "pages": [target.pk]}),
        ),
    )
    Redirect.add_redirect("/alt", target)
    Redirect.add_redirect("/alt.pdf", f"/documents/{paper.pk}/sample.pdf")

    moved()

    page, target = ContentPage.objects.get(slug="quelle"), ContentPage.objects.get(slug="ziel")
    paragraph, image, teasers = page.body
    assert f'<a linktype="page" id="{target.pk}">' in paragraph.value.source
    restored = image.value["image"]
    assert (restored.focal_point_x, restored.credit) == (3, "Foto: Probe")
    assert sorted(tag.name for tag in Image.objects.get().tags.all()) == ["blau", "rot"]
    assert restored.file.storage.exists(restored.file.name)
    assert [page.pk for page in teasers.value["pages"]] == [target.pk]
    assert Redirect.objects.get(old_path="/alt").redirect_page_id == target.pk
    document = type(paper).objects.get()
    link = Redirect.objects.get(old_path="/alt.pdf").redirect_link
    assert link == f"/documents/{document.pk}/sample.pdf"


def test_what_is_private_stays_private_and_passwords_are_asked_for(
    home, private_collection, moved, capsys
) -> None:
    group = Group.objects.create(name="Vorstand")
    for kind in ("login", "groups", "password"):
        page = factories.ContentPageFactory(parent=home, slug=kind)
        restriction = PageViewRestriction.objects.create(
            page=page, restriction_type=kind, password="alt"
        )
        if kind == "groups":
            restriction.groups.add(group)
    factories.ImageFactory(collection=private_collection)

    moved()

    kinds = PageViewRestriction.objects.values_list("page__slug", "restriction_type")
    assert sorted(kinds) == [("groups", "groups"), ("login", "login"), ("password", "password")]
    password = PageViewRestriction.objects.get(restriction_type="password").password
    assert password not in ("", "alt")
    assert "/de/password/ needs a new password" in capsys.readouterr().err
    allowed = PageViewRestriction.objects.get(restriction_type="groups").groups.get()
    assert allowed.name == "Vorstand"
    assert CollectionViewRestriction.objects.get().collection.name == "Privat"
    assert Image.objects.get().collection == Collection.objects.get(name="Privat")


def test_consents_come_along_so_that_profiles_stay_public(
    home, directory, english_directory, moved
) -> None:
    advisor = factories.AdvisorPageFactory(parent=directory, title="Profil")
    factories.AdvisorConsentFactory(advisor=advisor)
    recorded = AdvisorConsent.objects.get().recorded_at
    withdrawn = factories.AdvisorPageFactory(parent=directory, title="Zurückgezogen")
    factories.AdvisorConsentFactory(advisor=withdrawn)
    factories.AdvisorConsentFactory(advisor=withdrawn, withdrawn_on=timezone.localdate())

    moved()

    profiles = {page.title: page.consent is not None for page in AdvisorPage.objects.all()}
    assert profiles == {"Profil": True, "Zurückgezogenes Profil": False}
    assert AdvisorConsent.objects.count() == 3
    assert AdvisorConsent.objects.order_by("pk")[0].recorded_at == recorded


def test_translations_remember_what_was_said_and_what_is_outdated(
    home, english_home, moved
) -> None:
    page = factories.ContentPageFactory(parent=home, title="Hallo", lead="Ein Satz.")
    translated(page, {"Hallo": "Hello", "Ein Satz.": "A sentence."})
    page.lead = "Ein anderer Satz."
    page.save_revision().publish()
    source = TranslationSource.objects.get_for_instance(page)
    picture = factories.ImageFactory()
    context = TranslationContext.objects.get(object_id=page.translation_key, path="title")
    SegmentOverride.objects.create(
        locale=factories.language("en"), context=context, data_json=json.dumps("Hi")
    )
    before = source.translations.get().get_progress()
    outdated = SourceChange.objects.count()

    moved()

    page = ContentPage.objects.get(title="Hallo")
    source = TranslationSource.objects.get_for_instance(page)
    assert source.as_instance().lead == "Ein Satz."  # as it was handed over
    assert source.translations.get().get_progress() == before
    assert SourceChange.objects.count() == outdated == 1
    assert SegmentOverride.objects.get().data == "Hi"
    assert Image.objects.get().file.name == picture.file.name
    source.update_from_db()
    strings = {s.string.data for s in source.stringsegment_set.select_related("string")}
    assert "Ein anderer Satz." in strings


def test_what_is_scheduled_stays_scheduled(home, moved) -> None:
    page = factories.ContentPageFactory(parent=home, title="Bald", live=False)
    moment = timezone.now().replace(microsecond=0) + timedelta(days=2)
    page.go_live_at = moment
    page.save_revision(approved_go_live_at=moment)

    moved()

    page = ContentPage.objects.get(title="Bald")
    assert page.scheduled_revision.approved_go_live_at == moment
    assert page.get_latest_revision_as_object().go_live_at == moment


def test_templates_name_the_same_pictures_and_topics(home, moved) -> None:
    factories.ImageFactory()  # so that keys differ afterwards
    picture, topic = factories.ImageFactory(title="Vorlagenbild"), factories.TopicFactory()
    PageTemplate.objects.create(
        page_type=ContentType.objects.get_for_model(NewsPage),
        locale=factories.language("de"),
        name="Bericht",
        content={
            "title": None,
            "image": picture.pk,
            "body": json.dumps(stream(("paragraph", "<p>Worum es ging.</p>"))),
            "topic_links": [{"pk": None, "sort_order": 0, "page": None, "topic": topic.pk}],
        },
    )

    moved()

    template = PageTemplate.objects.get(name="Bericht")
    page = NewsPage()
    fill(page, template.content)
    assert page.image.title == "Vorlagenbild"
    assert [link.topic for link in page.topic_links.all()] == [Topic.objects.get()]
    assert "Worum es ging." in str(page.body)


# --- Refusals -----------------------------------------------------------------------------------


@pytest.fixture
def exported(home, tmp_path, new_media):
    """The folder of an export with a page and a picture; the site is empty."""
    factories.ContentPageFactory(parent=home)
    factories.ImageFactory()
    export(tmp_path / "out")
    empty_site()
    new_media()
    return tmp_path / "out"


def assert_refused(folder, reason: str) -> None:
    before = Page.objects.count(), Image.objects.count()
    with pytest.raises(CommandError, match=reason) as error:
        restore(folder)
    assert str(error.value).endswith("Nothing was imported.")
    assert (Page.objects.count(), Image.objects.count()) == before


def rewrite(folder, path: str, change) -> None:
    """Change a JSON file, and its checksum in the manifest with it."""
    data = json.loads((folder / path).read_text())
    change(data)
    text = json.dumps(data).encode()
    (folder / path).write_bytes(text)
    manifest = json.loads((folder / "manifest.json").read_text())
    if path in manifest["files"]:
        digest = hashlib.sha256(text).hexdigest()
        manifest["files"][path] = {"sha256": digest, "bytes": len(text)}
        (folder / "manifest.json").write_text(json.dumps(manifest))


def test_a_site_with_content_is_refused_and_says_what_it_has(home, tmp_path) -> None:
    factories.ImageFactory()
    export(tmp_path / "out")

    assert_refused(tmp_path / "out", "has content already: 1 pages, 1 images")


def test_a_damaged_file_is_named(exported) -> None:
    (file,) = (exported / "media" / "original_images").iterdir()
    content = bytearray(file.read_bytes())
    content[-1] ^= 1
    file.write_bytes(content)

    assert_refused(exported, f"“media/original_images/{file.name}” is damaged")


def test_a_missing_file_is_named(exported) -> None:
    (exported / "consents.json").unlink()

    assert_refused(exported, "The file “consents.json” is missing")


def test_a_folder_that_is_no_export_is_refused(db, tmp_path) -> None:
    assert_refused(tmp_path, "is no export: it has no manifest.json")


def test_another_version_of_the_format_is_refused(exported) -> None:
    rewrite(exported, "manifest.json", lambda manifest: manifest.update(version=2))

    assert_refused(exported, "format miglobe-site-export 2; this site reads")


@pytest.mark.parametrize("path", ["../outside.json", "/etc/passwd", "a/../../b", "a\\b", "./a", ""])
def test_a_path_that_leads_out_of_the_folder_is_refused(exported, path) -> None:
    def add(manifest):
        manifest["files"][path] = {"sha256": "0" * 64, "bytes": 1}

    rewrite(exported, "manifest.json", add)

    assert_refused(exported, "is not a path inside the export")


def test_a_symbolic_link_out_of_the_folder_is_refused(exported, tmp_path) -> None:
    outside = tmp_path / "outside.json"
    outside.write_bytes((exported / "consents.json").read_bytes())
    (exported / "consents.json").unlink()
    (exported / "consents.json").symlink_to(outside)

    assert_refused(exported, "leads out of the export")


def test_a_file_name_that_leads_out_of_the_media_folder_is_refused(exported) -> None:
    (path,) = (p for p in exported.rglob("images/**/*.json"))

    def change(data):
        data["fields"]["file"] = "../../outside.png"

    rewrite(exported, str(path.relative_to(exported)), change)

    assert_refused(exported, r"outside\.png")


def test_a_field_that_this_version_does_not_know_is_named(exported) -> None:
    path = next(p for p in (exported / "pages" / "de").iterdir())

    rewrite(
        exported,
        str(path.relative_to(exported)),
        lambda data: data["fields"].update(mood="heiter"),
    )

    assert_refused(exported, "has no field “mood” in this version")


def test_after_a_failure_no_row_and_no_file_is_left(exported, settings, monkeypatch) -> None:
    def fail(into):
        raise OSError("broken off")

    monkeypatch.setattr("editing.transfer.pages.read_revisions", fail)

    assert_refused(exported, "broken off")
    assert [path for path in settings.MEDIA_ROOT.rglob("*") if path.is_file()] == []


def test_another_file_of_the_same_name_is_not_overwritten(exported, settings) -> None:
    (file,) = (exported / "media" / "original_images").iterdir()
    other = settings.MEDIA_ROOT / "original_images" / file.name
    other.parent.mkdir(parents=True)
    other.write_bytes(b"something else")

    assert_refused(exported, "There is another file")
    assert other.read_bytes() == b"something else"
