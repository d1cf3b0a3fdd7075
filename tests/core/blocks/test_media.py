"""Pictures and downloads: alternative text per use, credit, and nothing that is private."""

import pytest
from django.utils.translation import gettext
from wagtail.images.models import SourceImageIOError

from tests import factories
from tests.trees import items


def picture(image, alt_text: str = "Ein Saal", decorative: bool = False, caption: str = "") -> dict:
    return {
        "image": {"image": image.pk, "alt_text": alt_text, "decorative": decorative},
        "caption": caption,
    }


def test_a_picture_has_the_alternative_text_of_this_use_caption_and_credit(show) -> None:
    image = factories.ImageFactory(credit="Photo: Erika", description="Etwas anderes")

    shown = show("image", picture(image, "Ein Saal", caption="Beim Auftakt"))

    tag = shown.html.find("img")
    assert tag["alt"] == shown.api["image"]["alt"] == "Ein Saal"
    assert shown.texts("figcaption") == ["Beim Auftakt Photo: Erika"]
    assert shown.api["image"]["caption"] == shown.api["caption"] == "Beim Auftakt"
    assert shown.api["image"]["credit"] == "Photo: Erika"
    assert shown.api["image"]["id"] == image.pk
    assert (int(tag["width"]), int(tag["height"])) == (image.width, image.height)


def test_the_same_picture_says_something_else_in_another_place(show) -> None:
    image = factories.ImageFactory()

    first, second = (
        show("image", picture(image, "Ein Saal")),
        show("image", picture(image, "Leute")),
    )

    assert (first.api["image"]["alt"], second.api["image"]["alt"]) == ("Ein Saal", "Leute")


def test_a_decorative_picture_says_nothing(show) -> None:
    image = factories.ImageFactory(description="Ein Muster", title="Muster")

    shown = show("image", picture(image, "", decorative=True))

    assert shown.html.find("img")["alt"] == shown.api["image"]["alt"] == ""


def test_a_picture_is_offered_in_three_formats_by_the_website_and_the_api(show) -> None:
    image = factories.ImageFactory(file__width=1000, file__height=500)

    shown = show("image", picture(image))

    renditions = shown.api["image"]["renditions"]
    assert renditions.keys() == {"small", "medium", "large"}
    for name, width in (("small", 400), ("medium", 800), ("large", 1000)):  # never enlarged
        assert renditions[name].keys() == {"avif", "webp", "jpeg"}
        sizes = {(one["width"], one["height"]) for one in renditions[name].values()}
        assert sizes == {(width, width // 2)}
    offered = str(shown.html.find("picture"))
    for formats in renditions.values():
        for one in formats.values():
            assert one["url"].startswith("http")
            assert one["url"].split("/media/")[1] in offered
    assert [tag["type"] for tag in shown.html.find_all("source")] == ["image/avif", "image/webp"]


def test_a_private_picture_is_not_there(show, private_collection) -> None:
    image = factories.ImageFactory(collection=private_collection, credit="Photo: geheim")

    shown = show("image", picture(image, "Ein Geheimnis", caption="Geheim"))

    assert shown.api["image"] is None
    assert shown.html.find("img") is None
    assert "Photo: geheim" not in shown.text


def test_a_picture_whose_file_is_lost_breaks_nothing(show) -> None:
    image = factories.ImageFactory()
    image.file.storage.delete(image.file.name)
    with pytest.raises(SourceImageIOError):
        image.get_rendition("width-400")

    shown = show("image", picture(image))

    assert shown.api["image"]["renditions"] is None
    assert shown.api["image"]["alt"] == "Ein Saal"


@pytest.mark.parametrize(
    ("alt_text", "decorative", "accepted"),
    [("Ein Saal", False, True), ("", True, True), ("", False, False)],
)
def test_a_picture_needs_words_or_is_decorative(errors_of, db, alt_text, decorative, accepted):
    image = factories.ImageFactory()

    errors = errors_of("image", picture(image, alt_text, decorative))

    assert (errors == {}) is accepted


def downloads(*entries: tuple) -> dict:
    return {
        "title": "Material",
        "items": items(*({"document": one.pk, "title": title} for one, title in entries)),
    }


def test_a_download_says_title_type_size_and_language(show) -> None:
    document = factories.DocumentFactory(
        title="Leitfaden",
        file__filename="leitfaden.pdf",
        file__data=b"x" * 2048,
        language="en",
        is_accessible=True,
    )

    shown = show("downloads", downloads((document, "")))

    (item,) = shown.api["items"]
    assert item["title"] == "Leitfaden"
    assert item["document"]["type"] == "PDF"
    assert item["document"]["size"] == 2048
    assert item["document"]["language"] == "en"
    assert item["document"]["is_accessible"] is True
    link = shown.html.find("a")
    assert item["document"]["url"].endswith(link["href"])
    assert item["document"]["url"].startswith("http")
    assert (link.get_text(strip=True), link["hreflang"], link["lang"]) == ("Leitfaden", "en", "en")
    assert shown.texts("li .meta") == ["PDF, 2,0 KB, Englisch"]


def test_a_download_that_is_not_accessible_says_so(show) -> None:
    shown = show("downloads", downloads((factories.DocumentFactory(is_accessible=False), "")))

    assert gettext("not accessible") in shown.text
    assert shown.api["items"][0]["document"]["is_accessible"] is False


def test_a_download_can_have_a_title_of_its_own(show) -> None:
    shown = show("downloads", downloads((factories.DocumentFactory(title="IMG.pdf"), "Leitfaden")))

    assert shown.texts("a") == ["Leitfaden"]
    assert shown.api["items"][0]["title"] == "Leitfaden"


def test_private_and_deleted_documents_are_left_out(show, private_collection) -> None:
    shown_document = factories.DocumentFactory(title="Offen")
    private = factories.DocumentFactory(title="Privat", collection=private_collection)
    gone = factories.DocumentFactory(title="Weg")
    block = downloads((shown_document, ""), (private, "Privates"), (gone, "Gelöschtes"))
    gone.delete()

    shown = show("downloads", block)

    assert shown.texts("a") == ["Offen"]
    assert [item["title"] for item in shown.api["items"]] == ["Offen"]
