"""The console's API: reading what the cloud holds, and the buttons on its pages."""

from __future__ import annotations

from aiohttp import web

from emulators.console.api.changes import Changes
from emulators.console.api.desk import Desk
from emulators.console.api.documents import Documents
from emulators.console.api.functions import Functions
from emulators.console.api.guard import only_from_here
from emulators.console.api.journeys import Journeys
from emulators.console.api.mails import Mails
from emulators.console.api.objects import Objects
from emulators.console.api.overview import Overview
from emulators.console.api.publishing import Publishing
from emulators.console.api.schedules import Schedules
from emulators.console.api.stripe import Stripe
from emulators.console.api.tasks import Tasks
from emulators.console.api.topics import Topics
from emulators.control.clock_routes import ClockRoutes
from emulators.control.fault_routes import FaultRoutes
from emulators.control.problems import as_problems
from emulators.control.service_routes import ServiceRoutes
from emulators.control.snapshot_routes import SnapshotRoutes

_PARTS = (
    *(Documents, Functions, Journeys, Mails, Objects, Overview),
    *(Publishing, Schedules, Stripe, Tasks, Topics),
)
_CONTROLS = (ClockRoutes, FaultRoutes, ServiceRoutes, SnapshotRoutes)


def api(desk: Desk) -> web.Application:
    """To be served below `/console/api`; the control API has its own paths there, `/v1/...`."""
    application = web.Application(middlewares=[as_problems, only_from_here])
    changes = Changes(desk)
    application.add_routes(changes.routes())
    application.on_shutdown.append(changes.close)
    for part in _PARTS:
        application.add_routes(part(desk).routes())
    for control in _CONTROLS:
        application.add_routes(control(desk.cloud).routes())
    return application
