"""The report of broken links, and its button that checks an address again at once."""

from typing import Any

import django_filters
from django.contrib.contenttypes.models import ContentType
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST
from wagtail.admin import messages
from wagtail.admin.admin_url_finder import AdminURLFinder
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn
from wagtail.documents import get_document_model
from wagtail.models import Page
from wagtail.permissions import policy_registry

from ..front_page import matters
from ..front_page.views import RowsView
from ..models import Link, WebAddress
from .checking import check
from .permissions import editable
from .targets import Reason


class CheckColumn(Column):
    """A button that checks the row's address now, where it leads to another website."""

    cell_template_name = "editing/links/check_cell.html"

    def get_cell_context_data(self, instance: Any, parent_context: Any) -> dict[str, Any]:
        return {
            **super().get_cell_context_data(instance, parent_context),
            "csrf_token": get_token(parent_context["request"]),
        }


class TargetColumn(Column):
    cell_template_name = "editing/links/target_cell.html"


class BrokenLinksFilterSet(WagtailFilterSet):
    reason = django_filters.ChoiceFilter(
        label=gettext_lazy("Reason"), choices=Reason.choices, field_name="reason"
    )

    class Meta:
        model = Link
        fields = ["reason"]


class BrokenLinksView(RowsView):
    matter = matters.BROKEN_LINKS
    intro = gettext_lazy(
        "Links on published pages that lead nowhere. Of a link to a page of this site visitors "
        "then see only the text. Addresses of other websites are checked once a week."
    )
    filterset_class = BrokenLinksFilterSet
    columns = [
        TitleColumn("source", label=gettext_lazy("On"), get_url=lambda link: link.edit_url),
        Column("text", label=gettext_lazy("Text of the link")),
        TargetColumn("target", label=gettext_lazy("Leads to")),
        Column("reason_text", label=gettext_lazy("Reason")),
        DateColumn("broken_since", label=gettext_lazy("Broken since")),
        DateColumn("checked_at", label=gettext_lazy("Checked")),
        CheckColumn("address_id", label=gettext_lazy("Check")),
    ]
    list_export = [
        "source",
        "text",
        "target",
        "reason_text",
        "broken_since",
        "checked_at",
    ]
    export_headings = {
        "source": gettext_lazy("On"),
        "text": gettext_lazy("Text of the link"),
        "target": gettext_lazy("Leads to"),
        "reason_text": gettext_lazy("Reason"),
        "broken_since": gettext_lazy("Broken since"),
        "checked_at": gettext_lazy("Checked"),
    }

    def get_queryset(self) -> QuerySet:
        return self.found.select_related("address", "page").order_by("page__path", "pk")

    def decorate_paginated_queryset(self, links: Any) -> Any:
        links = list(links)
        others, finder = _sources_besides_pages(links), AdminURLFinder()
        titles = _target_titles(links, self.request.user)
        for link in links:
            source = others.get((link.content_type_id, link.object_id))
            if link.page:
                link.source = link.page.get_admin_display_title()
                edit_url = reverse("wagtailadmin_pages:edit", args=[link.page_id])
                link.edit_url = f"{edit_url}#:w:contentpath={link.content_path}"
            else:
                link.source = str(source or "")
                link.edit_url = source and finder.get_edit_url(source)
            link.broken_since = link.address and link.address.broken_since
            link.checked_at = link.address and link.address.checked_at
            link.target = _target(link, titles)
            link.reason_text = _reason(link)
        return links


def _sources_besides_pages(links: list[Link]) -> dict[tuple[int, str], Any]:
    """The snippets and settings on which links stand, by type and key."""
    keys: dict[int, set[str]] = {}
    for link in links:
        if not link.page_id:
            keys.setdefault(link.content_type_id, set()).add(link.object_id)
    found = {}
    for content_type, pks in keys.items():
        model = ContentType.objects.get_for_id(content_type).model_class()
        for source in model._default_manager.filter(pk__in=pks):
            found[content_type, str(source.pk)] = source
    return found


def _target_titles(links: list[Link], user: Any) -> dict[tuple[str, int], str]:
    """What the targets are called, as far as the user may know it."""
    pages = policy_registry.get_by_type(Page).explorable_instances(user)
    wanted = {link.target_page for link in links if link.target_page}
    found = {("page", page.pk): page.draft_title for page in pages.filter(pk__in=wanted).order_by()}
    documents = policy_registry.get_by_type(get_document_model())
    chosen = documents.instances_user_has_any_permission_for(user, ["change", "choose"])
    wanted = {link.target_document for link in links if link.target_document}
    for document in chosen.filter(pk__in=wanted):
        found["document", document.pk] = document.title
    return found


def _target(link: Link, titles: dict[tuple[str, int], str]) -> str:
    if link.address:
        return link.address.url
    if link.target_page:
        return titles.get(("page", link.target_page)) or _("Page %(number)s") % {
            "number": link.target_page
        }
    return titles.get(("document", link.target_document)) or _("Document %(number)s") % {
        "number": link.target_document
    }


def _reason(link: Link) -> str:
    if link.reason != Reason.ADDRESS:
        return str(Reason(link.reason).label)
    problem = link.address.get_problem_display()
    return f"{problem} ({link.address.status})" if link.address.status else problem


@require_POST
def check_again(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask an address now; for who may edit a page that links to it."""
    address = get_object_or_404(WebAddress, pk=pk)
    if not editable(address.links.all(), request.user).exists():
        raise Http404
    check(address)
    if address.problem:
        messages.warning(
            request,
            _("%(address)s is still broken: %(reason)s")
            % {"address": address.url, "reason": address.get_problem_display()},
        )
    else:
        messages.success(request, _("%(address)s works again.") % {"address": address.url})
    return redirect("editing_broken_links")
