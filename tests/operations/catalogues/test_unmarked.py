"""What a visitor or editor reads is found if nobody marked it, and nothing else is."""

import textwrap

import pytest

from operations.catalogues.unmarked import unmarked
from operations.catalogues.unmarked_python import unmarked_in_python
from operations.catalogues.unmarked_templates import unmarked_in_template


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("<p>Hello</p>", "Hello"),
        ("<p>{{ n }} items</p>", "0 items"),
        ("{% block title %}News{% endblock %}", "News"),
        ("{% block body_class %}home{% endblock %}News", "News"),
        ("{% fragment as caption %}News{% endfragment %}", "News"),
        ("{% block grid %}News{% endblock %}", "News"),
        ("<title>News – {{ site }}</title>", "News – 0"),
        ("<p>{% translate 'Marked' %} not marked</p>", "not marked"),
        ("{% if a %}Yes{% else %}{% translate 'No' %}{% endif %}", "Yes"),
        ("<p>&Uuml;ber</p>", "Über"),
        ("<p>MiGlobe project</p>", "MiGlobe project"),
        ("<noscript>Script</noscript>", "Script"),
        ("<svg><title>Map</title></svg>", "Map"),
        ('<img src="a.png" alt="A map">', "A map"),
        ('<img alt="{{ name }} on a map"/>', "0 on a map"),
        ('<a title="More">›</a>', "More"),
        ('<nav aria-label="Main"></nav>', "Main"),
        ('<input placeholder="Search">', "Search"),
        ('<input type="submit" value="Send">', "Send"),
        ('<optgroup label="North"></optgroup>', "North"),
        ('<button data-label="Close"></button>', "Close"),
        ('<meta name="description" content="All news">', "All news"),
        ('<meta property="og:title" content="All news">', "All news"),
        ("<p>{{ place|default:'nowhere' }}</p>", "0 nowhere"),
        ("<p>{{ open|yesno:'open,shut' }}</p>", "0 open,shut"),
        ("<p>item{{ n|pluralize:'es' }}</p>", "item0 es"),
        ("<p>{{ 'Literal' }}</p>", "0 Literal"),
        ("<p>{% firstof a 'nobody' %}</p>", "0 nobody"),
        ("{% include 'a.html' with title='News' %}", "News"),
        ("{% picture image width-400 alt='A map' %}", "A map"),
        ("<{{ tag }} title='More'></{{ tag }}>", "More"),
        ('<p translate="no">x</p><p>Hello</p>', "Hello"),
        ('<p translate="no"><b translate="yes">Hello</b></p>', "Hello"),
        ('<br translate="no"><p>Hello</p>', "Hello"),
        ('<p translate="no">never closed', '<p translate="no"> without its end'),
    ],
)
def test_visible_text_of_a_template_is_found(source, text):
    assert list(unmarked_in_template(source)) == [(1, text)]


@pytest.mark.parametrize(
    "source",
    [
        "<p>{% translate 'Hello' %}</p>",
        "<p>{% blocktranslate %}Hello <b>{{ name }}</b>{% endblocktranslate %}</p>",
        "<p>{% blocktranslate count n=n %}a{% plural %}b{% endblocktranslate %}</p>",
        "<p>{{ page.title }} – 2020 · 12 %</p>",
        "<p>&nbsp;&raquo; &copy; MiGlobe</p>",
        "<script>let a = 'text';</script><style>p { color: red }</style>",
        "<!-- a remark -->{# a remark #}{% comment %}a remark{% endcomment %}",
        '<p class="lead" id="top" data-kind="news" lang="de"></p>',
        '<p translate="no">Hello <b title="Hello">all</b></p>',
        '<img translate="no" alt="Hello">',
        '<img alt="">',
        '<img alt="{% translate "A map" %}" title="{{ title }}">',
        '<input type="hidden" value="news"><input type="text" value="x">',
        '<meta name="viewport" content="width=device-width">',
        '<body class="{% block body_class %}home{% endblock %}">',
        "{% block body_class %}home {% block inner %}x{% endblock %} y{% endblock %}",
        "{% block bodyclass %}home{% endblock %}{% block classnames %}home{% endblock %}",
        "{% fragment stripped as map_id %}map-{{ n }}-x{% endfragment %}",
        '<p class="{{ kind|default:"plain" }}"></p>',
        "<p>{{ day|date:'j. F Y' }}</p>",
        "<{% if a %}h2{% else %}h3{% endif %}></{% if a %}h2{% else %}h3{% endif %}>",
        '<a {% if a %}aria-current="page"{% endif %} href="{{ url }}"></a>',
        "{% include 'a.html' with title=_('News') kind='news' %}",
        "{% image page.image fill-300x200 alt='' %}",
    ],
)
def test_silent_or_marked_parts_of_a_template_pass(source):
    assert list(unmarked_in_template(source)) == []


def test_line_of_a_find_counts_what_was_taken_out():
    source = textwrap.dedent(
        """\
        {% comment %}
        two lines
        {% endcomment %}
        {% blocktranslate %}
          marked
        {% endblocktranslate %}
        <p>

          Hello
          <img
             alt="A map">
        </p>
        """
    )

    assert list(unmarked_in_template(source)) == [(9, "Hello"), (10, "A map")]


FOUND_IN_PYTHON = [
    'models.CharField(verbose_name="Name")',
    'models.CharField("Name")',
    'models.CharField(help_text="Name")',
    'forms.CharField(label="Name")',
    'blocks.CharBlock(label="Name", required=False)',
    'FieldPanel("x", heading="Name")',
    'MultiFieldPanel([FieldPanel("x")], "Name")',
    'MultiFieldPanel([FieldPanel("x")], heading="Name")',
    'ObjectList([], heading="Name")',
    'InlinePanel("x", label="Name")',
    'HelpPanel("Name")',
    'ValidationError("Name")',
    'ValidationError({"x": "Name"})',
    'ValidationError(["Name"])',
    'forms.ValidationError({"x": [ValidationError("Name")]})',
    'form.add_error("x", "Name")',
    'RegexValidator("[a-z]", "Name")',
    'RegexValidator(regex="[a-z]", message="Name")',
    'models.UniqueConstraint(fields=["a"], violation_error_message="Name")',
    'messages.success(request, "Name")',
    'MenuItem("Name", "/")',
    'forms.CharField(error_messages={"required": "Name"})',
    'forms.TextInput(attrs={"placeholder": "Name", "class": "x"})',
    'forms.ChoiceField(choices=[("a", "Name")])',
    'KINDS = [("a", "Name")]\nblocks.ChoiceBlock(choices=KINDS)',
    'forms.ModelChoiceField(empty_label="Name")',
    '@admin.display(description="Name")\ndef f(self): ...',
    'f.short_description = "Name"',
    'self.fields["x"].help_text = "Name"',
    'FieldPanel("x", heading=f"Name {x}")',
    'FieldPanel("x", heading="Name %s" % x)',
    'FieldPanel("x", heading="Name {}".format(x))',
    'FieldPanel("x", heading="Name" + x)',
    'FieldPanel("x", heading=x or "Name")',
    'FieldPanel("x", heading="Name" if x else _("Other"))',
    'HELP = "Name"\nFieldPanel("x", help_text=HELP)',
    'FieldPanel("x", help_text=format_html("<b>Name</b>"))',
    'class A:\n class Meta:\n  verbose_name = "Name"',
    'class A:\n class Meta:\n  verbose_name_plural = "Name"',
    'class A(StructBlock):\n class Meta:\n  label = "Name"',
    'class A(StructBlock):\n class Meta:\n  group = "Name"',
    'class A(StructBlock):\n class Meta:\n  description = "Name"',
    'class A(ModelForm):\n class Meta:\n  labels = {"x": "Name"}',
    'class A(AppConfig):\n verbose_name = "Name"',
    'class A(SnippetViewSet):\n menu_label = "Name"',
    'class A(Page):\n page_description: str = "Name"',
    'class A(Feed):\n title = "Name"',
    'class A(models.TextChoices):\n X = "x", "Name"',
    'class A(IntegerChoices):\n X = 1, "Name"',
    'class A(TextChoices):\n __empty__ = "Name"',
    'class A(TextChoices):\n X = "Name"',
]


@pytest.mark.parametrize("source", FOUND_IN_PYTHON)
def test_visible_text_of_python_is_found(source):
    found = [text for _, text in unmarked_in_python(source)]

    assert len(found) == 1
    assert "Name" in found[0]


@pytest.mark.parametrize("source", FOUND_IN_PYTHON)
def test_the_same_text_passes_when_it_is_marked(source):
    marked = source
    for literal in ('"Name %s"', '"Name {}"', '"<b>Name</b>"', '"Name"', 'f"Name {x}"'):
        marked = marked.replace(literal, '_("Name")')

    assert list(unmarked_in_python(marked)) == []


@pytest.mark.parametrize(
    "source",
    [
        'class A(AppConfig):\n name = "core"\n label = "core"\n default_auto_field = "x.Y"',
        'class A:\n class Meta:\n  icon = "user"\n  template = "a.html"\n  ordering = ["title"]',
        'models.ForeignKey("core.Image", on_delete=models.PROTECT)',
        'models.CharField(max_length=20, default="plain", choices=State.choices)',
        'FieldPanel("title", classname="full")',
        'messages.success(request, _("Saved"))',
        'parser.add_argument("--x", help="engineers read this")',
        'argparse.ArgumentParser(description="engineers read this")',
        'Parameter(description="who builds on the API reads this")',
        'raise ValueError("engineers read this")',
        'logger.error("engineers read this")',
        'page.title = "from the data"',
        'FieldPanel("x", heading="MiGlobe")',
        'FieldPanel("x", heading="%(a)s – {b} 100 %")',
        'FieldPanel("x", heading="Bild")  # not translated: a German term of law',
        'class A(TextChoices):\n X = "x", _("Name")',
        'class A(TextChoices):\n _ignore_ = "x"\n X = "x", _("Name")',
        "def broken(:",
    ],
)
def test_text_that_nobody_reads_passes(source):
    assert list(unmarked_in_python(source)) == []


def test_excuse_without_a_reason_does_not_count():
    source = 'FieldPanel("x", heading="Bild")  # not translated:'

    assert list(unmarked_in_python(source)) == [(1, "Bild")]


def test_whole_project_is_read_but_for_tests_migrations_and_files_for_machines(project):
    for path in ("news/a.py", "site/core/a.py", "news/migrations/0001.py", "pool/tests/a.py"):
        project.write(path, 'models.CharField("Name")')
    for path in ("a.html", "mail/b.txt", "robots.txt", "feed.xml"):
        project.write(f"templates/{path}", "Name")
    project.write("site/core/templates/core/c.html", "Name")
    project.write("home/demo/text.txt", "Name")

    assert sorted(finding.path for finding in unmarked(project.root)) == [
        "news/a.py",
        "site/core/a.py",
        "site/core/templates/core/c.html",
        "templates/a.html",
        "templates/mail/b.txt",
    ]


@pytest.mark.parametrize(
    ("beginning", "findings"),
    [
        ("{# not translated: for engineers #}", []),
        ("{# not translated: #}", ["Name"]),
        ("<br>{# not translated: for engineers #}", ["Name"]),
    ],
)
def test_a_template_for_readers_of_one_language_begins_with_the_reason(
    project, beginning, findings
):
    project.write("templates/a.html", f"{beginning}<p>Name</p>")

    assert [finding.text for finding in unmarked(project.root)] == findings
