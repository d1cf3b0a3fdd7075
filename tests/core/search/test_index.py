"""The index follows what editors do."""

import pytest
from django.core.management import call_command

from core.models import SearchEntry, SearchOccurrence, SearchTerm
from core.search import index
from core.search.query import search
from news.models import NewsTopic
from tests import factories
from tests.trees import stream, translated

pytestmark = pytest.mark.django_db


def titles(query: str, language: str = "de") -> list[str]:
    return [str(result.title) for result in search(query, language)[:100]]


def test_publishing_changing_and_withdrawing_a_page_is_followed(home, committed) -> None:
    with committed():
        page = factories.ContentPageFactory(parent=home, title="Seite", lead="Alpha")
    assert titles("Alpha") == ["Seite"]

    with committed():
        page.lead = "Beta"
        page.save_revision().publish()
    assert (titles("Alpha"), titles("Beta")) == ([], ["Seite"])

    with committed():
        page.unpublish()
    assert titles("Beta") == []

    with committed():
        page.save_revision().publish()
    assert titles("Beta") == ["Seite"]

    page.delete()
    assert titles("Beta") == []
    assert not SearchEntry.objects.filter(title="Seite").exists()


def test_a_translation_is_found_in_its_language(home, committed) -> None:
    with committed():
        home = translated(home).get_translation(home.locale)
        page = factories.ContentPageFactory(parent=home, title="Brücke", lead="Kommune")
        translated(page, {"Brücke": "Bridge", "Kommune": "municipality"})

    assert titles("municipalities", "en") == ["Bridge"]
    assert titles("Kommunen", "de") == ["Brücke"]


def test_relations_that_are_saved_after_the_page_are_found(news, committed) -> None:
    topic = factories.TopicFactory(name="Klimaschutz")
    with committed():
        page = factories.NewsPageFactory(parent=news, title="Meldung")
        page.topic_links = [NewsTopic(topic=topic)]
        page.save_revision().publish()

    assert "Meldung" in titles("Klimaschutz")


def test_pages_that_show_a_snippet_follow_it(home, committed) -> None:
    contact = factories.ContactPersonFactory(name="Erika Alt")
    body = stream(("contacts", {"title": "", "contacts": [contact.pk]}))
    with committed():
        factories.ContentPageFactory(parent=home, title="Seite", body=body)
    assert titles("Alt") == ["Seite"]

    with committed():
        contact.name = "Erika Neumann"
        contact.save()

    assert (titles("Alt"), titles("Neumann")) == ([], ["Seite"])


def test_a_document_is_followed(home, committed) -> None:
    with committed():
        document = factories.DocumentFactory(title="Leitfaden")
    assert titles("Leitfäden") == ["Leitfaden"]

    with committed():
        document.title = "Bericht"
        document.tags.add("Klimaschutz")
        document.save()
    assert (titles("Leitfaden"), titles("Klimaschutz")) == ([], ["Bericht"])

    with committed():
        document.language = "en"
        document.save()
    assert (titles("Bericht"), titles("Bericht", "en")) == ([], ["Bericht"])

    document.delete()
    assert titles("Bericht", "en") == []


def test_what_is_rolled_back_is_not_indexed(home, django_capture_on_commit_callbacks) -> None:
    with django_capture_on_commit_callbacks(execute=False):
        factories.ContentPageFactory(parent=home, title="Seite")

    assert not SearchEntry.objects.filter(title="Seite").exists()


def test_an_entry_that_stays_the_same_is_not_written_again(
    home, rebuild, django_assert_num_queries
) -> None:
    page = factories.ContentPageFactory(parent=home, title="Seite")
    rebuild()
    before = set(SearchOccurrence.objects.values_list("pk", flat=True))

    index.update_pages([page.pk])

    assert set(SearchOccurrence.objects.values_list("pk", flat=True)) == before


def test_update_index_makes_everything_anew(home, capsys) -> None:
    factories.ContentPageFactory(parent=home, title="Seite")
    factories.DocumentFactory(title="Leitfaden")
    SearchTerm.objects.create(language="de", term="verwaist", word="verwaist")

    call_command("update_index")

    assert titles("Seite") == ["Seite"]
    assert titles("Leitfaden") == ["Leitfaden"]
    assert not SearchTerm.objects.filter(term="verwaist").exists()
    assert SearchEntry.objects.count() == 3  # with the start page
    assert capsys.readouterr().out.endswith("Entries of the website's search: 3\n")


def test_wagtails_welcome_page_has_no_entry(db, rebuild) -> None:
    assert rebuild() == 0


def test_a_state_page_is_found_by_the_municipalities_that_it_lists(home, committed) -> None:
    municipality = factories.MunicipalityFactory(name="Bad Wurzach", state="BW")
    with committed():
        factories.StatePageFactory(parent=home, title="Baden-Württemberg", state="BW")
        factories.StatePageFactory(parent=home, title="Nordrhein-Westfalen", state="NW")
    assert titles("Wurzach") == []

    with committed():
        consultation = factories.ConsultationFactory(municipality=municipality)
    assert titles("Wurzach") == ["Baden-Württemberg"]

    with committed():
        consultation.delete()
    assert titles("Wurzach") == []


def test_pages_with_contact_persons_are_found_by_their_names(home, committed) -> None:
    contact = factories.ContactPersonFactory(name="Erika Mustermann")
    with committed():
        page = factories.ContactPageFactory(parent=home, title="Kontakt")
        page.contact_links.create(contact=contact)
        page.save_revision().publish()

    assert titles("Mustermann") == ["Kontakt"]
