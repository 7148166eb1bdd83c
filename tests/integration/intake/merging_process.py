"""A process that merges a staged or confirmed batch, two households at a time, and says where it
is; made to be killed.
"""

import os
import sys

import django

if __name__ == "__main__":
    os.environ["DJANGO_SETTINGS_MODULE"] = "bangfu.config.settings"
    django.setup()
    from bangfu.intake.commands import merge_register as merging
    from bangfu.intake.commands.merge_confirmed import merge_confirmed
    from bangfu.intake.enums import Stage
    from bangfu.organisations.queries import today
    from bangfu.scope.actors import background, operator

    merging.HOUSEHOLDS_A_PART = 2

    def say(step: Stage, done: int, total: int) -> None:
        print(step.value, done, total, flush=True)
        if done >= int(sys.argv[2]):
            sys.stdin.readline()  # waits here, inside the transaction, until it is killed

    if sys.argv[3] == "confirmed":
        merge_confirmed(batch_id=int(sys.argv[1]), on=today(), by=background(), report=say)
    else:
        merging.merge_register(batch_id=int(sys.argv[1]), by=operator(), report=say)
    print("merged", flush=True)
