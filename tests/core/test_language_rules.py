"""What is translated and what is the same in both languages, for every field of every model."""

import pytest
from django.apps import apps
from wagtail.models import TranslatableMixin
from wagtail_localize.fields import SynchronizedField, TranslatableField, get_translatable_fields

HOUSE = {"core", "news", "pool", "home"}

PAGE = {"title", "slug", "seo_title", "search_description"}
#: model: (fields whose words a translator writes, fields that are the same in every language)
RULES: dict[str, tuple[set[str], set[str]]] = {
    "core.ContactPerson": ({"role", "organisation"}, {"name", "phone", "email"}),
    "core.Partner": ({"description"}, {"short", "name", "name_language", "logo", "url"}),
    "core.Topic": ({"name", "slug", "description"}, set()),
    "home.HomePage": (PAGE | {"lead", "hero_image_alt", "body"}, {"hero_image", "access_links"}),
    "home.ContentPage": (PAGE | {"lead", "body"}, set()),
    "home.AccessibilityPage": (
        PAGE
        | {
            "lead",
            "exceptions",
            "method",
            "assessor",
            "enforcement_body",
            "enforcement_text",
            "body",
        },
        {
            "status",
            "created_on",
            "reviewed_on",
            "feedback_contact",
            "feedback_email",
            "enforcement",
        },
    ),
    "home.ContactPage": (
        PAGE | {"intro", "thank_you_text", "subject", "form_fields"},
        {"to_address", "from_address", "retention_days", "contact_links"},
    ),
    "home.ContactFormField": (
        {"label", "choices", "default_value", "help_text"},
        {"clean_name", "field_type", "required", "autocomplete"},
    ),
    "news.NewsIndexPage": (PAGE | {"lead"}, set()),
    "news.NewsPage": (
        PAGE | {"place", "venue", "teaser", "image_alt", "image_caption", "body"},
        {
            "date",
            "date_precision",
            "end_date",
            "start_time",
            "end_time",
            "state",
            "image",
            "topic_links",
            "related_links",
        },
    ),
    "pool.AdvisorIndexPage": (PAGE | {"lead", "body"}, set()),
    "pool.AdvisorPage": (
        PAGE | {"portrait_alt", "experience"},
        {
            "first_name",
            "last_name",
            "portrait",
            "city",
            "state",
            "email",
            "phone",
            "website",
            "country_links",
            "language_links",
            "topic_links",
        },
    ),
    "pool.StatePage": (
        PAGE | {"lead", "figures", "body"},
        {"state", "partner_links", "contact_links"},
    ),
}


def rules_of(label: str, kind: type) -> set[str]:
    fields = get_translatable_fields(apps.get_model(label))
    return {field.field_name for field in fields if isinstance(field, kind)}


def test_every_translatable_model_has_its_rules_here() -> None:
    ours = {
        model._meta.label
        for model in apps.get_models()
        if issubclass(model, TranslatableMixin) and model._meta.app_label in HOUSE
    }

    assert ours == RULES.keys()


@pytest.mark.parametrize("label", RULES)
def test_texts_are_translated(label: str) -> None:
    assert rules_of(label, TranslatableField) == RULES[label][0]


@pytest.mark.parametrize("label", RULES)
def test_facts_are_the_same_in_every_language(label: str) -> None:
    # Whether a page stands in the menu is the one thing that a translation may decide itself.
    assert rules_of(label, SynchronizedField) - {"show_in_menus"} == RULES[label][1]


@pytest.mark.parametrize("label", RULES)
def test_no_translation_can_override_a_fact(label: str) -> None:
    fields = get_translatable_fields(apps.get_model(label))
    overridable = {
        field.field_name
        for field in fields
        if isinstance(field, SynchronizedField) and field.overridable
    }

    assert overridable <= {"show_in_menus"}
