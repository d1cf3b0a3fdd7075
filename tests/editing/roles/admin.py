"""What people try in the admin, and whether they may."""

from typing import Any

from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from wagtail.models import Page
from wagtail.test.utils.form_data import inline_formset, nested_form_data, streamfield

EMPTY = (
    "date",
    "end_date",
    "start_time",
    "end_time",
    "venue",
    "place",
    "image",
    "image_alt",
    "image_caption",
    "seo_title",
    "search_description",
    "go_live_at",
    "expire_at",
)


def is_refused(response: HttpResponse) -> bool:
    """Whether Wagtail says no: on its front page, with 403, or as if there were nothing."""
    if response.status_code in (403, 404):
        return True
    return response.status_code == 302 and response.url == reverse("wagtailadmin_home")


def address(name: str, *args: Any) -> str:
    return reverse(f"wagtailadmin_pages:{name}", args=args)


def news_form(**values: Any) -> dict[str, Any]:
    """What the editor of a news item sends."""
    empty = dict.fromkeys(EMPTY, "")
    return nested_form_data(
        {
            **empty,
            "title": "Austausch",
            "slug": "austausch",
            "date_precision": "day",
            "state": "NW",
            "teaser": "Zwei Tage Austausch.",
            "body": streamfield([]),
            "topic_links": inline_formset([]),
            "related_links": inline_formset([]),
            "comments": inline_formset([]),
            **values,
        }
    )


def add_news(client: Client, parent: Page, **values: Any) -> HttpResponse:
    return client.post(address("add", "news", "newspage", parent.pk), news_form(**values))


def edit_news(client: Client, page: Page, **values: Any) -> HttpResponse:
    return client.post(
        address("edit", page.pk),
        news_form(**{"title": page.title, "slug": page.slug, "teaser": page.teaser, **values}),
    )


def in_bulk(client: Client, action: str, *pages: Page, **data: Any) -> HttpResponse:
    path = reverse("wagtail_bulk_action", args=["wagtailcore", "page", action])
    query = "&".join(f"id={page.pk}" for page in pages)
    return client.post(f"{path}?{query}", data)
