"""The translation editor speaks German as this project does."""

import json

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.translation import gettext, override
from wagtail_localize.models import StringTranslation

from editing.localize.wording import EDITOR, ELSEWHERE
from tests import factories
from tests.trees import translated

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin(client: Client) -> Client:
    client.force_login(factories.UserFactory())
    return client


def test_the_script_of_the_editor_gets_these_words(admin) -> None:
    content = admin.get(reverse("wagtail_localize:javascript_catalog")).content.decode()

    start = content.index("const newcatalog = ") + len("const newcatalog = ")
    catalog, __ = json.JSONDecoder().raw_decode(content[start:])
    with override("de"):
        assert {text: catalog[text] for text in EDITOR} == {text: gettext(text) for text in EDITOR}
    assert catalog["Cancel"] == "Abbrechen"  # the library's own


@pytest.mark.parametrize("text", [*EDITOR, *ELSEWHERE])
def test_each_of_these_words_is_german(text: str) -> None:
    with override("de"):
        assert gettext(text) != text


def test_dates_do_not_have_english_months(news, english_news) -> None:
    translated(factories.NewsPageFactory(parent=news))
    sentence = StringTranslation.objects.first()
    sentence.translation_type = "manual"

    assert f"{sentence.updated_at:%d.%m.%Y}" in sentence.get_comment()


def test_what_the_script_says_in_english_is_replaced(admin, news, english_news) -> None:
    english = translated(factories.NewsPageFactory(parent=news))

    content = admin.get(reverse("wagtailadmin_pages:edit", args=[english.pk])).content.decode()

    assert "js/translation-editor.js" in content
    assert '"ofLibrary": "Deutsch to Englisch translation"' in content
    assert '"heading": "\\u00dcbersetzung: Deutsch \\u2013 Englisch"' in content
