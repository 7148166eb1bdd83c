"""Without a certificate pages are served to this machine alone, whatever address is asked for."""

from __future__ import annotations

from argparse import Namespace

import pytest

from bangfu.operations.cli.served import PlainToOthers, served_as


@pytest.mark.parametrize("address", ["0.0.0.0", "192.168.1.10", "10.0.0.1", "169.254.1.1"])
def test_others_are_not_served_plainly(address: str):
    with pytest.raises(PlainToOthers) as refused:
        served_as(Namespace(certificate=None, key=None, address=address, port=8000))
    assert address in str(refused.value)


@pytest.mark.parametrize("address", [None, "127.0.0.1", "127.8.8.8"])
def test_this_machine_is(address: str | None):
    served = served_as(Namespace(certificate=None, key=None, address=address, port=8000))
    assert served.url == f"http://{address or '127.0.0.1'}:8000"
