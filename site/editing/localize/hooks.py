from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path
from wagtail import hooks
from wagtail.admin.utils import get_valid_next_url_from_request
from wagtail.models import Page

from .aliases import no_alias
from .companions import DELETE, MOVE, UNPUBLISH, remember, treat_along
from .po_files import upload_pofile
from .publishing import ask_before_publishing, refuses_publishing_in_bulk
from .submitting import SubmitPageView, SubmitSnippetView, UpdateView
from .wording import EditorCatalog

# Before wagtail-localize, which registers without an order.
FIRST = -10


@hooks.register("register_admin_urls", order=FIRST)
def register_careful_views():
    """At the addresses of wagtail-localize's own views, which are then never reached."""
    snippet = "<slug:app_label>/<slug:model_name>/<str:pk>/"
    return [
        path("localize/submit/page/<int:page_id>/", SubmitPageView.as_view()),
        path(f"localize/submit/snippet/{snippet}", SubmitSnippetView.as_view()),
        path("localize/update/<int:translation_source_id>/", UpdateView.as_view()),
        path("localize/translate/<int:translation_id>/pofile/upload/", upload_pofile),
        path("localize/page/<int:page_id>/convert_to_alias/", no_alias),
        path("localize/jsi18n/", EditorCatalog.as_view()),
    ]


hooks.register("before_edit_page", ask_before_publishing, order=FIRST)
hooks.register("before_edit_snippet", ask_before_publishing, order=FIRST)


@hooks.register("before_bulk_action")
def refuse_unfinished_translations(
    request: HttpRequest, action_type: str, objects: list[Any], action: Any
) -> HttpResponse | None:
    if action_type != "publish" or not refuses_publishing_in_bulk(request, objects):
        return None
    return redirect(get_valid_next_url_from_request(request) or "wagtailadmin_explore_root")


@hooks.register("construct_page_action_menu")
def offer_no_alias(menu_items: list[Any], request: HttpRequest, context: dict[str, Any]) -> None:
    menu_items[:] = [item for item in menu_items if item.name != "localize-convert-to-alias"]


@hooks.register("before_unpublish_page")
def remember_on_unpublishing(request: HttpRequest, page: Page) -> None:
    remember(request, page, UNPUBLISH)


@hooks.register("after_unpublish_page")
def unpublish_translations(request: HttpRequest, page: Page) -> None:
    treat_along(request, UNPUBLISH)


@hooks.register("before_delete_page")
def remember_on_deleting(request: HttpRequest, page: Page) -> None:
    remember(request, page, DELETE)


@hooks.register("after_delete_page")
def delete_translations(request: HttpRequest, page: Page) -> None:
    treat_along(request, DELETE)


@hooks.register("before_move_page")
def remember_on_moving(request: HttpRequest, page: Page, destination: Page) -> None:
    remember(request, page, MOVE, destination)


@hooks.register("after_move_page")
def move_translations(request: HttpRequest, page: Page) -> None:
    treat_along(request, MOVE, page.get_parent())
