"""Which words of a source answer which words of a quotation."""

from __future__ import annotations

import random

import pytest

from indexer.index.analysis import words
from indexer.quotes.diff import _cheapest, _Costs, _path, compare


def told(quote: str, source: str) -> list[str]:
    """Each step as ``quoted~found``."""
    one, other = quote.split(), source.split()
    return [
        f"{' '.join(one[slice(*step.quote)])}~{' '.join(other[slice(*step.source)])}" for step in compare(one, other)
    ]


def test_of_two_ways_that_cost_the_same_the_one_with_more_words_alike_wins() -> None:
    steps = told("922 pesos con ocho centavos", "son mil 922 pesos con ochenta y ocho centavos por cada uno")
    assert steps[:3] == ["922~922", "pesos~pesos", "con~con"]
    assert steps[-1] == "centavos~centavos"


@pytest.mark.parametrize(
    ("quote", "source"),
    [
        ("922 pesos con ocho centavos", "de 922 pesos con treinta y cinco centavos por cada uno"),
        ("922 pesos con treinta y cinco centavos", "de 922 pesos con ocho centavos por cada uno"),
    ],
)
def test_a_number_of_several_words_is_changed_as_a_whole(quote: str, source: str) -> None:
    steps = told(quote, source)
    assert steps[-1] == "centavos~centavos"
    assert {"ocho", "treinta"} == set(steps[3].split("~"))


def test_a_number_keeps_its_place_though_another_stands_before_it() -> None:
    assert "922~922" in told("tres mil 922 pesos con ocho", "salario de 922 pesos con 35 centavos diarios")
    assert "mil~mil" in told("doscientos mil pesos", "a los mil pesos dados")


@pytest.mark.parametrize(
    ("quote", "source"),
    [
        (
            "llegar a nuestras unidades dijeron los dragones de Escocia",
            "llegar a nuestras unidades entonces nosotros dos",
        ),
        (
            "dijeron los dragones voladores llegar a nuestras unidades",
            "entonces ellos supieron llegar a nuestras unidades",
        ),
    ],
)
def test_invented_words_at_an_end_answer_nothing(quote: str, source: str) -> None:
    steps = told(quote, source)
    assert sum(step.endswith("~") for step in steps) >= 4
    assert sum(one == other for one, other in (step.split("~") for step in steps)) == 4


def test_a_quotation_much_longer_than_what_is_beside_it_comes_to_an_end() -> None:
    steps = compare([f"w{number}" for number in range(200)], ["w1", "w2", "other"])
    assert sum(step.equal for step in steps) == 2


def test_to_look_at_cheap_ways_first_finds_what_looking_at_all_finds() -> None:
    rng = random.Random(8)
    said = words("dijo que no se va a permitir el 77 por ciento de y dos mil pesos a los queno le ales de la Haya")
    for _ in range(300):
        source = [rng.choice(said) for _ in range(rng.randint(3, 24))]
        first = rng.randrange(len(source) - 2)
        quote = [misspelt(rng, word) for word in source[first : first + rng.randint(3, 20)] if rng.random() < 0.9]
        if not quote:
            continue
        costs = _Costs.of(quote, source)
        assert _path(quote, source) == _cheapest(costs, most=3.0 * len(quote))


def misspelt(rng: random.Random, word: str) -> str:
    at = rng.randrange(len(word))
    return word if rng.random() < 0.6 else word[:at] + rng.choice(["x", "rn"]) + word[at + 1 :]
