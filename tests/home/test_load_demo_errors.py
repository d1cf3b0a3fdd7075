"""What the loader does with a small set of data: its order, its errors, what it leaves behind."""

import re
from copy import deepcopy
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Page, Site

from core.images import ALL_SPECIFICATIONS
from core.models import SiteSettings, Topic
from home.demo import loader, surroundings
from home.demo.data import DemoData, DemoDataError, merged
from home.demo.loader import load_demo
from home.management.commands import load_demo as command
from home.models import HomePage
from pool.models import AdvisorPage, Municipality

pytestmark = pytest.mark.django_db

PAGE = {"seo_title": "", "search_description": "", "show_in_menus": False}
GERMAN: dict[str, Any] = {
    "site": {"name": "Probe"},
    "images": {
        "desk": {
            "title": "Anfrage",
            "kind": "photo-substitute",
            "motif": "desk",
            "credit": "Illustration",
            "alt": "Illustration: ein Schreibtisch",
        }
    },
    "documents": {
        "guide": {"title": "Beispiel", "language": "de", "lines": ["BEISPIEL", "", "Leitfragen"]}
    },
    "topics": {"trade": {"name": "Handel", "slug": "handel", "description": ""}},
    "contacts": {},
    "partners": {},
    "settings": {
        "banner_enabled": True,
        "banner_text": "Beendet",
        "banner_link": "about",
        "barrier_page": "about",
        "social_profiles": [],
        "footer_text": "Fuß",
        "footer_links": [{"page": "about"}],
        "default_contacts": [],
    },
    "pages": {
        "home": {
            **PAGE,
            "type": "home.HomePage",
            "parent": None,
            "title": "Start",
            "slug": "de",
            "lead": "Anfang",
            "hero_image": "desk",
            "hero_image_alt": "",
            "body": [
                {
                    "paragraph": '<p>Erst <a href="page:about">das</a>, dann '
                    '<a href="page:pool">jenes</a>.</p>'
                },
                {"topics": {"title": "", "topics": ["trade"]}},
            ],
        },
        "about": {
            **PAGE,
            "type": "home.ContentPage",
            "parent": "home",
            "title": "Über uns",
            "slug": "ueber",
            "lead": "",
            "body": [{"downloads": {"title": "", "items": [{"document": "guide"}]}}],
        },
        "pool": {
            **PAGE,
            "type": "pool.AdvisorIndexPage",
            "parent": "home",
            "title": "Pool",
            "slug": "pool",
            "lead": "",
            "body": [],
        },
        "advisor": {
            **PAGE,
            "type": "pool.AdvisorPage",
            "parent": "pool",
            "title": "Beispielprofil",
            "slug": "profil-1",
            "first_name": "Demo",
            "last_name": "Person",
            "state": "NW",
            "topics": ["trade"],
            "experience": [],
            "consent": {
                "given_on": date(2016, 12, 7),
                "means": "written",
                "text_version": "2016-1",
                "scopes": ["topics"],
                "valid_until": None,
            },
        },
    },
}
ENGLISH: dict[str, Any] = {
    "topics": {"trade": {"name": "Trade", "slug": "trade"}},
    "pages": {
        "home": {
            "title": "Home",
            "slug": "en",
            "lead": "Beginning",
            "body": [
                {
                    "paragraph": '<p>After <a href="page:pool">that</a> comes '
                    '<a href="page:about">this</a>.</p>'
                },
                {},
            ],
        },
        "about": {"title": "About us", "slug": "about"},
        "pool": {"title": "Pool", "slug": "pool"},
        "advisor": {"title": "Sample profile", "slug": "profile-1"},
    },
}


@pytest.fixture
def german() -> dict[str, Any]:
    return deepcopy(GERMAN)


@pytest.fixture
def english() -> dict[str, Any]:
    return deepcopy(ENGLISH)


@pytest.fixture(autouse=True)
def media(settings, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


@pytest.fixture(autouse=True)
def _no_municipalities(monkeypatch: pytest.MonkeyPatch) -> None:
    """The 1,499 municipalities take longer than everything else that these tests load."""
    for name in ("ensure_municipalities", "ensure_sample_consultations"):
        monkeypatch.setattr(loader.municipalities, name, lambda: 0)


def load(german: dict[str, Any], english: dict[str, Any], **options: Any) -> None:
    options = {"image_scale": 0.05, "renditions": False, **options}
    load_demo(data=DemoData(german, merged(german, english)), **options)


def files(folder: Path) -> list[str]:
    """Names of the files, without what makes addresses of pictures unguessable."""
    names = (path.name for path in folder.rglob("*") if path.is_file())
    return sorted(re.sub(r"-[0-9a-f]{16}(?=\.)", "", name) for name in names)


def test_the_small_set_becomes_a_site_in_two_languages(german, english, media: Path) -> None:
    load(german, english)

    root = Site.objects.get().root_page.specific
    assert (root.title, root.locale.language_code) == ("Start", "de")
    assert Page.objects.filter(title=surroundings.WELCOME_TITLE).count() == 0
    assert Page.objects.live().filter(locale__language_code="en").count() == 4
    assert files(media) == ["demo-desk.png", "demo-guide.pdf"]
    assert Topic.objects.get(locale__language_code="en").slug == "trade"


def test_links_that_change_their_order_lead_where_they_did(german, english) -> None:
    load(german, english)

    page = HomePage.objects.get(locale__language_code="en")
    about, pool = (Page.objects.get(slug=slug, locale=1) for slug in ("ueber", "pool"))
    html = page.body.raw_data[0]["value"]
    first, second = html.split("comes")
    assert f'id="{pool.pk}"' in first
    assert ">that</a>" in first
    assert f'id="{about.pk}"' in second


def test_standard_sizes_and_formats_are_made_at_the_end(german, english) -> None:
    lines: list[str] = []

    load(german, english, renditions=True, report=lines.append)

    image = get_image_model().objects.get()
    assert set(image.renditions.values_list("filter_spec", flat=True)) == set(ALL_SPECIFICATIONS)
    assert lines[-1] == "Sizes and formats of pictures: 1/1"


def test_an_error_leaves_no_page_no_picture_and_no_file(
    german, english, media: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.undo()  # here the municipalities count
    pages = Page.objects.count()

    def fail(*args: Any) -> None:
        assert HomePage.objects.live().exists()
        assert Municipality.objects.exists()
        assert files(media) == ["demo-desk.png", "demo-guide.pdf"]
        raise OSError("the disk is full")

    monkeypatch.setattr(loader.surroundings, "ensure_settings", fail)

    with pytest.raises(OSError, match="the disk is full"):
        load(german, english)

    assert Page.objects.count() == pages
    assert Page.objects.filter(title=surroundings.WELCOME_TITLE).exists()
    assert not get_image_model().objects.exists()
    assert not get_document_model().objects.exists()
    assert not Municipality.objects.exists()
    assert files(media) == []


def _set(place: str, value: Any, entries: dict[str, Any]) -> None:
    *path, last = place.split("/")
    for step in path:
        entries = entries[int(step) if isinstance(entries, list) else step]
    entries[last] = value


@pytest.mark.parametrize(
    ("place", "value", "message"),
    [
        ("pages/about/type", "home.NoPage", "pages/about: there is no page type"),
        ("pages/about/parent", "nowhere", "pages/about: there is no page “nowhere”"),
        ("pages/advisor/parent", "about", "pages/advisor: cannot stand below"),
        ("pages/about/slogan", "Los!", "pages/about: there is no field “slogan”"),
        ("pages/about/title", "", "pages/about: title: "),
        ("pages/about/body", [{"html": "<p>"}], "pages/about/body/0: there is no block “html”"),
        ("pages/about/body", ["text"], "pages/about/body/0: must be {name"),
        (
            "pages/about/body",
            [{"heading": {"text": "A", "size": 7}}],
            "pages/about/body/0: the block has no size",
        ),
        (
            "pages/about/body",
            [{"timeline": {"entries": [{"start": "gestern", "text": "x"}]}}],
            "pages/about/body: .*blockErrors",
        ),
        (
            "pages/about/body",
            [{"paragraph": '<p><a href="page:nowhere">x</a></p>'}],
            "pages/about/body/0: there is no page “nowhere”",
        ),
        ("pages/home/hero_image", "nothing", "pages/home: there is no image “nothing”"),
        ("pages/advisor/consent", None, "pages/advisor: .*without a consent"),
        ("pages/advisor/consent/scopes", ["shoe size"], "the consent has no scope shoe size"),
        ("pages/advisor/consent/valid_until", date(2017, 1, 1), "consent: is not in force"),
        ("pages/advisor/consent/given_on", date(2999, 1, 1), "pages/advisor/consent: given_on"),
        ("pages/advisor/phone", "0228 1", "pages/advisor: phone: "),
        ("topics/trade/slug", "kein slug", "topics/trade: slug: "),
        ("images/desk/motif", "sofa", "images/desk: There is no motif"),
        ("images/desk/kind", "film", "images/desk: there is no kind"),
        ("settings/banner_link", "nowhere", "settings: there is no page “nowhere”"),
    ],
)
def test_bad_data_name_the_place(german, english, place: str, value: Any, message: str) -> None:
    _set(place, value, german)
    if place == "pages/about/body":
        english["pages"]["about"].pop("body", None)

    with pytest.raises(DemoDataError, match=message):
        load(german, english)

    assert not HomePage.objects.exists()


@pytest.mark.parametrize(
    ("place", "value", "message"),
    [
        ("pages/home/lead", "", "pages/home at lead: 1 sentences in German, 0 in English"),
        (
            "pages/home/body",
            [{"paragraph": "<p>This</p><p>and that</p>"}, {}],
            "pages/home at body.* differ in paragraphs",
        ),
        (
            "pages/home/body",
            [{"paragraph": '<p>See <a href="page:about">this</a></p>'}, {}],
            "pages/home at body.*the translation has no link to",
        ),
        (
            "pages/home/body",
            [{"paragraph": '<p>See <a href="page:home">this</a></p>'}, {}],
            "pages/home at body.*the source has no link to",
        ),
    ],
)
def test_a_translation_that_does_not_fit_names_page_and_path(
    german, english, place: str, value: Any, message: str
) -> None:
    _set(place, value, english)

    with pytest.raises(DemoDataError, match=message):
        load(german, english)

    assert not HomePage.objects.exists()


def test_no_profile_goes_live_in_any_language_without_consent(german, english) -> None:
    german["pages"]["advisor"]["consent"] = None

    with pytest.raises(DemoDataError):
        load(german, english)

    assert not AdvisorPage.objects.exists()


def test_a_site_whose_root_an_editor_chose_keeps_it(german, english) -> None:
    welcome = Site.objects.get().root_page
    welcome.title = "Unsere Seite"
    welcome.save_revision().publish()

    load(german, english)

    assert Site.objects.get().root_page.pk == welcome.pk
    assert HomePage.objects.live().count() == 2


def test_settings_that_somebody_filled_stay(german, english) -> None:
    settings = SiteSettings.for_site(Site.objects.get())
    settings.banner_text_de = "Unser Banner"
    settings.save()

    load(german, english)

    settings = SiteSettings.objects.get()
    assert settings.banner_text_de == "Unser Banner"
    assert settings.footer_text_de == ""
    assert not settings.footer_links.exists()


def test_the_command_reports_and_turns_bad_data_into_a_plain_error(
    german, english, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(command, "load_demo", lambda **options: load(german, english, **options))

    call_command("load_demo")
    assert "Pages: 4/4" in capsys.readouterr().out

    german["pages"]["late"] = {**GERMAN["pages"]["about"], "slug": "ueber"}
    with pytest.raises(CommandError, match="pages/late: slug"):
        call_command("load_demo")
