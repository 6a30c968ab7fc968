"""What is deployed and who may use it: of Cloud Run, IAM and Resource Manager, the part that tells.

Cloud Run keeps the policies of functions, IAM those of service accounts, Resource Manager that of
the project. A deployment cannot be changed here: the functions run as the topology says.
"""

from __future__ import annotations

from http import HTTPStatus

from aiohttp import web

from emulators.control.faults.http_calls import within_reach
from emulators.iam.deployed import services
from emulators.iam.json_policies import Json, JsonPolicies, Place, StaleEtag
from emulators.iam.refusing import refusing_routes
from emulators.loopback import listen
from emulators.shelf import Shelf
from emulators.topology import Topology

KINDS = ("databases", "serviceAccounts", "services")
"""The kinds of resources whose policies are kept here."""
_SERVICE = r"projects/[^/]+/locations/[^/]+/services/[^/:]+"
_ACCOUNT = r"projects/[^/]+/serviceAccounts/[^/:]+"


class IamServer:
    def __init__(self, *, shelf: Shelf, topology: Topology) -> None:
        self._services = services(topology)
        self._accounts = _accounts(topology)
        self.policies = JsonPolicies(shelf, _place)
        application = web.Application(middlewares=[within_reach])
        application.add_routes([*self._routes(), *refusing_routes()])
        self._runner = web.AppRunner(application, access_log=None)

    async def start(self, port: int = 0) -> int:
        """Listen on the loopback address; the result is the port."""
        return await listen(self._runner, port)

    async def stop(self) -> None:
        await self._runner.cleanup()

    def _routes(self) -> list[web.RouteDef]:
        service = f"/v2/{{name:{_SERVICE}}}"
        account = f"/v1/{{name:{_ACCOUNT}}}"
        project = "/v3/{name:projects/[^/:]+}"
        return [
            web.get(service, self._service),
            web.get(f"{service}:getIamPolicy", self._get_policy),
            web.post(f"{service}:setIamPolicy", self._set_policy),
            web.get(account, self._account),
            web.post(f"{account}:getIamPolicy", self._get_policy),
            web.post(f"{account}:setIamPolicy", self._set_policy),
            web.post(f"{project}:getIamPolicy", self._get_policy),
            web.post(f"{project}:setIamPolicy", self._set_policy),
        ]

    async def _service(self, request: web.Request) -> web.Response:
        name = request.match_info["name"]
        found = self._services.get(name)
        return web.json_response(found) if found else _missing(name)

    async def _account(self, request: web.Request) -> web.Response:
        name = request.match_info["name"]
        if name not in self._accounts:
            return _missing(name)
        email, project = name.rpartition("/")[2], name.split("/")[1]
        return web.json_response({"name": name, "email": email, "projectId": project})

    async def _get_policy(self, request: web.Request) -> web.Response:
        name = request.match_info["name"]
        return web.json_response(self.policies.get(name)) if self._has(name) else _missing(name)

    async def _set_policy(self, request: web.Request) -> web.Response:
        name = request.match_info["name"]
        if not self._has(name):
            return _missing(name)
        try:
            return web.json_response(self.policies.set(name, (await request.json())["policy"]))
        except (ValueError, KeyError, TypeError):
            return _error(HTTPStatus.BAD_REQUEST, "INVALID_ARGUMENT", "The policy is missing.")
        except StaleEtag:
            message = "There were concurrent policy changes. Please retry the whole operation."
            return _error(HTTPStatus.CONFLICT, "ABORTED", message)

    def _has(self, name: str) -> bool:
        if name in self._services or name in self._accounts:
            return True
        return name.count("/") == 1  # a project


def _accounts(topology: Topology) -> set[str]:
    """Full names of the accounts that functions run as, and of those that are granted upon."""
    accounts = f"projects/{topology.project}/serviceAccounts/"
    own = {f"{accounts}{function.service_account}" for function in topology.functions}
    return own | {one.resource for one in topology.grants if one.resource.startswith(accounts)}


def _place(resource: str) -> Place | None:
    """Databases have no policies: the project's has a condition that names the database."""
    kind = resource.split("/")[-2]
    if kind == "databases":
        return resource.partition("/databases/")[0], f'resource.name == "{resource}"'
    return (resource, "") if kind in KINDS else None


def _missing(name: str) -> web.Response:
    return _error(HTTPStatus.NOT_FOUND, "NOT_FOUND", f"Resource '{name}' was not found.")


def _error(status: HTTPStatus, name: str, message: str) -> web.Response:
    error: Json = {"code": status, "message": message, "status": name}
    return web.json_response({"error": error}, status=status)
