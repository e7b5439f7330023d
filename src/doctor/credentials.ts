import { fetchCredentialsFor } from '../client/credentials.ts';
import { withEnding } from '../client/ending.ts';
import { createCheck, found, sound } from './check.ts';
import { type CognitoRule, createCognitoFinding } from './cognito-rules.ts';
import { createPoolCallOptions } from './identity.ts';
import { createNetworkFinding } from './network.ts';

type Refused = 'RoleNotTaken' | 'CredentialsRefused';

export type CredentialsFinding =
  | { readonly kind: Refused; readonly type: string; readonly message: string }
  | { readonly kind: 'CredentialsEnded'; readonly ended: string };

/**
 * `Invalid identity pool configuration. Check assigned IAM roles for this pool.` means that there is no role for
 * authenticated users, or that the role does not trust this pool [Amazon Cognito Federated Identities API Reference,
 * "GetCredentialsForIdentity"; amazon-cognito-identity-js pull request 296; amazon-cognito-auth-js issues 167, 196].
 * AWS does not distinguish the two.
 */
const rules: readonly CognitoRule<Refused>[] = [
  [/^InvalidIdentityPoolConfigurationException$/, /./s, 'RoleNotTaken'],
  [/Exception$/, /AssumeRoleWithWebIdentity/, 'RoleNotTaken'],
];

/** Remaining milliseconds at which the client's session treats credentials as expired. */
const least = 5 * 60_000;

/**
 * Gets a session of the role for authenticated users by the enhanced flow: the pool assumes the role and returns its
 * credentials.
 */
export const checkCredentials = createCheck(
  ['config', 'tokens', 'identity'],
  async ({ config, tokens, identity, ahead = 0 }, tools) => {
    const given = await withEnding(
      tools.asked.signal,
      (ending) => fetchCredentialsFor(config, tokens, identity, createPoolCallOptions(tools, ending)),
      tools.patience,
    );
    if (given.isErr()) {
      const { error } = given;
      if (error.kind !== 'CognitoRefused') return found(createNetworkFinding(error, tools));
      return found(createCognitoFinding(error, rules, 'CredentialsRefused', tools));
    }
    const { credentials, ends } = given.value;
    for (const secret of [credentials.secretAccessKey, credentials.sessionToken]) tools.watch.secrets.add(secret);
    const left = ends - (tools.asked.now() + ahead);
    if (left <= least) return found({ kind: 'CredentialsEnded', ended: new Date(ends).toISOString() });
    return sound(`a role session from the enhanced flow, valid for ${Math.round(left / 60_000)} min`, {
      learnt: { credentials },
    });
  },
);
