"""Doors that few may go through: opening numbers, and seeing the whole register."""

import ast
from functools import cache
from pathlib import Path

SOURCE = Path(__file__).parents[2] / "src" / "bangfu"

#: A name → the files that may use it, beside the one that defines it.
DOORS = {
    # One number in clear; the commands that open numbers also write the log, or show nobody any.
    "open_sealed": {"vault/commands/reveal_secret.py", "vault/commands/complete_numbers.py"},
    # Rows and files that wait to be read and merged.
    "open_blob": {
        "intake/commands/read_batch.py",
        "intake/commands/reading/back.py",
        "intake/commands/reading/packing.py",
        # What an officer asked a job for, and its result for that officer alone.
        "jobs/commands/run_job.py",
        "jobs/queries.py",
        # What an officer had typed when the sign-in had ended, for that officer alone.
        "vault/queries.py",
        "rounds/commands/open_answer.py",
    },
    "reveal_secret": {"web/files/numbers.py"},
    "reveal_many": {
        "registry/commands/export_register.py",
        "rounds/commands/export_payment_file.py",
    },
    # The whole register: the machine's own work, the public's notices, the ceilings that others' rounds
    # fill too, and the cards of a payer's own payments.
    "WHOLE_REGISTER": {
        "notices/queries.py",
        "intake/commands/read_batch.py",
        "operations/migrate.py",
        "rounds/queries/ceilings.py",
        "rounds/queries/out_of_sight.py",
        "scope/actors.py",
    },
}
#: Acting as the machine is for the command line, the demo and jobs; never for a page.
MACHINES = {"operator", "background"}


@cache
def trees() -> dict[str, ast.Module]:
    return {
        str(path.relative_to(SOURCE)): ast.parse(path.read_text("utf-8"))
        for path in SOURCE.rglob("*.py")
    }


@cache
def names_in(file: str) -> frozenset[str]:
    nodes = list(ast.walk(trees()[file]))
    used = {node.id for node in nodes if isinstance(node, ast.Name)}
    imports = [node for node in nodes if isinstance(node, ast.ImportFrom)]
    return frozenset(used | {alias.name for node in imports for alias in node.names})


def users_of(name: str) -> set[str]:
    return {file for file in trees() if name in names_in(file)} - definers_of(name)


def definers_of(name: str) -> set[str]:
    return {
        file
        for file, tree in trees().items()
        for node in tree.body
        if (isinstance(node, ast.FunctionDef) and node.name == name)
        or (isinstance(node, ast.Assign) and name in {getattr(t, "id", "") for t in node.targets})
    }


def test_doors_are_used_where_the_list_says_and_nowhere_else():
    uses = {
        name: {file for file in users_of(name) if not file.startswith("operations/cli/")}
        for name in DOORS
    }
    assert uses == DOORS


def test_no_page_acts_as_the_machine():
    acting = MACHINES | {"scoped", "acting", "WHOLE_REGISTER"}
    pages = {file for file in trees() if file.startswith("web/") and names_in(file) & acting}
    assert pages == set()


def test_numbers_are_no_argument_of_any_job():
    arguments = {
        argument.arg
        for file, tree in trees().items()
        if file.endswith("tasks.py")
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.decorator_list
        for argument in node.args.args
    }
    assert arguments <= {"batch_id", "day", "job_id", "context", "timestamp"}
