"""Papers without a title page: information requests and their answers, official letters, and what was leaked."""

from __future__ import annotations

import re

from indexer.citations.dates import find_day, find_year
from indexer.citations.fields import Plain, reads_as_name, without_file_number, without_locator
from indexer.citations.kinds import INFORMATION_REQUEST, MESSAGE, OFFICIAL_LETTER
from indexer.citations.sentences import sentences
from indexer.models import Kind, Reference

_ISSUED = re.compile(
    r"\b(?:issued|signed|sent|emitid[oa]|expedid[oa]|firmad[oa]|signad[oa]|rubricad[oa]|girad[oa]|enviad[oa]|"
    r"suscrit[oa]) (?:by|por) (?:the |la |el )?"
    r"(?P<who>.+?)(?: (?:via|through|mediante|a trav[ée]s|to|on|a la|al|el)\b|[.,(]|$)"
)
_LEAKED = re.compile(r"\b(?:leaked by|filtrad[oa]s? por) (?:the |la |el )?(?P<who>[^.,]{2,80})", re.IGNORECASE)
_ANSWERS = re.compile(
    r"(?:respuesta|response|oficio de respuesta) (?:de|del|from|by|of) (?:la "
    r"|el |the )?(?P<who>.{2,100}?) (?:a|al|to) (?:la |las |the |an? )?"
    r"(?=solicitud|information request|request|freedom|access)",
    re.IGNORECASE,
)
_ASKED = re.compile(
    r"(?:request|information|informaci[óo]n)\S*(?: p[úu]blica)? (?:(?:dirigida|"
    r"presentada|realizada|hecha|formulada|submitted|made|addressed|sent|filed) "
    r")?"
    r"(?:to|with|before|ante|a|al) (?:the |la |el |los )?(?P<who>[A-ZÁÉÍÓÚÑ].{1,120}?)(?=,|"
    r"\.|;|$| (?:con|with|folio|file|n[úu]mero|el|on)\b)"
)
_ANSWERED = re.compile(
    r"\b(?:respondid|contestad|atendid|presentad|dirigid|formulad|realizad|answered|submitted|addressed|filed)[a-z]* "
    r"(?:by|to|with|por|ante|a) (?:the |la |el )?(?P<who>[A-ZÁÉÍÓÚÑ].{1,100}?)(?=[,.;(]|$| (?:el|on|en|in|con|with)\b)"
)
_STATE = re.compile(
    r"\b(?:ministry|secretar[íi]a|secretariat|government|gobierno|presidencia|"
    r"presidency|fiscal[íi]a|attorney|guardia nacional|"
    r"national guard|instituto nacional|national institute|centro nacional|national "
    r"center|procuradur[íi]a|polic[íi]a|police|"
    r"SEDENA|SEMAR|SSPC|SEGOB|FGR|PGR|INEGI|CNDH|SESNSP|SCJN|CNI|INAI|SRE|GN|"
    r"CONADIC|COFEPRIS|SSA|INM|DEA|unidad de transparencia)\b",
    re.IGNORECASE,
)


def read_request(plain: Plain) -> Reference:
    """``[SEDENA,] Information request [to …], Requester. File number …``: who was asked is the author, who asked is
    told only in the title."""
    spans = [span.of(plain.text) for span in sentences(plain.text)]
    told = [text for text in spans if INFORMATION_REQUEST.search(text)]
    sentence = (told or [text for text in spans if (plain.file_number or "") in text] or spans)[0]
    fields = [field.strip(" .") for field in without_file_number(sentence).split(",") if field.strip(" .")]
    at = next((index for index, field in enumerate(fields) if INFORMATION_REQUEST.search(field)), 0)
    asked = _ANSWERS.search(sentence) or _ANSWERED.search(plain.text) or _ASKED.search(plain.text)
    before = fields[at - 1] if at > 0 else None
    after = [field for field in _after_number(plain, sentence) if not find_day(field)]
    others = [field for field in [*fields[at + 1 :], *after] if reads_as_name(field, 14) and not find_year(field)]
    named = (
        [] if told else [name for text in spans if text is not sentence and reads_as_name(name := text.strip(" ."), 14)]
    )
    states = [field for field in [*([before] if before else []), *named, *others] if _STATE.search(field)]
    who = asked["who"].strip() if asked else states[0] if states else before
    requester = next((field for field in fields[at + 1 :] if field in others and field not in states), None)
    title = fields[at] if fields and told else None
    title = re.sub(r"\s+(?:con|with|n[úu]mero(?: de)?|no\.|number)$", "", title) if title else None
    day = find_day(plain.text)
    return Reference(
        kind=Kind.INFORMATION_REQUEST,
        authors=(who,) if who else (),
        date=day.when.date if day else None,
        year=day.when.year if day else None,
        title=f"{title}, {requester}" if title and requester else title,
        urls=plain.urls,
        file_number=plain.file_number,
    )


def _after_number(plain: Plain, sentence: str) -> list[str]:
    """The fields behind the file number, or in the sentences after it."""
    number = plain.file_number
    if number is None:
        return []
    _, _, rest = plain.text.partition(number)
    fields = (field.strip(" .()") for field in re.split(r"[,.;]\s", rest))
    return [re.sub(r"^(?:a|ante|to|with) (?:(?:la|el|the) )?(?=[A-ZÁÉÍÓÚÑ])", "", field) for field in fields if field]


def read_internal(plain: Plain) -> Reference:
    """Leaked papers and official letters, which have no title page."""
    who = _ISSUED.search(plain.text) or _LEAKED.search(plain.text)
    text, locator = without_locator(plain.text)
    spans = [span.of(text).rstrip(".") for span in sentences(text)]
    lead = re.match(r"(?P<who>[^,.:;]{3,100})[,.:]\s+", text)
    if lead and _STATE.search(lead["who"]) and OFFICIAL_LETTER.match(text[lead.end() :]):
        fields = _fields(text[lead.end() :])
        return _internal(plain, lead["who"].strip(), fields[0], locator)
    named = OFFICIAL_LETTER.match(text) or MESSAGE.match(text) or len(spans) == 1
    author = who["who"].strip() if who else None
    fields = _fields(text)
    if named and len(fields) > 1 and (issuers := [f for f in fields[1:] if _STATE.search(f) and reads_as_name(f, 12)]):
        return _internal(plain, issuers[0], fields[0], locator)
    if (
        author is None
        and not named
        and (first := re.match(r"(?P<who>[^,.]{3,80})[,.]\s", text))
        and _STATE.search(first["who"])
    ):
        author = first["who"] if reads_as_name(first["who"], 12) else None
    if OFFICIAL_LETTER.match(fields[0]) and plain.file_number and plain.file_number in fields[0]:
        return _internal(plain, author, fields[0], locator)
    return _internal(plain, author, spans[0] if named else spans[-1], locator)


def _fields(text: str) -> list[str]:
    return [field.strip(" .") for field in re.split(r"[,;]\s|(?<!No)(?<!núm)(?<!Núm)(?<!no)\.\s", text)]


def _internal(plain: Plain, author: str | None, title: str, locator: str | None) -> Reference:
    day = find_day(plain.text)
    return Reference(
        kind=Kind.MEMO,
        authors=(author,) if author else (),
        date=day.when.date if day else None,
        year=day.when.year if day else find_year(_without_numbers(plain)),
        title=title or None,
        urls=plain.urls,
        file_number=plain.file_number,
        locator=locator,
    )


def _without_numbers(plain: Plain) -> str:
    text = plain.text
    for number in plain.file_numbers:
        text = text.replace(number, "")
    return text
