from django.templatetags.static import static
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.widgets import Button

from . import headings, languages, links, pictures, plain_language, texts, views  # noqa: F401
from .telling import tell
from .userbar import use_all_rules


@hooks.register("construct_wagtail_userbar")
def check_all_rules(request, items, page):
    use_all_rules(items)


@hooks.register("register_admin_urls")
def content_checks():
    return [
        path("content-checks/<int:pk>/", views.ProblemsView.as_view(), name="content_checks"),
        path("content-checks/<int:pk>/part/", views.problems_part, name="content_checks_part"),
    ]


@hooks.register("insert_editor_js")
def keep_list_up_to_date():
    return format_html('<script src="{}" defer></script>', static("js/content-checks.js"))


@hooks.register("after_create_page")
@hooks.register("after_edit_page")
def say_what_to_better(request, page):
    if request.method == "POST" and request.accepts("text/html"):  # not while saving by itself
        tell(request, page)


@hooks.register("register_page_header_buttons")
def check_this_page(page, user, next_url=None, view_name=None):
    if page.depth > 1 and page.permissions_for_user(user).can_edit():
        url = reverse("content_checks", args=[page.pk])
        yield Button(_("Check the content"), url, icon_name="glasses", priority=75)
