from bangfu.kernel.errors import BangfuError
from bangfu.kernel.phrases import phrase


class VaultKeyMissing(BangfuError):
    def __init__(self) -> None:
        super().__init__(
            phrase(
                "找不到保险库密钥，或密钥与这个数据库不符。请把原数据文件夹中的 secrets/vault-key 放回原处后再启动。"
            )
        )


class SealBroken(BangfuError):
    """A sealed value is not the one that was put there: swapped, damaged or of another key."""

    def __init__(self, secret_id: int) -> None:
        super().__init__(
            phrase(
                "第 {secret_id} 号密文已损坏或被替换，不能读取。请报告系统管理员。",
                secret_id=secret_id,
            )
        )


class PurposeMissing(BangfuError):
    def __init__(self) -> None:
        super().__init__(phrase("查看证件号或卡号须先选择用途。"))
