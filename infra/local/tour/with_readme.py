"""The examples of README.md, word for word but for address and project."""

import re
import subprocess
import sys
from pathlib import Path

from steps import Stage, expect, step

README = Path(__file__).parents[3] / "README.md"


def example(language: str, stage: Stage) -> str:
    """The first example in a language after the heading of the tour."""
    text = README.read_text(encoding="utf-8").split("## A tour with curl", 1)[1]
    found = re.search(rf"```{language}\n(.*?)```", text, re.DOTALL)
    if not found:
        raise AssertionError(f"README.md has no example in {language}")
    return (
        found[1]
        .replace("http://127.0.0.1:8888", stage.url)
        .replace("X-Project-ID: demo", f"X-Project-ID: {stage.project}")
        .replace('"os_project_id": "demo"', f'"os_project_id": "{stage.project}"')
    )


def output(*command: str) -> str:
    return subprocess.run(command, check=True, capture_output=True, text=True, timeout=60).stdout


@step("curl", "README: create, post, list, claim, delete, stats")
def curl(stage: Stage) -> None:
    lines = output("bash", "-c", "set -e\n" + example("sh", stage)).splitlines()
    expect([line for line in lines if '"title"' in line], [])
    expect('"claimed":0,"free":1,"total":1' in lines[-1], True)


@step("zaqarclient", "README: post, claim, delete")
def zaqarclient(stage: Stage) -> None:
    expect(output(sys.executable, "-c", example("python", stage)), "{'task': 3}\n")
