"""Snippets, municipalities with their consultations, and consents."""

from collections import defaultdict

from pool.models import AdvisorConsent, ConsentText, Consultation, Municipality

from .frame import order_of
from .keys import translatable_snippets
from .rows import build, insert, insert_children, local, portable, row_data
from .work import Export, Import

MUNICIPALITIES, CONSENTS = "municipalities.json", "consents.json"
CONSENT_TEXTS = "consent_texts.json"


def write_snippets(out: Export) -> None:
    for model in translatable_snippets():
        label = model._meta.label_lower
        for obj in model._base_manager.order_by("pk"):
            name = out.keys.name(model, obj.pk)
            data = portable(model, row_data(obj), out.keys)
            out.writer.write(f"snippets/{label}/{name}.json", {"fields": data})
            out.writer.count("snippets")


def read_snippets(into: Import) -> None:
    for model in translatable_snippets():
        for key in order_of(into, model):
            entry = into.reader.read(f"snippets/{model._meta.label_lower}/{key}.json")
            data = local(model, entry["fields"], into.keys)
            obj = insert(build(model, data))
            insert_children(obj, data)
            into.keys.add(model, obj.pk, key)
            into.count("snippets")


def write_municipalities(out: Export) -> None:
    consultations: dict[str, list[dict]] = defaultdict(list)
    for consultation in Consultation.objects.order_by("sort_order", "pk"):
        data = portable(Consultation, row_data(consultation), out.keys)
        consultations[consultation.municipality_id].append(data)
    found = []
    for municipality in Municipality.objects.order_by("ags"):
        fields = {f.name: getattr(municipality, f.attname) for f in municipality._meta.fields}
        data = portable(Municipality, fields, out.keys)
        found.append({**data, "consultations": consultations[municipality.ags]})
    out.writer.write(MUNICIPALITIES, found)
    out.writer.count("municipalities", len(found))
    out.writer.count("consultations", sum(map(len, consultations.values())))


def read_municipalities(into: Import) -> None:
    rows = [local(Municipality, row, into.keys) for row in into.reader.read(MUNICIPALITIES)]
    Municipality.objects.bulk_create([build(Municipality, row) for row in rows])
    for row in rows:
        into.keys.add(Municipality, row["ags"], row["ags"])
    consultations = [
        build(Consultation, consultation, municipality_id=row["ags"])
        for row in rows
        for consultation in row["consultations"]
    ]
    Consultation.objects.bulk_create(consultations)
    into.count("municipalities", len(rows))
    into.count("consultations", len(consultations))


def write_consents(out: Export) -> None:
    """In the order in which they were recorded: the newest of a profile is the one that counts."""
    texts = [row_data(text) for text in ConsentText.objects.order_by("pk")]
    out.writer.write(CONSENT_TEXTS, [portable(ConsentText, row, out.keys) for row in texts])
    found = [
        portable(AdvisorConsent, row_data(consent), out.keys)
        for consent in AdvisorConsent.objects.order_by("pk")
    ]
    out.writer.write(CONSENTS, found)
    out.writer.count("consents", len(found))


def read_consents(into: Import) -> None:
    """Without them no profile would be public. Exports from before texts were kept have none."""
    if CONSENT_TEXTS in into.reader.files:
        for row in into.reader.read(CONSENT_TEXTS):
            insert(build(ConsentText, local(ConsentText, row, into.keys)))
    for row in into.reader.read(CONSENTS):
        insert(build(AdvisorConsent, local(AdvisorConsent, row, into.keys)))
        into.count("consents")
