# SPDX-License-Identifier: Apache-2.0
"""Messages, with python-zaqarclient."""

import json
import time
from typing import Any

from zaqarclient.transport import errors

from steps import Stage, expect, expect_refusal
from with_zaqarclient import bodies, connect, counts, jobs, post, step


@step("messages: posting makes the queue and answers in order")
def post_many(stage: Stage) -> None:
    queue = connect(stage).queue("jobs")
    ids = post(queue, *range(25))
    expect([queue.message(message_id).body for message_id in ids], list(range(25)))
    expect([queue.name for queue in queue.client.queues()[0]], ["jobs"])


@step("messages: a body comes back as it was sent")
def round_trip(stage: Stage) -> None:
    queue = jobs(stage)
    large = {"b": [{"c": None}], "a": "x" * 20_000}
    sent: list[Any] = [None, False, 0, -1.5, "", "Grüße, 世界 🎈", [], {}, large]
    post(queue, *sent)
    expect(json.dumps(bodies(queue.messages(echo=True))), json.dumps(sent))


@step("messages: echo shows what the reader posted himself")
def echo(stage: Stage) -> None:
    mine, theirs = jobs(stage), connect(stage).queue("jobs")
    post(mine, "mine")
    post(theirs, "theirs")
    expect(bodies(mine.messages()), ["theirs"])
    expect(bodies(theirs.messages()), ["mine"])
    expect(bodies(mine.messages(echo=True)), ["mine", "theirs"])


@step("messages: a page has ten, or the limit, which is twenty at most")
def limit(stage: Stage) -> None:
    queue = jobs(stage)
    post(queue, *range(25))
    expect(bodies(queue.messages(echo=True)), list(range(10)))
    expect(bodies(queue.messages(echo=True, limit=3)), [0, 1, 2])
    expect(bodies(queue.messages(echo=True, limit=20)), list(range(20)))
    expect_refusal(errors.MalformedRequest, queue.messages, limit=21)


@step("messages: a stream of pages has each message once")
def stream(stage: Stage) -> None:
    queue = jobs(stage)
    post(queue, *range(45))
    expect(bodies(queue.messages(echo=True, limit=7).stream()), list(range(45)))


@step("messages: the next link outlives its messages and finds new ones")
def poll(stage: Stage) -> None:
    queue = jobs(stage)
    ids = post(queue, 1, 2)
    page = queue.messages(echo=True)
    expect(bodies(page), [1, 2])
    (link,) = page._links
    expect(queue.client.follow(link["href"])["messages"], [])
    queue.delete_messages(*ids)
    post(queue, 3)
    expect([new["body"] for new in queue.client.follow(link["href"])["messages"]], [3])


@step("messages: one by its id")
def get(stage: Stage) -> None:
    queue = jobs(stage)
    message_id, *_ = post(queue, "hello")
    message = queue.message(message_id)
    expect([message.id, message.body, message.ttl], [message_id, "hello", 300])
    expect(message.href, f"/v2/queues/jobs/messages/{message_id}")
    expect(0 <= message.age < 60, True)
    expect_refusal(errors.ResourceNotFound, queue.message, "no-such-message")


@step("messages: several by their ids, whoever claimed or posted them")
def get_many(stage: Stage) -> None:
    queue = jobs(stage)
    first, _, third = post(queue, 1, 2, 3)
    queue.claim(ttl=60, grace=60, limit=1)
    expect(sorted(bodies(queue.messages(first, third, "no-such-message"))), [1, 3])
    expect_refusal(errors.ResourceNotFound, queue.messages, "no-such-message")


@step("messages: ttl is the message's, else the queue's, and has bounds")
def ttl(stage: Stage) -> None:
    queue = jobs(stage, {"_default_message_ttl": 120})
    queue.post([{"body": 1}, {"body": 2, "ttl": 60}])
    expect([message.ttl for message in queue.messages(echo=True)], [120, 60])
    for wrong in (59, 1209601, "60"):
        expect_refusal(errors.MalformedRequest, queue.post, {"body": 3, "ttl": wrong})
    expect(counts(queue)["total"], 2)


@step("messages: a delayed one shows when its time has come")
def delay(stage: Stage) -> None:
    queue = jobs(stage, {"_default_message_delay": 5})
    queue.post([{"body": "later"}, {"body": "now", "delay": 0}])
    expect(bodies(queue.messages(echo=True)), ["now"])
    expect(bodies(queue.messages(echo=True, include_delayed=True)), ["later", "now"])
    expect(bodies(queue.claim(ttl=60, grace=60)), ["now"])
    time.sleep(6)
    expect(bodies(queue.messages(echo=True)), ["later"])


@step("messages: deleted singly and by ids")
def delete_messages(stage: Stage) -> None:
    queue = jobs(stage)
    first, second, third, _ = post(queue, 1, 2, 3, 4)
    message = queue.message(first)
    message.delete()
    message.delete()
    queue.delete_messages(second, third, "no-such-message")
    expect(bodies(queue.messages(echo=True)), [4])


@step("messages: pop takes the oldest that are free")
def pop(stage: Stage) -> None:
    queue = jobs(stage)
    post(queue, *range(6))
    queue.claim(ttl=60, grace=60, limit=2)
    expect(bodies(queue.pop(3)), [2, 3, 4])
    expect(bodies(queue.pop()), [5])
    expect(bodies(queue.pop()), [])
    expect(counts(queue), {"claimed": 2, "free": 0, "total": 2})
