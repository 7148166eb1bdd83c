"""A process that merges a staged batch and says where it is; made to be killed."""

import os
import sys

import django

if __name__ == "__main__":
    os.environ["DJANGO_SETTINGS_MODULE"] = "bangfu.config.settings"
    django.setup()
    from bangfu.registry.commands.merge_register import merge_register
    from bangfu.scope.actors import operator

    def say(words: str, done: int, total: int) -> None:
        print(words, done, total, flush=True)
        if len(sys.argv) > 2 and done >= int(sys.argv[2]) > 0:
            sys.stdin.readline()  # waits here, inside the transaction, until it is killed

    merge_register(batch_id=int(sys.argv[1]), by=operator(), report=say)
    print("merged", flush=True)
