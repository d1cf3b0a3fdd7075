"""Which page may stand where: the whole table, so that a new type must say its place."""

import pytest
from django.apps import apps
from wagtail.models import Page

from core.models import BasePage
from home.models import AccessibilityPage, HomePage
from tests import factories

#: page type: what may stand below it
TREE = {
    "wagtailcore.Page": {"home.HomePage"},
    "home.HomePage": {
        "home.AccessibilityPage",
        "home.ContactPage",
        "home.ContentPage",
        "news.NewsIndexPage",
        "pool.AdvisorIndexPage",
        "pool.StatePage",
    },
    "home.ContentPage": {"home.ContentPage"},
    "home.AccessibilityPage": set(),
    "home.ContactPage": set(),
    "news.NewsIndexPage": {"news.NewsPage"},
    "news.NewsPage": set(),
    "pool.AdvisorIndexPage": {"pool.AdvisorPage"},
    "pool.AdvisorPage": set(),
    "pool.StatePage": {"home.ContentPage"},
}


def names(models) -> set[str]:
    return {model._meta.label for model in models}


def test_the_table_names_every_page_type() -> None:
    ours = {model for model in apps.get_models() if issubclass(model, BasePage)}

    assert names({Page, *ours}) == TREE.keys()


@pytest.mark.parametrize("parent", TREE)
def test_below_a_type_stand_only_these_types(parent: str) -> None:
    assert names(apps.get_model(parent).creatable_subpage_models()) == TREE[parent]


@pytest.mark.parametrize("child", [label for label in TREE if label != "wagtailcore.Page"])
def test_a_type_stands_only_below_these_types(child: str) -> None:
    expected = {parent for parent, children in TREE.items() if child in children}

    assert names(apps.get_model(child).allowed_parent_page_models()) == expected


def test_there_is_one_accessibility_statement_per_language(home: HomePage, english_home) -> None:
    assert AccessibilityPage.can_create_at(home)

    factories.AccessibilityPageFactory(parent=home)

    assert not AccessibilityPage.can_create_at(home)
    assert AccessibilityPage.can_create_at(english_home)


def test_each_language_has_its_start_page(home: HomePage, english_home: HomePage, client) -> None:
    assert home.get_translation(english_home.locale) == english_home
    assert home.locale.language_code == "de"
    assert english_home.locale.language_code == "en"
    assert (home.url, english_home.url) == ("/de/", "/en/")
