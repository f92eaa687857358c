# SPDX-License-Identifier: Apache-2.0
"""The tour with openstacksdk: a token and the catalog lead to the service, as in a cloud."""

from functools import partial

import openstack
from openstack import exceptions
from openstack.message.v2._proxy import Proxy
from openstack.message.v2.claim import Claim

import steps
from steps import Stage, expect, expect_refusal

step = partial(steps.step, "openstacksdk")


def connect(stage: Stage) -> Proxy:
    cloud = openstack.connect(
        load_yaml_config=False,
        load_envvars=False,
        auth_type="v3password",
        auth={
            "auth_url": stage.keystone_url,
            "username": "tourist",
            "password": "secret",
            "user_domain_id": "default",
            "project_id": stage.project,
        },
    )
    return cloud.message


def post(messaging: Proxy, *bodies: object) -> list[str]:
    """Posts the bodies to the queue "jobs" for five minutes each; gives the ids."""
    hrefs = messaging.post_message("jobs", [{"body": body, "ttl": 300} for body in bodies])
    return [href.rsplit("/", 1)[1] for href in hrefs]


def claim_jobs(messaging: Proxy) -> Claim:
    """Claims from the queue "jobs"; past Proxy.create_claim, which trips over Claim.location."""
    return Claim.new(queue_name="jobs", ttl=60, grace=60).create(messaging)


@step("discovery: the list of versions leads to v2")
def discovery(stage: Stage) -> None:
    expect(connect(stage).get_endpoint(), f"{stage.url}/v2/")


@step("queues: created with metadata, shown, deleted")
def queues(stage: Stage) -> None:
    messaging = connect(stage)
    messaging.create_queue(name="jobs", description="to do", default_message_ttl=120)
    queue = messaging.get_queue("jobs")
    expect([queue.description, queue.default_message_ttl], ["to do", 120])
    expect(queue.max_messages_post_size, 262144)
    messaging.delete_queue("jobs")
    messaging.delete_queue("jobs", ignore_missing=False)
    expect(list(messaging.queues()), [])


@step("queues: the list is followed page by page")
def list_queues(stage: Stage) -> None:
    messaging = connect(stage)
    names = [f"queue-{number:02}" for number in range(12)]
    for name in reversed(names):
        messaging.create_queue(name=name)
    expect([queue.name for queue in messaging.queues()], names)
    expect([queue.name for queue in messaging.queues(limit=5)], names)


@step("messages: posted, listed, shown, deleted")
def messages(stage: Stage) -> None:
    messaging = connect(stage)
    first, second, _ = post(messaging, {"n": 1}, "two", 3)
    listed = list(messaging.messages("jobs", echo=True))
    expect([message.body for message in listed], [{"n": 1}, "two", 3])
    shown = messaging.get_message("jobs", first)
    expect([shown.id, shown.body, shown.ttl], [first, {"n": 1}, 300])
    messaging.delete_message("jobs", first)
    messaging.delete_message("jobs", second, ignore_missing=False)
    expect_refusal(exceptions.NotFoundException, messaging.get_message, "jobs", first)
    expect([message.body for message in messaging.messages("jobs")], [3])


@step("messages: the list goes on after a message's id")
def list_messages(stage: Stage) -> None:
    messaging = connect(stage)
    post(messaging, *range(25))
    expect([message.body for message in messaging.messages("jobs")], list(range(25)))


@step("claim: takes ten, shown, renewed, released")
def claims(stage: Stage) -> None:
    messaging = connect(stage)
    post(messaging, *range(12))
    claim = claim_jobs(messaging)
    expect([message["body"] for message in claim.messages], list(range(10)))
    messaging.update_claim("jobs", claim.id, ttl=90, grace=60)
    shown = messaging.get_claim("jobs", claim.id)
    expect([shown.ttl, len(shown.messages)], [90, 10])
    expect([message.body for message in messaging.messages("jobs")], [10, 11])
    messaging.delete_claim("jobs", claim.id)
    expect_refusal(exceptions.NotFoundException, messaging.get_claim, "jobs", claim.id)
    expect([message.body for message in messaging.messages("jobs")], list(range(12)))


@step("claim: who holds it deletes the message, nobody else does")
def claim_delete(stage: Stage) -> None:
    messaging = connect(stage)
    (message_id,) = post(messaging, "hello")
    claim = claim_jobs(messaging)
    expect_refusal(exceptions.ForbiddenException, messaging.delete_message, "jobs", message_id)
    messaging.delete_message("jobs", message_id, claim=claim.id)
    expect_refusal(exceptions.NotFoundException, messaging.get_message, "jobs", message_id)


@step("claim: nothing to take is no claim")
def claim_nothing(stage: Stage) -> None:
    messaging = connect(stage)
    messaging.create_queue(name="jobs")
    claim = claim_jobs(messaging)
    expect([claim.id, claim.messages], [None, None])
