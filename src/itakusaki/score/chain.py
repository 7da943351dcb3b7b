"""Chains: what stands below a processor, the weakest tier, and how much of it is known."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from itakusaki.model.assessment import ChainNode, ChainView
from itakusaki.model.party import UPSTREAM, Entrustment
from itakusaki.model.verdict import Rating, rank
from itakusaki.score.case_file import CaseFile
from itakusaki.score.computed import company_key


def chain_view(
    case_file: CaseFile, case_files: Mapping[str, CaseFile], ratings: Mapping[str, Rating]
) -> ChainView:
    """The chain below a processor, itself included."""
    root = _node(case_file, case_files, ratings, above=frozenset())
    paths = [(path, node) for path, node in root.walk()]
    rated = [(p, n) for p, n in paths if rank(n.rating) is not None]
    weakest = min(rated, key=lambda pair: rank(pair[1].rating) or 0, default=None)
    return ChainView(
        root=root,
        weakest=weakest[1].rating if weakest else None,
        path=weakest[0] if weakest else (),
        assessed=len(rated),
        known=len(paths),
        above=_above(case_file),
    )


def _above(case_file: CaseFile) -> tuple[str, ...]:
    """Whom the client works for in entrusting this processor: first clients, then its own clients."""
    rows = [
        row.record
        for row in (*case_file.entrustments(), *_above_it(case_file))
        if UPSTREAM in row.flags
    ]
    first = (name for row in rows for name in row.entries("first_client"))
    own = (name for row in rows for name in row.entries("upstream"))
    return tuple(dict.fromkeys((*first, *own)))


def _above_it(case_file: CaseFile) -> Iterator[Entrustment]:
    """The contracts of the parties that stand between the client and a lower tier."""
    known = case_file.dossier.ledger.processors
    seen, above = {case_file.processor.id}, list(case_file.processor.parents)
    while above:
        name = above.pop()
        if name in known and name not in seen:
            seen.add(name)
            yield from known[name].entrustments
            above.extend(known[name].parents)


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
    known = {company_key(n.name, case_file) for child in children for _, n in child.walk()}
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
        depth=case_file.depth,
        children=(*children, *declared),
    )
