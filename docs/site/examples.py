# SPDX-License-Identifier: Apache-2.0
"""Runs the examples of the documents, as somebody would who follows them: examples.py BASE_URL [PAGE...]

On the pages below, a block of "sh" or "python" is run, and the block of "text" or "json" that follows it is what it prints; without
one, it prints nothing. A block with a title is a file of that name. Blocks of a page run in one shell and one Python, in a folder and
a project of their own. Ids and times are masked, and "..." stands for any text. A comment "<!-- not run: WHY -->" before a block
leaves it out.
"""

import difflib
import json
import os
import queue
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
import urllib.error
import urllib.request
import uuid
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
PAGES = ("README.md", *(f"docs/{page}.md" for page in ("getting-started", "patterns", "use-cases", "how-to", "webhooks", "coming-from-sqs")))
BLOCK = re.compile(r'(<!-- not run: .+? -->\n\n?)?^```(\w+)(?: title="([^"\n]+)")?\n(.*?)^```$', re.MULTILINE | re.DOTALL)
PATIENCE_SECONDS = 120

# The type checker sees what a reader's Node.js would run as it is.
NODE = """#!/usr/bin/env bash
case ${1:-} in
*.ts) "%(node)s" "%(tsc)s" --strict --target es2022 --module esnext --lib es2022,dom --moduleDetection force --outDir .made "$1" &&
  echo '{"type": "module"}' >.made/package.json && exec "%(node)s" ".made/$(basename "$1" .ts).js" "${@:2}" ;;
*) exec "%(node)s" "$@" ;;
esac
"""

# Runs what it reads, each time in the same variables.
PYTHON = """
import json, sys, traceback
variables = {"__name__": "__main__"}
for line in sys.stdin:
    try:
        exec(compile(json.loads(line), "example", "exec"), variables)
    except BaseException:
        traceback.print_exc(file=sys.stdout)
    print("\\x04", flush=True)
"""

MASKS = tuple(
    (re.compile(pattern), mask)
    for pattern, mask in (
        (r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", "UUID"),
        (r"\b(?=\w*\d)[0-9A-Za-z]{20,}\b", "ID"),
        (r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z?", "DATE"),
        (r'("age": ?)\d+', r"\1AGE"),
        (r"req-[\w-]+", "REQUEST"),
    )
)


@dataclass
class Block:
    """One block of a page."""

    line: int
    language: str
    title: str | None
    text: str


class Session:
    """A process that runs one piece of text after the other."""

    def __init__(self, command: list[str], folder: Path, environment: dict[str, str]):
        self.process = subprocess.Popen(
            command,
            cwd=folder,
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )
        self.lines: queue.Queue[str | None] = queue.Queue()
        threading.Thread(target=self._read, daemon=True).start()

    def _read(self) -> None:
        for line in self.process.stdout:
            self.lines.put(line)
        self.lines.put(None)

    def run(self, line: str) -> str:
        """Sends a line; gives all that is printed until the end is marked."""
        self.process.stdin.write(line + "\n")
        self.process.stdin.flush()
        printed = ""
        end = time.monotonic() + PATIENCE_SECONDS
        while not printed.endswith("\x04\n"):
            try:
                more = self.lines.get(timeout=max(0, end - time.monotonic()))
            except queue.Empty:
                return printed + f"(nothing more in {PATIENCE_SECONDS} s)\n"
            if more is None:
                return printed + "(the process has ended)\n"
            printed += more
        return printed[:-2]

    def close(self) -> None:
        """Ends it, and all that it started."""
        try:
            os.killpg(self.process.pid, signal.SIGKILL)
        except ProcessLookupError:
            pass
        self.process.wait()


def blocks(page: str) -> list[Block]:
    """The blocks of a page that are run, are files, or are what others print."""
    text = (ROOT / page).read_text(encoding="utf-8")
    found = []
    for match in BLOCK.finditer(text):
        left_out, language, title, body = match.groups()
        if not left_out and language in {"sh", "python", "ts", "js", "text", "json"}:
            found.append(Block(text.count("\n", 0, match.start()) + 1, language, title, body))
    return found


def masked(text: str) -> str:
    for pattern, mask in MASKS:
        text = pattern.sub(mask, text)
    return text


def documents(text: str) -> list[Any]:
    """All JSON documents in a text, one after the other."""
    found = []
    decoder = json.JSONDecoder()
    rest = text.strip()
    while rest:
        document, end = decoder.raw_decode(rest)
        found.append(document)
        rest = rest[end:].lstrip()
    return found


def normal(text: str, language: str) -> list[str]:
    """What is compared: JSON whatever its blanks, and lines without what differs each time."""
    if language == "json":
        try:
            text = "\n".join(json.dumps(document, indent=1) for document in documents(text))
        except json.JSONDecodeError:
            pass
    return [line.rstrip() for line in masked(text).strip("\n").split("\n")]


def fits(printed: list[str], wanted: list[str]) -> bool:
    pattern = "\n".join(re.escape(line).replace(r"\.\.\.", ".*") for line in wanted)
    return re.fullmatch(pattern, "\n".join(printed)) is not None


class Reader:
    """Follows one page."""

    def __init__(self, page: str, url: str):
        self.page = page
        self.folder = Path(tempfile.mkdtemp(prefix="zaqar-docs-"))
        # A receiver is asked once an hour, so pages share no address.
        self.names = {"http://127.0.0.1:8888": url, "9000": free_port(), "9001": free_port()}
        self.project = f"docs-{uuid.uuid4().hex[:8]}"
        tools = self.folder / ".tools"
        tools.mkdir()
        (tools / "node").write_text(NODE % {"node": shutil.which("node"), "tsc": ROOT / ".venv/site/npm/typescript/lib/tsc.js"})
        (tools / "node").chmod(0o755)
        environment = {**os.environ, "PATH": f"{tools}:{os.environ['PATH']}", "PYTHONUNBUFFERED": "1"}
        self.shell = Session(["bash"], self.folder, environment)
        self.python = Session([sys.executable, "-u", "-c", PYTHON], self.folder, environment)

    def close(self) -> None:
        self.shell.close()
        self.python.close()
        shutil.rmtree(self.folder, ignore_errors=True)

    def here(self, text: str) -> str:
        """A text with the addresses and the project of this run."""
        for name, value in self.names.items():
            text = text.replace(name, value)
        return re.sub(r'((?:X-Project-ID|project_id|PROJECT)[\'"]?(?:: |=| = )[\'"]?)demo\b', rf"\g<1>{self.project}", text)

    def run(self, block: Block) -> str:
        """Runs a block; gives what it prints."""
        text = self.here(block.text)
        if block.title:
            (self.folder / block.title).write_text(text, encoding="utf-8")
            return ""
        if block.language == "python":
            return self.python.run(json.dumps(text))
        (self.folder / ".block").write_text(text, encoding="utf-8")
        return self.shell.run(r". ./.block </dev/null || echo '(failed)'; printf '\004\n'")

    def follow(self) -> tuple[int, int]:
        """Runs all blocks in their order; gives how many there are, and how many printed something else."""
        found = blocks(self.page)
        examples = wrong = 0
        for block, after in zip(found, [*found[1:], None], strict=True):
            if block.language in {"text", "json"} and not block.title:
                continue
            answers = after is not None and after.language in {"text", "json"} and not after.title and not block.title
            wanted = normal(self.here(after.text), after.language) if answers else [""]
            printed = normal(self.run(block), after.language if answers else "text")
            examples += 1
            if not fits(printed, wanted):
                wrong += 1
                print(f"FAIL {self.page}:{block.line}")
                print(*difflib.unified_diff(wanted, printed, "in the document", "printed", lineterm=""), sep="\n", flush=True)
        return examples, wrong


def free_port() -> str:
    with socket.create_server(("127.0.0.1", 0)) as server:
        return str(server.getsockname()[1])


def warm_up(url: str) -> None:
    """Waits until a new runtime has loaded what posts and claims need; until then it may be too slow for its own deadline."""
    headers = {"Client-ID": str(uuid.uuid4()), "X-Project-ID": "warm-up", "Content-Type": "application/json"}
    end = time.monotonic() + PATIENCE_SECONDS
    for path, body in (("messages", b'{"messages": [{"body": 1}]}'), ("claims", b""), ("messages", b'{"messages": [{"body": 1}]}')):
        while True:
            try:
                urllib.request.urlopen(urllib.request.Request(f"{url}/v2/queues/warm-up/{path}", body, headers)).close()
                break
            except urllib.error.HTTPError as error:
                if error.code != 503 or time.monotonic() > end:
                    raise


def main(url: str, pages: list[str]) -> int:
    """Follows the pages; gives the exit code."""
    failed = 0
    warm_up(url)
    for page in pages or PAGES:
        reader = Reader(page, url)
        try:
            examples, wrong = reader.follow()
        finally:
            reader.close()
        failed += wrong
        print(f"{'FAIL' if wrong else 'ok  '} {page}: {examples} examples, {wrong} wrong", flush=True)
    return 1 if failed else 0


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    sys.exit(main(sys.argv[1].rstrip("/"), sys.argv[2:]))
