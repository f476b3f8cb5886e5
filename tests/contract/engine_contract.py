"""What every search engine must do. An engine's tests inherit :class:`EngineContract` and say how it is made.

A capability that an engine lacks is a skip with its reason, in the engine's own subclass.
"""

from __future__ import annotations

import datetime as dt
import threading
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from indexer.errors import ArchiveBusy, IndexMissing, UsageError
from indexer.index.base import EngineResult, Filters, IndexDocument, SearchEngine, Sort
from indexer.index.query import (
    Accents,
    Added,
    And,
    Around,
    Dates,
    Day,
    Documents,
    Everything,
    Expanded,
    Field,
    Figure,
    Fuzzy,
    Near,
    Node,
    Not,
    Or,
    Phrase,
    Reason,
    Term,
    Where,
    Wildcard,
)
from indexer.models import Kind, Language
from tests.contract.documents import document

NO_FILTERS = Filters()


class EngineContract(ABC):
    """The suite. Subclasses are collected by pytest; this class is not, having no Test in its name."""

    @abstractmethod
    def create(self, folder: Path) -> None:
        """Make an empty index in ``folder``."""

    @abstractmethod
    def open(self, folder: Path) -> SearchEngine:
        """Open the index in ``folder``."""

    @pytest.fixture
    def folder(self, tmp_path: Path) -> Path:
        folder = tmp_path / "index"
        self.create(folder)
        return folder

    @pytest.fixture
    def engine(self, folder: Path) -> Iterator[SearchEngine]:
        engine = self.open(folder)
        yield engine
        engine.close()

    @pytest.fixture
    def filled(self, engine: SearchEngine) -> Callable[..., SearchEngine]:
        def fill(*documents: IndexDocument) -> SearchEngine:
            put(engine, *documents)
            return engine

        return fill

    # --- what matches -----------------------------------------------------------------------------

    def test_an_index_that_is_not_there_is_missing_and_not_made(self, tmp_path: Path) -> None:
        with pytest.raises(IndexMissing):
            self.open(tmp_path / "nowhere")
        assert not (tmp_path / "nowhere").exists()

    def test_an_empty_index_answers(self, engine: SearchEngine) -> None:
        for node in (Term("x"), Phrase(("x", "y")), Everything(), Not(Term("x"))):
            for grouped in (False, True):
                result = engine.search(node, NO_FILTERS, size=10, grouped=grouped)
                assert (result.total, result.documents, result.hits, result.groups, result.next) == (0, 0, (), (), None)
        assert dict(engine.revisions()) == {}

    def test_accents_and_case_do_not_matter(self, filled: Callable[..., SearchEngine]) -> None:
        engine = filled(document("a", "En Culiacán."), document("b", "EN CULIACAN"), document("c", "culiaca\u0301n"))
        for typed in ("CULIACAN", "Culiacán", "culiacán"):
            assert found(engine, Term(typed)) == {"a-1", "b-1", "c-1"}

    def test_enye_is_a_letter_of_its_own(self, filled: Callable[..., SearchEngine]) -> None:
        engine = filled(document("a", "el año"), document("b", "el ano"))
        assert found(engine, Term("ano")) == {"b-1"}
        assert found(engine, Term("AÑO")) == {"a-1"}

    def test_inflections_are_found_in_their_language(self, filled: Callable[..., SearchEngine]) -> None:
        engine = filled(
            document("es", "Los militares abrieron investigaciones."),
            document("en", "Several killings", language=Language.ENGLISH),
            document("nahuatl", "militares", language=Language.OTHER),
        )
        assert found(engine, Term("militar")) == {"es-1"}
        assert found(engine, Term("investigación")) == {"es-1"}
        assert found(engine, Term("killing")) == {"en-1"}
        assert found(engine, Term("militares")) == {"es-1", "nahuatl-1"}

    def test_a_phrase_is_exact_words_in_order(self, filled: Callable[..., SearchEngine]) -> None:
        engine = filled(
            document("a", "La Guardia Nacional llegó."),
            document("b", "nacional guardia; guardia y nacional"),
            document("c", "Las guardias nacionales"),
        )
        assert found(engine, Phrase(("guardia", "nacional"))) == {"a-1"}
        assert found(engine, And((Term("guardia"), Term("nacional")))) == {"a-1", "b-1", "c-1"}

    def test_one_character_words_count_in_a_phrase(self, filled: Callable[..., SearchEngine]) -> None:
        engine = filled(document("a", "eran 8 kilos"), document("b", "eran 5 kilos"), document("c", "8 o 5 kilos"))
        assert found(engine, Phrase(("8", "kilos"))) == {"a-1"}

    def test_a_number_is_not_found_within_another(self, filled: Callable[..., SearchEngine]) -> None:
        engine = filled(document("a", "eran 8 kilos"), document("b", "eran 5.8 kilos"), document("c", "12,008 kilos"))
        assert found(engine, Phrase(("8", "kilos"))) == found(engine, Term("8")) == {"a-1"}
        assert found(engine, Phrase(("5,8", "kilos"))) == {"b-1"}

    def test_a_phrase_may_repeat_a_word_and_does_not_cross_passages(self, filled: Callable[..., SearchEngine]) -> None:
        engine = filled(document("a", "no, no y no"), document("b", "no", "no"))
        assert found(engine, Phrase(("no", "no"))) == {"a-1"}
        assert found(engine, Phrase(("no", "y", "no"))) == {"a-1"}
        assert found(engine, Phrase(("y", "no", "no"))) == set()

    def test_words_with_hyphens_are_found_as_their_phrase(self, filled: Callable[..., SearchEngine]) -> None:
        engine = filled(document("a", "El ex-presidente"), document("b", "presidente, ex"))
        assert found(engine, Term("ex–presidente")) == {"a-1"}

    def test_abbreviations_are_the_same_with_points_and_without(self, filled: Callable[..., SearchEngine]) -> None:
        engine = filled(
            document("a", "La C.N.I. informó a EE. UU."),
            document("b", "la CNI informó; S. A. de C. V."),
            document("c", "c n i informó a la sala; EEUU, SA de CV"),
        )
        for typed in ("C.N.I.", "CNI", "c.n.i"):
            assert found(engine, Term(typed)) == {"a-1", "b-1"}
        assert found(engine, Phrase(("CNI", "informó"))) == {"a-1", "b-1"}
        assert found(engine, Term("EE.UU.")) == {"a-1", "c-1"}
        assert found(engine, Phrase(("S.A.", "de", "C.V."))) == {"b-1", "c-1"}

    @pytest.mark.parametrize("typed", ["286,494", "286.494", "286 494", "286 mil 494", "286494"])
    def test_a_number_is_found_however_it_is_written(self, filled: Callable[..., SearchEngine], typed: str) -> None:
        ways = ("286,494", "286.494", "286 494", "286 mil 494", "286494")
        engine = filled(*(document(f"d{n}", f"van {way} personas") for n, way in enumerate(ways)))
        others = ("286", "494", "286,495", "2,864.94", "494 286", "1,286,494")
        put(engine, *(document(f"x{n}", f"van {way} personas") for n, way in enumerate(others)))
        assert found(engine, Figure(typed)) == {f"d{n}-1" for n in range(len(ways))}

    def test_shares_and_millions(self, filled: Callable[..., SearchEngine]) -> None:
        engine = filled(
            document("a", "el 77.3 % de ellos"),
            document("b", "77,3 por ciento"),
            document("c", "77.3 percent", language=Language.ENGLISH),
            document("d", "77 casos, 3 mil"),
            document("e", "son 5 millones"),
            document("f", "5,000,000 personas"),
            document("g", "cinco millones"),
            document("h", "5 million", language=Language.ENGLISH),
            document("i", "12% y 12 casos"),
            document("j", "12 casos"),
        )
        assert found(engine, Figure("77.3%")) == {"a-1", "b-1", "c-1"}
        assert found(engine, Figure("5 millones")) == {"e-1", "f-1", "g-1", "h-1"}
        assert found(engine, Figure("12 por ciento")) == {"i-1"}

    def test_a_date_is_found_however_it_is_written(self, filled: Callable[..., SearchEngine]) -> None:
        ways = ("30 JULIO 2020", "2020-07-30", "30/07/2020", "July 30, 2020", "el 30 de julio del 2020", "2020/07/30")
        engine = filled(*(document(f"d{n}", f"firmado: {way}.") for n, way in enumerate(ways)))
        put(engine, document("x", "30 de junio de 2020"), document("y", "julio 2020, 30"), document("z", "30 julio"))
        for typed in ("30 de julio de 2020", "2020-07-30", "July 30 2020"):
            assert found(engine, Day(typed, dt.date(2020, 7, 30))) == {f"d{n}-1" for n in range(len(ways))}

    def test_accents_matter_when_they_are_asked_for(self, filled: Callable[..., SearchEngine]) -> None:
        engine = filled(
            document("a", "El PAPÁ llegó"),
            document("b", "el papa llegó"),
            document("c", "papa\u0301"),
            document("d", "papas y papás"),
        )
        assert found(engine, Accents(("papá",))) == {"a-1", "c-1"}
        assert found(engine, Accents(("Papa",))) == {"b-1"}
        assert found(engine, Accents(("papá", "llegó"))) == {"a-1"}
        assert found(engine, Accents(("papa", "llego"))) == set()

    def test_a_word_broken_at_the_end_of_a_line_is_found_whole(self, filled: Callable[..., SearchEngine]) -> None:
        engine = filled(document("a", "el trasiego de fenta-\nnilo puro"), document("b", "ex-\npresidente"))
        assert found(engine, Term("fentanilo")) == {"a-1"}
        assert found(engine, Phrase(("de", "fentanilo", "puro"))) == {"a-1"}
        assert found(engine, Phrase(("fentanilo", "puro"))) == {"a-1"}
        assert found(engine, Phrase(("de", "fentanilo"))) == {"a-1"}
        assert found(engine, Term("ex-presidente")) == {"b-1"}
        assert found(engine, Term("expresidente")) == {"b-1"}
        assert found(engine, Phrase(("puro", "el"))) == set()

    def test_a_title_belongs_to_its_passages_and_alone_to_the_first(self, filled: Callable[..., SearchEngine]) -> None:
        engine = filled(
            document("a", "nada", "el fentanilo", "otra cosa", title="Decreto de la Guardia Nacional 30/07/2020"),
            document("b", "fentanilo", "decreto", title="Conferencia"),
        )
        assert found(engine, And((Term("decretos"), Term("fentanilo")))) == {"a-2"}
        assert found(engine, Term("decreto")) == {"a-1", "b-2"}
        assert found(engine, Phrase(("guardia", "nacional"))) == {"a-1"}
        assert found(engine, And((Day("2020-07-30", dt.date(2020, 7, 30)), Term("cosa")))) == {"a-3"}
        assert found(engine, Not(Term("decreto"))) == {"a-2", "a-3", "b-1"}
        assert found(engine, And((Term("fentanilo"), Not(Term("guardia"))))) == {"a-2", "b-1"}
        assert found(engine, And((Where(Field.KIND, "transcript"), Term("conferencia")))) == {"b-1"}

    def test_words_parted_by_the_end_of_a_passage_are_found_around_it(
        self, filled: Callable[..., SearchEngine]
    ) -> None:
        engine = filled(
            document("a", "uno", "nada", "uno y otra cosa", "dos", "nada"),
            document("b", "uno", "nada", "dos"),
            document("c", "uno dos", "dos"),
            document("d", "uno", kind=Kind.DECREE),
            document("e", "dos", kind=Kind.MEMO),
        )
        both = (Term("uno"), Term("dos"))
        assert found(engine, Around(both)) <= {"a-3", "a-4"}
        assert len(found(engine, Around(both))) == 1
        result = engine.search(Or((And(both), Around(both))), NO_FILTERS, size=9)
        assert [hit.document for hit in result.hits] == ["c", "a"]
        assert found(engine, Around((*both, Where(Field.KIND, "memo")))) == set()
        assert found(engine, Around((*both, Not(Term("cosa"))))) <= {"a-4"}

    def test_words_as_typed_rank_above_words_apart(self, filled: Callable[..., SearchEngine]) -> None:
        padding = "relleno " * 30
        engine = filled(
            document("a", f"la guardia llegó {padding} el himno nacional"),
            document("b", f"la guardia nacional llegó {padding} el himno"),
            document("c", f"nacional es la guardia que llegó {padding} el himno"),
            *(document(f"x{n}", f"nada {padding}") for n in range(9)),
        )
        result = engine.search(And((Term("guardia"), Term("nacional"))), NO_FILTERS, size=9)
        assert [hit.document for hit in result.hits] == ["b", "c", "a"]

    def test_and_or_not(self, filled: Callable[..., SearchEngine]) -> None:
        engine = filled(document("a", "uno dos"), document("b", "uno"), document("c", "tres"))
        assert found(engine, And((Term("uno"), Term("dos")))) == {"a-1"}
        assert found(engine, Or((Term("dos"), Term("tres")))) == {"a-1", "c-1"}
        assert found(engine, And((Term("uno"), Not(Term("dos"))))) == {"b-1"}
        assert found(engine, Not(Term("uno"))) == {"c-1"}
        assert found(engine, Not(Not(Term("uno")))) == {"a-1", "b-1"}
        assert found(engine, Everything()) == {"a-1", "b-1", "c-1"}
        assert found(engine, Term("!!!")) == set()

    def test_words_near_each_other_in_any_order_or_as_typed(self, filled: Callable[..., SearchEngine]) -> None:
        engine = filled(
            document("a", "el ejército y la policía de Iguala"),
            document("b", "la policía, no el ejército"),
            document("c", "ejército uno dos tres cuatro cinco policía"),
            document("d", "ejército", "policía"),
        )
        words = ("ejercito", "policia")
        assert found(engine, Near(words, 2)) == {"a-1", "b-1"}
        assert found(engine, Near(words, 1)) == set()
        assert found(engine, Near(words, 2, ordered=True)) == {"a-1"}
        assert found(engine, Near(words, 5)) == {"a-1", "b-1", "c-1"}
        assert found(engine, Near(("Iguala",), 5)) == {"a-1"}

    def test_misspelt_words_are_found_within_their_edits(self, filled: Callable[..., SearchEngine]) -> None:
        engine = filled(document("a", "fentanilo"), document("b", "fentanlio"), document("c", "fetamilo"))
        assert found(engine, Fuzzy("FENTANILO", 1)) == {"a-1", "b-1"}
        assert found(engine, Fuzzy("fentanilo", 2)) == {"a-1", "b-1", "c-1"}
        assert engine.search(Fuzzy("fentanilo", 2), NO_FILTERS, size=3).hits[0].document == "a"

    def test_words_are_found_by_their_form(self, filled: Callable[..., SearchEngine]) -> None:
        engine = filled(document("a", "Fentanilo"), document("b", "fentanílico"), document("c", "carfentanilo"))
        assert found(engine, Wildcard("fentan*")) == {"a-1", "b-1"}
        assert found(engine, Wildcard("*ILO")) == {"a-1", "c-1"}
        assert found(engine, Wildcard("f?ntanilo")) == {"a-1"}
        assert found(engine, Wildcard("*fentan*")) == {"a-1", "b-1", "c-1"}
        assert found(engine, Wildcard("xyz*")) == set()

    def test_more_words_than_a_wildcard_can_stand_for_are_told(self, filled: Callable[..., SearchEngine]) -> None:
        engine = filled(document("a", *(f"pre{number}" for number in range(800))))
        result = engine.search(Wildcard("pre*"), NO_FILTERS, size=1)
        assert 0 < result.total < 800
        assert any("pre*" in note for note in result.notes)

    def test_what_a_wildcard_leaves_out_tells_nothing_of_hidden_documents(
        self, filled: Callable[..., SearchEngine]
    ) -> None:
        seen = document("a", *(f"pre{number}" for number in range(300)), collections=("public",))
        hidden = document("b", *(f"pre{number}x pre{number}x" for number in range(800)), collections=("secret",))
        result = filled(seen, hidden).search(Wildcard("pre*"), Filters(collections=frozenset({"public"})), size=1)
        assert (result.total, result.notes) == (300, ())

    def test_fields_are_conditions_like_others(self, filled: Callable[..., SearchEngine]) -> None:
        day = dt.date(2020, 7, 30)
        engine = filled(
            document("a", "uno", "dos", date=day, speakers=("PRESIDENTE ANDRÉS MANUEL LÓPEZ OBRADOR", None)),
            document("b", "uno", kind=Kind.DECREE, collections=("public", "secret"), language=Language.ENGLISH),
        )
        assert found(engine, Where(Field.KIND, "decree")) == {"b-1"}
        assert found(engine, Or((Where(Field.KIND, "decree"), Term("dos")))) == {"a-2", "b-1"}
        assert found(engine, Not(Where(Field.KIND, "decree"))) == {"a-1", "a-2"}
        assert found(engine, Where(Field.LANGUAGE, "en")) == {"b-1"}
        assert found(engine, Where(Field.SPEAKER, "lopez obrador")) == {"a-1"}
        assert found(engine, Where(Field.COLLECTION, "secret")) == {"b-1"}
        assert found(engine, Where(Field.COLLECTION, "secret"), Filters(collections=frozenset({"public"}))) == set()
        assert found(engine, Dates(day, day)) == {"a-1", "a-2"}
        assert found(engine, Dates(None, dt.date(2020, 7, 29))) == set()
        assert found(engine, Documents(frozenset({"b", "nowhere"}))) == {"b-1"}
        with pytest.raises(UsageError):
            engine.search(Where(Field.CITED, "yes"), NO_FILTERS, size=1)

    def test_an_addition_is_found_below_a_literal_hit_of_equal_worth(self, filled: Callable[..., SearchEngine]) -> None:
        engine = filled(
            document("a", "fentanyl seizures today"),
            document("b", "fentanilo decomisos hoy"),
            document("c", "fentanilo decomisos ayer"),
            document("d", "nada de nada"),
            document("e", "fentanyl fentanilo juntos"),
        )
        added = Added(Term("fentanyl"), 0.8, Reason.GLOSSARY, "fentanyl")
        for node in (Expanded(Term("fentanilo"), (added,)), And((Expanded(Term("fentanilo"), (added,)),))):
            result = engine.search(node, NO_FILTERS, size=9)
            assert result.hits[-1].document == "a"
            assert {hit.document: hit.added for hit in result.hits} == {"a": (added,), "b": (), "c": (), "e": ()}
            assert result.added == {added: 2}

    def test_the_vocabulary_knows_no_word_of_hidden_or_deleted_documents(self, engine: SearchEngine) -> None:
        put(engine, document("open", "fentanilo fentanilo", "fentanilo", "zeta"))
        put(engine, document("secret", "fentanila fentanilo", collections=("secret",)), document("gone", "fentanilos"))
        with engine.writer() as writer:
            writer.remove("gone")
            writer.commit()
        known = engine.vocabulary(frozenset({"public"}))
        assert [(each.word, each.passages) for each in known.starting("fent", 9)] == [("fentanilo", 2)]
        assert [each.word for each in known.near("fentanilo", 1, 9)] == ["fentanilo"]
        assert "fentanila" not in known
        assert "zeta" in known
        assert [each.word for each in engine.vocabulary(None).like("*fentan*", 9)] == ["fentanilo", "fentanila"]

    # --- order, pages, groups, facets -------------------------------------------------------------

    def test_a_literal_form_ranks_above_an_inflection(self, filled: Callable[..., SearchEngine]) -> None:
        engine = filled(document("a", "los militares ahí"), document("b", "el militar ahí"))
        assert [hit.document for hit in engine.search(Term("militar"), NO_FILTERS, size=9).hits] == ["b", "a"]
        assert [hit.document for hit in engine.search(Term("militares"), NO_FILTERS, size=9).hits] == ["a", "b"]

    def test_without_scores_the_newest_comes_first_and_undated_last(self, filled: Callable[..., SearchEngine]) -> None:
        engine = filled(
            document("a", "x", date=dt.date(2019, 1, 1)),
            document("b", "x"),
            document("c", "x", "x", date=dt.date(2023, 1, 1)),
            document("d", "x", date=dt.date(2019, 1, 1)),
        )
        result = engine.search(Everything(), NO_FILTERS, size=9)
        assert [hit.passage for hit in result.hits] == ["c-1", "c-2", "a-1", "d-1", "b-1"]
        assert {hit.score for hit in result.hits} == {0.0}

    @pytest.mark.parametrize("grouped", [False, True])
    @pytest.mark.parametrize("size", [1, 2, 3, 7, 100])
    def test_pages_neither_repeat_nor_skip(self, filled: Callable[..., SearchEngine], size: int, grouped: bool) -> None:
        engine = filled(*(document(f"d{n:02}", *["uno dos " * (1 + n % 3)] * (1 + n % 4)) for n in range(17)))
        whole = listed(engine.search(Term("uno"), NO_FILTERS, size=100, grouped=grouped, per_document=9))
        pages: list[str] = []
        after = None
        while True:
            page = engine.search(Term("uno"), NO_FILTERS, size=size, after=after, grouped=grouped, per_document=9)
            pages += listed(page)
            assert page.total == sum(1 + n % 4 for n in range(17))
            if page.next is None:
                break
            after = page.next
        assert pages == whole
        assert len(set(pages)) == len(pages) == page.total

    def test_a_page_goes_on_when_its_last_document_is_gone(self, filled: Callable[..., SearchEngine]) -> None:
        engine = filled(*(document(f"d{n}", "uno") for n in range(6)))
        for grouped in (False, True):
            first = engine.search(Everything(), NO_FILTERS, size=2, grouped=grouped)
            last = (first.groups or first.hits)[-1].document
            with engine.writer() as writer:
                writer.remove(last)
                writer.commit()
            second = engine.search(Everything(), NO_FILTERS, size=2, grouped=grouped, after=first.next)
            expected = sorted(document for document in engine.revisions() if document > last)[:2]
            assert [entry.document for entry in (second.groups or second.hits)] == expected

    @pytest.mark.parametrize("grouped", [False, True])
    @pytest.mark.parametrize("sort", [Sort.OLDEST, Sort.NEWEST])
    def test_results_come_by_date_page_by_page(
        self, filled: Callable[..., SearchEngine], sort: Sort, grouped: bool
    ) -> None:
        days = {f"d{n:02}": dt.date(2020, 1, 1 + n * 7 % 5) if n % 4 else None for n in range(11)}
        engine = filled(*(document(name, "uno", "uno uno", date=date) for name, date in days.items()))
        pages: list[str] = []
        after = None
        while True:
            page = engine.search(Term("uno"), NO_FILTERS, size=2, after=after, grouped=grouped, sort=sort)
            pages += listed(page)
            if (after := page.next) is None:
                break
            with pytest.raises(UsageError):
                engine.search(Term("uno"), NO_FILTERS, size=2, after=after)
        dates = [days[passage.partition("-")[0]] for passage in pages]
        dated = [date for date in dates if date]
        assert len(set(pages)) == len(pages) == 22
        assert dated == sorted(dated, reverse=sort is Sort.NEWEST)
        assert dates == [*dated, *[None] * 6]

    def test_passages_with_the_same_words_are_listed_once(self, filled: Callable[..., SearchEngine]) -> None:
        long = "El Congreso de la Unión expide la Ley de la Guardia Nacional para todo el país"
        engine = filled(
            document("a", long, "la ley es corta"),
            document("b", long.upper().replace("país", "pa-\nís"), "otra ley"),
            document("c", "la ley es corta"),
        )
        result = engine.search(Term("ley"), NO_FILTERS, size=9, fold=True)
        assert (result.total, result.documents) == (5, 3)
        assert {hit.passage: hit.identical for hit in result.hits} == {"a-1": 1, "a-2": 0, "b-2": 0, "c-1": 0}
        assert len(engine.search(Term("ley"), NO_FILTERS, size=9).hits) == 5

    def test_groups_have_their_best_passages_and_all_counted(self, filled: Callable[..., SearchEngine]) -> None:
        engine = filled(
            document("a", "uno y relleno", "nada", "uno uno uno", "uno con mucho más relleno que los otros dos"),
            document("b", "uno"),
        )
        result = engine.search(Term("uno"), NO_FILTERS, size=9, grouped=True, per_document=2)
        groups = {group.document: group for group in result.groups}
        assert (result.total, result.documents, result.hits) == (4, 2, ())
        assert [hit.passage for hit in groups["a"].hits] == ["a-3", "a-1"]
        assert (groups["a"].total, groups["b"].total) == (3, 1)
        best = [group.hits[0].score for group in result.groups]
        assert best == sorted(best, reverse=True)

    @pytest.mark.parametrize(
        "cursor", ["", "x", "%%%", "é", "W10", "W251bGxd", "A" * 10_000, "WyJ4IiwgMS4wLCAwLCAiYSIsIDFd", "[" * 200]
    )
    def test_a_cursor_that_is_not_its_own_is_refused(self, filled: Callable[..., SearchEngine], cursor: str) -> None:
        engine = filled(document("a", "uno"))
        with pytest.raises(UsageError):
            engine.search(Term("uno"), NO_FILTERS, size=1, after=cursor)

    def test_facets_count_passages(self, filled: Callable[..., SearchEngine]) -> None:
        engine = filled(
            document("a", "uno", "uno", "dos", collections=("public", "dof"), date=dt.date(2020, 5, 1)),
            document("b", "uno", kind=Kind.DECREE, language=Language.ENGLISH, date=dt.date(2021, 5, 1)),
            document("c", "uno", kind=Kind.MEMO),
        )
        result = engine.search(Term("uno"), NO_FILTERS, size=1)
        assert result.facets == {
            "kind": {"transcript": 2, "decree": 1, "memo": 1},
            "collection": {"public": 4, "dof": 2},
            "year": {"2020": 2, "2021": 1},
            "language": {"es": 3, "en": 1},
            "month": {"2020-05": 2, "2021-05": 1},
            "speaker": {},
            "cited": {"no": 4},
        }
        assert (result.total, result.documents) == (4, 3)

    def test_facets_count_speakers_and_cited_documents(self, filled: Callable[..., SearchEngine]) -> None:
        engine = filled(
            document("a", "uno", "uno", "uno", speakers=("ANA", "ANA", None)),
            document("b", "uno", speakers=("BLAS",)),
        )
        result = engine.search(Term("uno"), NO_FILTERS, size=1, cited=frozenset({"b", "nowhere"}))
        assert result.facets["speaker"] == {"ANA": 2, "BLAS": 1}
        assert result.facets["cited"] == {"yes": 1, "no": 3}
        assert found(engine, Term("uno"), Filters(speakers=("BLAS", "CARLA"))) == {"b-1"}

    # --- filters and access -----------------------------------------------------------------------

    def test_filters_narrow(self, filled: Callable[..., SearchEngine]) -> None:
        engine = filled(
            document("a", "uno", date=dt.date(2020, 5, 1)),
            document("b", "uno", kind=Kind.DECREE, language=Language.ENGLISH, date=dt.date(2021, 5, 1)),
            document("c", "uno", kind=Kind.MEMO),
        )
        assert found(engine, Term("uno"), Filters(kinds=(Kind.DECREE, Kind.MEMO))) == {"b-1", "c-1"}
        assert found(engine, Term("uno"), Filters(languages=(Language.ENGLISH,))) == {"b-1"}
        assert found(engine, Term("uno"), Filters(documents=("a", "c", "nowhere"))) == {"a-1", "c-1"}
        assert found(engine, Everything(), Filters(kinds=(Kind.MEMO,))) == {"c-1"}

    def test_dates_are_inclusive_and_leave_out_the_undated(self, filled: Callable[..., SearchEngine]) -> None:
        engine = filled(
            document("a", "uno", date=dt.date(2020, 5, 1)),
            document("b", "uno", date=dt.date(2021, 5, 1)),
            document("c", "uno"),
        )
        day = dt.date(2020, 5, 1)
        assert found(engine, Term("uno"), Filters(date_from=day, date_to=day)) == {"a-1"}
        assert found(engine, Term("uno"), Filters(date_from=dt.date(2020, 5, 2))) == {"b-1"}
        assert found(engine, Term("uno"), Filters(date_to=dt.date.max)) == {"a-1", "b-1"}

    def test_what_a_reader_may_not_see_is_not_there(self, filled: Callable[..., SearchEngine]) -> None:
        engine = filled(
            document("a", "uno", collections=("public",)),
            document("b", "uno", collections=("secret",)),
            document("c", "uno", collections=("public", "secret")),
        )
        public = engine.search(Term("uno"), Filters(collections=frozenset({"public"})), size=9)
        assert (public.total, public.documents) == (2, 2)
        assert public.facets["collection"] == {"public": 2}
        assert found(engine, Term("uno"), Filters(collections=frozenset())) == set()
        assert found(engine, Term("uno"), Filters(collections=frozenset({"unknown"}))) == set()
        assert found(engine, Not(Term("dos")), Filters(collections=frozenset({"public"}))) == {"a-1", "c-1"}

    # --- writing ----------------------------------------------------------------------------------

    @pytest.mark.parametrize(
        "node", [Term("fentanilo"), Phrase(("fentanilo", "puro")), Or((Term("uno"), Term("puro")))]
    )
    def test_hidden_and_deleted_documents_do_not_weigh_on_scores(self, engine: SearchEngine, node: Node) -> None:
        put(engine, document("open-1", "fentanilo puro"), document("open-2", "uno dos tres"))
        reader = Filters(collections=frozenset({"public"}))
        before = engine.search(node, reader, size=10).hits
        put(
            engine,
            document("secret", "fentanilo puro " * 40, collections=("restricted",)),
            document("gone", "uno fentanilo"),
        )
        with engine.writer() as writer:
            writer.remove("gone")
            writer.commit()
        assert engine.search(node, reader, size=10).hits == before != ()

    @pytest.mark.parametrize("processes", [1, 2])
    def test_a_document_put_again_replaces_itself(self, engine: SearchEngine, processes: int) -> None:
        put(engine, document("a", "viejo", "viejo"), document("b", "otro"), processes=processes)
        put(engine, document("a", "nuevo", revision=2), processes=processes)
        assert found(engine, Term("viejo")) == set()
        assert found(engine, Everything()) == {"a-1", "b-1"}
        assert dict(engine.revisions()) == {"a": 2, "b": 1}
        assert dict(engine.passage_counts()) == {"a": 1, "b": 1}

    def test_a_document_put_twice_in_one_batch_is_there_once(self, engine: SearchEngine) -> None:
        put(engine, document("a", "uno", "uno"), document("a", "dos", revision=2), document("b", "x"))
        assert found(engine, Everything()) == {"a-1", "b-1"}
        assert found(engine, Term("dos")) == {"a-1"}

    def test_removing_and_putting_count_in_their_order(self, engine: SearchEngine) -> None:
        put(engine, document("a", "uno"))
        with engine.writer() as writer:
            writer.remove("a")
            writer.remove("unknown")
            writer.put(document("b", "dos"))
            writer.remove("b")
            writer.put(document("a", "tres", revision=2))
            writer.commit()
        assert found(engine, Everything()) == {"a-1"}
        assert found(engine, Term("tres")) == {"a-1"}

    def test_a_document_without_passages_is_kept(self, engine: SearchEngine) -> None:
        put(engine, document("empty"), document("a", ""))
        assert dict(engine.passage_counts()) == {"empty": 0, "a": 1}
        assert found(engine, Everything()) == {"a-1"}

    def test_nothing_is_visible_before_the_commit_and_nothing_kept_without(self, engine: SearchEngine) -> None:
        with engine.writer() as writer:
            writer.put(document("a", "uno"))
            assert found(engine, Everything()) == set()
        assert found(engine, Everything()) == set()
        with pytest.raises(RuntimeError, match="stop"), engine.writer() as writer:
            writer.put(document("a", "uno"))
            raise RuntimeError("stop")
        assert found(engine, Everything()) == set()

    def test_a_writer_may_commit_several_times(self, engine: SearchEngine) -> None:
        with engine.writer() as writer:
            for name in ("a", "b", "a"):
                writer.put(document(name, f"uno {name}"))
                writer.commit()
                assert f"{name}-1" in found(engine, Term("uno"))
            writer.commit()
        assert found(engine, Everything()) == {"a-1", "b-1"}

    def test_many_small_commits_stay_right(self, engine: SearchEngine) -> None:
        for number in range(30):
            put(engine, document(f"d{number}", f"uno n{number}", "la guardia nacional"))
            if number % 5 == 4:
                with engine.writer() as writer:
                    writer.remove(f"d{number - 1}")
                    writer.commit()
        expected = {f"d{n}" for n in range(30) if n % 5 != 3}
        assert set(engine.revisions()) == expected
        assert engine.search(Phrase(("guardia", "nacional")), NO_FILTERS, size=1).total == len(expected)
        assert found(engine, Term("n28")) == set()
        assert found(engine, Term("n29")) == {"d29-1"}

    def test_a_second_writer_waits_and_then_is_told(self, engine: SearchEngine) -> None:
        with engine.writer(), pytest.raises(ArchiveBusy):
            engine.writer(wait_seconds=0.1)
        with engine.writer(wait_seconds=0.1):
            pass

    def test_a_second_writer_gets_its_turn(self, folder: Path, engine: SearchEngine) -> None:
        def add(name: str) -> None:
            mine = self.open(folder)
            put(mine, document(name, "uno"))
            mine.close()

        with ThreadPoolExecutor(4) as pool:
            list(pool.map(add, [f"d{n}" for n in range(8)]))
        assert found(engine, Term("uno")) == {f"d{n}-1" for n in range(8)}

    def test_readers_go_on_while_one_writes(self, folder: Path, engine: SearchEngine) -> None:
        put(engine, document("a", "uno"))
        done = threading.Event()

        def read() -> int:
            seen = 0
            while not done.is_set():
                result = engine.search(Term("uno"), NO_FILTERS, size=50, grouped=True)
                assert result.total == len(result.groups) >= seen
                seen = result.total
            return seen

        with ThreadPoolExecutor(8) as pool:
            readers = [pool.submit(read) for _ in range(8)]
            for number in range(12):
                put(engine, document(f"d{number:02}", "uno"))
            done.set()
            assert max(reader.result() for reader in readers) <= 13
        assert engine.search(Term("uno"), NO_FILTERS, size=1).total == 13

    @settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(
        texts=st.lists(st.text(alphabet="ab \n", max_size=12), min_size=1, max_size=6),
        node=st.recursive(
            st.sampled_from([Term("a"), Term("b"), Term("ab"), Phrase(("a", "b")), Phrase(("a", "a")), Everything()]),
            lambda inner: st.one_of(
                st.lists(inner, max_size=3).map(lambda children: And(tuple(children))),
                st.lists(inner, max_size=3).map(lambda children: Or(tuple(children))),
                inner.map(Not),
            ),
            max_leaves=5,
        ),
    )
    def test_the_tree_means_what_it_says(self, engine: SearchEngine, texts: list[str], node: Node) -> None:
        with engine.writer() as writer:
            for old in engine.revisions():
                writer.remove(old)
            for number, text in enumerate(texts):
                writer.put(document(f"d{number}", text, language=Language.OTHER))
            writer.commit()
        expected = {f"d{number}-1" for number, text in enumerate(texts) if means(node, text.split())}
        assert found(engine, node) == expected


def put(engine: SearchEngine, *documents: IndexDocument, processes: int = 1) -> None:
    """Write and commit."""
    with engine.writer(processes=processes) as writer:
        for each in documents:
            writer.put(each)
        writer.commit()


def found(engine: SearchEngine, node: Node, filters: Filters = NO_FILTERS) -> set[str]:
    """The passages that match, checked for counts that agree."""
    result = engine.search(node, filters, size=1000)
    passages = {hit.passage for hit in result.hits}
    assert len(passages) == len(result.hits) == result.total
    assert len({hit.document for hit in result.hits}) == result.documents
    return passages


def listed(result: EngineResult) -> list[str]:
    return [hit.passage for hit in result.hits] + [hit.passage for group in result.groups for hit in group.hits]


def means(node: Node, words: list[str]) -> bool:
    """The plain meaning of a tree, to compare with."""
    match node:
        case Term(text):
            return text in words
        case Phrase(wanted):
            return any(tuple(words[k : k + len(wanted)]) == wanted for k in range(len(words)))
        case And(children):
            return all(means(child, words) for child in children)
        case Or(children):
            return any(means(child, words) for child in children)
        case Not(child):
            return not means(child, words)
        case Everything():
            return True
