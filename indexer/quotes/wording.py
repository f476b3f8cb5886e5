"""Verdicts and changes in words, and answers as plain text: in English, or in the :class:`Phrases` of an interface."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from indexer.quotes.models import Change, ChangeType, Match, Verdict, Verification

VERDICTS = {
    Verdict.VERBATIM: "Verbatim: the source says exactly this.",
    Verdict.NEAR_VERBATIM: "Nearly verbatim: the same words; capitals, accents, punctuation or OCR differ.",
    Verdict.ALTERED: "Altered: the source says something close, but not this.",
    Verdict.PARTIAL: "Partial: some of this is in the source, the rest is not.",
    Verdict.TRANSLATED: "Translated: these passages in the other language may be the original. Read them yourself.",
    Verdict.NOT_FOUND: "Not found: nobody says this in what was searched.",
}
CRITICAL = "A change that may turn the meaning."
WHY = {
    "negation": "a negation",
    "hidden": "the ellipsis hides a negation",
    "number": "a number",
    "same_number": "the same number, written differently",
    "same_date": "the same date, written differently",
    "name": "a name",
    "date": "a date",
    "quantifier": "how much or how many",
    "modal": "whether it is so, may be or must be",
    "side": "for or against, before or after",
    "another_word": "another word",
    "order": "the order",
    "speakers": "what two people say is joined",
    "cut_off": "the line runs out of the picture of the page",
    "spliced": "passages from different places are joined",
    "meaning": "the accent makes it another word",
}
"""Reasons of a change (`Change.why`), to stand after "touches"."""
TYPES = {
    ChangeType.CASE: "capitals",
    ChangeType.ACCENT: "accent",
    ChangeType.PUNCTUATION: "punctuation",
    ChangeType.OCR: "as OCR read it",
    ChangeType.WORD: "changed word",
    ChangeType.OMISSION: "left out",
    ChangeType.INSERTION: "added",
    ChangeType.NUMBER: "number",
    ChangeType.NEGATION: "negation",
    ChangeType.NAME: "name",
    ChangeType.ORDER: "order",
}
NOTES = {
    "negation_before": "In the source a negation stands right before the first word quoted.",
    "number_cut": "The source has a longer number there, of which a piece is quoted.",
}


@dataclass(frozen=True, slots=True)
class Phrases:
    """What answers are told with. Words in %(brackets)s are filled in."""

    verdicts: Mapping[Verdict, str]
    changes: Mapping[ChangeType, str]
    reasons: Mapping[str, str]
    notes: Mapping[str, str]
    critical: str = CRITICAL
    other: str = "quoted «%(quote)s», the source has «%(source)s»"
    missing: str = "the source has «%(source)s»"
    added: str = "only the quotation has «%(quote)s»"
    touches: str = "critical: %(reason)s"
    specimen: str = "specimen: proves nothing"
    page: str = "page %(pages)s"
    ocr: str = "read by OCR"
    is_critical: str = "critical"
    cited: str = "cited by %(notes)s"
    further: str = "%(count)s further places."
    searched: str = "Searched: %(documents)s documents, %(pages)s pages."
    unread: str = "%(count)s of the pages could not be read."
    scanned: str = "Every document was scanned."
    say: Callable[[str], str] = str
    """A remark on how the quotation was read, in the language of the interface."""
    named: Mapping[Verdict, str] | None = None
    """Verdicts in a word or two; None: their codes."""


ENGLISH = Phrases(VERDICTS, TYPES, WHY, NOTES)


def searched_line(verification: Verification, phrases: Phrases = ENGLISH) -> str:
    """What was searched, and how far it could be read."""
    searched = verification.searched
    told = [phrases.searched % {"documents": f"{searched.documents:,}", "pages": f"{searched.pages:,}"}]
    if searched.unreadable_pages:
        told.append(phrases.unread % {"count": f"{searched.unreadable_pages:,}"})
    if verification.scanned:
        told.append(phrases.scanned)
    return " ".join(told)


def change_line(change: Change, phrases: Phrases = ENGLISH) -> str:
    """A change on one line: ``negation: the source has «no» [critical: a negation]``."""
    form = phrases.other if change.quote and change.source else phrases.missing if change.source else phrases.added
    what = form % {"quote": change.quote, "source": change.source}
    reason = phrases.reasons.get(change.why or "", change.why)
    if change.critical:
        what += f" [{phrases.touches % {'reason': reason}}]"
    elif change.why in phrases.reasons:
        what += f" [{reason}]"
    return f"{phrases.changes[change.type]}: {what}"


def marked(match: Match) -> str:
    """The source's words with what the quotation changed between ⟦ ⟧."""
    out, place = [], 0
    spans = sorted({change.source_span for change in match.changes if change.source_span})
    for start, end in spans:
        if start >= place:
            out += [match.source_text[place:start], "⟦", match.source_text[start:end], "⟧"]
            place = end
    return "".join([*out, match.source_text[place:]])


def match_lines(match: Match, phrases: Phrases = ENGLISH) -> list[str]:
    """A place as a fact-checker reads it."""
    document = match.document
    pages = phrases.page % {"pages": ", ".join(str(stretch.page) for stretch in match.stretches)}
    verdict = phrases.named[match.verdict] if phrases.named else match.verdict.value
    facts = [
        match.speaker,
        document.metadata.date,
        f"{pages} ({phrases.ocr})" if match.ocr else pages,
        verdict,
        phrases.is_critical if match.critical else None,
    ]
    lines = [
        f"{document.title} [{phrases.specimen}]" if match.specimen else document.title,
        " · ".join(str(fact) for fact in facts if fact),
        *_passage(match),
        *(f"- {change_line(change, phrases)}" for change in match.changes),
        *(f"- {phrases.notes.get(note, note)}" for note in match.notes),
        f"{match.url}",
        f"sha256 {document.sha256}",
    ]
    cited = ", ".join(f"{link.report}#{link.note}" for link in match.footnotes)
    return [*lines, phrases.cited % {"notes": cited}] if cited else lines


def _passage(match: Match) -> list[str]:
    text = f"{match.context.before}»{marked(match)}«{match.context.after}"
    return [line for line in text.splitlines() if line.strip()]


def as_text(verification: Verification, phrases: Phrases = ENGLISH, most: int = 5) -> str:
    """The whole answer as plain text, to be copied."""
    lines = [f"«{verification.quotation.text}»", "", phrases.verdicts[verification.verdict]]
    best = next((match for match in verification.matches if not match.specimen), None)
    if best is not None and best.critical:
        lines.append(phrases.critical)
    for match in verification.matches[:most]:
        lines += ["", *match_lines(match, phrases)]
    if verification.total > most:
        lines += ["", phrases.further % {"count": f"{verification.total - most:,}"}]
    notes = [phrases.say(note) for note in verification.quotation.notes]
    return "\n".join([*lines, "", *notes, searched_line(verification, phrases)]) + "\n"
