"""The .po files follow the sources and keep what translators wrote."""

import pytest
from django.core.management import CommandError, call_command

from operations.catalogues.project import catalogue_path


def test_english_holds_its_msgids_and_german_waits_for_a_translator(project):
    project.write("news/a.py", '_("Title")\nngettext("%(n)d page", "%(n)d pages", n)')

    project.update()

    english, german = project.catalogue("en"), project.catalogue("de")
    assert english.find("Title").msgstr == "Title"
    assert english.find("%(n)d page").msgstr_plural == {0: "%(n)d page", 1: "%(n)d pages"}
    assert [entry.translated() for entry in german] == [False, False]
    assert german.find("%(n)d page").msgstr_plural == {0: "", 1: ""}


def test_translations_notes_and_fuzzy_marks_stay_when_strings_come_and_go(project):
    project.write("news/a.py", '_("Old")\n_("Stays")')
    project.update()
    project.translate("Alt", "Bleibt")

    def annotate(catalogue):
        entry = catalogue.find("Stays")
        entry.tcomment = "as in the style guide"
        entry.flags.append("fuzzy")

    project.change("de", annotate)
    project.write("news/a.py", '_("New")\n_("Stays")')

    project.update()

    german = project.catalogue("de")
    assert [entry.msgid for entry in german] == ["New", "Stays"]
    stays = german.find("Stays")
    assert (stays.msgstr, stays.tcomment, stays.fuzzy) == ("Bleibt", "as in the style guide", True)
    assert "Old" not in catalogue_path(project.root, "de").read_text(encoding="utf-8")


def test_corrected_english_text_stays(project):
    project.write("news/a.py", '_("Adress")')
    project.update()
    project.change("en", lambda catalogue: setattr(catalogue.find("Adress"), "msgstr", "Address"))

    project.update()

    assert project.catalogue("en").find("Adress").msgstr == "Address"


def test_string_that_gets_a_plural_keeps_its_translation_as_singular(project):
    project.write("news/a.py", '_("page")')
    project.update()
    project.translate("Seite")
    project.write("news/a.py", 'ngettext("page", "pages", n)')

    project.update()

    assert project.catalogue("de").find("page").msgstr_plural == {0: "Seite", 1: ""}


def test_reworded_plural_is_fuzzy_until_somebody_looked(project):
    project.write("news/a.py", 'ngettext("page", "pages", n)')
    project.update()
    project.translate(("Seite", "Seiten"))
    project.write("news/a.py", 'ngettext("page", "many pages", n)')

    project.update()

    entry = project.catalogue("de").find("page")
    assert entry.fuzzy
    assert entry.msgstr_plural == {0: "Seite", 1: "Seiten"}


def test_files_are_ordered_by_source_without_line_numbers_and_dates(project):
    project.write("pool/a.py", '_("A in pool")')
    project.write("news/b.py", '\n\n_("Z in news")\n_("B in both")')
    project.write("pool/c.py", '_("B in both")')

    project.update()

    text = catalogue_path(project.root, "de").read_text(encoding="utf-8")
    assert [entry.msgid for entry in project.catalogue("de")] == [
        "B in both",
        "Z in news",
        "A in pool",
    ]
    assert "#: news/b.py pool/c.py\n" in text
    assert "Date" not in text


@pytest.mark.parametrize(
    ("msgid", "flags"),
    [
        ("%(n)s pages", ["python-format"]),
        ("{n} pages", ["python-brace-format"]),
        ("{day:%d.%m.}", ["python-brace-format"]),
        ("50 %% of all", []),
        ("Title", []),
    ],
)
def test_kind_of_placeholder_is_flagged_for_translation_tools(project, msgid, flags):
    project.write("news/a.py", f"_({msgid!r})")

    project.update()

    assert project.catalogue("de").find(msgid).flags == flags


def test_second_update_writes_nothing(project):
    project.write("news/a.py", '_("Title")')
    project.update()
    path = catalogue_path(project.root, "de")
    before = path.stat().st_mtime_ns

    project.update()

    assert path.stat().st_mtime_ns == before


def test_odd_characters_survive_being_written_and_read(project):
    odd = 'Tab\t, \\ and "quotes", „zitiert“\u00a0–\u2028 a-very-long-word ' + "und so weiter " * 20
    project.write("news/a.py", f"_({odd!r})\n_('Zwei\\nZeilen\\n')")

    project.update()
    project.update()

    assert [entry.msgid for entry in project.catalogue("en")] == [odd, "Zwei\nZeilen\n"]


def test_command_writes_nothing_while_a_source_cannot_be_read(project, settings):
    settings.BASE_DIR = project.root
    project.write("news/a.py", '_("Title")')
    project.update()
    project.translate("Titel")
    project.write("news/a.py", '_("Title"')

    with pytest.raises(CommandError, match=r"news/a.py:1: is not valid Python"):
        call_command("catalogues", "extract")

    assert project.catalogue("de").find("Title").msgstr == "Titel"


def test_command_says_what_it_did(project, settings, capsys):
    settings.BASE_DIR = project.root
    project.write("news/a.py", '_("Title")')

    call_command("catalogues", "extract")

    assert capsys.readouterr().out.splitlines() == [
        "locale/de/LC_MESSAGES/django.po: 1 new, 0 dropped, 1 without translation.",
        "locale/en/LC_MESSAGES/django.po: 1 new, 0 dropped, 0 without translation.",
    ]
