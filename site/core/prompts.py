"""Prompts: what a page template asks, written as `[[Who invited?]]`, until an editor answers it.

They stand in the texts themselves, where the answer belongs. They are no content: a page in which
one is left is not published, on whatever way.
"""

import re
from collections.abc import Iterator
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.html import strip_tags
from django.utils.translation import gettext as _
from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.fields import StreamField
from wagtail.models import Page

PROMPT = re.compile(r"\[\[\s*(.+?)\s*\]\]", re.DOTALL)


def prompts_in(page: Page) -> dict[str, list[str]]:
    """The prompts that are left in a page, by field, in their order, each once."""
    found = {}
    for field in page._meta.concrete_fields:
        prompts = [prompt for text in _texts(page, field) for prompt in PROMPT.findall(text)]
        if prompts:
            found[field.name] = list(dict.fromkeys(prompts))
    return found


def errors_of_prompts(page: Page) -> dict[str, str]:
    """What to tell an editor about each field with a prompt; empty if there is none."""
    return {
        name: _("Answer what the template asks, or delete it: %(prompts)s")
        % {"prompts": " · ".join(f"[[{prompt}]]" for prompt in prompts)}
        for name, prompts in prompts_in(page).items()
    }


def refuse_prompts(page: Page) -> None:
    """Raises `ValidationError` if a prompt is left."""
    if errors := errors_of_prompts(page):
        raise ValidationError(errors)


class CompletePageForm(WagtailAdminPageForm):
    """Refuses to publish or to submit a page with prompts; a draft may have them.

    Without an address the page gets one made from its title, also where no script has done so.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "slug" in self.fields:
            self.fields["slug"].required = False

    def _post_clean(self) -> None:
        super()._post_clean()  # gives the page what was entered
        if not {"action-publish", "action-submit"} & self.data.keys():
            return
        for name, message in errors_of_prompts(self.instance).items():
            if name not in self.errors:
                self.add_error(name if name in self.fields else None, message)


def _texts(page: Page, field: models.Field) -> Iterator[str]:
    if isinstance(field, StreamField):
        yield from _strings(list(getattr(page, field.name).raw_data))
    elif field.editable and isinstance(field, (models.CharField, models.TextField)):
        yield strip_tags(field.value_from_object(page) or "")


def _strings(raw: Any) -> Iterator[str]:
    """The texts within the stored data of a block, without its tags and names."""
    if isinstance(raw, str):
        yield strip_tags(raw)
    elif isinstance(raw, dict):
        for value in raw.values():
            yield from _strings(value)
    elif isinstance(raw, list):
        for value in raw:
            yield from _strings(value)
