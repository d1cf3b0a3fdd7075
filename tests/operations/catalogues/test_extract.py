"""Every way to mark a string is read, and what cannot be read is named."""

import pytest

PYTHON_FORMS = {
    '_("Plain")': (None, "Plain", None),
    'gettext("Plain")': (None, "Plain", None),
    'gettext_lazy("Lazy")': (None, "Lazy", None),
    'translation.gettext("As attribute")': (None, "As attribute", None),
    '_("Two " "parts")': (None, "Two parts", None),
    '_(\n    "On the next line"\n)': (None, "On the next line", None),
    '_("%(n)s von {m}") % {"n": 1}': (None, "%(n)s von {m}", None),
    'ngettext("%(n)d page", "%(n)d pages", n)': (None, "%(n)d page", "%(n)d pages"),
    'ngettext_lazy("%(n)d page", "%(n)d pages", "n")': (None, "%(n)d page", "%(n)d pages"),
    'pgettext("month", "May")': ("month", "May", None),
    'pgettext_lazy("month", "May")': ("month", "May", None),
    'npgettext("paper", "sheet", "sheets", n)': ("paper", "sheet", "sheets"),
    'npgettext_lazy("paper", "sheet", "sheets", "n")': ("paper", "sheet", "sheets"),
    'short("Renamed")': (None, "Renamed", None),
    '_("Größe – „zitiert“")': (None, "Größe – „zitiert“", None),
}

TEMPLATE_FORMS = {
    '{% translate "Plain" %}': (None, "Plain", None),
    "{% trans 'Old tag' %}": (None, "Old tag", None),
    '{% translate "It\'s" %}': (None, "It's", None),
    r'{% translate "Say \"hi\"" %}': (None, 'Say "hi"', None),
    '{% translate "100 % sure" %}': (None, "100 %% sure", None),
    '{% translate "May" context "month" %}': ("month", "May", None),
    '{% translate "Kept" as kept %}': (None, "Kept", None),
    '{% translate "Loud"|upper %}': (None, "Loud", None),
    "{% blocktranslate %}Hello {{ name }}{% endblocktranslate %}": (
        None,
        "Hello %(name)s",
        None,
    ),
    "{% blocktrans %}Old block{% endblocktrans %}": (None, "Old block", None),
    "{% blocktranslate with a=b|upper %}Hi {{ a }}{% endblocktranslate %}": (
        None,
        "Hi %(a)s",
        None,
    ),
    "{% blocktranslate count n=items|length %}{{ n }} item{% plural %}{{ n }} items"
    "{% endblocktranslate %}": (None, "%(n)s item", "%(n)s items"),
    "{% blocktranslate trimmed %}\n    One line\n    and another\n{% endblocktranslate %}": (
        None,
        "One line and another",
        None,
    ),
    '{% blocktranslate context "month" %}May{% endblocktranslate %}': ("month", "May", None),
    '{% blocktranslate count n=n context "paper" %}sheet{% plural %}sheets'
    "{% endblocktranslate %}": ("paper", "sheet", "sheets"),
    "{% blocktranslate asvar kept %}Kept block{% endblocktranslate %}": (None, "Kept block", None),
    "{% blocktranslate %}50 % of <b>all</b>{% endblocktranslate %}": (
        None,
        "50 %% of <b>all</b>",
        None,
    ),
    '{{ _("In a variable") }}': (None, "In a variable", None),
    '{{ value|default:_("none | nothing") }}': (None, "none | nothing", None),
    "{% include 'a.html' with title=_('As argument') %}": (None, "As argument", None),
    '{% if a == _("Compared") %}{% endif %}': (None, "Compared", None),
}


@pytest.mark.parametrize("code", PYTHON_FORMS)
def test_python_form_is_read(project, code):
    context, msgid, plural = PYTHON_FORMS[code]
    project.write(
        "news/models.py",
        "from django.utils.translation import gettext as short\n"
        f"def f(n, translation):\n    return {code}\n",
    )

    extraction = project.extract()

    assert extraction.findings == []
    assert [(m.context, m.msgid, m.plural) for m in extraction.messages.values()] == [
        (context, msgid, plural)
    ]


@pytest.mark.parametrize("source", TEMPLATE_FORMS)
def test_template_form_is_read(project, source):
    expected = TEMPLATE_FORMS[source]
    # An indented line with a no-break space is nothing that a Python tokenizer accepts.
    project.write("templates/a.html", f"<p>\n      <b>\u00a0„x“ 'y</b>\n   {source}\n</p>")

    extraction = project.extract()

    assert extraction.findings == []
    assert [(m.context, m.msgid, m.plural) for m in extraction.messages.values()] == [expected]


@pytest.mark.parametrize(
    "source",
    [
        "{# _('x') #}",
        "{% comment %}{% translate 'x' %}{% endcomment %}",
        "{% verbatim %}{% translate 'x' %}{% endverbatim %}",
        "{% translate page.title %}",
    ],
)
def test_what_is_never_rendered_is_not_read(project, source):
    project.write("templates/a.html", source)

    assert project.extract().messages == {}


def test_string_in_several_files_is_one_message_with_all_sources(project):
    project.write("news/models.py", '_("Title")')
    project.write("site/core/models.py", '_("Title")')
    project.write("site/core/templates/core/a.txt", '{% translate "Title" %}')

    (message,) = project.extract().messages.values()

    assert message.sources == {
        "news/models.py",
        "site/core/models.py",
        "site/core/templates/core/a.txt",
    }


def test_migrations_tests_and_other_folders_are_not_read(project):
    for path in ("news/migrations/0001.py", "pool/tests/test_a.py", "tests/a.py", "docs/a.py"):
        project.write(path, '_("Not ours")')

    assert project.extract().messages == {}


def test_comment_for_translators_goes_with_the_next_string(project):
    project.write("news/models.py", '# Translators: the month\nname = _("May")\n')
    project.write(
        "templates/a.html",
        "{# Translators: the verb #}\n{% translate 'Open' %}{% translate 'Close' %}",
    )

    comments = {m.msgid: m.comments for m in project.extract().messages.values()}

    assert comments == {
        "May": ["Translators: the month"],
        "Open": ["Translators: the verb"],
        "Close": [],
    }


@pytest.mark.parametrize(
    ("path", "source", "problem"),
    [
        ("news/a.py", "_(f'Hello {name}')", "put together"),
        ("news/a.py", "_('Hello %s' % name)", "put together"),
        ("news/a.py", "_('Hello {}'.format(name))", "put together"),
        ("news/a.py", "def broken(:", "not valid Python"),
        ("news/a.py", "_('a')\nngettext('x', 'y', 1)\nngettext('x', 'z', 1)", "another plural"),
        ("templates/a.html", "{{ a|default:_('50 %') }}", "percent sign"),
        ("templates/a.html", "{% translate 'x' context month %}", "not a literal"),
        (
            "templates/a.html",
            "{% blocktranslate %}a{% if b %}c{% endif %}{% endblocktranslate %}",
            "within blocktranslate",
        ),
        ("templates/a.html", "{% blocktranslate %}never ends", "not closed"),
    ],
)
def test_string_that_no_catalogue_can_hold_is_a_finding(project, path, source, problem):
    project.write(path, source)

    findings = project.extract().findings

    assert findings
    assert all(finding.path == path and problem in finding.problem for finding in findings)


def test_string_marked_within_an_f_string_is_either_read_or_reported(project):
    """Python 3.11's tokenizer does not look into f-strings, later ones do."""
    project.write("news/a.py", "x = f\"{_('Inside')}\"")

    extraction = project.extract()

    texts = [finding.text for finding in extraction.findings]
    texts += [message.msgid for message in extraction.messages.values()]
    assert texts == ["Inside"]
