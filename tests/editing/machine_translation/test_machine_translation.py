"""A machine's translation is a draft, is marked until somebody read it, and may fail."""

import json
from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qs

import pytest
from django.test import Client
from django.urls import reverse
from wagtail_localize.models import StringTranslation, Translation, TranslationSource
from wagtail_localize.strings import StringValue

from editing.machine_translation.configuration import configured_translator
from editing.machine_translation.reading import unread
from editing.machine_translation.translators import BATCH, LibreTranslator
from tests import factories
from tests.delivery.webhooks.receiver import Receiver, receiving
from tests.trees import reloaded

pytestmark = pytest.mark.django_db

ROOM = "editing.machine_translation.translators"


def libre(handler: Any, body: dict[str, Any]) -> dict[str, Any]:
    """What LibreTranslate answers to a question: each text with "EN " before it."""
    assert (body["source"], body["target"], body["format"]) == ("de", "en", "html")
    return {"translatedText": [f"EN {text}" for text in body["q"]]}


@pytest.fixture
def service() -> Iterator[Receiver]:
    """A server that speaks LibreTranslate's API."""
    with receiving() as receiver:

        def answer(handler: Any) -> None:
            path, __, body = receiver.requests[-1]
            assert path == "/translate"
            reply(handler, libre(handler, json.loads(body)))

        receiver.behave = answer
        yield receiver


def reply(handler: Any, answer: Any, status: int = 200) -> None:
    text = answer if isinstance(answer, bytes) else json.dumps(answer).encode()
    handler.send_response(status)
    handler.send_header("Content-Type", "application/json")
    handler.send_header("Content-Length", str(len(text)))
    handler.end_headers()
    handler.wfile.write(text)


@pytest.fixture
def configured(service: Receiver, settings: Any) -> Receiver:
    settings.WAGTAILLOCALIZE_MACHINE_TRANSLATOR = {
        "CLASS": f"{ROOM}.LibreTranslator",
        "OPTIONS": {
            "LIBRETRANSLATE_URL": service.address.removesuffix("/hook?from=site"),
            "API_KEY": "secret",
            "TIMEOUT": 0.5,
        },
    }
    return service


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
    source, __ = TranslationSource.update_or_create_from_instance(page)
    translation = source.translations.create(target_locale=factories.language("en"))
    translation.save_target(publish=False)
    return translation


def translate(client: Client, translation: Translation) -> list[str]:
    """Press the button; the messages that come."""
    page = reverse("wagtailadmin_pages:edit", args=[translation.get_target_instance().pk])
    response = client.post(
        reverse("wagtail_localize:machine_translate", args=[translation.pk]),
        {"next": page},
        follow=True,
    )
    assert response.status_code == 200
    return [str(message) for message in response.context["messages"]]


def texts(translation: Translation) -> dict[str, str]:
    return dict(
        StringTranslation.objects.filter(
            context__object_id=translation.source.object_id
        ).values_list("context__path", "data")
    )


def editor(client: Client, translation: Translation) -> str:
    target = translation.get_target_instance()
    address = reverse("wagtailadmin_pages:edit", args=[target.pk])
    return client.get(address).content.decode()


def test_without_a_service_nobody_can_ask_one(admin, translation) -> None:
    assert '"machineTranslator": null' in editor(admin, translation).replace("&quot;", '"')
    address = reverse("wagtail_localize:machine_translate", args=[translation.pk])
    assert admin.post(address).status_code == 404
    assert texts(translation) == {}


def test_the_environment_chooses_the_service() -> None:
    assert configured_translator() is None
    assert configured_translator(deepl_key="k") == {
        "CLASS": f"{ROOM}.DeepLTranslator",
        "OPTIONS": {"AUTH_KEY": "k"},
    }
    both = configured_translator("k", "https://translate.example.org")
    assert both["CLASS"] == f"{ROOM}.LibreTranslator"


def test_what_a_machine_translated_stays_a_draft_and_is_marked(
    admin, translation, configured
) -> None:
    translate(admin, translation)

    found = texts(translation)
    assert found["title"] == "EN Auftakt"
    assert "EN Ein <b>fetter</b> Satz &amp; mehr." in found.values()
    assert found["slug"] == "en-auftakt"  # from the title, not from the service
    assert not reloaded(translation.get_target_instance()).live
    content = editor(admin, translation)
    assert reverse("confirm_machine_translation", args=[translation.pk]) in content
    assert "EN Es geht los." in content
    [request] = configured.requests
    assert json.loads(request[2])["api_key"] == "secret"


def test_what_a_person_wrote_is_not_sent_and_not_changed(admin, translation, configured) -> None:
    segment = translation.source.stringsegment_set.get(context__path="teaser")
    StringTranslation.objects.create(
        translation_of=segment.string,
        context=segment.context,
        locale=translation.target_locale,
        data="Off we go.",
        translation_type="manual",
    )

    translate(admin, translation)

    assert texts(translation)["teaser"] == "Off we go."
    assert b"Es geht los." not in configured.requests[0][2]
    assert "Es geht los." not in [sentence.source for sentence in unread(translation)]


def test_the_mark_goes_when_somebody_changes_the_sentence(admin, translation, configured) -> None:
    translate(admin, translation)
    before = len(unread(translation))
    segment = translation.source.stringsegment_set.get(context__path="teaser")

    admin.put(
        reverse("wagtail_localize:edit_string_translation", args=[translation.pk, segment.pk]),
        "value=Off+we+go.",
        content_type="application/x-www-form-urlencoded",
    )

    left = unread(translation)
    assert len(left) == before - 1
    assert "Es geht los." not in [sentence.source for sentence in left]


def test_the_mark_goes_when_somebody_has_read_all(admin, translation, configured) -> None:
    translate(admin, translation)

    admin.post(reverse("confirm_machine_translation", args=[translation.pk]))

    assert unread(translation) == []
    address = reverse("confirm_machine_translation", args=[translation.pk])
    assert address not in editor(admin, translation)
    assert texts(translation)["teaser"] == "EN Es geht los."


def test_who_may_not_edit_the_translation_cannot_confirm_it(
    client, admin, translation, configured
) -> None:
    translate(admin, translation)
    client.force_login(factories.UserFactory(is_superuser=False))

    client.post(reverse("confirm_machine_translation", args=[translation.pk]))

    assert unread(translation)


def test_publishing_asks_first(admin, translation, configured) -> None:
    translate(admin, translation)
    target = translation.get_target_instance()

    response = admin.post(
        reverse("wagtailadmin_pages:edit", args=[target.pk]), {"action": "publish"}
    )

    assert 'name="confirmed"' in response.content.decode()
    assert not reloaded(target).live


def test_the_editor_of_the_source_tells_of_it(admin, translation, configured) -> None:
    translate(admin, translation)
    source = translation.source.get_source_instance()

    response = admin.get(reverse("wagtailadmin_pages:edit", args=[source.pk]))

    target = reverse("wagtailadmin_pages:edit", args=[translation.get_target_instance().pk])
    assert any(target in str(message) for message in response.context["messages"])


def test_new_sentences_are_translated_when_the_source_is_synchronised(
    admin, translation, configured
) -> None:
    translate(admin, translation)
    source = reloaded(translation.source.get_source_instance())
    source.teaser = "Neu."
    source.save_revision().publish()

    admin.post(
        reverse("wagtail_localize:update_translations", args=[translation.source_id]),
        {"use_machine_translation": "on", "publish_translations": "on"},
    )

    assert "EN Neu." in texts(translation).values()
    assert not reloaded(translation.get_target_instance()).live


@pytest.mark.parametrize(
    ("status", "answer"),
    [
        (500, {"error": "broken"}),
        (429, {"error": "Slowdown"}),
        (403, {"error": "Invalid API key"}),
        (456, {"message": "Quota exceeded"}),
        (200, b"<html>not JSON</html>"),
        (200, {"translatedText": ["too few"]}),
        (200, {"something": "else"}),
        (200, ["a list"]),
    ],
)
def test_a_service_that_fails_ends_in_a_message_and_loses_nothing(
    admin, translation, configured, status: int, answer: Any
) -> None:
    configured.behave = lambda handler: reply(handler, answer, status)

    messages = translate(admin, translation)

    assert any("LibreTranslate" in message for message in messages)
    assert texts(translation) == {}


def test_a_service_that_is_silent_ends_in_a_message(admin, translation, configured) -> None:
    configured.behave = configured.hang

    messages = translate(admin, translation)

    assert any("LibreTranslate" in message for message in messages)


def test_nobody_listening_ends_in_a_message(admin, translation, settings) -> None:
    settings.WAGTAILLOCALIZE_MACHINE_TRANSLATOR = {
        "CLASS": f"{ROOM}.LibreTranslator",
        "OPTIONS": {"LIBRETRANSLATE_URL": "http://127.0.0.1:9/"},
    }

    assert any("LibreTranslate" in message for message in translate(admin, translation))


def test_what_was_translated_before_a_failure_is_kept(service: Receiver, home) -> None:
    strings = [StringValue(f"Satz {number}") for number in range(BATCH + 1)]
    good = service.behave

    def once(handler: Any) -> None:
        if len(service.requests) == 1:
            good(handler)
        else:
            reply(handler, {"error": "too much"}, 429)

    service.behave = once
    translator = LibreTranslator(
        {"LIBRETRANSLATE_URL": service.address.removesuffix("/hook?from=site")}
    )

    done = translator.translate(factories.language("de"), factories.language("en"), strings)

    assert list(done) == strings[:BATCH]
    assert translator.problem
    assert "api_key" not in json.loads(service.requests[0][2])


def test_deepl_is_asked_in_its_own_way(admin, translation, service, settings) -> None:
    def answer(handler: Any) -> None:
        question = parse_qs(service.requests[-1][2].decode())
        assert question["source_lang"] == ["DE"]
        assert question["target_lang"] == ["EN-GB"]
        assert question["tag_handling"] == ["xml"]
        reply(handler, {"translations": [{"text": f"EN {text}"} for text in question["text"]]})

    service.behave = answer
    settings.WAGTAILLOCALIZE_MACHINE_TRANSLATOR = {
        "CLASS": f"{ROOM}.DeepLTranslator",
        "OPTIONS": {"AUTH_KEY": "secret:fx", "API_URL": service.address},
    }

    translate(admin, translation)

    assert texts(translation)["title"] == "EN Auftakt"
    [(__, headers, ___)] = service.requests
    assert headers["Authorization"] == "DeepL-Auth-Key secret:fx"


def test_what_the_machine_breaks_is_an_error_that_the_editor_shows(
    admin, translation, configured
) -> None:
    def broken(handler: Any) -> None:
        question = json.loads(configured.requests[-1][2])
        reply(handler, {"translatedText": ["<script>x</script>" for __ in question["q"]]})

    configured.behave = broken

    translate(admin, translation)

    assert not StringTranslation.objects.filter(
        context__object_id=translation.source.object_id, has_error=False
    ).exists()
