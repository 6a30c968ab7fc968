"""The baseline: the least a function can do under functions-framework."""

import functions_framework
from flask import Request


@functions_framework.http
def hello(request: Request) -> str:  # noqa: ARG001 - the framework passes it
    return "hello"
