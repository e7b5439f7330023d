import { formatAwsHost } from '../aws/domains.ts';
import { isAmount, isText } from '../client/shapes.ts';
import { decodePayload } from '../client/user-pool-answers.ts';
import { createCheck, found, sound } from './check.ts';

export type IdTokenFinding =
  | { readonly kind: 'TokenUnreadable'; readonly lacks: string }
  | { readonly kind: 'TokenNotForId'; readonly use: string }
  | { readonly kind: 'TokenOfAnotherPool'; readonly issuer: string; readonly expected: string }
  | { readonly kind: 'TokenOfAnotherClient'; readonly audience: string; readonly expected: string }
  | { readonly kind: 'TokenEnded'; readonly ended: string };

/**
 * Checks the claims that the identity pool will check [Amazon Cognito Developer Guide, "Understanding the identity (ID)
 * token"]. It does not verify the token's signature, since the identity pool does so in the next step.
 */
export const checkIdToken = createCheck(['config', 'tokens'], async ({ config, tokens, ahead = 0 }, { asked }) => {
  const { iss, aud, token_use: use, exp } = decodePayload(tokens.idToken);
  const { region, userPoolId, userPoolClientId } = config;
  const expected = `https://${formatAwsHost('cognito-idp', region)}/${userPoolId}`;
  if (!isText(iss) || !isText(aud) || !isAmount(exp)) {
    const lacks = [!isText(iss) && 'iss', !isText(aud) && 'aud', !isAmount(exp) && 'exp'].filter(Boolean).join(', ');
    return found({ kind: 'TokenUnreadable', lacks });
  }
  if (use !== 'id') return found({ kind: 'TokenNotForId', use: String(use) });
  if (iss !== expected) return found({ kind: 'TokenOfAnotherPool', issuer: iss, expected });
  if (aud !== userPoolClientId)
    return found({ kind: 'TokenOfAnotherClient', audience: aud, expected: userPoolClientId });
  const left = exp * 1000 - (asked.now() + ahead);
  if (left <= 0) return found({ kind: 'TokenEnded', ended: new Date(exp * 1000).toISOString() });
  return sound(`from this pool, for this app client, valid for ${Math.ceil(left / 60_000)} min`);
});
