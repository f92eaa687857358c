# SPDX-License-Identifier: Apache-2.0
"""A tour of the service with the clients that users of OpenStack have: tour.py BASE_URL"""

import faulthandler
import sys
import traceback
from importlib import import_module

import keystone
from steps import STEPS, Stage, Step
from with_zaqarclient import delete_all

CHAPTERS = (
    "with_zaqarclient",
    "zaqarclient_queues",
    "zaqarclient_messages",
    "zaqarclient_claims",
    "with_sdk",
    "with_cli",
)
LIMIT_SECONDS = 600


def play(step: Step, stage: Stage) -> bool:
    """Plays one step, tidies up after it, and says how it went."""
    name = f"{step.client:12} {step.title}"
    try:
        try:
            step.play(stage)
        finally:
            delete_all(stage)
    except Exception:
        print(f"FAIL {name}", traceback.format_exc(chain=False), sep="\n", end="", flush=True)
        return False
    print(f"ok   {name}", flush=True)
    return True


def main(url: str) -> int:
    """Plays all steps; gives the exit code."""
    faulthandler.dump_traceback_later(LIMIT_SECONDS, exit=True)
    for chapter in CHAPTERS:
        import_module(chapter)
    with keystone.stand_in(url) as keystone_url:
        passed = sum(play(step, Stage(url, keystone_url)) for step in STEPS)
    failed = len(STEPS) - passed
    print(f"{passed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    sys.exit(main(sys.argv[1].rstrip("/")))
