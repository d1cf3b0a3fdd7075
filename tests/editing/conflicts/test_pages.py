"""Two editors have the same page open: the second one is asked, and nothing is overwritten."""

from collections.abc import Callable
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.urls import reverse

from home.models import ContentPage
from tests import factories
from tests.admin_forms import form_of
from tests.people import signed_in

pytestmark = pytest.mark.django_db
NOT_STORED = "Ihre Eingaben sind noch nicht gespeichert"


@pytest.fixture
def page(home) -> ContentPage:
    page = factories.ContentPageFactory(parent=home, title="Über uns")
    page.save_revision().publish()
    return ContentPage.objects.get(pk=page.pk)


@pytest.fixture
def editors(page: ContentPage) -> tuple[Client, Client]:
    return (
        signed_in("publishers", first_name="Erika", last_name="Erst"),
        signed_in("publishers", first_name="Zoe", last_name="Zweit"),
    )


def edit(page: ContentPage) -> str:
    return reverse("wagtailadmin_pages:edit", args=[page.pk])


def title_of(page: ContentPage) -> str:
    return ContentPage.objects.get(pk=page.pk).get_latest_revision_as_object().title


def send(client: Client, page: ContentPage, form: dict[str, Any], title: str, **button: str) -> Any:
    return client.post(edit(page), {**form, "title": title, **button})


@pytest.mark.parametrize("button", ["", "action-publish", "action-submit"])
def test_the_second_one_is_asked_whatever_the_button(page, editors, button: str) -> None:
    first, second = editors
    forms = form_of(first, edit(page)), form_of(second, edit(page))
    assert send(first, page, forms[0], "Von der Ersten").status_code == 302
    pressed = {button: "1"} if button else {}

    answer = send(second, page, forms[1], "Von der Zweiten", **pressed)

    assert answer.status_code == 200
    told = answer.content.decode()
    assert "Erika Erst hat diese Seite am" in told
    assert NOT_STORED in told
    dom = BeautifulSoup(told, "html5lib")
    assert dom.select_one("input[name=title]")["value"] == "Von der Zweiten"
    box = dom.select_one(".editing-conflict input[name=save_over]")
    assert box["form"] == dom.select_one("form[data-edit-form]")["id"]
    assert title_of(page) == "Von der Ersten"
    assert ContentPage.objects.get(pk=page.pk).title == "Über uns"
    assert ContentPage.objects.get(pk=page.pk).current_workflow_state is None

    over = {**fields(dom), "save_over": box["value"]}
    assert send(second, page, over, "Von der Zweiten", **pressed).status_code == 302
    assert title_of(page) == "Von der Zweiten"
    titles = [revision.content["title"] for revision in page.revisions.order_by("pk")]
    assert titles == ["Über uns", "Von der Ersten", "Von der Zweiten"]


def test_the_links_show_what_was_changed(page, editors) -> None:
    first, second = editors
    forms = form_of(first, edit(page)), form_of(second, edit(page))
    send(first, page, forms[0], "Von der Ersten")
    dom = BeautifulSoup(send(second, page, forms[1], "Mein Titel").content, "html5lib")

    links = [link["href"] for link in dom.select(".editing-conflict a")]
    assert len(links) == 2
    assert "Von der Ersten" in second.get(links[0]).content.decode()
    assert "Von der Ersten" in second.get(links[1]).content.decode()


def test_who_agreed_to_one_version_is_asked_again_about_the_next(page, editors) -> None:
    first, second = editors
    forms = form_of(first, edit(page)), form_of(second, edit(page))
    send(first, page, forms[0], "Von der Ersten")
    dom = BeautifulSoup(send(second, page, forms[1], "Von der Zweiten").content, "html5lib")
    agreed = dom.select_one("input[name=save_over]")["value"]
    send(first, page, form_of(first, edit(page)), "Noch einmal von der Ersten")

    answer = send(second, page, {**fields(dom), "save_over": agreed}, "Von der Zweiten")

    assert NOT_STORED in answer.content.decode()
    assert title_of(page) == "Noch einmal von der Ersten"


def test_without_the_tick_it_is_asked_again_and_not_saved_by_itself(page, editors) -> None:
    first, second = editors
    forms = form_of(first, edit(page)), form_of(second, edit(page))
    send(first, page, forms[0], "Von der Ersten")
    dom = BeautifulSoup(send(second, page, forms[1], "Von der Zweiten").content, "html5lib")

    by_itself = second.post(
        edit(page),
        {**fields(dom), "title": "Von selbst"},
        headers={"accept": "application/json"},
    )
    assert by_itself.json()["error_code"] == "invalid_revision"
    assert NOT_STORED in send(second, page, fields(dom), "Von der Zweiten").content.decode()
    assert title_of(page) == "Von der Ersten"


def test_what_is_incomplete_and_out_of_date_is_told_both(page, editors) -> None:
    first, second = editors
    forms = form_of(first, edit(page)), form_of(second, edit(page))
    send(first, page, forms[0], "Von der Ersten")
    dom = BeautifulSoup(send(second, page, forms[1], "").content, "html5lib")
    assert dom.select_one(".editing-conflict")

    answer = send(second, page, fields(dom), "Doch ein Titel")
    assert NOT_STORED in answer.content.decode()
    assert title_of(page) == "Von der Ersten"


def test_a_page_that_had_no_version_yet(home, editors) -> None:
    page = factories.ContentPageFactory(parent=home, title="Übernommen")
    first, second = editors
    forms = form_of(first, edit(page)), form_of(second, edit(page))
    assert send(first, page, forms[0], "Von der Ersten").status_code == 302

    assert NOT_STORED in send(second, page, forms[1], "Von der Zweiten").content.decode()
    assert title_of(page) == "Von der Ersten"


def test_over_a_draft_of_ones_own_that_was_saved_by_itself(page, editors) -> None:
    first, second = editors
    forms = form_of(first, edit(page)), form_of(second, edit(page))
    saved = second.post(
        edit(page), {**forms[1], "title": "Entwurf"}, headers={"accept": "application/json"}
    ).json()
    own = {**forms[1], "overwrite_revision_id": str(saved["revision_id"])}
    send(first, page, form_of(first, edit(page)), "Von der Ersten")

    dom = BeautifulSoup(send(second, page, own, "Von der Zweiten").content, "html5lib")
    box = dom.select_one("input[name=save_over]")
    answer = send(second, page, {**own, "save_over": box["value"]}, "Von der Zweiten")

    assert answer.status_code == 302
    titles = [revision.content["title"] for revision in page.revisions.order_by("pk")]
    assert titles == ["Über uns", "Entwurf", "Von der Ersten", "Von der Zweiten"]


def test_one_editor_alone_is_asked_nothing(page, editors) -> None:
    editor = editors[0]
    for title in ("Eins", "Zwei"):
        assert send(editor, page, form_of(editor, edit(page)), title).status_code == 302
    answer = send(editor, page, form_of(editor, edit(page)), "Drei", **{"action-publish": "1"})
    assert answer.status_code == 302
    assert ContentPage.objects.get(pk=page.pk).title == "Drei"


def test_two_windows_of_one_editor(page, editors) -> None:
    editor = editors[0]
    forms = form_of(editor, edit(page)), form_of(editor, edit(page))
    send(editor, page, forms[0], "Im ersten Fenster")
    told = send(editor, page, forms[1], "Im zweiten Fenster").content.decode()
    assert "in einem anderen Fenster gespeichert" in told


def test_a_new_page_is_stored_whole_or_not_at_all(home, editors, monkeypatch) -> None:
    editor = editors[0]
    editor.raise_request_exception = False
    url = reverse("wagtailadmin_pages:add", args=["home", "contentpage", home.pk])
    form = {**form_of(editor, url), "title": "Neu", "slug": "neu", "action-publish": "1"}
    with monkeypatch.context() as patch:
        patch.setattr("wagtail.models.Revision.publish", fail)
        assert editor.post(url, form).status_code == 500
    assert not ContentPage.objects.filter(slug="neu").exists()

    assert editor.post(url, form).status_code == 302
    assert ContentPage.objects.get(slug="neu").live


def test_all_of_a_publication_is_stored_or_nothing(page, editors, monkeypatch) -> None:
    editor = editors[0]
    editor.raise_request_exception = False
    form = form_of(editor, edit(page))
    monkeypatch.setattr("wagtail.models.Revision.publish", fail)
    monkeypatch.setattr(
        "wagtail.actions.publish_page_revision.PublishPageRevisionAction.execute", fail
    )
    assert send(editor, page, form, "Halb", **{"action-publish": "1"}).status_code == 500
    assert title_of(page) == "Über uns"
    assert page.revisions.count() == 1


def fail(*args: Any, **kwargs: Any) -> Callable:
    raise RuntimeError("in the middle")


def fields(dom: BeautifulSoup) -> dict[str, Any]:
    """What the browser sends of a form that came back."""
    form = dom.select_one("form[data-edit-form]")
    found: dict[str, Any] = {}
    for field in form.select("input[name], textarea[name], select[name]"):
        if field.find_parent("template"):
            continue
        if field.name == "select":
            chosen = field.select_one("option[selected]")
            found[field["name"]] = chosen["value"] if chosen else ""
        elif field.name == "textarea":
            found[field["name"]] = field.get_text().removeprefix("\n")
        elif field.get("type") != "checkbox" or field.has_attr("checked"):
            found[field["name"]] = field.get("value", "")
    for block in form.select("[data-block]"):
        found[f"{block['id']}-count"] = "0"
    return found
