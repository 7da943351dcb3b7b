"""The page on templates, made of the views' classes: run as `make docs`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from itakusaki.report.templates.fields import fields_of, views_under, without_none
from itakusaki.report.templates.known import (
    ANYTHING,
    KnownTemplate,
    is_shipped,
    kind_of_file,
    known_templates,
)

ROOT: Final = Path(__file__).parents[2]
PAGE: Final = ROOT / "docs" / "templates.md"
HEAD: Final = """\
# Templates and the fields they may use

<!-- Made by `make docs` from the classes in src/itakusaki/report/view; change those, not this page. -->

Any template may be replaced, one by one: a file of its name in the workspace's `templates/` goes before the shipped one. How documents are put together stands in [documents.md](documents.md).

| command | what it does |
| --- | --- |
| `itakusaki template list` | lists them, and which a workspace has of its own |
| `itakusaki template show index.md.j2` | prints the one that is used |
| `itakusaki template copy ja/document.docx my-audit` | copies a shipped one into the workspace, to be changed there |
| `itakusaki template check my-audit/templates/ja/document.docx` | names what does not exist, by line, or in Word by paragraph |

Templates are [Jinja](https://jinja.palletsprojects.com/), run in a sandbox, within the time and memory that `[reading]` of [itakusaki.toml](workspace.md) allows; an unknown name is an error. `_("…")` says a sentence of ours in the language of the page, the filter `isolate` keeps a name written from right to left from turning its neighbours, `in_css` puts data into a string of a style sheet. What is printed is escaped. `document.typ` is [Typst](https://typst.app/docs/): it gets `sys.inputs.document`, JSON with `front` (as `document` below), `blocks`, `fonts`, `contents_title` and `day`; pictures that lie beside it may be used, packages and the network may not.

A Word template is opened in Word or LibreOffice: `{{ document.title }}` prints, `{%p if document.number %}` and `{%p endif %}` in paragraphs of their own keep or leave out what stands between them, `{%tr for fact in document.facts %}` does so with rows. The paragraph `{{p body }}` is where the text goes; it bears the styles Heading 1 to 3, List Bullet, List Number, List Continue (each to 3), Table Text, Table Heading, Table Gap, Rule, TOC Heading, toc 1, toc 2 and the table styles Document Table and Document Note, found by these names.
"""
_MODULE: Final = re.compile(r"\b(?:[a-z_]+\.)+(?=[A-Za-z])")


def page() -> str:
    """The whole page."""
    return "\n".join((HEAD, *_templates(), "", *_views()))


def _templates() -> Iterator[str]:
    yield "## Templates"
    yield ""
    yield "| template | names it may use |"
    yield "| --- | --- |"
    for name, known in known_templates().items():
        if is_shipped(known) and kind_of_file(known) != "typ":
            yield f"| `{name}` | {_names(known)} |"


def _names(known: KnownTemplate) -> str:
    if ANYTHING in known.names.values():
        return "those of the page it is part of"
    return ", ".join(f"`{name}`: {_said(without_none(kind))}" for name, kind in known.names.items())


def _views() -> Iterator[str]:
    yield "## Fields"
    found: dict[type, None] = {}
    for known in known_templates().values():
        for kind in known.names.values():
            found.update(dict.fromkeys(views_under(kind)))
    for view in sorted(found, key=lambda one: one.__name__):
        yield ""
        yield f"### {view.__name__}"
        yield ""
        yield str(view.__doc__).partition("\n\n")[0]
        yield ""
        yield "| field | is |"
        yield "| --- | --- |"
        yield from (f"| `{name}` | {_said(kind)} |" for name, kind in fields_of(view).items())


def _said(kind: Any) -> str:  # noqa: ANN401 - a type
    """A type as a reader of templates may want it: without modules."""
    name = kind.__name__ if isinstance(kind, type) and not hasattr(kind, "__args__") else str(kind)
    return _MODULE.sub("", name).replace("|", "or")


def main() -> None:
    """Write the page anew."""
    PAGE.write_text(page() + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
