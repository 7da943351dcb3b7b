"""A cache gives back what was kept, whole and under its own key, or nothing; it never ends a run."""

from __future__ import annotations

import os
import signal
import stat
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from itakusaki.files.cache import ResultCache, digest_of, folder_digest
from itakusaki.files.writing import rehearsal

KEY, OTHER = digest_of("one"), digest_of("other")


def cache(root: Path, **how: int) -> ResultCache:
    return ResultCache(folder=root / ".cache", **how)


def entries(root: Path) -> list[Path]:
    return sorted(path for path in (root / ".cache").iterdir() if "-" in path.name)


@pytest.mark.parametrize("content", [b"", b"one", bytes(range(256)) * 500], ids=len)
def test_what_is_kept_is_found_under_its_kind_and_key_alone(tmp_path: Path, content: bytes) -> None:
    held = cache(tmp_path)
    held.keep("gate", KEY, content)
    assert held.found("gate", KEY) == content
    assert held.found("gate", OTHER) is None
    assert held.found("assessment", KEY) is None


def test_without_a_folder_or_a_key_nothing_is_kept(tmp_path: Path) -> None:
    ResultCache().keep("gate", KEY, b"one")
    cache(tmp_path).keep("gate", "", b"one")
    assert ResultCache().found("gate", KEY) is None
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("place", [0, 20, 90, -1], ids=["head", "seal", "body", "end"])
def test_an_entry_with_one_changed_byte_is_not_found(tmp_path: Path, place: int) -> None:
    held = cache(tmp_path)
    held.keep("gate", KEY, b"something that was found" * 9)
    (entry,) = entries(tmp_path)
    damaged = bytearray(entry.read_bytes())
    damaged[place] ^= 1
    entry.write_bytes(damaged)
    assert held.found("gate", KEY) is None
    held.keep("gate", KEY, b"anew")
    assert held.found("gate", KEY) == b"anew"


@pytest.mark.parametrize("left", [0, 1, 30, 84])
def test_an_entry_that_was_cut_is_not_found(tmp_path: Path, left: int) -> None:
    held = cache(tmp_path)
    held.keep("gate", KEY, b"something that was found")
    (entry,) = entries(tmp_path)
    entry.write_bytes(entry.read_bytes()[:left])
    assert held.found("gate", KEY) is None


def test_an_entry_under_anothers_name_is_not_found(tmp_path: Path) -> None:
    held = cache(tmp_path)
    held.keep("gate", KEY, b"of the one")
    held.keep("gate", OTHER, b"of the other")
    first, second = entries(tmp_path)
    first.replace(second)
    assert held.found("gate", KEY) is None
    assert held.found("gate", OTHER) is None


@pytest.mark.skipif(os.name == "nt", reason="knows no such rights")
def test_only_the_owner_may_look_into_it(tmp_path: Path) -> None:
    cache(tmp_path).keep("gate", KEY, b"one")
    folder = tmp_path / ".cache"
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert {stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()} == {0o600}
    assert (
        (folder / "CACHEDIR.TAG").read_bytes().startswith(b"Signature: 8a477f597d28d172789f068868")
    )


def test_what_was_unused_for_longest_goes_first(tmp_path: Path) -> None:
    held = cache(tmp_path, largest=700)
    for number in range(5):
        held.keep("gate", digest_of(number), os.urandom(200))
        os.utime(entries(tmp_path)[-1])
        for age, path in enumerate(sorted(entries(tmp_path), key=lambda one: one.stat().st_mtime)):
            os.utime(path, (age + 1, age + 1))
    held.found("gate", digest_of(0))
    held.trim()
    left = [number for number in range(5) if held.found("gate", digest_of(number))]
    assert 0 in left
    assert 0 < len(left) < 5
    assert sum(path.stat().st_size for path in entries(tmp_path)) <= 700
    held.clear()
    assert not entries(tmp_path)


def test_a_run_that_rehearses_keeps_nothing_and_lists_nothing(tmp_path: Path) -> None:
    with rehearsal() as planned:
        cache(tmp_path).keep("gate", KEY, b"one")
        cache(tmp_path).trim()
    assert not planned
    assert not list(tmp_path.iterdir())


def test_a_folder_that_leads_elsewhere_or_is_none_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / ".cache").symlink_to(tmp_path / "elsewhere")
    cache(tmp_path).keep("gate", KEY, b"one")
    assert not list((tmp_path / "elsewhere").iterdir())
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / ".cache").write_bytes(b"a file")
    cache(tmp_path / "sub").keep("gate", KEY, b"one")
    assert cache(tmp_path / "sub").found("gate", KEY) is None


def test_the_digest_of_a_folder_is_of_names_and_bytes(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "one.yaml").write_bytes(b"1")
    first = folder_digest([tmp_path])
    (tmp_path / "__pycache__").mkdir()
    (tmp_path / "__pycache__" / "x.pyc").write_bytes(b"2")
    assert folder_digest([tmp_path]) == first
    assert folder_digest([tmp_path, tmp_path]) != first
    (tmp_path / "a" / "one.yaml").rename(tmp_path / "a" / "two.yaml")
    renamed = folder_digest([tmp_path])
    (tmp_path / "a" / "two.yaml").write_bytes(b"2")
    assert len({first, renamed, folder_digest([tmp_path])}) == 3


def test_the_digest_of_a_folder_is_of_linked_folders_and_hidden_files_too(tmp_path: Path) -> None:
    shared, folder = tmp_path / "shared", tmp_path / "own"
    shared.mkdir()
    folder.mkdir()
    (folder / "suites").symlink_to(shared)
    (shared / "back").symlink_to(folder)  # would go round and round
    seen = {folder_digest([folder])}
    for place in (shared / "a.yaml", folder / ".b.yaml", shared / "sub" / "c.yaml"):
        place.parent.mkdir(exist_ok=True)
        place.write_bytes(b"1")
        seen.add(folder_digest([folder]))
        place.write_bytes(b"2")
        seen.add(folder_digest([folder]))
    assert len(seen) == 7


@given(st.lists(st.text(), max_size=3), st.lists(st.text(), max_size=3))
def test_different_parts_have_different_keys(one: list[str], other: list[str]) -> None:
    assert (digest_of(*one) == digest_of(*other)) == (one == other)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no named pipes here")
def test_an_entry_that_is_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    signal.signal(signal.SIGALRM, lambda *_: pytest.fail("it waits"))
    cache = ResultCache(folder=tmp_path)
    cache.keep("book", "a1", b"kept")
    (entry,) = tmp_path.glob("book-*")
    entry.unlink()
    os.mkfifo(entry)
    signal.alarm(10)
    try:
        assert cache.found("book", "a1") is None
    finally:
        signal.alarm(0)
    cache.keep("book", "a1", b"anew")
    assert cache.found("book", "a1") == b"anew"
