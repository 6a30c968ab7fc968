"""How a job with a Pub/Sub target reaches Pub/Sub, which is another service."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import grpc

Publish = Callable[[str, bytes, Mapping[str, str]], grpc.StatusCode]
"""Publishes data and attributes to the topic of that full name, and says how that went."""


def no_topics(topic: str, data: bytes, attributes: Mapping[str, str]) -> grpc.StatusCode:  # noqa: ARG001 - there is nobody to publish to
    """Answer as a project in which there are no topics."""
    return grpc.StatusCode.NOT_FOUND
