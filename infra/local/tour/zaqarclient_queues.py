# SPDX-License-Identifier: Apache-2.0
"""Queues, with python-zaqarclient."""

import time

from zaqarclient.transport import errors

from steps import Stage, expect, expect_refusal
from with_zaqarclient import DEFAULTS, bodies, connect, counts, jobs, post, step


@step("queues: creating one twice is as good as once")
def create(stage: Stage) -> None:
    client = connect(stage)
    client.queue("jobs", force_create=True)
    client.queue("jobs", force_create=True)
    expect([queue.name for queue in client.queues()[0]], ["jobs"])


@step("queues: the list is sorted, paged and counted")
def list_queues(stage: Stage) -> None:
    client = connect(stage)
    for name in ("pears", "Apples", "plums", "figs", "_seeds"):
        client.queue(name, force_create=True)
    page, count = client.queues(limit=2, with_count=True)
    expect([queue.name for queue in page], ["Apples", "_seeds"])
    expect(count, 5)
    everything = client.queues(limit=2)[0].stream()
    expect([queue.name for queue in everything], ["Apples", "_seeds", "figs", "pears", "plums"])
    expect([queue.name for queue in client.queues(marker="figs")[0]], ["pears", "plums"])


@step("queues: the detailed list has the metadata")
def list_detailed(stage: Stage) -> None:
    jobs(stage, {"colour": "blue"})
    (plain,) = connect(stage).queues()[0]
    (detailed,) = connect(stage).queues(detailed=True)[0]
    expect([plain.href, plain._metadata], ["/v2/queues/jobs", None])
    expect(detailed.metadata(), DEFAULTS | {"colour": "blue"})


@step("queues: the list can be narrowed by name and by metadata")
def list_some(stage: Stage) -> None:
    client = connect(stage)
    client.queue("jobs-1", force_create=True).metadata(new_meta={"colour": "blue"})
    client.queue("jobs-2", force_create=True).metadata(new_meta={"colour": "red"})
    client.queue("mail", force_create=True).metadata(new_meta={"colour": "blue"})
    expect([queue.name for queue in client.queues(name="jobs")[0]], ["jobs-1", "jobs-2"])
    expect([queue.name for queue in client.queues(colour="blue")[0]], ["jobs-1", "mail"])


@step("queues: one that does not exist shows the defaults")
def show_nothing(stage: Stage) -> None:
    expect(connect(stage).queue("jobs").metadata(), DEFAULTS)


@step("queues: metadata is added, replaced and removed")
def update(stage: Stage) -> None:
    queue = jobs(stage, {"colour": "blue", "size": 1})
    changed = {"colour": "red", "wheels": [4, {"spare": None}], "_default_message_ttl": 120}
    expect(queue.metadata(new_meta=changed), DEFAULTS | changed)
    expect(queue.metadata(force_reload=True), DEFAULTS | changed)
    expect(queue.metadata(new_meta={}), DEFAULTS)


@step("queues: the client removes again what it adds over a null")
def update_over_null(stage: Stage) -> None:
    queue = jobs(stage)
    expect(queue.metadata(new_meta={"_dead_letter_queue": "morgue"}), DEFAULTS)


@step("queues: metadata needs a queue, and values in range")
def update_refused(stage: Stage) -> None:
    nobody = connect(stage).queue("jobs")
    expect_refusal(errors.ResourceNotFound, nobody.metadata, new_meta={"colour": "red"})
    queue = jobs(stage, {"colour": "blue"})
    too_short = {"_default_message_ttl": 59}
    expect_refusal(errors.MalformedRequest, queue.metadata, new_meta=too_short)
    expect(queue.metadata(force_reload=True), DEFAULTS | {"colour": "blue"})


@step("queues: exists() asks with HEAD and takes the 405 for yes")
def exists(stage: Stage) -> None:
    expect(connect(stage).queue("jobs").exists(), True)


@step("queues: stats count what is free and what is claimed")
def stats(stage: Stage) -> None:
    queue = jobs(stage)
    expect(queue.stats, {"messages": {"claimed": 0, "free": 0, "delayed": 0, "total": 0}})
    oldest, _, newest = post(queue, 1, 2, 3)
    queue.claim(ttl=60, grace=60, limit=1)
    expect(counts(queue), {"claimed": 1, "free": 2, "total": 3})
    messages = queue.stats["messages"]
    expect(messages["oldest"]["href"], f"/v2/queues/jobs/messages/{oldest}")
    expect(messages["newest"]["href"], f"/v2/queues/jobs/messages/{newest}")
    time.strptime(messages["oldest"]["created"], "%Y-%m-%dT%H:%M:%SZ")


@step("queues: a purge leaves the queue and its metadata")
def purge(stage: Stage) -> None:
    queue = jobs(stage, {"colour": "blue"})
    post(queue, 1, 2, 3)
    queue.purge(resource_types=["subscriptions"])
    expect(bodies(queue.messages(echo=True)), [1, 2, 3])
    queue.purge(resource_types=["messages"])
    expect(bodies(queue.messages(echo=True)), [])
    post(queue, 4)
    queue.purge()
    expect(counts(queue), {"claimed": 0, "free": 0, "total": 0})
    expect(queue.metadata(), DEFAULTS | {"colour": "blue"})
    post(queue, 5)
    expect(bodies(queue.messages(echo=True)), [5])


@step("queues: a deleted one takes messages and metadata along")
def delete(stage: Stage) -> None:
    queue = jobs(stage, {"colour": "blue"})
    message_id, *_ = post(queue, 1, 2)
    queue.delete()
    queue.delete()
    expect(list(queue.client.queues()[0]), [])
    expect_refusal(errors.ResourceNotFound, queue.message, message_id)
    again = jobs(stage)
    expect(again.metadata(), DEFAULTS)
    expect(bodies(again.messages(echo=True)), [])
