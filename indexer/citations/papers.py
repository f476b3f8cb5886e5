"""Papers without a title page: information requests and their answers, official letters, and what was leaked."""

from __future__ import annotations

import re

from indexer.citations.dates import find_day, find_year
from indexer.citations.fields import Plain, reads_as_name, without_file_number, without_locator
from indexer.citations.kinds import INFORMATION_REQUEST, OFFICIAL_LETTER
from indexer.citations.sentences import sentences
from indexer.models import Kind, Reference

_ISSUED = re.compile(
    r"\b(?:issued|signed|sent|emitid[oa]|expedid[oa]|firmad[oa]|enviad[oa]|suscrit[oa]) (?:by|por) (?:the |la |el )?"
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
    sentence = next(
        span.of(plain.text) for span in sentences(plain.text) if INFORMATION_REQUEST.search(span.of(plain.text))
    )
    fields = [field.strip(" .") for field in without_file_number(sentence).split(",") if field.strip(" .")]
    at = next((index for index, field in enumerate(fields) if INFORMATION_REQUEST.search(field)), 0)
    asked = _ANSWERS.search(sentence) or _ANSWERED.search(plain.text) or _ASKED.search(plain.text)
    before = fields[at - 1] if at > 0 else None
    after = [field for field in _after_number(plain, sentence) if not find_day(field)]
    others = [field for field in [*fields[at + 1 :], *after] if reads_as_name(field, 14) and not find_year(field)]
    states = [field for field in ([before] if before else []) + others if _STATE.search(field)]
    who = asked["who"].strip() if asked else states[0] if states else before
    requester = next((field for field in fields[at + 1 :] if field in others and field not in states), None)
    title = fields[at] if fields else None
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
    return [field.strip(" .()") for field in re.split(r"[,.;]\s", rest) if field.strip(" .()")]


def read_internal(plain: Plain) -> Reference:
    """Leaked papers and official letters, which have no title page."""
    who = _ISSUED.search(plain.text) or _LEAKED.search(plain.text)
    day = find_day(plain.text)
    text, locator = without_locator(plain.text)
    spans = [span.of(text).rstrip(".") for span in sentences(text)]
    named = OFFICIAL_LETTER.match(text) or len(spans) == 1
    author = who["who"].strip() if who else None
    fields = [field.strip(" .") for field in re.split(r"[,;]\s|(?<!No)(?<!núm)(?<!Núm)(?<!no)\.\s", text)]
    if named and len(fields) > 1 and (issuers := [f for f in fields[1:] if _STATE.search(f) and reads_as_name(f, 12)]):
        return Reference(
            kind=Kind.MEMO,
            authors=(issuers[0],),
            date=day.when.date if day else None,
            year=day.when.year if day else find_year(_without_numbers(plain)),
            title=fields[0],
            urls=plain.urls,
            file_number=plain.file_number,
            locator=locator,
        )
    if author is None and (first := re.match(r"(?P<who>[^,.]{3,80})[,.]\s", text)) and _STATE.search(first["who"]):
        author = first["who"] if reads_as_name(first["who"], 12) else None
    return Reference(
        kind=Kind.MEMO,
        authors=(author,) if author else (),
        date=day.when.date if day else None,
        year=day.when.year if day else find_year(_without_numbers(plain)),
        title=spans[0] if named else spans[-1],
        urls=plain.urls,
        file_number=plain.file_number,
        locator=locator,
    )


def _without_numbers(plain: Plain) -> str:
    text = plain.text
    for number in plain.file_numbers:
        text = text.replace(number, "")
    return text
