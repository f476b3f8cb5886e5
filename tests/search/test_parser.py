"""Reading what somebody typed."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.errors import UsageError
from indexer.index.query import (
    Accents,
    And,
    Dates,
    Day,
    Field,
    Figure,
    Fuzzy,
    Near,
    Node,
    Not,
    Or,
    Phrase,
    Term,
    Where,
    Wildcard,
)
from indexer.search.parser import MAX_QUERY_CHARACTERS, MAX_TERMS, parse
from indexer.search.printing import to_text

PARTS = [
    "AND",
    "OR",
    "NOT",
    "Y",
    "O",
    "NO",
    "(",
    ")",
    "-",
    '"',
    "“",
    "”",
    "~5",
    "~>2",
    "~1",
    "=",
    "'",
    "*",
    "a",
    "b",
    "fentan*",
    "*ilo",
    "f?nta",
    "kind:",
    "kind:decree",
    "tipo:memo",
    "nota:52",
    "lang:es",
    "date:2020..",
    "fecha:..30/07/2020",
    "cited:sí",
    "speaker:lópez",
    "286",
    "mil",
    "494",
    "5",
    "millones",
    "77.3",
    "%",
    "por",
    "ciento",
    "30",
    "de",
    "julio",
    "2020",
    "2020-07-30",
    "S.",
    "A.",
    "a.b",
    "-NO",
    "O,",
    ".",
]
TYPED = (
    st.text()
    | st.text(alphabet='ab "“”«»-−„\n\x00é8*()~:?=.>%,', max_size=60)
    | st.lists(st.sampled_from(PARTS), max_size=14).flatmap(
        lambda parts: st.sampled_from(["".join(parts), " ".join(parts)])
    )
)


@pytest.mark.parametrize(
    ("typed", "node"),
    [
        ("fentanilo", Term("fentanilo")),
        ("Guardia Nacional", And((Term("Guardia"), Term("Nacional")))),
        ('"Guardia Nacional"', Phrase(("Guardia", "Nacional"))),
        ("“Guardia Nacional”", Phrase(("Guardia", "Nacional"))),
        ("«Guardia Nacional»", Phrase(("Guardia", "Nacional"))),
        ("presidente -corrupción", And((Term("presidente"), Not(Term("corrupción"))))),
        ('-"fuero militar"', Not(Phrase(("fuero", "militar")))),
        ("−corrupción", Not(Term("corrupción"))),
        ('"no - matar" x', And((Phrase(("no", "matar")), Term("x")))),
        ("¿fentanilo?", Term("fentanilo")),
        ("C.N.I.", Term("C.N.I")),
        ("ex-presidente", Term("ex-presidente")),
        ("¿quién mató a Colosio?", And((Term("quién"), Term("mató"), Term("a"), Term("Colosio")))),
        ("sedena OR semar", Or((Term("sedena"), Term("semar")))),
        ("sedena O semar", Or((Term("sedena"), Term("semar")))),
        ("a b OR c", Or((And((Term("a"), Term("b"))), Term("c")))),
        ("a (b OR c)", And((Term("a"), Or((Term("b"), Term("c")))))),
        ("a AND b Y c", And((Term("a"), Term("b"), Term("c")))),
        ("a NOT b NO c", And((Term("a"), Not(Term("b")), Not(Term("c"))))),
        ("-(a b)", Not(And((Term("a"), Term("b"))))),
        ("no y o and or not", And(tuple(Term(word) for word in ["no", "y", "o", "and", "or", "not"]))),
        ('"guardia AND nacional OR -x NOT (y)"', Phrase(("guardia", "AND", "nacional", "OR", "x", "NOT", "y"))),
        ('"fuero militar"~5', Near(("fuero", "militar"), 5)),
        ("“fuero militar”~>5", Near(("fuero", "militar"), 5, ordered=True)),
        ("fentanlio~", Fuzzy("fentanlio", 1)),
        ("fentanlio~2", Fuzzy("fentanlio", 2)),
        ("fentan*", Wildcard("fentan*")),
        ("*ilo", Wildcard("*ilo")),
        ("f?ntanilo", Wildcard("f?ntanilo")),
        ('"=año"', Accents(("año",))),
        ("=año", Accents(("año",))),
        ('="año nuevo"', Accents(("año", "nuevo"))),
        ("kind:decree", Where(Field.KIND, "decree")),
        ("tipo:Decreto", Where(Field.KIND, "decree")),
        ("kind:decree kind:memo", Or((Where(Field.KIND, "decree"), Where(Field.KIND, "memo")))),
        ("-kind:decree", Not(Where(Field.KIND, "decree"))),
        ("colección:guacamaya-sedena", Where(Field.COLLECTION, "guacamaya-sedena")),
        ('hablante:"López Obrador"', Where(Field.SPEAKER, "López Obrador")),
        ("speaker:amlo,", Where(Field.SPEAKER, "amlo")),
        ("cited:yes", Where(Field.CITED, "yes")),
        ("citado:no", Where(Field.CITED, "no")),
        ("nota:fn-52", Where(Field.NOTE, "fn-52")),
        ("idioma:inglés", Where(Field.LANGUAGE, "en")),
        ("date:2020-01..2020-12", Dates(dt.date(2020, 1, 1), dt.date(2020, 12, 31))),
        ("fecha:2020", Dates(dt.date(2020, 1, 1), dt.date(2020, 12, 31))),
        ("fecha:2020-02..", Dates(dt.date(2020, 2, 1), None)),
        ("date:..2020-02", Dates(None, dt.date(2020, 2, 29))),
        ("date:>2020", Dates(dt.date(2021, 1, 1), None)),
        ("date:2021..2020", Dates(dt.date(2020, 1, 1), dt.date(2021, 12, 31))),
        ("fecha:30/07/2020", Dates(dt.date(2020, 7, 30), dt.date(2020, 7, 30))),
        ("10:30", Term("10:30")),
        ("Nota: el", And((Term("Nota"), Term("el")))),
        ("286,494", Figure("286,494")),
        ("286 mil 494 personas", And((Figure("286 mil 494"), Term("personas")))),
        ("77.3 %", Figure("77.3%")),
        ("8 kilos", And((Term("8"), Term("kilos")))),
        ("30 de julio de 2020", Day("30 de julio de 2020", dt.date(2020, 7, 30))),
        ("July 30, 2020 fentanyl", And((Day("July 30 2020", dt.date(2020, 7, 30)), Term("fentanyl")))),
        ("S. A. de C. V.", And((Term("S.A"), Term("de"), Term("C.V")))),
        ('"8 kilos"', Phrase(("8", "kilos"))),
        ("cafe\u0301", Term("cafe\u0301")),
        ("a\x00b\ud800c", And((Term("a"), Term("b"), Term("c")))),
    ],
)
def test_a_query_is_read_as(typed: str, node: Node) -> None:
    assert parse(typed).node == node


@pytest.mark.parametrize("typed", ["", "   ", "-", '""', '"', "--- - -", "...", "“”", "\x00\x07", "¹²"])
def test_nothing_to_search_is_said(typed: str) -> None:
    parsed = parse(typed)
    assert parsed.node is None
    assert "There is no word to search for." in parsed.notes


def test_an_unclosed_quotation_mark_is_closed_and_said() -> None:
    parsed = parse('fuero "guardia nacional')
    assert parsed.node == And((Term("fuero"), Phrase(("guardia", "nacional"))))
    assert parsed.read_as == 'fuero "guardia nacional"'
    assert any("not closed" in note for note in parsed.notes)


@pytest.mark.parametrize(
    ("typed", "read_as", "note"),
    [
        ("(a OR b", "a OR b", "bracket was not closed"),
        ("a) b", "a b", "closing bracket"),
        ("OR a", "a", "nothing on one side"),
        ("a AND", "a", "nothing on one side"),
        ("a NOT", "a", "nothing after it"),
        ("fe* x", "fe x", "needs 3 letters"),
        ("abc~1", "abc", "4 letters or more"),
        ("abcde~2", "abcde~1", "misspelt by 1"),
        ("kind:foo x", "x", "a kind is one of"),
        ("date:ayer x", "x", "2020-07-30"),
        ('"a b"~1000', '"a b"~100', "at most 100"),
        ("(" * 40 + "a b" + ")" * 40, "a b", "more than 20 deep"),
        ("NO MÁS SANGRE", "-MÁS SANGRE", "In capitals"),
    ],
)
def test_what_cannot_be_read_is_repaired_and_said(typed: str, read_as: str, note: str) -> None:
    parsed = parse(typed)
    assert parsed.read_as == read_as
    assert any(note in each for each in parsed.notes), parsed.notes


def test_a_query_beyond_the_limits_is_refused_with_a_sentence() -> None:
    with pytest.raises(UsageError, match="10,000 characters"):
        parse("x" * 10_000)
    assert parse("x" * MAX_QUERY_CHARACTERS).node is not None
    parse(" ".join("x" * MAX_TERMS))
    with pytest.raises(UsageError, match="64 words"):
        parse(" ".join("x" * (MAX_TERMS + 1)))
    with pytest.raises(UsageError, match="64 words"):
        parse(".".join(["xy"] * (MAX_TERMS + 1)))


@given(TYPED)
def test_no_text_of_any_kind_raises_anything_but_a_sentence(text: str) -> None:
    try:
        parse(text)
    except UsageError as error:
        assert error.message


@given(TYPED)
def test_a_query_is_read_as_it_reads(text: str) -> None:
    try:
        parsed = parse(text)
    except UsageError:
        return
    if parsed.node is not None:
        again = parse(to_text(parsed.node))
        assert again.node == parsed.node
        assert again.read_as == parsed.read_as
        assert not again.notes
