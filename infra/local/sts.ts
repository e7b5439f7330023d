import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { FunctionName } from '../../src/lambda/routes.ts';
import type { Credentials } from './credentials.ts';
import { dataRoleArn, type FunctionRole, sessionArn } from './roles.ts';
import { signerOf, wholeBody } from './signed-request.ts';

export interface StsOptions {
  readonly credentials: Credentials<FunctionRole>;
  readonly region: string;
  /** The functions that have a data role. */
  readonly functions: readonly FunctionName[];
  /** Epoch milliseconds. */
  readonly now?: () => number;
}

/**
 * AssumeRole of AWS STS, for the data roles and by their trust policy: only the execution role of the same function may
 * take one, for an hour at most, and with exactly the session tag `owner`.
 */
export const sts =
  ({ credentials, region, functions, now = Date.now }: StsOptions) =>
  async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const body = await wholeBody(request).catch(() => undefined);
    if (body === undefined) return void response.destroy();
    const session = signerOf(request, body, { credentials, region, service: 'sts', now });
    if (session === undefined) return refuse(response, 'SignatureDoesNotMatch', 'The signature does not match.');
    const asked = new URLSearchParams(body.toString('utf8'));
    if (asked.get('Action') !== 'AssumeRole') return refuse(response, 'InvalidAction', 'Only AssumeRole is here.');

    const { principal } = session;
    const name = functions.find((each) => dataRoleArn(each) === asked.get('RoleArn'));
    const tags = [...asked.keys()].filter((key) => key.startsWith('Tags.')).toSorted();
    const owner = asked.get('Tags.member.1.Value');
    const trusted =
      principal.role === 'execution' &&
      principal.function === name &&
      tags.join() === 'Tags.member.1.Key,Tags.member.1.Value' &&
      asked.get('Tags.member.1.Key') === 'owner';
    if (!trusted || name === undefined || !owner) {
      const who = sessionArn(principal);
      return refuse(response, 'AccessDenied', `User: ${who} is not authorized to perform: sts:AssumeRole`);
    }
    if (owner.length > 256) return refuse(response, 'ValidationError', 'A tag is at most 256 characters long.');

    const duration = asked.get('DurationSeconds') ?? '3600';
    const seconds = Number(duration);
    // A role that takes a role gets an hour at most.
    if (!/^\d{3,4}$/.test(duration) || seconds < 900 || seconds > 3600)
      return refuse(response, 'ValidationError', 'DurationSeconds is out of range.');
    const issued = credentials.issue({ role: 'data', function: name, owner }, now() + seconds * 1000);
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
    403,
    'ErrorResponse',
    `<Error><Type>Sender</Type><Code>${code}</Code><Message>${message}</Message></Error>`,
  );

const send = (response: ServerResponse, status: number, root: string, xml: string): void => {
  const requestId = randomUUID();
  const id = `<RequestId>${requestId}</RequestId>`;
  const metadata = status === 200 ? `<ResponseMetadata>${id}</ResponseMetadata>` : id;
  response
    .writeHead(status, { 'content-type': 'text/xml', 'x-amzn-requestid': requestId })
    .end(`<${root}>${xml}${metadata}</${root}>`);
};
