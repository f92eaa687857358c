# SPDX-License-Identifier: Apache-2.0
"""Compares a local runtime with infra/openapi.yaml: check.py [OPTIONS OF SCHEMATHESIS]"""

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import jwt
from cryptography.hazmat.primitives.asymmetric import ec
from openapi_spec_validator import validate
from openapi_spec_validator.readers import read_from_filename
from processes import Listener

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[2]
DOCUMENT = ROOT / "infra/openapi.yaml"
ISSUER = "https://issuer.example.com"
AUDIENCE = "zaqar"
LIFE_SECONDS = 7200
LIMIT_SECONDS = 3600
OPERATORS = ["pools", "flavors", "health"]


def token(key: ec.EllipticCurvePrivateKey) -> str:
    """A token of an operator."""
    claims = {
        "iss": ISSUER,
        "aud": AUDIENCE,
        "exp": int(time.time()) + LIFE_SECONDS,
        "project_id": "demo",
        "roles": ["admin"],
    }
    return jwt.encode(claims, key, algorithm="ES256")


def runtime(folder: Path, key: ec.EllipticCurvePrivateKey) -> Listener:
    """The service in memory, with everything optional that makes more of the document true."""
    parameters = {
        "AuthMode": "jwt",
        "JwtIssuer": ISSUER,
        "JwtAudience": AUDIENCE,
        "JwtKeys": jwt.algorithms.ECAlgorithm.to_jwk(key.public_key()),
        "AdminMode": "true",
        "EnableChecksum": "true",
        "WriteDeadlineMilliseconds": "3000",
        "LongPollSeconds": "1",
        "EncryptionKeyArn": "arn:aws:kms:us-east-1:000000000000:key/local",
    }
    given = [f"--parameter={name}={value}" for name, value in parameters.items()]
    command = [str(ROOT / "infra/local/run"), "--port", "0", "--in-memory", "--pool", "a", *given]
    return Listener(command, folder / "runtime.log", os.environ)


def ask(url: str, bearer: str, folder: Path, options: list[str]) -> int:
    """Runs schemathesis, whose status this is."""
    program = str(Path(sys.executable).with_name("schemathesis"))
    config = str(HERE / "schemathesis.toml")
    environment = os.environ | {
        "SCHEMATHESIS_HOOKS": "hooks",
        "PYTHONPATH": str(HERE),
        "TOKEN": bearer,
    }
    return subprocess.run(
        [program, "--config-file", config, "run", str(DOCUMENT), "--url", url, *options],
        cwd=folder,
        env=environment,
        timeout=LIMIT_SECONDS,
        check=False,
    ).returncode


def main(options: list[str]) -> int:
    document, _ = read_from_filename(str(DOCUMENT))
    validate(document)
    print("infra/openapi.yaml is OpenAPI 3.1", flush=True)
    key = ec.generate_private_key(ec.SECP256R1())
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        service = runtime(folder, key)
        try:
            # Operators come last: a pool that takes no queues is nothing that callers should meet.
            return max(
                ask(service.url, token(key), folder, [*tags, *options])
                for tags in [tagged("exclude"), tagged("include")]
            )
        finally:
            service.stop()


def tagged(kind: str) -> list[str]:
    return [f"--{kind}-tag={tag}" for tag in OPERATORS]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
