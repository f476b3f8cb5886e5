"""Word files made by hand: the parts as Word, LibreOffice and pandoc write them, with only what a test is about."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
_SPACES = (
    f'xmlns:r="{_OFFICE}" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:v="urn:schemas-microsoft-com:vml"'
)


def run(text: str, properties: str = "") -> str:
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def sup(text: str) -> str:
    return run(text, '<w:vertAlign w:val="superscript"/>')


def par(*runs: str, style: str = "", properties: str = "") -> str:
    named = f'<w:pStyle w:val="{style}"/>' if style else ""
    inside = "".join(item if item.startswith("<") else run(item) for item in runs)
    return f"<w:p><w:pPr>{named}{properties}</w:pPr>{inside}</w:p>"


def call(note: int, kind: str = "footnote", attributes: str = "", mark: str = "") -> str:
    style = '<w:rPr><w:rStyle w:val="Refdenotaalpie"/></w:rPr>'
    return f'<w:r>{style}<w:{kind}Reference {attributes} w:id="{note}"/>{mark}</w:r>'


def note(number: int, *content: str, kind: str = "footnote") -> str:
    inside = "".join(item if item.startswith("<") else run(item) for item in content)
    return (
        f'<w:{kind} w:id="{number}"><w:p><w:pPr><w:pStyle w:val="Textonotapie"/></w:pPr>'
        f'<w:r><w:rPr><w:rStyle w:val="Refdenotaalpie"/></w:rPr><w:{kind}Ref/></w:r>{run(" ")}{inside}</w:p></w:{kind}>'
    )


_STYLES = """
<w:style w:type="character" w:styleId="Refdenotaalpie"><w:name w:val="footnote reference"/>
  <w:rPr><w:vertAlign w:val="superscript"/></w:rPr></w:style>
<w:style w:type="paragraph" w:styleId="Ttulo"><w:name w:val="Title"/></w:style>
<w:style w:type="paragraph" w:styleId="Ttulo1"><w:name w:val="heading 1"/></w:style>
<w:style w:type="paragraph" w:styleId="Cita"><w:name w:val="Quote"/></w:style>
<w:style w:type="paragraph" w:styleId="TDC1"><w:name w:val="toc 1"/></w:style>
"""
_SEPARATORS = (
    '<w:{kind} w:type="separator" w:id="-1"><w:p><w:r><w:separator/></w:r></w:p></w:{kind}>'
    '<w:{kind} w:type="continuationSeparator" w:id="0"><w:p><w:r><w:continuationSeparator/></w:r></w:p></w:{kind}>'
)


def links(targets: Mapping[str, str], internal: Mapping[str, str] | None = None) -> str:
    rows = [
        f'<Relationship Id="{name}" Type="{_OFFICE}/hyperlink" Target="{target}" TargetMode="External"/>'
        for name, target in targets.items()
    ]
    rows += [
        f'<Relationship Id="part{kind}" Type="{_OFFICE}/{kind}" Target="{target}"/>'
        for kind, target in (internal or {}).items()
    ]
    space = "http://schemas.openxmlformats.org/package/2006/relationships"
    return f'{_HEAD}<Relationships xmlns="{space}">{"".join(rows)}</Relationships>'


def parts(
    body: str,
    footnotes: str = "",
    endnotes: str = "",
    *,
    settings: str = "",
    body_links: Mapping[str, str] | None = None,
    note_links: Mapping[str, str] | None = None,
    space: str = W,
) -> dict[str, str]:
    """The parts of a Word file by name; ``body`` is the inside of ``w:body``."""

    def part(root: str, inside: str) -> str:
        return f'{_HEAD}<w:{root} xmlns:w="{space}" {_SPACES}>{inside}</w:{root}>'

    made = {
        "[Content_Types].xml": f"{_HEAD}<Types/>",
        "_rels/.rels": links({}, {"officeDocument": "word/document.xml"}),
        "word/document.xml": part("document", f"<w:body>{body}</w:body>"),
        "word/_rels/document.xml.rels": links(body_links or {}, {"footnotes": "footnotes.xml"} if footnotes else {}),
        "word/styles.xml": part("styles", _STYLES),
    }
    for kind, inside in (("footnote", footnotes), ("endnote", endnotes)):
        if inside:
            made[f"word/{kind}s.xml"] = part(f"{kind}s", _SEPARATORS.format(kind=kind) + inside)
            made[f"word/_rels/{kind}s.xml.rels"] = links(note_links or {})
    if settings:
        made["word/settings.xml"] = part("settings", settings)
    return made


def zipped(members: Mapping[str, str | bytes]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return file.getvalue()
