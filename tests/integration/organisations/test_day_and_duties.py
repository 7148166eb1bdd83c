"""The installation's day, appointments, and who may sign in."""

from datetime import date

import pytest
from django.contrib.auth import authenticate
from django.db import DatabaseError, connection, transaction

from bangfu.accounts.commands.create_user import create_user
from bangfu.accounts.commands.set_password import set_password
from bangfu.accounts.errors import (
    BadUsername,
    NotByReset,
    NotYourself,
    UsernameTaken,
    WeakPassword,
)
from bangfu.audit.models import Entry
from bangfu.organisations.commands.appoint_officer import appoint_officer
from bangfu.organisations.commands.create_installation import create_installation
from bangfu.organisations.commands.disable_user import disable_user
from bangfu.organisations.commands.end_appointment import end_appointment
from bangfu.organisations.commands.import_unions import import_unions
from bangfu.organisations.commands.move_demo_day import move_demo_day
from bangfu.organisations.commands.reset_password import reset_password
from bangfu.organisations.errors import (
    AlreadyAppointed,
    AlreadyInstalled,
    DayBeyondCalendar,
    DayMovesForwardOnly,
    EndsBeforeItBegan,
    NoAppointment,
    NotADemo,
    RoleNotForOfficers,
    UnknownUnion,
    UnknownUser,
)
from bangfu.organisations.models import Union
from bangfu.organisations.queries import actor_named, today
from bangfu.scope.actors import Actor, acting, operator
from bangfu.scope.enums import Role
from bangfu.scope.errors import NotPermitted
from bangfu.scope.reach import NOTHING

pytestmark = pytest.mark.django_db
DAY = date(2010, 10, 31)
LAST = date(2026, 12, 31)
SECRET = "kite over maoming 7"


@pytest.fixture
def city():
    header = "编码,名称,类别,上级编码,行政区划代码,系统,用人单位\n"
    data = (header + "C,样例市总工会,市总工会,,449900,,\n").encode()
    import_unions(data=data, file_name="u.csv", as_of=DAY, by=operator())


@pytest.fixture
def admin(city):
    """At the root, where everything is administered."""
    root = Union.objects.get(code="C")
    return Actor(99, "管", Role.ADMINISTRATOR, root.pk, NOTHING)


@pytest.fixture
def demo():
    return create_installation(is_demo=True, day=DAY, by=operator())


def user(username="li.ming"):
    return create_user(username=username, name="李明", password=SECRET, by=operator())


def test_a_demos_day_moves_forward_only_and_is_logged(demo, admin):
    assert (
        move_demo_day(to=date(2010, 11, 1), announced_until=LAST, by=admin)
        == today()
        == date(2010, 11, 1)
    )
    for back in (date(2010, 11, 1), DAY):
        with pytest.raises(DayMovesForwardOnly):
            move_demo_day(to=back, announced_until=LAST, by=admin)
    with pytest.raises(DayBeyondCalendar, match=r"2026-12-31.*2027-01-01"):
        move_demo_day(to=date(2027, 1, 1), announced_until=LAST, by=admin)
    with pytest.raises(NotPermitted):
        move_demo_day(to=date(2011, 1, 1), announced_until=LAST, by=operator())
    entry = Entry.objects.get(action="organisations.move_day")
    assert entry.detail == {"from": "2010-10-31", "to": "2010-11-01"}


def test_production_has_todays_day_for_good(admin):
    create_installation(is_demo=False, day=None, by=operator())
    with pytest.raises(NotADemo):
        move_demo_day(to=date(2100, 1, 1), announced_until=LAST, by=admin)
    with pytest.raises(AlreadyInstalled):
        create_installation(is_demo=True, day=DAY, by=operator())


def test_by_sql_too_the_kind_of_an_installation_is_for_good(demo):
    def refused(changed: str) -> bool:
        with pytest.raises(DatabaseError) as told, transaction.atomic(), acting(operator()):
            connection.cursor().execute(f"update organisations_installation set {changed}")
        return type(told.value.__cause__).__name__ == "RestrictViolation"

    assert refused("is_demo = false, demo_day = null")
    assert refused("demo_day = demo_day - 1")


def test_an_appointment_begins_and_ends(demo, admin):
    user()
    chosen = {"username": "li.ming", "union_code": "C", "role": Role.FILER, "by": admin}
    made = appoint_officer(**chosen, since=DAY, on=DAY)
    assert actor_named("li.ming", DAY).role == Role.FILER
    with pytest.raises(AlreadyAppointed):
        appoint_officer(**chosen, since=DAY, on=DAY)
    with pytest.raises(EndsBeforeItBegan):
        end_appointment(appointment_id=made.pk, until=date(2010, 1, 1), by=admin)
    end_appointment(appointment_id=made.pk, until=date(2010, 11, 30), by=admin)
    with pytest.raises(NoAppointment):
        actor_named("li.ming", date(2010, 12, 1))


@pytest.mark.parametrize(
    ("wrong", "error"),
    [
        ({"username": "nobody"}, UnknownUser),
        ({"union_code": "Z"}, UnknownUnion),
        ({"role": Role.OPERATOR}, RoleNotForOfficers),
    ],
)
def test_wrong_appointments_are_refused(demo, admin, wrong, error):
    user()
    chosen = {"username": "li.ming", "union_code": "C", "role": Role.FILER, **wrong}
    with pytest.raises(error):
        appoint_officer(**chosen, since=DAY, on=DAY, by=admin)


def test_a_disabled_user_cannot_sign_in(demo, admin, rf):
    made = user()
    request = rf.post("/")
    assert authenticate(request, username="li.ming", password=SECRET) == made
    disable_user(user_id=made.pk, on=DAY, by=admin)
    assert authenticate(request, username="li.ming", password=SECRET) is None
    with pytest.raises(NotYourself):
        disable_user(user_id=99, on=DAY, by=admin)


def test_weak_passwords_and_taken_names_are_refused(demo, admin):
    made = user()
    for weak in ("123456", "12345678901234", "li.ming.li", "password123"):
        with pytest.raises(WeakPassword) as told:
            reset_password(user_id=made.pk, password=weak, on=DAY, by=admin)
        assert weak not in str(told.value)
    with pytest.raises(UsernameTaken):
        user()
    with pytest.raises(BadUsername):
        user("李 明")


def test_a_new_password_is_ones_own_or_the_administrators(demo, admin, rf):
    made = user()
    own = Actor(made.pk, "李明", Role.FILER, None, NOTHING)
    set_password(password=SECRET + "8", by=own)
    assert authenticate(rf.post("/"), username="li.ming", password=SECRET + "8") == made
    other = Actor(made.pk + 1, "王", Role.FILER, None, NOTHING)
    with pytest.raises(NotPermitted):
        reset_password(user_id=made.pk, password=SECRET, on=DAY, by=other)
    with pytest.raises(NotByReset):
        reset_password(user_id=99, password=SECRET, on=DAY, by=admin)
    with pytest.raises(NotPermitted):
        set_password(password=SECRET, by=operator())
