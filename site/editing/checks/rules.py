"""The accessibility checker's rules in words for editors.

axe-core, which Wagtail brings along, says what is wrong in English and for developers. Here each
rule says what an editor can do, or that it is nothing an editor can do.
"""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

Message = dict[str, str]

# Level A and AA of WCAG 2.0, 2.1 and 2.2, which EN 301 549 and BITV 2.0 ask of public bodies, and
# what axe-core recommends beyond them (https://www.deque.com/axe/core-documentation/api-documentation/,
# "axe-core tags").
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]

# What texts, links, pictures and headings can bring about: (what is wrong, what to do).
EDITORIAL = {
    "alt-text-quality": (
        gettext_lazy("The alternative text looks like a file name"),
        gettext_lazy("Say in a few words what the picture shows."),
    ),
    "color-contrast": (
        gettext_lazy("Too little contrast between text and background"),
        gettext_lazy(
            "Text needs a contrast of 4.5 : 1, large text 3 : 1 (WCAG 1.4.3). The site’s own "
            "colours have it; please tell the people who run the website where you saw this."
        ),
    ),
    "document-title": (
        gettext_lazy("The page has no title"),
        gettext_lazy("Fill in the page’s title (WCAG 2.4.2)."),
    ),
    "empty-heading": (
        gettext_lazy("A heading is empty"),
        gettext_lazy("Write what the section is about, or delete the heading."),
    ),
    "empty-table-header": (
        gettext_lazy("A table’s header cell is empty"),
        gettext_lazy("Say above each column and before each row what stands there."),
    ),
    "frame-title": (
        gettext_lazy("An embedded page has no title"),
        gettext_lazy("Give the embedded content a title (WCAG 4.1.2)."),
    ),
    "heading-order": (
        gettext_lazy("A heading level is skipped"),
        gettext_lazy("Begin with a section; subsections stand below a section only (WCAG 1.3.1)."),
    ),
    "image-alt": (
        gettext_lazy("A picture has no alternative text"),
        gettext_lazy("Describe what it shows, or mark it as decorative (WCAG 1.1.1)."),
    ),
    "image-redundant-alt": (
        gettext_lazy("The alternative text repeats what stands beside it"),
        gettext_lazy("Say what only the picture shows, or mark it as decorative."),
    ),
    "link-in-text-block": (
        gettext_lazy("A link can be told from the text around it by its colour only"),
        gettext_lazy(
            "Links of this site are underlined; please tell the people who run the website "
            "where you saw this (WCAG 1.4.1)."
        ),
    ),
    "link-name": (
        gettext_lazy("A link has no text"),
        gettext_lazy("Write where the link leads, or remove it (WCAG 2.4.4)."),
    ),
    "list": (
        gettext_lazy("A list holds something else than list items"),
        gettext_lazy("Make the list anew with the button for lists (WCAG 1.3.1)."),
    ),
    "listitem": (
        gettext_lazy("A list item stands outside a list"),
        gettext_lazy("Make the list anew with the button for lists (WCAG 1.3.1)."),
    ),
    "no-autoplay-audio": (
        gettext_lazy("Sound plays by itself"),
        gettext_lazy("Visitors must start it themselves (WCAG 1.4.2)."),
    ),
    "p-as-heading": (
        gettext_lazy("A paragraph looks like a heading"),
        gettext_lazy("Use the block “Heading” instead of a line in bold (WCAG 1.3.1)."),
    ),
    "page-has-heading-one": (
        gettext_lazy("The page has no main heading"),
        gettext_lazy("Fill in the page’s title."),
    ),
    "summary-name": (
        gettext_lazy("A question that opens has no text"),
        gettext_lazy("Write the question, or remove the entry (WCAG 4.1.2)."),
    ),
    "table-duplicate-name": (
        gettext_lazy("A table’s caption and summary say the same"),
        gettext_lazy("Change one of them, or leave it out."),
    ),
    "target-size": (
        gettext_lazy("Something to click is too small or too close to the next"),
        gettext_lazy(
            "It should be 24 × 24 pixels or stand apart (WCAG 2.5.8). Put links that stand close "
            "together into a list."
        ),
    ),
    "td-headers-attr": (
        gettext_lazy("A table’s cells name header cells that do not exist"),
        gettext_lazy("Make the table anew with a header row (WCAG 1.3.1)."),
    ),
    "th-has-data-cells": (
        gettext_lazy("A table’s header cell has nothing below or beside it"),
        gettext_lazy("Delete the empty column or row (WCAG 1.3.1)."),
    ),
    "valid-lang": (
        gettext_lazy("A text is marked with a language that does not exist"),
        gettext_lazy("Choose the language of the quotation or name again (WCAG 3.1.2)."),
    ),
    "video-caption": (
        gettext_lazy("A video has no captions"),
        gettext_lazy("Add captions for people who cannot hear it (WCAG 1.2.2)."),
    ),
}

# What only the site's templates can bring about, by what it is about.
TECHNICAL = {
    gettext_lazy("Technical fault: labels for screen readers"): (
        "aria-allowed-attr aria-allowed-role aria-braille-equivalent aria-command-name "
        "aria-conditional-attr aria-deprecated-role aria-dialog-name aria-hidden-body "
        "aria-hidden-focus aria-input-field-name aria-meter-name aria-progressbar-name "
        "aria-prohibited-attr aria-required-attr aria-required-children aria-required-parent "
        "aria-roles aria-text aria-toggle-field-name aria-tooltip-name aria-treeitem-name "
        "aria-valid-attr aria-valid-attr-value duplicate-id-aria presentation-role-conflict"
    ),
    gettext_lazy("Technical fault: buttons and form fields"): (
        "autocomplete-valid button-name form-field-multiple-labels input-button-name "
        "input-image-alt label label-title-only nested-interactive select-name"
    ),
    gettext_lazy("Technical fault: areas of the page"): (
        "bypass landmark-banner-is-top-level landmark-complementary-is-top-level "
        "landmark-contentinfo-is-top-level landmark-main-is-top-level "
        "landmark-no-duplicate-banner landmark-no-duplicate-contentinfo "
        "landmark-no-duplicate-main landmark-one-main landmark-unique region skip-link"
    ),
    gettext_lazy("Technical fault: use by keyboard"): (
        "accesskeys frame-focusable-content scrollable-region-focusable server-side-image-map "
        "tabindex"
    ),
    gettext_lazy("Technical fault: language of the page"): (
        "html-has-lang html-lang-valid html-xml-lang-mismatch"
    ),
    gettext_lazy("Technical fault: drawings and embedded content"): (
        "area-alt frame-tested frame-title-unique object-alt role-img-alt svg-img-alt"
    ),
    gettext_lazy("Technical fault: structure and presentation"): (
        "avoid-inline-spacing blink definition-list dlitem marquee meta-refresh meta-viewport "
        "meta-viewport-large scope-attr-valid"
    ),
}


def messages() -> dict[str, Message]:
    """What the checker says about a rule, in the active language, by the rule's id in axe-core."""
    told = {
        rule: {"error_name": str(name), "help_text": str(help_text)}
        for rule, (name, help_text) in EDITORIAL.items()
    }
    for name, rules in TECHNICAL.items():
        for rule in rules.split():
            told[rule] = {"error_name": str(name), "help_text": _technical(rule)}
    return told


def _technical(rule: str) -> str:
    return _(
        "This comes from the site’s templates and not from your text. Please tell the people who "
        "run the website; the rule is called “%(rule)s”."
    ) % {"rule": rule}
