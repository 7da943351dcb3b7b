"""The chain as shown: parties in nested boxes, unknown as unknown, the path to the weakest marked."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from itakusaki.language.labels import rating_words
from itakusaki.model.assessment import ChainNode, ChainView, ControlResult, ProcessorResult
from itakusaki.model.depth import Depth
from itakusaki.model.message import N_, Message
from itakusaki.model.verdict import UNRATED, Verdict, rank
from itakusaki.report.view.context import ViewContext
from itakusaki.report.view.figures import percent
from itakusaki.report.view.score import rating_css

#: The control by which a party looks after the tiers below it.
WATCHED: Final = "SUB-06"
#: How it stands where it is answered with ○, whether or not evidence shows it.
_SAID: Final = frozenset({Verdict.MET, Verdict.UNVERIFIED})


@dataclass(frozen=True, slots=True, kw_only=True)
class NodeView:
    """A party: `page` is its file's name without folder and ending, "" where it has none."""

    id: str
    name: str
    tier: str
    rating: str
    css: str
    on_path: bool
    remark: str
    page: str
    children: tuple[NodeView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ChainPicture:
    """A processor and all below it, with one sentence on what is known.

    `above` is whom the client works for; `carried` are open knock-outs of the tiers below, with their
    path, and what they make doubtful.
    """

    root: NodeView
    weakest: str
    path: str
    coverage: str
    above: str
    carried: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TierRow:
    """How much of a tier is known, answered, and rated."""

    tier: str
    known: str
    assessed: str
    declared_only: str
    share: str


def chain_picture(context: ViewContext, result: ProcessorResult) -> ChainPicture:
    """The chain under a processor."""
    chain = result.chain
    weakest = _weakest(chain) or Message(N_("unknown"))
    coverage = Message.of(
        N_("{assessed} of {known} known parties are assessed."),
        assessed=chain.assessed,
        known=chain.known,
    )
    return ChainPicture(
        root=_node(context, chain.root, (), _path(chain)),
        weakest=context.say(weakest),
        path=" → ".join(_path(chain)),
        coverage=context.say(coverage),
        above=" → ".join(chain.above),
        carried=tuple(_carried(context, result)),
    )


def _carried(context: ViewContext, result: ProcessorResult) -> Iterator[str]:
    """What is open in the tiers below, each with the path to it, and whether SUB-06 can be right."""
    if not result.chain.root.children:
        return
    results = {one.processor.id: one for one in context.assessment.results}
    weak = []
    for path, node in result.chain.root.walk():
        below = results.get(node.processor) if len(path) > 1 else None
        open_ones = [one.control for one in below.controls if _is_open(one)] if below else []
        if open_ones:
            text = N_("{path}: open mandatory controls {controls}")
            controls = context.translator.joined(open_ones)
            yield context.say(Message.of(text, path=" → ".join(path), controls=controls))
            weak.append(path[-1])
    looked_after = any(one.control == WATCHED and one.verdict in _SAID for one in result.controls)
    if weak and looked_after:
        text = N_("{control} is answered with ○; what is open at {names} calls for an explanation")
        names = context.translator.joined(weak)
        yield context.say(Message.of(text, control=WATCHED, names=names))


def _is_open(control: ControlResult) -> bool:
    return control.knock_out and control.verdict in (Verdict.GAP, Verdict.CONTRADICTED)


def chain_remark(context: ViewContext, result: ProcessorResult) -> str:
    """What stands below a processor and is worse than it, or not known; "" where nothing is."""
    chain = result.chain
    said = []
    mine, weakest = rank(result.rating), rank(chain.weakest)
    if chain.weakest and len(chain.path) > 1 and mine is not None and (weakest or 0) < mine:
        said.append(Message.of(N_("below it: {rating}"), rating=_weakest(chain) or ""))
    unknown = sum(node.rating in (None, *UNRATED) for _, node in chain.root.walk()) - (mine is None)
    if unknown:
        said.append(Message.of(N_("not assessed below it: {count}"), count=unknown))
    return context.translator.joined(context.say(message) for message in said)


def _path(chain: ChainView) -> tuple[str, ...]:
    # A processor that is itself the weakest is no path: marking it would say nothing.
    return chain.path if len(chain.path) > 1 else ()


def _node(
    context: ViewContext, node: ChainNode, above: tuple[str, ...], path: tuple[str, ...]
) -> NodeView:
    here = (*above, node.name)
    return NodeView(
        id=node.processor,
        name=node.name,
        tier=context.say(Message.of(N_("tier {tier}"), tier=node.tier)),
        rating=_rating(context, node),
        css=rating_css(node.rating),
        on_path=path[: len(here)] == here,
        remark=_remark(context, node),
        page=context.names.get(node.processor, ""),
        children=tuple(_node(context, child, here, path) for child in node.children),
    )


def _rating(context: ViewContext, node: ChainNode) -> str:
    unknown = Message(N_("unknown: not assessed"))
    return context.say(rating_words(node.rating, node.depth) if node.rating else unknown)


def _weakest(chain: ChainView) -> Message | None:
    """The weakest rating of a chain, with the depth of the form it rests on."""
    if chain.weakest is None:
        return None
    ends = (node for path, node in chain.root.walk() if path == chain.path)
    depth = next((node.depth for node in ends), Depth.FULL)
    return rating_words(chain.weakest, depth)


def _remark(context: ViewContext, node: ChainNode) -> str:
    if not node.declared_only:
        return ""
    return context.say(Message(N_("declared by the party above; not in the ledger")))


def tier_rows(context: ViewContext) -> tuple[TierRow, ...]:
    """Coverage of the whole portfolio by tier; a party met in several chains counts once."""
    parties: dict[str, ChainNode] = {}
    for result in context.assessment.results:
        for _, node in result.chain.root.walk():
            key = node.processor or node.name
            if key not in parties or node.tier < parties[key].tier:
                parties[key] = node
    tiers = sorted({node.tier for node in parties.values()})
    return tuple(_tier_row(context, tier, parties) for tier in tiers)


def _tier_row(context: ViewContext, tier: int, parties: Mapping[str, ChainNode]) -> TierRow:
    nodes = [node for node in parties.values() if node.tier == tier]
    assessed = sum(node.rating not in (None, *UNRATED) for node in nodes)
    return TierRow(
        tier=context.say(Message.of(N_("tier {tier}"), tier=tier)),
        known=str(len(nodes)),
        assessed=str(assessed),
        declared_only=str(sum(node.declared_only for node in nodes)),
        share=percent(assessed / len(nodes)),
    )
