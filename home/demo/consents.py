"""A sample of the text that advisors consent to, so that the demo's consents name one."""

from pool.models import ConsentText

GERMAN = """
Muster einer Einwilligung

Ich willige ein, dass mein Profil auf dieser Website veröffentlicht wird, mit den Angaben, die ich
angekreuzt habe. Die Angaben sind dann weltweit und auch über Suchmaschinen zu finden. Die
Einwilligung ist freiwillig. Ich kann sie jederzeit und ohne Angabe von Gründen widerrufen; mein
Profil wird dann sofort gelöscht. Die Veröffentlichung bis dahin bleibt rechtmäßig.
"""
ENGLISH = """
Sample of a consent

I agree that my profile is published on this website, with the details that I have ticked. They can
then be found all over the world, also through search engines. This consent is voluntary. I can
withdraw it at any time and without giving reasons; my profile is then deleted at once. Its
publication until then remains lawful.
"""


def ensure_consent_text(version: str) -> None:
    """Keep the sample under this version, unless a text of that version is kept already."""
    if not ConsentText.objects.filter(version=version).exists():
        ConsentText.objects.create(version=version, text_de=GERMAN, text_en=ENGLISH)
