import { listAttributes } from './attributes.ts';
import { invalidParameter, notAuthorized, notFound } from './cognito-exception.ts';
import { type Parameters, readPassword, readText } from './parameters.ts';
import {
  createVerifier,
  findTokenHolder,
  formatSrpUser,
  type Operations,
  type Pool,
  requireClient,
  runAsUser,
} from './pool.ts';
import { describeSecondFactors } from './second-factor-settings.ts';
import { createSrpVerifier, sameVerifier } from './srp.ts';

/** Creates the operations of users on their own account, authenticated by an access token. */
export const createOwnAccount = (pool: Pool): Operations => {
  const { users, tokens, now } = pool;

  /** Throws `ResourceNotFoundException`: the pool remembers no devices. */
  const noDevice = async (parameters: Parameters): Promise<object> => {
    await findTokenHolder(pool, parameters);
    throw notFound('Device does not exist.');
  };

  return {
    GetUser: async (parameters) => {
      const user = await findTokenHolder(pool, parameters);
      return { Username: user.sub, UserAttributes: listAttributes(user), ...describeSecondFactors(user) };
    },

    ChangePassword: (parameters) => {
      const previous = readText(parameters, 'PreviousPassword');
      const proposed = readPassword(parameters, 'ProposedPassword');
      return runAsUser(pool, parameters, async (user) => {
        const verifier = createVerifier(pool, user.sub, proposed);
        const given = createSrpVerifier(formatSrpUser(pool, user.sub), previous, user.verifier.salt);
        if (!sameVerifier(given, user.verifier)) throw notAuthorized();
        await users.save({ ...user, verifier, modified: now() });
        return {};
      });
    },

    GlobalSignOut: async (parameters) => {
      const { sub } = await findTokenHolder(pool, parameters);
      await tokens.signIns.revokeAll(sub);
      return {};
    },

    RevokeToken: async (parameters) => {
      requireClient(pool, parameters);
      await tokens.signIns.revoke(readText(parameters, 'Token'));
      return {};
    },

    DeleteUser: (parameters) =>
      runAsUser(pool, parameters, async (user) => {
        await users.delete(user);
        await tokens.signIns.revokeAll(user.sub);
        return {};
      }),

    ListDevices: async (parameters) => {
      await findTokenHolder(pool, parameters);
      return { Devices: [] };
    },
    GetDevice: noDevice,
    ForgetDevice: noDevice,
    UpdateDeviceStatus: noDevice,
    ConfirmDevice: async (parameters) => {
      await findTokenHolder(pool, parameters);
      throw invalidParameter('This user pool does not remember devices.');
    },
  };
};
