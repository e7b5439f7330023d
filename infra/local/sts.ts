import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { type Authorizer, explainDenial } from './authorizer.ts';
import type { Credentials } from './credentials.ts';
import type { RoleSession } from './roles.ts';
import { parseTags } from './session-tags.ts';
import { type RefusedSignature, readBody, verifySigner } from './signed-request.ts';

export interface StsOptions {
  readonly credentials: Credentials<RoleSession>;
  readonly region: string;
  readonly takeRole: Authorizer['takeRole'];
  /** Epoch milliseconds. */
  readonly now?: () => number;
  /** Called for each signature that is not valid. */
  readonly onRefusal?: ((refused: RefusedSignature) => void) | undefined;
}

/**
 * AssumeRole of AWS STS, subject to the caller's policies and the role's trust policy. Credentials last an hour at
 * most.
 */
export const createSts =
  ({ credentials, region, takeRole, now = Date.now, onRefusal }: StsOptions) =>
  async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const body = await readBody(request).catch(() => undefined);
    if (body === undefined) return void response.destroy();
    const session = verifySigner(request, body, { credentials, region, service: 'sts', now }, onRefusal);
    if (session === undefined) return refuse(response, 'SignatureDoesNotMatch', 'The signature does not match.');
    const asked = new URLSearchParams(body.toString('utf8'));
    if (asked.get('Action') !== 'AssumeRole')
      return refuse(response, 'InvalidAction', 'Only AssumeRole is available here.');
    // A session policy would restrict the session, and nothing here enforces one.
    if ([...asked.keys()].some((key) => key === 'Policy' || key.startsWith('PolicyArns.')))
      return refuse(response, 'ValidationError', 'Session policies are not available here.');

    const tags = parseTags(asked);
    if (tags.isErr()) return refuse(response, tags.error.code, tags.error.message);
    const roleArn = asked.get('RoleArn') ?? '';
    const denied = explainDenial(takeRole(session.principal, roleArn, tags.value));
    if (denied !== undefined) return refuse(response, 'AccessDenied', denied);

    const duration = asked.get('DurationSeconds') ?? '3600';
    const seconds = Number(duration);
    // Role chaining is limited to an hour.
    if (!/^\d{3,4}$/.test(duration) || seconds < 900 || seconds > 3600)
      return refuse(response, 'ValidationError', 'DurationSeconds is out of range.');
    const sessionName = asked.get('RoleSessionName') ?? '';
    if (!/^[\w+=,.@-]{2,64}$/.test(sessionName))
      return refuse(response, 'ValidationError', 'RoleSessionName is invalid [2 to 64 of A-Z a-z 0-9 _ + = , . @ -].');
    const issued = credentials.issue({ roleArn, sessionName, tags: tags.value }, now() + seconds * 1000);
    const fields = {
      AccessKeyId: issued.accessKeyId,
      SecretAccessKey: issued.secretAccessKey,
      SessionToken: issued.sessionToken,
      Expiration: new Date(issued.expiration).toISOString(),
    };
    const xml = Object.entries(fields).map(([tag, value]) => `<${tag}>${value}</${tag}>`);
    send(
      response,
      200,
      'AssumeRoleResponse',
      `<AssumeRoleResult><Credentials>${xml.join('')}</Credentials></AssumeRoleResult>`,
    );
  };

const refuse = (response: ServerResponse, code: string, message: string): void =>
  send(
    response,
    code === 'ValidationError' || code === 'InvalidParameterValue' ? 400 : 403,
    'ErrorResponse',
    `<Error><Type>Sender</Type><Code>${code}</Code><Message>${escapeText(message)}</Message></Error>`,
  );

const escapeText = (text: string): string =>
  text.replace(/[&<>]/g, (character) => `&#${character.charCodeAt(0)};`).replace(/[^\x20-\x7e]/g, '?');

const send = (response: ServerResponse, status: number, root: string, xml: string): void => {
  const requestId = randomUUID();
  const id = `<RequestId>${requestId}</RequestId>`;
  const metadata = status === 200 ? `<ResponseMetadata>${id}</ResponseMetadata>` : id;
  response
    .writeHead(status, { 'content-type': 'text/xml', 'x-amzn-requestid': requestId })
    .end(`<${root}>${xml}${metadata}</${root}>`);
};
