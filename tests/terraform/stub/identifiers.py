"""How Google Cloud names things: the provider's `id`, from the attributes of the resource."""

from __future__ import annotations

_LOCATED = "projects/{project}/locations/{location}"
_POOL = "projects/{project}/locations/global/workloadIdentityPools/{workload_identity_pool_id}"

IDENTIFIERS = {
    "google_artifact_registry_repository": _LOCATED + "/repositories/{repository_id}",
    "google_bigquery_dataset": "projects/{project}/datasets/{dataset_id}",
    "google_bigquery_table": "projects/{project}/datasets/{dataset_id}/tables/{table_id}",
    "google_cloud_scheduler_job": "projects/{project}/locations/{region}/jobs/{name}",
    "google_cloud_tasks_queue": _LOCATED + "/queues/{name}",
    "google_cloudfunctions2_function": _LOCATED + "/functions/{name}",
    "google_firestore_database": "projects/{project}/databases/{name}",
    "google_iam_workload_identity_pool": _POOL,
    "google_iam_workload_identity_pool_provider": (
        _POOL + "/providers/{workload_identity_pool_provider_id}"
    ),
    "google_logging_metric": "{name}",
    "google_monitoring_custom_service": "projects/{project}/services/{service_id}",
    "google_monitoring_slo": "{service}/serviceLevelObjectives/{slo_id}",
    "google_project_service": "{project}/{service}",
    "google_pubsub_subscription": "projects/{project}/subscriptions/{name}",
    "google_pubsub_topic": "projects/{project}/topics/{name}",
    "google_secret_manager_secret": "projects/{project}/secrets/{secret_id}",
    "google_secret_manager_secret_version": "{secret}/versions/{version}",
    "google_service_account": "projects/{project}/serviceAccounts/{email}",
    "google_storage_bucket": "{name}",
    "google_storage_bucket_object": "{bucket}-{name}",
}

# Types whose computed `name` is their `id`.
SELF_NAMED = frozenset(
    {
        "google_iam_workload_identity_pool",
        "google_iam_workload_identity_pool_provider",
        "google_monitoring_custom_service",
        "google_monitoring_slo",
        "google_secret_manager_secret",
        "google_secret_manager_secret_version",
        "google_service_account",
    }
)
