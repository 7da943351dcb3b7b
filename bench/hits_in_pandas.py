"""Two control tests written by hand in pandas, for the made-up operation: the same hits as ours.

It has no end of a session told in its line, no failed attempt and no batch sign-in, and no permit to
download; what tests would do about them is left out here.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    import pandas as pd

Hit = tuple[Any, ...]
#: Defaults of the tests' parameters.
SESSION, UNCLOSED, MARGIN = "14h", "60min", "15min"
ROWS_PER_DAY, COUNT_PER_DAY = 10_000, 100


def account_overlap(folder: Path) -> list[Hit]:
    """Stretches in which an account was signed in at two terminals or more."""
    import pandas as pd  # noqa: PLC0415 - only in its own process

    sessions = _sessions(folder)
    # Those that overlap none cannot be part of a hit.
    reach = sessions.groupby("account")["end"].cummax().groupby(sessions["account"]).shift()
    sessions["block"] = (~(sessions["start"] < reach)).cumsum()
    crowded = sessions[sessions.groupby("block")["block"].transform("size") > 1]
    steps = pd.concat(
        crowded[["account", edge]].rename(columns={edge: "at"}).assign(step=step)
        for edge, step in (("start", 1), ("end", -1))
    )
    moments = steps.groupby(["account", "at"], as_index=False)["step"].sum()
    by_account = moments.groupby("account")
    moments["level"], moments["until"] = by_account["step"].cumsum(), by_account["at"].shift(-1)
    opening = (moments["level"] > 1) & (moments["level"] - moments["step"] <= 1)
    moments["run"] = opening.cumsum()
    runs = moments[moments["level"] > 1].groupby(["account", "run"], as_index=False)
    found = runs.agg(at=("at", "min"), until=("until", "max"), terminals=("level", "max"))
    lasting = found["until"] - found["at"]
    found["minutes"] = lasting // pd.Timedelta("1min")
    columns = ["at", "account", "until", "terminals", "minutes"]
    return _rows(found.loc[lasting > pd.Timedelta(MARGIN), columns])


def download_volume(folder: Path) -> list[Hit]:
    """Days on which an account downloaded much."""
    downloads = _table(folder, "downloads", ["at", "account", "rows"])
    downloads = downloads[~downloads["account"].isin(_accounts(folder, "service"))]
    downloads["day"] = downloads["at"].dt.floor("D")
    days = downloads.groupby(["account", "day"], as_index=False).agg(
        at=("at", "min"), downloads=("at", "size"), records=("rows", "sum")
    )
    much = (days["records"] > ROWS_PER_DAY) | (days["downloads"] > COUNT_PER_DAY)
    return _rows(days.loc[much, ["at", "account", "downloads", "records"]])


HITS_IN_PANDAS: Final[Mapping[str, Callable[[Path], list[Hit]]]] = {
    "account-overlap": account_overlap,
    "download-volume": download_volume,
}


def _sessions(folder: Path) -> pd.DataFrame:
    """Account, start and end of each session, in this order."""
    import pandas as pd  # noqa: PLC0415 - only in its own process

    lines = _table(folder, "sign_ins", ["at", "account", "terminal", "action", "kind"])
    ledger = _table(folder, "terminals", ["terminal", "use"])
    seats = ledger.loc[ledger["use"].isin(["business", "maintenance"]), "terminal"]
    attended = ~lines["account"].isin(_accounts(folder, "service", "vault"))
    lines = lines[attended & ((lines["kind"] != "remote") | lines["terminal"].isin(seats))]
    lines["begins"] = lines["action"] == "in"
    # At one second a sign-out comes first.
    lines = lines.sort_values(["account", "terminal", "at", "begins"])
    following = lines.groupby(["account", "terminal"])[["at", "begins"]].shift(-1)
    start, following_at = lines["at"], following["at"]
    told = following_at.where(following["begins"].eq(False))  # noqa: FBT003 - a value
    guess = start + pd.Timedelta(UNCLOSED)
    near = told <= start + pd.Timedelta(SESSION)
    lines["start"] = start
    lines["end"] = told.where(near, guess.where(~(following_at < guess), following_at))
    sessions = lines.loc[lines["begins"] & (lines["end"] > start), ["account", "start", "end"]]
    return sessions.sort_values(["account", "start", "end"])


def _accounts(folder: Path, *kinds: str) -> pd.Series:
    listed = _table(folder, "accounts", ["account", "kind"])
    return listed.loc[listed["kind"].isin(kinds), "account"]


def _table(folder: Path, name: str, columns: list[str]) -> pd.DataFrame:
    import pandas as pd  # noqa: PLC0415 - only in its own process

    return pd.read_parquet(folder / f"{name}.parquet", columns=columns)


def _rows(table: pd.DataFrame) -> list[Hit]:
    return list(table.itertuples(index=False, name=None))
