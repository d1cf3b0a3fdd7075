"""Editors read every label in their language, and help where a label does not say enough."""

import pytest
from django.apps import apps
from django.db import models
from django.utils import translation
from django.utils.functional import Promise
from wagtail.models import Page

HOUSE = {"core", "news", "pool", "home"}
MODELS = [model for model in apps.get_models() if model._meta.app_label in HOUSE]
#: words that are the same in German and English
SAME = {"Partner", "partner", "partners"}


def own_fields(model: type[models.Model]) -> list[models.Field]:
    """The fields that this project added and an editor sees."""
    theirs = {
        field.name
        for base in model.__mro__
        if base.__module__.startswith(("wagtail", "django", "modelcluster"))
        for field in getattr(getattr(base, "_meta", None), "local_fields", [])
    }
    return [
        field
        for field in model._meta.get_fields()
        if isinstance(field, models.Field)
        and field.editable
        and not field.auto_created
        and field.name not in theirs
        and not (field.remote_field and getattr(field.remote_field, "parent_link", False))
    ]


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label)
def test_a_model_is_named_in_both_languages(model) -> None:
    names = (model._meta.verbose_name, model._meta.verbose_name_plural)
    if not model.__module__.startswith(tuple(HOUSE)):
        pytest.skip("not written by hand")
    if not any(hasattr(model, name) for name in ("panels", "content_panels", "admin_form_fields")):
        return  # nobody edits it, so nobody reads its name

    for name in names:
        assert isinstance(name, Promise), name
        with translation.override("de"):
            german = str(name)
        with translation.override("en"):
            english = str(name)
        assert german != english or english in SAME


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label)
def test_every_field_of_a_model_has_a_translated_label(model) -> None:
    if not any(hasattr(model, name) for name in ("panels", "content_panels", "admin_form_fields")):
        return
    ties = {"translation_key", "locale", "page", "source", "settings", "sort_order", "site"}

    plain = [
        field.name
        for field in own_fields(model)
        if not isinstance(field.verbose_name, Promise) and field.name not in ties
    ]

    assert plain == []


#: fields whose label alone does not say what to write
NEED_HELP = [
    ("core.ContactPerson", "phone"),
    ("core.Document", "is_accessible"),
    ("core.Document", "language"),
    ("core.Image", "credit"),
    ("core.Image", "is_illustration"),
    ("core.Partner", "name_language"),
    ("core.Topic", "slug"),
    ("home.AccessibilityPage", "assessor"),
    ("home.AccessibilityPage", "method"),
    ("home.AccessibilityPage", "reviewed_on"),
    ("home.ContactPage", "retention_days"),
    ("home.ContactPage", "thank_you_text"),
    ("home.ContentPage", "lead"),
    ("home.HomePage", "hero_image_alt"),
    ("news.NewsPage", "date"),
    ("news.NewsPage", "date_precision"),
    ("news.NewsPage", "end_date"),
    ("news.NewsPage", "image_alt"),
    ("news.NewsPage", "image_caption"),
    ("news.NewsPage", "start_time"),
    ("news.NewsPage", "teaser"),
    ("pool.AdvisorConsent", "text_version"),
    ("pool.AdvisorConsent", "valid_until"),
    ("pool.AdvisorConsent", "withdrawn_on"),
    ("pool.AdvisorPage", "phone"),
    ("pool.Consultation", "is_sample"),
]


@pytest.mark.parametrize(("label", "name"), NEED_HELP)
def test_a_field_that_needs_it_has_a_help_text_in_both_languages(label, name) -> None:
    help_text = apps.get_model(label)._meta.get_field(name).help_text

    assert isinstance(help_text, Promise)
    with translation.override("de"):
        german = str(help_text)
    with translation.override("en"):
        english = str(help_text)
    assert german != english


def test_no_page_type_shows_wagtail_s_english_defaults() -> None:
    for model in MODELS:
        if issubclass(model, Page) and not model._meta.abstract:
            with translation.override("de"):
                assert "page" not in str(model.get_verbose_name()).lower(), model
