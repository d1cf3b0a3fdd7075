"""A catalogue passes when it is complete and faithful, and fails by name when it is not."""

import pytest
from django.core.management import CommandError, call_command

from operations.catalogues.check import check
from operations.catalogues.project import catalogue_path

PO_DE = "locale/de/LC_MESSAGES/django.po"


def problems(project):
    return [(finding.path, finding.problem, finding.text) for finding in check(project.root)]


def translated(project, code, text):
    project.write("news/a.py", code)
    project.update()
    project.translate(text)


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ('_("Title")', "Titel"),
        ('_("%(a)s of %(b)s")', "%(b)s, davon %(a)s"),
        ('_("{a} and {b:%d.%m.}")', "{b:%d.%m.} und {a}"),
        ('_("%s items")', "%s Sachen"),
        ('_("<a href=\\"%(u)s\\">here</a>")', '<a lang="de" href="%(u)s">hier</a>'),
        ('_("50 %% of %(n)s")', "50 %% von %(n)s"),
        ('_("50 % off")', "50 % billiger"),
        ('_("Line\\n")', "Zeile\n"),
        ('ngettext("%(n)d page", "%(n)d pages", n)', ("%(n)d Seite", "%(n)d Seiten")),
        ('ngettext("One page", "%(n)d pages", n)', ("%(n)d Seite", "%(n)d Seiten")),
        ('ngettext("One page", "%(n)d pages", n)', ("Eine Seite", "%(n)d Seiten")),
    ],
)
def test_faithful_translation_passes(project, code, text):
    translated(project, code, text)

    assert problems(project) == []


@pytest.mark.parametrize(
    ("code", "text", "problem"),
    [
        ('_("Title")', "", "not translated"),
        ('_("Title")', "  ", "not translated"),
        ('ngettext("page", "pages", n)', ("Seite", ""), "not translated"),
        ('ngettext("page", "pages", n)', ("", "Seiten"), "not translated"),
        ('_("%(name)s here")', "%(nam)s hier", "other placeholders"),
        ('_("%(name)s here")', "hier", "other placeholders"),
        ('_("%(n)d here")', "%(n)s hier", "other placeholders"),
        ('_("Here")', "%(name)s hier", "other placeholders"),
        ('_("{name} here")', "{nam} hier", "other placeholders"),
        ('_("%s of %s")', "%s", "other placeholders"),
        ('_("%(n)s here")', "%(n) s hier", "other placeholders"),
        ('_("%(n)s %% here")', "%(n)s % hier", "stray percent sign"),
        ('ngettext("One", "%(n)d of", n)', ("Eine", "Viele"), "other placeholders"),
        ('_("<b>Here</b>")', "Hier", "other HTML tags"),
        ('_("<b>Here</b>")', "<b>Hier<b>", "other HTML tags"),
        ('_("<b>Here</b>")', "<i>Hier</i>", "other HTML tags"),
        ('_("Line\\n")', "Zeile", "another line break"),
    ],
)
def test_unfaithful_translation_is_a_finding(project, code, text, problem):
    translated(project, code, text)

    findings = problems(project)

    assert {path for path, _, _ in findings} == {PO_DE}
    assert any(problem in found for _, found, _ in findings)


def test_marked_string_missing_in_a_catalogue_is_a_finding_in_its_file(project):
    translated(project, '_("Title")', "Titel")
    project.write("templates/news/a.html", '<p>{% translate "More" %}</p>')

    assert problems(project) == [
        ("templates/news/a.html", f"is missing in {PO_DE}", "More"),
        ("templates/news/a.html", f"is missing in {PO_DE.replace('de', 'en', 1)}", "More"),
    ]


def test_other_context_does_not_count_as_translated(project):
    translated(project, '_("May")', "Mai")
    project.write("news/a.py", 'pgettext("verb", "May")')

    assert {problem for path, problem, _ in problems(project) if path == "news/a.py"} == {
        f"is missing in {PO_DE}",
        f"is missing in {PO_DE.replace('de', 'en', 1)}",
    }


def test_string_no_longer_used_is_a_finding(project):
    translated(project, '_("Title")', "Titel")
    project.write("news/a.py", "")

    assert (PO_DE, "is obsolete", "Title") in problems(project)


def test_entry_marked_obsolete_is_a_finding(project):
    translated(project, '_("Title")', "Titel")
    path = catalogue_path(project.root, "de")
    path.write_text(path.read_text() + '\n#~ msgid "Gone"\n#~ msgstr "Weg"\n')

    assert problems(project) == [(PO_DE, "is obsolete", "Gone")]


def test_fuzzy_entry_is_a_finding(project):
    translated(project, '_("Title")', "Titel")
    project.change("de", lambda catalogue: catalogue.find("Title").flags.append("fuzzy"))

    assert problems(project) == [(PO_DE, "is fuzzy", "Title")]


def test_plural_of_another_source_is_a_finding(project):
    translated(project, 'ngettext("page", "pages", n)', ("Seite", "Seiten"))
    project.write("news/a.py", '_("page")')

    assert (PO_DE, "has not the plural of the source", "page") in problems(project)


def test_same_entry_twice_is_a_finding(project):
    translated(project, '_("Title")', "Titel")
    path = catalogue_path(project.root, "de")
    path.write_text(path.read_text() + '\nmsgid "Title"\nmsgstr "Überschrift"\n', encoding="utf-8")

    assert [(path, problem) for path, problem, _ in problems(project)] == [
        (PO_DE, "cannot be read")
    ]


def test_broken_and_absent_catalogues_are_findings(project):
    translated(project, '_("Title")', "Titel")
    catalogue_path(project.root, "de").write_text('msgid "Title\nmsgstr', encoding="utf-8")
    catalogue_path(project.root, "en").unlink()

    assert [problem for _, problem, _ in problems(project)] == ["cannot be read", "does not exist"]


def test_catalogue_with_another_plural_rule_is_a_finding(project):
    translated(project, '_("Title")', "Titel")
    project.change(
        "de", lambda catalogue: catalogue.metadata.update({"Plural-Forms": "nplurals=1"})
    )

    assert [(path, problem) for path, problem, _ in problems(project)] == [
        (PO_DE, "has not the header Plural-Forms")
    ]


def test_unmarked_and_unreadable_strings_are_findings_with_their_line(project):
    translated(project, '_("Title")', "Titel")
    project.write("templates/a.html", "<p>\nHello</p>")
    project.write("pool/a.py", '\n_(f"{x}")')

    assert [str(finding) for finding in check(project.root)] == [
        "pool/a.py:2: is put together before it is translated, use placeholders: \"f'{x}'\"",
        "templates/a.html:2: is not marked for translation: 'Hello'",
    ]


def test_command_fails_with_the_list_and_passes_when_complete(project, settings, capsys):
    settings.BASE_DIR = project.root
    project.write("news/a.py", '_("Title")')
    project.update()

    with pytest.raises(CommandError, match=r"django.po: is not translated: 'Title'\n.*1 findings"):
        call_command("catalogues", "check")

    project.translate("Titel")
    call_command("catalogues", "check")
    assert capsys.readouterr().out == "Catalogues: complete.\n"
