"""What the search finds: entries of pages and documents, and their words (see `core.search`)."""

from django.db import models

from ..search.words import MAX_TERM_LENGTH


class SearchEntry(models.Model):
    """The text of one page or document as the search knows it, whether or not it is public now.

    Who may see the page is asked anew with every search; entries are never shown without.
    """

    page = models.OneToOneField(
        "wagtailcore.Page", null=True, on_delete=models.CASCADE, related_name="+"
    )
    document = models.OneToOneField(
        "core.Document", null=True, on_delete=models.CASCADE, related_name="+"
    )
    language = models.CharField(max_length=10)
    kind = models.CharField(max_length=20)
    title = models.CharField(max_length=255)
    text = models.TextField(blank=True)

    wagtail_reference_index_ignore = True  # an entry is no use of its page

    class Meta:
        indexes = [models.Index(fields=["language"])]
        constraints = [
            models.CheckConstraint(
                name="search_entry_of_page_or_document",
                condition=models.Q(page__isnull=False, document__isnull=True)
                | models.Q(page__isnull=True, document__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return self.title


class DocumentText(models.Model):
    """The text of a document's file, one paragraph a line, so that no file is read twice.

    `source` says which file was read: it changes with the document's file. Beside the document
    and not in it, so that nobody loads it with the document.
    """

    document = models.OneToOneField("core.Document", on_delete=models.CASCADE, related_name="+")
    source = models.CharField(max_length=255)
    text = models.TextField(blank=True)

    wagtail_reference_index_ignore = True

    def __str__(self) -> str:
        return str(self.document_id)


class SearchTerm(models.Model):
    """A term of a language's vocabulary, and a word that has it as it stood in a text."""

    language = models.CharField(max_length=10)
    term = models.CharField(max_length=MAX_TERM_LENGTH)
    word = models.CharField(max_length=MAX_TERM_LENGTH)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["language", "term"], name="search_term_once")
        ]

    def __str__(self) -> str:
        return self.term


class SearchOccurrence(models.Model):
    """That a term stands in an entry, and how much it says about it."""

    entry = models.ForeignKey(SearchEntry, on_delete=models.CASCADE, related_name="occurrences")
    # Looked up through the constraint's index, which begins with the term.
    term = models.ForeignKey(
        SearchTerm, db_index=False, on_delete=models.CASCADE, related_name="occurrences"
    )
    weight = models.PositiveSmallIntegerField()

    wagtail_reference_index_ignore = True

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["term", "entry"], name="search_occurrence_once")
        ]

    def __str__(self) -> str:
        return f"{self.term_id} · {self.entry_id}"
