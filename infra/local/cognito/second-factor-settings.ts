import { CognitoException, invalidParameter } from './cognito-exception.ts';
import { isMap, type Parameters, readMap, readSixDigits } from './parameters.ts';
import { type Operations, type Pool, runAsUser } from './pool.ts';
import { createTotpSecret, findCounter } from './totp.ts';
import type { User } from './users.ts';

/** Returns a user's second factors as `GetUser` describes them. */
export const describeSecondFactors = ({ totp }: User): object => ({
  ...(totp?.enabled && { UserMFASettingList: [software] }),
  ...(totp?.enabled && totp.preferred && { PreferredMfaSetting: software }),
});

const software = 'SOFTWARE_TOKEN_MFA';

/**
 * Creates the operations for an authenticator app as a second factor: its secret is issued, proven by a code, and then
 * turned on.
 */
export const createSecondFactor = (pool: Pool): Operations => {
  const { users, now, deviceNow, settings } = pool;
  if (!settings.offersTotp) return {};
  return {
    AssociateSoftwareToken: (parameters) =>
      runAsUser(pool, parameters, async (user) => {
        const secret = createTotpSecret();
        await users.save({ ...user, newTotpSecret: secret });
        return { SecretCode: secret };
      }),

    VerifySoftwareToken: (parameters) => {
      const code = readSixDigits(parameters, 'UserCode');
      return runAsUser(pool, parameters, async (user) => {
        const { newTotpSecret: secret, ...rest } = user;
        const counter = secret === undefined ? undefined : findCounter(secret, code, deviceNow());
        if (secret === undefined || counter === undefined)
          throw new CognitoException('EnableSoftwareTokenMFAException', 'Code mismatch');
        // A new app replaces the previous one; whether sign-ins ask for a code does not change.
        const { enabled = false, preferred = false } = user.totp ?? {};
        await users.save({ ...rest, totp: { secret, enabled, preferred, usedCounter: counter }, modified: now() });
        return { Status: 'SUCCESS' };
      });
    },

    SetUserMFAPreference: (parameters) => {
      const preference = readPreference(parameters);
      return runAsUser(pool, parameters, async (user) => {
        await users.save(setPreference(user, preference));
        return {};
      });
    },
  };
};

/** A request's settings for the authenticator app. */
export interface Preference {
  readonly enabled: boolean;
  readonly preferred: boolean;
}

/**
 * Reads the settings for the authenticator app, or `undefined` if there are none. Throws if the request turns on a
 * factor that the pool does not have.
 */
export const readPreference = (parameters: Parameters): Preference | undefined => {
  for (const [name, what] of [
    ['SMSMfaSettings', 'SMS'],
    ['EmailMfaSettings', 'Email'],
    ['WebAuthnMfaSettings', 'WebAuthn'],
  ] as const) {
    const { Enabled, PreferredMfa } = readMap(parameters, name);
    if (Enabled === true || PreferredMfa === true)
      throw invalidParameter(`${what} MFA is not enabled for this user pool.`);
  }
  const given = parameters.SoftwareTokenMfaSettings;
  if (!isMap(given)) return undefined;
  return { enabled: given.Enabled === true, preferred: given.PreferredMfa === true };
};

export const setPreference = (user: User, preference: Preference | undefined): User => {
  if (preference === undefined) return user;
  const { enabled, preferred } = preference;
  if (user.totp === undefined) {
    if (enabled || preferred) throw invalidParameter('User has not verified software token mfa');
    return user;
  }
  return { ...user, totp: { ...user.totp, enabled: enabled || preferred, preferred } };
};
