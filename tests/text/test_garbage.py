"""Text layers that cannot be read, and real ones that only look odd."""

from __future__ import annotations

import pytest

from indexer.text.garbage import is_garbage, mojibake_share

SPANISH = (
    "Artículo 1. La presente Ley es de orden público, de aplicación en todo el territorio nacional, reglamentaria del "
    "artículo 21 de la Constitución Política de los Estados Unidos Mexicanos, en materia de Guardia Nacional. "
    "Las personas servidoras públicas observarán los principios de legalidad, objetividad, eficiencia y honradez."
)
ENGLISH = (
    "The delegations exchanged information on migration flows and on the coordination of the responsible agencies. "
    "They reviewed cooperation against the trafficking of fentanyl and of the chemical precursors used to make it, "
    "and considered how to reduce the flow of weapons across the border between the two countries."
)


def shifted(text: str, by: int) -> str:
    """What a font shows whose letters are shifted along the alphabet."""
    letters = "abcdefghijklmnopqrstuvwxyz"
    return text.lower().translate(str.maketrans(letters, letters[by:] + letters[:by]))


@pytest.mark.parametrize(
    "text",
    [
        "(cid:12)(cid:3)(cid:44)" * 30,
        " ".join(SPANISH),
        SPANISH.encode().decode("cp1252", errors="replace"),
        SPANISH[:40] + "\ue012\ue013\uf0b7" * 20,
        shifted(SPANISH, 3),
        shifted(ENGLISH, 1),
        "".join(chr(ord(char) - 29) if char.isalpha() and char.isascii() else char for char in SPANISH),
        "\ufffd\ufffd\ufffd",
    ],
    ids=["cid", "letter-spaced", "mojibake", "private-use", "caesar", "caesar-english", "offset-29", "short-undefined"],
)
def test_garbage_is_noticed(text: str) -> None:
    assert is_garbage(text)


@pytest.mark.parametrize(
    "text",
    [
        SPANISH,
        ENGLISH,
        SPANISH.upper(),
        "",
        "12",
        "Página 3 de 27",
        "Introducción . . . . . . . . . . . . . . . . . . . . 12\nAntecedentes . . . . . . . . . . . . . . . . 14",
        "ÍNDICE ........................................ 2\n______________________________\n=========",
        "\uf0b7 Migración\n\uf0b7 Extradiciones\n\uf0b7 Tráfico de fentanilo y de armas por la frontera",
        "Núm. 26/2024 100/2024 1,234.50 286 494 $ 43,456.78 12.5 %",
        "D E C R E T O\n\n" + SPANISH,
    ],
    ids=[
        "es",
        "en",
        "capitals",
        "empty",
        "number",
        "folio",
        "leaders",
        "rules",
        "bullets",
        "figures",
        "spaced heading",
    ],
)
def test_real_text_is_not_taken_for_garbage(text: str) -> None:
    assert not is_garbage(text)


def test_mojibake_is_measured_per_character() -> None:
    assert mojibake_share("MÃ©xico") == pytest.approx(1 / 7)
    assert mojibake_share("México, ÂNGELA y São Paulo") == 0
    assert mojibake_share("") == 0
