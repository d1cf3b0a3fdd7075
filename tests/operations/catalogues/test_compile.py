"""Compiled catalogues are what gettext and Django read, and say what the templates look up."""

import gettext
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.template import Context, Engine
from django.utils import translation
from django.utils.translation.reloader import translation_file_changed

from operations.catalogues.compile import compile_catalogues


def german(project) -> gettext.GNUTranslations:
    path = project.root / "locale" / "de" / "LC_MESSAGES" / "django.mo"
    with path.open("rb") as file:
        return gettext.GNUTranslations(file)


def test_standard_library_reads_what_is_compiled(project):
    project.write(
        "news/a.py",
        '_("Sizes")\nngettext("%(n)d page", "%(n)d pages", n)\npgettext("month", "May")',
    )
    project.update()
    project.translate("Größen – „alle“", msgid="Sizes")
    project.translate(("%(n)d Seite", "%(n)d Seiten"), msgid="%(n)d page")
    project.translate("Mai", msgid="May")

    changed = compile_catalogues(project.root)

    catalogue = german(project)
    assert len(changed) == 2
    assert catalogue.gettext("Sizes") == "Größen – „alle“"
    assert catalogue.ngettext("%(n)d page", "%(n)d pages", 1) == "%(n)d Seite"
    assert catalogue.ngettext("%(n)d page", "%(n)d pages", 0) == "%(n)d Seiten"
    assert catalogue.pgettext("month", "May") == "Mai"


def test_untranslated_and_fuzzy_entries_fall_back_to_the_msgid(project):
    project.write("news/a.py", '_("Empty")\n_("Unsure")')
    project.update()
    project.translate("", "Unsicher")
    project.change("de", lambda catalogue: catalogue.find("Unsure").flags.append("fuzzy"))

    compile_catalogues(project.root)

    assert [german(project).gettext(text) for text in ("Empty", "Unsure")] == ["Empty", "Unsure"]


def test_only_what_changed_is_written(project):
    project.write("news/a.py", '_("Title")')
    project.update()
    compile_catalogues(project.root)

    assert compile_catalogues(project.root) == []

    project.translate("Titel")
    (changed,) = compile_catalogues(project.root)
    assert changed.relative_to(project.root) == Path("locale/de/LC_MESSAGES/django.mo")
    assert sorted(path.name for path in changed.parent.iterdir()) == ["django.mo", "django.po"]


def test_command_compiles_without_asking_the_database(project, settings, capsys):
    """Without the mark `django_db`, pytest-django refuses every query."""
    settings.BASE_DIR = project.root
    project.write("news/a.py", '_("Title")')
    project.update()
    project.translate("Titel")

    call_command("catalogues", "compile")

    assert german(project).gettext("Title") == "Titel"
    assert capsys.readouterr().out == "Catalogues: 2 compiled.\n"


@pytest.mark.parametrize("broken", [b'msgid "Title\nmsgstr', b'msgid "\xff"\nmsgstr "x"\n'])
def test_command_names_a_catalogue_that_is_not_valid(project, settings, broken):
    settings.BASE_DIR = project.root
    project.write("news/a.py", '_("Title")')
    project.update()
    (project.root / "locale/de/LC_MESSAGES/django.po").write_bytes(broken)

    with pytest.raises(CommandError, match=r"locale/de/LC_MESSAGES/django\.po"):
        call_command("catalogues", "compile")


@pytest.fixture
def german_project(project, settings):
    """The project's catalogues as those of the running Django, in German."""
    settings.LOCALE_PATHS = [project.root / "locale"]
    with translation.override("de"):
        yield project
    translation_file_changed(None, Path("django.mo"))


RENDERED = {
    '{% translate "It\'s open" %}': ("Ist offen", "Ist offen"),
    r'{% translate "Say \"hi\"" %}': ("Sag „hi“", "Sag „hi“"),
    '{% translate "100 % sure" %}': ("100 %% sicher", "100 % sicher"),
    '{% translate "May" context "month" %}': ("Mai", "Mai"),
    '{% translate "Loud" as loud %}{{ loud }}!': ("Laut", "Laut!"),
    '{{ nothing|default:_("none | nothing") }}': ("nichts", "nichts"),
    '{% with a=_("Argument") %}{{ a }}{% endwith %}': ("Angabe", "Angabe"),
    "{% blocktranslate with a=name|upper %}Dear {{ a }}{% endblocktranslate %}": (
        "Hallo %(a)s",
        "Hallo ADA",
    ),
    "{% blocktranslate trimmed %}\n  50 %\n  of all\n{% endblocktranslate %}": (
        "Die Hälfte (50 %%)",
        "Die Hälfte (50 %)",
    ),
    "{% blocktranslate count n=two %}{{ n }} sheet{% plural %}{{ n }} sheets"
    "{% endblocktranslate %}": (("%(n)s Blatt", "%(n)s Blätter"), "2 Blätter"),
    '{% blocktranslate count n=two context "wood" %}leaf{% plural %}leaves'
    "{% endblocktranslate %}": (("Blatt", "Laub"), "Laub"),
    "{% blocktranslate asvar kept %}Kept{% endblocktranslate %}{{ kept }}": (
        "Behalten",
        "Behalten",
    ),
}


@pytest.mark.parametrize("source", RENDERED)
def test_template_shows_the_translation_of_what_was_extracted(german_project, source):
    text, shown = RENDERED[source]
    german_project.write("templates/a.html", source)
    german_project.update()
    german_project.translate(text)
    compile_catalogues(german_project.root)
    engine = Engine(libraries={"i18n": "django.templatetags.i18n"}, autoescape=False)

    with translation.override("de"):
        page = engine.from_string("{% load i18n %}" + source).render(
            Context({"name": "Ada", "two": 2})
        )

    assert page == shown
