"""The accessibility checker asks all rules of WCAG 2.2 AA, in words for editors."""

import json
import re
from pathlib import Path

import pytest
import wagtail.admin
from django.test import Client
from django.urls import reverse
from django.utils import translation

from editing.checks import rules
from tests import factories

SCRIPT = Path(wagtail.admin.__file__).parent / "static/wagtailadmin/js/userbar.js"
RULE = re.compile(r'\{id:"([a-z0-9-]+)"(?:,(?!id:)[^{}]*?)?,tags:\[([^\]]*)\]')

CONFIGURATION = re.compile(r'<script id="checker-axe-configuration"[^>]*>(.*?)</script>', re.S)


def rules_asked() -> set[str]:
    """The ids of axe-core's rules that our tags bring in, read from the script that asks them."""
    script = SCRIPT.read_text()
    found = RULE.findall(script[script.index('rules:[{id:"accesskeys"') :])
    asked = set()
    for name, tags in found:
        tagged = set(re.findall(r'"([^"]+)"', tags))
        if tagged & set(rules.TAGS) and not tagged & {"experimental", "deprecated"}:
            asked.add(name)
    return asked


def test_every_rule_that_is_asked_has_words_in_german() -> None:
    asked = rules_asked()
    assert len(asked) >= 85
    with translation.override("de"):
        german = rules.messages()

    assert asked - set(german) == set()
    with translation.override("en"):
        english = rules.messages()
    assert [rule for rule in german if german[rule] == english[rule]] == []


@pytest.mark.django_db
def test_editor_and_userbar_ask_them(client: Client, home) -> None:
    client.force_login(factories.UserFactory())
    page = factories.ContentPageFactory(parent=home, lead="Kurz.")

    for address in (reverse("wagtailadmin_pages:edit", args=[page.pk]), page.url):
        html = client.get(address, headers={"host": "www.example.org"}, secure=True).content
        [written] = CONFIGURATION.findall(html.decode())
        configuration = json.loads(written)
        assert configuration["options"]["runOnly"] == rules.TAGS
        assert configuration["messages"]["heading-order"]["error_name"] == (
            "Eine Überschriftenebene fehlt"
        )
