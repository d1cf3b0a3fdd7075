"""All that is kept about somebody is handed out (Art. 15 GDPR); every table is decided."""

import json
from io import StringIO

import pytest
from django.apps import apps
from django.contrib.auth import get_user_model
from django.core.management import CommandError, call_command
from django.urls import reverse
from wagtail.contrib.forms.models import FormSubmission
from wagtail.log_actions import log
from wagtail.models import ModelLogEntry, Orderable, Page, PageLogEntry

from operations.personal_data.export import documents
from operations.personal_data.history import ERASED, HANDED_OUT
from operations.personal_data.scope import OF_ACCOUNTS, OF_PEOPLE, OTHERS
from operations.personal_data.withdrawal.traces import KEPT
from pool.models import AdvisorPage
from tests import factories
from tests.operations.personal_data import advisor as advisors
from tests.operations.personal_data.marks import marked_values
from tests.people import person, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def places(settings, tmp_path) -> None:
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.PRIVACY_LEDGER = str(tmp_path / "ledger")


def exported(**options: str) -> str:
    out = StringIO()
    [(name, value)] = options.items()
    call_command("personal_data", "export", f"--{name}", value, stdout=out)
    return out.getvalue()


def test_every_table_is_decided() -> None:
    """A new model must be told of, or it must be said why not."""
    models = apps.get_models()
    decided = OF_PEOPLE.keys() | OTHERS.keys()
    # Pages are content, and rows of a profile's own are told of with it.
    content = {model._meta.label for model in models if issubclass(model, (Page, Orderable))}
    labels = {model._meta.label for model in models}

    assert labels - content - decided == set()
    assert decided - labels <= {"wagtailsearch.SQLiteFTSIndexEntry"}  # of one database only
    assert not OF_PEOPLE.keys() & OTHERS.keys()


def test_every_field_that_names_an_account_is_decided() -> None:
    user = get_user_model()
    fields = {
        (model._meta.label, field.name)
        for model in apps.get_models()
        for field in model._meta.local_fields
        if field.related_model is user and not model._meta.proxy
    }
    not_used = {
        ("wagtaildocs.Document", "uploaded_by_user"),
        ("wagtailimages.Image", "uploaded_by_user"),
    }

    assert fields - not_used == {(told.model, told.field) for told in OF_ACCOUNTS}


def test_an_advisor_is_told_everything_in_all_languages(directory, english_directory) -> None:
    world = advisors.make(directory)

    document = exported(advisor=str(world.german.pk))

    for when in ("alt", "neu"):
        for name, value in marked_values(AdvisorPage, KEPT, when).items():
            if isinstance(value, str):
                assert value in document, (when, name)
    data = json.loads(document)
    profiles = data["Beratungsprofil"]["Profil"]
    assert [profile["Sprache"] for profile in profiles] == ["Deutsch", "Englisch"]
    assert data["Beratungsprofil"]["Einwilligungen"][0]["Erteilt am"] == "2016-12-07"
    assert len(data["Beratungsprofil"]["Bilder"]) == 2
    assert data["Beratungsprofil"]["Bilder"][0]["Dateien"]


def test_an_account_is_told_what_it_did_and_no_secret(home) -> None:
    user = person("editors-nw", first_name="Ada", last_name="Beispiel")
    signed_in(user)
    log(instance=home, action="wagtail.edit", user=user)

    document = exported(user=user.username)
    data = json.loads(document)["Benutzerkonto"]

    assert data["Konto"]["Nachname"] == "Beispiel"
    assert user.password not in document
    assert len(data["Sitzungen"]) == 1
    assert any("wagtail.edit" in json.dumps(rows) for rows in data.values())
    assert data["Gruppen"]


def test_a_sender_is_found_by_the_address(home) -> None:
    page = factories.ContactPageFactory(parent=home, title="Kontakt")
    FormSubmission.objects.create(page=page, form_data={"mail": "Max@example.org", "was": "Hallo"})
    FormSubmission.objects.create(page=page, form_data={"mail": "o@example.org", "was": "Anderes"})
    factories.ContactPersonFactory(name="Max Kontakt", email="max@example.org")

    document = documents.as_json(documents.about_email("max@example.org"))

    assert "Hallo" in document
    assert "Max Kontakt" in document
    assert "Anderes" not in document


@pytest.mark.parametrize(
    "options", [{"user": "nobody"}, {"advisor": "4711"}, {"advisor": "no key"}], ids=str
)
def test_whom_nobody_knows_is_an_error_in_words(options) -> None:
    with pytest.raises(CommandError):
        exported(**options)


# --- In the admin ---------------------------------------------------------------------------------

LOOK_UP = "operations_personal_data"


def test_a_manager_looks_somebody_up_and_deletes_what_they_sent(home) -> None:
    page = factories.ContactPageFactory(parent=home, title="Kontakt")
    FormSubmission.objects.create(page=page, form_data={"mail": "max@example.org"})
    manager = signed_in("managers")
    address = reverse(LOOK_UP)

    assert "1 Eintrag" in manager.post(address, {"email": "max@example.org"}).content.decode()
    told = manager.post(address, {"email": "max@example.org", "download": "yes"})
    assert "no-store" in told["Cache-Control"]
    assert "max@example.org" in told.content.decode()
    manager.post(address, {"email": "max@example.org", "erase": "yes"})
    assert FormSubmission.objects.count() == 1
    manager.post(address, {"email": "max@example.org", "erase": "yes", "understood": "yes"})
    assert FormSubmission.objects.count() == 0


@pytest.mark.parametrize("role", ["editors-nw", "translators", "publishers"])
def test_nobody_else_may(home, directory, role) -> None:
    profile = factories.AdvisorPageFactory(parent=directory)
    client = signed_in(role)
    account = person("editors-bw")

    asked = [
        client.post(reverse(LOOK_UP), {"email": "max@example.org"}),
        client.post(reverse("operations_export_advisor", args=[profile.pk])),
        client.post(reverse("operations_export_account", args=[account.pk])),
    ]

    assert all(b"auskunft" not in answer.content for answer in asked)
    assert all("attachment" not in answer.get("Content-Disposition", "") for answer in asked)
    assert {answer.status_code for answer in asked} <= {302, 403}


def test_what_was_handed_out_stands_in_the_history(directory) -> None:
    profile = factories.AdvisorPageFactory(parent=directory, title="Profil 7")
    manager = signed_in("managers")
    address = reverse("operations_export_advisor", args=[profile.pk])

    assert "Profil 7" in manager.get(address).content.decode()
    assert manager.post(address)["Content-Disposition"].startswith("attachment")
    assert PageLogEntry.objects.filter(
        page=profile.pk, action="operations.personal_data.export"
    ).exists()


def everywhere(home, directory) -> list[tuple[str, str]]:
    """Somebody with entries, a contact, a profile and an account; the labels of these objects."""
    page = factories.ContactPageFactory(parent=home, title="Kontakt")
    for text in ("eins", "zwei"):
        data = {"mail": "max@example.org", "was": text}
        FormSubmission.objects.create(page=page, form_data=data)
    FormSubmission.objects.create(page=page, form_data={"mail": "o@example.org"})
    mail = {"email": "max@example.org"}
    contact = factories.ContactPersonFactory(name="Max Kontakt", **mail)
    profile = factories.AdvisorPageFactory(parent=directory, title="Profil 7", **mail)
    account = person("editors-nw", **mail)
    return sorted((type(obj).__name__, str(obj.pk)) for obj in (page, contact, profile, account))


def noted(action: str) -> list[tuple[str, str]]:
    found = [
        *PageLogEntry.objects.filter(action=action),
        *ModelLogEntry.objects.filter(action=action),
    ]
    for entry in found:
        assert "max@" not in json.dumps(entry.data)
    return sorted(
        (
            entry.content_type.model_class().__name__,
            str(getattr(entry, "page_id", None) or entry.object_id),
        )
        for entry in found
    )


@pytest.mark.parametrize("by", ["admin", "command"])
def test_handing_out_by_address_stands_in_the_history_of_all(home, directory, by) -> None:
    found = everywhere(home, directory)
    manager = person("managers")

    if by == "admin":
        asked = {"email": "max@example.org", "download": "yes"}
        assert signed_in(manager).post(reverse(LOOK_UP), asked).status_code == 200
    else:
        exported(email="max@example.org")

    assert noted(HANDED_OUT) == found
    of_form = PageLogEntry.objects.get(action=HANDED_OUT, data__has_key="entries")
    assert of_form.data == {"entries": 2}
    assert of_form.user == (manager if by == "admin" else None)
    history = signed_in("administrator").get(
        reverse("wagtailadmin_pages:history", args=[of_form.page_id])
    )
    assert "2 Einträge des Formulars" in history.content.decode()


@pytest.mark.parametrize("by", ["admin", "command"])
def test_erasing_by_address_stands_in_the_history_of_the_form(home, directory, by) -> None:
    everywhere(home, directory)
    manager = person("managers")

    if by == "admin":
        asked = {"email": "max@example.org", "erase": "yes", "understood": "yes"}
        assert signed_in(manager).post(reverse(LOOK_UP), asked).status_code == 200
    else:
        call_command("personal_data", "erase", "--email", "max@example.org", stdout=StringIO())

    [entry] = PageLogEntry.objects.filter(action=ERASED)
    assert entry.page.title == "Kontakt"
    assert entry.data == {"entries": 2}
    assert entry.user == (manager if by == "admin" else None)
    history = signed_in("administrator").get(
        reverse("wagtailadmin_pages:history", args=[entry.page_id])
    )
    assert "2 Einträge des Formulars" in history.content.decode()


# --- As a file ------------------------------------------------------------------------------------


def to_file(path, **options: str) -> None:
    [(name, value)] = options.items()
    call_command("personal_data", "export", f"--{name}", value, "--output", str(path))


def test_the_file_is_new_and_only_its_owner_reads_it(db, tmp_path) -> None:
    user = person("editors-nw", first_name="Ada")
    path = tmp_path / "auskunft.json"

    to_file(path, user=user.username)

    assert path.stat().st_mode & 0o777 == 0o600
    assert json.loads(path.read_text(encoding="utf-8"))["Benutzerkonto"]["Konto"]


@pytest.mark.parametrize("kind", ["file", "link", "dangling"])
def test_a_file_that_exists_is_not_written_to(db, tmp_path, kind) -> None:
    user = person("editors-nw")
    path, elsewhere = tmp_path / "auskunft.json", tmp_path / "elsewhere"
    if kind != "dangling":
        elsewhere.write_text("before")
    path.symlink_to(elsewhere) if kind != "file" else path.write_text("before")

    with pytest.raises(CommandError, match="exists already"):
        to_file(path, user=user.username)

    if kind == "dangling":
        assert not elsewhere.exists()
    else:
        assert path.read_text() == "before"
    assert noted(HANDED_OUT) == []


def test_a_folder_that_is_not_there_is_an_error_in_words(db, tmp_path) -> None:
    with pytest.raises(CommandError, match="could not be written"):
        to_file(tmp_path / "none" / "auskunft.json", user=person("editors-nw").username)
