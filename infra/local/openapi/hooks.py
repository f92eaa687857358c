# SPDX-License-Identifier: Apache-2.0
"""What the document cannot say: some requests are made to fit, some answers are known to do."""

import json
import re
import zlib
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import schemathesis
from schemathesis import Case, HookContext
from schemathesis.core.failures import AcceptedNegativeData, Failure
from schemathesis.openapi.checks import AuthScenario, IgnoredAuth, RejectedPositiveData

PATCH_TYPE = "application/openstack-messaging-v2.0-json-patch"
MOST_INTEGER = 2**63 - 1
MOST_MESSAGES = 100

# Why the service may refuse what is right by its schema.
KNOWN_REFUSALS = re.compile(
    "|".join(
        [
            # Two values do not go together.
            r'^Exactly one of "ids" and "pop" must be given\.$',
            r"_retry_policy needs a maximum_delay at least 10 above minimum_delay\.$",
            r"^_dead_letter_queue must be another queue: ",
            r"^_format ",
            r"^Messages cannot be moved to the queue that they are in\.$",
            r"^A post with an Idempotency-Key may have 99 messages at most\.$",
            r"^The messages of this queue do not say which queue they came from; ",
            r"^Another body was posted with this Idempotency-Key before\.$",
            # Something is not there, or not as it must be.
            r"^Flavor .* (does not exist|has no pool to use)\.$",
            r"^Flavor .* could not be (created|updated), error:Pool .* does not exist$",
            r"^cannot connect to dynamodb://",
            r"^dynamodb://.* must have ",
            r"^The uri of pool default is the template's\.$",
            r"^The given claim does not hold message ",
            r"^The subscriber has not confirmed, so nothing is delivered to it\.$",
            # The queue has set a limit of its own.
            r"^Messages may not be larger than [0-9]+ bytes in all\.$",
            # The clock says so.
            r"^TTL must end before the year 10000\.$",
            # The form is another standard's.
            r"^The subscriber must be a URL\.$",
            r"^from must be a mail address\.$",
            r"^subject must be a string of one line ",
        ]
    ),
    re.DOTALL,
)

# What is called wrong, and is not.
NOT_NEGATIVE = re.compile("parameter `metadata`|in header - object with unexpected properties")


@schemathesis.serializer(PATCH_TYPE)
def write_patch(_context: Any, value: Any) -> bytes:
    return json.dumps(value).encode()


@schemathesis.deserializer("application/json-home")
def read_home(_context: Any, response: schemathesis.Response) -> Any:
    return json.loads(response.content)


@schemathesis.hook
def map_case(_context: HookContext, case: Case) -> Case:
    """Lets requests be right that are meant to be."""
    if isinstance(case.body, dict | list) and case.meta.generation.mode.is_positive:
        case.body = mended(case.body)
    return case


def mended(value: Any) -> Any:
    """60.0 is an integer to JSON Schema, but none to Zaqar, whose integers have 64 bits."""
    if isinstance(value, float) and value.is_integer():
        return mended(int(value))
    if isinstance(value, int) and abs(value) > MOST_INTEGER:
        return MOST_INTEGER
    if isinstance(value, list):
        return [mended(item) for item in value]
    if isinstance(value, dict):
        return {name: member(name, mended(item)) for name, item in value.items()}
    return value


def member(name: str, value: Any) -> Any:
    match name, value:
        case "subscriber", str():
            # Nobody has this name, so that nobody is called.
            return f"https://hooks.example/{zlib.crc32(value.encode('utf-8', 'surrogatepass'))}"
        case "expires", str():
            return f"{datetime.now(UTC) + timedelta(hours=1):%Y-%m-%dT%H:%M:%S}"
        case "messages", list():
            # A slow machine does not store a thousand in time.
            return value[:MOST_MESSAGES]
    return value


@schemathesis.hook
def filter_failure(
    _context: HookContext, failure: Failure, _case: Case, response: schemathesis.Response
) -> bool:
    """Whether it is one."""
    if isinstance(failure, RejectedPositiveData):
        return KNOWN_REFUSALS.search(str(response.json().get("description"))) is None
    if isinstance(failure, AcceptedNegativeData):
        # Parameters without a value count as absent (contract 2.5), metadata that are wanted are
        # text in a URL, whatever they were made of, and any request may have more headers.
        query = parse_qsl(urlsplit(response.request.url).query, keep_blank_values=True)
        return all(value for _, value in query) and not NOT_NEGATIVE.search(failure.message)
    if isinstance(failure, IgnoredAuth):
        # A signature that does not fit is a 404 (contract 10.3).
        return failure.scenario != AuthScenario.INVALID_AUTH or "got `404 " not in failure.message
    return True
