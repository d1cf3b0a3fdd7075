"""A new page that its editor's button and the editor itself save at the same moment."""

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.test.utils.form_data import inline_formset, nested_form_data, streamfield

from editing.conflicts.creating import GuardedCreateView
from news.models import NewsIndexPage, NewsPage
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def add(news: NewsIndexPage, monkeypatch: pytest.MonkeyPatch) -> str:
    """The address of the form; while it is answered, another request saves the same page."""
    save = GuardedCreateView.save_action

    def save_after_another(view: GuardedCreateView):
        factories.NewsPageFactory(parent=news, slug="auftakt", title="Auftakt", live=False)
        return save(view)

    monkeypatch.setattr(GuardedCreateView, "save_action", save_after_another)
    return reverse("wagtailadmin_pages:add", args=("news", "newspage", news.pk))


def form() -> dict[str, str]:
    return nested_form_data(
        {
            "title": "Auftakt",
            "slug": "auftakt",
            "teaser": "Kurz",
            "date_precision": "day",
            "body": streamfield([]),
            "topic_links": inline_formset([]),
            "related_links": inline_formset([]),
            "comments": inline_formset([]),
        }
    )


def test_the_editor_goes_on_with_the_page_that_is_there(add: str, admin_client: Client) -> None:
    answer = admin_client.post(add, form(), follow=True)

    page = NewsPage.objects.get(slug="auftakt")
    assert answer.redirect_chain[-1][0] == reverse("wagtailadmin_pages:edit", args=(page.pk,))
    assert "im selben Moment von selbst gespeichert" in answer.content.decode()


def test_what_saves_by_itself_is_told_in_its_own_words(add: str, admin_client: Client) -> None:
    answer = admin_client.post(add, form(), headers={"accept": "application/json"})

    assert answer.status_code == 400
    assert answer.json()["error_code"] == "validation_error"
    assert "auftakt" in answer.json()["error_message"]
