"""Evidence packs: no personal data in, the same bytes again, and nothing believed that is not signed."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from itakusaki.audit.examine import examine
from itakusaki.audit.rules import Rules
from itakusaki.audit.run_options import RunOptions
from itakusaki.catalogue.evidence_data import EvidenceData
from itakusaki.catalogue.names import name_fold, names_its_kind
from itakusaki.files.canonical_json import NotCanonicalError, canonical, parsed
from itakusaki.intake.evidence_files import folder_files
from itakusaki.language import LANGUAGES, translator_for
from itakusaki.model.candidate import NamedCompany
from itakusaki.model.evidence import EvidenceFile, Submission
from itakusaki.model.evidence_settings import EvidenceSettings
from itakusaki.model.retest import Examination, TestOutcome, TestResult
from itakusaki.model.source import CellRef
from itakusaki.packs.companies import tellable
from itakusaki.packs.completion import with_packs
from itakusaki.packs.envelope import sealed, signed_bytes
from itakusaki.packs.reading import PackReading, read_pack
from itakusaki.packs.signing_keys import fingerprint, load_key, make_key
from itakusaki.packs.writing import Occasion, sealed_pack, statement
from itakusaki.wiring import shipped_rules
from support.exports_folder import IDENTIFIERS, exports_folder
from support.laws import examples

ROUND = "2026Q4"
ONLY = (
    "account-overlap",
    "account-without-owner",
    "source-countries",
    "download-volume",
    "account-long-day",
)
PLAIN = EvidenceSettings()
Change = Callable[[dict[str, Any]], None]


@pytest.fixture(scope="module")
def rules() -> Rules:
    return shipped_rules()


@pytest.fixture(scope="module")
def key(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("key") / "key.pem"
    make_key(path, "")
    return path


def _submission(
    files: tuple[EvidenceFile, ...], root: Path, keys: tuple[str, ...] = ()
) -> Submission:
    settings = replace(PLAIN, signing_keys=keys)
    return Submission(processor="P02", files=files, root=root, settings=settings)


@pytest.fixture(scope="module")
def examination(rules: Rules, tmp_path_factory: pytest.TempPathFactory) -> Examination:
    """The tests named, run on the small processor's exports."""
    folder = exports_folder(tmp_path_factory.mktemp("exports"))
    files, _ = folder_files(folder, "P02")
    return examine(_submission(files, folder), rules, RunOptions(only=ONLY))


@pytest.fixture(scope="module")
def some(rules: Rules) -> EvidenceData:
    """Only those tests in force, so that a pack with all of them lacks none."""
    tests = {name: test for name, test in rules.evidence.tests.items() if name in ONLY}
    return replace(rules.evidence, tests=tests)


@pytest.fixture(scope="module")
def packed(some: EvidenceData, key: Path, examination: Examination) -> bytes:
    return sealed_pack(examination, some, _occasion(), load_key(key, ""))


def _occasion(processor: str = "P02", day: date = date(2026, 10, 6)) -> Occasion:
    return Occasion(
        processor=processor, round=ROUND, made_on=day, checklist_version="1.0", settings=PLAIN
    )


def _read(
    content: bytes,
    folder: Path,
    data: EvidenceData,
    used: EvidenceSettings = PLAIN,
    *,
    known: bool = True,
) -> PackReading:
    """A pack read by a client who knows its key, unless said otherwise."""
    keys = _keys(content) if known else ()
    settings = replace(used, signing_keys=(*used.signing_keys, *keys))
    return read_pack(_delivered(content, folder), folder, data, settings, ROUND)


def _keys(content: bytes) -> tuple[str, ...]:
    try:
        public = json.loads(content)["signatures"][0]["public_key"]
        return (fingerprint(base64.b64decode(public)),)
    except (ValueError, LookupError, TypeError, RecursionError):
        return ()


def _delivered(content: bytes, folder: Path, name: str = "a.itakusaki-pack") -> EvidenceFile:
    (folder / name).write_bytes(content)
    digest = hashlib.sha256(content).hexdigest()
    return EvidenceFile(processor="P02", path=name, name=name, sha256=digest, size=len(content))


def _codes(reading: PackReading) -> list[str]:
    return [issue.code for issue in reading.issues]


def _by_id(results: Sequence[TestResult]) -> dict[str, TestResult]:
    return {result.test: result for result in results}


def _content(packed: bytes) -> dict[str, Any]:
    """What a pack says, whoever signed it."""
    found: dict[str, Any] = json.loads(_payload(packed))["predicate"]
    return found


def _payload(packed: bytes) -> bytes:
    return base64.b64decode(json.loads(packed)["payload"])


def _changed(packed: bytes, change: Change) -> bytes:
    """A pack whose statement somebody changed who has no key."""
    envelope = json.loads(packed)
    found = json.loads(_payload(packed))
    change(found["predicate"])
    payload = canonical(statement(found["predicate"]))
    return canonical({**envelope, "payload": base64.b64encode(payload).decode()})


def _resigned(packed: bytes, key: Path, change: Change) -> bytes:
    """A pack that its signer changed and signed again."""
    content = _content(packed)
    change(content)
    return sealed(canonical(statement(content)), load_key(key, ""))


def test_no_identifier_of_the_logs_is_in_the_pack(packed: bytes, examination: Examination) -> None:
    found = _by_id(examination.results)["account-overlap"]
    assert found.hits.total == 2
    text = _payload(packed).decode().casefold()
    for name in IDENTIFIERS:
        assert name.casefold() not in text
        assert hashlib.sha256(name.encode()).hexdigest() not in text
    for row in found.hits.sample:
        masked = [cell for cell in row if isinstance(cell, str) and cell[1:2] == "-"]
        assert masked
        assert not any(cell.casefold() in text for cell in masked)


def test_the_same_input_gives_the_same_bytes(
    packed: bytes, some: EvidenceData, key: Path, examination: Examination
) -> None:
    assert sealed_pack(examination, some, _occasion(), load_key(key, "")) == packed


def test_what_was_packed_is_read_again(
    packed: bytes, some: EvidenceData, examination: Examination, tmp_path: Path
) -> None:
    reading = _read(packed, tmp_path, some)
    own, theirs = _by_id(examination.results), _by_id(reading.results)
    assert set(own) == set(theirs) == set(ONLY)
    for name, result in theirs.items():
        assert result.own_run
        assert result.outcome is own[name].outcome
        assert result.hits.total == own[name].hits.total
        assert result.hits.days == own[name].hits.days
        assert not result.hits.sample
        assert result.touches == own[name].touches
        assert [f.value for f in result.parameters] == [f.value for f in own[name].parameters]
    assert theirs["account-overlap"].says == own["account-overlap"].says
    assert theirs["source-countries"].measured == own["source-countries"].measured
    assert [(r.export, r.rows, r.kept, r.file.sha256, r.first_at) for r in reading.reads] == [
        (r.export, r.rows, r.kept, r.file.sha256, r.first_at) for r in examination.reads
    ]


NAMED = (
    NamedCompany(
        name="霧里保守(株)",
        at=CellRef(file="exports/保守の 台帳.xlsx", sheet="契約", cell="B4"),
        in_export=False,
    ),
    NamedCompany(
        name="鏡淵通信",
        number="7000012050002",
        at=CellRef(file="routes.jsonl", cell="vendor.name #1"),
        in_export=False,
    ),
)


def _naming(some: EvidenceData, examination: Examination, key: Path) -> bytes:
    return sealed_pack(examination, some, _occasion(), load_key(key, ""), NAMED)


def test_companies_are_read_back_with_where_they_stood_in_words_of_the_pack(
    some: EvidenceData, examination: Examination, key: Path, tmp_path: Path
) -> None:
    reading = _read(_naming(some, examination, key), tmp_path, some)
    assert [(one.name, one.number, one.in_export) for one in reading.companies] == [
        ("霧里保守(株)", "", False),
        ("鏡淵通信", "7000012050002", True),
    ]
    assert [str(one.at) for one in reading.companies] == [
        "a.itakusaki-pack [保守の 台帳.xlsx!契約!B4]",
        "a.itakusaki-pack [routes.jsonl!vendor.name #1]",
    ]
    assert (
        reading.results
        == _read(
            sealed_pack(examination, some, _occasion(), load_key(key, "")), tmp_path, some
        ).results
    )


def test_companies_stand_beside_those_of_logs_and_count_for_nothing_from_a_key_nobody_knows(
    some: EvidenceData, examination: Examination, key: Path, tmp_path: Path
) -> None:
    content = _naming(some, examination, key)
    delivered = (_delivered(content, tmp_path),)
    own = replace(examination, companies=NAMED[:1])
    known = with_packs(own, _submission(delivered, tmp_path, _keys(content)), some, ROUND)
    assert [one.name for one in known.companies] == ["霧里保守(株)", "霧里保守(株)", "鏡淵通信"]
    unknown = with_packs(own, _submission(delivered, tmp_path), some, ROUND)
    assert unknown.companies == own.companies


def test_a_name_that_may_be_a_persons_stays_at_home(rules: Rules) -> None:
    fold_name = name_fold(rules.standard.company_forms)
    at = CellRef(file="accounts.csv", cell="C2")
    found = [
        NamedCompany(name="山田 太郎", at=at, in_export=True),
        NamedCompany(name="鈴木商店", number="1234567890123", at=at, in_export=True),
        *NAMED,
        replace(NAMED[0], at=at),
    ]
    told = tellable(found, partial(names_its_kind, fold_name=fold_name))
    assert told == NAMED


@pytest.mark.parametrize(
    "change",
    [
        {"name": ""},
        {"name": "a\n見出し"},
        {"number": "70000120500 2"},
        {"cell": "x" * 501},
        {"says": "x"},
    ],
)
def test_a_company_of_another_form_refuses_the_pack(
    change: dict[str, str],
    some: EvidenceData,
    examination: Examination,
    key: Path,
    tmp_path: Path,
) -> None:
    def apply(content: dict[str, Any]) -> None:
        content["companies"][0].update(change)

    content = _resigned(_naming(some, examination, key), key, apply)
    reading = _read(content, tmp_path, some)
    assert (_codes(reading), reading.companies) == (["pack_unreadable"], ())


def test_what_could_not_be_compared_says_why_in_both_languages(
    packed: bytes, some: EvidenceData, examination: Examination, tmp_path: Path
) -> None:
    own = _by_id(examination.results)["download-volume"]
    there = _by_id(_read(packed, tmp_path, some).results)["download-volume"]
    assert there.outcome is TestOutcome.CANNOT_COMPARE
    for code in LANGUAGES:
        translator = translator_for(code)
        assert [translator.say(m) for m in there.lacking] == [
            translator.say(m) for m in own.lacking
        ]


def test_a_key_that_is_written_down_is_known(
    packed: bytes, some: EvidenceData, tmp_path: Path
) -> None:
    stranger = _read(packed, tmp_path, some, known=False)
    assert stranger.seal is not None
    assert (stranger.seal.valid, stranger.seal.known) == (True, False)
    assert "pack_unknown_key" in _codes(stranger)
    friend = _read(
        packed,
        tmp_path,
        some,
        replace(PLAIN, signing_keys=(stranger.seal.fingerprint,)),
        known=False,
    )
    assert friend.seal is not None
    assert friend.seal.known
    assert "pack_unknown_key" not in _codes(friend)


def _fewer_hits(content: dict[str, Any]) -> None:
    content["tests"][0]["hits"] = 0


def _other_sha(content: dict[str, Any]) -> None:
    content["exports"][0]["sha256"] = "0" * 64


@pytest.mark.parametrize("change", [_fewer_hits, _other_sha])
def test_a_pack_that_was_changed_is_not_used(
    packed: bytes, some: EvidenceData, tmp_path: Path, change: Change
) -> None:
    _refused(_read(_changed(packed, change), tmp_path, some), "pack_tampered")


@pytest.mark.parametrize(
    "says",
    [
        {"public_key": base64.b64encode(b"\x11" * 32).decode()},
        {"keyid": "1" * 64},
        {"sig": base64.b64encode(b"\x11" * 64).decode()},
    ],
)
def test_a_signature_that_is_not_its_own_is_worth_nothing(
    packed: bytes, some: EvidenceData, tmp_path: Path, says: dict[str, str]
) -> None:
    envelope = json.loads(packed)
    envelope["signatures"][0] |= says
    _refused(_read(canonical(envelope), tmp_path, some), "pack_tampered")


def _refused(reading: PackReading, code: str) -> None:
    assert _codes(reading) == [code]
    assert reading.seal is not None
    assert (reading.seal.valid, reading.seal.known) == (False, False)
    assert not reading.results
    assert not reading.reads


def test_only_the_written_form_of_the_envelope_may_change(
    packed: bytes, some: EvidenceData, tmp_path: Path
) -> None:
    """Spaces and the order of keys there are not what was said; within, each byte is signed."""
    spaced = json.dumps(dict(reversed(json.loads(packed).items())), indent=2).encode()
    assert _read(spaced, tmp_path, some).results
    envelope = json.loads(packed)
    within = json.dumps(json.loads(_payload(packed)), indent=2).encode()
    envelope["payload"] = base64.b64encode(within).decode()
    _refused(_read(canonical(envelope), tmp_path, some), "pack_tampered")


def test_the_container_is_the_standard_one(
    packed: bytes, key: Path, examination: Examination
) -> None:
    """The specification's own example of what is signed; subjects as in-toto asks for them."""
    example = b"DSSEv1 29 http://example.com/HelloWorld 11 hello world"
    assert signed_bytes("http://example.com/HelloWorld", b"hello world") == example
    envelope, said = json.loads(packed), json.loads(_payload(packed))
    assert envelope["payloadType"] == "application/vnd.in-toto+json"
    assert said["_type"] == "https://in-toto.io/Statement/v1"
    assert {(s["name"], s["digest"]["sha256"]) for s in said["subject"]} == {
        (Path(read.file.path).name, read.file.sha256) for read in examination.reads
    }
    signed = b"DSSEv1 28 application/vnd.in-toto+json %d " % len(_payload(packed))
    signature = base64.b64decode(envelope["signatures"][0]["sig"])
    load_key(key, "").public_key().verify(signature, signed + _payload(packed))


def test_files_other_than_its_exports_cannot_be_signed_for(
    packed: bytes, some: EvidenceData, key: Path, tmp_path: Path
) -> None:
    said = json.loads(_payload(packed))
    said["subject"][0]["name"] = "another.csv"
    reading = _read(sealed(canonical(said), load_key(key, "")), tmp_path, some)
    assert _codes(reading) == ["pack_unreadable"]


def test_a_newer_form_is_said_to_be_one(
    packed: bytes, some: EvidenceData, key: Path, tmp_path: Path
) -> None:
    said = json.loads(_payload(packed)) | {"predicateType": "urn:itakusaki:evidence-pack:2"}
    reading = _read(sealed(canonical(said), load_key(key, "")), tmp_path, some)
    assert _codes(reading) == ["pack_unreadable"]
    assert "newer" in translator_for("en").say(reading.issues[0].says)


@settings(max_examples=examples(60), deadline=None)
@given(st.data())
def test_no_changed_byte_passes(
    packed: bytes, some: EvidenceData, tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    place = data.draw(st.integers(0, len(packed) - 2))
    byte = data.draw(st.integers(0, 255).filter(lambda b: b != packed[place]))
    changed = packed[:place] + bytes([byte]) + packed[place + 1 :]
    reading = _read(changed, tmp_path_factory.mktemp("changed"), some)
    assert not reading.results
    assert _codes(reading)[0] in ("pack_tampered", "pack_unreadable", "pack_elsewhere")


def _enveloped(payload: bytes) -> bytes:
    signature = {"keyid": "1" * 64, "public_key": "", "sig": ""}
    return canonical(
        {
            "payload": base64.b64encode(payload).decode(),
            "payloadType": "application/vnd.in-toto+json",
            "signatures": [signature],
        }
    )


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"[]",
        b"null",
        b"\xff\xfe\x00",
        b"{}",
        b"[" * 200_000,
        b'{"payload": "", "payload": ""}',
        b'{"payload": "", "payloadType": "text/plain", "signatures": []}',
        b'{"payload": 1.0, "payloadType": "", "signatures": []}',
        b'{"payload": NaN}',
        b'{"payload": "\\ud800", "payloadType": "", "signatures": []}',
        _enveloped(b"{}"),
        _enveloped(b"[" * 200_000),
        _enveloped(b'{"predicateType": 7}'),
        _enveloped(b'{"predicateType": "urn:itakusaki:evidence-pack:\xef\xbc\x92"}'),
        _enveloped(b"{}").replace(b'"e30="', b'"e30"'),
        _enveloped(b"{}").replace(b'"e30="', b'"e31="'),
        _enveloped(b"{}").replace(b'"e30="', b'"e3\xc3\xa90="'),
        b" " * (17 * 1024 * 1024),
    ],
    ids=range(19),
)
def test_a_file_that_is_no_pack_is_named(
    content: bytes, some: EvidenceData, tmp_path: Path
) -> None:
    reading = _read(content, tmp_path, some)
    assert _codes(reading) == ["pack_unreadable"]
    for code in LANGUAGES:
        assert translator_for(code).say(reading.issues[0].says)


def _set(path: str, value: object) -> Change:
    """Change a value of the content, named by its place."""

    def change(content: dict[str, Any]) -> None:
        *steps, last = [int(s) if s.isdigit() else s for s in path.split("/")]
        place: Any = content
        for step in steps:
            place = place[step]
        place[last] = value

    return change


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("tests/0/hits", -1),
        ("tests/0/hits", "3"),
        ("tests/0/hits", True),
        ("tests/0/days", [["2026-99-99", 1]]),
        ("tests/0/id", "account-overlap\n"),
        ("tests/0/outcome", "fine"),
        ("made_on", "2026-02-30"),
        ("exports/0/file", "a\x1b[31m.csv"),
        ("exports/0/file", "x" * 501),
        ("exports/0/first_at", "2026-07-01 25:00:00"),
        ("exports/0/extra", 1),
    ],
)
def test_signed_nonsense_is_refused_too(
    packed: bytes, some: EvidenceData, key: Path, tmp_path: Path, path: str, value: object
) -> None:
    reading = _read(_resigned(packed, key, _set(path, value)), tmp_path, some)
    assert _codes(reading) == ["pack_unreadable"]
    assert not reading.results


@pytest.mark.parametrize(("path", "value"), [("processor", "P03"), ("round", "2026Q3")])
def test_a_pack_of_another_party_or_round_is_not_used(
    packed: bytes, some: EvidenceData, key: Path, tmp_path: Path, path: str, value: str
) -> None:
    reading = _read(_resigned(packed, key, _set(path, value)), tmp_path, some)
    assert _codes(reading) == ["pack_elsewhere"]
    assert not reading.results


def test_tests_left_out_of_a_pack_count_as_not_compared(
    packed: bytes, rules: Rules, tmp_path: Path
) -> None:
    reading = _read(packed, tmp_path, rules.evidence)
    assert "pack_missing_test" in _codes(reading)
    results = _by_id(reading.results)
    assert set(results) == set(rules.evidence.tests)
    left_out = results["log-cleared"]
    assert left_out.outcome is TestOutcome.CANNOT_COMPARE
    assert left_out.lacking


def test_unknown_tests_and_exports_are_named_and_left_out(
    packed: bytes, some: EvidenceData, key: Path, tmp_path: Path
) -> None:
    def change(content: dict[str, Any]) -> None:
        content["tests"].append({**content["tests"][0], "id": "made-up"})
        content["exports"][0]["export"] = "made-up"

    reading = _read(_resigned(packed, key, change), tmp_path, some)
    assert {"pack_unknown_test", "pack_unknown_export"} <= set(_codes(reading))
    assert "made-up" not in _by_id(reading.results)


def test_another_rule_makes_a_clean_result_incomplete(
    packed: bytes, some: EvidenceData, key: Path, tmp_path: Path
) -> None:
    clean = _content(packed)["tests"]
    place = next(n for n, test in enumerate(clean) if test["outcome"] == "consistent")
    change = _set(f"tests/{place}/rule_sha256", "0" * 64)
    reading = _read(_resigned(packed, key, change), tmp_path, some)
    assert "pack_other_rules" in _codes(reading)
    result = _by_id(reading.results)[clean[place]["id"]]
    assert result.outcome is TestOutcome.INCOMPLETE
    assert result.lacking


def test_parameters_other_than_the_clients_make_a_clean_result_incomplete(
    packed: bytes, some: EvidenceData, key: Path, tmp_path: Path
) -> None:
    """Whoever leaves every account out finds nothing."""

    def change(content: dict[str, Any]) -> None:
        test = next(t for t in content["tests"] if t["id"] == "account-overlap")
        test["parameters"]["service_accounts"] = ["*"]
        test |= {"hits": 0, "days": [], "outcome": "consistent"}

    reading = _read(_resigned(packed, key, change), tmp_path, some)
    assert "pack_other_parameters" in _codes(reading)
    assert _by_id(reading.results)["account-overlap"].outcome is TestOutcome.INCOMPLETE
    accepted = replace(PLAIN, parameters={"service_accounts": ("*",)})
    agreed = _read(_resigned(packed, key, change), tmp_path, some, accepted)
    assert _by_id(agreed.results)["account-overlap"].outcome is TestOutcome.CONSISTENT


def test_hits_that_are_called_clean_are_a_contradiction(
    packed: bytes, some: EvidenceData, key: Path, tmp_path: Path
) -> None:
    def change(content: dict[str, Any]) -> None:
        test = next(t for t in content["tests"] if t["id"] == "account-overlap")
        test["outcome"] = "consistent"

    reading = _read(_resigned(packed, key, change), tmp_path, some)
    assert _by_id(reading.results)["account-overlap"].outcome is TestOutcome.CONTRADICTION


def test_a_pack_shorter_than_the_period_asked_for_proves_nothing(
    packed: bytes, some: EvidenceData, tmp_path: Path
) -> None:
    wanted = replace(PLAIN, period_from=date(2026, 4, 1), period_to=date(2026, 9, 30))
    reading = _read(packed, tmp_path, some, wanted)
    assert "pack_short" in _codes(reading)
    countries = _by_id(reading.results)["source-countries"]
    assert countries.outcome is TestOutcome.INCOMPLETE


def test_logs_that_the_client_saw_go_over_the_pack(
    packed: bytes, some: EvidenceData, examination: Examination, key: Path, tmp_path: Path
) -> None:
    def change(content: dict[str, Any]) -> None:
        for test in content["tests"]:
            test |= {"hits": 0, "days": [], "outcome": "consistent"}

    file = _delivered(_resigned(packed, key, change), tmp_path)
    joined = with_packs(examination, _submission((file,), tmp_path, _keys(packed)), some, ROUND)
    results = _by_id(joined.results)
    assert not results["account-overlap"].own_run
    assert results["account-overlap"].outcome is TestOutcome.CONTRADICTION
    # What the logs here could not tell, the pack does.
    assert results["download-volume"].own_run
    assert "pack_differs" in [issue.code for issue in joined.issues]
    assert [read.file.sha256 for read in joined.reads] == [
        read.file.sha256 for read in examination.reads
    ]


def test_of_two_packs_the_later_counts(
    some: EvidenceData, key: Path, examination: Examination, packed: bytes, tmp_path: Path
) -> None:
    later = sealed_pack(examination, some, _occasion(day=date(2026, 11, 30)), load_key(key, ""))
    files = (
        _delivered(later, tmp_path, "a.itakusaki-pack"),
        _delivered(packed, tmp_path, "b.itakusaki-pack"),
    )
    nothing = Examination(processor="P02")
    joined = with_packs(nothing, _submission(files, tmp_path), some, ROUND)
    assert len(joined.seals) == 2
    (note,) = [issue for issue in joined.issues if issue.code == "pack_superseded"]
    assert note.at.file == "b.itakusaki-pack"


@given(
    st.dictionaries(
        st.text(max_size=5), st.one_of(st.integers(), st.text(), st.lists(st.booleans()), st.none())
    )
)
def test_canonical_text_is_read_as_what_was_written(value: dict[str, Any]) -> None:
    try:
        text = canonical(value)
    except NotCanonicalError:  # half a character
        return
    assert parsed(text) == value
    assert canonical(parsed(text)) == text


def _test_of(content: dict[str, Any], name: str) -> dict[str, Any]:
    found: dict[str, Any] = next(test for test in content["tests"] if test["id"] == name)
    return found


def _clean(content: dict[str, Any], name: str = "account-overlap") -> dict[str, Any]:
    """Make a test's result a clean one, its counts with it."""
    test = _test_of(content, name)
    test |= {"hits": 0, "days": [], "outcome": "consistent", "lacking": []}
    return test


def test_a_key_that_nobody_knows_proves_nothing_and_raises_nothing(
    packed: bytes, some: EvidenceData, examination: Examination, key: Path, tmp_path: Path
) -> None:
    content = _resigned(packed, key, _clean)
    reading = _read(content, tmp_path, some, known=False)
    assert "pack_unknown_key" in _codes(reading)
    assert {r.outcome for r in reading.results} == {TestOutcome.CANNOT_COMPARE}
    assert all(r.lacking and not r.hits.total and not r.figures for r in reading.results)
    file = _delivered(content, tmp_path)
    joined = with_packs(examination, _submission((file,), tmp_path), some, ROUND)
    assert [r.outcome for r in joined.results] == [r.outcome for r in examination.results]
    assert joined.seals


def test_a_newer_pack_of_an_unknown_key_does_not_take_the_place_of_a_known_one(
    some: EvidenceData, examination: Examination, packed: bytes, tmp_path: Path
) -> None:
    make_key(tmp_path / "other.pem", "")
    other = load_key(tmp_path / "other.pem", "")
    later = sealed_pack(examination, some, _occasion(day=date(2027, 1, 1)), other)
    files = (
        _delivered(later, tmp_path, "z.itakusaki-pack"),
        _delivered(packed, tmp_path, "a.itakusaki-pack"),
    )
    nothing = Examination(processor="P02")
    joined = with_packs(nothing, _submission(files, tmp_path, _keys(packed)), some, ROUND)
    assert _by_id(joined.results)["account-overlap"].outcome is TestOutcome.CONTRADICTION


def _twice(content: dict[str, Any]) -> None:
    content["tests"].append(dict(_clean(content)))


def _days_without_hits(content: dict[str, Any]) -> None:
    _clean(content)["days"] = [["2026-08-01", 7]]


def _a_day_twice(content: dict[str, Any]) -> None:
    _test_of(content, "account-overlap").update({"hits": 9, "days": [["2026-08-01", 1]] * 2})


def _found_nothing(content: dict[str, Any]) -> None:
    _test_of(content, "account-overlap").update({"hits": 0, "days": [], "outcome": "contradiction"})


def _not_compared_with_hits(content: dict[str, Any]) -> None:
    _test_of(content, "account-overlap")["outcome"] = "cannot_compare"


def _rows_made_up(content: dict[str, Any]) -> None:
    content["exports"][0]["kept"] += 1_000


def _times_reversed(content: dict[str, Any]) -> None:
    log = next(export for export in content["exports"] if export["first_at"])
    log["first_at"], log["last_at"] = log["last_at"], log["first_at"]


def _half_a_span(content: dict[str, Any]) -> None:
    _clean(content)["last_at"] = None


@pytest.mark.parametrize(
    "change",
    [
        _twice,
        _days_without_hits,
        _a_day_twice,
        _found_nothing,
        _not_compared_with_hits,
        _rows_made_up,
        _times_reversed,
        _half_a_span,
    ],
)
def test_fields_that_no_run_writes_beside_each_other_refuse_the_pack(
    packed: bytes, some: EvidenceData, key: Path, tmp_path: Path, change: Change
) -> None:
    reading = _read(_resigned(packed, key, change), tmp_path, some)
    assert _codes(reading) == ["pack_contradicts_itself"]
    assert not reading.results
    for code in LANGUAGES:
        assert translator_for(code).say(reading.issues[0].says)


def _no_exports(content: dict[str, Any]) -> None:
    content["exports"] = []


def _empty_exports(content: dict[str, Any]) -> None:
    nothing = {"rows": 0, "kept": 0, "duplicates": 0, "put_aside": 0}
    for export in content["exports"]:
        export |= {**nothing, "first_at": None, "last_at": None}


def _cut(content: dict[str, Any]) -> None:
    for export in content["exports"]:
        export["cut"] = True


def _undated(content: dict[str, Any]) -> None:
    for place in (*content["exports"], *content["tests"]):
        place |= {"first_at": None, "last_at": None}


def _rows_aside(content: dict[str, Any]) -> None:
    for export in content["exports"]:
        export |= {"rows": export["rows"] + 5, "put_aside": export["put_aside"] + 5}


def _one_hour(content: dict[str, Any]) -> None:
    for place in (*content["exports"], *content["tests"]):
        if place["first_at"]:
            place |= {"first_at": "2026-09-30 10:00:00", "last_at": "2026-09-30 11:00:00"}


def _other_span(content: dict[str, Any]) -> None:
    _test_of(content, "account-overlap").update(
        {
            "first_at": "2026-01-01 00:00:00",
            "last_at": "2026-12-31 00:00:00",
        }
    )


def _other_exports(content: dict[str, Any]) -> None:
    _test_of(content, "account-overlap")["exports"] = ["downloads"]


def _made_before_its_lines(content: dict[str, Any]) -> None:
    content["made_on"] = "2025-01-01"


@pytest.mark.parametrize(
    "change",
    [
        _no_exports,
        _empty_exports,
        _cut,
        _undated,
        _rows_aside,
        _one_hour,
        _other_span,
        _other_exports,
        _made_before_its_lines,
        _set("rules_sha256", "0" * 64),
        _set("settings/time_zone", "UTC"),
        _set("settings/strip_domain", value=False),
    ],
)
def test_a_clean_result_on_exports_that_show_little_is_incomplete(
    packed: bytes, some: EvidenceData, key: Path, tmp_path: Path, change: Change
) -> None:
    def both(content: dict[str, Any]) -> None:
        _clean(content)
        change(content)

    whole = _by_id(_read(_resigned(packed, key, _clean), tmp_path, some).results)
    assert whole["account-overlap"].outcome is TestOutcome.CONSISTENT
    result = _by_id(_read(_resigned(packed, key, both), tmp_path, some).results)["account-overlap"]
    assert result.outcome is TestOutcome.INCOMPLETE
    assert result.lacking


def test_a_pack_for_a_shorter_period_than_the_clients_is_incomplete(
    packed: bytes, some: EvidenceData, key: Path, tmp_path: Path
) -> None:
    def narrow(content: dict[str, Any]) -> None:
        _clean(content)
        content["settings"] |= {"period_from": "2026-08-01", "period_to": "2026-08-31"}

    wanted = replace(PLAIN, period_from=date(2026, 7, 1), period_to=date(2026, 9, 30))
    reading = _read(_resigned(packed, key, narrow), tmp_path, some, wanted)
    assert "pack_other_settings" in _codes(reading)
    assert _by_id(reading.results)["account-overlap"].outcome is TestOutcome.INCOMPLETE


def test_fewer_days_than_the_client_asks_for_prove_nothing(
    packed: bytes, some: EvidenceData, key: Path, tmp_path: Path
) -> None:
    strict = replace(PLAIN, least_days=10_000)
    reading = _read(_resigned(packed, key, _clean), tmp_path, some, strict)
    assert "pack_weak_export" in _codes(reading)
    assert _by_id(reading.results)["account-overlap"].outcome is TestOutcome.INCOMPLETE
