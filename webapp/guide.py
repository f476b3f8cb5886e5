"""How to search, with examples that can be tried: each is a link to its results."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Blueprint, render_template
from flask_babel import lazy_gettext
from flask_babel.speaklater import LazyString

blueprint = Blueprint("guide", __name__)


@dataclass(frozen=True, slots=True)
class Example:
    """A query, in each language of the interface, and what it finds."""

    spanish: str
    english: str
    meaning: LazyString

    def query(self, language: str) -> str:
        return self.spanish if language == "es" else self.english


@dataclass(frozen=True, slots=True)
class Section:
    """Examples of one subject; ``anchor`` names its place in the page."""

    anchor: str
    title: LazyString
    about: LazyString
    examples: tuple[Example, ...]


SECTIONS = (
    Section(
        "words",
        lazy_gettext("Words"),
        lazy_gettext("All words must stand in the same passage. Capitals and accents do not matter, but ñ is no n."),
        (
            Example("guardia nacional", "national guard", lazy_gettext("both words, in any order")),
            Example("CULIACAN", "CULIACAN", lazy_gettext("the same as Culiacán")),
            Example("laboratorio", "laboratories", lazy_gettext("other endings of the word too")),
        ),
    ),
    Section(
        "phrases",
        lazy_gettext("Exact words"),
        lazy_gettext(
            "Quotation marks of any kind ask for exactly these words in this order; nothing in them is a sign."
        ),
        (
            Example('"no producimos fentanilo"', '"no producimos fentanilo"', lazy_gettext("as it was said")),
            Example('"precursores químicos"', '"chemical precursors"', lazy_gettext("not “precursors of the …”")),
            Example("=año", "=año", lazy_gettext("accents as typed")),
        ),
    ),
    Section(
        "joining",
        lazy_gettext("This or that, but not the other"),
        lazy_gettext(
            "Written in capitals, in Spanish or English: OR (O), AND (Y), NOT (NO); a minus does the same as NOT."
        ),
        (
            Example("heroína O cannabis", "heroin OR cannabis", lazy_gettext("one of them, or both")),
            Example("fentanilo -laboratorio", "fentanyl -laboratory", lazy_gettext("the first without the second")),
            Example(
                "(heroína O fentanilo) aseguramiento",
                "(heroin OR fentanyl) trafficking",
                lazy_gettext("brackets join before the rest"),
            ),
        ),
    ),
    Section(
        "near",
        lazy_gettext("Close by, and almost"),
        lazy_gettext("For what you remember in part, and for what OCR misread."),
        (
            Example('"cártel Sinaloa"~3', '"commission opioid"~5', lazy_gettext("with few words in between")),
            Example("fentamilo~1", "fentamyl~1", lazy_gettext("one letter changed, missing or added")),
            Example("fentan*", "fentan*", lazy_gettext("words that begin so")),
            Example("*ilo", "*nyl", lazy_gettext("words that end so")),
        ),
    ),
    Section(
        "fields",
        lazy_gettext("Where to look"),
        lazy_gettext("The filters beside the results can be typed as well."),
        (
            Example("tipo:memo fentanilo", "kind:memo fentanilo", lazy_gettext("in documents of a kind")),
            Example(
                "colección:dof guardia", "collection:dof guardia", lazy_gettext("in a collection, by its short name")
            ),
            Example(
                "fecha:2020-03..2020-07 fentanilo", "date:2020-03..2020-07 fentanilo", lazy_gettext("of these dates")
            ),
            Example("hablante:Sandoval fentanilo", "speaker:Sandoval fentanilo", lazy_gettext("said by somebody")),
            Example("citado:sí laboratorios", "cited:yes laboratorios", lazy_gettext("in cited documents")),
            Example("nota:52", "note:52", lazy_gettext("in the source of a note")),
            Example("idioma:en opioid", "lang:en opioid", lazy_gettext("in passages in a language")),
        ),
    ),
    Section(
        "figures",
        lazy_gettext("Figures and dates"),
        lazy_gettext("One way of writing finds the others."),
        (
            Example("30 de julio", "July 30", lazy_gettext("the day in any year")),
            Example("286,494", "286,494", lazy_gettext("also 286 mil 494 and 286.494")),
            Example("30 de julio de 2020", "July 30, 2020", lazy_gettext("also 2020-07-30 and 30 JULIO 2020")),
            Example("E.N.V.I.P.E.", "E.N.V.I.P.E.", lazy_gettext("with or without points")),
        ),
    ),
    Section(
        "languages",
        lazy_gettext("Two languages"),
        lazy_gettext(
            "Words are also searched in the other language, where the glossary knows them; the results say what was "
            "added, and each addition can be taken away. What stands in quotation marks is never translated."
        ),
        (
            Example("precursores", "precursors", lazy_gettext("Spanish and English sources alike")),
            Example("derechos humanos", "human rights", lazy_gettext("several words with one meaning")),
            Example(
                "aseguramiento de droga",
                "clandestine laboratories in the North",
                lazy_gettext("together, then each word apart"),
            ),
        ),
    ),
)


@blueprint.get("/help")
def page() -> str:
    return render_template("help.html", sections=SECTIONS)
