# SPDX-License-Identifier: Apache-2.0
"""Processes that say where they listen, and end with whoever started them."""

import re
import subprocess
import time
from collections.abc import Mapping
from pathlib import Path

PATIENCE_SECONDS = 300


class Listener:
    """A process that has printed "... listens on URL"."""

    def __init__(self, command: list[str], log: Path, environment: Mapping[str, str]) -> None:
        self.log = log
        with log.open("w", encoding="utf-8") as output:
            self.process = subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                env=dict(environment),
            )
        try:
            self.url = self._listening()
        except BaseException:
            self.stop()
            raise

    def _listening(self) -> str:
        end = time.monotonic() + PATIENCE_SECONDS
        while time.monotonic() < end:
            told = self.log.read_text(encoding="utf-8", errors="replace")
            if found := re.search(r"listens on (http://\S+)", told):
                return found[1]
            if self.process.poll() is not None:
                raise RuntimeError(f"{self.process.args} ended:\n{told}")
            time.sleep(0.1)
        raise RuntimeError(f"{self.process.args} does not listen")

    def kill(self) -> None:
        """Ends it without a warning."""
        self.process.kill()
        self.process.wait()

    def stop(self) -> None:
        """Asks it to end, and waits until it has."""
        self.process.terminate()
        self.process.wait(60)
