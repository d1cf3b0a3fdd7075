"""Sentences for many items, the same for the same seed, in both languages side by side.

No real people and no real events; the words are those of municipal development cooperation, so
that texts compress, wrap and are searched as the site's own are.
"""

import random
from dataclasses import dataclass
from typing import NamedTuple

LANGUAGES = ("de", "en")


class Both(NamedTuple):
    """A text in German and in English."""

    de: str
    en: str


def _words(*lines: str) -> list[str]:
    return " ".join(lines).split()


def _both(*pairs: str) -> list[Both]:
    return [Both(*(part.strip() for part in pair.split("|"))) for pair in pairs]


WHO = _both(
    "Die Beraterinnen und Berater | The advisors",
    "Vertreterinnen und Vertreter der Stadtverwaltung | Representatives of the city administration",
    "Mehrere Vereine aus der Nachbarschaft | Several associations from the neighbourhood",
    "Lehrkräfte und Eltern | Teachers and parents",
    "Die Mitglieder des Integrationsrates | The members of the integration council",
    "Junge Erwachsene mit Migrationsgeschichte | Young adults with a migration background",
    "Die Beauftragten für Nachhaltigkeit | The officers for sustainability",
    "Unternehmen aus dem Kreis | Companies from the district",
    "Ehrenamtliche der Weltläden | Volunteers of the fair trade shops",
    "Die Partnerstädte | The twin towns",
    "Fachleute für kommunale Beschaffung | Experts in municipal procurement",
    "Migrantische Organisationen | Migrant organisations",
)
DID = _both(
    "sprachen über Wege zu einer gerechten Beschaffung | discussed ways towards fair procurement",
    "stellten ihre Vorhaben für das kommende Jahr vor | presented their plans for the coming year",
    "vereinbarten gemeinsame Schritte für den Klimaschutz "
    "| agreed on joint steps for climate protection",
    "sammelten Ideen für eine lebendige Städtepartnerschaft "
    "| collected ideas for a lively city partnership",
    "berichteten von ihren Erfahrungen aus Ghana, Kolumbien und Vietnam "
    "| reported on their experience from Ghana, Colombia and Vietnam",
    "planten eine Reihe von Workshops für Schulen | planned a series of workshops for schools",
    "tauschten sich mit dem Bürgermeister über Fördermittel aus "
    "| talked with the mayor about funding",
    "entwickelten einen Leitfaden für neue Netzwerke | developed a guide for new networks",
    "werteten die Ergebnisse der Befragung aus | evaluated the results of the survey",
    "beschlossen ein Bündnis gegen Rassismus | formed an alliance against racism",
    "zeigten, wie globale Ziele im Alltag ankommen | showed how global goals reach everyday life",
    "luden zu einem Rundgang durch das Quartier ein | invited people to a walk through the quarter",
)
HOW = _both(
    "im großen Saal des Rathauses | in the large hall of the town hall",
    "bei einem ganztägigen Dialogforum | at a dialogue forum that lasted all day",
    "mit Unterstützung der Servicestelle | with the support of the service agency",
    "gemeinsam mit der Volkshochschule | together with the adult education centre",
    "vor rund achtzig Gästen | in front of some eighty guests",
    "in kleinen Gruppen an runden Tischen | in small groups at round tables",
    "nach intensiver Vorbereitung | after intensive preparation",
    "zum Auftakt der Fairen Woche | at the opening of the Fair Trade Week",
    "im Rahmen der Interkulturellen Woche | as part of the Intercultural Week",
    "mit Blick auf die Ziele der Agenda 2030 | with a view to the goals of the 2030 Agenda",
)
THEN = _both(
    "Im Mittelpunkt stand die Frage, was eine einzelne Gemeinde bewirken kann. "
    "| The main question was what a single municipality can achieve.",
    "Viele Anregungen lassen sich ohne großen Aufwand umsetzen. "
    "| Many of the suggestions can be carried out without great effort.",
    "Ein Protokoll mit allen Ergebnissen geht den Beteiligten in den nächsten Wochen zu. "
    "| Minutes with all results will be sent to those involved in the coming weeks.",
    "Besonders die Berichte aus der Praxis fanden großen Anklang. "
    "| The reports from practice in particular were very well received.",
    "Die Verwaltung prüft nun, welche Mittel im Haushalt zur Verfügung stehen. "
    "| The administration is now looking into what the budget has to offer.",
    "Wer mitmachen möchte, ist beim nächsten Treffen herzlich willkommen. "
    "| Whoever would like to join is most welcome at the next meeting.",
    "Dabei zeigte sich, wie wichtig verlässliche Ansprechpersonen sind. "
    "| This showed how important reliable contacts are.",
    "Für das kommende Frühjahr ist bereits eine Fortsetzung geplant. "
    "| A continuation is already planned for next spring.",
)
EVENTS = _both(
    "Dialogforum | Dialogue forum",
    "Workshop | Workshop",
    "Ausstellung | Exhibition",
    "Fachgespräch | Expert talk",
    "Netzwerktreffen | Network meeting",
    "Beratung | Consultation",
    "Podium | Panel",
    "Projekttag | Project day",
)
SUBJECTS = _both(
    "Fairer Handel im Rathaus | Fair trade in the town hall",
    "Klimaschutz vor der Haustür | Climate protection on the doorstep",
    "Neue Partnerschaft mit einer Stadt in Westafrika | New partnership with a West African city",
    "Schulen lernen global | Schools learn globally",
    "Was Vereine gemeinsam erreichen | What associations achieve together",
    "Nachhaltig einkaufen | Sustainable purchasing",
    "Vielfalt in der Verwaltung | Diversity in the administration",
    "Wie Beteiligung gelingt | How participation succeeds",
)
HEADINGS = _both(
    "Was besprochen wurde | What was discussed",
    "Wie es weitergeht | What comes next",
    "Aus der Praxis | From practice",
    "Wer dabei war | Who was there",
    "Erste Ergebnisse | First results",
)
POINTS = _both(
    "Bestandsaufnahme der bisherigen Arbeit | Review of the work so far",
    "Kontakte zu Vereinen und Schulen | Contacts with associations and schools",
    "ein fester Termin im Jahr | a fixed date every year",
    "Kriterien für die Beschaffung | Criteria for procurement",
    "Mittel aus Landesprogrammen | Funds from the programmes of the state",
    "Öffentlichkeitsarbeit in mehreren Sprachen | Public relations in several languages",
)
PLACES = _words(
    "Aalen Bielefeld Bochum Bonn Böblingen Dortmund Duisburg Düsseldorf Esslingen Freiburg",
    "Gütersloh Hagen Hamm Heidelberg Heilbronn Herne Karlsruhe Köln Konstanz Krefeld Leonberg",
    "Leverkusen Ludwigsburg Mannheim Mülheim Münster Neuss Offenburg Paderborn Pforzheim",
    "Ravensburg Reutlingen Solingen Stuttgart Tübingen Ulm Unna Witten Wuppertal",
)
FIRST_NAMES = _words(
    "Adwoa Amara Bahar Carlos Dalia Emeka Farida Gabriela Hamid Imani Jamal Kadir Leyla Miguel",
    "Nadia Omar Paula Quynh Rosa Samir Thuy Ursula Victor Wanja Xenia Yusuf Zainab",
)
LAST_NAMES = _words(
    "Mustermann Beispielova Musterdotter Exempelsen Probando Muestrez Fiktivo Testwala",
    "Vorlageoglu Platzhalterian",
)


@dataclass(frozen=True)
class Pool:
    """Ready passages, from which items take theirs: `paragraphs` of about 420 characters, `lists`
    as rich text, quotations."""

    paragraphs: list[Both]
    lists: list[Both]
    quotes: list[Both]


def make_pool(seed: int = 1, paragraphs: int = 400) -> Pool:
    """Passages for all items."""
    dice = random.Random(seed)  # noqa: S311 - the same texts each time
    return Pool(
        [_paragraph(dice) for __ in range(paragraphs)],
        [_list(dice) for __ in range(40)],
        [_quote(dice) for __ in range(40)],
    )


def sentence(dice: random.Random) -> Both:
    """One sentence in both languages."""
    who, did, how = dice.choice(WHO), dice.choice(DID), dice.choice(HOW)
    place = dice.choice(PLACES)
    return Both(
        f"{who.de} {did.de}, {how.de} in {place}.", f"{who.en} {did.en}, {how.en} in {place}."
    )


def _paragraph(dice: random.Random) -> Both:
    sentences = [sentence(dice), dice.choice(THEN), sentence(dice), dice.choice(THEN)]
    return Both(*(f"<p>{' '.join(s[side] for s in sentences)}</p>" for side in (0, 1)))


def _list(dice: random.Random) -> Both:
    points = dice.sample(POINTS, 4)
    rows = ["".join(f"<li>{point[side]}</li>" for point in points) for side in (0, 1)]
    return Both(f"<p>Vereinbart wurde:</p><ul>{rows[0]}</ul>", f"<p>Agreed:</p><ul>{rows[1]}</ul>")


def _quote(dice: random.Random) -> Both:
    first, second = dice.choice(THEN), dice.choice(THEN)
    return Both(f"{first.de} {second.de}", f"{first.en} {second.en}")
