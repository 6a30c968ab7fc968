"""Which exports to Cloud Storage and BigQuery a subscription may ask for."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

from google.pubsub_v1 import types

from emulators.google_apis.refused import invalid
from emulators.pubsub.exports.file_names import require_datetime_format

MAX_DURATION = (timedelta(minutes=1), timedelta(minutes=10))
MAX_DURATION_DEFAULT = timedelta(minutes=5)
MAX_BYTES = (1_000, 10 * 2**30)
MAX_MESSAGES_LEAST = 1_000
_BUCKET = re.compile(r"[a-z0-9][a-z0-9._-]{1,220}[a-z0-9]")
_TABLE = re.compile(r"[^.:\s]+(?:[.][^.:\s]+)?[.:][A-Za-z0-9_]+[.][^.\s]+")
_DESTINATIONS = ("cloud_storage_config", "bigquery_config")


def fill_defaults(subscription: Any) -> None:
    """Complete the configuration. To call before the other defaults are filled in."""
    if subscription.HasField("bigquery_config"):
        subscription.bigquery_config.state = types.BigQueryConfig.State.ACTIVE
    if not subscription.HasField("cloud_storage_config"):
        return
    config = subscription.cloud_storage_config
    config.state = types.CloudStorageConfig.State.ACTIVE
    if not config.WhichOneof("output_format"):
        config.text_config.SetInParent()
    if not config.HasField("max_duration"):
        config.max_duration.FromTimedelta(MAX_DURATION_DEFAULT)
    if not subscription.ack_deadline_seconds:
        subscription.ack_deadline_seconds = config.max_duration.seconds


def check(subscription: Any) -> None:
    wanted = [name for name in _DESTINATIONS if subscription.HasField(name)]
    if subscription.push_config.push_endpoint:
        wanted.append("push_config")
    if len(wanted) > 1:
        raise invalid(f"A subscription is delivered one way only, not by {' and '.join(wanted)}.")
    if subscription.HasField("cloud_storage_config"):
        _check_cloud_storage(subscription)
    if subscription.HasField("bigquery_config"):
        _check_bigquery(subscription.bigquery_config)


def _check_cloud_storage(subscription: Any) -> None:
    config = subscription.cloud_storage_config
    if not _BUCKET.fullmatch(config.bucket):
        raise invalid(f"Invalid Cloud Storage bucket name: {config.bucket!r}.")
    if config.filename_suffix.endswith("/"):
        raise invalid('The filename_suffix must not end in "/".')
    if config.filename_datetime_format:
        require_datetime_format(config.filename_datetime_format)
    duration = config.max_duration.ToTimedelta()
    if not MAX_DURATION[0] <= duration <= MAX_DURATION[1]:
        raise invalid("The value for max_duration must be between 1 minute and 10 minutes.")
    if duration > timedelta(seconds=subscription.ack_deadline_seconds):
        raise invalid("The value for max_duration must not exceed the acknowledgement deadline.")
    if config.max_bytes and not MAX_BYTES[0] <= config.max_bytes <= MAX_BYTES[1]:
        raise invalid("The value for max_bytes must be between 1 KB and 10 GiB.")
    if config.max_messages and config.max_messages < MAX_MESSAGES_LEAST:
        raise invalid(f"The value for max_messages must be at least {MAX_MESSAGES_LEAST}.")


def _check_bigquery(config: Any) -> None:
    if not _TABLE.fullmatch(config.table):
        raise invalid(
            f"Invalid BigQuery table name: {config.table!r} is not of the form "
            "{projectId}.{datasetId}.{tableId}."
        )
    if config.use_topic_schema and config.use_table_schema:
        raise invalid("use_topic_schema and use_table_schema cannot be enabled at the same time.")
