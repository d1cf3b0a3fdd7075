"""What editors begin new pages with."""

from django.apps import apps
from django.contrib.contenttypes.models import ContentType

from ..models import PageTemplate
from .rows import as_revision, build, insert, local, portable, row_data
from .work import Export, Import

TEMPLATES = "page_templates.json"


def write_templates(out: Export) -> None:
    found = []
    for template in PageTemplate.objects.select_related("page_type"):
        data = portable(PageTemplate, row_data(template), out.keys)
        data["content"] = portable(template.page_class, template.content, out.keys)
        found.append({"page_type": template.page_class._meta.label, **data})
    found.sort(key=lambda data: (data["page_type"], data["locale"], data["name"]))
    out.writer.write(TEMPLATES, found)
    out.writer.count("page templates", len(found))


def read_templates(into: Import) -> None:
    """In place of those that come with the software: editors may have changed these."""
    PageTemplate.objects.all().delete()
    for row in into.reader.read(TEMPLATES):
        row = dict(row)
        model = apps.get_model(row.pop("page_type"))
        data = local(PageTemplate, row, into.keys)
        data["content"] = as_revision(local(model, data["content"], into.keys))
        insert(build(PageTemplate, data, page_type=ContentType.objects.get_for_model(model)))
        into.count("page templates")
