# SPDX-License-Identifier: Apache-2.0
"""Posts, claims and deletes with a client that openapi-python-client makes: demo.py [BASE_URL [PROJECT]]

It is made by: openapi-python-client generate --path infra/openapi.yaml --config infra/local/openapi/python-client.yaml
--meta none --output-path zaqar_client
"""

import sys
from urllib.parse import parse_qs, urlsplit
from uuid import uuid4

from zaqar_client import AuthenticatedClient
from zaqar_client.api.claims import create_claim
from zaqar_client.api.messages import delete_message, post_messages
from zaqar_client.api.queues import show_queue_stats
from zaqar_client.models import NewMessages, NewMessagesMessagesItem, Terms

URL, PROJECT = (*sys.argv[1:], *("http://127.0.0.1:8888", "demo")[len(sys.argv) - 1 :])
QUEUE = "python-jobs"

# The token of Keystone, of another issuer, or a key; the local runtime asks for none.
zaqar = AuthenticatedClient(URL, token="none", prefix="", auth_header_name="X-Auth-Token", raise_on_unexpected_status=True)
who = {"client": zaqar, "client_id": str(uuid4()), "x_project_id": PROJECT}

messages = [NewMessagesMessagesItem(body={"task": 1}), NewMessagesMessagesItem(body={"task": 2}, ttl=300)]
posted = post_messages.sync(QUEUE, body=NewMessages(messages), **who)
print("posted", len(posted.resources))

claimed = create_claim.sync(QUEUE, body=Terms(ttl=300, grace=60), limit=10, **who)
for message in claimed.messages if claimed else []:
    # The href holds the claim, which shows that the message may be deleted.
    claim = parse_qs(urlsplit(message.href).query)["claim_id"][0]
    print("working on", message.body)
    delete_message.sync_detailed(QUEUE, message.id, claim_id=claim, **who)

print("left", show_queue_stats.sync(QUEUE, **who).messages.total)
