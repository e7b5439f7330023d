import { formatAwsHost } from './domains.ts';

/**
 * Returns a service's endpoint: the one that the environment sets [AWS SDKs and Tools Reference Guide,
 * "Service-specific endpoints"], or the regional default. Throws unless the setting is the HTTP or HTTPS URL of a host.
 */
export const findEndpoint = (
  service: 'dynamodb' | 's3' | 'sts',
  region: string,
  env: Readonly<Record<string, string | undefined>>,
): URL => {
  const named = env[`AWS_ENDPOINT_URL_${service.toUpperCase()}`] || env.AWS_ENDPOINT_URL;
  if (named && env.AWS_IGNORE_CONFIGURED_ENDPOINT_URLS !== 'true') return parseUrl(named);
  return new URL(`https://${formatAwsHost(service, region)}`);
};

/** Returns a bucket's endpoint and the path prefix of its keys: a virtual host on AWS, path style elsewhere. */
export const findBucket = (
  bucket: string,
  region: string,
  env: Readonly<Record<string, string | undefined>>,
): { readonly endpoint: URL; readonly base: string } => {
  const endpoint = findEndpoint('s3', region, env);
  if (endpoint.host !== formatAwsHost('s3', region)) return { endpoint, base: `/${bucket}/` };
  return { endpoint: new URL(`https://${bucket}.${formatAwsHost('s3', region)}`), base: '/' };
};

const parseUrl = (text: string): URL => {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || !['http:', 'https:'].includes(url.protocol) || url.pathname !== '/' || url.search !== '')
    throw new Error(`An endpoint must be the URL of a host, and "${text}" is not.`);
  return url;
};
