# SPDX-License-Identifier: Apache-2.0
"""Deploys the stacks to the LocalStack at AWS_ENDPOINT_URL as README says, and tries what it gets: stack.py BIN

BIN is where the SAM CLI is; the AWS CLI is on the PATH. Everything goes by the names and ARNs that the
stacks give, and to functions by their alias.
"""

import hashlib
import json
import os
import re
import shlex
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
import tomllib
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from queue import Empty, Queue
from typing import Any

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError

ROOT = Path(__file__).resolve().parents[2]
REGION = "us-east-1"
SAM = [f"{sys.argv[1]}/python", "infra/localstack/processes/sam_with_processes.py"]
CLIENT_ID = "3381af92-2b9e-11e3-b191-71861300734c"
PATIENCE_SECONDS = 120
HANDLED = {"batchItemFailures": []}

# LocalStack loads a service when it is first asked for it; nothing is asked twice.
CONFIG_OF_CLIENTS = Config(read_timeout=300, retries={"total_max_attempts": 1})
cloudformation = boto3.client("cloudformation", config=CONFIG_OF_CLIENTS)
cloudwatch = boto3.client("cloudwatch", config=CONFIG_OF_CLIENTS)
dynamodb = boto3.client("dynamodb", config=CONFIG_OF_CLIENTS)
functions = boto3.client("lambda", config=CONFIG_OF_CLIENTS)
logs = boto3.client("logs", config=CONFIG_OF_CLIENTS)
sns = boto3.client("sns", config=CONFIG_OF_CLIENTS)
sqs = boto3.client("sqs", config=CONFIG_OF_CLIENTS)


def expect(found: Any, wanted: Any, what: Any = "") -> None:
    if found != wanted:
        raise AssertionError(f"{what}: {found!r} is not {wanted!r}")


def eventually(what: str, found: Callable[[], Any]) -> Any:
    """What is found at last; it must be something."""
    end = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < end:
        if value := found():
            return value
        time.sleep(0.5)
    raise AssertionError(f"{what}: not within {PATIENCE_SECONDS} s")


class Server(ThreadingHTTPServer):
    """A server of this machine, for as long as the block lasts."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server_port}"
        threading.Thread(target=self.serve_forever, daemon=True).start()

    def answer(self, call: "Handler", body: bytes) -> tuple[int, dict[str, str], Any]:
        raise NotImplementedError

    def handle_error(self, *_: Any) -> None:
        """A caller that has gone."""


class Handler(BaseHTTPRequestHandler):
    server: Server

    def do_GET(self) -> None:
        status, headers, answer = self.server.answer(self, self.rfile.read(int(self.headers["Content-Length"] or 0)))
        body = b"" if answer is None else json.dumps(answer).encode()
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        if body:
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    do_POST = do_GET

    def log_message(self, *_: Any) -> None:
        """Says nothing."""


class Keystone(Server):
    """Knows the service by its password, and one token, of an operator in the project demo."""

    PASSWORD = "the-password"
    TOKEN = "the-token"

    def answer(self, call: Handler, body: bytes) -> tuple[int, dict[str, str], Any]:
        user = {"expires_at": "2999-01-01T00:00:00.000000Z", "project": {"id": "demo"}, "roles": [{"name": "admin"}]}
        if call.command == "POST":
            given = json.loads(body)["auth"]["identity"]["password"]["user"]["password"]
            status = 201 if given == self.PASSWORD else 401
            return status, {"X-Subject-Token": "own"}, {"token": user}
        known = call.headers["X-Auth-Token"] == "own" and call.headers["X-Subject-Token"] == self.TOKEN
        return (200 if known else 404), {}, {"token": user}


class Hook(Server):
    """A receiver of webhooks."""

    def __init__(self) -> None:
        super().__init__()
        self.status = 204
        self.received: Queue[dict[str, Any]] = Queue()

    def answer(self, call: Handler, body: bytes) -> tuple[int, dict[str, str], Any]:
        status, self.status = self.status, 204
        self.received.put(json.loads(body) | {"id": call.headers["Webhook-Id"]})
        return status, {}, None

    def next(self, kind: str, count: int = 1) -> list[dict[str, Any]]:
        """The next messages of this kind."""
        found: list[dict[str, Any]] = []
        end = time.monotonic() + PATIENCE_SECONDS
        while len(found) < count:
            try:
                message = self.received.get(timeout=max(0, end - time.monotonic()))
            except Empty:
                raise AssertionError(f"no {kind} came, only {found}") from None
            if message["Message_Type"] == kind:
                found.append(message)
        return found

    def told(self, *bodies: Any) -> None:
        """Expects these messages, in any order, and each at least once: that is what is promised."""
        left = list(bodies)
        while left:
            (message,) = self.next("Notification")
            if message["body"] in left:
                left.remove(message["body"])

    def forget(self) -> None:
        """What has come so far is no answer to what is sent next."""
        with suppress(Empty):
            while True:
                self.received.get_nowait()


class Stack:
    """A stack that is there, and who calls its functions."""

    def __init__(self, name: str, headers: dict[str, str]) -> None:
        self.name = name
        self.headers = headers
        (stack,) = cloudformation.describe_stacks(StackName=name)["Stacks"]
        expect(stack["StackStatus"], "CREATE_COMPLETE", name)
        resources = cloudformation.describe_stack_resources(StackName=name)["StackResources"]
        self.ids = {one["LogicalResourceId"]: one["PhysicalResourceId"] for one in resources}
        self.types = {one["LogicalResourceId"]: one["ResourceType"] for one in resources}

    def invoke(self, function: str, event: bytes) -> Any:
        """What a function answers, called as the gateway and the mappings call it."""
        answer = functions.invoke(FunctionName=self.ids[function], Qualifier="live", Payload=event)
        payload = answer["Payload"].read()
        if "FunctionError" in answer:
            raise AssertionError(f"{function} fails: {payload.decode()}")
        return json.loads(payload)

    def request(self, function: str, event: dict[str, Any]) -> tuple[int, dict[str, str], Any]:
        """Status, headers and body of what is answered to a request; a machine that is too slow is asked again."""
        if "url-signature" not in event["headers"]:
            event["headers"] |= self.headers
            event["multiValueHeaders"] |= {name: [value] for name, value in self.headers.items()}
        end = time.monotonic() + PATIENCE_SECONDS
        answer = self.invoke(function, json.dumps(event).encode())
        while answer["statusCode"] == 503 and time.monotonic() < end:
            answer = self.invoke(function, json.dumps(event).encode())
        if answer["statusCode"] == 503:
            raise AssertionError(f"{function} answers 503 all the time: {self.last_words(function)}")
        headers = answer.get("headers") or {}
        body = answer.get("body")
        if body and headers["Content-Type"].startswith("application/json"):
            body = json.loads(body)
        return answer["statusCode"], headers, body

    def last_words(self, function: str) -> str:
        """The end of a function's log."""
        events = logs.filter_log_events(logGroupName=f"/aws/lambda/{self.ids[function]}")["events"]
        return "\n".join(event["message"] for event in events[-20:])

    def call(self, function: str, method: str, route: str, body: Any = None, **names: str) -> Any:
        """The answer to a request like those in events/; it must be a success."""
        event = json.loads((ROOT / "events/QueuesFunction/create-queue.json").read_text())
        event |= {"httpMethod": method, "resource": route, "path": route.format(**names)}
        event |= {"pathParameters": names, "body": None if body is None else json.dumps(body)}
        event["requestContext"] |= {"httpMethod": method, "path": event["path"], "resourcePath": route}
        status, _, answer = self.request(function, event)
        if status >= 300:
            raise AssertionError(f"{method} {event['path']}: {status} {answer}")
        return answer


# Chapters


def run(command: str) -> str:
    """Runs a command as it stands in README, with a yes for whatever it asks; gives what it says."""
    program, *arguments = shlex.split(command)
    words = [*(SAM if program == "sam" else [program]), *arguments]
    done = subprocess.run(
        words, cwd=ROOT, input="y\ny\ny\n", text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    )
    if done.returncode:
        end = "\n".join(done.stdout.splitlines()[-40:])
        raise AssertionError(f"{command}:\n{end}")
    return done.stdout


def settings(environment: str) -> dict[str, str]:
    """The parameters that infra/samconfig.toml has for one environment."""
    config = tomllib.loads((ROOT / "infra/samconfig.toml").read_text())
    return dict(pair.split("=", 1) for pair in config[environment]["deploy"]["parameters"]["parameter_overrides"])


def as_in_readme(stack: Stack, key: str) -> None:
    """A queue by a key, and nothing without one."""
    path = ROOT / "events/QueuesFunction/create-queue.json"
    for given, wanted in (("another", 401), (key, 201)):
        stack.headers = {"x-auth-token": given}
        status, _, answer = stack.request("QueuesFunction", json.loads(path.read_text()))
        expect(status, wanted, answer)
    base = run(
        f"aws cloudformation describe-stacks --stack-name {stack.name} "
        "--query \"Stacks[0].Outputs[?OutputKey=='Endpoint'].OutputValue\" --output text"
    )
    if not re.match(r"https://\w+\.execute-api\.", base):
        raise AssertionError(f"the endpoint is {base}")


def tables_are(stack: Stack) -> None:
    """What LocalStack makes of the tables: keys, billing, expiry, stream. It leaves out protection, recovery and caps."""
    for name, keys, expiry, stream in (
        ("ControlTable", "SS", "expires", None),
        ("MessageTable", "BB", "x", "NEW_IMAGE"),
    ):
        table = dynamodb.describe_table(TableName=stack.ids[name])["Table"]
        expect("".join(one["AttributeType"] for one in table["AttributeDefinitions"]), keys, name)
        expect(table["BillingModeSummary"]["BillingMode"], "PAY_PER_REQUEST", name)
        expect(table.get("StreamSpecification", {}).get("StreamViewType"), stream, name)
        expires = dynamodb.describe_time_to_live(TableName=stack.ids[name])["TimeToLiveDescription"]
        expect(expires, {"TimeToLiveStatus": "ENABLED", "AttributeName": expiry}, name)


def watch_is(stack: Stack, topic: str) -> None:
    """Alarms that tell the topic, over what the service's functions write, and those that take a release back."""
    alarms = cloudwatch.describe_alarms()["MetricAlarms"]
    expect([alarm["AlarmActions"] for alarm in alarms], [[topic]] * 13, "alarms")
    nested = cloudformation.describe_stacks(StackName=stack.ids["Watch"])["Stacks"][0]
    expect(nested["StackStatus"], "CREATE_COMPLETE", "Watch")


class Samples:
    """Every event in events/, with what things are called here in place of what the samples call them."""

    HOOK = "https://example.com/hook"
    SUBSCRIPTION = "01m6dqqf4va5956n2nasbngpat"
    ASKED = "2026-11-02T09:00:00.123Z"
    EXPIRES = "2026-11-02T10:00:00"
    SIGNATURE = "0" * 64
    CLAIM = "01m6dqsaq37mz3yg21891m8ha6"
    MESSAGES = ("01m6dqs9qv041061050r3gg28a00", "01m6dqs9qw2mb1e60s38dhr78y00", "01m6dqs9qx54n2pb1d5rqk0c9j00")

    def __init__(self, stack: Stack, hook: Hook) -> None:
        self.stack = stack
        self.hook = hook
        self.names = {self.HOOK: hook.url}
        self.left = {
            str(path.relative_to(ROOT / "events").with_suffix("")) for path in (ROOT / "events").rglob("*.json")
        }

    def event(self, sample: str) -> str:
        self.left.remove(sample)
        text = (ROOT / "events" / f"{sample}.json").read_text()
        for name, here in self.names.items():
            text = text.replace(name, here)
        return text

    def request(self, sample: str, status: int) -> tuple[dict[str, str], Any]:
        """Headers and body of the answer to a request."""
        found, headers, body = self.stack.request(sample.split("/")[0], json.loads(self.event(sample)))
        expect(found, status, (sample, body))
        return headers, body

    def send(self, sample: str, answer: Any = HANDLED) -> None:
        """An event that is none of the gateway's; what was not handled comes again, as by Lambda's mappings."""
        event = self.event(sample).encode()
        self.hook.forget()
        eventually(sample, lambda: self.stack.invoke(sample.split("/")[0], event) == answer)

    def warm_up(self) -> None:
        """How slow something is for the first time is not what is looked at: a post that is late is stored, and a 503."""
        queue = "/v2/queues/{queue_name}"
        self.stack.call("QueuesFunction", "PUT", queue, queue_name="warm")
        posted = {"messages": [{"body": "warm"}]}
        self.stack.call("MessagesFunction", "POST", f"{queue}/messages", posted, queue_name="warm")
        self.stack.call("ClaimsFunction", "POST", f"{queue}/claims", {}, queue_name="warm")
        self.stack.call("QueuesFunction", "DELETE", queue, queue_name="warm")

    def play(self) -> None:
        self.warm_up()
        for sample, status in (("list-versions", 300), ("show-home", 200), ("ping", 204), ("ping-head", 204)):
            self.request(f"HomeFunction/{sample}", status)
        self.request("HomeFunction/unknown-path", 404)
        self.request("QueuesFunction/create-queue", 201)
        expect(self.request("QueuesFunction/list-queues", 200)[1]["queues"][0]["name"], "demo")
        self.request("QueuesFunction/show-queue", 200)
        self.request("QueuesFunction/update-queue", 200)
        self.request("QueuesFunction/share-queue", 200)
        self.subscriptions()
        self.messages()
        self.claims()
        self.pools()
        for sample in ("purge-queue", "delete-queue"):
            self.request(f"QueuesFunction/{sample}", 204)
        self.request("ClaimsFunction/redrive-letters", 200)

    def subscriptions(self) -> None:
        """The question goes through the queue, and is answered by what it says."""
        _, made = self.request("SubscriptionsFunction/create-subscription", 201)
        self.names[self.SUBSCRIPTION] = made["subscription_id"]
        (question,) = self.hook.next("SubscriptionConfirmation")
        self.names[self.EXPIRES] = question["URL-Expires"].removesuffix("Z")
        # The same question once more: another one would be held back for an hour.
        asked = datetime.fromtimestamp(int(question["id"].split("-")[1]) / 1000, UTC)
        self.names[self.ASKED] = asked.isoformat(timespec="milliseconds").replace("+00:00", "Z")
        for sample in ("confirmation", "slow-confirmation"):
            self.send(f"DeliveryFunction/{sample}")
            (question,) = self.hook.next("SubscriptionConfirmation")
        self.names[self.SIGNATURE] = question["URL-Signature"]
        self.request("SubscriptionsFunction/confirm-subscription", 204)
        self.request("SubscriptionsFunction/test-subscription", 202)
        self.hook.next("Test")
        self.send("DeliveryFunction/test")
        self.hook.next("Test")
        self.request("SubscriptionsFunction/show-confirmation-page", 200)
        self.request("SubscriptionsFunction/list-subscriptions", 200)
        shown = self.request("SubscriptionsFunction/show-subscription", 200)[1]
        expect(shown["subscriber"], self.hook.url, "subscriber")
        self.request("SubscriptionsFunction/update-subscription", 204)

    def messages(self) -> None:
        """From the table's stream to the bus, from there to the queue, and then to the subscriber."""
        first, second, third = {"event": "BackupStarted"}, "hello", ["grüße", 1]
        _, posted = self.request("MessagesFunction/post-messages", 201)
        self.hook.told(first, second, third)
        self.names |= zip(self.MESSAGES, (path.split("/")[-1] for path in posted["resources"]), strict=True)
        listed = self.request("MessagesFunction/list-messages", 200)[1]["messages"]
        expect([message["body"] for message in listed], [first, second, third], "messages")
        self.request("MessagesFunction/show-message", 200)
        self.send("StreamFunction/new-messages")
        self.hook.told(first, second)
        self.send("StreamFunction/new-message-in-pool")
        self.hook.told(third)
        for sample in ("announcement", "page"):
            self.send(f"DeliveryFunction/{sample}")
            self.hook.told(first, second)
        for sample in ("notification", "slow-notification"):
            self.send(f"DeliveryFunction/{sample}")
            self.hook.told(first)
        self.send("DeliveryFunction/retry")
        self.hook.told(second)
        # What is refused comes again, by the queue.
        self.hook.status = 503
        self.send("DeliveryFunction/slow-retry")
        self.hook.told(second, second)

    def claims(self) -> None:
        headers, _ = self.request("ClaimsFunction/create-claim", 201)
        self.names[self.CLAIM] = headers["Location"].split("/")[-1]
        self.request("ClaimsFunction/show-claim", 200)
        self.request("ClaimsFunction/renew-claim", 204)
        stats = self.request("QueuesFunction/show-stats", 200)[1]["messages"]
        expect((stats["claimed"], stats["free"]), (1, 2), "stats")
        self.request("ClaimsFunction/release-claim", 204)
        self.request("MessagesFunction/delete-message", 204)
        self.request("MessagesFunction/delete-messages", 204)
        (popped,) = self.request("MessagesFunction/pop-messages", 200)[1]["messages"]
        expect(popped["body"], ["grüße", 1], "popped")
        self.request("SubscriptionsFunction/delete-subscription", 204)

    def pools(self) -> None:
        self.request("PoolsFunction/create-pool", 201)
        self.request("PoolsFunction/list-pools", 200)
        self.request("PoolsFunction/show-pool", 200)
        self.request("PoolsFunction/update-pool", 200)
        self.request("FlavorsFunction/create-flavor", 201)
        for sample in ("list-flavors", "show-flavor", "update-flavor"):
            self.request(f"FlavorsFunction/{sample}", 200)
        health = self.request("HealthFunction/show-health", 200)[1]
        expect(
            {name: pool["storage_reachable"] for name, pool in health.items() if isinstance(pool, dict)},
            {"default": True, "fast": True},
            "health",
        )
        self.request("FlavorsFunction/delete-flavor", 204)
        self.request("PoolsFunction/delete-pool", 204)
        self.send("HealthCheckFunction/check-pools", None)


def deploy_pool() -> Stack:
    """As README's aws cloudformation deploy does, which looks only every half minute whether it is done."""
    parameters = {"Service": "zaqar", "Name": "fast"}
    cloudformation.create_stack(
        StackName="zaqar-pool-fast",
        TemplateBody=(ROOT / "infra/pool/template.yaml").read_text(),
        Parameters=[{"ParameterKey": name, "ParameterValue": value} for name, value in parameters.items()],
    )
    cloudformation.get_waiter("stack_create_complete").wait(StackName="zaqar-pool-fast", WaiterConfig={"Delay": 1})
    return Stack("zaqar-pool-fast", {})


def messages_of_a_pool(stack: Stack, hook: Hook) -> None:
    """A queue in the table of a stack beside: what is posted to it is there, and is announced."""
    stack.call(
        "PoolsFunction", "PUT", "/v2/pools/{pool}", {"uri": "dynamodb://zaqar-pool-fast", "weight": 1}, pool="fast"
    )
    stack.call("FlavorsFunction", "PUT", "/v2/flavors/{flavor}", {"pool_list": ["fast"]}, flavor="fast")
    stack.call("QueuesFunction", "PUT", "/v2/queues/{queue_name}", {"_flavor": "fast"}, queue_name="pooled")
    subscription = stack.call(
        "SubscriptionsFunction",
        "POST",
        "/v2/queues/{queue_name}/subscriptions",
        {"subscriber": f"{hook.url}/pool"},
        queue_name="pooled",
    )
    (question,) = hook.next("SubscriptionConfirmation")
    event = json.loads((ROOT / "events/SubscriptionsFunction/confirm-subscription.json").read_text())
    signed = {name.lower(): value for name, value in question.items() if name.startswith(("URL-", "X-"))}
    event["headers"] |= signed
    event["multiValueHeaders"] |= {name: [value] for name, value in signed.items()}
    event["path"] = event["requestContext"]["path"] = question["URL-Paths"]
    event["pathParameters"] = {"queue_name": "pooled", "subscription_id": subscription["subscription_id"]}
    expect(stack.request("SubscriptionsFunction", event)[0], 204, "confirmation")
    stack.call(
        "MessagesFunction",
        "POST",
        "/v2/queues/{queue_name}/messages",
        {"messages": [{"body": "in a pool"}]},
        queue_name="pooled",
    )
    hook.told("in a pool")
    if not dynamodb.scan(TableName="zaqar-pool-fast")["Count"]:
        raise AssertionError("nothing is in the table of the pool")


def clock_ticks(stack: Stack) -> None:
    """The rule calls HealthCheckFunction, which looks at the pool and says so."""
    group = f"/aws/lambda/{stack.ids['HealthCheckFunction']}"

    def looks() -> list[str]:
        try:
            events = logs.filter_log_events(logGroupName=group)["events"]
        except logs.exceptions.ResourceNotFoundException:
            return []
        return [event["message"] for event in events if '"pool":"default"' in event["message"]]

    eventually("a line of the clock's", looks)


def port() -> int:
    """A port that nobody has."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


@contextmanager
def sam_local(stack: Stack) -> Iterator[str]:
    """The SAM CLI's own gateway, as localstack.md starts it, but with processes for containers; gives its address."""
    template = ROOT / "localstack.yaml"
    variables = "      Variables:\n"
    template.write_text(
        (ROOT / "template.yaml").read_text().replace(variables, f'{variables}        AWS_ENDPOINT_URL: ""\n', 1)
    )
    names = {
        name: stack.ids["".join(map(str.title, name.split("_")))]
        for name in (
            "CONTROL_TABLE",
            "MESSAGE_TABLE",
            "EVENT_BUS",
            "DELIVERY_QUEUE",
            "SLOW_DELIVERY_QUEUE",
            "UNDELIVERED_QUEUE",
        )
    }
    number = port()
    with tempfile.NamedTemporaryFile("w", suffix=".json") as file:
        json.dump(
            {"Parameters": names | {"AWS_ENDPOINT_URL": os.environ["AWS_ENDPOINT_URL"], "SIGNED_URL_SECRET": "local"}},
            file,
        )
        file.flush()
        command = [*SAM, "local", "start-api"]
        command += ["--template", template, "--region", REGION, "--env-vars", file.name, "--warm-containers", "LAZY"]
        command += ["--port", str(number), "--parameter-overrides", "AuthMode=none", "WriteDeadlineMilliseconds=2000"]
        with tempfile.TemporaryFile("w+") as log:
            process = subprocess.Popen(command, cwd=ROOT, stdout=log, stderr=log, start_new_session=True)
            try:
                base = f"http://127.0.0.1:{number}"
                eventually("an answer", lambda: ask("GET", f"{base}/")[0] or process.poll() is not None)
                yield base
            except Exception as e:
                log.seek(0)
                raise AssertionError(f"{e}\n{log.read()[-4000:]}") from e
            finally:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()
                template.unlink()


def ask(method: str, url: str, body: Any = None) -> tuple[int, bytes]:
    headers = {"Client-ID": CLIENT_ID, "X-Project-ID": "local", "Content-Type": "application/json"}
    data = None if body is None else json.dumps(body).encode()
    try:
        with urllib.request.urlopen(urllib.request.Request(url, data, headers, method=method)) as answer:
            return answer.status, answer.read()
    except urllib.error.HTTPError as e:
        return e.code, e.read()
    except OSError:
        return 0, b""


def tour(base: str) -> None:
    """The $default route by all that it serves, and the life of a message; a machine that is too slow is asked again."""

    def answer(method: str, path: str, status: int, body: Any = None) -> Any:
        found = eventually(path, lambda: (one := ask(method, base + path, body))[0] != 503 and one)
        expect(found[0], status, (method, path, found[1]))
        return json.loads(found[1]) if found[1] else None

    answer("GET", "/", 300)
    answer("GET", "/v2/ping", 204)
    answer("HEAD", "/v2/ping", 204)
    expect(answer("GET", "/v2/nothing/here", 404)["title"], "404 Not Found", "unknown path")
    answer("PUT", "/v2/queues/local", 201)
    answer("POST", "/v2/queues/local/messages", 201, {"messages": [{"body": "hello"}]})
    message = answer("GET", "/v2/queues/local/messages?echo=true", 200)["messages"][0]
    expect(message["body"], "hello", "message")
    answer("DELETE", message["href"], 204)


def what_stays(stack: Stack) -> None:
    """After a stack is deleted: its tables, with what is in them, and nothing else."""
    try:
        cloudformation.describe_stacks(StackName=stack.name)
    except ClientError as e:
        expect(e.response["Error"]["Code"], "ValidationError", e)
    else:
        raise AssertionError(f"{stack.name} is still there")
    tables = [name for name, kind in stack.types.items() if kind == "AWS::DynamoDB::Table"]
    for table in tables:
        expect(dynamodb.describe_table(TableName=stack.ids[table])["Table"]["TableStatus"], "ACTIVE", table)
    prefix = f"{stack.name}-"
    left = [
        one["FunctionName"]
        for one in functions.get_paginator("list_functions").paginate().search("Functions")
        if one["FunctionName"].startswith(prefix)
    ]
    expect(left, [], "functions")
    expect([url for url in sqs.list_queues(QueueNamePrefix=prefix).get("QueueUrls", [])], [], "queues")


def delete_table(name: str) -> None:
    run(f"aws dynamodb update-table --table-name {name} --no-deletion-protection-enabled")
    run(f"aws dynamodb delete-table --table-name {name}")


@contextmanager
def chapter(title: str) -> Iterator[None]:
    began = time.monotonic()
    yield
    print(f"  {title}: {time.monotonic() - began:.0f} s", flush=True)


def main() -> None:
    keystone, hook = Keystone(), Hook()
    key = os.urandom(32).hex()
    digest = hashlib.sha256(key.encode()).hexdigest()
    run(
        f"""aws secretsmanager create-secret --name zaqar-dev-keys --secret-string '{{"{digest}": {{"project": "demo"}}}}'"""
    )
    run(f"aws secretsmanager create-secret --name zaqar-keystone --secret-string {Keystone.PASSWORD}")
    topic = sns.create_topic(Name="operators")["TopicArn"]

    with chapter("sam deploy of dev, as it is"):
        run("sam deploy --config-file infra/samconfig.toml --config-env dev")
    dev = Stack("zaqar-dev", {})
    with chapter("dev: tables, and README's first request"):
        tables_are(dev)
        as_in_readme(dev, key)

    filled = settings("prod") | {"KeystoneUrl": keystone.url, "AlarmTopic": topic}
    # What it takes to try everything on one machine, and soon.
    filled |= {"AdminMode": "true", "AllowHttp": "true", "AllowLoopback": "true", "WriteDeadlineMilliseconds": "3000"}
    filled |= {"HealthCheckSchedule": "'rate(1 minute)'"}
    with chapter("sam deploy of prod, filled in"):
        overrides = shlex.join(map("=".join, filled.items()))
        run(f"sam deploy --config-file infra/samconfig.toml --config-env prod --parameter-overrides {overrides}")
    prod = Stack("zaqar", {"x-auth-token": Keystone.TOKEN})
    with chapter("prod: tables and alarms"):
        tables_are(prod)
        watch_is(prod, topic)
    with chapter("a stack of a pool"):
        pool = deploy_pool()
    with chapter("every event in events/"):
        samples = Samples(prod, hook)
        samples.play()
        expect(samples.left, set(), "samples that nobody has played")
    with chapter("a message in the pool"):
        messages_of_a_pool(prod, hook)
    with chapter("the clock"):
        clock_ticks(prod)
    with chapter("sam local start-api"), sam_local(prod) as base:
        tour(base)

    with chapter("what stays when the stacks go"):
        run(f"aws cloudformation delete-stack --stack-name {pool.name}")
        cloudformation.get_waiter("stack_delete_complete").wait(StackName=pool.name, WaiterConfig={"Delay": 1})
        for stack in (prod, dev):
            run(f"sam delete --stack-name {stack.name} --region {REGION}")
        for stack in (pool, prod, dev):
            what_stays(stack)
        delete_table(prod.ids["MessageTable"])


if __name__ == "__main__":
    main()
