"""Beside the fields in the admin: the yearly review that an accessibility statement wants."""

from wagtail.admin.panels import Panel


class ReviewDuePanel(Panel):
    """A note on top of the editor of a statement whose last review is over a year old."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "home/admin/review_due_note.html"

        def is_shown(self) -> bool:
            return self.instance.pk is not None and self.instance.is_review_due

        def show_panel_furniture(self) -> bool:
            return False
