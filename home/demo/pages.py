"""The German pages: made as drafts first, filled and published when all of them are there."""

from datetime import date, datetime, time
from typing import Any

from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.db.models import ForeignKey
from django.utils import timezone
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Locale, Page, get_page_models

from home.models import ContactFormField
from pool.models import AdvisorConsent, AdvisorPage, Scope

from .blocks import stream_value
from .consents import ensure_consent_text
from .data import DemoDataError, explain
from .keys import identifier
from .rich_text import stored_rich_text
from .targets import Targets

Entry = dict[str, Any]

NOT_FIELDS = {"type", "parent", "consent"}
# Lists of the data files: (relation of the page, field of what is listed there)
LISTS = {
    "topics": ("topic_links", "topic"),
    "access_pages": ("access_links", "page"),
    "related_pages": ("related_links", "page"),
    "countries": ("country_links", "country"),
    "languages": ("language_links", "language"),
    "partners": ("partner_links", "partner"),
    "contacts": ("contact_links", "contact"),
}


def page_model(entry: Entry, place: str) -> type[Page]:
    """The page type of an entry. Raises `DemoDataError` for an unknown one."""
    for model in get_page_models():
        if f"{model._meta.app_label}.{model.__name__}" == entry["type"]:
            return model
    raise DemoDataError(place, f"there is no page type “{entry['type']}”")


def find_page(key: str, locale: Locale) -> Page | None:
    """The page of an entry in a language, or None."""
    page = Page.objects.filter(translation_key=identifier(f"pages/{key}"), locale=locale).first()
    return page and page.specific


class Pages:
    """Makes the pages of one language out of entries."""

    def __init__(self, locale: Locale, targets: Targets) -> None:
        self.locale = locale
        self.targets = targets

    def build(self, key: str, entry: Entry) -> Page:
        """The complete page, not saved: what its translation is compared with."""
        page = self._start(key, entry)
        self._fill(page, key, entry)
        return page

    def create_draft(self, key: str, entry: Entry) -> Page:
        """Save the page with its simple fields below its parent, so that others can link to it."""
        place = f"pages/{key}"
        page = self._start(key, entry)
        page.live = False
        page.has_unpublished_changes = True
        page.first_published_at = _first_published(entry)
        if entry["parent"]:
            parent = self.targets.get(Page, entry["parent"], place)
        else:
            parent = Page.get_first_root_node()
        if not page.can_create_at(parent):
            raise DemoDataError(place, f"cannot stand below “{entry['parent']}”")
        later = {
            field.name
            for field in page._meta.fields
            if field.name not in entry or isinstance(field, StreamField | RichTextField)
        }
        try:
            page.clean_fields(exclude=later)  # what Wagtail asks of a draft names no field
            parent.add_child(instance=page)
        except ValidationError as error:
            raise DemoDataError(place, explain(error)) from error
        return page

    def publish(self, page: Page, key: str, entry: Entry) -> None:
        """Give the page its content, record a consent if it needs one, and publish it."""
        place = f"pages/{key}"
        self._fill(page, key, entry)
        if isinstance(page, AdvisorPage):
            _record_consent(page, entry.get("consent"), place)
        try:
            revision = page.save_revision(log_action=False)
        except ValidationError as error:
            raise DemoDataError(place, explain(error)) from error
        revision.publish()

    def _start(self, key: str, entry: Entry) -> Page:
        place = f"pages/{key}"
        model = page_model(entry, place)
        page = model(translation_key=identifier(place), locale=self.locale)
        for name, value in entry.items():
            field = _field(model, name)
            if name in NOT_FIELDS or name in LISTS or name in ("form_fields", "recipients"):
                continue
            if field is None:
                raise DemoDataError(place, f"there is no field “{name}”")
            if isinstance(field, ForeignKey):
                value = self.targets.get(field.related_model, value, place) if value else None
            if not isinstance(field, StreamField | RichTextField):
                setattr(page, name, value)
        return page

    def _fill(self, page: Page, key: str, entry: Entry) -> None:
        for name, value in entry.items():
            place = f"pages/{key}/{name}"
            field = _field(type(page), name)
            if isinstance(field, StreamField):
                setattr(page, name, stream_value(field, value, place, self.targets))
            elif isinstance(field, RichTextField):
                setattr(page, name, stored_rich_text(value, place, self.targets.finder(place)))
            elif name == "form_fields":
                page.form_fields = self._form_fields(value, place)
            elif name == "recipients":
                page.to_address = ", ".join(value)
            elif name in LISTS and field is None:
                self._list(page, name, value, place)

    def _list(self, page: Page, name: str, keys: list[str], place: str) -> None:
        relation, target = LISTS[name]
        model = page._meta.get_field(relation).related_model
        field = model._meta.get_field(target)
        values = keys
        if isinstance(field, ForeignKey):
            values = [self.targets.pk(field.related_model, key, place) for key in keys]
        setattr(page, relation, [model(**{field.attname: value}) for value in values])

    def _form_fields(self, entries: list[Entry], place: str) -> list[ContactFormField]:
        return [
            ContactFormField(
                translation_key=identifier(f"{place}/{index}"),
                locale=self.locale,
                sort_order=index,
                **entry,
            )
            for index, entry in enumerate(entries)
        ]


def _field(model: type[Page], name: str) -> Any:
    try:
        return model._meta.get_field(name)
    except FieldDoesNotExist:
        return None


def _first_published(entry: Entry) -> datetime | None:
    """Noon of the day that a report is about: it was news then, and archives sort by it."""
    day: date | None = entry.get("end_date") or entry.get("date")
    return day and timezone.make_aware(datetime.combine(day, time(12)))


def _record_consent(page: AdvisorPage, entry: Entry | None, place: str) -> None:
    if not entry:
        raise DemoDataError(place, "a profile cannot be published without a consent")
    values = dict(entry)
    scopes = values.pop("scopes")
    if unknown := set(scopes) - set(Scope.values):
        raise DemoDataError(place, f"the consent has no scope {', '.join(sorted(unknown))}")
    consent = AdvisorConsent(advisor=page, **values, **{f"shows_{scope}": True for scope in scopes})
    try:
        consent.full_clean()
    except ValidationError as error:
        raise DemoDataError(f"{place}/consent", explain(error)) from error
    ensure_consent_text(consent.text_version)
    consent.save()
    if page.consent is None:
        raise DemoDataError(f"{place}/consent", "is not in force today")
