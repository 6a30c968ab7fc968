// usage: node ses.js ENDPOINT REGION SENDER

const assert = require("node:assert/strict");
const {
  CreateEmailIdentityCommand,
  GetAccountCommand,
  GetSuppressedDestinationCommand,
  ListEmailIdentitiesCommand,
  ListSuppressedDestinationsCommand,
  PutSuppressedDestinationCommand,
  SendEmailCommand,
  SESv2Client,
} = require("@aws-sdk/client-sesv2");
const { refusal, run } = require("./scenarios");

const [endpoint, region, sender] = process.argv.slice(2);
const credentials = { accessKeyId: "local", secretAccessKey: "local" };
const client = new SESv2Client({ endpoint, region, credentials, maxAttempts: 1 });
const send = (command) => client.send(command);
const outbox = async (path = "") =>
  (await fetch(`${endpoint}/_outbox/messages${path}`)).json();

const simple = (changes = {}) => ({
  FromEmailAddress: sender,
  Destination: { ToAddresses: ["ebba@example.org"] },
  Content: {
    Simple: {
      Subject: { Data: "Ditt kvitto" },
      Body: { Text: { Data: "Tack för köpet" }, Html: { Data: "<p>Tack</p>" } },
      Attachments: [{ FileName: "invoice.pdf", RawContent: Buffer.from("%PDF-1.7") }],
    },
  },
  ...changes,
});

run({
  async "a message in parts is sent and arrives whole"() {
    const answer = await send(
      new SendEmailCommand(simple({ EmailTags: [{ Name: "order", Value: "7" }] })),
    );
    const [{ id, message_id: messageId }] = await outbox();
    assert.equal(answer.MessageId, messageId);
    const message = await outbox(`/${id}`);
    assert.equal(message.subject, "Ditt kvitto");
    assert.equal(message.text.trim(), "Tack för köpet");
    assert.deepEqual(message.tags, { order: "7" });
    assert.equal(message.attachments[0].filename, "invoice.pdf");
  },

  async "raw content goes out as it is"() {
    const raw = `From: ${sender}\r\nTo: ebba@example.org\r\nSubject: raw\r\n\r\nhej\r\n`;
    await send(new SendEmailCommand({ Content: { Raw: { Data: Buffer.from(raw) } } }));
    const [{ id }] = await outbox();
    const kept = await fetch(`${endpoint}/_outbox/messages/${id}/raw`);
    assert.equal(await kept.text(), raw);
  },

  async "refusals are of the client's own classes"() {
    const stranger = simple({ FromEmailAddress: "who@else.example" });
    assert.equal((await refusal(send(new SendEmailCommand(stranger)))).name, "MessageRejected");
    const lost = simple({ ConfigurationSetName: "none" });
    assert.equal((await refusal(send(new SendEmailCommand(lost)))).name, "NotFoundException");
  },

  async "identities, the account and the suppression list"() {
    const made = await send(new CreateEmailIdentityCommand({ EmailIdentity: "new.example" }));
    assert.equal(made.VerifiedForSendingStatus, false);
    const { EmailIdentities } = await send(new ListEmailIdentitiesCommand({}));
    assert.ok(EmailIdentities.some((one) => one.IdentityName === "new.example"));
    const account = await send(new GetAccountCommand({}));
    assert.deepEqual([account.SendingEnabled, account.SendQuota.SentLast24Hours], [true, 2]);
    const suppressed = { EmailAddress: "ines@example.org", Reason: "BOUNCE" };
    await send(new PutSuppressedDestinationCommand(suppressed));
    const found = await send(new GetSuppressedDestinationCommand(suppressed));
    assert.ok(found.SuppressedDestination.LastUpdateTime instanceof Date);
    const asked = { Reasons: ["BOUNCE"], StartDate: new Date(0) };
    const listed = await send(new ListSuppressedDestinationsCommand(asked));
    assert.equal(listed.SuppressedDestinationSummaries.length, 1);
  },
});
