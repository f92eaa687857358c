# SPDX-License-Identifier: Apache-2.0
"""Has LocalStack run Java functions as processes in place of containers: LAMBDA_RUNTIME_EXECUTOR=process."""

from typing import Any

from localstack.runtime import hooks
from plux import Plugin


@hooks.on_infra_start()
def references_of_sam() -> None:
    """LocalStack 4.14 follows !Ref FUNCTION.Alias before SAM's transform has made it a resource, and refuses it."""
    from localstack.services.cloudformation.engine.v2 import change_set_model_preproc as preproc
    from localstack.services.cloudformation.engine.v2.change_set_model_transform import ChangeSetModelTransform

    def visit(self: Any, node: Any) -> Any:
        try:
            return preproc.ChangeSetModelPreproc.visit_node_intrinsic_function_ref(self, node)
        except preproc.ValidationError:
            return self.visit(node.arguments)

    ChangeSetModelTransform.visit_node_intrinsic_function_ref = visit


@hooks.on_infra_start()
def name_of_the_store() -> None:
    """The store answers who calls it by its own name alone, and LocalStack passes on that which it was called by."""
    from localstack.services.dynamodb.server import DynamodbServer

    DynamodbServer.get().proxy.proxy.preserve_host = False


class ProcessExecutorPlugin(Plugin):
    namespace = "localstack.lambda.runtime_executor"
    name = "process"

    def load(self, *_: Any, **__: Any) -> type:
        from java_function import JavaFunction
        from localstack.services.lambda_.invocation.lambda_models import InvocationResult
        from localstack.services.lambda_.invocation.runtime_executor import RuntimeExecutor

        class ProcessExecutor(RuntimeExecutor):
            def start(self, env_vars: dict[str, str]) -> None:
                config = self.function_version.config
                config.code.prepare_for_execution()
                folder = str(config.code.get_unzipped_code_location())
                self.function = JavaFunction(config.handler, folder, env_vars, config.timeout)

            def stop(self) -> None:
                self.function.stop()

            def invoke(self, payload: dict[str, str]) -> InvocationResult:
                request = payload["invoke-id"]
                printed = self.function.printed()
                body, is_error = self.function.invoke(
                    request, payload["invoked-function-arn"], payload["trace-id"], payload["payload"].encode()
                )
                return InvocationResult(request, body, is_error, self.function.log(printed))

            def get_logs(self) -> str:
                return self.function.log()

            def get_address(self) -> str:
                return "127.0.0.1"

            def get_endpoint_from_executor(self) -> str:
                return "127.0.0.1"

            def get_runtime_endpoint(self) -> str:
                return "http://127.0.0.1"

            @classmethod
            def prepare_version(cls, function_version: Any) -> None:
                """Nothing yet: most versions are never called."""

            @classmethod
            def cleanup_version(cls, function_version: Any) -> None:
                """Nothing but the code, which LocalStack deletes itself."""

        return ProcessExecutor
