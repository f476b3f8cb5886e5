"""What an audit says: each remark has a stable code, the values of its sentence, and the sentence in English.

The web has the same sentences in the reader's language (webapp.remarks); a test keeps the two alike.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class ReasonCode(StrEnum):
    """Why a source stands where it stands."""

    ARCHIVED = "archived"
    AS_TARGET = "as_target"
    PROPOSED = "proposed"
    SPECIMEN = "specimen"
    REMARK = "remark"
    AMBIGUOUS = "ambiguous"
    UNRESOLVED = "unresolved"
    DOUBTFUL_DATE = "doubtful_date"
    MISSING_AT_ADDRESS = "missing_at_address"
    MISSING_WITH_NUMBER = "missing_with_number"
    MISSING = "missing"


class WarningCode(StrEnum):
    """What a careful editor would look at again."""

    IBID_AFTER_UNRELATED = "ibid_after_unrelated"
    IBID_PAGE_OF_WEB_ARTICLE = "ibid_page_of_web_article"
    IBID_AFTER_REMARK = "ibid_after_remark"
    IBID_AFTER_SEVERAL = "ibid_after_several"
    CROSS_REFERENCE_AMBIGUOUS = "cross_reference_ambiguous"
    CROSS_REFERENCE_UNRESOLVED = "cross_reference_unresolved"
    LINK_TEXT_DIFFERS = "link_text_differs"
    DATE_IN_FUTURE = "date_in_future"
    BEFORE_INSTITUTION = "before_institution"
    SAME_REQUEST_NUMBER = "same_request_number"
    SAME_DATE_OTHER_DESCRIPTION = "same_date_other_description"
    SAME_SOURCE_OTHER_LINK = "same_source_other_link"
    NEVER_CALLED = "never_called"
    CALLED_SEVERAL_TIMES = "called_several_times"
    LABEL_TWICE = "label_twice"
    BODY_YEAR_IN_FUTURE = "body_year_in_future"
    CHECK_CHANGED = "check_changed"
    CHECK_MOVED = "check_moved"
    QUOTE_ELSEWHERE = "quote_elsewhere"


Code = ReasonCode | WarningCode

ENGLISH: Mapping[Code, str] = {
    ReasonCode.ARCHIVED: "The archive holds “%(title)s”.",
    ReasonCode.AS_TARGET: "The note refers to note %(label)s and stands as that does.",
    ReasonCode.PROPOSED: "“%(title)s” is proposed; nobody has confirmed it yet.",
    ReasonCode.SPECIMEN: "The original is not in the archive; only a specimen stands for it.",
    ReasonCode.REMARK: "The note is a remark and names no source.",
    ReasonCode.AMBIGUOUS: "The note may refer to any of the notes %(labels)s; note %(label)s is the nearest.",
    ReasonCode.UNRESOLVED: "The note refers to an earlier one, and none fits.",
    ReasonCode.DOUBTFUL_DATE: "No document of the archive answers it, and its date cannot be right.",
    ReasonCode.MISSING_AT_ADDRESS: "Not in the archive. Its address: %(address)s",
    ReasonCode.MISSING_WITH_NUMBER: "Not in the archive, and without an address. Its file number: %(number)s",
    ReasonCode.MISSING: "Not in the archive, and the note gives no address.",
    WarningCode.IBID_AFTER_UNRELATED: (
        "The note refers to note %(label)s, “%(title)s”, but its sentence has no word in common with that title."
    ),
    WarningCode.IBID_PAGE_OF_WEB_ARTICLE: (
        "The note names a page (%(locator)s) of note %(label)s, which cites an article on the web without pages."
    ),
    WarningCode.IBID_AFTER_REMARK: "The note before is a remark; note %(label)s is the nearest with a source.",
    WarningCode.IBID_AFTER_SEVERAL: "Note %(label)s cites several sources; which of them is meant is not told.",
    WarningCode.CROSS_REFERENCE_AMBIGUOUS: "The notes %(labels)s all fit; note %(label)s is the nearest.",
    WarningCode.CROSS_REFERENCE_UNRESOLVED: "No earlier note fits.",
    WarningCode.LINK_TEXT_DIFFERS: "The link reads %(text)s and leads to %(target)s.",
    WarningCode.DATE_IN_FUTURE: "The date %(date)s is in the future.",
    WarningCode.BEFORE_INSTITUTION: (
        "The date %(date)s is before the beginning of what the note names: %(institution)s, %(began)s."
    ),
    WarningCode.SAME_REQUEST_NUMBER: "The request number %(number)s also stands under: %(labels)s.",
    WarningCode.SAME_DATE_OTHER_DESCRIPTION: "Of the same date, %(date)s, and described otherwise: %(labels)s.",
    WarningCode.SAME_SOURCE_OTHER_LINK: "The same source with another link: %(labels)s.",
    WarningCode.NEVER_CALLED: "The text never calls the note.",
    WarningCode.CALLED_SEVERAL_TIMES: "The text calls the note %(times)s times.",
    WarningCode.LABEL_TWICE: "%(times)s notes are labelled %(label)s.",
    WarningCode.CHECK_CHANGED: (
        "“%(quote)s” has drifted: when it was checked on %(date)s it was %(was)s, and now it is %(now)s."
    ),
    WarningCode.CHECK_MOVED: "“%(quote)s” stands in another place than when it was checked on %(date)s.",
    WarningCode.QUOTE_ELSEWHERE: "“%(quote)s” was not found in the source cited, but in “%(title)s”.",
    WarningCode.BODY_YEAR_IN_FUTURE: "The text names %(year)s, which is in the future: “%(sentence)s”",
}
"""Code → sentence, with ``%(name)s`` for each value."""

VERDICT_VALUES = ("was", "now")
"""The values that are verdicts, by their codes: whoever shows a remark puts them into words."""


@dataclass(frozen=True, slots=True)
class Remark:
    """A reason or a warning: its code and the values of its sentence."""

    code: Code
    values: Mapping[str, str]

    @property
    def message(self) -> str:
        """The sentence in English."""
        return ENGLISH[self.code] % {name: _in_words(name, value) for name, value in self.values.items()}


def _in_words(name: str, value: str) -> str:
    """A verdict (``was``, ``now``) as words: near_verbatim is near verbatim."""
    return value.replace("_", " ") if name in VERDICT_VALUES else value


def remark(code: Code, **values: str) -> Remark:
    """A remark with its values."""
    return Remark(code, values)
