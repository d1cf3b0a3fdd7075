"""Site managers keep the templates: from a type or a page, with the page's own fields."""

from datetime import date
from typing import Any

import pytest
from django.urls import reverse
from wagtail.models import Locale

from editing.models import PageTemplate
from editing.page_templates.delivered import ensure_delivered
from news.models import NewsPage, NewsTopic
from tests import factories
from tests.admin_forms import form_of, soup
from tests.people import signed_in
from tests.queries import queries_of
from tests.trees import stream

INDEX = reverse("page_templates:index")
ADD = reverse("page_templates:add")


def edit_url(template: PageTemplate) -> str:
    return reverse("page_templates:edit", args=[template.pk])


def report() -> PageTemplate:
    ensure_delivered()
    return PageTemplate.objects.get(key="event-report", locale__language_code="de")


def test_the_list_says_for_which_pages_and_languages_a_template_is(news, english_news) -> None:
    report()

    text = soup(signed_in("managers").get(INDEX)).get_text(" ")

    assert "Veranstaltungsbericht" in text
    assert "Meldung" in text
    assert "Event report" in text


def test_the_queries_of_the_list_do_not_grow_with_the_templates(news) -> None:
    client = signed_in("managers")
    template = report()

    few = len(queries_of(lambda: client.get(INDEX)))
    for number in range(10):
        template.pk, template.name = None, f"Vorlage {number}"
        template.save()

    assert len(queries_of(lambda: client.get(INDEX))) == few


def test_first_the_type_of_page_is_chosen(news) -> None:
    client = signed_in("managers")

    page = soup(client.get(ADD))
    offered = {link.get_text(strip=True): link["href"] for link in page.select(".page-template")}

    assert {"Meldung", "Inhaltsseite", "Beratungsprofil", "Landesseite"} == set(offered)
    assert soup(client.get(offered["Meldung"])).select_one("[name=content-teaser]")
    assert client.get(ADD, {"page_type": "home.homepage"}).status_code == 404


def test_a_new_template_is_stored_with_what_was_entered_for_the_page(news) -> None:
    client = signed_in("managers")
    url = f"{ADD}?page_type=news.newspage"

    response = client.post(
        url,
        {
            **form_of(client, url),
            "name": "Kurzmeldung",
            "description": "Für alles Kleine.",
            "content-teaser": "[[Was ist passiert?]]",
            "content-place": "Bochum",
        },
    )

    assert response.url == INDEX
    template = PageTemplate.objects.get()
    assert (template.name, template.page_class) == ("Kurzmeldung", NewsPage)
    assert template.locale == Locale.objects.get(language_code="de")
    assert template.content["teaser"] == "[[Was ist passiert?]]"
    assert template.content["place"] == "Bochum"
    assert not NewsPage.objects.exists()


def test_nothing_of_the_starting_content_is_required_but_name_and_use_are(news) -> None:
    client = signed_in("managers")
    url = f"{ADD}?page_type=news.newspage"

    page = soup(client.post(url, form_of(client, url)))

    errors = [error.get_text(strip=True) for error in page.select(".error-message")]
    assert len(errors) == 2
    assert {"Dieses Feld muss ausgefüllt werden."} == set(errors)
    assert not PageTemplate.objects.exists()


def test_what_is_wrong_in_the_starting_content_is_said_at_the_field_and_nothing_is_lost(
    news,
) -> None:
    client = signed_in("managers")
    url = f"{ADD}?page_type=news.newspage"
    entered = {
        **form_of(client, url),
        "name": "Kurzmeldung",
        "description": "Für alles Kleine.",
        "content-date": "2018-11-07",
        "content-end_date": "2018-11-01",
    }

    page = soup(client.post(url, entered))

    assert "Der letzte Tag liegt vor dem ersten Tag." in page.get_text()
    assert page.select_one("[name=name]")["value"] == "Kurzmeldung"
    assert page.select_one("[name=content-date]")["value"] == "2018-11-07"
    assert not PageTemplate.objects.exists()


def test_a_name_stands_once_for_a_type_of_page(news) -> None:
    client = signed_in("managers")
    template = report()
    url = f"{ADD}?page_type=news.newspage"
    entered = {**form_of(client, url), "name": template.name, "description": "Noch einer."}

    page = soup(client.post(url, entered))

    assert "Eine andere Vorlage für diesen Seitentyp heißt schon so." in page.get_text()


def test_the_starting_content_is_edited_with_the_fields_of_the_page(news) -> None:
    client = signed_in("managers")
    template = report()
    before = template.content["teaser"]
    entered = form_of(client, edit_url(template))

    assert entered["content-teaser"] == before
    client.post(
        edit_url(template),
        {**entered, "content-teaser": "[[Neu gefragt?]]"},
    )

    template.refresh_from_db()
    assert template.content["teaser"] == "[[Neu gefragt?]]"
    assert template.key == "event-report"


# --- From a page --------------------------------------------------------------------------------


@pytest.fixture
def item(news) -> Any:
    page = factories.NewsPageFactory(
        parent=news,
        title="Tagung in Bochum",
        date=date(2018, 11, 7),
        place="Bochum",
        image=factories.ImageFactory(),
        image_alt="Ein Saal",
        body=stream(("heading", {"text": "Ergebnisse", "level": "h2", "anchor": ""})),
    )
    page.topic_links = [NewsTopic(topic=factories.TopicFactory())]
    page.save_revision().publish()
    return page


def save_as_template(page: Any) -> str:
    return f"{ADD}?page={page.pk}"


def test_a_page_can_be_saved_as_a_template_by_its_menu(item) -> None:
    editor = reverse("wagtailadmin_pages:edit", args=[item.pk])

    page = soup(signed_in("managers").get(editor))

    assert save_as_template(item) in [link["href"] for link in page.select("a[href]")]
    for other in ("publishers", "editors-nw"):
        page = soup(
            signed_in(other).get(reverse("wagtailadmin_explore", args=[item.get_parent().pk]))
        )
        assert "Als Vorlage speichern" not in page.get_text()


def test_of_a_page_stays_what_others_can_have_in_common_with_it(item) -> None:
    client = signed_in("managers")
    url = save_as_template(item)
    entered = form_of(client, url)

    assert entered["content-title"] == entered["content-date"] == entered["content-image"] == ""
    assert entered["content-image_alt"] == ""
    assert entered["content-place"] == "Bochum"
    client.post(url, {**entered, "name": "Tagung", "description": "x"})

    template = PageTemplate.objects.get()
    assert [row["topic"] for row in template.content["topic_links"]] == [
        link.topic_id for link in item.topic_links.all()
    ]
    assert not template.sets_today


def test_no_template_is_made_of_a_person_s_profile(directory, home) -> None:
    profile = factories.AdvisorPageFactory(parent=directory)
    client = signed_in("managers")

    assert client.get(save_as_template(profile)).status_code == 302
    assert client.get(save_as_template(home)).status_code == 302
    assert client.get(f"{ADD}?page=99999").status_code == 404


# --- Who may ------------------------------------------------------------------------------------


@pytest.mark.parametrize("role", ["editors-nw", "translators", "publishers"])
def test_only_site_managers_keep_templates(news, role: str) -> None:
    template = report()
    client = signed_in(role)

    for url in (INDEX, ADD, f"{ADD}?page_type=news.newspage", edit_url(template)):
        assert client.get(url).status_code == 302, url
