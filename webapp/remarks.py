"""What an audit says, in the reader's language: the sentences of indexer.citations.audit_remarks, by the same codes."""

from __future__ import annotations

from flask_babel import lazy_gettext

from indexer.citations.audit import AuditSource
from indexer.citations.audit_remarks import VERDICT_VALUES, ReasonCode, Remark, WarningCode
from webapp.verdicts import verdict_words

SOURCES = {
    AuditSource.ARCHIVED: lazy_gettext("archived"),
    AuditSource.SPECIMEN_ONLY: lazy_gettext("specimen only"),
    AuditSource.DOUBTFUL: lazy_gettext("doubtful"),
    AuditSource.MISSING: lazy_gettext("missing"),
    AuditSource.NOT_ARCHIVABLE: lazy_gettext("not archivable"),
}
"""From what is in the archive to what never can be: the order of the bar."""

SENTENCES = {
    ReasonCode.ARCHIVED: lazy_gettext("The archive holds “%(title)s”."),
    ReasonCode.AS_TARGET: lazy_gettext("The note refers to note %(label)s and stands as that does."),
    ReasonCode.PROPOSED: lazy_gettext("“%(title)s” is proposed; nobody has confirmed it yet."),
    ReasonCode.SPECIMEN: lazy_gettext("The original is not in the archive; only a specimen stands for it."),
    ReasonCode.REMARK: lazy_gettext("The note is a remark and names no source."),
    ReasonCode.AMBIGUOUS: lazy_gettext(
        "The note may refer to any of the notes %(labels)s; note %(label)s is the nearest."
    ),
    ReasonCode.UNRESOLVED: lazy_gettext("The note refers to an earlier one, and none fits."),
    ReasonCode.DOUBTFUL_DATE: lazy_gettext("No document of the archive answers it, and its date cannot be right."),
    ReasonCode.MISSING_AT_ADDRESS: lazy_gettext("Not in the archive. Its address: %(address)s"),
    ReasonCode.MISSING_WITH_NUMBER: lazy_gettext(
        "Not in the archive, and without an address. Its file number: %(number)s"
    ),
    ReasonCode.MISSING: lazy_gettext("Not in the archive, and the note gives no address."),
    WarningCode.IBID_AFTER_UNRELATED: lazy_gettext(
        "The note refers to note %(label)s, “%(title)s”, but its sentence has no word in common with that title."
    ),
    WarningCode.IBID_PAGE_OF_WEB_ARTICLE: lazy_gettext(
        "The note names a page (%(locator)s) of note %(label)s, which cites an article on the web without pages."
    ),
    WarningCode.IBID_AFTER_REMARK: lazy_gettext(
        "The note before is a remark; note %(label)s is the nearest with a source."
    ),
    WarningCode.IBID_AFTER_SEVERAL: lazy_gettext(
        "Note %(label)s cites several sources; which of them is meant is not told."
    ),
    WarningCode.CROSS_REFERENCE_AMBIGUOUS: lazy_gettext("The notes %(labels)s all fit; note %(label)s is the nearest."),
    WarningCode.CROSS_REFERENCE_UNRESOLVED: lazy_gettext("No earlier note fits."),
    WarningCode.LINK_TEXT_DIFFERS: lazy_gettext("The link reads %(text)s and leads to %(target)s."),
    WarningCode.DATE_IN_FUTURE: lazy_gettext("The date %(date)s is in the future."),
    WarningCode.BEFORE_INSTITUTION: lazy_gettext(
        "The date %(date)s is before the beginning of what the note names: %(institution)s, %(began)s."
    ),
    WarningCode.SAME_REQUEST_NUMBER: lazy_gettext("The request number %(number)s also stands under: %(labels)s."),
    WarningCode.SAME_DATE_OTHER_DESCRIPTION: lazy_gettext(
        "Of the same date, %(date)s, and described otherwise: %(labels)s."
    ),
    WarningCode.SAME_SOURCE_OTHER_LINK: lazy_gettext("The same source with another link: %(labels)s."),
    WarningCode.NEVER_CALLED: lazy_gettext("The text never calls the note."),
    WarningCode.CALLED_SEVERAL_TIMES: lazy_gettext("The text calls the note %(times)s times."),
    WarningCode.LABEL_TWICE: lazy_gettext("%(times)s notes are labelled %(label)s."),
    WarningCode.CHECK_CHANGED: lazy_gettext(
        "“%(quote)s” has drifted: when it was checked on %(date)s it was %(was)s, and now it is %(now)s."
    ),
    WarningCode.CHECK_MOVED: lazy_gettext("“%(quote)s” stands in another place than when it was checked on %(date)s."),
    WarningCode.QUOTE_ELSEWHERE: lazy_gettext("“%(quote)s” was not found in the source cited, but in “%(title)s”."),
    WarningCode.BODY_YEAR_IN_FUTURE: lazy_gettext("The text names %(year)s, which is in the future: “%(sentence)s”"),
}


def remark_words(remark: Remark) -> str:
    """The sentence of a reason or a warning."""
    return str(SENTENCES[remark.code]) % {
        name: verdict_words(value).lower() if name in VERDICT_VALUES else value for name, value in remark.values.items()
    }
