"""What every table holds of people, and who is told of it; a test asks for a decision about each.

A person is told (Art. 15 GDPR) of what is kept about them: advisors of their profile with all that
belongs to it, contact persons of their entry, senders of what they sent, editors of their account
and of what they did with it.
"""

from dataclasses import dataclass

ADVISOR, CONTACT, SENDER, ACCOUNT = "advisor", "contact", "sender", "account"

# Tables that hold data of people, whom they are about, and by what they are found.
OF_PEOPLE: dict[str, tuple[str, ...]] = {
    "admin.LogEntry": (ACCOUNT,),
    "axes.AccessAttempt": (ACCOUNT,),
    "axes.AccessFailureLog": (ACCOUNT,),
    "axes.AccessLog": (ACCOUNT,),
    "core.ContactPerson": (CONTACT,),
    "core.Document": (ADVISOR,),
    "core.Image": (ADVISOR,),
    "core.Rendition": (ADVISOR,),
    "core.User": (ACCOUNT,),
    "operations.AuthenticatorApp": (ACCOUNT,),
    "operations.ExternalIdentity": (ACCOUNT,),
    "operations.RecoveryCode": (ACCOUNT,),
    "otp_totp.TOTPDevice": (ACCOUNT,),
    "pool.AdvisorConsent": (ADVISOR,),
    "pool.AdvisorCountry": (ADVISOR,),
    "pool.AdvisorLanguage": (ADVISOR,),
    "pool.AdvisorPage": (ADVISOR,),
    "pool.AdvisorTopic": (ADVISOR,),
    "sessions.Session": (ACCOUNT,),
    "wagtail_localize.StringTranslation": (ADVISOR, CONTACT),
    "wagtailcore.APIToken": (ACCOUNT,),
    "wagtailcore.Comment": (ADVISOR, ACCOUNT),
    "wagtailcore.CommentReply": (ADVISOR, ACCOUNT),
    "wagtailcore.ModelLogEntry": (ADVISOR, CONTACT, ACCOUNT),
    "wagtailcore.PageLogEntry": (ADVISOR, ACCOUNT),
    "wagtailcore.PageSubscription": (ACCOUNT,),
    "wagtailcore.Revision": (ADVISOR, ACCOUNT),
    "wagtailcore.TaskState": (ADVISOR, ACCOUNT),
    "wagtailcore.WorkflowState": (ADVISOR, ACCOUNT),
    "wagtailforms.FormSubmission": (SENDER,),
    "wagtailredirects.Redirect": (ADVISOR,),
    "wagtailusers.UserProfile": (ACCOUNT,),
}

REPEATS = "repeats what other tables hold, made anew out of them or for a short time"
NOBODY = "says nothing of people"
CONTENT = "is content of the website, which editors answer for"

# Tables about which nobody is told, and why.
OTHERS: dict[str, str] = {
    "auth.Group": NOBODY,
    "auth.Permission": NOBODY,
    "axes.AccessAttemptExpiration": REPEATS,
    "contenttypes.ContentType": NOBODY,
    "core.DefaultContact": CONTENT,
    "core.DocumentText": REPEATS,
    "core.Partner": CONTENT,
    "core.SearchEntry": REPEATS,
    "core.SearchOccurrence": REPEATS,
    "core.SearchTerm": REPEATS,
    "core.SiteSettings": CONTENT,
    "core.Topic": CONTENT,
    "delivery.Change": NOBODY,
    "delivery.Clock": NOBODY,
    "delivery.Mark": NOBODY,
    "delivery.PublicItem": REPEATS,
    "delivery.Purge": REPEATS,
    "django_tasks_database.DBTaskResult": REPEATS,
    "editing.Confirmation": REPEATS,  # the history has it too
    "editing.GroupState": NOBODY,
    "editing.ImportedItem": NOBODY,
    "editing.Link": REPEATS,
    "editing.PageTemplate": CONTENT,
    "editing.Role": NOBODY,
    "editing.SilentPicture": REPEATS,
    "editing.SourceChange": REPEATS,
    "editing.SpreadsheetUpload": REPEATS,
    "editing.StateCollection": NOBODY,
    "editing.WebAddress": REPEATS,
    "operations.ConsentNotice": NOBODY,
    "operations.Erasure": NOBODY,
    "operations.FileToDelete": NOBODY,
    "operations.GoneAddress": NOBODY,
    "operations.QueuedMail": REPEATS,
    "operations.RefusedRevision": REPEATS,
    "operations.ScheduleLock": NOBODY,
    "operations.ScheduledJob": NOBODY,
    "pool.ConsentText": CONTENT,
    "pool.Consultation": CONTENT,
    "pool.Municipality": CONTENT,
    "taggit.Tag": CONTENT,
    "taggit.TaggedItem": CONTENT,
    "wagtail_headless_preview.PagePreview": REPEATS,
    "wagtail_localize.LocaleSynchronization": NOBODY,
    "wagtail_localize.OverridableSegment": REPEATS,
    "wagtail_localize.RelatedObjectSegment": REPEATS,
    "wagtail_localize.SegmentOverride": REPEATS,
    "wagtail_localize.String": REPEATS,
    "wagtail_localize.StringSegment": REPEATS,
    "wagtail_localize.Template": REPEATS,
    "wagtail_localize.TemplateSegment": REPEATS,
    "wagtail_localize.TranslatableObject": REPEATS,
    "wagtail_localize.Translation": REPEATS,
    "wagtail_localize.TranslationContext": REPEATS,
    "wagtail_localize.TranslationLog": REPEATS,
    "wagtail_localize.TranslationSource": REPEATS,
    "wagtailadmin.Admin": NOBODY,
    "wagtailadmin.EditingSession": REPEATS,
    "wagtailadmin.FormState": REPEATS,
    "wagtailcore.Collection": NOBODY,
    "wagtailcore.CollectionViewRestriction": NOBODY,
    "wagtailcore.GroupApprovalTask": NOBODY,
    "wagtailcore.GroupCollectionPermission": NOBODY,
    "wagtailcore.GroupPagePermission": NOBODY,
    "wagtailcore.GroupSitePermission": NOBODY,
    "wagtailcore.Locale": NOBODY,
    "wagtailcore.Page": CONTENT,
    "wagtailcore.PageViewRestriction": NOBODY,
    "wagtailcore.ReferenceIndex": NOBODY,
    "wagtailcore.Site": NOBODY,
    "wagtailcore.Task": NOBODY,
    "wagtailcore.UploadedFile": REPEATS,
    "wagtailcore.Workflow": NOBODY,
    "wagtailcore.WorkflowContentType": NOBODY,
    "wagtailcore.WorkflowPage": NOBODY,
    "wagtailcore.WorkflowTask": NOBODY,
    "wagtaildocs.Document": NOBODY,  # not used here
    "wagtailembeds.Embed": NOBODY,
    "wagtailimages.Image": NOBODY,  # not used here
    "wagtailimages.Rendition": NOBODY,  # not used here
    "wagtailsearch.IndexEntry": REPEATS,
    "wagtailsearch.SQLiteFTSIndexEntry": REPEATS,
    "webhooks.WebhookDelivery": NOBODY,
    "webhooks.WebhookEndpoint": NOBODY,
}


@dataclass(frozen=True)
class Told:
    """A field that names an account: `label` is the heading; `in_full` tells all of the row,
    otherwise only that it is there and when."""

    model: str
    field: str
    in_full: bool = False


# What an account is told of itself beside its own row: the rows that name it in a field.
OF_ACCOUNTS = (
    Told("admin.LogEntry", "user"),
    Told("core.Document", "uploaded_by_user"),
    Told("core.Image", "uploaded_by_user"),
    Told("editing.Confirmation", "confirmed_by"),
    Told("editing.SourceChange", "changed_by"),
    Told("editing.SpreadsheetUpload", "user"),
    Told("operations.Erasure", "by"),
    Told("operations.ExternalIdentity", "user", in_full=True),
    Told("operations.RecoveryCode", "user"),
    Told("otp_totp.TOTPDevice", "user"),
    Told("pool.AdvisorConsent", "recorded_by"),
    Told("pool.ConsentText", "recorded_by"),
    Told("wagtail_localize.SegmentOverride", "last_translated_by"),
    Told("wagtail_localize.StringTranslation", "last_translated_by"),
    Told("wagtailadmin.EditingSession", "user", in_full=True),
    Told("wagtailadmin.FormState", "user"),
    Told("wagtailcore.APIToken", "user", in_full=True),
    Told("wagtailcore.Comment", "resolved_by"),
    Told("wagtailcore.Comment", "user", in_full=True),
    Told("wagtailcore.CommentReply", "user", in_full=True),
    Told("wagtailcore.ModelLogEntry", "user", in_full=True),
    Told("wagtailcore.Page", "locked_by"),
    Told("wagtailcore.Page", "owner"),
    Told("wagtailcore.PageLogEntry", "user", in_full=True),
    Told("wagtailcore.PageSubscription", "user", in_full=True),
    Told("wagtailcore.Revision", "user"),
    Told("wagtailcore.TaskState", "finished_by", in_full=True),
    Told("wagtailcore.UploadedFile", "uploaded_by_user"),
    Told("wagtailcore.WorkflowState", "requested_by"),
    Told("wagtailusers.UserProfile", "user", in_full=True),
)

# What nobody is told, though it is theirs: who knows it could act in their name.
SECRET = frozenset(
    [
        "key",
        "key_hash",
        "password",
        "secret",
        "session_data",
        "session_hash",
        "session_key",
        "session_stamp",
        "token",
    ]
)
