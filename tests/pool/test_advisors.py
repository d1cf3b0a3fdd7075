"""Addresses of profiles are neutral: no name stands in them, whoever writes the page."""

import re

import pytest
from django.core.exceptions import ValidationError

from pool.models import AdvisorIndexPage, AdvisorPage
from tests import factories
from tests.trees import reloaded

pytestmark = pytest.mark.django_db


def test_a_profile_makes_its_own_address(directory: AdvisorIndexPage) -> None:
    pages = [
        factories.AdvisorPageFactory(parent=directory, title="Adwoa Mustermann") for __ in range(2)
    ]

    slugs = [page.slug for page in pages]
    assert all(re.fullmatch(r"profil-[a-hj-np-z2-9]{6}", slug) for slug in slugs), slugs
    assert slugs[0] != slugs[1]


def test_the_address_stays_when_the_title_changes(directory: AdvisorIndexPage) -> None:
    page = factories.AdvisorPageFactory(parent=directory)
    slug = page.slug

    page.title = "Ein anderer Titel"
    page.save()

    assert reloaded(page).slug == slug


@pytest.mark.parametrize(
    "slug", ["adwoa", "frau-mustermann", "adwoa-mustermann", "mueller-luedenscheidt"]
)
def test_an_address_with_the_name_is_refused_at_its_field(directory, slug) -> None:
    names = (
        {"first_name": "Käthe", "last_name": "Mueller-Luedenscheidt"}
        if slug.startswith("mueller")
        else {"first_name": "Adwoa", "last_name": "Mustermann"}
    )
    page = factories.AdvisorPageFactory(parent=directory, **names)
    page.slug = slug

    with pytest.raises(ValidationError) as caught:
        page.full_clean()

    assert set(caught.value.message_dict) == {"slug"}


@pytest.mark.parametrize("slug", ["profil-abc234", "beispielprofil-1", "mustermannstadt"])
def test_other_words_are_no_name(directory, slug) -> None:
    page = factories.AdvisorPageFactory(parent=directory)
    page.slug = slug

    page.full_clean()


def test_the_editor_is_not_asked_for_an_address() -> None:
    form = AdvisorPage.get_edit_handler().get_form_class()

    assert "slug" not in form.base_fields
    assert "seo_title" not in form.base_fields
    assert {"title", "first_name", "city", "state"} <= form.base_fields.keys()


@pytest.mark.parametrize("number", ["0228 123456", "+49", "call me", "+49 228 abc"])
def test_a_phone_number_needs_its_country_code(directory, number) -> None:
    page = factories.AdvisorPageFactory(parent=directory)
    page.phone = number

    with pytest.raises(ValidationError) as caught:
        page.full_clean()

    assert set(caught.value.message_dict) == {"phone"}
