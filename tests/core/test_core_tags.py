import pytest
from bs4 import BeautifulSoup
from django.http import HttpRequest, QueryDict
from django.template import Context, Template
from django.utils import translation

from core.filters import Choice, Filters
from core.images import FORMATS, SPECIFICATIONS, WIDTHS
from core.templatetags import core_tags
from tests import factories

pytestmark = pytest.mark.rendering


def rendered(source: str, **context) -> str:
    return Template("{% load core_tags %}" + source).render(Context(context))


# --- Pictures -----------------------------------------------------------------------------------


@pytest.fixture
def large_image(db):
    return factories.ImageFactory(file__width=2000, file__height=1000)


def test_a_picture_uses_the_renditions_that_lists_prefetch(large_image) -> None:
    rendered('{% picture image "100vw" %}', image=large_image)
    made = large_image.renditions.values_list("filter_spec", flat=True)
    assert set(made) == set(SPECIFICATIONS)


def test_a_picture_offers_each_format_in_each_width(large_image) -> None:
    html = BeautifulSoup(
        rendered('{% picture image "50vw" "Alt" %}', image=large_image), "html5lib"
    )
    *others, jpeg = [*html.select("source"), html.img]
    assert [source["type"] for source in others] == [f"image/{name}" for name in FORMATS[:-1]]
    for element in (*others, jpeg):
        widths = [int(part.split()[1][:-1]) for part in element["srcset"].split(",")]
        assert widths == list(WIDTHS.values())
        assert element["sizes"] == "50vw"
    assert (jpeg["width"], jpeg["height"]) == ("1600", "800")
    assert jpeg["src"].endswith((".jpg", ".jpeg"))


def test_a_small_original_is_offered_in_its_own_width_once(db) -> None:
    image = factories.ImageFactory(file__width=500, file__height=500)
    img = BeautifulSoup(rendered('{% picture image "100vw" %}', image=image), "html5lib").img
    assert [part.split()[1] for part in img["srcset"].split(",")] == ["400w", "500w"]
    assert (img["width"], img["height"]) == ("500", "500")


def test_numbers_in_a_picture_have_no_separators_of_the_language(db) -> None:
    image = factories.ImageFactory(file__width=2000, file__height=1999)
    with translation.override("de"):
        img = BeautifulSoup(rendered('{% picture image "100vw" %}', image=image), "html5lib").img
    assert (img["width"], img["height"]) == ("1600", "1599")


def test_the_alternative_text_is_given_or_the_picture_s_own_or_empty(large_image) -> None:
    def alt(**values) -> str:
        for name, value in values.items():
            setattr(large_image, name, value)
        source = '{% picture image "100vw" %}'
        return BeautifulSoup(rendered(source, image=large_image), "html5lib").img["alt"]

    assert alt() == large_image.description
    assert alt(contextual_alt_text="An dieser Stelle") == "An dieser Stelle"
    assert alt(decorative=True) == ""
    given = rendered('{% picture image "100vw" "Gegeben" %}', image=large_image)
    assert 'alt="Gegeben"' in given


def test_what_is_seen_first_is_loaded_first_and_the_rest_when_needed(large_image) -> None:
    source = '{% picture image "100vw" %}'
    first, second = BeautifulSoup(
        rendered(source * 2, image=large_image, request=HttpRequest()), "html5lib"
    ).select("img")
    assert (first["fetchpriority"], first.get("loading")) == ("high", None)
    assert (second.get("fetchpriority"), second["loading"]) == (None, "lazy")
    nobody_s = BeautifulSoup(rendered(source, image=large_image), "html5lib").img
    assert nobody_s["loading"] == "lazy"


def test_without_a_picture_or_its_file_nothing_is_shown(large_image) -> None:
    assert rendered('{% picture image "100vw" %}', image=None).strip() == ""
    large_image.file.storage.delete(large_image.file.name)
    assert rendered('{% picture image "100vw" %}', image=large_image).strip() == ""


# --- Languages ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("de", ""),
        ("", ""),
        ("en", ' lang="en"'),
        ("ar", ' lang="ar" dir="rtl"'),
        ("rw", ' lang="rw"'),
    ],
)
def test_a_passage_in_another_language_says_so(code, expected) -> None:
    with translation.override("de"):
        assert core_tags.language_attributes(code) == expected


def test_an_unknown_language_is_named_and_read_from_left_to_right() -> None:
    assert core_tags.language_attributes("xyz") == ' lang="xyz"'


# --- Lists --------------------------------------------------------------------------------------


@pytest.fixture
def filters():
    choices = [
        Choice("year", "Year", [("2016", "2016")]),
        Choice("topic", "Topic", [("fair & gut", "Fair")]),
    ]
    return Filters(QueryDict("year=2016&topic=fair+%26+gut&page=2"), choices)


def test_an_address_keeps_the_choice_and_changes_the_page(filters) -> None:
    html = rendered("{% query_string filters page=3 %}", filters=filters)
    assert html == "?year=2016&amp;topic=fair+%26+gut&amp;page=3"


def test_taking_a_filter_away_goes_back_to_the_first_page(filters) -> None:
    assert core_tags.query_string_without(filters, "topic") == "?year=2016"


def test_without_a_choice_there_is_no_query() -> None:
    filters = Filters(QueryDict("year=2016"), [Choice("year", "Year", [("2016", "2016")])])
    assert core_tags.query_string_without(filters, "year") == ""


def test_what_all_items_share_is_said_once() -> None:
    first, second = {"source": "SKEW"}, {"source": "BMZ"}
    assert core_tags.shared([first, first], "source") == "SKEW"
    assert core_tags.shared([first, second], "source") == ""
    assert core_tags.shared([first], "source") == ""
