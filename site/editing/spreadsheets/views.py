"""Upload, preview, confirmation; and the files that go out."""

from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.generic import TemplateView, View
from wagtail.admin.views.generic import WagtailAdminTemplateMixin

from pool.models import Municipality

from ..models import SpreadsheetUpload
from .applying import ChangedMeanwhileError, apply, plan_of, policy
from .columns import COLUMNS
from .forms import UploadForm
from .plan import Operation, Plan
from .tables import FileRefusedError
from .writing import Line, as_csv, lines

CONTENT_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
SHOWN_PROBLEMS = 200


class ImportMixin(WagtailAdminTemplateMixin):
    """Pages for who may change municipalities."""

    header_icon = "site"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not policy().user_has_permission(request.user, "change"):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        title = capfirst(Municipality._meta.verbose_name_plural)
        return [
            *super().get_breadcrumbs_items(),
            {"url": list_url(), "label": title},
            {"url": "", "label": self.get_page_title()},
        ]


class UploadView(ImportMixin, TemplateView):
    """Choose a file. Files that nobody confirmed are cleared away on the occasion."""

    template_name = "editing/spreadsheets/upload.html"

    def get_page_title(self) -> str:
        return _("Import municipalities")

    def post(self, request: HttpRequest) -> HttpResponse:
        form = self.form(request.POST, request.FILES)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form))
        file = form.cleaned_data["file"]
        upload = SpreadsheetUpload(
            user=request.user,
            name=file.name[-200:],
            content=file.read(),
            missing=form.cleaned_data["missing"],
        )
        try:
            plan_of(upload)
        except FileRefusedError as error:
            form.add_error("file", str(error))
            return self.render_to_response(self.get_context_data(form=form))
        SpreadsheetUpload.objects.filter(user=request.user).delete()
        SpreadsheetUpload.objects.stale().delete()
        upload.save()
        return redirect("municipality_spreadsheets:preview", upload.pk)

    def form(self, *args: Any) -> UploadForm:
        may_delete = policy().user_has_permission(self.request.user, "delete")
        return UploadForm(*args, may_delete=may_delete)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {"form": self.form(), "columns": COLUMNS, **super().get_context_data(**kwargs)}


class PreviewView(ImportMixin, TemplateView):
    """What the file would change; writes it if that is confirmed."""

    template_name = "editing/spreadsheets/preview.html"

    def get_page_title(self) -> str:
        return _("Preview of the import")

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        upload = self.upload(pk)
        if upload is None:
            return self.start_again()
        return self.show(upload, plan_of(upload))

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        upload = self.upload(pk)
        if upload is None:
            return self.start_again()
        if "cancel" in request.POST:
            upload.delete()
            messages.info(request, _("Nothing was changed."))
            return redirect(list_url())
        try:
            plan = apply(upload, request.POST.get("digest", ""))
        except ChangedMeanwhileError as error:
            messages.error(
                request,
                _(
                    "Nothing was written: the municipalities have changed since the preview was "
                    "made. This is the new preview, please check it again."
                ),
            )
            return self.show(upload, error.plan, status=409)
        messages.success(request, _success(plan, upload.name))
        return redirect(list_url())

    def upload(self, pk: int) -> SpreadsheetUpload | None:
        """The file, if it is the user's own and not confirmed or given up yet."""
        found = SpreadsheetUpload.objects.filter(pk=pk, user=self.request.user)
        return found.select_related("user").first()

    def start_again(self) -> HttpResponse:
        messages.warning(
            self.request,
            _("This preview is no longer there. Please choose the file once more."),
        )
        return redirect("municipality_spreadsheets:upload")

    def show(self, upload: SpreadsheetUpload, plan: Plan, status: int = 200) -> HttpResponse:
        context = self.get_context_data(
            upload=upload,
            plan=plan,
            problems=plan.problems[:SHOWN_PROBLEMS],
            more_problems=max(0, len(plan.problems) - SHOWN_PROBLEMS),
            bad_rows=len({problem.line for problem in plan.problems}),
            added=plan.count(Operation.ADD),
            changed=plan.count(Operation.CHANGE),
            removed=plan.count(Operation.DELETE),
        )
        return self.render_to_response(context, status=status)


class ExportView(View):
    """All municipalities and consultations, in the columns that the import reads."""

    def get(self, request: HttpRequest, ending: str) -> HttpResponse:
        if not policy().user_has_any_permission(request.user, {"add", "change", "delete", "view"}):
            raise PermissionDenied
        content = as_csv(lines()) if ending == "csv" else _workbook(lines())
        title, today = _("municipalities"), timezone.localdate().isoformat()
        return _file(content, f"{title}-{today}", ending)


class TemplateFileView(View):
    """The headings and what belongs below them."""

    def get(self, request: HttpRequest) -> HttpResponse:
        if not policy().user_has_permission(request.user, "change"):
            raise PermissionDenied
        return _file(_workbook([], explained=True), _("municipalities-template"), "xlsx")


def _workbook(rows: Iterable[Line], *, explained: bool = False) -> bytes:
    from .xlsx import as_xlsx

    return as_xlsx(rows, explained=explained)


def list_url() -> str:
    return reverse(Municipality.snippet_viewset.get_url_name("list"))


def _file(content: bytes, name: str, ending: str) -> HttpResponse:
    disposition = f'attachment; filename="{name.lower()}.{ending}"'
    return HttpResponse(
        content,
        content_type=CONTENT_TYPES[ending],
        headers={"Content-Disposition": disposition, "Cache-Control": "private, no-store"},
    )


def _success(plan: Plan, name: str) -> str:
    count = len(plan.steps)
    text = ngettext(
        "%(count)s entry was taken over from “%(file)s”.",
        "%(count)s entries were taken over from “%(file)s”.",
        count,
    )
    return text % {"count": count, "file": name}
