"""Uploading pictures through the admin: what is asked, refused, found and removed."""

from io import BytesIO

import pytest
from bs4 import BeautifulSoup
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image as Picture
from pillow_heif import register_heif_opener
from wagtail.models import Collection, UploadedFile

from core.models import Image
from tests import factories
from tests.pictures import COPYRIGHT, CREATOR, DESCRIPTION, is_at_rest, photo

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(client: Client) -> Client:
    client.force_login(factories.UserFactory())
    return client


@pytest.fixture(autouse=True)
def _media_of_its_own(settings, tmp_path) -> None:
    settings.MEDIA_ROOT = tmp_path


def upload(data: bytes, name: str = "foto.jpg") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data, content_type="image/jpeg")


def root_collection() -> int:
    return Collection.get_first_root_node().pk


def add(client: Client, data: bytes, name: str = "foto.jpg", prefix: str = "", **fields: str):
    """Answers of the form for one picture, or of a chooser's with its prefix."""
    values = {
        "title": "Fachtagung",
        "description": "Zwei Frauen am Rednerpult",
        "credit": "Foto: Erika Beispiel",
        "licence": "permission",
        "collection": root_collection(),
        **fields,
    }
    address = "wagtailimages_chooser:create" if prefix else "wagtailimages:add"
    return client.post(
        reverse(address),
        {
            **{f"{prefix}{key}": value for key, value in values.items()},
            f"{prefix}file": upload(data, name),
        },
    )


def add_to_many(client: Client, data: bytes, name: str = "foto.jpg") -> dict:
    return client.post(
        reverse("wagtailimages:add_multiple"),
        {"title": "foto", "collection": root_collection(), "files[]": upload(data, name)},
        headers={"x-requested-with": "XMLHttpRequest"},
    ).json()


def fields_of(html: str) -> dict[str, str]:
    """Values by name of field, without the form's prefix."""
    form = BeautifulSoup(html, "html.parser").find("form")
    return {
        tag["name"].rpartition("-")[2]: tag.text.strip() if tag.name == "textarea" else tag["value"]
        for tag in form.find_all(["input", "textarea"])
        if tag.get("name") and (tag.get("value") or tag.name == "textarea")
    }


def errors_of(response) -> str:
    return " ".join(
        " ".join(tag.stripped_strings)
        for tag in BeautifulSoup(response.content, "html.parser").select(".error-message")
    )


# --- Alternative text and credit ----------------------------------------------------------------


@pytest.mark.parametrize("prefix", ["", "image-chooser-upload-"])
def test_alternative_text_and_credit_are_asked_for(editor: Client, prefix: str) -> None:
    plain = photo(exif=b"", xmp=b"")

    response = add(editor, plain, prefix=prefix, description="", credit=" ")

    assert not Image.objects.exists()
    html = response.json()["htmlFragment"] if prefix else response.content.decode()
    assert "Alternativtext" in html
    assert html.count("Dieses Feld muss ausgefüllt werden.") == 2


@pytest.mark.parametrize("prefix", ["", "image-chooser-upload-"])
def test_what_the_file_says_fills_what_was_left_empty(editor: Client, prefix: str) -> None:
    add(editor, photo(), prefix=prefix, description="", credit="")

    image = Image.objects.get()
    assert image.credit == f"Foto: {CREATOR} / Pressestelle"
    assert image.description == DESCRIPTION


def test_what_was_typed_counts_more_than_the_file(editor: Client) -> None:
    add(editor, photo(), credit="Foto: Jemand", description="Was zu sehen ist")

    image = Image.objects.get()
    assert (image.credit, image.description) == ("Foto: Jemand", "Was zu sehen ist")


def test_many_at_once_wait_until_each_has_both(editor: Client) -> None:
    answer = add_to_many(editor, photo(exif=b"", xmp=b""))
    assert answer["success"]
    assert not Image.objects.exists()

    address = reverse(
        "wagtailimages:create_multiple_from_uploaded_image", args=[answer["uploaded_file_id"]]
    )
    prefix = f"uploaded-image-{answer['uploaded_file_id']}-"
    values = {"title": "Foto", "licence": "own", "collection": root_collection()}

    def send(**more: str) -> dict:
        data = {f"{prefix}{key}": value for key, value in {**values, **more}.items()}
        return editor.post(address, data).json()

    refused = send(credit="Foto: Erika Beispiel")
    assert not refused["success"]
    assert "Dieses Feld muss ausgefüllt werden." in refused["form"]
    assert fields_of(refused["form"])["credit"] == "Foto: Erika Beispiel"

    assert send(credit="Foto: Erika Beispiel", description="Ein Rednerpult")["success"]
    image = Image.objects.get()
    assert (image.credit, image.description) == ("Foto: Erika Beispiel", "Ein Rednerpult")


def test_many_at_once_begin_with_what_each_file_says(editor: Client) -> None:
    form = fields_of(add_to_many(editor, photo())["form"])

    assert form["credit"] == f"Foto: {CREATOR} / Pressestelle"
    assert form["description"] == DESCRIPTION


# --- Place --------------------------------------------------------------------------------------


def stored(image: Image) -> bytes:
    with image.file.storage.open(image.file.name) as file:
        return file.read()


@pytest.mark.parametrize("prefix", ["", "image-chooser-upload-"])
def test_neither_original_nor_rendition_says_where_it_was_taken(
    editor: Client, prefix: str
) -> None:
    add(editor, photo(size=(900, 450)), prefix=prefix)

    image = Image.objects.get()
    assert is_at_rest(stored(image))
    for specification in ("width-400|format-jpeg", "width-400|format-webp", "width-400"):
        with image.get_rendition(specification).file.open("rb") as file:
            assert is_at_rest(file.read())


def test_a_photo_taken_upright_is_still_shown_upright(editor: Client) -> None:
    add(editor, photo(size=(900, 450)))

    image = Image.objects.get()
    rendition = image.get_rendition("width-400|format-jpeg")
    assert (rendition.width, rendition.height) == (400, 800)
    with Picture.open(BytesIO(stored(image))) as original:
        assert original.info["icc_profile"]
        assert COPYRIGHT.encode() in original.info["exif"]


def test_what_waits_for_its_credit_says_no_place_either(editor: Client) -> None:
    answer = add_to_many(editor, photo())

    waiting = UploadedFile.objects.get(pk=answer["uploaded_file_id"])
    with waiting.file.open("rb") as file:
        assert is_at_rest(file.read())


def test_imports_and_scripts_store_clean_files_too() -> None:
    image = factories.ImageFactory(file=ContentFile(photo(), "foto.jpg"))

    assert is_at_rest(stored(image))
    assert image.file_size == len(stored(image))


# --- Duplicates ---------------------------------------------------------------------------------


def test_many_at_once_name_a_duplicate_before_it_is_described(editor: Client) -> None:
    add(editor, photo())

    answer = add_to_many(editor, photo(), name="noch-einmal.jpg")

    assert answer["duplicate"]
    assert "Fachtagung" in answer["confirm_duplicate_upload"]
    delete = BeautifulSoup(answer["confirm_duplicate_upload"], "html.parser").select_one("a.delete")
    assert editor.post(delete["href"]).json()["success"]
    assert Image.objects.count() == 1
    assert not UploadedFile.objects.exists()


def test_a_chooser_offers_the_picture_that_is_there(editor: Client) -> None:
    add(editor, photo())
    existing = Image.objects.get()

    answer = add(editor, photo(), prefix="image-chooser-upload-", title="Noch einmal").json()

    assert answer["step"] == "duplicate_found"
    link = BeautifulSoup(answer["htmlFragment"], "html.parser").select_one(".use-existing-image")
    editor.post(link["href"])
    assert list(Image.objects.all()) == [existing]


def test_the_form_for_one_picture_names_its_duplicate(editor: Client) -> None:
    add(editor, photo())

    response = add(editor, photo(), title="Noch einmal")

    page = editor.get(response.url).content.decode()
    assert "Dasselbe Bild war schon da: „Fachtagung“." in page


# --- Refusals -----------------------------------------------------------------------------------


def test_a_file_too_large_is_refused_with_the_limit(editor: Client, settings) -> None:
    settings.WAGTAILIMAGES_MAX_UPLOAD_SIZE = 500

    error = errors_of(add(editor, photo()))

    assert "zu groß" in error
    assert "500\xa0Bytes" in error
    assert not Image.objects.exists()


def test_too_many_pixels_are_refused_with_the_limit(editor: Client, settings) -> None:
    settings.WAGTAILIMAGES_MAX_IMAGE_PIXELS = 1_500_000

    error = errors_of(add(editor, photo(size=(2000, 1000))))

    assert "2 Millionen" in error
    assert "1,5 Millionen" in error
    assert add_to_many(editor, photo(size=(2000, 1000)))["error_message"] == error.strip()


@pytest.mark.parametrize("name", ["IMG_0815.HEIC", "foto.jpg"])
def test_a_photo_of_an_iphone_is_refused_with_a_way_out(editor: Client, name: str) -> None:
    file = BytesIO()
    register_heif_opener()
    Picture.new("RGB", (64, 64), "navy").save(file, "HEIF")

    answer = add_to_many(editor, file.getvalue(), name)

    assert not answer["success"]
    assert "als JPEG" in answer["error_message"]


def test_a_damaged_file_is_refused_with_a_way_out(editor: Client) -> None:
    whole = photo()
    damaged = whole[:20] + b"\x00\x00\x00\x00" + whole[20:]

    response = add(editor, damaged)

    assert not Image.objects.exists()
    assert errors_of(response)


def test_an_animation_can_be_uploaded(editor: Client) -> None:
    frames = [Picture.new("RGB", (9, 9), colour) for colour in ("navy", "firebrick")]
    file = BytesIO()
    frames[0].save(file, "GIF", save_all=True, append_images=frames[1:], loop=0)

    add(editor, file.getvalue(), "bewegt.gif")

    with Picture.open(BytesIO(stored(Image.objects.get()))) as image:
        assert image.n_frames == 2


# --- The point that matters ---------------------------------------------------------------------


def test_the_point_that_matters_is_chosen_by_hand_and_explained(editor: Client) -> None:
    add(editor, photo(size=(900, 450), exif=b""))
    image = Image.objects.get()
    address = reverse("wagtailimages:edit", args=[image.pk])
    page = editor.get(address).content.decode()
    assert "focal-point-chooser" in page

    point = {"x": 700, "y": 200, "width": 100, "height": 100}
    values = {
        **{f"focal_point_{name}": number for name, number in point.items()},
        "title": image.title,
        "description": image.description,
        "credit": image.credit,
        "licence": image.licence,
        "collection": image.collection_id,
    }
    editor.post(address, values)

    image.refresh_from_db()
    assert (image.focal_point_x, image.focal_point_y) == (700, 200)
    with image.get_rendition("fill-100x400-c100").file.open("rb") as file:
        assert Picture.open(file).convert("RGB").getpixel((5, 5))[2] > 100  # navy, the right half
