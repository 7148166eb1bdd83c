from datetime import date
from http import HTTPStatus

from bangfu.kernel.errors import BangfuError
from bangfu.kernel.phrases import phrase
from bangfu.scope.errors import NotPermitted

from .day_errors import DayBeyondCalendar as DayBeyondCalendar
from .day_errors import DayMovesForwardOnly as DayMovesForwardOnly


class NoAppointment(BangfuError):
    def __init__(self) -> None:
        super().__init__(phrase("您目前没有任职，不能办理业务。请系统管理员先办任职。"))


class OnlyProposed(NoAppointment):
    """What they are to hold waits for a second administrator: `who`, or nobody yet ("")."""

    def __init__(self, who: str) -> None:
        BangfuError.__init__(
            self,
            phrase(
                "您的任职已提议，还没有经第二位系统管理员确认，暂不能办理业务。请{who}确认。",
                who=who or phrase("另一位系统管理员"),
            ),
        )


class OfficeNotTaken(NoAppointment):
    """Seconded; they have not typed the code yet."""

    def __init__(self) -> None:
        BangfuError.__init__(
            self,
            phrase(
                "您的任职已经两位系统管理员办理，还没有到任。请到“到任”页，"
                "凭确认的那位系统管理员当面交给您的确认码和您的密码到任。"
            ),
        )


class NothingToTake(BangfuError):
    status = 409

    def __init__(self) -> None:
        super().__init__(
            phrase(
                "没有等您到任的任职：没有经第二位系统管理员确认，或确认码已过期、已作废。"
                "请系统管理员撤回后重新提议、确认。"
            )
        )


class NewPasswordFirst(BangfuError):
    def __init__(self) -> None:
        super().__init__(phrase("您用的是别人给的一次性密码，请同时填写只有您自己知道的新密码。"))


class NotADemo(BangfuError):
    def __init__(self) -> None:
        super().__init__(phrase("这是正式系统，日期以北京时间当天为准，不能调整。"))


class AlreadyInstalled(BangfuError):
    status = 409

    def __init__(self) -> None:
        super().__init__(phrase("系统已经初始化过，演示或正式的身份不能更改。"))


class UnknownUnion(BangfuError):
    def __init__(self, code: str) -> None:
        super().__init__(
            phrase("没有编码为 {code} 的工会。请核对编码，或先导入工会名册。", code=code)
        )
        self.code = code


class UnknownUser(BangfuError):
    def __init__(self, username: str) -> None:
        super().__init__(
            phrase(
                "没有用户名为 {username} 的用户，或该用户已停用。请先建立用户。", username=username
            )
        )
        self.username = username


class AlreadyAppointed(BangfuError):
    status = 409

    def __init__(self) -> None:
        super().__init__(phrase("该用户在这个工会已有同一身份的任职，不必重复任命。"))


class NotForYourself(BangfuError):
    """An administrator appoints others, never themselves: they stay without personal data."""

    def __init__(self) -> None:
        super().__init__(phrase("不能给自己任职。请由另一位系统管理员办理。"))


class RoleNotForOfficers(BangfuError):
    def __init__(self) -> None:
        super().__init__(
            phrase("本机操作员和后台任务是机器的身份，不能任命给用户。请选择其他身份。")
        )


class AppointmentEnded(BangfuError):
    status = 409

    def __init__(self, until: date) -> None:
        super().__init__(phrase("这项任职已于 {until} 结束。", until=until))
        self.until = until


class EndsBeforeItBegan(BangfuError):
    def __init__(self, since: date) -> None:
        super().__init__(
            phrase("任职自 {since} 起，结束日期不能更早；还没有开始的任职请“撤回”。", since=since)
        )
        self.since = since


class AdministratorApart(BangfuError):
    """An administrator holds no other role: they see no personal data and move no money."""

    def __init__(self, username: str) -> None:
        super().__init__(
            phrase(
                "{username} 在同一时间不能既是系统管理员又任其他岗位。"
                "请由另一人担任，或先终止原来的任职、自其终止之后起任。",
                username=username,
            )
        )
        self.username = username


class AlreadyBegun(BangfuError):
    status = 409

    def __init__(self, since: date) -> None:
        super().__init__(phrase("这项任职自 {since} 起已经开始，请改用“终止任职”。", since=since))
        self.since = since


class AppointmentWithdrawn(BangfuError):
    status = 409

    def __init__(self) -> None:
        super().__init__(phrase("这项任职已经撤回，从未生效。"))


class NothingToSecond(BangfuError):
    status = 409

    def __init__(self) -> None:
        super().__init__(phrase("这项任职不必再确认：已经确认过，或任命时即已生效。"))


class ProposedByYou(BangfuError):
    """Who proposes does not second. `who` may, or nobody yet ("")."""

    def __init__(self, who: str) -> None:
        super().__init__(
            phrase("这项任职是您提议的，须由另一位系统管理员确认，没有办理。请{who}确认。", who=who)
            if who
            else phrase(
                "这项任职是您提议的，须由另一位系统管理员确认，没有办理。目前没有另一位："
                "请本机操作员用 bangfu administrator 建立第二位系统管理员。"
            )
        )


class NotForOwnAppointment(BangfuError):
    def __init__(self) -> None:
        super().__init__(phrase("这是您自己的任职，不能由自己确认。请由另一位系统管理员办理。"))


class ProposerGone(BangfuError):
    """Who proposed is no administrator over the union any more."""

    def __init__(self) -> None:
        super().__init__(
            phrase("提议这项任职的系统管理员已不在任或已停用，没有确认。请撤回后重新提议。")
        )


class NothingToConfirm(BangfuError):
    status = 409

    def __init__(self) -> None:
        super().__init__(phrase("这个用户的密码不在等确认：已经确认过，或已另设。"))


class PasswordGivenByYou(BangfuError):
    """Who gave the password neither confirms it nor seconds. `who` may, or nobody yet ("")."""

    def __init__(self, who: str) -> None:
        super().__init__(
            phrase(
                "这个用户的密码上次是您给的，须由另一位系统管理员确认，没有办理。请{who}确认。",
                who=who or phrase("另一位系统管理员"),
            )
        )


class NotSuperiorNorNeighbour(BangfuError):
    def __init__(self) -> None:
        super().__init__(phrase("只能请上级工会，或同一上级之下的其他工会代办。请改选工会。"))


class StepNotHandedOver(BangfuError):
    def __init__(self) -> None:
        super().__init__(phrase("能请人代办的是审核、审批、资金和放款。请改选岗位。"))


class NotTheirOfficer(BangfuError):
    """Whoever does a step for another union is an officer of the one that takes it up, or below it."""

    def __init__(self) -> None:
        super().__init__(
            phrase("这个用户不是接办工会的干部，任职须都在接办工会及其下级。请另选一人。")
        )


class BadTimeOfHandOver(BangfuError):
    def __init__(self) -> None:
        super().__init__(phrase("代办自今天或以后起，止日不能早于起日。请改正日期。"))


class HandOverAnswered(BangfuError):
    status = 409

    def __init__(self) -> None:
        super().__init__(phrase("这件代办已经答复过，或已撤回，没有改动。需要的请重新提出。"))


class HandOverOver(BangfuError):
    status = 409

    def __init__(self, until: date) -> None:
        super().__init__(phrase("这件代办只到 {until}，已经过期。请重新提出。", until=until))
        self.until = until


class OutOfReach(BangfuError):
    """An administrator of another union."""

    status = HTTPStatus.FORBIDDEN


class UnionNotYours(OutOfReach):
    def __init__(self) -> None:
        super().__init__(
            phrase(
                "这个工会不在您所任系统管理员的工会及其下级之内，这一步没有办理。"
                "请由其上级工会的系统管理员办理。"
            )
        )


class UserNotYours(OutOfReach):
    """The user belongs to another administrator; the message does not say who they are or where."""

    def __init__(self) -> None:
        super().__init__(
            phrase(
                "该用户的任职不全在您所任系统管理员的工会及其下级之内，这一步没有办理。"
                "请由上级工会的系统管理员办理。"
            )
        )


class OnlyAtTheRoot(NotPermitted):
    """An administrator, but one below the root."""

    def __init__(self) -> None:
        BangfuError.__init__(
            self,
            phrase(
                "这一步对整个系统生效，须由最上级工会的系统管理员办理，没有改动。"
                "请与最上级工会的系统管理员联系。"
            ),
        )
