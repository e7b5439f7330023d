import { attributesOf } from './attributes.ts';
import { type Parameters, password as passwordIn, text } from './parameters.ts';
import { asUser, type Operations, type Pool, requireClient, srpUser, userOfAccessToken, verifierOf } from './pool.ts';
import { invalidParameter, notAuthorized, notFound } from './refusal.ts';
import { secondFactorsOf } from './second-factor.ts';
import { sameVerifier, srpVerifier } from './srp.ts';

/** What users do about their own account, by an access token. */
export const ownAccountOperations = (pool: Pool): Operations => {
  const { users, tokens, now } = pool;

  /** The pool remembers no devices, so there is none to be found. */
  const noDevice = async (parameters: Parameters): Promise<object> => {
    await userOfAccessToken(pool, parameters);
    throw notFound('Device does not exist.');
  };

  return {
    GetUser: async (parameters) => {
      const user = await userOfAccessToken(pool, parameters);
      return { Username: user.sub, UserAttributes: attributesOf(user), ...secondFactorsOf(user) };
    },

    ChangePassword: (parameters) => {
      const previous = text(parameters, 'PreviousPassword');
      const proposed = passwordIn(parameters, 'ProposedPassword');
      return asUser(pool, parameters, async (user) => {
        const verifier = verifierOf(pool, user.sub, proposed);
        const given = srpVerifier(srpUser(pool, user.sub), previous, user.verifier.salt);
        if (!sameVerifier(given, user.verifier)) throw notAuthorized();
        await users.save({ ...user, verifier, modified: now() });
        return {};
      });
    },

    GlobalSignOut: async (parameters) => {
      const { sub } = await userOfAccessToken(pool, parameters);
      await tokens.signIns.revokeAll(sub);
      return {};
    },

    RevokeToken: async (parameters) => {
      requireClient(pool, parameters);
      await tokens.signIns.revoke(text(parameters, 'Token'));
      return {};
    },

    DeleteUser: (parameters) =>
      asUser(pool, parameters, async (user) => {
        await users.remove(user);
        await tokens.signIns.revokeAll(user.sub);
        return {};
      }),

    ListDevices: async (parameters) => {
      await userOfAccessToken(pool, parameters);
      return { Devices: [] };
    },
    GetDevice: noDevice,
    ForgetDevice: noDevice,
    UpdateDeviceStatus: noDevice,
    ConfirmDevice: async (parameters) => {
      await userOfAccessToken(pool, parameters);
      throw invalidParameter('This user pool does not remember devices.');
    },
  };
};
