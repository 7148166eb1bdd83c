"""Tables as .csv, which a spreadsheet opens."""

import pytest

from bangfu.documents.delimited import build_delimited


@pytest.mark.parametrize("mark", ["=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠"])
def test_what_a_spreadsheet_would_run_stays_a_text(mark):
    told = build_delimited([[f"{mark}1+1"]]).decode("utf-8-sig")
    assert told.strip().strip('"').startswith("'")
