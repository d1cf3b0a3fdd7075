"""The jobs of the schedule in the order in which they run, and how often at most."""

from datetime import timedelta

from ..personal_data.withdrawal.withdrawing import erase_what_is_left
from . import consents, files, mails, publishing, recovery, retention, statistics, tidying
from .runner import Job

EACH_TIME = timedelta(0)
HOURLY = timedelta(hours=1)
DAILY = timedelta(days=1)
MONTHLY = timedelta(days=30)

JOBS = (
    Job("expire", EACH_TIME, publishing.expire),
    Job("consents", EACH_TIME, consents.take_offline),
    Job("withdrawals", HOURLY, erase_what_is_left),
    Job("files", EACH_TIME, retention.delete_files),
    Job("publish", EACH_TIME, publishing.publish),
    Job("mails", EACH_TIME, mails.wake_worker),
    Job("tasks", EACH_TIME, recovery.resume_tasks),
    Job("consent-notices", HOURLY, consents.mention_ends),
    Job("contact-forms", HOURLY, retention.delete_form_entries),
    Job("sessions", DAILY, retention.delete_sessions),
    Job("private-files", EACH_TIME, files.put_in_place),
    Job("uploads", HOURLY, retention.delete_uploads),
    Job("old-mails", DAILY, retention.delete_mails),
    Job("abandoned-uploads", HOURLY, files.delete_abandoned),
    Job("deliveries", DAILY, retention.delete_deliveries),
    Job("unsaved", HOURLY, tidying.delete_unsaved),
    Job("versions", DAILY, tidying.delete_versions),
    Job("history", DAILY, tidying.delete_history),
    Job("sign-ins", DAILY, tidying.delete_sign_ins),
    Job("statistics", DAILY, statistics.renew_statistics),
    Job("profiles-without-consent", MONTHLY, tidying.mention_profiles_without_consent),
)
