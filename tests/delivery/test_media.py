"""The images and documents endpoints."""

from io import BytesIO

import pytest
from django.core.files.images import ImageFile
from PIL import Image as Drawing
from wagtail.images import get_image_model

from tests.delivery.content import make_document, make_image

pytestmark = pytest.mark.django_db

ROOT = "https://www.example.org"


def test_images_have_wagtails_default_fields_in_lists(api, site):
    for item in api.items("images/"):
        assert item.keys() == {"id", "meta", "title"}
        assert item["meta"].keys() == {"type", "detail_url", "tags", "download_url"}
        assert item["meta"]["type"] == "core.Image"
        assert item["meta"]["detail_url"] == f"{ROOT}/api/v2/images/{item['id']}/"
        assert item["meta"]["download_url"].startswith(f"{ROOT}/media/")


def test_an_image_says_what_it_shows_and_who_made_it(api, site):
    image = make_image("Hafen", focal_point_x=10, focal_point_y=20, is_illustration=True)
    image.tags.add("Schiff", "Hafen")
    answer = api.get(f"images/{image.pk}/")
    assert (answer["alt"], answer["description"]) == ("What Hafen shows", "What Hafen shows")
    assert (answer["credit"], answer["licence"]) == ("Illustration: Hafen", "permission")
    assert (answer["width"], answer["height"]) == (40, 30)
    assert answer["focal_point"] == {"x": 10, "y": 20}
    assert answer["is_illustration"] is True
    assert answer["meta"]["tags"] == ["Hafen", "Schiff"]
    assert api.items("images/", fields="*", id=image.pk) == [answer]


def test_renditions_are_made_when_they_are_first_asked_for(api, site):
    drawing = BytesIO()
    Drawing.new("RGB", (900, 600), "teal").save(drawing, "PNG")
    image = get_image_model().objects.create(
        title="Gross", credit="Me", file=ImageFile(BytesIO(drawing.getvalue()), name="large.png")
    )
    renditions = api.get(f"images/{image.pk}/", fields="_,renditions")["renditions"]
    sizes = {name: formats["avif"]["width"] for name, formats in renditions.items()}
    assert sizes == {"small": 400, "medium": 800, "large": 900}  # never enlarged
    assert renditions["medium"]["webp"]["height"] == 533
    for formats in renditions.values():
        for name, rendition in formats.items():
            path = rendition["url"].removeprefix(f"{ROOT}/media/")
            with image.file.storage.open(path) as file, Drawing.open(file) as made:
                assert made.format == name.upper()
                assert made.size == (rendition["width"], rendition["height"])


def test_a_picture_whose_file_is_gone_has_no_renditions(api, site):
    image = make_image("Verloren")
    image.renditions.all().delete()
    image.file.storage.delete(image.file.name)
    answer = api.get(f"images/{image.pk}/")
    assert (answer["title"], answer["renditions"]) == ("Verloren", None)


def test_documents(api, site):
    document = make_document("Gutachten")
    document.tags.add("Studie")
    answer = api.get(f"documents/{document.pk}/")
    assert answer["meta"]["type"] == "core.Document"
    assert answer["meta"]["download_url"] == f"{ROOT}{document.url}"
    assert (answer["language"], answer["file_size"], answer["is_accessible"]) == ("de", 8, True)
    assert api.items("documents/", fields="*", id=document.pk) == [answer]
    assert api.ids("documents/", tags="Studie") == [document.pk]


@pytest.mark.parametrize("kind", ["images", "documents"])
def test_search_tags_and_order(api, site, kind):
    make = {"images": make_image, "documents": make_document}[kind]
    first, second = make("Zebra"), make("Affe")
    first.tags.add("Tier", "Streifen")
    second.tags.add("Tier")
    assert api.ids(f"{kind}/", search="Zebra") == [first.pk]
    assert api.ids(f"{kind}/", tags="Tier") == [first.pk, second.pk]
    assert api.ids(f"{kind}/", tags="Tier,Streifen") == [first.pk]
    assert api.ids(f"{kind}/", tags="Tier", order="title") == [second.pk, first.pk]
    found = api.client.get(f"/api/v2/{kind}/find/", {"id": first.pk})
    assert found["Location"].rstrip("?") == f"{ROOT}/api/v2/{kind}/{first.pk}/"
