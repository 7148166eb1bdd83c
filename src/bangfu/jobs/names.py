"""What a sealed piece is bound to, so that none opens in another's place."""


def request_name(job_id: int) -> str:
    return f"job|{job_id}|request"


def part_name(job_id: int, number: int) -> str:
    return f"job|{job_id}|part|{number}"
