"""A mail as it was written, to be handed to a backend once more, byte for byte."""

from django.core.mail import EmailMessage

from .models import QueuedMail


class StoredContent:
    """What `EmailMessage.message` gives to Django's own backends: SMTP, file, console."""

    def __init__(self, content: bytes) -> None:
        self.content = content

    def as_bytes(self, unixfrom: bool = False, linesep: str = "\n") -> bytes:
        return self.content.replace(b"\n", linesep.encode())

    def as_string(self, unixfrom: bool = False, linesep: str = "\n") -> str:
        return self.as_bytes(unixfrom, linesep).decode(errors="replace")

    def get_charset(self) -> None:
        return None


class StoredMessage(EmailMessage):
    """A stored mail on its way to one of its recipients."""

    def __init__(self, mail: QueuedMail, recipient: str) -> None:
        super().__init__(from_email=mail.sender, to=[recipient])
        self.stored = StoredContent(bytes(mail.content))

    def message(self) -> StoredContent:
        return self.stored


def content_of(message: EmailMessage) -> bytes:
    """The mail with headers and attachments, lines ending as in Unix. Its date and Message-ID are
    of now, whenever it is delivered. Raises `BadHeaderError`."""
    return message.message().as_bytes(linesep="\n")
