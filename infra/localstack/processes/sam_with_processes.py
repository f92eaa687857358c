# SPDX-License-Identifier: Apache-2.0
"""The SAM CLI as it is, but where it would start a container of a Java function, it starts a process.

It also takes addresses of an S3 that is not Amazon's, at which sam delete stumbles, and asks every second whether
a stack is done, not every half minute.
"""

import uuid
from typing import Any
from unittest import mock

import botocore.waiter
import samcli.lib.utils.s3
import samcli.local.docker.utils

wait = botocore.waiter.Waiter.wait
parse = samcli.lib.utils.s3.parse_s3_url


def wait_here(waiter: Any, **given: Any) -> None:
    wait(waiter, **given | {"WaiterConfig": {"Delay": 1, "MaxAttempts": 600}})


def parse_s3_url(url: Any, *names: Any, **more: Any) -> dict[str, str]:
    ours = str(url).startswith("http://")
    return parse("s3://" + url.split("/", 3)[3] if ours else url, *names, **more)


botocore.waiter.Waiter.wait = wait_here
# Before anything else has asked for them.
samcli.lib.utils.s3.parse_s3_url = parse_s3_url
samcli.local.docker.utils.get_validated_container_client = lambda *_: mock.MagicMock()

from java_function import JavaFunction
from samcli.cli.main import cli
from samcli.local.docker.manager import ContainerManager
from samcli.local.lambdafn import runtime

LONGEST_SECONDS = 60


class ProcessContainer:
    """What SAM asks of a container."""

    image = "process"
    debug_options = None
    network_id = None

    def __init__(self, *given: Any, env_vars: dict[str, Any], **_: Any) -> None:
        _, _, self.handler, _, _, self.folder, *_ = given
        self.variables = env_vars
        self.id: str | None = None
        self.function: JavaFunction | None = None

    def is_created(self) -> bool:
        return self.id is not None

    def is_running(self) -> bool:
        return self.function is not None

    def create(self, _: Any) -> None:
        self.id = uuid.uuid4().hex

    def start(self, input_data: Any = None) -> None:
        self.function = JavaFunction(self.handler, self.folder, self.variables, LONGEST_SECONDS)

    def wait_for_result(self, full_path: str, event: str, stdout: Any, stderr: Any, **_: Any) -> None:
        name = self.variables["AWS_LAMBDA_FUNCTION_NAME"]
        arn = f"arn:aws:lambda:us-east-1:012345678912:function:{name}"
        body, _ = self.function.invoke(
            str(uuid.uuid4()), arn, "Root=1-00000000-000000000000000000000000", event.encode()
        )
        stdout.write_str(body.decode())
        stdout.flush()

    def stop(self, timeout: int = 0) -> None:
        """Nothing is asked; see delete."""

    def delete(self) -> None:
        if self.function is not None:
            self.function.stop()
            self.function = None

    def start_logs_thread_if_not_alive(self, _: Any) -> None:
        """The log is the process's own."""

    def get_max_concurrency(self) -> int:
        return 1


ContainerManager.has_image = lambda *_: True
ContainerManager.pull_image = lambda *_, **__: None
runtime.LambdaContainer = ProcessContainer
runtime.LambdaRuntime._check_exit_state = lambda *_: None

if __name__ == "__main__":
    cli(prog_name="sam")
