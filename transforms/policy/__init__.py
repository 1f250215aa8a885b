"""Policy of the localities: dated values from files, resolved for a day. Pure: texts and days in, frames out."""

from transforms.policy.dated import PolicyFile
from transforms.policy.files import PolicyError, parse_policies, policy_version, policy_warnings
from transforms.policy.parameters import PARAMETERS, Parameter
from transforms.policy.resolve import ResolvedPolicy, resolve, value_text

__all__ = [
    "PARAMETERS",
    "Parameter",
    "PolicyError",
    "PolicyFile",
    "ResolvedPolicy",
    "parse_policies",
    "policy_version",
    "policy_warnings",
    "resolve",
    "value_text",
]
