"""Chains: what stands below a processor, the weakest tier, and how much of it is known."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from itakusaki.model.assessment import ChainNode, ChainView
from itakusaki.model.verdict import Rating, rank
from itakusaki.score.case_file import CaseFile
from itakusaki.score.computed import company_key


def chain_view(
    case_file: CaseFile, case_files: Mapping[str, CaseFile], ratings: Mapping[str, Rating]
) -> ChainView:
    """The chain below a processor, itself included."""
    root = _node(case_file, case_files, ratings, above=frozenset())
    paths = [(path, node) for path, node in _walk(root, ())]
    rated = [(p, n) for p, n in paths if rank(n.rating) is not None]
    weakest = min(rated, key=lambda pair: rank(pair[1].rating) or 0, default=None)
    return ChainView(
        root=root,
        weakest=weakest[1].rating if weakest else None,
        path=weakest[0] if weakest else (),
        assessed=len(rated),
        known=len(paths),
    )


def _node(
    case_file: CaseFile,
    case_files: Mapping[str, CaseFile],
    ratings: Mapping[str, Rating],
    *,
    above: frozenset[str],
) -> ChainNode:
    me = case_file.processor
    # A ledger may name two companies as each other's parent; nobody stands below itself.
    over = above | {me.id}
    children = [
        _node(case_files[child.id], case_files, ratings, above=over)
        for child in case_file.children()
        if child.id not in over
    ]
    # A party may list all tiers below it; one that stands further down is not counted again.
    known = {company_key(n.name, case_file) for child in children for _, n in _walk(child, ())}
    declared = [
        ChainNode(
            processor="", name=row.text("name"), tier=me.tier + 1, rating=None, declared_only=True
        )
        for row in case_file.sub_processors()
        if company_key(row.text("name"), case_file) not in known
    ]
    return ChainNode(
        processor=me.id,
        name=me.name,
        tier=me.tier,
        rating=ratings.get(me.id),
        declared_only=False,
        children=(*children, *declared),
    )


def _walk(node: ChainNode, path: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], ChainNode]]:
    here = (*path, node.name)
    yield here, node
    for child in node.children:
        yield from _walk(child, here)
