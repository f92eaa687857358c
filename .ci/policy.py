# SPDX-License-Identifier: Apache-2.0
"""Makes of each template what CloudFormation gets, as SAM does, and holds it to policy.guard: policy.py TEMPLATE..."""

import logging
import os
import re
import sys
from pathlib import Path

os.environ.setdefault("AWS_DEFAULT_REGION", "us-east-1")

from cfn_guard_rs import run_checks
from samcli.yamlhelper import yaml_parse
from samtranslator.parser.parser import Parser
from samtranslator.translator.translator import Translator

logging.disable()
RULES = Path(__file__).with_name("policy.guard").read_text()
# AWS's own policies that a role may have: none of them reads or changes what the service keeps.
OF_AWS = {
    "AWSLambdaBasicExecutionRole",
    # SAM adds it where VpcConfig is there at all, also where its condition is false.
    "AWSLambdaVPCAccessExecutionRole",
    "AWSXrayWriteOnlyAccess",
    "AWSCodeDeployRoleForLambdaLimited",
}
ATTRIBUTES = re.compile(r"\$\{([^.}!]+)[^}]*}")


def translated(template):
    """The resources of the stack, with every parameter at its default, or at the first value it may have."""
    if "Transform" not in template:
        return template
    template["Globals"]["Function"]["CodeUri"] = "s3://bucket/key"
    parameters = {
        name: parameter.get("Default", parameter.get("AllowedValues", [""])[0])
        for name, parameter in template["Parameters"].items()
    }
    return Translator({}, Parser()).translate(template, parameters)


def needs(value):
    """The names that a part of a template refers to."""
    if isinstance(value, list):
        return set().union(*map(needs, value))
    if not isinstance(value, dict):
        return set()
    names = set()
    for key, inner in value.items():
        if key == "Ref" or key == "DependsOn" and isinstance(inner, str):
            names.add(inner)
        elif key == "DependsOn":
            names.update(inner)
        elif key == "Fn::GetAtt":
            names.add(inner[0] if isinstance(inner, list) else inner.split(".")[0])
        elif key == "Fn::Sub":
            names.update(ATTRIBUTES.findall(inner if isinstance(inner, str) else inner[0]))
        names |= needs(inner)
    return names


def circle(resources):
    """Resources that wait for each other, which CloudFormation refuses; none if it can make them all."""
    left = {name: needs(resource) & resources.keys() for name, resource in resources.items()}
    while ready := [name for name, names in left.items() if not names & left.keys()]:
        for name in ready:
            del left[name]
    return sorted(left)


def wildcards(value):
    """What a part of a template allows without naming it."""
    if isinstance(value, dict) and value.get("Effect") == "Allow":
        actions = value.get("Action", [])
        yield from (action for action in ([actions] if isinstance(actions, str) else actions) if "*" in action)
        yield from (each for each in [value.get("Resource")] if each in ("*", ["*"]))
    for inner in value.values() if isinstance(value, dict) else value if isinstance(value, list) else []:
        yield from wildcards(inner)


def strangers(resources):
    """Policies of AWS's that SAM, or somebody, has given to a role: they are for all resources of an account."""
    for name, resource in resources.items():
        for arn in resource.get("Properties", {}).get("ManagedPolicyArns", []):
            policy = str(arn.get("Fn::Sub", "") if isinstance(arn, dict) else arn).rpartition("/")[2]
            if policy and policy not in OF_AWS:
                yield f"{name} has {policy}"


def complaints(path):
    template = yaml_parse(Path(path).read_text())
    files = [template.get("Globals", {}).get("Function", {}).get("CodeUri")]
    files += [resource.get("Properties", {}).get("TemplateURL") for resource in template["Resources"].values()]
    stack = translated(template)
    if names := circle(stack["Resources"]):
        yield f"these wait for each other: {', '.join(names)}"
    for file in filter(None, files):
        if "--built" in sys.argv and not Path(path).parent.joinpath(file).is_file():
            yield f"there is no {file} to deploy"
    for each in wildcards(stack["Resources"]):
        yield f"a policy allows {each}"
    for each in strangers(stack["Resources"]):
        yield f"a policy for the whole account: {each}"
    for rule in run_checks(stack, RULES).not_compliant:
        yield f"{rule.Rule.name}: {sorted(set(re.findall(r'messages=([^,)]+)', str(rule))) - {''})}"


if __name__ == "__main__":
    wrong = [f"{path}: {each}" for path in sys.argv[1:] if not path.startswith("-") for each in complaints(path)]
    sys.exit("\n".join(wrong) if wrong else None)
