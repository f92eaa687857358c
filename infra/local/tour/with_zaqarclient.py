# SPDX-License-Identifier: Apache-2.0
"""The tour with python-zaqarclient, without authentication: it names its project in a header."""

from collections.abc import Iterable
from functools import partial
from typing import Any

from zaqarclient.queues import client as zaqar
from zaqarclient.queues.v2 import core
from zaqarclient.queues.v2.client import Client
from zaqarclient.queues.v2.queues import Queue
from zaqarclient.transport import errors

import steps
from steps import Stage, expect, expect_refusal

step = partial(steps.step, "zaqarclient")

DEFAULTS = {
    "_default_message_ttl": 3600,
    "_default_message_delay": 0,
    "_max_messages_post_size": 262144,
    "_max_claim_count": None,
    "_dead_letter_queue": None,
    "_dead_letter_queue_messages_ttl": None,
    "_enable_encrypt_messages": False,
}


def client_with(backend: str, url: str | None, **options: Any) -> Client:
    conf = {"auth_opts": {"backend": backend, "options": options}}
    return zaqar.Client(url, version=2, conf=conf)


def connect(stage: Stage) -> Client:
    """A client of its own: each has another Client-ID."""
    return client_with("noauth", stage.url, os_project_id=stage.project)


def jobs(stage: Stage, metadata: dict[str, Any] | None = None) -> Queue:
    """A new queue, made below the Queue class, which cannot make one that has metadata."""
    client = connect(stage)
    request, transport = client._request_and_transport()
    core.queue_create(transport, request, "jobs", metadata)
    return client.queue("jobs")


def counts(queue: Queue) -> dict[str, int]:
    """How many messages are claimed, free, and there in all."""
    messages = queue.stats["messages"]
    return {kind: messages[kind] for kind in ("claimed", "free", "total")}


def post(queue: Queue, *bodies: Any) -> list[str]:
    """Posts the bodies for five minutes each; gives the ids."""
    answer = queue.post([{"body": body, "ttl": 300} for body in bodies])
    return [href.rsplit("/", 1)[1] for href in answer["resources"]]


def bodies(messages: Iterable[Any]) -> list[Any]:
    return [message.body for message in messages]


def delete_all(stage: Stage) -> None:
    """Deletes all queues of the project."""
    for queue in connect(stage).queues(limit=20)[0].stream():
        queue.delete()


@step("ping: the service is there")
def ping(stage: Stage) -> None:
    expect(connect(stage).ping(), True)


@step("home: the document names the routes")
def home(stage: Stage) -> None:
    resources = connect(stage).homedoc()["resources"]
    expect(resources["rel/queue"]["href-template"], "/v2/queues/{queue_name}")


@step("keystone: a token and the catalog lead to the service")
def keystone(stage: Stage) -> None:
    client = client_with(
        "keystone",
        None,
        os_auth_url=stage.keystone_url,
        os_username="tourist",
        os_password="secret",
        os_user_domain_id="default",
        os_project_id=stage.project,
    )
    client.queue("jobs", force_create=True)
    expect([queue.name for queue in connect(stage).queues()[0]], ["jobs"])


@step("signed url: who has one needs nothing else for what it covers")
def signed_url(stage: Stage) -> None:
    queue = jobs(stage)
    post(queue, 1)
    signed = queue.signed_url(paths=["messages"], ttl_seconds=300, methods=["GET", "POST"])
    options = {name: signed[name] for name in ("paths", "methods", "expires", "signature")}
    guest = client_with("signed-url", stage.url, os_project_id=stage.project, **options)
    post(guest.queue("jobs"), 2)
    expect(bodies(guest.queue("jobs").messages(echo=True)), [1, 2])
    expect_refusal(errors.ResourceNotFound, guest.queue("jobs").purge)
    expect_refusal(errors.ResourceNotFound, guest.queue("mail").messages)
    expect_refusal(errors.ResourceNotFound, guest.queue("jobs").signed_url)


@step("projects: one sees nothing of another")
def projects(stage: Stage) -> None:
    message_id, *_ = post(jobs(stage), "mine")
    stranger = connect(Stage(stage.url, stage.keystone_url))
    expect(list(stranger.queues()[0]), [])
    queue = stranger.queue("jobs")
    expect(bodies(queue.messages(echo=True)), [])
    expect_refusal(errors.ResourceNotFound, queue.message, message_id)
    queue.delete_messages(message_id)
    queue.delete()
    expect(connect(stage).queue("jobs").message(message_id).body, "mine")


@step("errors: a refusal has a title and a description")
def refusals(stage: Stage) -> None:
    words = expect_refusal(errors.MalformedRequest, connect(stage).queues, limit=0)
    expect(["Title:" in words, "Description:" in words], [True, True])
