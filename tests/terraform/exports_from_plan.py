"""Where Pub/Sub itself keeps the past, read from a plan: files in Storage, rows in BigQuery."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from tests.terraform.plan import Plan, Values, only


def exports(plan: Plan) -> Iterator[dict[str, Any]]:
    for values in plan.of("google_pubsub_subscription"):
        if values["cloud_storage_config"] or values["bigquery_config"]:
            policy = only(values["dead_letter_policy"])
            yield {
                "name": values["name"],
                "topic": values["topic"].rpartition("/")[2],
                "filter": values["filter"] or "",
                "message_retention_seconds": _seconds(values["message_retention_duration"]),
                "dead_letter": {
                    "topic": policy["dead_letter_topic"].rpartition("/")[2],
                    "max_delivery_attempts": policy["max_delivery_attempts"],
                },
                "files": next(map(_files, values["cloud_storage_config"]), None),
                "rows": next(map(_rows, values["bigquery_config"]), None),
            }


def tables(plan: Plan) -> Iterator[dict[str, Any]]:
    for values in plan.of("google_bigquery_table"):
        if values["schema"]:
            yield {
                "name": f"{values['project']}.{values['dataset_id']}.{values['table_id']}",
                "columns": [[one["name"], one["type"]] for one in json.loads(values["schema"])],
            }


def export_buckets(plan: Plan) -> Iterator[str]:
    for export in exports(plan):
        if export["files"]:
            yield export["files"]["bucket"]


def _files(config: Values) -> dict[str, Any]:
    return {
        "bucket": config["bucket"],
        "datetime_format": config["filename_datetime_format"] or "",
        "suffix": config["filename_suffix"] or "",
        "max_duration_seconds": _seconds(config["max_duration"] or "300s"),
        "write_metadata": only(config["avro_config"])["write_metadata"],
    }


def _rows(config: Values) -> dict[str, Any]:
    return {"table": config["table"], "write_metadata": config["write_metadata"]}


def _seconds(duration: str) -> int:
    return int(duration.removesuffix("s"))
