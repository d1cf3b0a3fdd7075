"""From a stored mail to one that the mail server has taken, or that is given up.

Each recipient is an own transaction with the server: what one of them does not get, the others get
once. A worker that dies between the server's yes and our note of it delivers once more, with the
same Message-ID; it never loses one.
"""

import logging
import smtplib
from datetime import datetime, timedelta

from django.conf import settings
from django.core.mail import get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db.models import Min, Q, QuerySet
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from .models import QueuedMail
from .stored import StoredMessage

State, Problem = QueuedMail.State, QueuedMail.Problem

# While the server cannot be reached, one mail asks for all whether it is back.
SERVER_PAUSES = tuple(timedelta(minutes=minutes) for minutes in (1, 2, 5, 15))
# RFC 5321, 4.5.4.1: try again after half an hour at least, and for four to five days.
MAIL_PAUSES = tuple(timedelta(minutes=minutes) for minutes in (5, 30, 2 * 60, 4 * 60))
CLAIM = timedelta(minutes=10)
TURN = timedelta(seconds=30)  # after this the task makes room for others
OF_SERVER = (Problem.UNREACHABLE, Problem.SIGN_IN)

logger = logging.getLogger(__name__)


class ServerError(Exception):
    """The server cannot be reached or lets nobody in: nothing else can be delivered either."""

    def __init__(self, problem: str, code: int | None = None) -> None:
        super().__init__(problem)
        self.problem, self.code = problem, code


def wake(when: datetime | None = None) -> None:
    """Let the worker deliver what is due then; now, if no time is given."""
    from .tasks import deliver_mails

    if when is None:
        # Not left out because one is queued: that one may run before this transaction is through.
        deliver_mails.enqueue()
        return
    queued = DBTaskResult.objects.filter(
        task_path=deliver_mails.module_path, status="READY", run_after__lte=when
    )
    if not queued.filter(run_after__gt=timezone.now()).exists():
        deliver_mails.using(run_after=when).enqueue()


def wake_if_due() -> bool:
    """For the schedule, after a crash: wake the worker if something waits for longer than it
    should."""
    late = timezone.now() - timedelta(minutes=2)
    is_late = _due(late).exists()
    if is_late:
        wake()
    return is_late


def deliver_due() -> None:
    """Deliver what is due, the oldest first, and see to the next time."""
    began = timezone.now()
    give_up()
    if pause := _server_pause():
        _due(began).update(next_attempt_at=pause)
    else:
        _deliver_until(began + TURN)
    waiting = QueuedMail.objects.filter(state=State.WAITING)
    if earliest := waiting.aggregate(next=Min("next_attempt_at"))["next"]:
        wake(max(earliest, timezone.now() + timedelta(seconds=1)))


def give_up() -> int:
    """Give up what was tried for too long. How many mails that were."""
    late = timezone.now() - timedelta(days=settings.MAIL_GIVEN_UP_DAYS)
    waiting = QueuedMail.objects.filter(state=State.WAITING, queued_at__lt=late)
    count = waiting.update(state=State.GIVEN_UP, next_attempt_at=None)
    if count:
        logger.error(
            "%s mails could not be delivered in %s days and were given up; they are in the report "
            "of outgoing mails",
            count,
            settings.MAIL_GIVEN_UP_DAYS,
        )
    return count


def send_again(mail: QueuedMail) -> bool:
    """Try a mail once more at once, as if it were new; False if there is nothing left to send."""
    now = timezone.now()
    again = QueuedMail.objects.filter(pk=mail.pk, state__in=[State.WAITING, State.GIVEN_UP])
    done = again.update(
        state=State.WAITING, queued_at=now, tries=0, next_attempt_at=now, problem="", code=None
    )
    if done:
        end_pause()
        wake()
    return bool(done)


def forget_old() -> int:
    """Delete what is kept only to look something up. How many mails that were."""
    old = timezone.now() - timedelta(days=settings.MAIL_KEPT_DAYS)
    ended = QueuedMail.objects.filter(state__in=[State.DELIVERED, State.GIVEN_UP])
    return ended.filter(queued_at__lt=old).delete()[0]


def _due(at: datetime) -> QuerySet[QueuedMail]:
    is_due = Q(state=State.WAITING, next_attempt_at__lte=at)
    is_lost = Q(state=State.SENDING, claimed_at__lt=at - CLAIM)
    return QueuedMail.objects.filter(is_due | is_lost)


def _server_pause() -> datetime | None:
    """Until when the server is left alone, because it could not be reached a moment ago."""
    paused = QueuedMail.objects.filter(state=State.WAITING, problem__in=OF_SERVER)
    now = timezone.now()
    if paused.filter(next_attempt_at__lte=now).exists():
        return None  # it is time to ask
    return paused.aggregate(next=Min("next_attempt_at"))["next"]


def end_pause() -> None:
    """Whatever waits because of the server need not wait any longer."""
    paused = QueuedMail.objects.filter(state=State.WAITING, problem__in=("", *OF_SERVER))
    paused.update(problem="", code=None, next_attempt_at=timezone.now())


def _deliver_until(end: datetime) -> None:
    connection = get_connection(settings.MAIL_DELIVERY_BACKEND, fail_silently=False)
    try:
        while timezone.now() < end and (mail := _claim()):
            try:
                _deliver(mail, connection)
            except ServerError as error:
                _note_failure(mail, error.problem, error.code, SERVER_PAUSES)
                logger.error("Mails wait: %s (%s)", Problem(error.problem).name, error.code or "-")
                _due(timezone.now()).update(next_attempt_at=mail.next_attempt_at)
                return
            if mail.state == State.DELIVERED:
                end_pause()
    finally:
        _close(connection)


def _claim() -> QueuedMail | None:
    """The oldest mail that is due, now ours; None if nothing is due."""
    now = timezone.now()
    for pk in _due(now).order_by("pk").values_list("pk", flat=True)[:10]:
        # Others may have looked at the same moment: the database decides whose it is.
        if _due(now).filter(pk=pk).update(state=State.SENDING, claimed_at=now):
            return QueuedMail.objects.get(pk=pk)
    return None


def _deliver(mail: QueuedMail, connection: BaseEmailBackend) -> None:
    """Hand a mail to the server for each recipient. Raises `ServerError`."""
    _open(connection)
    problem, code = "", None
    for recipient in list(mail.recipients):
        mail.claimed_at = timezone.now()
        try:
            connection.send_messages([StoredMessage(mail, recipient)])
        except (smtplib.SMTPServerDisconnected, smtplib.SMTPConnectError) as error:
            raise ServerError(Problem.UNREACHABLE) from error
        except smtplib.SMTPException as error:
            problem, code = refusal_of(error)
        except OSError as error:
            raise ServerError(Problem.UNREACHABLE) from error
        except Exception:
            logger.exception("Outgoing mail %s failed", mail.pk)
            problem, code = Problem.OTHER, None
        else:
            mail.recipients.remove(recipient)
        mail.save(update_fields=["recipients", "claimed_at"])
    if mail.recipients:
        _note_failure(mail, problem, code, MAIL_PAUSES)
        return
    mail.forget()
    mail.state, mail.sent_at = State.DELIVERED, timezone.now()
    mail.problem, mail.code, mail.next_attempt_at, mail.claimed_at = "", None, None, None
    mail.tries += 1
    mail.save()


def _open(connection: BaseEmailBackend) -> None:
    try:
        connection.open()
    except smtplib.SMTPAuthenticationError as error:
        raise ServerError(Problem.SIGN_IN, error.smtp_code) from error
    except (OSError, smtplib.SMTPException) as error:
        raise ServerError(Problem.UNREACHABLE, getattr(error, "smtp_code", None)) from error


def _close(connection: BaseEmailBackend) -> None:
    try:
        connection.close()
    except (OSError, smtplib.SMTPException):
        logger.debug("The mail server hung up by itself")


def _note_failure(
    mail: QueuedMail, problem: str, code: int | None, pauses: tuple[timedelta, ...]
) -> None:
    pause = pauses[min(mail.tries, len(pauses) - 1)]
    mail.tries += 1
    mail.state, mail.claimed_at = State.WAITING, None
    mail.problem, mail.code = problem, code
    mail.next_attempt_at = timezone.now() + pause
    mail.save(update_fields=["tries", "state", "claimed_at", "problem", "code", "next_attempt_at"])


def refusal_of(error: smtplib.SMTPException) -> tuple[str, int | None]:
    """What the server refused, and its number. What it said is left out: it names people."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        codes = [code for code, __ in error.recipients.values()]
        return Problem.RECIPIENT, codes[0] if codes else None
    if isinstance(error, smtplib.SMTPSenderRefused):
        return Problem.SENDER, error.smtp_code
    if isinstance(error, smtplib.SMTPDataError):
        return Problem.CONTENT, error.smtp_code
    return Problem.OTHER, getattr(error, "smtp_code", None)
