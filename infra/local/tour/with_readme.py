"""The examples of README.md, word for word but for address and project."""

import os
import re
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path

from steps import Stage, expect, step

README = Path(__file__).parents[3] / "README.md"


def examples(heading: str, language: str, stage: Stage) -> list[str]:
    """The examples in a language below a heading of the second order."""
    chapter = README.read_text(encoding="utf-8").split(f"## {heading}\n", 1)[1].split("\n## ")[0]
    found = re.findall(rf"```{language}\n(.*?)```", chapter, re.DOTALL)
    if not found:
        raise AssertionError(f"README.md has no example in {language} below {heading}")
    return [
        text.replace("http://127.0.0.1:8888", stage.url)
        .replace("X-Project-ID: demo", f"X-Project-ID: {stage.project}")
        .replace('"os_project_id": "demo"', f'"os_project_id": "{stage.project}"')
        for text in found
    ]


def output(*command: str) -> str:
    return subprocess.run(command, check=True, capture_output=True, text=True, timeout=60).stdout


@step("curl", "README: create, post, list, claim, delete, stats")
def curl(stage: Stage) -> None:
    lines = output("bash", "-c", "set -e\n" + examples("A tour with curl", "sh", stage)[0]).splitlines()
    expect([line for line in lines if '"title"' in line], [])
    expect('"claimed":0,"free":1,"delayed":0,"total":1' in lines[-1], True)


@step("zaqarclient", "README: post, claim, delete")
def zaqarclient(stage: Stage) -> None:
    expect(output(sys.executable, "-c", examples("A tour with curl", "python", stage)[0]), "{'task': 3}\n")


def free_port() -> str:
    with socket.create_server(("127.0.0.1", 0)) as server:
        return str(server.getsockname()[1])


def await_listener(port: str) -> None:
    end = time.monotonic() + 20
    while time.monotonic() < end:
        try:
            socket.create_connection(("127.0.0.1", int(port))).close()
            return
        except ConnectionRefusedError:
            time.sleep(0.1)
    raise AssertionError("nothing listens")


@step("curl", "README: a webhook confirms, and is told of a message")
def webhook(stage: Stage) -> None:
    port = free_port()
    listen, post, *_ = (
        text.replace("9000", port) for text in examples("Webhooks and mail", "sh", stage)
    )
    listener = subprocess.Popen(
        ["bash", "-c", "exec " + listen],
        env={**os.environ, "PYTHONUNBUFFERED": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    patience = threading.Timer(60, listener.kill)
    patience.start()
    try:
        await_listener(port)
        output("bash", "-c", "set -e\n" + post.replace("sleep 1", "sleep 3"))
        expect(listener.stdout.readline(), "SubscriptionConfirmation None\n")
        expect(listener.stdout.readline(), "Notification hello\n")
    finally:
        patience.cancel()
        listener.kill()
        listener.wait()
