# SPDX-License-Identifier: Apache-2.0
"""The tour with the command line: `openstack messaging ...`, as in a cloud.

It needs a Keystone to name its project: the plugins that do without one refuse --os-project-id.
"""

import json
import os
import subprocess
import sys
import uuid
from functools import partial
from pathlib import Path
from typing import Any

import steps
from steps import Stage, expect

step = partial(steps.step, "openstack")

OPENSTACK = str(Path(sys.executable).with_name("openstack"))


class CommandLine:
    """`openstack messaging` in one project, and with one Client-ID."""

    def __init__(self, stage: Stage) -> None:
        self.environment = {
            name: value for name, value in os.environ.items() if not name.startswith("OS_")
        } | {
            "OS_AUTH_TYPE": "v3password",
            "OS_AUTH_URL": stage.keystone_url,
            "OS_USERNAME": "tourist",
            "OS_PASSWORD": "secret",
            "OS_USER_DOMAIN_ID": "default",
            "OS_PROJECT_ID": stage.project,
            "OS_MESSAGE_CLIENT_ID": uuid.uuid4().hex,
        }

    def do(self, *words: str) -> str:
        """Runs a command that must succeed; gives what it prints."""
        command = [OPENSTACK, "messaging", *words]
        done = subprocess.run(
            command, env=self.environment, capture_output=True, text=True, check=False
        )
        if done.returncode:
            raise AssertionError(f"{' '.join(words)}: {done.stderr or done.stdout}")
        return done.stdout

    def show(self, *words: str) -> Any:
        """Runs a command that prints a table; gives it as objects."""
        return json.loads(self.do(*words, "-f", "json"))


@step("ping: the service is there")
def ping(stage: Stage) -> None:
    expect(CommandLine(stage).show("ping"), {"Pingable": True})


@step("homedoc: names the routes")
def home(stage: Stage) -> None:
    resources = json.loads(CommandLine(stage).do("homedoc"))["resources"]
    expect(resources["rel/queue"]["href-template"], "/v2/queues/{queue_name}")


@step("queue: create, list, delete")
def queues(stage: Stage) -> None:
    cli = CommandLine(stage)
    expect(cli.show("queue", "create", "jobs"), {"Name": "jobs"})
    cli.do("queue", "create", "mail")
    expect(cli.show("queue", "list"), [{"Name": "jobs"}, {"Name": "mail"}])
    expect(cli.show("queue", "list", "--limit", "1", "--marker", "jobs"), [{"Name": "mail"}])
    cli.do("queue", "delete", "jobs")
    expect(cli.show("queue", "list"), [{"Name": "mail"}])


@step("queue: set metadata, get metadata, list --detailed")
def metadata(stage: Stage) -> None:
    cli = CommandLine(stage)
    cli.do("queue", "create", "jobs")
    cli.do("queue", "set", "metadata", "jobs", '{"colour": "blue", "_default_message_ttl": 120}')
    shown = cli.show("queue", "get", "metadata", "jobs")["Metadata"]
    expect([shown["colour"], shown["_default_message_ttl"]], ["blue", 120])
    (listed,) = cli.show("queue", "list", "--detailed")
    expect(listed, {"Name": "jobs", "Metadata_Dict": shown, "Href": "/v2/queues/jobs"})


@step("message: post, list")
def messages(stage: Stage) -> None:
    cli = CommandLine(stage)
    cli.do("message", "post", "jobs", '[{"body": {"n": 1}, "ttl": 300}, {"body": "two"}]')
    expect(cli.show("message", "list", "jobs"), [])
    first, second = cli.show("message", "list", "jobs", "--echo")
    expect([first["Body"], first["TTL"], second["Body"]], [{"n": 1}, 300, "two"])
    (limited,) = cli.show("message", "list", "jobs", "--echo", "--limit", "1")
    (by_id,) = cli.show("message", "list", "jobs", "--message-ids", second["ID"])
    expect([limited["ID"], by_id["ID"]], [first["ID"], second["ID"]])


@step("queue: stats, purge")
def purge(stage: Stage) -> None:
    cli = CommandLine(stage)
    cli.do("message", "post", "jobs", '[{"body": 1}, {"body": 2}]')
    expect(cli.show("queue", "stats", "jobs")["Stats"]["messages"]["free"], 2)
    cli.do("queue", "purge", "jobs", "--resource_types", "messages")
    expect(cli.show("queue", "stats", "jobs")["Stats"]["messages"]["total"], 0)


@step("claim: create, query, renew, release")
def claims(stage: Stage) -> None:
    cli = CommandLine(stage)
    cli.do("message", "post", "jobs", '[{"body": 1}, {"body": 2}, {"body": 3}]')
    first, second = cli.show("claim", "create", "jobs", "--ttl", "60", "--limit", "2")
    expect([first["Messages"], second["Messages"]], [1, 2])
    claim_id = first["Claim_ID"]
    expect([row["Message"] for row in cli.show("claim", "query", "jobs", claim_id)], [1, 2])
    expect([row["Body"] for row in cli.show("message", "list", "jobs", "--echo")], [3])
    shown = cli.show("message", "list", "jobs", "--echo", "--include-claimed")
    expect([row["Claim ID"] for row in shown], [claim_id, claim_id, None])
    renewed = cli.show("claim", "renew", "jobs", claim_id, "--ttl", "90", "--grace", "60")
    expect([row["Message"] for row in renewed], [1, 2])
    cli.do("claim", "release", "jobs", claim_id)
    expect([row["Body"] for row in cli.show("message", "list", "jobs", "--echo")], [1, 2, 3])
