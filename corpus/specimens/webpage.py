"""Web pages in the three layouts that readers of this archive meet: a DOF note, a gob.mx article, a press release.

Each is a lean imitation of the real page's structure, with the habits that make such pages hard to read: a second
HTML document inside a ``div`` and nearly every word in a ``span`` (DOF, which also declares ISO-8859-1 and sends
UTF-8), named entities, and navigation before and after the text.
"""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from html.entities import codepoint2name
from pathlib import Path
from string import Template

from specimen import Block, Specimen, parse_blocks

LAYOUTS = Path(__file__).resolve().parent / "layouts"
DOF_ORIGINAL = (
    "<tr><td><a href='nota_to_imagen_fs.php?codnota={code}&amp;fecha={dof_date}'>"
    "Ver imagen de la p&aacute;gina del Diario Oficial</a></td></tr>"
)
"""The link under a note to the printed page; the only place where the page itself names its code."""
_DOF_SPAN = "<span style='font-size:8.0pt;font-family:Arial;'>{}</span>"


def dof_note(specimen: Specimen) -> str:
    """A ``nota_detalle.php`` page. Options: ``dof_date`` as the page writes it, and ``code`` where it is known."""
    blocks = [Block("paragraph", specimen.notice), *parse_blocks(specimen.body)]
    options = specimen.options
    original = DOF_ORIGINAL.format_map(options) if "code" in options else ""
    return _layout("dof").substitute(
        notice=specimen.notice,
        title=_entities(specimen.title),
        dof_date=options["dof_date"],
        body=" ".join(_dof_block(block) for block in blocks if block.kind != "gap"),
        original=original,
    )


def gobmx_article(specimen: Specimen) -> str:
    """A gob.mx article with a conference's transcript. Options: ``subtitle``, ``published``."""
    return _layout("gobmx").substitute(
        notice=specimen.notice,
        title=escape(specimen.title),
        subtitle=escape(specimen.options["subtitle"]),
        published=specimen.options["published"],
        body="\n\n".join(_turns(specimen.body)),
    )


def press_release(specimen: Specimen) -> str:
    """A foreign ministry's press release. Options: ``kicker``, ``published``, ``iso_date``."""
    tags = {"heading": "h2", "item": "li"}
    body = [
        f"<{tag}>{escape(block.text, quote=False)}</{tag}>"
        for block in parse_blocks(specimen.body)
        if block.kind != "gap"
        for tag in (tags.get(block.kind, "p"),)
    ]
    return _layout("release").substitute(
        specimen.options,
        notice=specimen.notice,
        title=escape(specimen.title),
        body=_with_lists("\n".join(body)),
    )


def _layout(name: str) -> Template:
    return Template((LAYOUTS / f"{name}.html").read_text(encoding="utf-8"))


def _dof_block(block: Block) -> str:
    words = "".join(
        _DOF_SPAN.format(piece) for word in block.text.split() for piece in (_entities(word), " ")
    ).removesuffix(_DOF_SPAN.format(" "))
    if block.kind == "title":
        return f"<h1 style='margin-top:6.0pt;text-indent:0.0pt;' class='Titulo_1'> {words}</h1>"
    css = "ANOTACION" if block.kind in ("heading", "centre") else "Texto"
    return f"<div style='font-size:8.0pt;margin-bottom:5.05pt;margin-left:0.0pt;' class='{css}'> {words}</div>"


def _turns(body: str) -> Iterator[str]:
    """A transcript's turns as gob.mx sets them: the speaker in ``strong`` at the head of the first paragraph."""
    for turn in body.split("\n---\n"):
        speaker, first, *rest = turn.removeprefix("---\n").strip("\n").split("\n")
        yield f"<p><strong>{_entities(speaker)}:</strong> {_entities(first)}</p>"
        yield from (f"<p>{_entities(paragraph)}</p>" for paragraph in rest)


def _with_lists(body: str) -> str:
    """Put runs of ``li`` into ``ul``."""
    return (
        body.replace("</p>\n<li>", "</p>\n<ul>\n<li>")
        .replace("</li>\n<p>", "</li>\n</ul>\n<p>")
        .replace("</li>\n<h2>", "</li>\n</ul>\n<h2>")
    )


def _entities(text: str) -> str:
    """Escape the text and write its accented letters as named entities, as both sites do."""
    return "".join(
        f"&{codepoint2name[ord(letter)]};" if ord(letter) > 127 and ord(letter) in codepoint2name else letter
        for letter in escape(text, quote=False)
    )
