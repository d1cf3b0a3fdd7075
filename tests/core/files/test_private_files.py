"""Who gets which file: no private one by its address, and a file moves with the rules."""

import re
from datetime import timedelta
from functools import partial

import pytest
from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone
from wagtail.models import Collection, CollectionViewRestriction

from core.files.places import misplaced, put_in_place
from core.files.storage import KEPT
from core.models import Image
from operations.schedule import files as schedule_files
from tests import factories
from tests.people import signed_in

pytestmark = pytest.mark.django_db

FILTER = "max-165x165"


@pytest.fixture
def collection() -> Collection:
    return Collection.get_first_root_node().add_child(name="Intern")


def restrict(collection: Collection, kind: str = "login", **values) -> CollectionViewRestriction:
    return CollectionViewRestriction.objects.create(
        collection=collection, restriction_type=kind, **values
    )


def addresses_of(image: Image) -> list[str]:
    image.refresh_from_db()
    return [image.file.url, image.get_rendition(FILTER).url]


def statuses(addresses: list[str], client: Client | None = None) -> list[int]:
    return [fetch(address, client).status_code for address in addresses]


def fetch(address: str, client: Client | None = None) -> HttpResponse:
    """The answer, read to its end: a file is closed then."""
    answer = (client or Client()).get(address)
    answer.body = answer.getvalue()
    return answer


def test_a_picture_for_everybody_has_an_address_that_nobody_guesses():
    image = factories.ImageFactory(file__filename="Erika Muster.jpg", file__format="JPEG")
    assert re.fullmatch(r"original_images/Erika_Muster-[0-9a-f]{16}\.jpg", image.file.name)
    assert re.fullmatch(
        r"images/Erika_Muster-[0-9a-f]{16}\.jpg", image.get_rendition(FILTER).file.name
    )
    assert statuses(addresses_of(image)) == [200, 200]
    assert fetch(image.file.url)["Cache-Control"] == KEPT


def test_a_picture_of_a_restricted_collection_is_nowhere_for_visitors(collection):
    restrict(collection)
    image = factories.ImageFactory(collection=collection)
    addresses = addresses_of(image)
    assert all(address.startswith("/media/private/") for address in addresses)
    assert statuses(addresses) == [404, 404]
    assert statuses([a.replace("/private/", "/") for a in addresses]) == [404, 404]


@pytest.mark.parametrize("change", ["restriction", "collection", "below", "bulk", "moved"])
def test_a_picture_that_becomes_private_moves_and_comes_back(
    collection, change, django_capture_on_commit_callbacks
):
    root = Collection.get_first_root_node()
    inner = collection.add_child(name="Innen")
    image = factories.ImageFactory(collection=inner if change in ("restriction", "below") else root)
    before = addresses_of(image)
    stored = [address.removeprefix("/media/") for address in before]

    def hide() -> None:
        if change in ("collection", "bulk", "moved"):
            restrict(collection)
        if change == "collection":
            image.collection = collection
            image.save()
        elif change == "bulk":
            in_bulk(image, collection)
        elif change == "moved":
            outer = root.add_child(name="Draussen")
            Image.objects.filter(pk=image.pk).update(collection=outer)
            outer.move(Collection.objects.get(pk=collection.pk), "sorted-child")
            put_in_place(misplaced())  # as the schedule does: no signal tells of it
        else:
            restrict(inner if change == "restriction" else collection)

    with django_capture_on_commit_callbacks(execute=True):
        hide()
    assert statuses(before) == [404, 404]
    assert not any(default_storage.exists(name) for name in stored)
    hidden = addresses_of(image)
    assert all(address.startswith("/media/private/") for address in hidden)
    assert statuses(hidden) == [404, 404]
    with django_capture_on_commit_callbacks(execute=True):
        CollectionViewRestriction.objects.all().delete()
    assert statuses(hidden) == [404, 404]
    assert statuses(addresses_of(image)) == [200, 200]
    assert not misplaced().exists()


@pytest.mark.parametrize("end", ["run out", "scope"])
def test_a_portrait_that_may_no_longer_be_shown_moves_and_comes_back(
    directory, end, django_capture_on_commit_callbacks
):
    portrait = factories.ImageFactory()
    page = factories.AdvisorPageFactory(parent=directory, portrait=portrait)
    consent = partial(factories.AdvisorConsentFactory, advisor=page)
    consent(shows_portrait=True)
    before = addresses_of(portrait)
    assert statuses(before) == [200, 200]
    if end == "run out":
        consent(shows_portrait=True, valid_until=timezone.localdate() - timedelta(days=1))
    else:
        consent(shows_portrait=False)
    with django_capture_on_commit_callbacks(execute=True):
        assert schedule_files.put_in_place() == "1 pictures moved"
    assert statuses(before) == [404, 404]
    hidden = addresses_of(portrait)
    assert all(address.startswith("/media/private/") for address in hidden)
    assert statuses(hidden) == [404, 404]
    assert statuses(hidden, signed_in("administrator")) == [200, 200]
    assert schedule_files.put_in_place() == "0 pictures moved"

    consent(shows_portrait=True)
    assert statuses(hidden) == [200, 200]  # until it has moved
    with django_capture_on_commit_callbacks(execute=True):
        assert schedule_files.put_in_place() == "1 pictures moved"
    assert statuses(hidden) == [404, 404]
    assert statuses(addresses_of(portrait)) == [200, 200]


def in_bulk(image: Image, collection: Collection) -> None:
    address = f"/admin/bulk/core/image/add_to_collection/?id={image.pk}"
    answer = signed_in("administrator").post(address, {"collection": collection.pk})
    assert answer.status_code == 302


def test_who_passes_the_restriction_or_works_with_the_picture_sees_it(collection):
    restrict(collection)
    image = factories.ImageFactory(collection=collection)
    addresses = addresses_of(image)
    assert statuses(addresses, signed_in("administrator")) == [200, 200]
    answer = fetch(addresses[0], signed_in("administrator"))
    assert answer["Cache-Control"] == "private, no-store"
    assert answer["Content-Type"] == "image/jpeg"


def test_a_password_opens_the_picture_as_it_opens_a_document(collection):
    restriction = restrict(collection, "password", password="Sesam")
    image = factories.ImageFactory(collection=collection)
    document = factories.DocumentFactory(collection=collection)
    visitor = Client()
    assert statuses(addresses_of(image), visitor) == [404, 404]
    asked = fetch(document.url, visitor)
    assert b"password" in asked.content
    assert asked["Cache-Control"] == "private, no-store"
    visitor.post(
        f"/documents/authenticate_with_password/{restriction.pk}/",
        {"password": "Sesam", "return_url": document.url},
    )
    assert statuses([*addresses_of(image), document.url], visitor) == [200, 200, 200]


def test_documents_come_from_the_site_alone():
    document = factories.DocumentFactory()
    assert document.url.startswith("/documents/")
    assert statuses([document.file.url]) == [404]
    answer = fetch(document.url)
    assert answer.status_code == 200
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Length"] == str(len(answer.body))
    assert "sandbox" in answer["Content-Security-Policy"]
    assert answer["Cache-Control"] == "no-cache"


def test_a_document_for_who_is_signed_in_is_kept_by_no_cache(collection):
    restrict(collection)
    document = factories.DocumentFactory(collection=collection)
    assert statuses([document.file.url]) == [404]
    answer = fetch(document.url)
    assert (answer.status_code, answer["Cache-Control"]) == (302, "private, no-store")
    answer = fetch(document.url, signed_in("administrator"))
    assert (answer.status_code, answer["Cache-Control"]) == (200, "private, no-store")


@pytest.mark.parametrize(
    "path",
    [
        "../db.sqlite3",
        "images/../documents/sample.pdf",
        "images/../../db.sqlite3",
        "images/%2e%2e/documents/sample.pdf",
        "images//etc/passwd",
        "images/..%2fdocuments%2fsample.pdf",
        "private/../documents/sample.pdf",
        "wagtail_uploads/waiting.png",
        "documents/sample.pdf",
        "images",
        "images/",
        "images/%00.png",
    ],
)
def test_nothing_beside_the_public_folders_is_handed_out(path):
    default_storage.save("documents/sample.pdf", ContentFile(b"no picture"))
    assert (settings.MEDIA_ROOT / "documents").exists()
    assert fetch(f"/media/{path}").status_code in (400, 404)


def test_what_is_no_picture_is_not_shown_by_browsers():
    name = default_storage.save("images/page.html", ContentFile(b"no picture"))
    answer = fetch(f"/media/{name}")
    assert answer["Content-Type"] == "application/octet-stream"
    assert answer["Content-Disposition"].startswith("attachment")
    default_storage.delete(name)
