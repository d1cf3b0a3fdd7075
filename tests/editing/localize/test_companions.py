"""Who moves, unpublishes or deletes a page is told what becomes of its translation."""

from typing import Any

import pytest
from django.contrib.auth.models import Group, Permission
from django.test import Client
from django.urls import reverse
from wagtail.models import GroupPagePermission, Page

from tests import factories
from tests.trees import in_english, reloaded, translated

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin(client: Client) -> Client:
    client.force_login(factories.UserFactory())
    return client


@pytest.fixture
def page(news, english_news) -> Any:
    return factories.NewsPageFactory(parent=news, title="Auftakt")


@pytest.fixture
def english(page) -> Any:
    return translated(page, {"Auftakt": "Kick-off"})


def german_editor(page: Page) -> Any:
    """Somebody who may do everything with the German pages, and nothing with the English ones."""
    user = factories.UserFactory(is_superuser=False)
    group = Group.objects.create(name="Redaktion")
    group.permissions.add(Permission.objects.get(codename="access_admin"))
    for codename in ("add_page", "change_page", "publish_page"):
        permission = Permission.objects.get(
            codename=codename, content_type__app_label="wagtailcore"
        )
        GroupPagePermission.objects.create(group=group, page=page, permission=permission)
    user.groups.add(group)
    return user


@pytest.mark.parametrize("action", ["unpublish", "delete"])
def test_the_confirmation_names_the_translation(admin, page, english, action: str) -> None:
    address = reverse(f"wagtailadmin_pages:{action}", args=[page.pk])

    content = admin.get(address).content.decode()

    assert "Kick-off" in content
    form = content[content.index(f'action="{address}"') :]
    assert 'name="with_translations"' in form[: form.index("</form>")]


def test_the_translation_is_unpublished_along(admin, page, english) -> None:
    admin.post(reverse("wagtailadmin_pages:unpublish", args=[page.pk]), {"with_translations": "on"})

    assert not reloaded(page).live
    assert not reloaded(english).live


def test_the_translation_stays_published_if_nobody_says_otherwise(admin, page, english) -> None:
    admin.post(reverse("wagtailadmin_pages:unpublish", args=[page.pk]))

    assert not reloaded(page).live
    assert reloaded(english).live


def test_who_may_not_unpublish_the_translation_is_told_so(client, news, page, english) -> None:
    client.force_login(german_editor(news))
    address = reverse("wagtailadmin_pages:unpublish", args=[page.pk])
    content = client.get(address).content.decode()
    assert "Kick-off" in content
    assert "with_translations" not in content

    client.post(address, {"with_translations": "on"})

    assert not reloaded(page).live
    assert reloaded(english).live


def test_a_source_is_left_alone_when_its_translation_goes(admin, page, english) -> None:
    for action in ("unpublish", "delete"):
        address = reverse(f"wagtailadmin_pages:{action}", args=[english.pk])
        assert "with_translations" not in admin.get(address).content.decode()
        admin.post(address, {"with_translations": "on"})

    assert reloaded(page).live
    assert not Page.objects.filter(pk=english.pk).exists()


def test_the_translation_is_deleted_along(admin, page, english) -> None:
    admin.post(reverse("wagtailadmin_pages:delete", args=[page.pk]), {"with_translations": "on"})

    assert not Page.objects.filter(pk__in=[page.pk, english.pk]).exists()


def test_a_translation_that_stays_keeps_its_texts_and_can_be_edited(admin, page, english) -> None:
    admin.post(reverse("wagtailadmin_pages:delete", args=[page.pk]))

    assert reloaded(english).title == "Kick-off"
    editor = admin.get(reverse("wagtailadmin_pages:edit", args=[english.pk]))
    assert 'name="title"' in editor.content.decode()


def test_the_translation_moves_along(admin, home, page, english) -> None:
    other = factories.NewsIndexPageFactory(parent=home, title="Archiv")
    english_other = in_english(other, title="Archive", slug="archive")
    address = reverse("wagtailadmin_pages:move_confirm", args=[page.pk, other.pk])
    assert 'name="with_translations"' in admin.get(address).content.decode()

    admin.post(address, {"with_translations": "on"})

    assert reloaded(page).get_parent().pk == other.pk
    assert reloaded(english).get_parent().pk == english_other.pk


def test_where_the_new_place_is_not_translated_the_translation_stays(
    admin, home, page, english, english_news
) -> None:
    other = factories.NewsIndexPageFactory(parent=home, title="Archiv")
    address = reverse("wagtailadmin_pages:move_confirm", args=[page.pk, other.pk])
    content = admin.get(address).content.decode()
    assert "Kick-off" in content
    assert "with_translations" not in content

    admin.post(address, {"with_translations": "on"})

    assert reloaded(page).get_parent().pk == other.pk
    assert reloaded(english).get_parent().pk == english_news.pk


def test_an_address_that_is_taken_there_is_said(admin, home, page, english) -> None:
    other = factories.NewsIndexPageFactory(parent=home, title="Archiv")
    english_other = in_english(other, title="Archive", slug="archive")
    factories.NewsPageFactory(parent=english_other, slug=english.slug, locale=english_other.locale)

    response = admin.post(
        reverse("wagtailadmin_pages:move_confirm", args=[page.pk, other.pk]),
        {"with_translations": "on"},
        follow=True,
    )

    assert any("Kick-off" in str(message) for message in response.context["messages"])
    assert reloaded(english).get_parent().pk != english_other.pk


@pytest.mark.parametrize("action", ["unpublish", "delete", "move"])
def test_for_many_pages_at_once_it_is_said_that_translations_stay(
    admin, page, english, action: str
) -> None:
    address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", action])

    response = admin.get(f"{address}?id={page.pk}&next=/admin/")

    assert "editing/localize/bulk_note.html" in [template.name for template in response.templates]
