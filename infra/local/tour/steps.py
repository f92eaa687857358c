# SPDX-License-Identifier: Apache-2.0
"""A step of the tour does one thing with one client, in its own project, and checks the result."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Stage:
    """Where a step plays: the service, a Keystone for clients that need one, and a new project."""

    url: str
    keystone_url: str
    project: str = field(default_factory=lambda: f"tour-{uuid.uuid4().hex}")


Play = Callable[[Stage], None]


@dataclass(frozen=True)
class Step:
    client: str
    title: str
    play: Play


STEPS: list[Step] = []


def step(client: str, title: str) -> Callable[[Play], Play]:
    """Adds a function to the tour; steps are played in the order they are written."""

    def add(play: Play) -> Play:
        STEPS.append(Step(client, title, play))
        return play

    return add


def expect(actual: object, wanted: object) -> None:
    if actual != wanted:
        raise AssertionError(f"wanted {wanted!r}, got {actual!r}")


def expect_refusal(
    refusal: type[Exception], call: Callable[..., Any], *args: Any, **kwargs: Any
) -> str:
    """Makes a call that the service must refuse; gives the words in which the client says so."""
    try:
        call(*args, **kwargs)
    except refusal as refused:
        return str(refused)
    raise AssertionError(f"wanted {refusal.__name__}, but nothing was refused")
