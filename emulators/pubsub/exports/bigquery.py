"""Delivery of one subscription into a table of BigQuery."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from google.pubsub_v1 import types

from emulators.pubsub.exports.intake import Intake
from emulators.pubsub.exports.rows import Rows
from emulators.pubsub.lease import Lease
from emulators.pubsub.schemas.definition import Unfit
from emulators.pubsub.sinks import Column, TableSink

_NOT_FOUND = types.BigQueryConfig.State.NOT_FOUND
_SCHEMA_MISMATCH = types.BigQueryConfig.State.SCHEMA_MISMATCH
ROWS_MAX = 500  # of one write


class BigQueryExport:
    def __init__(
        self,
        intake: Intake,
        config: Any,
        rows: Rows,
        sink: TableSink,
        require_match: Callable[[Sequence[Column]], None],
    ) -> None:
        """`require_match` raises `Unfit` when the table does not suit the subscription."""
        self._intake = intake
        self._config = config
        self._rows = rows
        self._sink = sink
        self._require_match = require_match

    async def run(self) -> None:
        """Write what comes, for ever."""
        while True:
            leases = self._intake.take(ROWS_MAX)
            if leases:
                await self._deliver(leases)
            else:
                await self._intake.wait(None)

    async def _deliver(self, leases: list[Lease]) -> None:
        try:
            columns = self._sink.columns(self._config.table)
            self._require_match(columns)
            await self._write(leases, columns)
        except LookupError:
            await self._intake.stall(_NOT_FOUND, leases)
        except Unfit:
            await self._intake.stall(_SCHEMA_MISMATCH, leases)

    async def _write(self, leases: list[Lease], columns: Sequence[Column]) -> None:
        """Write every message that makes a row; one that does not is nobody else's trouble."""
        rows = {}
        for lease in leases:
            try:
                rows[lease] = self._rows.row(lease.unacked.message, columns)
            except Unfit as unfit:
                self._intake.reject(lease, str(unfit))
        errors = await self._sink.insert(self._config.table, list(rows.values()))
        outcomes = list(zip(rows, errors, strict=True))
        self._intake.done([lease for lease, error in outcomes if not error])
        for lease, error in outcomes:
            if error:
                self._intake.reject(lease, error)
