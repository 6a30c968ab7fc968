"""Amazon SES: whether we may send, as whom and how much, and hear what became of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from email.utils import parseaddr
from functools import partial
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError

from shared.cli.doctor.deployment import Deployment
from shared.cli.doctor.examination import Check
from shared.cli.doctor.finding import Finding, broken, risk, unseen
from shared.cli.doctor.secrets import read_if_there

QUOTA_SHARE_MAX = 0.8  # of what may be sent in a day
_DENIED = {"AccessDeniedException", "AccessDenied"}
_NOT_FOUND = {"NotFoundException"}
_REFUSED = {"InvalidClientTokenId", "SignatureDoesNotMatch", "UnrecognizedClientException"}
Look = Callable[[Deployment, Any], Iterator[Finding]]


def checks(deployment: Deployment) -> Iterator[Check]:
    """One, because it takes long to make the client."""
    yield Check("mail provider", "Amazon SES", partial(_look, deployment))


def _look(deployment: Deployment) -> Iterator[Finding]:
    key_id = read_if_there(deployment, "AWS_ACCESS_KEY_ID")
    secret_key = read_if_there(deployment, "AWS_SECRET_ACCESS_KEY")
    if key_id is None or secret_key is None:
        return  # the checks of secrets say why
    region = deployment.wiring.setting("AWS_REGION")
    client = deployment.clients.mail(region, key_id.strip(), secret_key.strip())
    for subject, look in _LOOKS.items():
        try:
            yield from look(deployment, client)
        except ClientError as error:
            yield _refusal(subject, error)
        except BotoCoreError as error:
            yield unseen("no-answer", f"Amazon SES: {error}", "try again")


def _account(_: Deployment, client: Any) -> Iterator[Finding]:
    found = client.get_account()
    if not found["SendingEnabled"]:
        what = "Amazon SES does not send for this account: receipts wait"
        fix = "read Amazon's mail about it; then `aws sesv2 put-account-sending-attributes"
        yield broken("mail-sending-disabled", what, f"{fix} --sending-enabled`")
    if not found["ProductionAccessEnabled"]:
        what = "Amazon SES is in its sandbox: only verified addresses get a receipt"
        fix = 'ask for production access: "Account dashboard" in the console of SES'
        yield broken("mail-sandbox", what, fix)
    quota = found.get("SendQuota", {})
    sent, allowed = quota.get("SentLast24Hours", 0), quota.get("Max24HourSend", -1)
    if allowed > 0 and sent >= allowed * QUOTA_SHARE_MAX:
        what = f"Amazon SES sent {sent:g} of the {allowed:g} mails that it allows in a day"
        yield risk("mail-quota", what, 'ask for more: "Service Quotas" in the console of AWS')


def _sender(deployment: Deployment, client: Any) -> Iterator[Finding]:
    """SES takes a verified address as well as its verified domain."""
    address = parseaddr(deployment.wiring.setting("MAIL_FROM"))[1]
    domain = address.partition("@")[2]
    if not any(_is_verified(client, identity) for identity in (address, domain)):
        what = f"Amazon SES may not send as {address}: neither it nor {domain} is verified"
        fix = f"run `aws sesv2 create-email-identity --email-identity {domain}`"
        yield broken("mail-sender-unverified", what, f"{fix} and publish the DKIM records it names")


def _is_verified(client: Any, identity: str) -> bool:
    try:
        return bool(client.get_email_identity(EmailIdentity=identity)["VerifiedForSendingStatus"])
    except ClientError as error:
        if _code(error) in _NOT_FOUND:
            return False
        raise


def _configuration_set(deployment: Deployment, client: Any) -> Iterator[Finding]:
    name = deployment.wiring.setting("SES_CONFIGURATION_SET")
    fix = f"make the configuration set {name} with an SNS topic for all events"
    try:
        found = client.get_configuration_set(ConfigurationSetName=name)
    except ClientError as error:
        if _code(error) not in _NOT_FOUND:
            raise
        what = f"Amazon SES has no configuration set {name}: it refuses every receipt"
        yield broken("mail-configuration-set-missing", what, fix)
        return
    if not found.get("SendingOptions", {}).get("SendingEnabled", True):
        what = f"the configuration set {name} does not send: it refuses every receipt"
        yield broken("mail-configuration-set-off", what, f"enable sending in {name}")


_LOOKS: dict[str, Look] = {
    "the account at Amazon SES": _account,
    "the sender at Amazon SES": _sender,
    "the configuration set at Amazon SES": _configuration_set,
}


def _refusal(subject: str, error: ClientError) -> Finding:
    code = _code(error)
    if code in _REFUSED:
        what = f"Amazon refuses the access key of the mailer ({code})"
        return broken("mail-key-invalid", what, "make another and store it as ses-access-key-id")
    if code in _DENIED:
        what = f"{subject}: the mailer's key may only send, so it was not checked"
        fix = "allow it ses:GetAccount, ses:GetEmailIdentity and ses:GetConfigurationSet"
        return unseen("mail-not-seen", what, fix)
    return unseen("no-answer", f"{subject}: {code}", "try again")


def _code(error: ClientError) -> str:
    return str(error.response.get("Error", {}).get("Code", ""))
