"""An advisor withdraws: the mark that stood in every field stands nowhere any more."""

from datetime import timedelta

import pytest
from django.core.files.storage import default_storage
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from core import ledger
from operations.models import Erasure, FileToDelete
from operations.personal_data import files
from operations.personal_data.withdrawal.traces import KEPT
from operations.personal_data.withdrawal.withdrawing import erase_what_is_left, withdraw
from pool.models import AdvisorConsent, AdvisorPage
from tests import factories
from tests.operations.personal_data import advisor as advisors
from tests.operations.personal_data.marks import marked, marked_files, marked_rows
from tests.people import signed_in
from tests.trees import in_english, reloaded, stream

PUBLIC = (
    "/de/",
    "/en/",
    "/sitemap.xml",
    "/sitemap-1.xml",
    "/api/v2/pages/?fields=*&limit=100",
    "/api/v2/pages/?locale=en&fields=*&limit=100",
    "/api/v2/images/?fields=*",
    "/api/v2/documents/?fields=*",
    "/api/v2/changes/",
    "/api/v2/redirects/",
    "/api/v2/search/?q=berater&locale=de",
    "/de/suche/?q=profil",
    "/en/search/?q=profil",
    "/de/feeds/news.rss",
    "/geo/05.json",
)


def public_answers(*addresses: str) -> dict[str, str]:
    found = {}
    for address in (*PUBLIC, *addresses):
        answer = Client().get(address, HTTP_HOST="www.example.org", secure=True)
        content = b"".join(answer) if answer.streaming else answer.content
        found[address] = content.decode(errors="replace").replace(address, "")
    return found


@pytest.fixture
def world(directory, english_directory, tmp_path, settings) -> advisors.World:
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.PRIVACY_LEDGER = str(tmp_path / "ledger")
    settings.EMAIL_BACKEND = "operations.mail.backend.QueueBackend"
    return advisors.make(directory)


def test_after_a_withdrawal_the_mark_stands_nowhere(
    world, django_capture_on_commit_callbacks
) -> None:
    directories = [page.get_parent().get_url() for page in (world.german, world.english)]
    before = public_answers(*directories, *world.addresses)
    assert {*directories, "/sitemap-1.xml", "/api/v2/pages/?locale=en&fields=*&limit=100"} <= set(
        marked(before)
    )
    assert len({row.split(":")[0] for row in marked_rows()}) > 40
    assert len(marked_files()) > 8

    with django_capture_on_commit_callbacks(execute=True):
        withdraw(world.german.translation_key, by=world.editor)

    assert not (rows := marked_rows()), "\n".join(rows)
    assert marked_files() == []
    details = [f"/api/v2/pages/{page.pk}/?fields=*" for page in (world.german, world.english)]
    assert marked(public_answers(*directories, *world.addresses, *details)) == []
    assert not FileToDelete.objects.exists()
    for address in world.addresses:
        answer = Client().get(address, HTTP_HOST="www.example.org", secure=True)
        assert (address, answer.status_code) == (address, 410)
    for page in (world.german, world.english):
        shell = reloaded(page)
        assert shell.title in ("Zurückgezogenes Profil", "Withdrawn profile")
        assert not shell.live
    assert Erasure.objects.filter(key=str(world.german.translation_key)).count() == 1
    assert AdvisorConsent.objects.latest().get().recorded_by == world.editor
    [entry] = ledger.entries()
    assert entry.keys == (str(world.german.translation_key),)


# --- Simple profiles ------------------------------------------------------------------------------


@pytest.fixture
def profile(directory, tmp_path, settings) -> AdvisorPage:
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.PRIVACY_LEDGER = str(tmp_path / "ledger")
    page = factories.AdvisorPageFactory(
        parent=directory, title="Zoraya Quellbach", first_name="Zoraya", last_name="Quellbach"
    )
    factories.AdvisorConsentFactory(advisor=page)
    return reloaded(page)


def address(page: AdvisorPage) -> str:
    return reverse("operations_withdraw_consent", args=[page.pk])


def test_a_publisher_is_told_what_goes_and_has_to_agree(profile, news) -> None:
    factories.NewsPageFactory(parent=news, title="Tagung", teaser="Mit Zoraya Quellbach")
    drafted = factories.NewsPageFactory(parent=news, title="Entwurf")
    drafted.body = stream(("paragraph", "<p>Frau Quellbach spricht.</p>"))
    drafted.save_revision()
    publisher = signed_in("publishers")

    asked = publisher.get(address(profile)).content.decode()
    assert "Zoraya Quellbach" in asked
    assert "Entwurf" in asked
    refused = publisher.post(address(profile))
    assert "Quellbach" in refused.content.decode()
    assert reloaded(profile).last_name == "Quellbach"

    done = publisher.post(address(profile), {"understood": "yes"})

    assert done.status_code == 200
    assert "Entwurf" in done.content.decode()
    assert reloaded(profile).last_name == ""
    assert AdvisorConsent.objects.latest().get().withdrawn_on == timezone.localdate()


@pytest.mark.parametrize("role", ["editors-nw", "translators"])
def test_who_may_not_record_consents_may_not_withdraw_them(profile, role) -> None:
    client = signed_in(role)

    client.post(address(profile), {"understood": "yes"})

    assert reloaded(profile).last_name == "Quellbach"
    edit = client.get(reverse("wagtailadmin_pages:edit", args=[profile.pk]))
    assert address(profile) not in edit.content.decode()


def test_it_is_offered_in_the_editor_and_in_the_list(profile) -> None:
    client = signed_in("publishers")

    edit = client.get(reverse("wagtailadmin_pages:edit", args=[profile.pk]))
    listed = client.get(reverse("advisor_list:index"))

    assert address(profile) in edit.content.decode()
    assert address(profile) in listed.content.decode()


def test_the_history_and_the_editor_of_what_remains_can_be_opened(profile) -> None:
    withdraw(profile.translation_key)
    client = signed_in("publishers")

    for name in ("edit", "history"):
        shown = client.get(reverse(f"wagtailadmin_pages:{name}", args=[profile.pk]))
        assert shown.status_code == 200
        assert "Quellbach" not in shown.content.decode()


def test_who_would_delete_the_page_is_led_to_erasing_all_of_it(profile) -> None:
    client = signed_in("publishers")
    delete = reverse("wagtailadmin_pages:delete", args=[profile.pk])

    assert client.post(delete).headers["Location"] == address(profile)
    withdraw(profile.translation_key)
    client.post(delete)

    assert not AdvisorPage.objects.filter(pk=profile.pk).exists()


def test_a_profile_in_one_language_that_was_never_published_goes_too(directory, settings, tmp_path):
    settings.PRIVACY_LEDGER = str(tmp_path / "ledger")
    draft = factories.AdvisorPageFactory(parent=directory, live=False, title="Entwurf Quellbach")
    draft.save_revision()

    withdraw(draft.translation_key)

    shell = reloaded(draft)
    assert (shell.title, shell.first_name, shell.last_name) == ("Zurückgezogenes Profil", "", "")
    assert shell.get_latest_revision() is None
    [entry] = ledger.entries()
    assert entry.kind == "profile-erased"


def test_twice_does_no_harm(profile) -> None:
    withdraw(profile.translation_key)
    slug = reloaded(profile).slug

    withdraw(profile.translation_key)

    assert AdvisorConsent.objects.count() == 2
    assert reloaded(profile).slug != slug or reloaded(profile).last_name == ""


def test_a_consent_that_only_ends_hides_and_deletes_nothing(profile) -> None:
    yesterday = timezone.localdate() - timedelta(days=1)
    factories.AdvisorConsentFactory(advisor=profile, valid_until=yesterday)

    assert erase_what_is_left() == "0 withdrawn profiles erased"
    assert reloaded(profile).last_name == "Quellbach"


def test_what_was_withdrawn_and_not_erased_is_erased_by_the_schedule(profile) -> None:
    withdraw(profile.translation_key)
    Erasure.objects.all().delete()
    shell = reloaded(profile)
    shell.last_name = "Quellbach"
    shell.save()

    assert erase_what_is_left() == "1 withdrawn profiles erased"
    assert reloaded(profile).last_name == ""
    assert erase_what_is_left() == "0 withdrawn profiles erased"


def test_after_a_restore_it_is_erased_again(profile) -> None:
    withdraw(profile.translation_key)
    [entry] = ledger.entries()
    AdvisorPage.objects.all()[0].delete()
    restored = factories.AdvisorPageFactory(
        parent=profile.get_parent(), translation_key=profile.translation_key
    )
    early = factories.AdvisorConsentFactory.build(advisor=restored)
    early.save()
    later = type(entry)(timezone.now(), entry.kind, entry.keys)

    assert ledger.redo(later)
    assert reloaded(restored).last_name == ""
    assert not ledger.redo(later)


def test_without_the_ledger_nothing_is_deleted(profile, settings, tmp_path) -> None:
    (tmp_path / "file").write_text("no folder")
    settings.PRIVACY_LEDGER = str(tmp_path / "file")

    answer = signed_in("publishers").post(address(profile), {"understood": "yes"})

    assert answer.status_code == 200
    assert reloaded(profile).last_name == "Quellbach"


# --- Pictures -------------------------------------------------------------------------------------


def test_a_portrait_that_stands_elsewhere_gives_way_to_a_grey_picture(
    profile, news, django_capture_on_commit_callbacks
) -> None:
    image = advisors.picture("portrait")
    profile.portrait = image
    profile.save()
    item = factories.NewsPageFactory(parent=news, image=image, image_alt="Wer spricht")

    with django_capture_on_commit_callbacks(execute=True):
        withdraw(profile.translation_key)

    assert reloaded(item).image.title == "Entferntes Bild"
    assert marked_files() == []
    assert not [row for row in marked_rows() if "image" in row]


def test_a_drawing_that_others_use_stays(profile, news) -> None:
    drawing = factories.ImageFactory(title="Zeichnung", is_illustration=True)
    profile.portrait = drawing
    profile.save()
    factories.NewsPageFactory(parent=news, image=drawing)

    withdraw(profile.translation_key)

    drawing.refresh_from_db()
    assert drawing.title == "Zeichnung"
    assert reloaded(profile).portrait is None


def test_a_file_that_cannot_be_deleted_is_tried_again(
    profile, monkeypatch, django_capture_on_commit_callbacks
) -> None:
    profile.portrait = advisors.picture("portrait")
    profile.save()

    def fail(name: str) -> None:
        raise OSError("storage does not answer")

    with monkeypatch.context() as patched:
        patched.setattr(default_storage, "delete", fail)
        with django_capture_on_commit_callbacks(execute=True):
            withdraw(profile.translation_key)
    assert FileToDelete.objects.count() > 1
    assert marked_files()

    assert files.delete_noted()[1] == 0
    assert marked_files() == []
    assert not FileToDelete.objects.exists()


def test_the_other_language_and_aliases_are_erased_with_it(profile, english_directory) -> None:
    english = in_english(profile, title="Zoraya Quellbach")
    alias = profile.create_alias(parent=profile.get_parent(), update_slug="profil-4711")

    withdraw(english.translation_key)

    for page in (profile, english, alias):
        assert "Quellbach" not in str(vars(reloaded(page)))


def test_every_field_of_a_profile_is_decided() -> None:
    """What is kept says nothing of a person; a new field is emptied unless it is named there."""
    names = {field.name for field in AdvisorPage._meta.get_fields()}

    assert names >= KEPT
