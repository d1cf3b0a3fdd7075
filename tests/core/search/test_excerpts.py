from core.search.excerpts import LENGTH, excerpt, highlight

FILLER = "Hier steht ein langer Satz, der nichts zur Sache tut und nur Platz braucht. " * 8


def test_all_words_of_a_term_are_marked() -> None:
    marked = highlight("Kommune, Kommunen, Kommunion", {"kommun"}, "de")

    assert marked.html() == "<mark>Kommune</mark>, <mark>Kommunen</mark>, Kommunion"
    assert str(marked) == "Kommune, Kommunen, Kommunion"


def test_a_short_text_is_shown_whole() -> None:
    assert str(excerpt("Kurz und gut.", {"fehlt"}, "de")) == "Kurz und gut."


def test_a_text_without_matches_is_shown_from_its_beginning() -> None:
    shown = str(excerpt(FILLER, {"fehlt"}, "de"))

    assert shown.startswith("Hier steht")
    assert shown.endswith(" …")
    assert len(shown) <= LENGTH + 2


def test_the_passage_is_where_most_of_the_words_are() -> None:
    text = f"Köln allein. {FILLER}In Köln tagten Kommunen. {FILLER}"

    shown = excerpt(text, {"koln", "kommun"}, "de")

    assert str(shown).startswith("… In Köln tagten Kommunen.")
    assert [part.text for part in shown.parts if part.is_match] == ["Köln", "Kommunen"]


def test_a_passage_does_not_begin_within_a_word_or_a_date() -> None:
    text = f"{FILLER}Am 7. November tagten Kommunen in Köln und anderswo. {FILLER}"

    assert str(excerpt(text, {"kommun"}, "de")).startswith("… Am 7. November tagten Kommunen")


def test_a_passage_does_not_begin_or_end_with_a_separator() -> None:
    text = f"{FILLER}· Kommunen · {'x' * (LENGTH - 14)} · {FILLER}"

    shown = str(excerpt(text, {"kommun"}, "de"))

    assert shown.startswith("… Kommunen ·")
    assert not shown.removesuffix(" …").endswith("·")


def test_a_word_without_spaces_is_cut() -> None:
    shown = str(excerpt("x" * 10_000, set(), "de"))

    assert len(shown) <= LENGTH + 2


def test_markup_is_escaped() -> None:
    assert highlight("<b>Köln</b> & Bonn", {"koln"}, "de").html() == (
        "&lt;b&gt;<mark>Köln</mark>&lt;/b&gt; &amp; Bonn"
    )


def test_the_passage_is_found_far_down_in_a_long_text() -> None:
    text = f"{FILLER * 150}In Köln tagten Kommunen. {FILLER * 30}"

    shown = excerpt(text, {"koln", "kommun"}, "de")

    assert len(text) > 100_000
    assert str(shown).startswith("… In Köln tagten Kommunen.")
    assert [part.text for part in shown.parts if part.is_match] == ["Köln", "Kommunen"]
