# SPDX-License-Identifier: Apache-2.0
"""Compares the store of infra/dynamodb with moto's DynamoDB by random sessions: sessions.py [HOW-MANY [FIRST-SEED]]

The calls are those of the functions, with their expressions, on a few keys and small values, so that conditions hold
and fail. Each answer is compared, and whole tables in the end. Moto runs in this process; the store is started on the
loopback by the script that LocalStack uses, which needs LAMBDA_RUNTIME_JDK and STORE_LIBRARIES.
"""

import base64
import http.client
import json
import random
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from moto.dynamodb.responses import DynamoHandler

HERE = Path(__file__).resolve().parent
DEEDS = 15

# What moto does otherwise than DynamoDB's documentation says, which is cited, and how it is compared all the same.
DIFFERENCES = {
    "PartiQL": "moto has no RETURNING, and reports no condition that fails; it gets UpdateItem and DeleteItem of the "
    'same meaning ("PartiQL update statements": the item must exist; "delete statements": it need not)',
    "order of bytes": "moto compares their texts in Base64; it gets hexadecimal digits, which sort as bytes do "
    '("Data types", Binary: each byte is unsigned when values are compared)',
    "LastEvaluatedKey": "moto leaves it out of a page that is full and the last one; the page after it must be empty "
    '("Query", Limit: DynamoDB stops after so many items and returns "a key in LastEvaluatedKey")',
}

OF_ITEMS = {"Item", "Items", "Attributes", "Responses", "UnprocessedItems", "UnprocessedKeys"}
COMPARED = OF_ITEMS | {"Count", "ScannedCount", "LastEvaluatedKey"}

REFUSALS = {None, "ConditionalCheckFailedException", "TransactionCanceledException"}

type Json = dict[str, Any]

EMPTY_PAGE: Json = {"Items": [], "Count": 0, "ScannedCount": 0}


def value(of: bool | int | bytes | str) -> Json:
    """As DynamoDB writes it, but for bytes, which are hexadecimal here.

    Moto reads them as Base64 where it projects, so their number has to be even.
    """
    match of:
        case bool():
            return {"BOOL": of}
        case int():
            return {"N": str(of)}
        case bytes():
            return {"B": of.hex()}
        case str():
            return {"S": of}


def values(**of: bool | int | bytes | str) -> Json:
    """An item, or a key."""
    return {name: value(each) for name, each in of.items()}


def parameters(**of: bool | int | bytes | str) -> Json:
    """What stands for the names with colons in expressions."""
    return {f":{name}": value(each) for name, each in of.items()}


def with_bytes(document: Any, convert: Callable[[str], str]) -> Any:
    """The document with other texts for its bytes."""
    match document:
        case {"B": str(text)} if len(document) == 1:
            return {"B": convert(text)}
        case dict():
            return {name: with_bytes(each, convert) for name, each in document.items()}
        case list():
            return [with_bytes(each, convert) for each in document]
    return document


def outcome(status: int, body: str | bytes) -> Json:
    """What is compared of an answer: of errors their codes, and the items that stood in the way."""
    answer = json.loads(body)
    if status == 200:
        return {name: each for name, each in answer.items() if name in COMPARED and each not in ({}, None)}
    reasons = [{"Code": one["Code"], "Item": one.get("Item")} for one in answer.get("CancellationReasons", [])]
    return {"error": answer["__type"].rpartition("#")[2], "Item": answer.get("Item"), "reasons": reasons}


class Store(Protocol):
    def call(self, operation: str, request: Json) -> Json:
        """The outcome of a call."""


class Ours:
    """The store of infra/dynamodb, behind its endpoint."""

    def __init__(self, port: int) -> None:
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)

    def call(self, operation: str, request: Json) -> Json:
        sent = with_bytes(request, lambda text: base64.b64encode(bytes.fromhex(text)).decode())
        headers = {"X-Amz-Target": f"DynamoDB_20120810.{operation}", "Content-Type": "application/x-amz-json-1.0"}
        self.connection.request("POST", "/", json.dumps(sent), headers)
        answer = self.connection.getresponse()
        return with_bytes(outcome(answer.status, answer.read()), lambda text: base64.b64decode(text).hex())


class MotoRequest:
    """As moto takes it from the SDK that it stands behind."""

    method = "POST"

    def __init__(self, operation: str, request: Json) -> None:
        self.body = json.dumps(request)
        self.headers = {"X-Amz-Target": f"DynamoDB_20120810.{operation}"}


class Moto:
    """Moto's DynamoDB, without the SDK and without a server."""

    URL = "https://dynamodb.us-east-1.amazonaws.com/"

    def call(self, operation: str, request: Json) -> Json:
        sent = MotoRequest(operation, request)
        status, _, body = DynamoHandler.dispatch(sent, self.URL, sent.headers)
        return outcome(status, body)


@dataclass
class Statement:
    """A statement of PartiQL, and the call that means the same."""

    text: str
    values: list[Json]
    operation: str
    request: Json


class Differs(Exception):
    """The stores do not agree."""


class Session:
    """Calls that are the same for the same seed."""

    MESSAGES = {"p": "B", "i": "B"}
    CONTROL = {"pk": "S", "sk": "S"}

    def __init__(self, seed: int, ours: Store, moto: Store) -> None:
        self.seed = seed
        self.random = random.Random(seed)
        self.ours = ours
        self.moto = moto
        self.messages = f"messages-{seed}"
        self.control = f"control-{seed}"
        self.calls: list[tuple[str, Json]] = []

    def play(self) -> int:
        """Makes all calls of the session; gives how many they were."""
        tables = {self.messages: self.MESSAGES, self.control: self.CONTROL}
        for table, key in tables.items():
            self.for_both("CreateTable", creation(table, key))
        self.post()
        self.write()
        self.create()
        deeds = self.deeds()
        for _ in range(DEEDS):
            self.random.choice(deeds)()
        for table, key in tables.items():
            self.call("Scan", {"TableName": table, "ConsistentRead": True}, in_any_order)
            self.for_both("DeleteTable", {"TableName": table})
        return len(self.calls)

    def deeds(self) -> list[Callable[[], object]]:
        """What the stores of the functions do, by the names that it has there."""
        of_messages = [self.post, self.put, self.get, self.newest, self.page, self.count, self.sweep]
        of_claims = [self.take, self.take, self.renew, self.renew, self.release, self.pop, self.extend_body, self.move]
        deletes = [self.delete_unless_held, self.delete_if_absent, self.delete_if_still_held, self.delete_all]
        of_queues = [self.create, self.create, self.replace, self.delete_queue, self.purge, self.allow]
        of_state = [self.forget_pool, self.read, self.list_after, self.move_cursor, self.replace_recheck, self.write]
        of_subscriptions = [self.subscribe, self.unsubscribe, self.begin, self.go_on, self.slow, self.has_at_least]
        return [*of_messages, *of_claims, *deletes, *of_queues, *of_state, *of_subscriptions]

    # Calls.

    def for_both(self, operation: str, request: Json) -> None:
        """A call whose answer says nothing but that it was carried out."""
        for store in (self.ours, self.moto):
            answer = store.call(operation, request)
            if "error" in answer:
                raise Differs(f"{operation}: {answer}")

    def expect(self, ours: Json, moto: Json) -> None:
        """Both answers, which are the same and no other refusals than those that the functions count on."""
        if ours != moto or ours.get("error") not in REFUSALS:
            raise Differs(f"the store: {json.dumps(ours)}\n  moto:      {json.dumps(moto)}")

    def call(self, operation: str, request: Json, shown: Callable[[Json], Json] = lambda answer: answer) -> Json:
        self.calls.append((operation, request))
        ours, moto = (shown(store.call(operation, request)) for store in (self.ours, self.moto))
        self.expect(ours, moto)
        return ours

    def query(self, request: Json) -> list[Json]:
        """The items of the first page; sometimes reads the others, too."""
        found: list[Json] = []
        start: Json | None = None
        while True:
            page = request if start is None else request | {"ExclusiveStartKey": start}
            self.calls.append(("Query", page))
            ours, moto = self.ours.call("Query", page), self.moto.call("Query", page)
            our_end, moto_end = (answer.pop("LastEvaluatedKey", None) for answer in (ours, moto))
            self.expect(ours, moto)
            found = found or ours.get("Items", [])
            if our_end is not None and moto_end is None and ours["ScannedCount"] == request.get("Limit"):
                rest = self.ours.call("Query", request | {"ExclusiveStartKey": our_end})
                self.expect({"Items": [], **rest}, EMPTY_PAGE)
                return found
            self.expect({"LastEvaluatedKey": our_end}, {"LastEvaluatedKey": moto_end})
            if our_end is None or self.chance(0.5):
                return found
            start = our_end

    def run(self, statements: list[Statement]) -> None:
        """One batch of PartiQL for the store, and one call after the other for moto."""
        if not statements:
            return
        wanted = [
            {"Statement": one.text, "Parameters": one.values, "ReturnValuesOnConditionCheckFailure": "ALL_OLD"}
            for one in statements
        ]
        self.calls.append(("BatchExecuteStatement", {"Statements": wanted}))
        answer = self.ours.call("BatchExecuteStatement", {"Statements": wanted})
        ours = [answer] if "error" in answer else [result_of_statement(one) for one in answer["Responses"]]
        moto = [result_of_call(self.moto.call(one.operation, one.request)) for one in statements]
        self.expect({"results": ours}, {"results": moto})

    def conditional(self, condition: str, named: Json) -> Json:
        return {"ConditionExpression": condition} | ({"ExpressionAttributeValues": named} if named else {})

    def transact(self, *writes: tuple[str, Json]) -> None:
        self.call("TransactWriteItems", {"TransactItems": [{kind: write} for kind, write in writes]})

    # Values.

    def chance(self, probability: float) -> bool:
        return self.random.random() < probability

    def shard(self) -> bytes:
        return self.random.choice([b"queue-m\x00", b"queue-m\x80"])

    def id(self) -> bytes:
        """One of a few, whose order in Base64 and as signed bytes is another."""
        return bytes([self.random.choice([0x00, 0x3F, 0x7F, 0x80, 0xFB, 0xFF]), 0xFE])

    def key(self) -> Json:
        return values(p=self.shard(), i=self.id())

    def keys(self, most: int) -> list[Json]:
        """Different ones."""
        found = {json.dumps(key): key for key in (self.key() for _ in range(self.random.randint(1, most)))}
        return list(found.values())

    def claim(self) -> bytes:
        return self.random.choice([b"claim--1", b"claim--2"])

    def time(self) -> int:
        return self.random.randint(0, 4)

    def message(self, key: Json) -> Json:
        item = key | values(v=1, b=f'"{self.time()}"', w=self.time(), t=60, n=0)
        item |= values(x=self.random.randint(3, 5), u=self.random.choice([0, 0, -self.time(), self.time()]))
        if self.chance(0.5):
            item |= values(c=self.claim())
        if self.chance(0.2):
            item |= values(y=self.time(), d=self.time())
        return item

    def seen(self, item: Json, name: str) -> Json:
        """An attribute as it was read, or as another wrote it meanwhile."""
        if name in item and self.chance(0.9):
            return item[name]
        return value(self.claim() if name == "c" else self.time())

    # Messages.

    def post(self) -> None:
        puts = [{"PutRequest": {"Item": self.message(key)}} for key in self.keys(8)]
        self.call("BatchWriteItem", {"RequestItems": {self.messages: puts}})

    def put(self) -> None:
        self.call("PutItem", {"TableName": self.messages, "Item": self.message(self.key())})

    def get(self) -> None:
        wanted = {"Keys": self.keys(8), "ConsistentRead": True}
        self.call("BatchGetItem", {"RequestItems": {self.messages: wanted}}, in_any_order)

    def range(self) -> Json:
        first, last = sorted([self.id(), self.id()])
        return {
            "TableName": self.messages,
            "KeyConditionExpression": "p = :shard AND i BETWEEN :from AND :to",
            "ExpressionAttributeValues": parameters(shard=self.shard(), to=last) | {":from": value(first)},
        }

    def limit(self) -> int:
        return self.random.randint(1, 6)

    def newest(self) -> None:
        named = parameters(shard=self.shard())
        query = {"KeyConditionExpression": "p = :shard", "ExpressionAttributeValues": named, "ConsistentRead": True}
        self.query({"TableName": self.messages, "ScanIndexForward": False, "Limit": 1} | query)

    def page(self) -> list[Json]:
        return self.query(self.range() | {"ConsistentRead": True, "Limit": self.limit()})

    def count(self) -> None:
        shown = {"ProjectionExpression": "i, u, x, w, d", "ScanIndexForward": self.chance(0.5), "Limit": self.limit()}
        self.query(self.range() | shown | {"ConsistentRead": self.chance(0.5)})

    def sweep(self) -> None:
        found = self.query(self.range() | {"ProjectionExpression": "p, i", "ConsistentRead": True})
        if found:
            deletes = [{"DeleteRequest": {"Key": key}} for key in found]
            self.call("BatchWriteItem", {"RequestItems": {self.messages: deletes}})

    def delete_all(self) -> None:
        deletes = [{"DeleteRequest": {"Key": key}} for key in self.keys(3)]
        self.call("BatchWriteItem", {"RequestItems": {self.messages: deletes}})

    def update(self, item: Json, sets: Json, adds: int | None, same: list[str], remove: str = "") -> Statement:
        """An update of what is still as it was read, which returns the item unless it removes something."""
        counted = "" if adds is None else " SET n = n + ?"
        conditions = {name: self.seen(item, name) for name in same}
        text = f'UPDATE "{self.messages}"' + "".join(f" SET {name} = ?" for name in sets) + counted
        text += f" REMOVE {remove}" if remove else ""
        text += " WHERE p = ? AND i = ?" + "".join(f" AND {name} = ?" for name in same)
        text += "" if remove else " RETURNING ALL NEW *"
        increment = [] if adds is None else [value(adds)]
        call = "SET " + ", ".join(f"{name} = :new_{name}" for name in sets)
        call += ("" if adds is None else ", n = n + :adds") + (f" REMOVE {remove}" if remove else "")
        named = {f":new_{name}": each for name, each in sets.items()}
        named |= {f":old_{name}": each for name, each in conditions.items()}
        request = {
            "TableName": self.messages,
            "Key": {name: item[name] for name in self.MESSAGES},
            "UpdateExpression": call,
            "ConditionExpression": " AND ".join(["attribute_exists(p)", *(f"{name} = :old_{name}" for name in same)]),
            "ExpressionAttributeValues": named if adds is None else named | parameters(adds=adds),
            "ReturnValues": "NONE" if remove else "ALL_NEW",
            "ReturnValuesOnConditionCheckFailure": "ALL_OLD",
        }
        parameters_of_text = [*sets.values(), *increment, item["p"], item["i"], *conditions.values()]
        return Statement(text, parameters_of_text, "UpdateItem", request)

    def candidates(self) -> list[Json]:
        """Messages as they were read, some perhaps long ago."""
        found = self.page()
        return found if self.chance(0.8) else [self.message(key) for key in self.keys(4)]

    def candidate(self) -> Json:
        return next(iter(self.candidates()), self.message(self.key()))

    def extension(self, item: Json) -> Json:
        return values(u=self.time(), x=self.time() + 3, t=90) | (values(y=9) if "y" in item else {})

    def take(self) -> None:
        claim = values(c=self.claim())
        some = self.candidates()
        adds = self.random.randint(0, 1)
        self.run([self.update(one, self.extension(one) | claim, adds, ["u", "x"]) for one in some])

    def renew(self) -> None:
        self.run([self.update(one, self.extension(one), None, ["c", "u", "x"]) for one in self.candidates()])

    def release(self) -> None:
        freed = values(u=-self.time())
        self.run([self.update(one, freed, None, ["c"], remove="c") for one in self.candidates()])

    def pop(self) -> None:
        self.run([self.removal(one) for one in self.candidates()])

    def removal(self, item: Json) -> Statement:
        claimed = self.seen(item, "u")
        request = {
            "TableName": self.messages,
            "Key": {name: item[name] for name in self.MESSAGES},
            "ConditionExpression": "attribute_not_exists(p) OR u = :old",
            "ExpressionAttributeValues": {":old": claimed},
            "ReturnValues": "ALL_OLD",
            "ReturnValuesOnConditionCheckFailure": "ALL_OLD",
        }
        text = f'DELETE FROM "{self.messages}" WHERE p = ? AND i = ? AND u = ? RETURNING ALL OLD *'
        return Statement(text, [item["p"], item["i"], claimed], "DeleteItem", request)

    def extend_body(self) -> None:
        key = {name: self.candidate()[name] for name in self.MESSAGES}
        update = {"TableName": self.messages, "Key": key, "UpdateExpression": "SET x = :expiry"}
        named = parameters(expiry=self.time())
        self.call("UpdateItem", update | self.conditional("attribute_exists(p)", named))

    def move(self) -> None:
        """To a dead-letter queue."""
        item = self.candidate()
        unchanged = {":claimed": self.seen(item, "u"), ":expiry": self.seen(item, "x")}
        key = {name: item[name] for name in self.MESSAGES}
        delete = {"TableName": self.messages, "Key": key} | self.conditional("u = :claimed AND x = :expiry", unchanged)
        letter = self.message(values(p=b"letters\x00", i=self.id()))
        self.transact(("Put", {"TableName": self.messages, "Item": letter}), ("Delete", delete))

    def delete(self, condition: str, named: Json) -> None:
        where = {"TableName": self.messages, "Key": self.key(), "ReturnValuesOnConditionCheckFailure": "ALL_OLD"}
        self.call("DeleteItem", where | self.conditional(condition, named))

    def delete_unless_held(self) -> None:
        if self.chance(0.5):
            self.delete("attribute_not_exists(p) OR u <= :now", parameters(now=self.time()))
        else:
            named = parameters(now=self.time() - 2, holder=self.claim())
            self.delete("attribute_not_exists(p) OR (c = :holder AND u > :now)", named)

    def delete_if_absent(self) -> None:
        self.delete("attribute_not_exists(p)", {})

    def delete_if_still_held(self) -> None:
        held = [item for item in self.page() if "c" in item] or [self.message(self.key())]
        deletes = []
        for item in held:
            named = {":holder": self.seen(item, "c")} | parameters(now=-self.time())
            where = {"TableName": self.messages, "Key": {name: item[name] for name in self.MESSAGES}}
            deletes.append(("Delete", where | self.conditional("c = :holder AND u > :now", named)))
        self.transact(*deletes)

    # Queues, and their state.

    def queue(self) -> Json:
        return values(pk="queues-of-project", sk=self.random.choice(["a", "b", "ä", "c\U0001f600"]))

    def state(self, sort: str = "!") -> Json:
        return values(pk=self.random.choice(["state-a", "state-a", "state-b"]), sk=sort)

    def in_control(self, **request: Any) -> Json:
        return {"TableName": self.control} | request

    def put_control(self, item: Json, condition: str = "", named: Json | None = None) -> tuple[str, Json]:
        where = self.in_control(Item=item)
        return "Put", where | (self.conditional(condition, named or {}) if condition else {})

    def update_state(self, update: str, condition: str, named: Json) -> Json:
        where = self.in_control(Key=self.state(), UpdateExpression=update)
        where |= {"ReturnValuesOnConditionCheckFailure": "ALL_OLD", "ExpressionAttributeValues": named}
        return where | ({"ConditionExpression": condition} if condition else {})

    def grown(self, update: str, end: str, named: Json) -> tuple[str, Json]:
        """An update of a state in a transaction, sometimes with more shards."""
        if self.chance(0.5):
            return "Update", self.update_state(update + end, "", named)
        named = named | parameters(shards=self.random.randint(1, 3), grown=self.time())
        condition = "attribute_not_exists(shards) OR shards < :shards"
        return "Update", self.update_state(update + ", shards = :shards, grown = :grown" + end, condition, named)

    def pool(self) -> str:
        return self.random.choice(["default", "default", "other"])

    def create(self) -> None:
        pool = self.pool()
        listed = self.queue() | values(metadata="{}", version=self.time())
        named = parameters(listed=True, life=self.time(), reserved="{}", pool=pool, table=f"table-{pool}", longest=0)
        state = self.grown(
            "SET listed = :listed, life = :life, reserved = :reserved, pool_name = :pool,"
            " message_table = :table, longest = if_not_exists(longest, :longest)",
            " REMOVE expires",
            named,
        )
        writes = [self.put_control(listed, "attribute_not_exists(pk)"), state]
        if pool == "other":
            writes.append(self.put_control(values(pk="in-other", sk="a")))
            named = parameters(uri="dynamodb://other")
            check = self.in_control(Key=values(pk="pools", sk="other"))
            condition = "attribute_not_exists(closing) AND uri = :uri"
            writes.append(("ConditionCheck", check | self.conditional(condition, named)))
        self.transact(*writes)

    def replace(self) -> None:
        key = self.queue()
        before = self.call("GetItem", self.in_control(Key=key, ConsistentRead=True)).get("Item", {})
        version = self.seen(before, "version")
        after = key | values(metadata='{"a": 1}', version=int(version["N"]) + 1)
        state = self.grown("SET reserved = :reserved", "", parameters(reserved='{"b": 2}'))
        self.transact(self.put_control(after, "version = :version", {":version": version}), state)

    def since(self) -> bytes:
        return self.id()

    def delete_queue(self) -> None:
        gone = self.in_control(Key=self.queue()) | self.conditional("attribute_exists(pk)", {})
        named = parameters(listed=False, life=self.time(), zero=0, since=self.since(), pool=self.pool(), expires=9)
        update = self.update_state(
            "SET listed = :listed, since = :since, expires = :expires REMOVE reserved, life",
            "(life = :life OR (attribute_not_exists(life) AND :life = :zero))"
            " AND (attribute_not_exists(since) OR since <= :since)"
            " AND (attribute_not_exists(pool_name) OR pool_name = :pool)",
            named,
        )
        left = self.in_control(Key=values(pk="in-other", sk="a"))
        self.transact(("Delete", gone), ("Update", update), *([("Delete", left)] if self.chance(0.5) else []))

    def purge(self) -> None:
        condition = "attribute_exists(pk) AND (attribute_not_exists(since) OR since < :since)"
        self.call("UpdateItem", self.update_state("SET since = :since", condition, parameters(since=self.since())))

    def allow(self) -> None:
        named = parameters(longest=self.time())
        self.call("UpdateItem", self.update_state("SET longest = :longest", "longest < :longest", named))

    def forget_pool(self) -> None:
        named = parameters(no=False, table=f"table-{self.pool()}")
        condition = "listed = :no AND message_table = :table"
        self.call("UpdateItem", self.update_state("REMOVE pool_name, message_table", condition, named))

    def read(self) -> None:
        self.call("GetItem", self.in_control(Key=self.state(), ConsistentRead=True))
        named = parameters(queue="state-a", state="!", latest="recheck-2")
        condition = "pk = :queue AND sk BETWEEN :state AND :latest"
        query = self.in_control(KeyConditionExpression=condition, ExpressionAttributeValues=named)
        self.query(query | {"ConsistentRead": True})

    def list_after(self) -> None:
        named = parameters(project="queues-of-project")
        condition = "pk = :project"
        if self.chance(0.6):
            named |= parameters(marker=self.random.choice(["a", "az", "b", "ä", "z"]))
            condition += " AND sk > :marker"
        query = self.in_control(KeyConditionExpression=condition, ExpressionAttributeValues=named)
        self.query(query | {"ConsistentRead": True, "Limit": self.limit()})

    def recheck(self) -> Json:
        return self.state(f"recheck-{self.random.randint(1, 3)}")

    def move_cursor(self) -> None:
        cursor = self.state("cursor-1")
        before = self.call("GetItem", self.in_control(Key=cursor, ConsistentRead=True)).get("Item", {})
        after = cursor | values(head=self.since(), delayed=self.time(), expires=9)
        named = {":before": before.get("head", value(self.since()))} if before and self.chance(0.9) else {}
        condition = "head = :before" if named else "attribute_not_exists(head)"
        writes = [self.put_control(after, condition, named)]
        if self.chance(0.5):
            writes.append(self.put_control(self.recheck() | values(head=self.since(), delayed=self.time())))
        self.transact(*writes)

    def replace_recheck(self) -> None:
        done, other = self.recheck(), self.recheck()
        if done == other:
            self.call("DeleteItem", self.in_control(Key=done))
            return
        delete = self.in_control(Key=done) | self.conditional("attribute_exists(pk)", {})
        self.transact(("Delete", delete), self.put_control(other | values(head=self.since())))

    def write(self) -> None:
        """Of pools: with a version, or whatever is there."""
        item = values(pk="pools", sk="other", uri="dynamodb://other", version=self.random.randint(1, 2))
        if self.chance(0.3):
            item |= values(closing=True)
        where = {"Key": values(pk="pools", sk="other")}
        same = ("version = :version", parameters(version=self.random.randint(1, 2)))
        match self.random.randint(0, 3):
            case 0:
                self.call("PutItem", self.in_control(Item=item))
            case 1:
                self.transact(self.put_control(item, *same))
            case 2:
                self.transact(("Delete", self.in_control(**where) | self.conditional(*same)))
            case _:
                self.call("DeleteItem", self.in_control(**where) | self.conditional(*same))

    # Subscriptions.

    def subscription(self) -> str:
        return self.random.choice(["1", "2"])

    def slot(self) -> Json:
        return values(pk="slots", sk=self.random.choice(["http://a", "http://b"]))

    def subscribe(self) -> None:
        name, slot, end = self.subscription(), self.slot(), self.time()
        taken = self.put_control(
            slot | values(subscription=name, ends=end),
            "attribute_not_exists(pk) OR ends <= :now OR subscription = :left",
            parameters(now=self.time(), left=self.random.choice(["", self.subscription()])),
        )
        item = values(pk="subscriptions", sk=f"id-{name}", subscriber=slot["sk"]["S"], ends=end, options="{}")
        self.transact(taken, self.put_control(item, "attribute_not_exists(pk)" if self.chance(0.5) else ""))

    def unsubscribe(self) -> None:
        name = self.subscription()
        free = ("attribute_not_exists(pk) OR subscription = :id", parameters(id=name))
        gone = ("Delete", self.in_control(Key=values(pk="subscriptions", sk=f"id-{name}")))
        if self.chance(0.5):
            self.transact(gone, ("Delete", self.in_control(Key=self.slot()) | self.conditional(*free)))
        else:
            self.call("DeleteItem", self.in_control(Key=self.slot()) | self.conditional(*free))

    def asked(self) -> Json:
        return values(pk="asked", sk=self.random.choice(["http://a", "http://b"]))

    def begin(self) -> None:
        item = self.asked() | values(asking=self.subscription(), tries=1, ends=self.time(), expires=9)
        condition = self.conditional("attribute_not_exists(pk) OR ends <= :now", parameters(now=self.time()))
        self.call("PutItem", self.in_control(Item=item) | condition)

    def go_on(self) -> None:
        named = parameters(one=1, asking=self.subscription(), most=3)
        update = self.in_control(Key=self.asked(), UpdateExpression="SET tries = tries + :one")
        self.call("UpdateItem", update | self.conditional("asking = :asking AND tries < :most", named))

    def slow(self) -> None:
        key = values(pk="subscriptions", sk=f"id-{self.subscription()}")
        update = self.in_control(Key=key, UpdateExpression="SET slow = :until")
        self.call("UpdateItem", update | self.conditional("attribute_exists(pk)", parameters(until=self.time())))

    def has_at_least(self) -> None:
        after = self.random.choice(["id-\x00", "id-1\x00"])
        named = parameters(queue="subscriptions", after=after, last="id-\uffff", now=self.time())
        query = self.in_control(
            KeyConditionExpression="pk = :queue AND sk BETWEEN :after AND :last",
            FilterExpression="ends > :now",
            ExpressionAttributeValues=named,
            ConsistentRead=True,
            Limit=self.limit(),
        )
        self.query(query | ({"Select": "COUNT"} if self.chance(0.5) else {}))


def creation(table: str, key: dict[str, str]) -> Json:
    return {
        "TableName": table,
        "BillingMode": "PAY_PER_REQUEST",
        "AttributeDefinitions": [{"AttributeName": name, "AttributeType": kind} for name, kind in key.items()],
        "KeySchema": [
            {"AttributeName": name, "KeyType": kind} for name, kind in zip(key, ("HASH", "RANGE"), strict=True)
        ],
    }


def in_any_order(answer: Json) -> Json:
    """For items that come in no order."""

    def ordered(items: list[Json]) -> list[Json]:
        return sorted(items, key=lambda item: json.dumps(item, sort_keys=True))

    shown = dict(answer)
    if "Items" in answer:
        shown["Items"] = ordered(answer["Items"])
    if "Responses" in answer:
        shown["Responses"] = {table: ordered(items) for table, items in answer["Responses"].items()}
    return shown


def result_of_statement(result: Json) -> Json:
    error = result.get("Error", {})
    return {"error": error.get("Code"), "Item": error.get("Item") if error else result.get("Item")}


def result_of_call(answer: Json) -> Json:
    if "error" in answer:
        return {"error": answer["error"].removesuffix("Exception"), "Item": answer["Item"]}
    return {"error": None, "Item": answer.get("Attributes")}


@contextmanager
def store() -> Iterator[int]:
    """The store's port, for as long as the block lasts."""
    process = subprocess.Popen([HERE / "java", "-port", "0"], stdout=subprocess.PIPE, text=True)
    try:
        assert process.stdout
        line = process.stdout.readline()
        if not line:
            raise AssertionError("the store did not start")
        yield int(line.rpartition(":")[2])
    finally:
        process.kill()
        process.wait()


def main() -> None:
    count, first = (int(word) for word in (sys.argv[1:] + ["200", "1"][len(sys.argv) - 1 :]))
    calls = 0
    with store() as port:
        ours, moto = Ours(port), Moto()
        for seed in range(first, first + count):
            session = Session(seed, ours, moto)
            try:
                calls += session.play()
            except Exception as e:
                for operation, request in session.calls:
                    print(f"  {operation} {json.dumps(request)}")
                print(f"sessions: seed {seed} differs after these calls; bytes are hexadecimal\n  {e!s}")
                raise SystemExit(1) from e
    for what, reason in DIFFERENCES.items():
        print(f"  {what}: {reason}")
    print(f"sessions: {count:,} compared with moto, {calls:,} calls")


if __name__ == "__main__":
    main()
