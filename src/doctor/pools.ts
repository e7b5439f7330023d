import { formatAwsHost } from '../aws/domains.ts';
import { parseJson } from '../client/exchange.ts';
import { isRecord } from '../client/shapes.ts';
import { createCheck, found, sound } from './check.ts';
import { readHost } from './hosts.ts';
import { createNetworkFinding, createWrongHostFinding } from './network.ts';

export type PoolsFinding =
  | { readonly kind: 'UserPoolUnknown'; readonly userPoolId: string; readonly host: string; readonly status: number }
  | { readonly kind: 'ServiceFailing'; readonly host: string; readonly status: number };

/**
 * Checks that the user pool exists and can be reached, by its public keys, which anyone may read [Amazon Cognito
 * Developer Guide, "Verifying JSON web tokens"]. A pool that does not exist has none, whatever the status says.
 */
export const checkPools = createCheck(['config'], async ({ config }, tools) => {
  const { userPoolId, region, cognitoEndpoint } = config;
  const base = cognitoEndpoint?.replace(/\/+$/, '') ?? `https://${formatAwsHost('cognito-idp', region)}`;
  const url = `${base}/${userPoolId}/.well-known/jwks.json`;
  const sent = await tools.send({ method: 'GET', url, headers: {} });
  if (sent.isErr()) return found(createNetworkFinding(sent.error, tools));
  const { status, headers } = sent.value;
  const host = readHost(base);
  const said = parseJson(sent.value);
  if (status === 200 && isRecord(said) && Array.isArray(said.keys)) return sound(`user pool ${userPoolId} at ${host}`);
  if (status >= 500) return found({ kind: 'ServiceFailing', host, status });
  const isPage = /html/i.test(String(headers.get('content-type')));
  return found(
    status >= 400 && !isPage
      ? { kind: 'UserPoolUnknown', userPoolId, host, status }
      : createWrongHostFinding(host, status, headers),
  );
});
