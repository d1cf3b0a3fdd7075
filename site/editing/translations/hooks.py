from typing import Any

from django.http import HttpRequest
from django.urls import include, path, reverse
from django.utils.translation import gettext_lazy as _
from django.views.generic import RedirectView
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from .board import TranslationBoardView, may_use_board
from .notices import notice_of_translations, tell_publisher, tell_translator
from .publish_view import PublishBothItem, PublishBothView, go_to_confirmation
from .taking_over import take_over_view

APP = "editing_translations"


# Before those of wagtail-localize: its report shows everybody everything, and knows no changes.
@hooks.register("register_admin_urls", order=-1)
def register_addresses() -> list[Any]:
    own = [
        path("", TranslationBoardView.as_view(), name="board"),
        path("results/", TranslationBoardView.as_view(results_only=True), name="board_results"),
        path("take-over/<int:translation_id>/", take_over_view, name="take_over"),
        path("publish/<int:page_id>/", PublishBothView.as_view(), name="publish_both"),
    ]
    to_board = RedirectView.as_view(pattern_name=f"{APP}:board")
    return [
        path("translations/", include((own, APP), namespace=APP)),
        path("localize/reports/translations/", to_board),
        path("localize/reports/translations/results/", to_board),
    ]


class BoardMenuItem(MenuItem):
    """For who edits pages or translates them."""

    def is_shown(self, request: HttpRequest) -> bool:
        return may_use_board(request.user)


@hooks.register("register_reports_menu_item")
def register_board() -> MenuItem:
    return BoardMenuItem(
        _("Translation board"),
        reverse(f"{APP}:board"),
        name="translation-board",
        icon_name="wagtail-localize-language",
        order=10,
    )


@hooks.register("construct_reports_menu")
def leave_out_old_report(request: HttpRequest, items: list[MenuItem]) -> None:
    old = reverse("wagtail_localize:translations_report")
    items[:] = [item for item in items if item.url != old]


hooks.register("register_editor_notices", notice_of_translations)
hooks.register("after_publish_page", tell_publisher)
hooks.register("after_edit_page", go_to_confirmation)
# Before wagtail-localize, whose editor takes the place of Wagtail's.
hooks.register("before_edit_page", tell_translator, order=-5)
hooks.register("before_edit_snippet", tell_translator, order=-5)


@hooks.register("register_page_action_menu_item")
def register_publish_both() -> PublishBothItem:
    return PublishBothItem(order=35)
