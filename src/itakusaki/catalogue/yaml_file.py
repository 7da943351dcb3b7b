"""YAML files: their content, and the line on which each part of it stands."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

import yaml

from itakusaki.model.message import N_, Message

try:
    from yaml import CSafeLoader as _Loader
except ImportError:  # a platform without libyaml: slower, and stricter on a ? before }
    from yaml import SafeLoader as _Loader  # type: ignore[assignment]

#: Levels that rule files may be nested; ours have 9.
DEEPEST: Final = 100
NOT_UTF_8: Final = N_("the file is not in UTF-8; save it again with that encoding")
#: Where in a file a mistake stands: keys and list positions from the top.
Place = Sequence[str | int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Mistake:
    """Something wrong in a data file: file, line, and what to change."""

    file: str
    line: int
    says: Message

    def message(self) -> Message:
        """The mistake as one line."""
        return Message.of(
            N_("{file}, line {line}: {says}"), file=self.file, line=self.line, says=self.says
        )


@dataclass(frozen=True, slots=True)
class YamlFile:
    """A data file that could be read; `data` is what it holds, and is not to be changed."""

    path: Path
    data: Any

    def line_of(self, place: Place) -> int:
        """The line of a place, or of the nearest part above it that exists."""
        node = yaml.compose(self.path.read_text(encoding="utf-8-sig"), Loader=_Loader)
        line = 1
        for step in place:
            found = _child(node, step)
            if found is None:
                break
            line, node = found
        return line

    def mistake(self, place: Place, says: Message) -> Mistake:
        """A mistake at a place of this file."""
        return Mistake(file=self.path.name, line=self.line_of(place), says=says)


def _child(node: yaml.Node | None, step: str | int) -> tuple[int, yaml.Node] | None:
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            if key.value == str(step):
                return key.start_mark.line + 1, value
    if isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
        child = node.value[step]
        return child.start_mark.line + 1, child
    return None


def read_yaml(path: Path, *, is_ours: bool = False) -> YamlFile | Mistake:
    """Read a data file; what is no YAML, or cannot be held, comes back as a mistake with its line.

    What is nested too deeply is refused before the parser builds it, which would bring it down, and
    so is an alias that stands for what it stands in, which would have no end. A file that `is_ours` was
    looked at before it was shipped; to look again takes as long as to build it.
    """
    try:
        built = _built(path.name, path.read_text(encoding="utf-8-sig"), is_ours=is_ours)
        return built if isinstance(built, Mistake) else YamlFile(path, built)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        says = Message.of(N_("this is not valid YAML: {problem}"), problem=error.problem or "")
        return Mistake(file=path.name, line=mark.line + 1 if mark else 1, says=says)
    except UnicodeDecodeError:
        return Mistake(file=path.name, line=1, says=Message(NOT_UTF_8))
    except yaml.YAMLError as error:
        says = Message.of(N_("the file cannot be read: {problem}"), problem=str(error))
        return Mistake(file=path.name, line=1, says=says)
    except (ValueError, AttributeError, OverflowError) as error:
        # A day that no calendar has, a number of thousands of digits: the parser itself stumbles.
        says = Message.of(N_("a date or number that cannot be used: {problem}"), problem=str(error))
        return Mistake(file=path.name, line=1, says=says)


@lru_cache(maxsize=256)
def _built(name: str, text: str, *, is_ours: bool) -> Any:  # noqa: ANN401 - YAML
    """What a text holds, or why it is not built; the same text is built once, and only ever read."""
    why_not = None if is_ours else _too_much(name, text)
    return why_not or yaml.load(text, Loader=_Loader)


def _too_much(name: str, text: str) -> Mistake | None:
    """Why a text must not be built: nested too deeply, or an alias inside of what it stands for."""
    open_: list[str | None] = []
    for event in yaml.parse(text, Loader=_Loader):
        line = event.start_mark.line + 1 if event.start_mark else 1
        if isinstance(event, yaml.CollectionStartEvent):
            open_.append(event.anchor)
            if len(open_) > DEEPEST:
                says = Message.of(N_("nested deeper than {count} levels"), count=DEEPEST)
                return Mistake(file=name, line=line, says=says)
        elif isinstance(event, yaml.CollectionEndEvent):
            open_.pop()
        elif isinstance(event, yaml.AliasEvent) and event.anchor in open_:
            says = Message.of(
                N_("*{name} stands inside of what it stands for"), name=event.anchor or ""
            )
            return Mistake(file=name, line=line, says=says)
    return None


def aliases(file: YamlFile) -> Iterator[Mistake]:
    """Aliases, which can make a small file endless; our files are written out."""
    for event in yaml.parse(file.path.read_text(encoding="utf-8-sig"), Loader=_Loader):
        if isinstance(event, yaml.AliasEvent):
            says = Message.of(N_("*{name} is an alias; write it out"), name=event.anchor or "")
            mark = event.start_mark
            line = mark.line + 1 if mark else 1
            yield Mistake(file=file.path.name, line=line, says=says)


def doubled_keys(file: YamlFile) -> Iterator[Mistake]:
    """Keys written twice in one mapping, of which YAML would silently keep the last."""
    root = yaml.compose(file.path.read_text(encoding="utf-8-sig"), Loader=_Loader)
    waiting = [root] if root else []
    while waiting:
        node = waiting.pop()
        if isinstance(node, yaml.SequenceNode):
            waiting.extend(node.value)
        if isinstance(node, yaml.MappingNode):
            seen: set[str] = set()
            for key, value in node.value:
                if key.value in seen:
                    says = Message.of(N_("{key} is written twice"), key=key.value)
                    yield Mistake(file=file.path.name, line=key.start_mark.line + 1, says=says)
                seen.add(key.value)
                waiting.append(value)
