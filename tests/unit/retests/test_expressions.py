"""The tests of the catalogue and their expressions are the same."""

from itakusaki.catalogue.evidence_data import load_evidence_data
from itakusaki.retests.expressions import COMPARED, EXPRESSIONS
from itakusaki.settings import data_folder


def test_every_control_test_has_an_expression_and_every_expression_a_test() -> None:
    tests = load_evidence_data(data_folder("checklists") / "evidence").tests
    assert set(tests) == set(EXPRESSIONS) == set(COMPARED)
