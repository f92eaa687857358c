# SPDX-License-Identifier: Apache-2.0
"""A cloud on this machine: a real Keystone on SQLite, and the service behind it."""

import os
import secrets
import socket
import subprocess
from grp import getgrgid
from pathlib import Path
from pwd import getpwuid

import openstack
from keystoneauth1.session import Session
from keystoneauth1.identity.v3 import Password
from openstack.connection import Connection

from processes import Listener

HERE = Path(__file__).parent
RUNTIME = HERE.parent / "run"
CACHE_SECONDS = 10
CONFIGURATION = """\
[DEFAULT]
use_stderr = true
[database]
connection = sqlite:///{folder}/keystone.db
[cache]
enabled = false
[identity]
password_hash_rounds = 4
[fernet_tokens]
key_repository = {folder}/keys
[token]
expiration = {life}
"""


def free_port() -> int:
    """A port that nobody listens on just now."""
    with socket.socket() as place:
        place.bind(("127.0.0.1", 0))
        return int(place.getsockname()[1])


class Keystone:
    """Users, projects and roles, with an administrator."""

    def __init__(self, folder: Path, programs: Path) -> None:
        self.folder = folder
        self.programs = programs
        self.password = secrets.token_hex(16)
        self.listener: Listener | None = None
        self.port = free_port()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def set_up(self) -> None:
        """Makes the database, the keys and the administrator."""
        self._configure(life=3600)
        (self.folder / "keys").mkdir(mode=0o700)
        self._manage("db_sync")
        owner, group = getpwuid(os.getuid()).pw_name, getgrgid(os.getgid()).gr_name
        self._manage("fernet_setup", "--keystone-user", owner, "--keystone-group", group)
        self._manage(
            "bootstrap",
            "--bootstrap-password",
            self.password,
            "--bootstrap-public-url",
            f"{self.url}/v3",
        )

    def start(self, life: int = 3600) -> None:
        """Starts it, always at the same place; new tokens live for so many seconds."""
        self._configure(life)
        self.listener = Listener(
            [str(self.programs / "python"), str(HERE / "server.py"), str(self.port)],
            self.folder / "keystone.log",
            self._environment(),
        )

    def kill(self) -> None:
        if self.listener:
            self.listener.kill()

    def administrator(self) -> Connection:
        return self.connect("admin", "admin", self.password)

    def connect(self, user: str, project: str, password: str) -> Connection:
        """The SDK, as somebody in a project."""
        return openstack.connect(
            load_yaml_config=False,
            load_envvars=False,
            auth_type="v3password",
            auth={
                "auth_url": f"{self.url}/v3",
                "username": user,
                "password": password,
                "user_domain_id": "default",
                "project_name": project,
                "project_domain_id": "default",
            },
        )

    def unscoped_token(self, user: str, password: str) -> str:
        """A token for no project."""
        auth = Password(
            f"{self.url}/v3",
            username=user,
            password=password,
            user_domain_id="default",
            unscoped=True,
        )
        return str(Session(auth).get_token())

    def _configure(self, life: int) -> None:
        text = CONFIGURATION.format(folder=self.folder, life=life)
        (self.folder / "keystone.conf").write_text(text, encoding="utf-8")

    def _environment(self) -> dict[str, str]:
        return os.environ | {
            "OS_KEYSTONE_CONFIG_DIR": str(self.folder),
            "PYTHONWARNINGS": "ignore",
        }

    def _manage(self, *words: str) -> None:
        done = subprocess.run(
            [
                str(self.programs / "keystone-manage"),
                "--config-file",
                str(self.folder / "keystone.conf"),
                *words,
            ],
            env=self._environment(),
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            raise RuntimeError(f"keystone-manage {words[0]}: {done.stdout}{done.stderr}")


def runtime(folder: Path, keystone: Keystone, password: str) -> Listener:
    """The service in access mode "keystone", in memory."""
    parameters = {
        "AuthMode": "keystone",
        "KeystoneUrl": keystone.url,
        "KeystonePassword": password,
        "KeystoneCacheSeconds": CACHE_SECONDS,
        "AdminMode": "true",
        "ReaderRole": "reader",
    }
    given = [f"--parameter={name}={value}" for name, value in parameters.items()]
    return Listener(
        [str(RUNTIME), "--port", "0", "--in-memory", *given], folder / "runtime.log", os.environ
    )


def populate(keystone: Keystone, service_url: str, password: str) -> None:
    """Adds the service and its user, and three people in two projects, all with one password."""
    identity = keystone.administrator().identity
    service = identity.create_service(name="zaqar", type="messaging")
    identity.create_endpoint(service_id=service.id, interface="public", url=service_url)
    for project_name, people in {
        "service": {"zaqar": "service"},
        "alpha": {"anna": "member", "rita": "reader"},
        "beta": {"boris": "member"},
    }.items():
        project = identity.create_project(name=project_name, domain_id="default")
        for name, role_name in people.items():
            user = identity.create_user(name=name, password=password, domain_id="default")
            role = identity.find_role(role_name) or identity.create_role(name=role_name)
            identity.assign_project_role_to_user(project, user, role)
