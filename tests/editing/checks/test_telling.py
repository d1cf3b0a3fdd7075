"""Editors are told what to better: in the editor, after saving, and on a page of its own."""

from typing import Any

import pytest
from bs4 import BeautifulSoup, Tag
from django.contrib.auth.models import Group, Permission
from django.test import Client
from django.urls import reverse
from wagtail.models import GroupPagePermission
from wagtail.test.utils.form_data import inline_formset, nested_form_data, rich_text, streamfield
from wagtail.users.models import UserProfile
from wagtail_localize.models import StringTranslation, Translation

from home.models import ContentPage
from tests import factories
from tests.trees import translated

pytestmark = [pytest.mark.django_db, pytest.mark.rendering]

LINK = '<p>Lesen Sie <a href="https://example.org/">hier</a>.</p>'
NOTE = "Der Text dieses Links sagt nicht, wohin er führt. Nennen Sie das Ziel."


@pytest.fixture
def editor(client: Client) -> Client:
    client.force_login(factories.UserFactory())
    return client


@pytest.fixture
def page(home: Any) -> ContentPage:
    return factories.ContentPageFactory(
        parent=home,
        title="Über uns",
        lead="Wer wir sind.",
        body=[("paragraph", LINK), ("heading", {"text": "Mehr über uns", "level": "h3"})],
    )


def listed(html: bytes | str) -> list[Tag]:
    return BeautifulSoup(html, "html.parser").select("[data-content-problem]")


def messages(html: bytes) -> str:
    soup = BeautifulSoup(html, "html.parser")
    return " ".join(" ".join(li.stripped_strings) for li in soup.select(".messages > ul > li"))


def form(page: ContentPage, text: str = LINK, **more: str) -> dict[str, Any]:
    return nested_form_data(
        {
            "title": page.title,
            "slug": page.slug,
            "lead": page.lead,
            "body": streamfield([("paragraph", rich_text(text, features=["link"]))]),
            "comments": inline_formset([]),
            "seo_title": "",
            "search_description": "",
            "go_live_at": "",
            "expire_at": "",
            **more,
        }
    )


def edit(client: Client, page: ContentPage, data: dict[str, Any], **headers: str) -> Any:
    address = reverse("wagtailadmin_pages:edit", args=[page.pk])
    return client.post(address, data, headers=headers or None, follow=True)


def test_the_editor_lists_what_to_better_with_place_words_and_rule(
    editor: Client, page: ContentPage
) -> None:
    html = editor.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content

    note = next(one for one in listed(html) if one["data-content-problem"] == "link-text")
    block = page.body[0].id
    assert " ".join(note.stripped_strings) == (
        f"{NOTE} „hier“ Inhalt, Text 1 · WCAG 2.2, 2.4.4; BITV 2.0 § 3"
    )
    assert note.a["href"] == f"#:w:contentpath=body.{block}"
    # As the blocks stand in the page.
    assert [one["data-content-problem"] for one in listed(html)] == [
        "link-text",
        "heading-jump",
        "section-empty",
    ]


def test_a_page_that_was_never_saved_has_an_empty_list(editor: Client, home: Any) -> None:
    address = reverse("wagtailadmin_pages:add", args=["home", "contentpage", home.pk])

    html = editor.get(address).content

    assert listed(html) == []
    assert "sobald die Seite gespeichert ist" in html.decode()


def test_what_keeps_a_draft_from_being_published_comes_first(
    editor: Client, page: ContentPage
) -> None:
    page.title = ""
    page.body.append(("heading", {"text": "", "level": "h2", "anchor": ""}))
    page.save_revision(clean=False)

    html = editor.get(reverse("content_checks", args=[page.pk])).content.decode()

    assert "Das ist vor dem Veröffentlichen nötig" in html
    refused = [note for note in listed(html) if not note["data-content-problem"]]
    assert [" ".join(note.stripped_strings) for note in refused] == [
        "Dieses Feld darf nicht leer sein. Titel",
        "Dieses Feld muss ausgefüllt werden. Inhalt, Überschrift 3",
    ]


def test_saving_says_how_much_there_is_to_better(editor: Client, page: ContentPage) -> None:
    told = messages(edit(editor, page, form(page)).content)

    assert "Die Inhaltsprüfung hat einen Hinweis. Hinweise zeigen" in told
    assert NOTE not in told


@pytest.mark.parametrize("action", ["action-publish", "action-submit"])
def test_publishing_and_submitting_name_it_and_are_not_held_up(
    editor: Client, page: ContentPage, action: str
) -> None:
    told = messages(edit(editor, page, form(page, **{action: "1"})).content)

    assert NOTE in told
    page.refresh_from_db()
    if action == "action-publish":
        assert len(page.body) == 1
        assert not page.has_unpublished_changes
    else:
        assert page.current_workflow_state


def test_a_page_without_problems_is_saved_in_silence(editor: Client, page: ContentPage) -> None:
    told = messages(edit(editor, page, form(page, "<p>Wir beraten.</p>")).content)

    assert "wurde aktualisiert" in told
    assert "Inhaltsprüfung" not in told


def test_saving_by_itself_leaves_no_message(editor: Client, page: ContentPage) -> None:
    answer = edit(editor, page, form(page), accept="application/json")
    assert answer.json()["success"]

    html = editor.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content

    assert "Inhaltsprüfung" not in messages(html)
    part = editor.get(reverse("content_checks_part", args=[page.pk])).content
    assert [one["data-content-problem"] for one in listed(part)] == ["link-text"]


def test_only_those_who_may_edit_a_page_see_its_problems(
    client: Client, home: Any, page: ContentPage
) -> None:
    group = Group.objects.create(name="Andere")
    group.permissions.add(Permission.objects.get(codename="access_admin"))
    other = factories.ContentPageFactory(parent=home)
    GroupPagePermission.objects.create(group=group, page=other, permission_type="change")
    user = factories.UserFactory(is_superuser=False, is_staff=False)
    user.groups.add(group)
    client.force_login(user)

    def status(name: str, one: ContentPage) -> int:
        return client.get(reverse(name, args=[one.pk])).status_code

    for name in ("content_checks", "content_checks_part"):
        assert status(name, other) == 200
        assert status(name, page) == 302  # to the front page, with "Sorry"


def test_a_translation_is_checked_as_far_as_it_is_written(
    editor: Client, page: ContentPage, english_home: Any
) -> None:
    english = translated(page, {"Wer wir sind.": "Who we are."})
    Translation.objects.update(enabled=True)
    text = StringTranslation.objects.get(data__contains="hier")
    text.data = text.data.replace("hier", "click here")
    text.save()

    html = editor.get(reverse("content_checks", args=[english.pk])).content

    notes = [one for one in listed(html) if one["data-content-problem"] == "link-text"]
    assert "click here" in notes[0].get_text()


def test_a_translation_whose_original_is_gone_is_checked_as_it_is(
    editor: Client, page: ContentPage, english_home: Any
) -> None:
    english = translated(page)
    Translation.objects.update(enabled=True)
    page.delete()

    html = editor.get(reverse("content_checks", args=[english.pk])).content

    assert "link-text" in [one["data-content-problem"] for one in listed(html)]


def test_a_pages_menu_leads_to_its_problems(editor: Client, page: ContentPage) -> None:
    html = editor.get(reverse("wagtailadmin_explore", args=[page.pk])).content.decode()

    assert reverse("content_checks", args=[page.pk]) in html


def test_the_administrator_reads_english_if_english_is_preferred(
    client: Client, page: ContentPage
) -> None:
    user = factories.UserFactory()
    profile = UserProfile.get_for_user(user)
    profile.preferred_language = "en"
    profile.save()
    client.force_login(user)

    html = client.get(reverse("content_checks", args=[page.pk])).content.decode()

    assert "The text of this link does not say where it leads." in html
