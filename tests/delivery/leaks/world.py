"""A site that refers to things in every way there is, before these things exist.

What the test hides is made afterwards, with primary keys and slugs that are known beforehand. So
the same addresses can be asked while it does not exist, while it is public, and while it is hidden.
"""

from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import NAMESPACE_URL, uuid4, uuid5

from django.core.files.base import ContentFile
from django.utils import timezone
from wagtail.contrib.redirects.models import Redirect
from wagtail.images import get_image_model
from wagtail.models import Page, Site

from core.models import ContactPerson, Partner, SiteSettings, Topic
from core.models.settings import FooterLink
from home.models import ContactPage, ContentPage, HomePage
from home.models.contact import ContactFormField
from home.models.pages import HomeAccessLink
from news.models import NewsIndexPage, NewsPage, NewsTopic, RelatedPage
from pool.models import (
    AdvisorCountry,
    AdvisorLanguage,
    AdvisorPage,
    AdvisorTopic,
    Scope,
    StateContact,
    StatePage,
    StatePartner,
)
from tests.delivery.blocks import Pair, block, items, link_to_document, teasers
from tests.delivery.content import (
    LANGUAGES,
    Content,
    consent,
    locale,
    make_document,
    make_image,
    translated,
)

Languages = Iterable[str]

PKS: dict[str, dict[str, int]] = {
    name: {"de": 770_001 + 10 * place, "en": 770_002 + 10 * place}
    for place, name in enumerate(
        ["vault", "neighbour", "secret", "section", "deep", "land", "desk", "advisor"]
    )
}
#: The pages that are hidden; those of the vault are so only with it.
HIDDEN = ("secret", "section", "deep", "land", "desk", "advisor")
TOPIC = {"de": 770_101, "en": 770_102}
CONTACT = {"de": 770_111, "en": 770_112}
PARTNER = {"de": 770_121, "en": 770_122}
IMAGE = 770_131
OWN_IMAGE = 770_132  # which only a hidden page shows
DOCUMENT = 770_141
# No other test has a file of this name, which would then get another one.
FILE = f"bericht-{uuid4().hex}.pdf"

#: Two animals that nothing else on the site is named after: one per language.
ANIMALS = {"de": "Zobel", "en": "Weasel"}
#: What the search is asked for: it stands in each hidden thing, and an answer repeats it.
WORDS = {"de": "Quittenmus", "en": "Quincejam"}
MISSPELT = {"de": "Qwittenmus", "en": "Qwincejam"}

# The state of what will be hidden, the one of a page that refers to it, and another one.
STATE, BASE_STATE = "HE", "NW"
CITY = "Zobelstadt"


def title(name: str, language: str) -> str:
    return f"{ANIMALS[language]} {name}"


def slug(name: str, language: str) -> str:
    return title(name, language).lower().replace(" ", "-")


def path(language: str, *names: str) -> str:
    """The website's address of a page below the start page, by the names of those on the way."""
    return "".join([f"/{language}/", *(f"{slug(name, language)}/" for name in names)])


class World(Content):
    """The site without any of the things that will be hidden, but with links to all of them."""

    def __init__(self) -> None:
        super().__init__()
        topic_slugs = {"de": "marderkunde-de", "en": "marderkunde-en"}
        self.topic = translated(Topic, pk=TOPIC, name="Marderkunde", slug=topic_slugs)
        self.contact_person = translated(ContactPerson, pk=CONTACT, name="Frau Zobelmann")
        self.partner = translated(Partner, pk=PARTNER, name="Zobelverein", short="Z")
        self.open_topic = translated(Topic, name="Offen", slug={"de": "offen", "en": "open"})
        self.linker = self.plain_news("Linker", date=date(2017, 1, 1), body=linking_body("de"))
        self.texts = self.plain_news("Texts", date=date(2014, 1, 1), body=linking_text("de"))
        self.beside = self.plain_news("Beside", date=date(2016, 1, 1))
        self.credits = self.content_page("Credits", body=[block("picture_credits", None)])
        self.base_land = self.page(StatePage, "Base land", state=BASE_STATE)
        self.colleague = self.advisor("Colleague")
        for page in self.colleague.values():
            page.portrait = None
            page.save()
        for page in self.linker.values():
            NewsTopic.objects.create(page=page, topic=self.open_topic["de"])
        self.settings = SiteSettings.objects.create(
            site=Site.objects.get(is_default_site=True),
            banner_text_de="Das Projekt endete.",
            banner_text_en="The project ended.",
        )
        self.image: Any = None
        self.document: Any = None

    # --- pages ------------------------------------------------------------------------------------

    def make(
        self, model: type[Page], name: str, parents: Pair, languages: Languages, **fields: Any
    ) -> Pair:
        """Pages with the primary keys of their name; `live=False` makes them drafts."""
        made = {}
        for language in languages:
            values = {
                field: value[language] if isinstance(value, dict) and "de" in value else value
                for field, value in fields.items()
            }
            page = model(
                pk=PKS[name][language],
                locale=locale(language),
                translation_key=uuid5(NAMESPACE_URL, name),
                title=title(name, language),
                slug=slug(name, language),
                **values,
            )
            if page.live:
                page.first_published_at = page.last_published_at = timezone.now()
            parents[language].refresh_from_db()
            parents[language].add_child(instance=page)
            made[language] = page
        return made

    def make_vault(self, **fields: Any) -> None:
        """A second list of news, with one item."""
        self.vault = self.make(NewsIndexPage, "vault", self.home, LANGUAGES, **fields)
        self.neighbour = self.make(
            NewsPage, "neighbour", self.vault, LANGUAGES, teaser="Wanderer", date=date(2015, 1, 1)
        )

    def make_subjects(self, languages: Languages = LANGUAGES, *, live: bool = True) -> None:
        """A news item in the vault, a section of the menu with a page below it, a state's page and
        a contact form. Of drafts, the page below the section is published all the same."""
        image = get_image_model().objects.filter(pk=OWN_IMAGE).first()
        if image is None:
            image = make_image("Zobelbild", pk=OWN_IMAGE)
        self.secret = self.make(
            NewsPage,
            "secret",
            self.vault,
            languages,
            teaser=WORDS,
            date=date(2031, 3, 3),
            place=CITY,
            state=STATE,
            image=image,
            live=live,
        )
        content = {"lead": WORDS, "show_in_menus": True}
        self.section = self.make(ContentPage, "section", self.home, languages, live=live, **content)
        self.deep = self.make(ContentPage, "deep", self.section, languages, **content)
        self.land = self.make(
            StatePage, "land", self.home, languages, state=STATE, lead=WORDS, live=live
        )
        self.desk = self.make(
            ContactPage, "desk", self.home, languages, intro=WORDS, subject="Zobel", live=live
        )
        for language in languages:
            self._attach(language)

    def _attach(self, language: str) -> None:
        """What hangs on the pages, and what refers to them by keys that the database checks."""
        secret, section, land = self.secret[language], self.section[language], self.land[language]
        NewsTopic.objects.create(page=secret, topic=self.topic["de"])
        NewsTopic.objects.create(page=secret, topic=self.open_topic["de"])
        StatePartner.objects.create(page=land, partner=self.partner["de"])
        StateContact.objects.create(page=land, contact=self.contact_person["de"])
        ContactFormField.objects.create(
            page=self.desk[language],
            locale=locale(language),
            clean_name="name",
            label="Name",
            field_type="singleline",
        )
        for target in (secret, section):
            RelatedPage.objects.create(source=self.linker[language], page=target)
        HomeAccessLink.objects.create(home=self.home[language], page=section)
        site = self.settings.site
        Redirect.objects.create(
            old_path=f"/{language}/frueher", redirect_page=secret, site=site, is_permanent=True
        )
        link = path(language, "section", "deep")
        Redirect.objects.create(old_path=f"/{language}/einst", redirect_link=link, site=site)
        Redirect.objects.create(
            old_path=path(language, "section", "renamed").rstrip("/"),
            redirect_page=self.about[language],
            automatically_created=True,
            site=site,
        )
        if language == "de":
            # They lead to the reader's language by themselves.
            for target in (secret, section):
                FooterLink.objects.create(settings=self.settings, page=target)
            self.settings.banner_page, self.settings.barrier_page = section, self.desk["de"]
            self.settings.save()

    # --- a profile --------------------------------------------------------------------------------

    def make_profile(self, *, live: bool = True) -> None:
        """A profile with all its fields, to which pages refer; without consent."""
        image = get_image_model().objects.filter(pk=OWN_IMAGE).first()
        self.profile = self.make(
            AdvisorPage,
            "advisor",
            self.advisor_index,
            LANGUAGES,
            live=live,
            first_name="Vormarder",
            last_name="Nachmarder",
            portrait=image or make_image("Zobelportrait", pk=OWN_IMAGE),
            portrait_alt="Zobelblick",
            city=CITY,
            state=BASE_STATE,
            email="zobel@example.org",
            phone="+49 201 770770",
            website="https://zobel.example.org/",
            experience={
                language: [block("paragraph", f"<p>{WORDS[language]}</p>")]
                for language in LANGUAGES
            },
            search_description=WORDS,
        )
        file_for_feeds(self.profile["de"].portrait, "width-400|format-jpeg")
        for language, page in self.profile.items():
            AdvisorCountry.objects.create(page=page, country="TO")
            AdvisorLanguage.objects.create(page=page, language="to")
            AdvisorTopic.objects.create(page=page, topic=self.topic["de"])
            AdvisorTopic.objects.create(page=page, topic=self.open_topic["de"])
            RelatedPage.objects.create(source=self.linker[language], page=page)
            Redirect.objects.create(
                old_path=f"/{language}/frueher", redirect_page=page, site=self.settings.site
            )

        FooterLink.objects.create(settings=self.settings, page=self.profile["de"])

    def consent(self, scopes: Iterable[str] = tuple(Scope.values), **fields: Any) -> None:
        """Record a consent for the profile."""
        consent(self.profile["de"], tuple(scopes), **fields)

    # --- files ------------------------------------------------------------------------------------

    def make_image(self) -> None:
        """A picture that pages, a profile and a partner show; some only by its key."""
        self.image = make_image("Zobelbild", pk=IMAGE)
        self.image.tags.add("Zobel")
        file_for_feeds(self.image, "width-800|format-jpeg")
        file_for_feeds(self.image, "width-400|format-jpeg")
        for page in (*self.beside.values(), *self.linker.values()):
            page.image = self.image
            page.save()
        for home in HomePage.objects.all():
            home.hero_image = self.image
            home.save()
        for page in self.colleague.values():
            page.portrait = self.image
            page.save()
        for partner in self.partner.values():
            partner.logo = self.image
            partner.save()

    def show_partner(self) -> None:
        """A public page shows the partner, before the partner has a logo."""
        for land in self.base_land.values():
            StatePartner.objects.create(page=land, partner=self.partner["de"])

    def make_document(self) -> None:
        """A document to which pages link."""
        self.document = make_document("Zobelakte", name=FILE, pk=DOCUMENT)
        self.document.tags.add("Zobel", "Quittenmus")
        Redirect.objects.create(
            old_path="/de/akte",
            redirect_link=f"/documents/{DOCUMENT}/{FILE}",
            site=self.settings.site,
        )


def file_for_feeds(image: Any, specification: str) -> None:
    """Make the file of a rendition, which feeds and cards need to exist."""
    file = image.renditions.get(filter_spec=specification).file
    if not file.storage.exists(file.name):
        file.storage.save(file.name, ContentFile(b"jpeg"))


def linking_body(language: str) -> list[dict[str, Any]]:
    """A news item's blocks that refer to everything by keys that need not exist."""
    calls = [
        block("call_to_action", {"title": "", "text": "", "link": link})
        for name in ("secret", "section", "advisor")
        for link in [{"label": "Los", "page": PKS[name][language], "url": "", "email": ""}]
    ]
    picked = [PKS[name][language] for name in ("secret", "section", "land", "advisor")]
    picture = {"image": IMAGE, "decorative": False, "alt_text": "Alternative"}
    download = {"document": DOCUMENT, "title": ""}
    return [
        *calls,
        teasers(source="picked", pages=items(picked)),
        teasers(state=STATE),
        teasers(topic=TOPIC["de"]),
        block("image", {"image": picture, "caption": "Unterschrift"}),
        block("downloads", {"title": "", "items": items([download])}),
    ]


def linking_text(language: str) -> list[dict[str, Any]]:
    """Rich text that links to every page, and to the document."""
    links = [f'<a linktype="page" id="{pks[language]}">Wort</a>' for pks in PKS.values()]
    return [
        block("paragraph", f"<p>{' und '.join(links)}</p>"),
        block("paragraph", link_to_document(_Key(DOCUMENT))),
    ]


class _Key:
    """Something of which only the primary key is known."""

    def __init__(self, pk: int) -> None:
        self.pk = pk
