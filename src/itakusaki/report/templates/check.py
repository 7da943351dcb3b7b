"""Checking a template of one's own: every name it uses is held against what there is, without data."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from itakusaki.files.refusal import RefusedFileError
from itakusaki.files.wall import behind_wall
from itakusaki.language import translator_for
from itakusaki.model.alike import alike
from itakusaki.model.allowance import Allowance
from itakusaki.model.message import N_, Message
from itakusaki.report.documents.front import DocumentForm, FrontFact, FrontMatter
from itakusaki.report.documents.markdown_blocks import blocks_of
from itakusaki.report.documents.pdf import laid_out
from itakusaki.report.documents.word import opened_template, word_parts
from itakusaki.report.documents.word_body import STYLES
from itakusaki.report.environment import ReportTemplateError, refused_template
from itakusaki.report.templates.fields import element_type, field_type, fields_of, without_none
from itakusaki.report.templates.known import KnownTemplate, kind_of_file, known_templates

if TYPE_CHECKING:
    from jinja2 import nodes

_JOB: Final = "itakusaki.report.templates.check:told"
_GLOBALS: Final = frozenset({"_", "loop", "self", "super", "caller", "varargs", "kwargs"})
_NAME: Final = N_("line {line}: there is no {about}")
_ALIKE: Final = N_("line {line}: there is no {about}; was {names} meant?")
_SYNTAX: Final = N_("line {line}: {about}")
_NO_BODY: Final = N_("the paragraph {about} for the text of the document is missing")
_NO_STYLE: Final = N_("the style {about} is missing; what needs it is set in the plain one")
#: The text and front that a layout in typst is tried with.
_TRIAL_TEXT: Final = (
    "<!-- approvals: A -->\n\n<!-- contents -->\n\n## A\n\n**b** b\n\n> b\n\n- c\n\n1. d\n\n<!-- rows: 2 -->\n\n"
    "| e |\n| --- |\n| f |\n\n---\n\n<!-- signature: A -->\n\n<!-- space: 2 -->\n\n<!-- page -->\n\n<!-- right -->\n\ng\n"
)
_TRIAL: Final = FrontMatter(
    kind="A",
    language="en",
    title="A",
    day=date(2026, 4, 1),
    number="A",
    addressee=("A",),
    sender=("A",),
    facts=(FrontFact(label="A", value="b"),),
    confidentiality="A",
    status="A",
    foot=("A",),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Remark:
    """Something wrong, as plain values cross the wall: a sentence, a line, what it is about, what is near."""

    text: str
    line: int
    about: str
    near: tuple[str, ...] = ()


def template_remarks(
    path: Path, template: KnownTemplate, allowance: Allowance
) -> tuple[Message, ...]:
    """Everything wrong with a file that is to be a template, by line; in Word a line is a paragraph.

    Raises:
        ReportTemplateError: it could not be read at all, or takes too long.
    """
    try:
        found = behind_wall(_JOB, str(path), template.name, allowance=allowance)
    except RefusedFileError as refused:
        raise refused_template(path.name, refused) from refused
    return tuple(_said(*remark) for remark in found)


def _said(text: str, line: int, about: str, near: tuple[str, ...]) -> Message:
    return Message.of(text, line=line, about=about, names=", ".join(near))


def told(path: str, name: str) -> list[tuple[str, int, str, tuple[str, ...]]]:
    """The remarks on a file as plain values; runs in the reader."""
    template = known_templates()[name]
    check = {"docx": _word, "typ": _typst, "j2": _text}[kind_of_file(template)]
    found = sorted(set(check(Path(path), template)), key=lambda one: (one.line, one.about))
    return [(one.text, one.line, one.about, one.near) for one in found]


def _text(path: Path, template: KnownTemplate) -> Iterator[_Remark]:
    yield from _remarks(path.read_text(encoding="utf-8", errors="replace"), template.names)


def _word(path: Path, template: KnownTemplate) -> Iterator[_Remark]:
    word = opened_template(path)
    sources = word_parts(word)
    for source in sources:
        # Numbered before docxtpl takes away the paragraphs of statements.
        patched = word.patch_xml(re.sub(r"<w:p([ >])", r"\n<w:p\1", source))
        # The first paragraph stands on the second line.
        for remark in _remarks(patched, template.names):
            yield replace(remark, line=max(remark.line - 1, 1))
    if "{{p body" not in re.sub(r"<[^>]+>", "", sources[0]):
        yield _Remark(text=_NO_BODY, line=0, about="{{p body }}")
    there = {str(style.name).lower() for style in word.docx.styles}
    for style in STYLES:
        if style.lower() not in there:
            yield _Remark(text=_NO_STYLE, line=0, about=style)


def _typst(path: Path, template: KnownTemplate) -> Iterator[_Remark]:
    """Laid out on trial, for a language of its own is best judged by its own compiler."""
    language = template.name.partition("/")[0] if "/" in template.name else _TRIAL.language
    for form in DocumentForm:
        try:
            front = replace(_TRIAL, language=language, form=form)
            laid_out(str(path), "", front, blocks_of(_TRIAL_TEXT))
        except ReportTemplateError as error:
            _, line, reason = error.told
            yield _Remark(text=_SYNTAX, line=max(line, 1), about=str(reason))


def _remarks(source: str, names: Mapping[str, Any]) -> Iterator[_Remark]:
    from jinja2 import TemplateSyntaxError  # noqa: PLC0415 - only templates need Jinja

    from itakusaki.report.sandbox import ReportSandbox  # noqa: PLC0415

    environment = ReportSandbox(translator_for("en"))
    environment.filters["isolate"] = environment.filters["in_css"] = str
    try:
        tree = environment.parse(source)
    except TemplateSyntaxError as error:
        yield _Remark(text=_SYNTAX, line=error.lineno, about=error.message or "")
        return
    walk = _Walk(names)
    walk.go(tree.body)
    yield from walk.remarks
    known = (*environment.filters, *environment.tests)
    for line, name in _filters(tree):
        if name not in environment.filters:
            yield _unknown(line, name, known)


def _unknown(line: int, name: str, known: Sequence[str]) -> _Remark:
    near = alike(name, known)
    return _Remark(text=_ALIKE if near else _NAME, line=line, about=name, near=near)


def _filters(tree: nodes.Template) -> Iterator[tuple[int, str]]:
    from jinja2 import nodes  # noqa: PLC0415

    yield from ((found.lineno, found.name) for found in tree.find_all(nodes.Filter))


class _Walk:
    """Goes through a template and knows, at each place, which names there are and of which types."""

    def __init__(self, names: Mapping[str, Any]) -> None:
        self.remarks: list[_Remark] = []
        self._scopes: list[dict[str, Any]] = [dict(names)]

    def go(self, found: Sequence[nodes.Node]) -> None:
        """The statements of a body, in order."""
        for node in found:
            self._statement(node)

    def _statement(self, node: nodes.Node) -> None:
        from jinja2 import nodes  # noqa: PLC0415

        match node:
            case nodes.For():
                self._loop(node)
            case nodes.Macro() | nodes.CallBlock():
                self._macro(node)
            case nodes.With():
                with self._scope():
                    for target, value in zip(node.targets, node.values, strict=True):
                        self._assign(target, self._type(value))
                    self.go(node.body)
            case nodes.Expr():
                self._type(node)
            case _:
                if not self._bound(node):
                    self.go(list(node.iter_child_nodes()))

    def _bound(self, node: nodes.Node) -> bool:
        """Whether a statement gives a name to something; then the name is known from here on."""
        from jinja2 import nodes  # noqa: PLC0415

        match node:
            case nodes.Assign():
                self._assign(node.target, self._type(node.node))
            case nodes.AssignBlock():
                self.go(node.body)
                self._assign(node.target, str)
            case nodes.Import():
                self._scopes[-1][node.target] = Any
            case nodes.FromImport():
                given = (name if isinstance(name, str) else name[1] for name in node.names)
                self._scopes[-1].update(dict.fromkeys(given, Any))
            case _:
                return False
        return True

    def _loop(self, node: nodes.For) -> None:
        kind = element_type(self._type(node.iter))
        with self._scope():
            self._assign(node.target, kind)
            if node.test is not None:
                self._type(node.test)
            self.go(node.body)
        self.go(node.else_)

    def _macro(self, node: nodes.Macro | nodes.CallBlock) -> None:
        if hasattr(node, "name"):
            self._scopes[-1][node.name] = Any
        else:
            self._type(node.call)
        for default in node.defaults:
            self._type(default)
        with self._scope():
            for argument in node.args:
                self._assign(argument, Any)
            self.go(node.body)

    @contextmanager
    def _scope(self) -> Iterator[None]:
        self._scopes.append({})
        yield
        self._scopes.pop()

    def _assign(self, target: nodes.Node, kind: Any) -> None:  # noqa: ANN401 - a type
        from jinja2 import nodes  # noqa: PLC0415

        match target:
            case nodes.Name():
                self._scopes[-1][target.name] = kind
            case nodes.Tuple():
                for item in target.items:
                    self._assign(item, Any)
            case _:
                self._type(target)

    def _type(self, node: nodes.Node) -> Any:  # noqa: ANN401 - a type
        """The type of an expression; what is wrong in it is remarked on."""
        from jinja2 import nodes  # noqa: PLC0415

        match node:
            case nodes.Name():
                return self._named(node)
            case nodes.Getattr():
                return self._field(self._type(node.node), node.attr, node.lineno)
            case nodes.Getitem():
                kind = self._type(node.node)
                self._type(node.arg)
                return Any if isinstance(node.arg, nodes.Slice) else element_type(kind)
            case nodes.Const() | nodes.TemplateData():
                return Any
            case _:
                for child in node.iter_child_nodes():
                    self._type(child)
                return Any

    def _named(self, node: nodes.Name) -> Any:  # noqa: ANN401 - a type
        for scope in reversed(self._scopes):
            if node.name in scope:
                return scope[node.name]
        if node.name not in _GLOBALS:
            known = [name for scope in self._scopes for name in scope]
            self._remark(node.lineno, node.name, known)
        return Any

    def _field(self, kind: Any, name: str, line: int) -> Any:  # noqa: ANN401 - types
        has, found = field_type(kind, name)
        if not has:
            view = without_none(kind)
            known = fields_of(view) if hasattr(view, "__dataclass_fields__") else ()
            self._remark(line, f"{view.__name__}.{name}", [f"{view.__name__}.{n}" for n in known])
        return found

    def _remark(self, line: int, name: str, known: Sequence[str]) -> None:
        self.remarks.append(_unknown(line, name, known))
