"""Verdicts and changes in words, in English (the interface translates them), and answers as plain text."""

from __future__ import annotations

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
    "name": "a name",
    "date": "a date",
    "quantifier": "how much or how many",
    "modal": "whether it is so, may be or must be",
    "another_word": "another word",
    "order": "the order",
    "speakers": "what two people say is joined",
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
NOTES = {"negation_before": "In the source a negation stands right before the first word quoted."}


def searched_line(verification: Verification) -> str:
    """What was searched, and how far it could be read."""
    searched = verification.searched
    unread = f", {searched.unreadable_pages:,} of them unreadable" if searched.unreadable_pages else ""
    how = " Every document was scanned." if verification.scanned else ""
    return f"Searched: {searched.documents:,} documents, {searched.pages:,} pages{unread}.{how}"


def change_line(change: Change) -> str:
    """A change on one line: ``negation: source «no» — quotation «» (critical: a negation)``."""
    if change.quote and change.source:
        what = f"quoted «{change.quote}», the source has «{change.source}»"
    elif change.source:
        what = f"the source has «{change.source}»"
    else:
        what = f"only the quotation has «{change.quote}»"
    why = f" [critical: {WHY.get(change.why or '', change.why)}]" if change.critical else ""
    if not change.critical and change.why in WHY:
        why = f" [{WHY[change.why]}]"
    return f"{TYPES[change.type]}: {what}{why}"


def marked(match: Match) -> str:
    """The source's words with what the quotation changed between ⟦ ⟧."""
    out, place = [], 0
    spans = sorted({change.source_span for change in match.changes if change.source_span})
    for start, end in spans:
        if start >= place:
            out += [match.source_text[place:start], "⟦", match.source_text[start:end], "⟧"]
            place = end
    return "".join([*out, match.source_text[place:]])


def match_lines(match: Match) -> list[str]:
    """A place as a fact-checker reads it."""
    document = match.document
    who = " · ".join(str(fact) for fact in (match.speaker, document.metadata.date) if fact)
    pages = ", ".join(str(stretch.page) for stretch in match.stretches)
    lines = [
        f"{document.title}{' [specimen: proves nothing]' if match.specimen else ''}",
        f"{who}{' · ' if who else ''}page {pages}{' (read by OCR)' if match.ocr else ''} · {match.verdict.value}"
        f"{' · critical' if match.critical else ''}",
        *_passage(match),
        *(f"- {change_line(change)}" for change in match.changes),
        *(f"- {NOTES.get(note, note)}" for note in match.notes),
        f"{match.url}",
        f"sha256 {document.sha256}",
    ]
    cited = ", ".join(f"{link.report}#{link.note}" for link in match.footnotes)
    return [*lines, f"cited by {cited}"] if cited else lines


def _passage(match: Match) -> list[str]:
    text = f"{match.context.before}»{marked(match)}«{match.context.after}"
    return [line for line in text.splitlines() if line.strip()]


def as_text(verification: Verification, most: int = 5) -> str:
    """The whole answer as plain text, to be copied."""
    lines = [f"«{verification.quotation.text}»", "", VERDICTS[verification.verdict]]
    best = next((match for match in verification.matches if not match.specimen), None)
    if best is not None and best.critical:
        lines.append(CRITICAL)
    for match in verification.matches[:most]:
        lines += ["", *match_lines(match)]
    if verification.total > most:
        lines += ["", f"{verification.total - most:,} further places."]
    notes = list(verification.quotation.notes)
    return "\n".join([*lines, "", *notes, searched_line(verification)]) + "\n"
