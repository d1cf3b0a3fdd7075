"""Words that stand in nearly every text and say nothing about it: they are not searched for."""

_GERMAN = """
aber alle allem allen aller alles als also am an andere anderen anderer anderes auch auf aus bei
beim bin bis bist da dabei dadurch dafür dagegen daher damit danach daran darauf daraus darin
darüber darum das dass davon dazu dein deine dem den denen denn der deren des deshalb dessen die
dies diese diesem diesen dieser dieses doch dort du durch ein eine einem einen einer eines einige
einigen er es etwas euch euer für gegen gewesen hab habe haben hat hatte hatten hier hin hinter
ich ihm ihn ihnen ihr ihre ihrem ihren ihrer ihres im in indem ins ist ja jede jedem jeden jeder
jedes jene jenem jenen jener jenes kann kein keine keinem keinen keiner können könnte man mein
meine mich mir mit muss müssen nach nicht nichts noch nun nur ob oder ohne sehr sein seine seinem
seinen seiner seines sich sie sind so sogar solche solchem solchen solcher solches soll sollen
sollte sondern sonst sowie über um und uns unser unsere unserem unseren unserer unter vom von vor
wann war waren warum was weil weiter welche welchem welchen welcher welches wenn wer werde werden
wie wieder will wir wird wo wodurch wofür wollen worden wurde wurden während zu zum zur zwar
zwischen
"""
_ENGLISH = """
about above after again against all also am an and any are as at be because been before being
below between both but by can cannot could did do does doing down during each few for from further
had has have having he her here hers him his how if in into is it its itself just me more most my
no nor not now of off on once only or other our ours out over own same she should so some such
than that the their theirs them then there these they this those through to too under until up
very was we were what when where which while who whom why will with would you your yours
"""

COMMON_WORDS = {
    "de": frozenset(_GERMAN.split()),
    "en": frozenset(_ENGLISH.split()),
}
