"""The part of SNS's API that makes topics and subscriptions: forms in, XML out.

https://docs.aws.amazon.com/sns/latest/api/API_Operations.html
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from xml.sax.saxutils import escape

from aiohttp import web

from emulators.ses.authorization import Authorization
from emulators.ses.refused import Refused
from emulators.ses.sns.handshakes import Handshakes
from emulators.ses.sns.topics import Subscription, Topics

_NAMESPACE = "http://sns.amazonaws.com/doc/2010-03-31/"
_BY_ADDRESS = {"ConfirmSubscription", "Unsubscribe"}
# What a subscriber may ask for without a signature: it was given the address.
_PENDING = "pending confirmation"


@dataclass(frozen=True, slots=True)
class QueryApi:
    """`prefix` is that of the topics' names: `arn:aws:sns:eu-north-1:100000000001`."""

    prefix: str
    topics: Topics
    handshakes: Handshakes
    authorization: Authorization

    def routes(self) -> list[web.RouteDef]:
        return [web.post("/", self._handle), web.get("/", self._handle)]

    async def _handle(self, request: web.Request) -> web.Response:
        form = {name: str(value) for name, value in (await request.post()).items()}
        asked = {**request.query, **form}
        name = asked.get("Action", "")
        try:
            if name not in _BY_ADDRESS or request.method == "POST":
                self.authorization.check(request.headers, "sns")
            result = self._action(name)(asked)
        except Refused as refusal:
            return _error(refusal)
        inside = f"<{name}Result>{result}</{name}Result><ResponseMetadata/>"
        return _xml(f'<{name}Response xmlns="{_NAMESPACE}">{inside}</{name}Response>')

    def _action(self, name: str) -> Callable[[Mapping[str, str]], str]:
        actions = {
            "CreateTopic": self._create_topic,
            "DeleteTopic": self._delete_topic,
            "ListTopics": self._list_topics,
            "SetTopicAttributes": self._set_topic_attributes,
            "Subscribe": self._subscribe,
            "ConfirmSubscription": self._confirm,
            "Unsubscribe": self._unsubscribe,
            "ListSubscriptionsByTopic": self._list_subscriptions,
        }
        if name not in actions:
            raise Refused("InvalidAction", f"The action {name} is not valid for this endpoint.")
        return actions[name]

    def _create_topic(self, asked: Mapping[str, str]) -> str:
        arn = f"{self.prefix}:{asked.get('Name', '')}"
        self.topics.create(arn)
        return _element("TopicArn", arn)

    def _delete_topic(self, asked: Mapping[str, str]) -> str:
        self.topics.delete(asked.get("TopicArn", ""))
        return ""

    def _list_topics(self, _: Mapping[str, str]) -> str:
        members = (f"<member>{_element('TopicArn', arn)}</member>" for arn in self.topics.arns())
        return f"<Topics>{''.join(members)}</Topics>"

    def _set_topic_attributes(self, asked: Mapping[str, str]) -> str:
        arn, value = self._topic(asked), asked.get("AttributeValue", "")
        if asked.get("AttributeName") != "SignatureVersion" or value not in {"1", "2"}:
            raise _invalid("SignatureVersion may be 1 or 2; no other attribute is kept here.")
        self.topics.sign(arn, "1" if value == "1" else "2")
        return ""

    def _subscribe(self, asked: Mapping[str, str]) -> str:
        endpoint = asked.get("Endpoint", "")
        if asked.get("Protocol") not in {"http", "https"} or "://" not in endpoint:
            raise _invalid("Invalid parameter: this SNS delivers to http and https endpoints.")
        subscription = self.topics.subscribe(self._topic(asked), endpoint)
        if not subscription.is_confirmed:
            self.handshakes.begin(subscription)
        is_told = subscription.is_confirmed or asked.get("ReturnSubscriptionArn") == "true"
        return _element("SubscriptionArn", subscription.arn if is_told else _PENDING)

    def _confirm(self, asked: Mapping[str, str]) -> str:
        found = self.handshakes.confirm(self._topic(asked), asked.get("Token", ""))
        if found is None:
            raise _invalid("Invalid parameter: Token")
        return _element("SubscriptionArn", found.arn)

    def _unsubscribe(self, asked: Mapping[str, str]) -> str:
        subscription = self.topics.get(asked.get("SubscriptionArn", ""))
        if subscription is not None:  # SNS has no objection to one that is not there
            self.handshakes.end(subscription)
        return ""

    def _list_subscriptions(self, asked: Mapping[str, str]) -> str:
        found = self.topics.subscriptions(self._topic(asked))
        return f"<Subscriptions>{''.join(self._members(found))}</Subscriptions>"

    def _members(self, found: Iterable[Subscription]) -> Iterable[str]:
        owner = self.prefix.rpartition(":")[2]
        for one in found:
            arn = one.arn if one.is_confirmed else "PendingConfirmation"
            fields = {
                "SubscriptionArn": arn,
                "Owner": owner,
                "Protocol": one.endpoint.partition(":")[0],
                "Endpoint": one.endpoint,
                "TopicArn": one.topic_arn,
            }
            elements = (_element(name, value) for name, value in fields.items())
            yield f"<member>{''.join(elements)}</member>"

    def _topic(self, asked: Mapping[str, str]) -> str:
        arn = asked.get("TopicArn", "")
        if not self.topics.has(arn):
            raise Refused("NotFound", "Topic does not exist", HTTPStatus.NOT_FOUND)
        return arn


def _element(name: str, value: str) -> str:
    return f"<{name}>{escape(value)}</{name}>"


def _invalid(text: str) -> Refused:
    return Refused("InvalidParameter", text)


def _error(refusal: Refused) -> web.Response:
    kind = "Sender" if refusal.status < HTTPStatus.INTERNAL_SERVER_ERROR else "Receiver"
    said = (
        _element("Type", kind) + _element("Code", refusal.kind) + _element("Message", str(refusal))
    )
    return _xml(
        f'<ErrorResponse xmlns="{_NAMESPACE}"><Error>{said}</Error></ErrorResponse>',
        refusal.status,
    )


def _xml(text: str, status: int = HTTPStatus.OK) -> web.Response:
    return web.Response(text=text, status=status, content_type="text/xml")
