"""The picture of a replay: tests by quarters, the first true hit marked, false alarms as numbers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape
from typing import Final

from itakusaki.language import Translator
from itakusaki.model.message import N_, Message
from itakusaki.model.replay import QuarterCount, Replay, ReplayedTest
from itakusaki.report.view.text_width import wrapped

#: The picture's measures, in the units of its viewBox.
LEFT: Final = 300
COLUMN: Final = 92
ROW: Final = 30
TOP: Final = 96
MARGIN: Final = 14
RADIUS: Final = 7
SIZE: Final = 12.0
SMALL: Final = 10.0
LINES: Final = 2

STYLE: Final = (
    "text{font-family:'Noto Sans CJK JP','Yu Gothic',Meiryo,sans-serif;fill:#1a1a1a}"
    ".line{stroke:#d5d5d5}.first{fill:#9c1c1c}.later{fill:none;stroke:#9c1c1c;stroke-width:2}"
    ".mute{fill:#5a5a5a}.false{fill:#5a5a5a}.head{font-weight:bold}"
)
PAGE: Final = (
    '<!doctype html>\n<html lang="{code}"><head><meta charset="utf-8">'
    '<meta name="viewport" content="width=device-width"><title>{title}</title>'
    "<style>body{{margin:1rem;background:#fff}}svg{{max-width:100%;height:auto}}</style></head>"
    "<body>{picture}</body></html>\n"
)


def replay_svg(replay: Replay, translator: Translator) -> str:
    """The picture by itself."""
    width = LEFT + COLUMN * (len(replay.quarters) + replay.judged) + MARGIN
    height = TOP + ROW * len(replay.tests) + MARGIN
    title = escape(_title(replay, translator))
    return "".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}" role="img">',
            f"<title>{title}</title><desc>{escape(_legend(replay, translator))}</desc>",
            f"<style>{STYLE}</style>",
            f'<rect width="{width}" height="{height}" fill="#fff"/>',
            _text(MARGIN, 24, _title(replay, translator), 15, "head"),
            *_legend_lines(replay, translator, width),
            *_heads(replay, translator),
            *(
                part
                for n, test in enumerate(replay.tests)
                for part in _row(n, test, replay, translator)
            ),
            "</svg>",
        ]
    )


def replay_page(replay: Replay, translator: Translator) -> str:
    """A small page that holds nothing but the picture."""
    title = escape(_title(replay, translator))
    picture = replay_svg(replay, translator)
    return PAGE.format(code=translator.code, title=title, picture=picture)


def _title(replay: Replay, translator: Translator) -> str:
    text = N_("Replay of {processor}: when each test would first have shown it")
    return translator.say(Message.of(text, processor=replay.processor))


def _legend(replay: Replay, translator: Translator) -> str:
    if replay.judged:
        return translator.gettext(
            N_(
                "Filled: first quarter in which a seeded event shows. Ring: more in later quarters. Beside it: events found, in brackets: false positives."
            )
        )
    return translator.gettext(
        N_("Filled: first quarter with a hit. Ring: more in later quarters. Beside it: hits.")
    )


def _legend_lines(replay: Replay, translator: Translator, width: int) -> Iterator[str]:
    lines = wrapped(_legend(replay, translator), width - 2 * MARGIN, SMALL, LINES)
    for n, line in enumerate(lines):
        yield _text(MARGIN, 42 + 14 * n, line, SMALL, "mute")


def _heads(replay: Replay, translator: Translator) -> Iterator[str]:
    heads = [quarter.name for quarter in replay.quarters]
    if replay.judged:
        heads.append(translator.gettext(N_("Missed")))
    for n, head in enumerate(heads):
        yield _text(LEFT + COLUMN * n + COLUMN // 2, TOP - 12, head, SIZE, "head", "middle")


def _row(number: int, test: ReplayedTest, replay: Replay, translator: Translator) -> Iterator[str]:
    top = TOP + ROW * number
    right = LEFT + COLUMN * (len(replay.quarters) + replay.judged)
    yield f'<line class="line" x1="{MARGIN}" y1="{top}" x2="{right}" y2="{top}"/>'
    lines = wrapped(f"{test.rule} {translator.pick(test.title)}", LEFT - 2 * MARGIN, SMALL, LINES)
    start = top + (ROW + 8) // 2 - 6 * (len(lines) - 1)
    for n, line in enumerate(lines):
        yield _text(MARGIN, start + 12 * n, line, SMALL, "")
    if not test.carried_out:
        text = translator.gettext(N_("Cannot be compared"))
        yield _text(LEFT + 8, top + ROW // 2 + 4, text, SMALL, "mute")
    if replay.judged and test.missed:
        missed = f"{len(test.missed)} / {test.planted}"
        yield _text(right - COLUMN // 2, top + ROW // 2 + 4, missed, SIZE, "", "middle")
    for n, count in enumerate(test.counts):
        yield from _cell(LEFT + COLUMN * n, top, count, first=n == test.first_seen, replay=replay)


def _cell(
    left: int, top: int, count: QuarterCount, *, first: bool, replay: Replay
) -> Sequence[str]:
    if not count.carried_out:
        return ()
    told = count.found if replay.judged else count.hits
    middle, line = left + COLUMN // 2, top + ROW // 2
    parts = []
    if told:
        css = "first" if first else "later"
        parts.append(f'<circle class="{css}" cx="{middle - 16}" cy="{line}" r="{RADIUS}"/>')
        parts.append(_text(middle - 4, line + 4, f"{told:,}", SIZE, ""))
    if count.false:
        parts.append(_text(middle + 18, line + 4, f"({count.false:,})", SMALL, "false"))
    return parts


def _text(x: int, y: int, text: str, size: float, css: str, anchor: str = "start") -> str:
    return (
        f'<text x="{x}" y="{y}" font-size="{size:g}" class="{css}" text-anchor="{anchor}">'
        f"{escape(text)}</text>"
    )
