# SPDX-License-Identifier: Apache-2.0
"""Claims, with python-zaqarclient."""

import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from zaqarclient.transport import errors

from steps import Stage, expect, expect_refusal
from with_zaqarclient import bodies, connect, counts, jobs, post, step


@step("claim: takes the oldest ten")
def claim_ten(stage: Stage) -> None:
    queue = jobs(stage)
    post(queue, *range(12))
    expect(bodies(queue.claim(ttl=60, grace=60)), list(range(10)))
    expect(bodies(queue.claim(ttl=60, grace=60)), [10, 11])


@step("claim: nothing to take is no claim")
def claim_nothing(stage: Stage) -> None:
    claim = connect(stage).queue("jobs").claim(ttl=60, grace=60)
    expect([claim.id, list(claim)], [None, []])


@step("claim: takes up to the limit, also what the worker posted")
def claim_limit(stage: Stage) -> None:
    queue = jobs(stage)
    post(queue, *range(25))
    expect(bodies(queue.claim(ttl=60, grace=60, limit=20)), list(range(20)))
    for wrong in (0, 21):
        expect_refusal(errors.MalformedRequest, queue.claim, ttl=60, grace=60, limit=wrong)


@step("claim: workers side by side share no message")
def claim_race(stage: Stage) -> None:
    post(jobs(stage), *range(60))

    def work(_: int) -> list[Any]:
        queue = connect(stage).queue("jobs")
        taken: list[Any] = []
        while claimed := bodies(queue.claim(ttl=60, grace=60, limit=5)):
            taken += claimed
        return taken

    with ThreadPoolExecutor(max_workers=4) as workers:
        taken = [body for share in workers.map(work, range(4)) for body in share]
    expect(sorted(taken), list(range(60)))


@step("claim: hides its messages, but not from who asks for them")
def claim_hides(stage: Stage) -> None:
    queue = jobs(stage)
    post(queue, 1, 2)
    claim = queue.claim(ttl=60, grace=60, limit=1)
    expect(bodies(queue.messages(echo=True)), [2])
    claimed, free = queue.messages(echo=True, include_claimed=True)
    expect([claimed.body, claimed.claim_id], [1, claim.id])
    expect([free.body, free.claim_id], [2, None])


@step("claim: shows its ttl, its age and what is left of it")
def claim_get(stage: Stage) -> None:
    queue = jobs(stage)
    post(queue, 1, 2)
    claim = queue.claim(ttl=70, grace=60)
    first, _ = claim
    first.delete()
    shown = queue.claim(id=claim.id)
    expect(bodies(shown), [2])
    expect([shown.ttl, 0 <= shown.age < 60], [70, True])


@step("claim: an update renews it")
def claim_update(stage: Stage) -> None:
    queue = jobs(stage)
    post(queue, 1)
    claim = queue.claim(ttl=60, grace=60)
    time.sleep(3)
    claim.update(ttl=90, grace=60)
    shown = queue.claim(id=claim.id)
    expect([bodies(shown), shown.ttl, shown.age < 3], [[1], 90, True])
    expect_refusal(errors.MalformedRequest, claim.update, ttl=59, grace=60)


@step("claim: outlives its messages by the grace")
def claim_grace(stage: Stage) -> None:
    queue = jobs(stage)
    queue.post({"body": 1, "ttl": 60})
    (message,) = queue.claim(ttl=300, grace=100)
    expect(message.ttl, 400)


@step("claim: a released one gives its messages back in their places")
def claim_release(stage: Stage) -> None:
    queue = jobs(stage)
    post(queue, 1, 2, 3)
    claim = queue.claim(ttl=60, grace=60, limit=2)
    claim.delete()
    claim.delete()
    expect_refusal(errors.ResourceNotFound, lambda: queue.claim(id=claim.id).age)
    expect_refusal(errors.ResourceNotFound, claim.update, ttl=60, grace=60)
    expect(bodies(queue.messages(echo=True)), [1, 2, 3])
    expect(bodies(queue.claim(ttl=60, grace=60)), [1, 2, 3])


@step("claim: who holds it deletes the message, nobody else does")
def claim_delete(stage: Stage) -> None:
    queue = jobs(stage)
    message_id, *_ = post(queue, 1)
    (message,) = queue.claim(ttl=60, grace=60)
    unclaimed = queue.message_module.Message(queue, 300, 0, 1, href=message.href.split("?")[0])
    expect_refusal(errors.ForbiddenError, unclaimed.delete)
    expect(queue.message(message_id).body, 1)
    message.delete()
    expect_refusal(errors.ResourceNotFound, queue.message, message_id)


@step("claim: a worker whose claim is gone is told so")
def claim_lost(stage: Stage) -> None:
    queue = jobs(stage)
    post(queue, 1)
    claim = queue.claim(ttl=60, grace=60)
    (message,) = claim
    claim.delete()
    expect_refusal(errors.MalformedRequest, message.delete)
    expect(bodies(queue.messages(echo=True)), [1])


@step("claim: a message delivered too often goes to the dead letters")
def claim_dead_letter(stage: Stage) -> None:
    queue = jobs(stage, {"_max_claim_count": 2, "_dead_letter_queue": "morgue"})
    morgue = queue.client.queue("morgue", force_create=True)
    post(queue, "poison")
    for _ in range(2):
        claim = queue.claim(ttl=60, grace=60)
        expect(bodies(claim), ["poison"])
        claim.delete()
    expect(bodies(queue.claim(ttl=60, grace=60)), [])
    expect(counts(queue), {"claimed": 0, "free": 0, "total": 0})
    expect(bodies(morgue.claim(ttl=60, grace=60)), ["poison"])
