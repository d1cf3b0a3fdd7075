"""Factories: what a test needs, and nothing more.

Pages need a parent: `NewsPageFactory(parent=news_index)`. They are made published; with
`live=False` they are drafts. The trees of both languages are fixtures (tests/trees.py).
"""

from datetime import date
from typing import Any

import factory
import wagtail_factories
from factory.django import DjangoModelFactory
from wagtail.models import Collection, Locale

from core.models import ContactPerson, Document, Image, Partner, SiteSettings, Topic, User
from home.models import AccessibilityPage, ContactPage, ContentPage, HomePage
from home.models.contact import ContactFormField
from news.models import NewsIndexPage, NewsPage
from pool.models import (
    AdvisorConsent,
    AdvisorIndexPage,
    AdvisorPage,
    ConsentText,
    Consultation,
    Means,
    Municipality,
    Scope,
    StatePage,
)


def language(code: str = "de") -> Locale:
    """The locale of a language of this site, made when it is first asked for."""
    return Locale.objects.get_or_create(language_code=code)[0]


# --- People and media ---------------------------------------------------------------------------


class UserFactory(DjangoModelFactory):
    """Somebody who edits; a superuser unless told otherwise. The password is "password"."""

    username = factory.Sequence(lambda n: f"editor-{n}")
    email = factory.LazyAttribute(lambda user: f"{user.username}@example.org")
    password = factory.django.Password("password")
    is_staff = is_superuser = True

    class Meta:
        model = User


class InRootCollection(DjangoModelFactory):
    """Media lie in the root collection unless a test says which."""

    collection = factory.LazyFunction(lambda: Collection.get_first_root_node())

    class Meta:
        abstract = True


class ImageFactory(InRootCollection):
    title = factory.Sequence(lambda n: f"Picture {n}")
    file = factory.django.ImageField(width=8, height=6, format="PNG")
    description = factory.Sequence(lambda n: f"What picture {n} shows")
    credit = "Photo: Erika Beispiel"

    class Meta:
        model = Image


class DocumentFactory(InRootCollection):
    title = factory.Sequence(lambda n: f"Document {n}")
    file = factory.django.FileField(data=b"%PDF-1.4 sample", filename="sample.pdf")

    class Meta:
        model = Document


# --- Snippets and settings ----------------------------------------------------------------------


class Translatable(DjangoModelFactory):
    """German, unless `locale` says otherwise."""

    locale = factory.LazyFunction(language)

    class Meta:
        abstract = True


class TopicFactory(Translatable):
    name = factory.Sequence(lambda n: f"Thema {n}")
    slug = factory.Sequence(lambda n: f"thema-{n}")
    description = "Worum es geht"

    class Meta:
        model = Topic


class ContactPersonFactory(Translatable):
    name = factory.Sequence(lambda n: f"Kontakt {n}")
    role = "Projektleitung"
    organisation = "Servicestelle"
    phone = "+49 228 20 717-2345"
    email = factory.Sequence(lambda n: f"kontakt-{n}@example.org")

    class Meta:
        model = ContactPerson


class PartnerFactory(Translatable):
    name = factory.Sequence(lambda n: f"Organisation {n}")
    short = factory.Sequence(lambda n: f"ORG{n}")
    description = "Trug das Projekt"

    class Meta:
        model = Partner


class SiteSettingsFactory(DjangoModelFactory):
    banner_text_de = "Das Projekt endete 2020."
    banner_text_en = "The project ended in 2020."

    class Meta:
        model = SiteSettings
        django_get_or_create = ("site",)


# --- Pages --------------------------------------------------------------------------------------


class PageFactory(wagtail_factories.PageFactory):
    class Meta:
        abstract = True

    @classmethod
    def _create_instance(cls, model_class: type, parent: Any, kwargs: dict[str, Any]) -> Any:
        # The page in memory must know its own id and language, and the parent its children.
        page = super()._create_instance(model_class, parent, kwargs)
        parent.refresh_from_db()
        return page


class HomePageFactory(PageFactory):
    title = "Start"
    lead = "Worum es hier geht."

    class Meta:
        model = HomePage


class ContentPageFactory(PageFactory):
    title = factory.Sequence(lambda n: f"Seite {n}")

    class Meta:
        model = ContentPage


class AccessibilityPageFactory(PageFactory):
    title = "Barrierefreiheit"
    method = "Selbstbewertung"
    created_on = date(2020, 1, 15)
    reviewed_on = date(2020, 12, 1)
    feedback_email = "barrieren@example.org"
    enforcement_body = "Schlichtungsstelle BGG"

    class Meta:
        model = AccessibilityPage


class ContactPageFactory(PageFactory):
    title = "Kontakt"
    thank_you_text = "<p>Danke, wir melden uns.</p>"

    class Meta:
        model = ContactPage


class ContactFormFieldFactory(Translatable):
    field_type = "singleline"

    class Meta:
        model = ContactFormField


class NewsIndexPageFactory(PageFactory):
    title = "Aktuelles"

    class Meta:
        model = NewsIndexPage


class NewsPageFactory(PageFactory):
    title = factory.Sequence(lambda n: f"Meldung {n}")
    teaser = factory.LazyAttribute(lambda page: f"Kurz: {page.title}")

    class Meta:
        model = NewsPage


class AdvisorIndexPageFactory(PageFactory):
    title = "Beraterinnen und Berater"

    class Meta:
        model = AdvisorIndexPage


class AdvisorPageFactory(PageFactory):
    """A profile without consent: nobody may see it until a test records one."""

    title = factory.Sequence(lambda n: f"Beispielprofil {n}")
    slug = ""  # the page makes its own, neutral one
    first_name = "Adwoa"
    last_name = "Mustermann"
    state = "NW"

    class Meta:
        model = AdvisorPage


class StatePageFactory(PageFactory):
    title = "Nordrhein-Westfalen"
    state = "NW"

    class Meta:
        model = StatePage


# --- Pool ---------------------------------------------------------------------------------------


class AdvisorConsentFactory(DjangoModelFactory):
    """A consent in force that covers everything; `scopes` names less ("city", "topics" …)."""

    given_on = date(2016, 12, 7)
    means = Means.WRITTEN
    text_version = "2016-1"

    class Meta:
        model = AdvisorConsent

    @classmethod
    def _adjust_kwargs(cls, scopes: Any = tuple(Scope.values), **kwargs: Any) -> dict[str, Any]:
        return {**{f"shows_{scope}": scope in scopes for scope in Scope.values}, **kwargs}


class ConsentTextFactory(DjangoModelFactory):
    version = factory.Sequence(lambda n: f"2016-{n + 1}")
    text_de = "Ich willige ein, dass die angekreuzten Angaben veröffentlicht werden."
    text_en = "I agree that the details ticked are published."

    class Meta:
        model = ConsentText


class MunicipalityFactory(DjangoModelFactory):
    ags = factory.Sequence(lambda n: f"05{n:06d}")
    name = factory.Sequence(lambda n: f"Gemeinde {n}")
    kind = "Gemeinde"
    state = "NW"
    district_ags = "05111"
    district = "Beispielkreis"
    district_kind = "Kreis"
    latitude = "51.4800"
    longitude = "7.2200"

    class Meta:
        model = Municipality


class ConsultationFactory(DjangoModelFactory):
    municipality = factory.SubFactory(MunicipalityFactory)

    class Meta:
        model = Consultation
