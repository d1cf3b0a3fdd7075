"""A translation goes out as a PO file and comes back; what cannot be used is said."""

from typing import Any

import polib
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from wagtail_localize.models import StringTranslation, Translation, TranslationSource

from tests import factories
from tests.trees import reloaded, save_published

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin(client: Client) -> Client:
    client.force_login(factories.UserFactory())
    return client


@pytest.fixture
def translation(news, english_news) -> Translation:
    page = factories.NewsPageFactory(
        parent=news,
        title="Auftakt",
        teaser="Es geht los.",
        body=[{"type": "paragraph", "value": "<p>Ein <b>fetter</b> Satz &amp; mehr.</p>"}],
    )
    return submitted(page)


def submitted(page: Any) -> Translation:
    source, __ = TranslationSource.update_or_create_from_instance(page)
    translation = source.translations.create(target_locale=factories.language("en"))
    translation.save_target(publish=False)
    return translation


def download(client: Client, translation: Translation) -> polib.POFile:
    response = client.get(reverse("wagtail_localize:download_pofile", args=[translation.pk]))
    assert f"-{translation.target_locale.language_code}.po" in response["Content-Disposition"]
    return polib.pofile(response.content.decode())


def upload(client: Client, translation: Translation, content: Any) -> list[str]:
    """Upload a file; the messages that come, without what the editor says of changed sentences."""
    content = content if isinstance(content, bytes) else str(content).encode()
    target = translation.get_target_instance()
    response = client.post(
        reverse("wagtail_localize:upload_pofile", args=[translation.pk]),
        {
            "file": SimpleUploadedFile("translation.po", content),
            "next": reverse("wagtailadmin_pages:edit", args=[target.pk]),
        },
        follow=True,
    )
    assert response.status_code == 200
    said = [str(message) for message in response.context["messages"]]
    return [message for message in said if "translation-changes" not in message]


def entry(po: polib.POFile, source: str) -> polib.POEntry:
    return next(each for each in po if each.msgid == source)


def stored(translation: Translation) -> set[str]:
    rows = StringTranslation.objects.filter(context__object_id=translation.source.object_id)
    return set(rows.values_list("data", flat=True))


def test_what_was_translated_elsewhere_comes_back(admin, translation) -> None:
    po = download(admin, translation)
    for each in po:
        each.msgstr = f"EN {each.msgid}"
    entry(po, "auftakt").msgstr = "kick-off"

    upload(admin, translation, po)

    again = download(admin, translation)
    assert {each.msgid: each.msgstr for each in again} == {each.msgid: each.msgstr for each in po}
    save_published(translation)
    english = translation.get_target_instance()
    assert (english.title, english.slug) == ("EN Auftakt", "kick-off")
    assert english.body[0].value.source == "<p>EN Ein <b>fetter</b> Satz &amp; mehr.</p>"


@pytest.mark.parametrize(
    "content",
    [b"", b"\x89PNG\r\n\x1a\n\x00\xff", b"no PO file at all", b'msgid "a\nmsgstr', b"/etc/passwd"],
)
def test_a_file_that_is_no_po_file_is_refused(admin, translation, content: bytes) -> None:
    [message] = upload(admin, translation, content)

    assert "PO" in message or "download" in message.lower() or "herunter" in message
    assert stored(translation) == set()


def test_no_file_and_too_large_a_file_are_refused(admin, translation) -> None:
    address = reverse("wagtail_localize:upload_pofile", args=[translation.pk])
    response = admin.post(address, follow=True)
    assert len(response.context["messages"]) == 1

    [message] = upload(admin, translation, b"#" * (2 * 1024 * 1024 + 1))
    assert "MB" in message


def test_a_file_of_another_page_is_refused(admin, translation, news) -> None:
    other = submitted(factories.NewsPageFactory(parent=news))
    po = download(admin, other)
    po[0].msgstr = "Something"

    assert len(upload(admin, translation, po)) == 1
    assert stored(translation) == stored(other) == set()


def test_a_file_in_another_language_is_refused(admin, translation) -> None:
    po = download(admin, translation)
    po.metadata["Language"] = "fr_FR"
    entry(po, "Es geht los.").msgstr = "C'est parti."

    [message] = upload(admin, translation, po)

    assert "fr" in message
    assert stored(translation) == set()


def test_an_old_file_brings_what_is_still_on_the_page_and_names_the_rest(
    admin, translation
) -> None:
    po = download(admin, translation)
    page = reloaded(translation.source.get_source_instance())
    page.teaser = "Es ging los."
    page.save_revision().publish()
    translation.source.update_from_db()
    entry(po, "Es geht los.").msgstr = "Off we go."
    entry(po, "Auftakt").msgstr = "Kick-off"

    messages = upload(admin, translation, po)

    assert any("Es geht los." in message for message in messages)
    assert "Kick-off" in stored(translation)
    assert "Off we go." not in stored(translation)


def test_sentences_that_the_page_no_longer_has_go_out_as_a_memory_only(admin, translation) -> None:
    po = download(admin, translation)
    entry(po, "Es geht los.").msgstr = "Off we go."
    upload(admin, translation, po)
    page = reloaded(translation.source.get_source_instance())
    page.teaser = "Es ging los."
    page.save_revision().publish()
    translation.source.update_from_db()

    po = download(admin, translation)

    assert [each.msgid for each in po.obsolete_entries()] == ["Es geht los."]
    messages = upload(admin, translation, po)
    assert not any("Es geht los." in message for message in messages)


@pytest.mark.parametrize(
    "markup",
    [
        "<script>alert(1)</script>",
        '<img src="x" onerror="alert(1)">',
        '<b onclick="alert(1)">Go</b>',
        '<a href="javascript:alert(1)">Go</a>',
        '<a id="a7">Go</a>',
    ],
)
def test_foreign_markup_is_named_and_gets_nowhere(admin, translation, markup: str) -> None:
    po = download(admin, translation)
    entry(po, "Ein <b>fetter</b> Satz &amp; mehr.").msgstr = markup
    entry(po, "Es geht los.").msgstr = markup

    messages = upload(admin, translation, po)

    assert any("Es geht los." in message for message in messages)
    save_published(translation)
    english = translation.get_target_instance()
    assert english.body[0].value.source == "<p>Ein <b>fetter</b> Satz &amp; mehr.</p>"
    assert english.teaser == "Es geht los."


def test_what_a_tool_is_unsure_of_is_left_out(admin, translation) -> None:
    po = download(admin, translation)
    guess = entry(po, "Es geht los.")
    guess.msgstr, guess.flags = "It goes los.", ["fuzzy"]

    messages = upload(admin, translation, po)

    assert any("Es geht los." in message for message in messages)
    assert stored(translation) == set()


def test_what_was_changed_here_in_the_meantime_stays(admin, translation) -> None:
    po = download(admin, translation)
    segment = translation.source.stringsegment_set.get(context__path="teaser")
    admin.put(
        reverse("wagtail_localize:edit_string_translation", args=[translation.pk, segment.pk]),
        "value=Here+we+go.",
        content_type="application/x-www-form-urlencoded",
    )
    entry(po, "Es geht los.").msgstr = "Off we go."

    messages = upload(admin, translation, po)

    assert any("Es geht los." in message for message in messages)
    assert "Here we go." in stored(translation)


def test_the_same_file_may_come_again_corrected(admin, translation) -> None:
    po = download(admin, translation)
    entry(po, "Es geht los.").msgstr = "Of we go."
    upload(admin, translation, po)
    entry(po, "Es geht los.").msgstr = "Off we go."

    upload(admin, translation, po)

    assert stored(translation) == {"Off we go."}


def test_who_may_not_edit_the_page_can_neither_download_nor_upload(client, translation) -> None:
    client.force_login(factories.UserFactory(is_superuser=False))
    for name in ("download_pofile", "upload_pofile"):
        address = reverse(f"wagtail_localize:{name}", args=[translation.pk])
        response = client.get(address) if name.startswith("download") else client.post(address)
        assert response.status_code == 302
        assert response.url.startswith("/admin/")
