"""Contact persons and partners: website and API say the same, in the reader's language."""

from tests import factories
from tests.trees import in_english, items


def test_a_contact_can_be_called_and_written_to(show, english_home) -> None:
    contact = factories.ContactPersonFactory(
        name="Erika Beispiel", role="Leitung", phone="+49 228 20 717-2345", email="e@example.org"
    )
    english = in_english(contact, role="Head")
    block = {"title": "Kontakt", "contacts": items(contact.pk)}

    for language, expected in (("de", contact), ("en", english)):
        shown = show("contacts", block, language)
        assert shown.api["contacts"] == [expected.data()]
        for part in ("name", "role", "organisation", "phone", "email"):
            assert shown.api["contacts"][0][part] == getattr(expected, part)
            assert getattr(expected, part) in shown.text
        links = [link["href"] for link in shown.html.find_all("a")]
        assert "tel:+49228207172345" in links
        assert "mailto:e@example.org" in links


def test_a_contact_without_a_number_has_no_link_to_call(show) -> None:
    contact = factories.ContactPersonFactory(phone="", email="")

    shown = show("contacts", {"title": "", "contacts": items(contact.pk)})

    assert contact.name in shown.text
    assert [link["href"] for link in shown.html.find_all("a") if ":" in link["href"]] == []


def test_a_partner_is_shown_with_logo_name_and_what_it_does(show, english_home) -> None:
    partner = factories.PartnerFactory(
        name="Stiftung Eins",
        short="SE",
        description="Trug das Projekt",
        url="https://example.org/",
        logo=factories.ImageFactory(),
    )
    english = in_english(partner, description="Carried the project")
    block = {"title": "", "partners": items(partner.pk)}

    for language, expected in (("de", partner), ("en", english)):
        shown = show("partners", block, language)
        (answer,) = shown.api["partners"]
        for part in ("name", "short", "description"):
            assert answer[part] == getattr(expected, part)
            assert getattr(expected, part) in shown.text
        assert shown.html.find("a")["href"] == answer["url"] == "https://example.org/"
        assert answer["logo"]["id"] == partner.logo_id
        assert answer["logo"]["alt"] == "Stiftung Eins"
        assert shown.html.find("img")
    assert shown.html.find("a")["lang"] == answer["name_language"] == "de"


def test_a_private_logo_is_not_shown_and_the_partner_is(show, private_collection) -> None:
    partner = factories.PartnerFactory(logo=factories.ImageFactory(collection=private_collection))

    shown = show("partners", {"title": "", "partners": items(partner.pk)})

    assert partner.name in shown.text
    assert shown.html.find("img") is None
    assert shown.api["partners"][0]["logo"] is None


def test_deleted_people_and_partners_are_left_out(show) -> None:
    contact, partner = factories.ContactPersonFactory(), factories.PartnerFactory()
    contacts = {"title": "", "contacts": items(contact.pk)}
    partners = {"title": "", "partners": items(partner.pk)}
    contact.delete()
    partner.delete()

    assert show("contacts", contacts).api["contacts"] == []
    assert show("partners", partners).api["partners"] == []
    assert show("contacts", contacts).html.find("a") is None
    assert "ORG" not in show("partners", partners).text
