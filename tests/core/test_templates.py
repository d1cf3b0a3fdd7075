"""What stands around every page: landmarks, languages, banner, menu, breadcrumb, footer."""

import pytest
from django.templatetags.static import static
from django.test import Client
from django.urls import reverse
from wagtail.models import Site

from core.blocks.streams import PageBlocks
from core.models.settings import DefaultContact, FooterLink, SocialProfile
from tests import factories
from tests.dom import document, links, words
from tests.trees import in_english, items, stream

pytestmark = pytest.mark.rendering

ORIGIN = "https://www.example.org"


@pytest.fixture
def settings_of_site(home):
    """The site's settings; the banner has a text in both languages."""
    return factories.SiteSettingsFactory(site=Site.objects.get())


@pytest.fixture
def about(home):
    return factories.ContentPageFactory(
        parent=home, title="Über uns", slug="ueber-uns", show_in_menus=True
    )


@pytest.fixture
def history(about):
    return factories.ContentPageFactory(parent=about, title="Vorgeschichte", slug="vorgeschichte")


# --- Structure ----------------------------------------------------------------------------------


def test_a_page_has_each_landmark_once_and_one_main_heading(client: Client, history) -> None:
    page = document(client, history.url)
    for landmark in ("header.site-header", "main", "footer.site-footer"):
        assert len(page.select(landmark)) == 1
    assert [words(heading) for heading in page.select("h1")] == ["Vorgeschichte"]
    assert page.main.find("h1") is not None


def test_navigations_have_names_of_their_own(client: Client, history) -> None:
    names = [
        navigation.get("aria-label") or words(page_part(navigation))
        for navigation in document(client, history.url).select("nav")
    ]
    assert len(names) == len(set(names)) >= 3
    assert all(names)


def page_part(navigation):
    return navigation.find_parent("html").find(id=navigation["aria-labelledby"])


def test_the_first_link_skips_to_the_main_part(client: Client, history) -> None:
    page = document(client, history.url)
    first = page.body.select("a, button, input")[0]
    assert first["href"] == "#main"
    assert page.main["id"] == "main"
    assert page.main["tabindex"] == "-1"


def test_nothing_is_inline_and_nothing_comes_from_elsewhere(client: Client, history) -> None:
    page = document(client, history.url)
    assert page.select("[style], style, [onclick], [onload]") == []
    assert [s for s in page.select("script") if s.get("type") != "application/ld+json"] == []
    loaded = page.select("link[rel~=stylesheet], link[rel~=icon], img, source, script[src]")
    sources = [element.get("href") or element.get("src") or "" for element in loaded]
    assert [url for url in sources if url.startswith(("http", "//"))] == []


def test_the_title_names_page_and_site(client: Client, home, history) -> None:
    assert words(document(client, history.url).title) == "Vorgeschichte – MiGlobe"
    history.seo_title = "Was vor MiGlobe war"
    history.save_revision().publish()
    assert words(document(client, history.url).title) == "Was vor MiGlobe war – MiGlobe"


def test_the_start_page_is_titled_by_itself(client: Client, home) -> None:
    home.seo_title = "MiGlobe – Neue Chancen"
    home.save_revision().publish()
    assert words(document(client, home.url).title) == "MiGlobe – Neue Chancen"


@pytest.mark.parametrize(
    ("description", "lead", "expected"),
    [
        ("Kurz gesagt", "Der Anfang", "Kurz gesagt"),
        ("", "Der Anfang", "Der Anfang"),
        ("", "", None),
    ],
)
def test_the_description_is_the_editor_s_else_the_lead(
    client: Client, home, description, lead, expected
) -> None:
    page = factories.ContentPageFactory(parent=home, search_description=description, lead=lead)
    found = document(client, page.url).select_one("meta[name=description]")
    assert (found and found["content"]) == expected


# --- Languages ----------------------------------------------------------------------------------


def test_a_page_is_in_its_language(client: Client, about, english_home) -> None:
    english = in_english(about, title="About us", slug="about-us")
    assert document(client, about.url).html["lang"] == "de"
    page = document(client, english.url)
    assert page.html["lang"] == "en"
    assert words(page.select_one(".skip-link")) == "Skip to the content"


def test_a_translated_page_names_itself_its_translation_and_the_default(
    client: Client, about, english_home
) -> None:
    english = in_english(about, title="About us", slug="about-us")
    expected = {
        "de": f"{ORIGIN}/de/ueber-uns/",
        "en": f"{ORIGIN}/en/about-us/",
        "x-default": f"{ORIGIN}/de/ueber-uns/",
    }
    for page in (about, english):
        found = document(client, page.url)
        assert alternates(found) == expected
        assert found.select_one("link[rel=canonical]")["href"] == ORIGIN + page.url


def test_a_page_without_translation_names_itself_only(client: Client, about, english_home) -> None:
    url = f"{ORIGIN}/de/ueber-uns/"
    assert alternates(document(client, about.url)) == {"de": url, "x-default": url}


def test_an_english_page_whose_german_one_is_a_draft_is_the_default(
    client: Client, about, english_home
) -> None:
    english = in_english(about, title="About us", slug="about-us")
    about.unpublish()
    url = f"{ORIGIN}/en/about-us/"
    assert alternates(document(client, english.url)) == {"en": url, "x-default": url}


def alternates(page) -> dict[str, str]:
    return {link["hreflang"]: link["href"] for link in page.select("link[rel=alternate][hreflang]")}


def test_the_switch_leads_to_the_translation(client: Client, about, english_home) -> None:
    in_english(about, title="About us", slug="about-us")
    switch = document(client, about.url).select_one(".language-switch")
    assert words(switch.select_one("[aria-current]")) == "Deutsch"
    link = switch.a
    assert (words(link), link["href"]) == ("English", "/en/about-us/")
    assert (link["lang"], link["hreflang"]) == ("en", "en")


def test_the_switch_says_in_the_other_language_that_it_leads_further_up(
    client: Client, history, about, english_home
) -> None:
    in_english(about, title="About us", slug="about-us")
    link = document(client, history.url).select_one(".language-switch a")
    assert link["href"] == "/en/about-us/"
    assert words(link) == "English (this page is not translated, on to “About us”)"


def test_without_the_other_language_there_is_nothing_to_switch_to(client: Client, about) -> None:
    switch = document(client, about.url).select_one(".language-switch")
    assert switch.select("a") == []


# --- Banner, menu, breadcrumb -------------------------------------------------------------------


def test_the_banner_speaks_the_page_s_language(
    client: Client, settings_of_site, home, english_home
) -> None:
    german, english = (
        words(document(client, page.url).select_one(".status-banner"))
        for page in (home, english_home)
    )
    assert german == "Das Projekt endete 2020."
    assert english == "The project ended in 2020."


def test_the_banner_leads_on_to_its_page(client: Client, settings_of_site, about, home) -> None:
    settings_of_site.banner_page = about
    settings_of_site.save()
    banner = document(client, home.url).select_one(".status-banner")
    assert [url for __, url in links(banner)] == ["/de/ueber-uns/"]
    assert "Über uns" in words(banner)


def test_the_banner_can_be_switched_off(client: Client, settings_of_site, home) -> None:
    settings_of_site.banner_enabled = False
    settings_of_site.save()
    assert document(client, home.url).select_one(".status-banner") is None


def test_the_menu_marks_the_page_and_the_branch(client: Client, news, about, history) -> None:
    def marks(url: str) -> dict[str, str | None]:
        menu = document(client, url).select_one("#menu")
        return {words(link): link.get("aria-current") for link in menu.select("li a")}

    assert marks(about.url)["Über uns"] == "page"
    assert marks(history.url)["Über uns"] == "true"
    assert marks(history.url)["Aktuelles"] is None


def test_the_menu_opens_without_a_script(client: Client, about) -> None:
    page = document(client, about.url)
    menu = page.select_one("nav#menu[popover]")
    opener, closer = page.select("button[popovertarget=menu]")
    assert opener.find_parent(id="menu") is None
    assert closer.find_parent(id="menu") is menu
    assert closer["popovertargetaction"] == "hide"


def test_the_breadcrumb_shows_the_way_and_the_start_page_has_none(
    client: Client, home, history
) -> None:
    crumbs = document(client, history.url).select_one(".breadcrumb")
    assert [url for __, url in links(crumbs)] == ["/de/", "/de/ueber-uns/"]
    assert words(crumbs.select_one("[aria-current=page]")) == "Vorgeschichte"
    assert document(client, home.url).select_one(".breadcrumb") is None


# --- Footer -------------------------------------------------------------------------------------


def test_the_footer_has_contacts_profiles_and_links(
    client: Client, settings_of_site, about, english_home
) -> None:
    in_english(about, title="About us", slug="about-us")
    contact = factories.ContactPersonFactory(name="Erika Beispiel", email="erika@example.org")
    in_english(contact, role="Head of project")
    DefaultContact.objects.create(settings=settings_of_site, contact=contact)
    FooterLink.objects.create(settings=settings_of_site, page=about)
    SocialProfile.objects.create(
        settings=settings_of_site,
        platform=SocialProfile.Platform.YOUTUBE,
        account="SKEW",
        url="https://www.youtube.com/skew",
    )
    footer = document(client, english_home.url).footer
    assert "Head of project" in words(footer)
    assert {url for __, url in links(footer)} >= {
        "tel:+49228207172345",
        "mailto:erika@example.org",
        "https://www.youtube.com/skew",
        "/en/about-us/",
    }
    assert ("SKEW on YouTube", "https://www.youtube.com/skew") in links(footer)


def test_a_footer_link_to_a_draft_is_left_out(
    client: Client, settings_of_site, about, home
) -> None:
    FooterLink.objects.create(settings=settings_of_site, page=about)
    about.unpublish()
    assert "/de/ueber-uns/" not in [url for __, url in links(document(client, home.url).footer)]


# --- Editors and bodies -------------------------------------------------------------------------


def test_only_editors_get_wagtail_s_bar(client: Client, home) -> None:
    assert document(client, home.url).select("wagtail-userbar") == []
    client.force_login(factories.UserFactory())
    assert len(document(client, home.url).select("wagtail-userbar")) == 1


def test_a_long_page_has_a_table_of_contents_whose_links_lead_somewhere(
    client: Client, home
) -> None:
    figures = {"title": "Dritter", "items": items({"value": "3", "label": "Dinge"})}
    body = stream(
        ("heading", {"text": "Erster", "level": "h2", "anchor": "eins"}),
        ("heading", {"text": "Darunter", "level": "h3", "anchor": ""}),
        ("heading", {"text": "Zweiter", "level": "h2", "anchor": ""}),
        ("figures", figures),
        ("heading", {"text": "Zweiter", "level": "h2", "anchor": ""}),
    )
    page = document(client, factories.ContentPageFactory(parent=home, body=body).url)
    assert links(page.select_one(".contents")) == [
        ("Erster", "#eins"),
        ("Zweiter", "#zweiter"),
        ("Dritter", "#dritter"),
        ("Zweiter", "#zweiter-2"),
    ]
    for text, target in links(page.select_one(".contents")):
        heading = page.find(id=target[1:])
        assert (heading.name, words(heading)) == ("h2", text)


def test_a_short_page_has_no_table_of_contents(client: Client, home) -> None:
    body = stream(("heading", {"text": "Erster", "level": "h2", "anchor": ""}))
    page = factories.ContentPageFactory(parent=home, body=body)
    assert document(client, page.url).select_one(".contents") is None


def test_the_start_page_shows_its_own_lists_after_the_figures(client: Client, home, news) -> None:
    factories.StatePageFactory(parent=home)
    factories.NewsPageFactory(parent=news, title="Neuigkeit")
    home.body = stream(
        ("heading", {"text": "Vorher", "level": "h2", "anchor": ""}),
        ("figures", {"title": "Zahlen", "items": items({"value": "3", "label": "Dinge"})}),
        ("heading", {"text": "Danach", "level": "h2", "anchor": ""}),
    )
    home.save_revision().publish()
    headings = [words(heading) for heading in document(client, home.url).main.select("h2, h3")]
    assert [headings.index(text) for text in ("Vorher", "Zahlen", "Neuigkeit", "Danach")] == sorted(
        headings.index(text) for text in ("Vorher", "Zahlen", "Neuigkeit", "Danach")
    )
    assert headings.index("Zahlen") < headings.index("Nordrhein-Westfalen")


def test_previews_of_blocks_look_like_the_site(client: Client, home) -> None:
    client.force_login(factories.UserFactory())
    block = PageBlocks().child_blocks["timeline"]
    address = reverse("wagtailadmin_block_preview")
    page = document(client, f"{address}?id={block.definition_prefix}")
    assert page.select_one("link[rel=stylesheet]")["href"] == static("css/site.css")
    assert words(page.select_one(".body .timeline-when")) == "2012–2013"
