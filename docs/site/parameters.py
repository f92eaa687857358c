# SPDX-License-Identifier: Apache-2.0
"""Writes docs/parameters.md from template.yaml; with --check, says whether it would change."""

import sys
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs/parameters.md"
HEAD = """# Parameters

Everything that can be set. [template.yaml](../template.yaml) has the same list, and `docs/site/parameters.py` makes this page of it.

Set them in `infra/samconfig.toml`, together with another `Release`, or by `--parameter Name=Value` of `infra/local/run`. A parameter
without a default has to be set.
"""


class Loader(yaml.SafeLoader):
    """Reads CloudFormation's tags as what is behind them."""


def untagged(loader: Loader, _: str, node: yaml.Node) -> Any:
    if isinstance(node, yaml.MappingNode):
        return loader.construct_mapping(node, deep=True)
    if isinstance(node, yaml.SequenceNode):
        return loader.construct_sequence(node, deep=True)
    return loader.construct_scalar(node)


Loader.add_multi_constructor("!", untagged)


def shown(value: object) -> str:
    return f"`{value}`" if value != "" else "empty"


def values(parameter: dict[str, Any]) -> str:
    """What a parameter may be."""
    if "AllowedValues" in parameter:
        return ", ".join(shown(value) for value in parameter["AllowedValues"])
    least, most = parameter.get("MinValue"), parameter.get("MaxValue")
    if most is not None:
        return f"{least or 0:,} to {most:,}"
    return f"{least:,} or more" if least is not None else "text"


def page() -> str:
    template = yaml.load((ROOT / "template.yaml").read_text(encoding="utf-8"), Loader)
    parameters = template["Parameters"]
    text = HEAD
    for group in template["Metadata"]["AWS::CloudFormation::Interface"]["ParameterGroups"]:
        text += f"\n## {group['Label']['default']}\n\n| Parameter | Default | Values | |\n|---|---|---|---|\n"
        for name in group["Parameters"]:
            parameter = parameters[name]
            default = shown(parameter["Default"]) if "Default" in parameter else "none"
            text += f"| `{name}` | {default} | {values(parameter)} | {parameter['Description'].replace('|', '/')} |\n"
    return text


def main(check: bool) -> int:
    """Writes the page, or compares it; gives the exit code."""
    text = page()
    if not check:
        PAGE.write_text(text, encoding="utf-8")
    elif text != PAGE.read_text(encoding="utf-8"):
        print("docs/parameters.md is not what template.yaml says; run docs/site/parameters.py")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:] == ["--check"]))
