"""What a quotation leaves out of one passage without a mark: told with its words, and nothing between two pages."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from reportlab.pdfgen.canvas import Canvas

from indexer.archive import Archive
from indexer.config import load_config
from indexer.discover import discover
from indexer.filing import AddOptions
from indexer.models import OWNER
from indexer.pipeline import Ingest
from indexer.quotes.models import ChangeType, Verdict, Verification
from indexer.quotes.parse import read_quotation

NEWS = (
    "La comisión informó que en el operativo murieron personas inocentes y que el ejército decomisó 35 kilos de "
    "cocaína en la bodega del puerto de Altamira. Los panistas votaron a favor de la reforma eléctrica durante la "
    "sesión del martes. La empresa pagó el doble de lo que debía. El alcalde celebró la noticia con su familia. "
    "Cientos de vecinos abandonaron sus casas por el ruido de la mina. Los maestros exigieron al menos 1,5 "
    "salarios y el pago de 20 mil pesos.\n"
)
FIRST = (
    "El presupuesto asignado a la obra asciende a doce millones de pesos",
    "y será ejercido por la comisión estatal de aguas en dos etapas sucesivas,",
)
SECOND = (
    "según explicó el director de infraestructura hidráulica durante la visita.",
    "Los ejidatarios pidieron que se incluya la reparación de las compuertas.",
)
HEAD = "Gobierno del Estado de Tamaulipas – Boletín de la Secretaría de Recursos Hidráulicos, número 45"
WORDS = " ".join((*FIRST, *SECOND)).split()
BORDER = len(" ".join(FIRST).split())


def bulletin(path: Path) -> None:
    canvas = Canvas(str(path))
    for number, (head, lines) in enumerate([("", FIRST), (HEAD, SECOND)], 1):
        canvas.setFont("Helvetica", 9)
        canvas.drawString(72, 790, head)
        for line, text in enumerate(lines):
            canvas.drawString(72, 700 - 16 * line, text)
        canvas.drawString(280, 40, f"Página {number}")
        canvas.showPage()
    canvas.save()


@pytest.fixture(scope="module")
def verify(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[str], Verification]]:
    folder = tmp_path_factory.mktemp("passages")
    (folder / "config.toml").write_text('[archive]\ndata = "var"\n', encoding="utf-8")
    files = folder / "files"
    files.mkdir()
    (files / "noticias.txt").write_text(NEWS, encoding="utf-8")
    bulletin(files / "boletin.pdf")
    with Archive.open(load_config(folder / "config.toml"), create=True) as archive:
        run = Ingest(archive, AddOptions(collection="inbox", jobs=1)).run(discover([files]))
        assert [one.error for one in run] == [None, None]
        yield lambda quote: archive.quotes.verify(read_quotation(quote), OWNER)


@pytest.mark.parametrize(
    ("quote", "left_out", "critical"),
    [
        ("Los panistas votaron a favor durante la sesión del martes", "de la reforma eléctrica", False),
        (
            "La comisión informó que en el operativo el ejército decomisó 35 kilos de cocaína",
            "murieron personas inocentes y que",
            False,
        ),
        ("Los maestros exigieron salarios y el pago de 20 mil pesos", "al menos 1,5", True),
    ],
)
def test_words_left_out_of_a_sentence_are_told(
    verify: Callable[[str], Verification], quote: str, left_out: str, critical: bool
) -> None:
    (match,) = verify(quote).matches
    assert [change.source for change in match.changes] == [left_out]
    assert (match.verdict, match.critical) == (Verdict.ALTERED, critical)
    assert match.source_text.startswith(quote[:10])
    assert 0.6 < match.similarity < 0.9


def test_a_sentence_left_out_between_two_is_spliced(verify: Callable[[str], Verification]) -> None:
    answer = verify("La empresa pagó el doble de lo que debía. Cientos de vecinos abandonaron sus casas por el ruido")
    (change,) = answer.matches[0].changes
    assert (change.type, change.critical, change.why) == (ChangeType.OMISSION, True, "spliced")
    assert change.source == "El alcalde celebró la noticia con su familia"


@pytest.mark.parametrize(("before", "behind"), [(20, 15), (5, 5), (3, 12), (9, 2), (1, 9), (10, 1), (2, 18)])
def test_a_quotation_over_two_pages_lacks_nothing_of_what_is_printed_between_them(
    verify: Callable[[str], Verification], before: int, behind: int
) -> None:
    answer = verify(" ".join(WORDS[max(0, BORDER - before) : BORDER + behind]))
    assert answer.verdict is Verdict.VERBATIM
    assert (answer.matches[0].changes, answer.matches[0].similarity) == ((), 1.0)
    assert [stretch.page for stretch in answer.matches[0].stretches] == [1, 2]


def test_what_differs_over_two_pages_is_all_that_is_told(verify: Callable[[str], Verification]) -> None:
    quote = "ejercído por la comisín estatal de aguas en dos etapas sucesivas, según explicó el director"
    answer = verify(quote)
    assert [change.type for change in answer.matches[0].changes] == [ChangeType.ACCENT, ChangeType.WORD]
    assert not answer.matches[0].critical


def test_words_of_the_text_that_are_left_out_beside_a_border_are_no_furniture(
    verify: Callable[[str], Verification],
) -> None:
    answer = verify("será ejercido por la comisión estatal de aguas según explicó el director de infraestructura")
    assert answer.verdict is Verdict.ALTERED
    assert "en dos etapas sucesivas" in answer.matches[0].changes[0].source
