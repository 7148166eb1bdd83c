"""What `bangfu pay` says when it can't: words for the command line, where there is no page."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path

import pytest

from bangfu.operations.cli.pay import NotAtThisStep, pay
from bangfu.organisations.errors import NoAppointment, UnknownUser
from bangfu.organisations.models import Appointment
from makers import payees, rounds

pytestmark = pytest.mark.django_db
ANSWER = "流水号,结果,原因,金额\n1,成功,,1.00\n"


def asked(number: int, by: str, **files: Path) -> Namespace:
    return Namespace(
        **{"round": str(number), "by": by, "export": None, "answer": None, "bank": "", **files}
    )


def test_an_unknown_user_is_called_unknown(tmp_path):
    payees.make_world()
    with pytest.raises(UnknownUser, match=r"没有用户名为 nobody 的用户"):
        pay(asked(1, "nobody", export=tmp_path / "out.csv"), "csv")


def test_a_user_without_appointment_is_not_called_unknown(tmp_path):
    world = payees.make_world()
    Appointment.objects.filter(user_id=world["releaser"].user_id).update(until=payees.OPENED)
    with pytest.raises(NoAppointment):
        pay(asked(1, "releaser", export=tmp_path / "out.csv"), "csv")


def test_too_early_says_what_comes_first_and_nothing_of_pages(tmp_path):
    world = payees.make_world()
    payees.families(world, 1)
    round_ = rounds.rostered(world)
    with pytest.raises(NotAtThisStep, match=r"“花名册已锁定”.*须由放款人登录网页放款") as early:
        pay(asked(round_.pk, "releaser", export=tmp_path / "out.csv"), "csv")
    assert "刷新" not in str(early.value)
    assert not (tmp_path / "out.csv").exists()
    (tmp_path / "answer.csv").write_text(ANSWER, "utf-8")
    with pytest.raises(NotAtThisStep, match=r"加 --export 导出发放文件送银行") as early:
        pay(asked(round_.pk, "releaser", answer=[tmp_path / "answer.csv"]), "csv")
    assert "刷新" not in str(early.value)
