import type { Verdict } from './attempts.ts';
import { CredentialsUnavailable, type SessionCredentials } from './credentials.ts';
import type { WireResponse } from './exchange.ts';
import { isRefusal } from './refusals.ts';
import { type Service, ServiceError } from './service-client.ts';
import { findText } from './xml-text.ts';

export interface RoleSession {
  readonly roleArn: string;
  /** At most 64 characters of `\w+=,.@-`. */
  readonly name: string;
  /** From 900 to 3600 when one role assumes another [IAM User Guide, "Methods to assume a role", role chaining]. */
  readonly seconds: number;
  readonly tags: Readonly<Record<string, string>>;
}

export type AssumeRole = (session: RoleSession) => Promise<SessionCredentials>;

/**
 * Creates `AssumeRole` over the STS wire protocol [AWS STS API Reference, "AssumeRole"]. It rejects with
 * `CredentialsUnavailable` if STS does not answer, and with a `ServiceError` if STS refuses.
 */
export const createAssumeRole =
  (ask: Service): AssumeRole =>
  async ({ roleArn, name, seconds, tags }) => {
    const asked = new URLSearchParams({
      Action: 'AssumeRole',
      Version: '2011-06-15',
      RoleArn: roleArn,
      RoleSessionName: name,
      DurationSeconds: String(seconds),
    });
    for (const [index, [key, value]] of Object.entries(tags).entries()) {
      asked.set(`Tags.member.${index + 1}.Key`, key);
      asked.set(`Tags.member.${index + 1}.Value`, value);
    }
    const headers = { 'content-type': 'application/x-www-form-urlencoded; charset=utf-8' };
    const answered = await ask({ headers, body: asked.toString() }, read);
    if (answered.kind === 'GivenUp') throw new CredentialsUnavailable();
    return answered.value;
  };

const read = ({ status, body }: WireResponse): Verdict<SessionCredentials> => {
  if (status === 200) return { kind: 'Done', value: readSession(body) };
  const name = findText(body, 'Code');
  if (isRefusal(name)) return { kind: 'Refused' };
  if (status >= 500) return { kind: 'Lost' };
  throw new ServiceError(name, findText(body, 'Message'), status);
};

const readSession = (xml: string): SessionCredentials => {
  const [accessKeyId, secretAccessKey, sessionToken] = [
    findText(xml, 'AccessKeyId'),
    findText(xml, 'SecretAccessKey'),
    findText(xml, 'SessionToken'),
  ];
  const expiration = new Date(findText(xml, 'Expiration'));
  if (!accessKeyId || !secretAccessKey || !sessionToken || Number.isNaN(expiration.getTime()))
    throw new Error('STS answered without credentials.');
  return { accessKeyId, secretAccessKey, sessionToken, expiration };
};
