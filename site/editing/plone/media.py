"""Pictures and documents of an export."""

import base64
import binascii
from io import BytesIO
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from wagtail.documents import get_document_model
from wagtail.documents.fields import WagtailDocumentField
from wagtail.images import get_image_model
from wagtail.images.fields import WagtailImageField
from wagtail.models import Collection, CollectionViewRestriction
from wagtail.utils.file import hash_filelike

from .items import Item
from .reading import inside
from .report import Report

MAX_TITLE = 255
# Files that visitors of the old site did not see: this site's visitors do not see them either.
HIDDEN_COLLECTION = "Aus Plone, nicht öffentlich"


class Media:
    """Makes pictures and documents; `discard` deletes their files if the import is taken back."""

    def __init__(self, files: Path | None, report: Report) -> None:
        self.files = files
        self.report = report
        self.made: list[Any] = []

    def image(self, item: Item, blob: Any, collection: Collection, title: str = "") -> Any:
        """The picture that a field of an item holds, saved; None if it can't be, which is told."""
        content = self._content(item, blob)
        if content is None:
            return None
        name = _file_name(blob, item)
        try:
            WagtailImageField().clean(SimpleUploadedFile(name, content))
        except ValidationError as error:
            self._refuse(item, name, error)
            return None
        image = get_image_model()(
            title=(title or item.text("title") or name)[:MAX_TITLE],
            description=item.text("description")[:255] if item.type == "Image" else "",
            credit=item.text("rights")[:255],
            collection=collection,
        )
        if not image.credit:
            self.report.note(item.path, f"the picture {name} has no credit (Plone: “rights”)")
        return self._keep(image, name, content)

    def document(self, item: Item, collection: Collection) -> Any:
        """The document of a File, saved; None if it can't be, which is told."""
        blob = item.get("file")
        content = self._content(item, blob)
        if content is None:
            return None
        name = _file_name(blob, item)
        document = get_document_model()(
            title=(item.text("title") or name)[:MAX_TITLE],
            collection=collection,
            language=item.language,
        )
        upload = SimpleUploadedFile(name, content)
        document.file = upload
        try:
            WagtailDocumentField().clean(upload)
            document.clean()
        except ValidationError as error:
            self._refuse(item, name, error)
            return None
        return self._keep(document, name, content)

    def discard(self) -> None:
        """Delete the files that were written; what the database has of them is rolled back."""
        for made in self.made:
            made.file.delete(save=False)

    def _keep(self, made: Any, name: str, content: bytes) -> Any:
        made.file_size = len(content)
        made.file_hash = hash_filelike(BytesIO(content))
        made.file.save(name, SimpleUploadedFile(name, content), save=False)
        self.made.append(made)
        made.save()
        return made

    def _content(self, item: Item, blob: Any) -> bytes | None:
        """The bytes of a file: in the entry itself, or where the export keeps its files."""
        if not isinstance(blob, dict):
            self.report.note(item.path, "has no file")
            return None
        if blob.get("encoding") == "base64" and isinstance(blob.get("data"), str):
            try:
                return base64.b64decode(blob["data"], validate=True)
            except binascii.Error:
                self.report.note(item.path, "the file in the export is damaged")
                return None
        if name := blob.get("blob_path"):
            path = self.files and inside(self.files, str(name))
            if path and path.is_file():
                return path.read_bytes()
            self.report.note(item.path, f"the file {name} is missing; name its folder with --blobs")
            return None
        if blob.get("download"):
            self.report.note(
                item.path,
                "only the address of the file was exported; export files as base64 or blob paths",
            )
            return None
        self.report.note(item.path, "the file was not exported")
        return None

    def _refuse(self, item: Item, name: str, error: ValidationError) -> None:
        self.report.note(item.path, f"the file {name} was refused: {' '.join(error.messages)}")


class Collections:
    """Where files go: a collection for each folder of files, and one that visitors do not see."""

    def __init__(self) -> None:
        self.root = Collection.get_first_root_node()

    def of_folder(self, title: str, above: Collection | None = None) -> Collection:
        """The collection of a name below another, made if it is not there."""
        above = above or self.root
        found = above.get_children().filter(name=title[:MAX_TITLE]).first()
        # Adding a child writes into the numbers of the tree, which a copy in memory does not see.
        above.refresh_from_db()
        return found or above.add_child(instance=Collection(name=title[:MAX_TITLE]))

    def hidden(self) -> Collection:
        """The collection of files that only who is signed in may see."""
        collection = self.of_folder(HIDDEN_COLLECTION)
        CollectionViewRestriction.objects.get_or_create(
            collection=collection, restriction_type=CollectionViewRestriction.LOGIN
        )
        return collection


def _file_name(blob: dict[str, Any], item: Item) -> str:
    return Path(str(blob.get("filename") or item.id)).name or "file"
