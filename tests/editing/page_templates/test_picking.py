"""Adding a page: templates are offered, fill in the form, and store nothing by themselves."""

from datetime import date
from typing import Any

import pytest
from django.contrib.contenttypes.models import ContentType
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from editing.models import PageTemplate
from editing.page_templates.content import content_of
from editing.page_templates.delivered import ensure_delivered
from home.models import ContentPage
from news.models import NewsPage, NewsTopic
from pool.models import AdvisorPage, StatePage
from tests import factories
from tests.admin_forms import form_of, soup
from tests.people import person, signed_in
from tests.trees import stream

pytestmark = pytest.mark.rendering


def add_url(model: type, parent: Any) -> str:
    return reverse("wagtailadmin_pages:add", args=[*model._meta.label_lower.split("."), parent.pk])


def template(page: Any, **values: Any) -> PageTemplate:
    """A template with the content of a page that is not stored."""
    return PageTemplate.objects.create(
        **{
            "page_type": ContentType.objects.get_for_model(page),
            "locale": factories.language(),
            "name": "Bericht",
            "description": "Nach einer Tagung.",
            "content": content_of(page),
            **values,
        }
    )


def new_page(client: Client, url: str) -> Any:
    """The page that the form holds before it is saved."""
    return client.get(url).context["form"].instance


def test_a_type_without_templates_shows_its_form_at_once(news, client: Client) -> None:
    client.force_login(factories.UserFactory())

    assert "form" in client.get(add_url(NewsPage, news)).context


def test_templates_are_offered_with_what_they_are_for_and_an_empty_page(news) -> None:
    client = signed_in("administrator")
    template(NewsPage(), name="Bericht", description="Nach einer Tagung.")

    page = soup(client.get(add_url(NewsPage, news)))

    offered = {
        link.select_one("strong").get_text(): link["href"] for link in page.select(".page-template")
    }
    assert list(offered) == ["Leer", "Bericht"]
    assert "Nach einer Tagung." in page.get_text()
    assert "form" in client.get(offered["Leer"]).context
    assert not NewsPage.objects.exists()


def test_only_templates_of_the_type_and_language_are_offered(news, english_news) -> None:
    client = signed_in("administrator")
    template(ContentPage(), name="Angebot")
    template(NewsPage(), name="Report", locale=factories.language("en"))

    assert "form" in client.get(add_url(NewsPage, news)).context
    assert "Report" in soup(client.get(add_url(NewsPage, english_news))).get_text()


def test_where_to_go_back_to_is_kept(news) -> None:
    client = signed_in("administrator")
    template(NewsPage())
    back = reverse("wagtailadmin_explore_root")

    page = soup(client.get(add_url(NewsPage, news), {"next": back}))

    for link in page.select(".page-template"):
        assert client.get(link["href"]).context["next"] == back


def test_the_picked_template_stands_in_the_form_and_nothing_is_stored(news) -> None:
    client = signed_in("administrator")
    image, topic = factories.ImageFactory(), factories.TopicFactory()
    model = NewsPage(
        teaser="[[Wer traf sich?]]",
        place="Bochum",
        image=image,
        body=stream(("heading", {"text": "Ergebnisse", "level": "h2", "anchor": ""})),
    )
    model.topic_links = [NewsTopic(topic=topic)]
    picked = template(model)

    page = new_page(client, f"{add_url(NewsPage, news)}?template={picked.pk}")

    assert (page.teaser, page.place, page.image) == ("[[Wer traf sich?]]", "Bochum", image)
    assert [block.value["text"] for block in page.body] == ["Ergebnisse"]
    assert [link.topic for link in page.topic_links.all()] == [topic]
    assert not NewsPage.objects.exists()


def test_the_form_of_a_template_can_be_saved_as_a_draft(news) -> None:
    client = signed_in("administrator")
    topic = factories.TopicFactory()
    model = NewsPage(teaser="[[Wer?]]")
    model.topic_links = [NewsTopic(topic=topic)]
    url = f"{add_url(NewsPage, news)}?template={template(model).pk}"

    response = client.post(url, {**form_of(client, url), "title": "Tagung"})

    page = NewsPage.objects.get()
    assert response.url == reverse("wagtailadmin_pages:edit", args=[page.pk])
    assert (page.title, page.teaser, page.live) == ("Tagung", "[[Wer?]]", False)
    assert [link.topic for link in page.topic_links.all()] == [topic]


def test_what_a_template_names_and_is_gone_is_left_out(news) -> None:
    client = signed_in("administrator")
    image, topic = factories.ImageFactory(), factories.TopicFactory()
    model = NewsPage(teaser="Bleibt", image=image)
    model.topic_links = [NewsTopic(topic=topic)]
    picked = template(model)
    image.delete()
    topic.delete()

    page = new_page(client, f"{add_url(NewsPage, news)}?template={picked.pk}")

    assert (page.teaser, page.image) == ("Bleibt", None)
    assert not page.topic_links.all()


@pytest.mark.parametrize("picked", ["0", "99999", "x", "-1"])
def test_a_template_that_does_not_exist_leads_back_to_the_choice(news, picked: str) -> None:
    client = signed_in("administrator")
    template(NewsPage())

    assert soup(client.get(add_url(NewsPage, news), {"template": picked})).select(".page-template")


def test_who_may_not_add_pages_is_offered_nothing(news, home) -> None:
    template(NewsPage())

    response = signed_in("translators").get(add_url(NewsPage, news))

    assert response.status_code == 302


# --- What a new page begins with ----------------------------------------------------------------


def test_a_new_news_item_has_the_date_of_today_and_a_paragraph_to_write_in(news) -> None:
    page = new_page(signed_in("administrator"), add_url(NewsPage, news))

    assert page.date == timezone.localdate()
    assert [(block.block_type, block.value.source) for block in page.body] == [("paragraph", "")]


def test_a_template_for_events_leaves_the_date_to_the_editor(news) -> None:
    picked = template(NewsPage(teaser="[[Wer?]]"), sets_today=False)

    page = new_page(signed_in("administrator"), f"{add_url(NewsPage, news)}?template={picked.pk}")

    assert page.date is None


def test_a_date_that_a_template_names_stands_in_the_form(news) -> None:
    picked = template(NewsPage(date=date(2018, 11, 7)))

    page = new_page(signed_in("administrator"), f"{add_url(NewsPage, news)}?template={picked.pk}")

    assert page.date == date(2018, 11, 7)


@pytest.mark.parametrize(("role", "state"), [("editors-nw", "NW"), ("editors-bw", "BW")])
def test_a_new_page_has_the_state_of_its_author(news, directory, role: str, state: str) -> None:
    client = signed_in(role)

    assert new_page(client, add_url(NewsPage, news)).state == state
    assert new_page(client, add_url(AdvisorPage, directory)).state == state


def test_who_writes_about_all_states_chooses_one(news) -> None:
    assert new_page(signed_in("publishers"), add_url(NewsPage, news)).state == ""


def test_other_pages_begin_with_a_paragraph_too(home, directory) -> None:
    client = signed_in("administrator")

    assert [b.block_type for b in new_page(client, add_url(ContentPage, home)).body] == [
        "paragraph"
    ]
    profile = new_page(client, add_url(AdvisorPage, directory))
    assert [block.block_type for block in profile.experience] == ["paragraph"]
    assert not new_page(client, add_url(StatePage, home)).body


# --- Those that come with the software ----------------------------------------------------------


def test_delivered_templates_are_there_in_both_languages_and_can_be_picked(
    news, english_news, home, english_home, directory, english_directory
) -> None:
    ensure_delivered()
    client = signed_in(person("administrator"))
    places = {
        NewsPage: (news, english_news),
        ContentPage: (home, english_home),
        AdvisorPage: (directory, english_directory),
    }

    by_language = {
        language: set(
            PageTemplate.objects.filter(locale__language_code=language).values_list(
                "key", flat=True
            )
        )
        for language in ("de", "en")
    }

    assert by_language["de"] == by_language["en"]
    assert {"event-report", "event-announcement", "publication"} <= by_language["de"]
    for each in PageTemplate.objects.select_related("locale"):
        parent = places[each.page_class][each.locale.language_code == "en"]
        page = new_page(client, f"{add_url(each.page_class, parent)}?template={each.pk}")
        assert "[[" in str(content_of(page)), each


def test_making_the_delivered_ones_again_keeps_what_managers_changed(home) -> None:
    factories.language("en")
    first = ensure_delivered()
    report = PageTemplate.objects.get(key="event-report", locale__language_code="de")
    report.name, report.content = "Rückblick", {"teaser": "Unser Satz"}
    report.save()

    assert first
    assert ensure_delivered() == []
    report.refresh_from_db()
    assert (report.name, report.content) == ("Rückblick", {"teaser": "Unser Satz"})
