"""When a thread may begin, and how long a client may take."""

from __future__ import annotations

import pytest

from bangfu.operations.serving.bounds import (
    AWAITED_BODY,
    GRACE,
    HASTE,
    HASTY_RATE,
    LEAST_RATE,
    MOST_HEADER,
    Rate,
    Stage,
    stage_of,
)

GET = b"GET / HTTP/1.1\r\nHost: a\r\n\r\n"


def posted(length: object, more: bytes = b"") -> bytes:
    return b"POST / HTTP/1.1\r\ncontent-LENGTH: %s\r\n%s\r\n" % (str(length).encode(), more)


@pytest.mark.parametrize("cut", range(len(GET)))
def test_a_header_has_arrived_with_its_empty_line(cut):
    assert stage_of(GET[:cut]) is Stage.ARRIVING
    assert stage_of(GET) is Stage.WHOLE


def test_a_form_has_arrived_with_its_last_byte():
    assert stage_of(posted(3) + b"ab") is Stage.ARRIVING
    assert stage_of(posted(3) + b"abc") is Stage.WHOLE
    assert stage_of(posted(AWAITED_BODY)) is Stage.ARRIVING


def test_a_large_body_is_read_by_a_thread():
    promised = posted(AWAITED_BODY + 1)
    assert stage_of(promised + b"x" * (AWAITED_BODY - 1)) is Stage.ARRIVING, (
        "no thread for a promise"
    )
    assert stage_of(promised + b"x" * AWAITED_BODY) is Stage.LARGE
    assert stage_of(posted(0, b"Transfer-Encoding: chunked\r\n")) is Stage.LARGE
    assert stage_of(posted(3, b"Expect: 100-continue\r\n")) is Stage.LARGE


def test_noughts_before_a_length_change_nothing():
    assert stage_of(posted("0" * 20 + "3") + b"ab") is Stage.ARRIVING
    assert stage_of(posted("0" * 20 + "3") + b"abc") is Stage.WHOLE
    assert stage_of(posted("9" * 5000)) is Stage.LARGE


def test_what_never_ends_goes_to_the_parser():
    assert stage_of(b"x" * MOST_HEADER) is Stage.ARRIVING
    assert stage_of(b"x" * (MOST_HEADER + 1)) is Stage.WHOLE


def test_for_sound_lines_without_an_end_nobody_waits():
    lines = GET[:-2] + b"X: a\r\n" * (MOST_HEADER // 6)
    assert stage_of(lines[:MOST_HEADER]) is Stage.ARRIVING
    assert stage_of(lines) is Stage.ENDLESS


def test_who_sends_nothing_has_the_grace_alone():
    rate = Rate(began=100.0)
    assert rate.seconds_left(100.0, 0) == GRACE
    assert rate.seconds_left(100.0 + GRACE, 0) == 0
    assert rate.seconds_left(100.0 + GRACE, LEAST_RATE) == 1


def test_who_has_no_place_of_a_slow_reader_has_to_hurry():
    rate = Rate(100.0, HASTE, HASTY_RATE)
    assert rate.seconds_left(100.0 + HASTE, 0) == 0
    assert rate.seconds_left(100.0 + HASTE, 3 * HASTY_RATE) == 3
