"""The data files, before anything is made of them."""

import pytest

from home.demo.data import DemoDataError, merged, read_demo_data
from home.demo.rich_text import stored_rich_text


def find(kind: str, key: str) -> int:
    return {"about": 7, "guide": 9}[key]


def test_both_data_files_have_the_same_pages() -> None:
    data = read_demo_data()

    assert data.german["pages"].keys() == data.english["pages"].keys()
    assert data.german["pages"]["about"]["title"] == "Über MiGlobe"
    assert data.translated("pages", "about")["title"] == "About MiGlobe"


def test_english_texts_replace_german_ones_and_the_rest_stays() -> None:
    german = {"title": "Titel", "count": 3, "items": [{"label": "eins", "value": 1}, "zwei"]}
    english = {"title": "Title", "items": [{"label": "one"}, {}]}

    assert merged(german, english) == {
        "title": "Title",
        "count": 3,
        "items": [{"label": "one", "value": 1}, "zwei"],
    }


@pytest.mark.parametrize(
    ("english", "place"),
    [
        ({"title": "Title", "titel": "Title"}, "titel is not in the source"),
        ({"items": ["one"]}, "items: 1 items, 2 in the source"),
        ({"count": 4}, "count: int cannot replace"),
        ({"items": "one"}, "items: str cannot replace"),
    ],
)
def test_a_translation_that_does_not_fit_names_the_place(english: dict, place: str) -> None:
    german = {"title": "Titel", "count": 3, "items": ["eins", "zwei"]}

    with pytest.raises(DemoDataError, match=place):
        merged(german, english)


def test_rich_text_is_stored_with_links_to_pages_and_without_the_white_space_of_the_file() -> None:
    html = (
        '<p> Mehr  <a href="page:about">über uns</a> und im <a href="document:guide">Heft</a>.\n'
        '</p> <ul>\n<li>A &amp; <b>B</b></li>\n</ul> <p><a href="https://example.org/">x</a></p>'
    )

    stored = stored_rich_text(html, "pages/x/body/0", find)

    keyless = stored
    for key in {part[:5] for part in stored.split('data-block-key="')[1:]}:
        keyless = keyless.replace(f' data-block-key="{key}"', "")
    assert keyless == (
        '<p>Mehr <a linktype="page" id="7">über uns</a> und im '
        '<a linktype="document" id="9">Heft</a>.</p>'
        '<ul><li>A &amp; <b>B</b></li></ul><p><a href="https://example.org/">x</a></p>'
    )
    assert stored.count("data-block-key") == 3
    assert stored == stored_rich_text(html, "pages/x/body/0", find)
    assert stored != stored_rich_text(html, "pages/x/body/1", find)


@pytest.mark.parametrize(
    "html",
    [
        "<h2>x</h2>",
        "<p><script>x</script></p>",
        '<p><a href="javascript:x">x</a></p>',
        "<p><a>x</a></p>",
    ],
)
def test_rich_text_that_the_editor_could_not_make_is_refused(html: str) -> None:
    with pytest.raises(DemoDataError, match="pages/x/body/0"):
        stored_rich_text(html, "pages/x/body/0", find)
