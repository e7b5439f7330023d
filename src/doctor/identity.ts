import { createClock } from '../client/clock.ts';
import { callCognito, readAnyRecord } from '../client/cognito.ts';
import { fetchIdentity, type PoolCallOptions } from '../client/credentials.ts';
import { type Ending, withEnding } from '../client/ending.ts';
import { createCheck, found, sound } from './check.ts';
import { type CognitoRule, createCognitoFinding } from './cognito-rules.ts';
import { createNetworkFinding } from './network.ts';
import type { Tools } from './tools.ts';

type Refused = 'IdentityPoolUnknown' | 'ProviderUnknown' | 'GuestsOnly' | 'LoginRefused' | 'IdentityRefused';

export type IdentityFinding =
  | { readonly kind: Refused; readonly type: string; readonly message: string }
  | { readonly kind: 'IdentityElsewhere'; readonly identityId: string; readonly region: string }
  | { readonly kind: 'GuestsLetIn' };

/**
 * Messages as observed: a provider or app client that the pool does not have [amplify-js issue 2067], a pool without
 * providers [amazon-cognito-identity-js issue 68], an ID token that it does not accept [amazon-cognito-identity-js
 * issue 407].
 */
const rules: readonly CognitoRule<Refused>[] = [
  [/^ResourceNotFoundException$/, /./s, 'IdentityPoolUnknown'],
  [/^NotAuthorizedException$/, /supported provider/i, 'ProviderUnknown'],
  [/^NotAuthorizedException$/, /logins don.t match/i, 'GuestsOnly'],
  [/^NotAuthorizedException$/, /login token/i, 'LoginRefused'],
];

/** Checks that the pool gives the user an identity, and gives none to guests. */
export const checkIdentity = createCheck(['config', 'tokens'], async ({ config, tokens }, tools) => {
  const given = await withEnding(
    tools.asked.signal,
    (ending) => fetchIdentity(config, tokens, createPoolCallOptions(tools, ending)),
    tools.patience,
  );
  if (given.isErr()) {
    const { error } = given;
    if (error.kind !== 'CognitoRefused') return found(createNetworkFinding(error, tools));
    return found(createCognitoFinding(error, rules, 'IdentityRefused', tools));
  }
  const identity = given.value;
  const { region, identityPoolId } = config;
  if (!identity.startsWith(`${region}:`)) return found({ kind: 'IdentityElsewhere', identityId: identity, region });
  const learnt = { identity };
  // A pool that lets guests in creates an identity for each one that asks.
  if (tools.asked.readOnly) return sound(`${identity}; guests were not tried`, { learnt });
  const guest = await withEnding(
    tools.asked.signal,
    (ending) =>
      callCognito(config, {
        ...{ service: 'cognito-identity', operation: 'GetId', parameters: { IdentityPoolId: identityPoolId }, ending },
        ...{ read: readAnyRecord, fetch: tools.client.fetch, onAnswer: () => undefined },
      }),
    tools.patience,
  );
  if (guest.isOk()) return found({ kind: 'GuestsLetIn' });
  const { error } = guest;
  return error.kind === 'CognitoRefused' ? sound(identity, { learnt }) : found(createNetworkFinding(error, tools));
});

export const createPoolCallOptions = ({ client }: Pick<Tools, 'client'>, ending: Ending): PoolCallOptions => {
  const clock = createClock(client.now);
  return { ending, fetch: client.fetch, onAnswer: clock.correctBy, clock };
};
