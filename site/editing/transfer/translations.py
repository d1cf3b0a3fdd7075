"""What wagtail-localize knows: what was handed over for translation, and every translated sentence.

Its segments are not exported: they follow from what was handed over, and are made anew.
"""

import json
from collections import defaultdict
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import FieldDoesNotExist
from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import ForeignKey, Model
from django.utils.dateparse import parse_datetime
from modelcluster.models import ClusterableModel, get_serializable_data_for_fields
from wagtail.fields import StreamField
from wagtail.models import Locale, get_translatable_models
from wagtail_localize.models import (
    SegmentOverride,
    String,
    StringTranslation,
    TranslatableObject,
    Translation,
    TranslationContext,
    TranslationSource,
)

from ..models import SourceChange
from .errors import TransferError
from .keys import translatable_name
from .pages import OF_THE_PAGE
from .references import block_at, rename_in_block
from .rows import (
    Data,
    as_revision,
    build,
    differences,
    insert,
    local,
    portable,
    row_data,
    without,
)
from .work import Export, Import

MEMORY, CHANGES = "translations/memory.json", "translations/changes.json"
SOURCES = "translations/sources"


# --- Out ------------------------------------------------------------------------------------------


def write_translations(out: Export) -> None:
    sentences = _sentences_by_object(out)
    overrides = defaultdict(list)
    for override in SegmentOverride.objects.select_related("context").order_by("pk"):
        if override.context:
            overrides[override.context.object_id].append(override)
    sources = TranslationSource.objects.select_related("object__content_type", "locale")
    for source in sources.order_by("pk"):
        try:
            instance = source.get_source_instance()
        except source.specific_content_type.model_class().DoesNotExist:
            continue  # of something that was deleted since
        content = _source(out, source, instance)
        content["strings"] = sentences.get((source.object_id, source.locale_id), [])
        content["overrides"] = [
            _override(out, override, instance, json.loads(source.content_json))
            for override in overrides[source.object_id]
        ]
        content["overrides"].sort(key=lambda item: (item["path"], item["locale"]))
        name = translatable_name(source.locale.language_code, source.object_id)
        out.writer.write(f"{SOURCES}/{name}.json", content)
        out.writer.count("translated objects")
        out.writer.count("translated sentences", len(content["strings"]))
    out.writer.write(MEMORY, sentences.get((None, None), []))
    _write_changes(out)


def _sentences_by_object(out: Export) -> dict[tuple[Any, Any], list[Data]]:
    """The translated sentences by (object, language of the original); (None, None) has those
    that belong to no object."""
    found: dict[tuple[Any, Any], list[Data]] = defaultdict(list)
    for row in StringTranslation.objects.select_related("translation_of", "context"):
        place = (None, None)
        if row.context:
            place = (row.context.object_id, row.translation_of.locale_id)
        found[place].append(
            {
                "path": row.context and row.context.path,
                "source_locale": out.keys.name(Locale, row.translation_of.locale_id),
                "source": row.translation_of.data,
                **portable(StringTranslation, _own_fields(row), out.keys),
            }
        )
    for sentences in found.values():
        sentences.sort(key=lambda item: (item["path"] or "", item["source"], item["locale"]))
    return found


def _own_fields(row: Model) -> Data:
    return without(row_data(row), ["translation_of", "context"])


def _source(out: Export, source: TranslationSource, instance: Model) -> Data:
    model = type(instance)
    current = portable(model, row_data(instance), out.keys)
    handed_over = portable(model, json.loads(source.content_json), out.keys)
    return {
        "type": model._meta.label,
        "object": out.keys.name(model, instance.pk),
        "title": source.object_repr,
        "schema_version": source.schema_version,
        "created_at": source.created_at.isoformat(),
        "last_updated_at": source.last_updated_at.isoformat(),
        # What was handed over for translation, where it differs from what is there now.
        "changes": differences(current, without(handed_over, OF_THE_PAGE)),
        "translations": [
            portable(Translation, without(row_data(translation), ["source"]), out.keys)
            for translation in source.translations.order_by("target_locale__language_code")
        ],
    }


def _override(out: Export, row: SegmentOverride, instance: Model, content: Data) -> Data:
    value = _renamed_value(type(instance), content, row.context.path, row.data, out.keys.name)
    fields = without(portable(SegmentOverride, row_data(row), out.keys), ["context", "data_json"])
    return {"path": row.context.path, "value": value, **fields}


def _renamed_value(model: type[Model], content: Data, path: str, value: Any, renamed: Any) -> Any:
    """The value of a field or block that a translation has otherwise: it may be a reference."""
    name, *rest = path.split(".")
    try:
        field = model._meta.get_field(name)
    except FieldDoesNotExist:
        return value  # of an earlier version of the model
    if isinstance(field, ForeignKey):
        return None if value is None else renamed(field.related_model, value)
    if isinstance(field, StreamField):
        raw = content.get(name) or []
        raw = json.loads(raw) if isinstance(raw, str) else raw
        block = block_at(field.stream_block, raw, rest)
        return value if block is None else rename_in_block(block, value, renamed)
    return value


def _write_changes(out: Export) -> None:
    """What changed in originals since they were translated."""
    rows = SourceChange.objects.order_by("translation_key", "locale__language_code")
    found = [portable(SourceChange, row_data(row), out.keys) for row in rows]
    out.writer.write(CHANGES, found)
    out.writer.count("outdated translations", len(found))


# --- In -------------------------------------------------------------------------------------------


def read_translations(into: Import) -> None:
    memory = _Memory(into)
    for __, data in into.reader.below(SOURCES):
        _read_source(into, memory, data)
        into.count("translated objects")
        into.count("translated sentences", len(data["strings"]))
    for sentence in into.reader.read(MEMORY):
        memory.add(sentence, None)
    for row in into.reader.read(CHANGES):
        insert(build(SourceChange, local(SourceChange, row, into.keys)))
        into.count("outdated translations")


def _read_source(into: Import, memory: "_Memory", data: Data) -> None:
    model = next(
        (
            m
            for m in get_translatable_models(include_subclasses=True)
            if m._meta.label == data["type"]
        ),
        None,
    )
    if model is None:
        raise TransferError(f"This site has nothing of the type “{data['type']}”.")
    instance = model._base_manager.get(pk=into.keys.pk(model, data["object"]))
    of_all_types = ContentType.objects.get_for_model(instance.get_translation_model())
    translatable, __ = TranslatableObject.objects.get_or_create(
        translation_key=instance.translation_key, defaults={"content_type": of_all_types}
    )
    content = _content_of(instance) | as_revision(local(model, data["changes"], into.keys))
    source = insert(
        TranslationSource(
            object=translatable,
            specific_content_type=ContentType.objects.get_for_model(model),
            locale_id=instance.locale_id,
            object_repr=data["title"],
            content_json=json.dumps(content, cls=DjangoJSONEncoder),
            schema_version=data["schema_version"],
            created_at=parse_datetime(data["created_at"]),
            last_updated_at=parse_datetime(data["last_updated_at"]),
        )
    )
    # Before there are translations: a new sentence would make those that exist follow.
    source.refresh_segments()
    for row in data["translations"]:
        insert(build(Translation, local(Translation, row, into.keys), source=source))
    for sentence in data["strings"]:
        memory.add(sentence, translatable)
    for row in data["overrides"]:
        row = dict(row)
        path = row.pop("path")
        value = _renamed_value(model, content, path, row.pop("value"), into.keys.pk)
        insert(
            build(
                SegmentOverride,
                local(SegmentOverride, row, into.keys),
                context=memory.context(translatable, path),
                data_json=json.dumps(value),
            )
        )


def _content_of(instance: Model) -> Data:
    """As wagtail-localize serialises an object that is handed over."""
    if isinstance(instance, ClusterableModel):
        return json.loads(instance.to_json())
    data = get_serializable_data_for_fields(instance)
    return json.loads(json.dumps(data, cls=DjangoJSONEncoder))


class _Memory:
    """Sentences and the places where they stand, each stored once."""

    def __init__(self, into: Import) -> None:
        self.into = into
        self._strings: dict[tuple[Any, str], String] = {}
        self._contexts: dict[tuple[Any, str], TranslationContext] = {}

    def add(self, sentence: Data, of: TranslatableObject | None) -> None:
        """Store the translation of a sentence."""
        row = dict(sentence)
        path, text = row.pop("path"), row.pop("source")
        locale = self.into.keys.pk(Locale, row.pop("source_locale"))
        insert(
            build(
                StringTranslation,
                local(StringTranslation, row, self.into.keys),
                translation_of=self.string(locale, text),
                context=of and self.context(of, path),
            )
        )

    def string(self, locale: Any, text: str) -> String:
        key = (locale, text)
        if key not in self._strings:
            self._strings[key] = String.objects.get_or_create(
                locale_id=locale, data_hash=String._get_data_hash(text), defaults={"data": text}
            )[0]
        return self._strings[key]

    def context(self, of: TranslatableObject, path: str) -> TranslationContext:
        key = (of.pk, path)
        if key not in self._contexts:
            self._contexts[key] = TranslationContext.objects.get_or_create(
                object_id=of.pk,
                path_id=TranslationContext._get_path_id(path),
                defaults={"path": path},
            )[0]
        return self._contexts[key]
