import type { NotesConfig } from '../client/config.ts';
import { usage } from './cli-error.ts';

/** Returns the configuration if requests can be sent with it. Throws `CliError`, naming its `source`, if not. */
export const checkConfig = (config: NotesConfig, source: string): NotesConfig => {
  if (!/^[a-z0-9-]{1,64}$/i.test(config.region)) throw usage(`${source}: "${config.region}" is not a region.`);
  checkUrl(config.apiEndpoint, "the API's URL", source);
  if (config.cognitoEndpoint !== undefined) checkUrl(config.cognitoEndpoint, "the pools' URL", source);
  if (config.s3Endpoint !== undefined) checkUrl(config.s3Endpoint, "S3's URL", source);
  // [Amazon S3 User Guide, "General purpose bucket naming rules"]
  if (config.bucketName !== undefined && !/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/.test(config.bucketName))
    throw usage(`${source}: "${config.bucketName}" is not the name of a bucket.`);
  return config;
};

const checkUrl = (given: string, what: string, source: string): void => {
  const url = URL.canParse(given) ? new URL(given) : undefined;
  // Hides a user, a password and a query.
  const shown = url === undefined ? given : `${url.protocol}//${url.host}`;
  const refuse = (why: string) => usage(`${source}: ${what} ${why}: ${shown}`);
  if (url === undefined) throw refuse('is invalid');
  if (url.protocol !== 'https:' && url.protocol !== 'http:') throw refuse('must begin with https:// or http://');
  if (url.username !== '' || url.password !== '') throw refuse('must have no user');
  if (/[?#]/.test(given)) throw refuse('must have no query or fragment');
};

/** Returns the endpoint that receives the proof of the password. */
export const describePoolEndpoint = ({ cognitoEndpoint, region }: NotesConfig): string =>
  cognitoEndpoint ?? `Amazon Cognito in ${region}`;
