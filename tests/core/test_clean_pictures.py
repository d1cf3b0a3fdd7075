"""`manage.py clean_pictures`, for files that were stored before pictures were cleaned."""

import pytest
from django.core.files.base import ContentFile
from django.core.management import call_command

from core.models import Image
from tests import factories
from tests.pictures import is_at_rest, photo

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _media_of_its_own(settings, tmp_path) -> None:
    settings.MEDIA_ROOT = tmp_path


def stored(image: Image) -> bytes:
    with image.file.storage.open(image.file.name, "rb") as file:
        return file.read()


def lay_into_the_folder(image: Image, data: bytes) -> None:
    storage, name = image.file.storage, image.file.name
    storage.delete(name)
    assert storage.save(name, ContentFile(data)) == name


def test_files_with_a_place_are_replaced_and_their_renditions_made_anew(
    capsys, django_capture_on_commit_callbacks
) -> None:
    image = factories.ImageFactory(file=ContentFile(photo(size=(900, 450)), "foto.jpg"))
    fine = factories.ImageFactory()
    lay_into_the_folder(image, photo(size=(900, 450)))
    rendition = image.get_rendition("width-400|format-jpeg")
    old_file, kept_file = image.file.name, fine.file.name
    assert not is_at_rest(stored(image))

    with django_capture_on_commit_callbacks(execute=True):
        call_command("clean_pictures")

    assert capsys.readouterr().out == "Pictures: 1 cleaned.\n"
    image = Image.objects.get(pk=image.pk)
    fine.refresh_from_db()
    assert is_at_rest(stored(image))
    assert image.file_size == len(stored(image))
    assert fine.file.name == kept_file
    assert not image.file.storage.exists(rendition.file.name)
    assert image.file.name == old_file or not image.file.storage.exists(old_file)
    with image.get_rendition("width-400|format-jpeg").file.open("rb") as file:
        assert is_at_rest(file.read())


def test_a_second_run_finds_nothing_and_a_lost_file_is_named(capsys) -> None:
    image = factories.ImageFactory(title="Verloren")
    image.file.storage.delete(image.file.name)

    call_command("clean_pictures")

    printed = capsys.readouterr()
    assert printed.out == "Pictures: 0 cleaned.\n"
    assert "Verloren" in printed.err
