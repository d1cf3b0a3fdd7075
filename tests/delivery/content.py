"""Content for the tests of the API: a small site in two languages, built without the demo data.

Nothing here is shared between the items of a list: each has its own pictures, topics, contacts,
partners and link targets, so that a query per item cannot hide behind one that was made already.
"""

from datetime import date
from io import BytesIO
from typing import Any
from uuid import uuid4

from django.core.files.base import ContentFile
from django.core.files.images import ImageFile
from django.utils import timezone
from django.utils.text import slugify
from PIL import Image as Drawing
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Collection, CollectionViewRestriction, Locale, Page, Site

from core.images import SPECIFICATIONS
from core.models import ContactPerson, Partner, Rendition, Topic
from home.models import AccessibilityPage, ContactPage, ContentPage, HomePage
from home.models.contact import ContactFormField, ContactPagePerson
from news.models import NewsIndexPage, NewsPage, NewsTopic, RelatedPage
from pool.models import (
    AdvisorConsent,
    AdvisorCountry,
    AdvisorIndexPage,
    AdvisorLanguage,
    AdvisorPage,
    AdvisorTopic,
    Scope,
    StateContact,
    StatePage,
    StatePartner,
)
from tests.delivery.blocks import Pair, block, link_to, news_body, page_body

LANGUAGES = ("de", "en")
HOST = "www.example.org"
ROOT = f"https://{HOST}"


def locale(language: str) -> Locale:
    return Locale.objects.get_or_create(language_code=language)[0]


def translated(model: type, parents: Pair | None = None, **fields: Any) -> Pair:
    """One object per language with one translation key.

    A value that is a dict with the languages as keys gives each language its own. Pages are added
    below `parents`, published.
    """
    key = uuid4()
    made = {}
    for language in LANGUAGES:
        values = {
            name: value[language] if isinstance(value, dict) and "de" in value else value
            for name, value in fields.items()
        }
        instance = model(translation_key=key, locale=locale(language), **values)
        if issubclass(model, Page):
            instance.first_published_at = instance.last_published_at = timezone.now()
            parents[language].add_child(instance=instance)
        else:
            instance.save()
        made[language] = instance
    return made


def both(text: str) -> dict[str, str]:
    """A text in each language that says which one it is."""
    return {language: f"{text} ({language})" for language in LANGUAGES}


def make_site() -> Pair:
    """The start pages of the default site, whose address is https://www.example.org."""
    root = Page.get_first_root_node()
    site = Site.objects.get(is_default_site=True)
    homes = translated(
        HomePage,
        dict.fromkeys(LANGUAGES, root),
        title=both("MiGlobe"),
        slug={"de": "start-de", "en": "start-en"},
        lead=both("Lead"),
    )
    welcome = site.root_page
    site.hostname, site.port, site.root_page = HOST, 443, homes["de"]
    site.save()
    Page.objects.get(pk=welcome.pk).delete()
    return {language: HomePage.objects.get(pk=home.pk) for language, home in homes.items()}


def make_image(title: str, collection: Collection | None = None, **fields: Any) -> Any:
    """A picture of 40 × 30 pixels. Its renditions are noted as made; their files are not."""
    buffer = BytesIO()
    Drawing.new("RGB", (40, 30), "teal").save(buffer, "PNG")
    image = get_image_model()(
        title=title,
        file=ImageFile(BytesIO(buffer.getvalue()), name="picture.png"),
        credit=f"Illustration: {title}",
        description=f"What {title} shows",
        **({"collection": collection} if collection else {}),
        **fields,
    )
    image.save()
    Rendition.objects.bulk_create(
        Rendition(image=image, filter_spec=spec, file=f"{title}.{spec}", width=40, height=30)
        for spec in SPECIFICATIONS
    )
    return image


def make_document(
    title: str, collection: Collection | None = None, name: str = "report.pdf", **fields: Any
) -> Any:
    document = get_document_model()(
        title=title,
        file=ContentFile(b"%PDF-1.4", name=name),
        file_size=8,
        is_accessible=True,
        **({"collection": collection} if collection else {}),
        **fields,
    )
    document.save()
    return document


def private_collection(name: str = "Private") -> Collection:
    """A collection below a restricted one: what lies in it is private as well."""
    restricted = Collection.get_first_root_node().add_child(name=name)
    CollectionViewRestriction.objects.create(
        collection=restricted, restriction_type=CollectionViewRestriction.LOGIN
    )
    return restricted.add_child(name=f"Below {name}")


def topic(text: str) -> Pair:
    slugs = {language: slugify(f"{text}-{language}") for language in LANGUAGES}
    return translated(Topic, name=both(text), slug=slugs, description=both("Description"))


def contact(text: str) -> Pair:
    return translated(
        ContactPerson,
        name=text,
        role=both("Role"),
        phone="+49 228 20 717-2345",
        email="contact@example.org",
    )


def partner(text: str, logo: Any = None) -> Pair:
    return translated(
        Partner,
        name=text,
        short="P",
        description=both("Partner"),
        logo=logo,
        url="https://partner.example.org/",
    )


class Content:
    """A site in both languages, to which a test adds what it needs."""

    def __init__(self) -> None:
        self.home = make_site()
        self.news_index = self.page(NewsIndexPage, "News", lead=both("All news"))
        self.advisor_index = self.page(AdvisorIndexPage, "Advisors", lead=both("All advisors"))
        self.about = self.page(ContentPage, "About", lead=both("About us"))

    def page(self, model: type[Page], name: str, **fields: Any) -> Pair:
        slugs = {language: slugify(f"{name}-{language}") for language in LANGUAGES}
        parents = fields.pop("parents", self.home)
        return translated(model, parents, title=both(name), slug=slugs, **fields)

    def content_page(self, name: str, parents: Pair | None = None, **fields: Any) -> Pair:
        return self.page(ContentPage, name, parents=parents or self.home, **fields)

    def plain_news(self, name: str, **fields: Any) -> Pair:
        """A news item with text only."""
        return self.page(
            NewsPage,
            name,
            parents=self.news_index,
            **{"teaser": both("Teaser"), "date": date(2018, 11, 7), **fields},
        )

    def news(self, name: str) -> Pair:
        """A news item with every field filled and every block."""
        target = self.content_page(f"Target of {name}")
        image, document = make_image(f"Picture {name}"), make_document(f"Document {name}")
        topics, contacts = topic(f"Topic {name}"), contact(f"Contact {name}")
        inner = make_image(f"Inner picture {name}")
        pages = self.plain_news(
            name,
            end_date=date(2018, 11, 9),
            place=both("Bochum"),
            venue=both("Jahrhunderthalle"),
            state="NW",
            image=image,
            image_alt=both("Alternative"),
            image_caption=both("Caption"),
            body=news_body(name, target["de"], inner, document, topics, contacts),
        )
        for page in pages.values():
            NewsTopic.objects.create(page=page, topic=topics["de"])
            RelatedPage.objects.create(source=page, page=target["de"])
        return pages

    def advisor(self, name: str, scopes: tuple[str, ...] = tuple(Scope.values)) -> Pair:
        """An advisor with every field filled, and a consent that covers these scopes."""
        portrait, topics = make_image(f"Portrait {name}"), topic(f"Field {name}")
        target = self.content_page(f"Work of {name}")
        key, pages = uuid4(), {}
        for language in LANGUAGES:
            page = AdvisorPage(
                translation_key=key,
                locale=locale(language),
                title=f"Profile ({language})",
                first_name=f"First{name}",
                last_name=f"Last{name}",
                portrait=portrait,
                portrait_alt="Portrait",
                city=f"City{name}",
                state="NW",
                email=f"{name}@example.org".lower(),
                phone="+49 201 123456",
                website=f"https://{name}.example.org/".lower(),
                experience=[
                    block("heading", {"text": f"Work {name}", "level": "h2", "anchor": ""}),
                    block("paragraph", link_to(target["de"])),
                ],
                first_published_at=timezone.now(),
            )
            self.advisor_index[language].add_child(instance=page)
            AdvisorCountry.objects.create(page=page, country="GH")
            AdvisorLanguage.objects.create(page=page, language="fr")
            AdvisorTopic.objects.create(page=page, topic=topics["de"])
            pages[language] = page
        consent(pages["de"], scopes)
        return pages

    def state_page(self, name: str = "Land", state: str = "NW") -> Pair:
        """A state page with figures, partners and contacts."""
        partners, contacts = partner(f"Partner {name}", make_image(f"Logo {name}")), contact(name)
        figure = {"value": "97", "qualifier": "exact", "label": "talks", "scope": "", "source": ""}
        pages = self.page(
            StatePage,
            name,
            state=state,
            lead=both("Lead"),
            figures=[block("figure", figure)],
            body=page_body(name, partners, topic(f"Topic {name}")),
        )
        for page in pages.values():
            StatePartner.objects.create(page=page, partner=partners["de"])
            StateContact.objects.create(page=page, contact=contacts["de"])
        return pages

    def accessibility_page(self) -> Pair:
        exception = {"what": "Old files", "why": "Made before 2018", "alternative": "Ask us"}
        return self.page(
            AccessibilityPage,
            "Accessibility",
            lead=both("Lead"),
            status="partial",
            exceptions=[block("exception", exception)],
            method=both("Self-assessment"),
            assessor=both("The operator"),
            created_on=date(2020, 9, 23),
            reviewed_on=date(2026, 1, 15),
            feedback_contact=contact("Feedback")["de"],
            feedback_email="feedback@example.org",
            enforcement_body=both("Body"),
            enforcement_text=link_to(self.about["de"]),
        )

    def contact_page(self) -> Pair:
        people = contact("Contact")
        pages = self.page(
            ContactPage,
            "Contact",
            intro=link_to(self.about["de"]),
            thank_you_text="<p>Thanks.</p>",
            to_address="secret-recipient@example.org",
            from_address="secret-sender@example.org",
            subject=both("Secret subject"),
        )
        fields = {language: {"label": f"Your name ({language})"} for language in LANGUAGES}
        key = uuid4()
        for language, page in pages.items():
            ContactPagePerson.objects.create(page=page, contact=people["de"])
            ContactFormField.objects.create(
                page=page,
                locale=locale(language),
                translation_key=key,
                sort_order=0,
                clean_name="name",
                field_type="singleline",
                required=True,
                **fields[language],
            )
        return pages


def consent(advisor: AdvisorPage, scopes: tuple[str, ...], **fields: Any) -> AdvisorConsent:
    values = {"given_on": date(2018, 1, 15), "means": "written", "text_version": "2018-1"}
    shown = {f"shows_{scope}": True for scope in scopes}
    return AdvisorConsent.objects.create(advisor=advisor, **values | shown | fields)
