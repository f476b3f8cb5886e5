"""Is Debian's apertium-eng-spa there? Running it is :mod:`indexer.translate.apertium`."""

from __future__ import annotations

import shlex
import shutil
from dataclasses import dataclass
from pathlib import Path

from indexer.models import Language

MODES = Path("/usr/share/apertium/modes")
"""Where Debian puts the pipelines of Apertium: a file each, with its programs and their data."""

DIRECTIONS = {
    (Language.ENGLISH, Language.SPANISH): "eng-spa",
    (Language.SPANISH, Language.ENGLISH): "spa-eng",
}


@dataclass(frozen=True, slots=True)
class Pipeline:
    """The programs that translate one way, in order, with their arguments."""

    name: str
    programs: tuple[tuple[str, ...], ...]


def probe(source: Language, target: Language, modes: Path = MODES) -> Pipeline | None:
    """The pipeline from ``source`` to ``target``, or None if it is not installed, or not whole."""
    name = DIRECTIONS.get((source, target))
    if name is None:
        return None
    try:
        mode = (modes / f"{name}.mode").read_text(encoding="utf-8")
        # $1 is how the generator treats unknown words: -g keeps their mark (*). $2 would be the tagger's own option.
        words = [shlex.split(program.replace("$1", "-g").replace("$2", "")) for program in mode.strip().split("|")]
    except (OSError, UnicodeDecodeError, ValueError):
        return None
    programs = []
    for program, *arguments in words if all(words) else ():
        path = shutil.which(program)
        if path is None or any(name.startswith("/") and not Path(name).is_file() for name in arguments):
            return None
        # -z: answer at every NUL, so that one pipeline serves all questions (0.5 ms each; starting it takes 0.2 s).
        programs.append((path, "-z", *arguments))
    return Pipeline(name, tuple(programs)) if programs else None
