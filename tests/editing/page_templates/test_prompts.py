"""What a template asks is answered before visitors see it, on whatever way a page is published."""

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from core.prompts import prompts_in
from editing.checks.drafts import report
from news.models import NewsPage
from tests import factories
from tests.admin_forms import form_of, soup
from tests.people import signed_in
from tests.trees import reloaded, stream

SAYS = "Beantworten Sie die Fragen der Vorlage oder löschen Sie sie"
BODY = stream(
    ("paragraph", "<p>[[Wer kam? Wie <b>viele</b>?]]</p>"), ("quote", {"text": "[[Satz?]]"})
)


@pytest.fixture
def draft(news) -> NewsPage:
    """A draft with a prompt in its teaser and two in its body."""
    return factories.NewsPageFactory(
        parent=news, live=False, title="Tagung", teaser="[[Wer traf sich?]]", body=BODY
    )


def edit_url(page: NewsPage) -> str:
    return reverse("wagtailadmin_pages:edit", args=[page.pk])


def test_prompts_are_found_in_fields_and_blocks_without_their_format(draft) -> None:
    assert prompts_in(draft) == {
        "teaser": ["Wer traf sich?"],
        "body": ["Wer kam? Wie viele?", "Satz?"],
    }


@pytest.mark.parametrize("text", ["", "Klammern [wie diese] bleiben", "[[", "]] [["])
def test_other_brackets_are_no_prompts(text: str) -> None:
    assert prompts_in(NewsPage(teaser=text)) == {}


@pytest.mark.parametrize("action", ["action-publish", "action-submit"])
def test_the_editor_says_at_the_field_what_is_left_and_keeps_what_was_typed(
    draft, action: str
) -> None:
    client = signed_in("administrator")
    entered = {**form_of(client, edit_url(draft)), "title": "Tagung in Bochum", action: "1"}

    page = soup(client.post(edit_url(draft), entered))

    field = page.select_one("[name=teaser]").find_parent(class_="w-field")
    assert f"{SAYS}: [[Wer traf sich?]]" in field.get_text()
    assert page.select_one("[name=title]")["value"] == "Tagung in Bochum"
    assert not reloaded(draft).live
    assert not reloaded(draft).workflow_states.exists()


def test_a_draft_with_prompts_is_saved(draft) -> None:
    client = signed_in("administrator")
    entered = {**form_of(client, edit_url(draft)), "place": "Bochum"}

    assert client.post(edit_url(draft), entered).status_code == 302
    assert reloaded(draft).get_latest_revision_as_object().place == "Bochum"


def test_publishing_past_the_editor_is_refused(draft) -> None:
    revision = draft.save_revision(clean=False)

    with pytest.raises(ValidationError, match="Wer traf sich"):
        revision.publish()

    assert not reloaded(draft).live


def test_publishing_many_at_once_names_the_page_and_the_field(draft) -> None:
    draft.save_revision(clean=False)
    url = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])

    response = signed_in("administrator").post(f"{url}?id={draft.pk}", follow=True)

    told = " ".join(str(message) for message in response.context["messages"])
    assert "Tagung" in told
    assert f"Anreißer: {SAYS}: [[Wer traf sich?]]" in told
    assert not reloaded(draft).live


def test_the_content_check_names_them_before_anybody_publishes(draft) -> None:
    draft.save_revision(clean=False)

    refused = {note.content_path for note in report(draft).refusals}

    assert {"teaser", "body"} <= refused


def test_a_page_without_prompts_is_published_and_its_empty_paragraph_left_out(news: Any) -> None:
    client = signed_in("administrator")
    url = reverse("wagtailadmin_pages:add", args=["news", "newspage", news.pk])
    block = {"type": "paragraph", "deleted": "", "order": "0", "value": "null", "id": ""}

    response = client.post(
        url,
        {
            **form_of(client, url),
            "title": "Neues aus Bochum",
            "teaser": "Kurz gesagt.",
            "body-count": "1",
            **{f"body-0-{name}": value for name, value in block.items()},
            "action-publish": "1",
        },
    )

    assert response.status_code == 302
    page = NewsPage.objects.get()
    assert page.live
    assert page.slug == "neues-aus-bochum"
    assert len(page.body) == 0
