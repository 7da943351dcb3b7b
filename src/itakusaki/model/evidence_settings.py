"""Evidence settings: how exports are read and tests are run, as [evidence] in itakusaki.toml says.

What is said for one party ([evidence.P02]) goes over what is said for all. The delivering party
has no say: nothing of this is read from its folder.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import TypeAlias

from itakusaki.model.allowance import MEGABYTE, bytes_of

#: A parameter as set: a number, a text or a list of texts.
Setting: TypeAlias = int | str | tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidenceSettings:
    """One party's settings.

    `period_from`, `period_to` bound what the exports should cover (both days included); `parameters`
    go by name over every test that has one of that name, `tests` over those of a single test.
    `layouts` says which layout a file (by name pattern) has where its headings do not tell;
    `least_days` is how much time a log must cover before a clean result is believed.
    `mask_objects` is whether names of files and the like, and free request numbers, are masked.
    `signing_keys` are fingerprints of the keys that packs of this party may be signed with.
    """

    time_zone: str = "Asia/Tokyo"
    memory: str = "4GB"
    threads: int = 0
    period_from: date | None = None
    period_to: date | None = None
    strip_domain: bool = True
    mask_objects: bool = True
    layouts: Mapping[str, str] = field(default_factory=dict)
    parameters: Mapping[str, Setting] = field(default_factory=dict)
    tests: Mapping[str, Mapping[str, Setting]] = field(default_factory=dict)
    signing_keys: tuple[str, ...] = ()
    sample: int = 20
    least_days: int = 28

    def shared(self, among: int, cores: int) -> EvidenceSettings:
        """What one of several engines may take, so that together they take what is allowed to one."""
        if among == 1:
            return self
        memory = f"{max(bytes_of(self.memory) // among // MEGABYTE, 1)}MiB"
        return replace(self, memory=memory, threads=self.threads or max(1, cores // among))


@dataclass(frozen=True, slots=True, kw_only=True)
class PartySettings:
    """The evidence settings of a workspace: what holds for all, and for single parties over it."""

    common: EvidenceSettings = field(default_factory=EvidenceSettings)
    parties: Mapping[str, EvidenceSettings] = field(default_factory=dict)
