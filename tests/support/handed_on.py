"""Documents to be handed on: a front and a text with a piece of each kind, small enough to be laid out often."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from hashlib import sha256

from itakusaki.report.documents.charts import ScoreBars, score_picture
from itakusaki.report.documents.front import DocumentForm, FrontFact, FrontMatter, WrittenDocument
from itakusaki.report.documents.writers import DOCUMENT_WRITERS

DAY = date(2026, 11, 22)
#: A text that would act, were it read as Markdown, XML, Jinja or Typst.
HOSTILE = '<b>&x;</b> {{ 7*7 }} {%p if x %} {_{ }_} #set text(fill: red) $x$ \\ "`*_=[a](b)'


def front(
    language: str = "ja", form: DocumentForm = DocumentForm.REPORT, title: str = "改善要請書"
) -> FrontMatter:
    """The front of a document of the made-up kind `example`."""
    return FrontMatter(
        kind="example",
        language=language,
        title=title,
        day=DAY,
        form=form,
        number="監-2026-041",
        addressee=("株式会社みどり情報サービス", "山田 一郎 様"),
        sender=("株式会社ひなた商事 監査室",),
        facts=(FrontFact(label="対象", value="P14\n第1階層"),),
        confidentiality="社外秘",
        status="案",
        foot=("適法性の判断ではありません。",),
    )


def text(rows: int = 3, cell: str = "退職者のアカウントが残る") -> str:
    """A document's text; `cell` is Markdown, escaped already."""
    table = "".join(f"| F-{place} | {cell} | {place}件 |\n" for place in range(1, rows + 1))
    return (
        "<!-- approvals: 作成 | 承認 -->\n\n<!-- contents -->\n\n## 1. 結論\n\n**（要説明）**です。次の行<br>へ続きます。\n\n"
        "> 決めていただきたいこと\n>\n> - 継続\n> - 停止\n\n### 1.1 主な点\n\n1. 一つ目\n2. 二つ目\n   - 内訳\n\n"
        "<!-- page -->\n\n## 2. 指摘\n\n一覧です。\n\n"
        f"| 番号 | 指摘 | 件数 |\n| --- | --- | ---: |\n{table}\n"
        "1. 別の一つ目\n\n---\n\n<!-- signature: 署名 | 日付 -->\n\n<!-- space: 4 -->\n\n<!-- right -->\n\n以上\n"
    )


def in_every_format() -> dict[str, WrittenDocument]:
    """A document with a picture and a sign that no font has, as every format has it."""
    bars = (ScoreBars(title="再委託", declared=90, verified=80.5),)
    picture = score_picture(bars, declared="申告", verified="検証後", about="評点。")
    given = replace(front(title="改善要請書 ✗"), pictures=(picture,))
    words = f"{text(rows=20)}\n<!-- picture: scores -->\n"
    return {name: write(given, words, None) for name, write in DOCUMENT_WRITERS.items()}


def fingerprints() -> str:
    """What tells the bytes of every format apart."""
    made = in_every_format().items()
    return " ".join(f"{name}={sha256(one.content).hexdigest()}" for name, one in made)
