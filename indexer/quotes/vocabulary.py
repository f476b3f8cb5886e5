"""Words that decide what a sentence says, folded, in Spanish and English: change one, and the meaning may turn."""

from __future__ import annotations

import re
from collections.abc import Collection

from indexer.text.fold import fold


def _words(listed: str) -> frozenset[str]:
    return frozenset(listed.split())


NEGATIONS = _words(
    "no ni nunca jamas tampoco sin nadie nada ningun ninguno ninguna ningunos ningunas apenas not never neither "
    "nor none nobody nothing nowhere without cannot cant dont doesnt didnt isnt arent wasnt werent wont wouldnt "
    "shouldnt couldnt hasnt havent hadnt mustnt hardly barely scarcely unable"
)
SIDES = _words("contra against versus excepto salvo except unless")
"""Whom a sentence is for and whom it leaves out: put in or left out, they turn it."""

OPPOSITES = frozenset(
    frozenset(pair.split("/"))
    for pair in _words(
        "con/sin y/o e/o y/u porque/aunque desde/hasta sobre/bajo ante/tras antes/despues dentro/fuera arriba/abajo "
        "tambien/tampoco with/without and/or because/although before/after over/under up/down in/out from/to "
        "above/below until/since"
    )
)
"""Little words of which one in place of the other turns a sentence."""

ENGLISH_NEGATED = _words("don doesn didn isn aren wasn weren won wouldn shouldn couldn hasn haven hadn mustn ain can")
"""Before a lone ``t`` (folding parts ``don't``) these are negations."""

QUANTIFIERS = _words(
    "todo toda todos todas algun alguno alguna algunos algunas varios varias mucho mucha muchos muchas muchisimo "
    "muchisimos muchisimas poco poca pocos pocas bastante bastantes demasiado demasiados demasiadas cada ambos "
    "ambas solo solamente unicamente casi siempre menos mas mayoria minoria mitad tercio doble triple tanto tanta "
    "tantos tantas cualquier cualquiera aproximadamente exactamente alrededor cerca total parte medio media "
    "miles millares millar cientos centenares centenar centenas centena decenas decena docenas docena par numerosos "
    "numerosas incontables innumerables infinidad multitud escasos escasas unico unica unicos unicas unicamente "
    "all every each some "
    "any many much few several most more less least fewer only just almost nearly always often both half majority "
    "minority enough approximately exactly roughly around entire whole double triple part thousands hundreds tens "
    "dozens dozen scores couple several numerous countless plenty"
)
MODALS = _words(
    "puede pueden puedo podemos podia podian podria podrian podriamos podra podran pudo pudieron pueda puedan "
    "pudiera pudieran debe deben debo debemos debia debian deberia deberian deberiamos debera deberan deba deban "
    "debiera quiza quizas acaso posiblemente probablemente seguramente may might must shall should can could "
    "would will ought perhaps maybe possibly probably certainly"
)
DATES = _words(
    "enero febrero marzo abril mayo junio julio agosto septiembre setiembre octubre noviembre diciembre lunes "
    "martes miercoles jueves viernes sabado domingo ayer hoy anteayer antier january february march april june "
    "july august september october november december monday tuesday wednesday thursday friday saturday sunday "
    "yesterday today tomorrow"
)
SPANISH_FUNCTION = _words(
    "a al ante bajo con contra de del desde e el ella ellas ello ellos en entre esa esas ese eso esos esta estas "
    "este esto estos ha han he hemos la las le les lo los me mi mis nos nosotros o os para pero por porque pues "
    "que se sea ser si sino sobre son su sus tambien te tu tus u un una uno unas unos usted ustedes y ya yo es "
    "era eran esta estan estaba fue fueron hay como cuando donde cual cuales quien quienes asi entonces ahi aqui "
    "alli ahora tan muy bien aunque mientras durante hasta segun tras mediante aquel aquella aquellos aquellas "
    "nuestro nuestra nuestros nuestras"
)
ENGLISH_FUNCTION = _words(
    "the an and are as at be been being but by for from had has have her here him his i if in into is it its my "
    "of on or our out over own she so than that their them then there these they this those through to under "
    "until up very was we were what when where which while who whom why with you your he me us do does did am "
    "about after before a"
)
FUNCTION = SPANISH_FUNCTION | ENGLISH_FUNCTION
"""Words whose exchange changes grammar rather than sense; a critical one is in no other set here."""
NUMBER_WORDS = _words(
    "cero dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce quince dieciseis diecisiete "
    "dieciocho diecinueve veinte veintiuno veintiun veintiuna veintidos veintitres veinticuatro veinticinco "
    "veintiseis veintisiete veintiocho veintinueve treinta cuarenta cincuenta sesenta setenta ochenta noventa "
    "cien ciento doscientos doscientas trescientos trescientas cuatrocientos cuatrocientas quinientos quinientas "
    "seiscientos seiscientas setecientos setecientas ochocientos ochocientas novecientos novecientas mil millon "
    "millones billon billones primero primera segundo segunda tercero tercera tercer cuarto cuarta quinto quinta "
    "sexto sexta septimo septima octavo octava noveno novena decimo decima undecimo duodecimo vigesimo vigesima "
    "trigesimo trigesima centesimo centesima "
    "zero two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred thousand million millions "
    "billion billions trillion first second third fourth fifth sixth seventh eighth ninth tenth"
)
"""``uno``, ``una`` and ``one`` are articles and pronouns more often than numbers."""

OFFICES = _words(
    "el la los las de del en a al y por ante desde su sus entonces candidato candidata presidente presidenta "
    "expresidente secretario secretaria general gobernador gobernadora doctor doctora licenciado licenciada senador "
    "senadora diputado diputada vocero ministro ministra fiscal comandante conferencia prensa matutina mañanera "
    "entrevista discurso mensaje informe palacio nacional republica the of on in at by to his her president then "
    "former secretary minister governor senator press conference morning interview speech address statement"
)
"""What an attribution has beside names, dates and the saying."""


def is_number(word: str) -> bool:
    return any(char.isdigit() for char in word) or word in NUMBER_WORDS


_IDIOM = re.compile(r"(?:sin\s(?:embargo|duda)|no\s(?:obstante|s[óo]lo|doubt)|nada\sm[áa]s|not\sonly)\b", re.IGNORECASE)
"""Begin like a negation and deny nothing."""


def denies_nothing(text: str, start: int, end: int) -> bool:
    """Whether the negation at ``start`` of a text is that of an idiom, which ends before ``end``: *sin embargo*, not
    *sin embargos*."""
    return _IDIOM.match(text, start, end) is not None


def opposed(some: Collection[str], others: Collection[str]) -> bool:
    """Whether a little word stands in place of its opposite."""
    pairs = map(tuple, OPPOSITES)
    return any((one in some and two in others) or (two in some and one in others) for one, two in pairs)


def negates(printed: str) -> bool:
    """Whether a word as printed (``no``, ``don't``) is a negation."""
    word = fold(printed).text
    return word in NEGATIONS or (word.endswith("n't") or word == "can't") or word.replace("'", "") in NEGATIONS
