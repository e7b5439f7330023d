import type { DoneOperation } from '../../../../infra/local/cognito/endpoint.ts';
import type { Wrap } from '../../../kit/wrap-exports.ts';
import { type ConsoleFaults, faultsOf } from '../fault.ts';

type PoolSteps = typeof import('../../../../infra/local/trace/pool-step.ts');
type Step = ReturnType<PoolSteps['createPoolStep']>['step'];
type Members = Readonly<Record<string, unknown>>;

const pools = faultsOf<PoolSteps>('infra/local/trace/pool-step.ts');
const users = faultsOf<typeof import('../../../../infra/local/console/data/shown-users.ts')>(
  'infra/local/console/data/shown-users.ts',
);

const tellMore =
  (tell: (done: DoneOperation, sound: Step) => Partial<Step>): Wrap<PoolSteps['createPoolStep']> =>
  (create) =>
  (done) => {
    const sound = create(done);
    return { ...sound, step: { ...sound.step, ...tell(done, sound.step) } };
  };

/** Tells more of what an operation was sent. */
const tellSent = (select: (parameters: Members) => Members) =>
  tellMore(({ parameters }, { about }) => {
    const more = Object.entries(select(parameters)).map(([name, value]) => [name, JSON.stringify(value)] as const);
    return { about: [...about, ...more] };
  });

/** Tells more of what an operation answered. */
const tellAnswered = (select: (result: Members) => unknown) =>
  tellMore(({ outcome }, { outcome: said }) =>
    'result' in outcome ? { outcome: `${said} ${JSON.stringify(select({ ...outcome.result }))}` } : {},
  );

/** Faults by which the console would show something secret of users and their sign-ins, named for what that is. */
export const userFaults: ConsoleFaults = {
  'the parameters of a sign-in': pools.around(
    'createPoolStep',
    'no password is shown, chosen or typed, right or wrong, and no proof of one',
    tellSent(({ AuthParameters }) => Object(AuthParameters)),
  ),
  'every parameter of an operation of the pools': pools.around(
    'createPoolStep',
    'a code is not shown when its user sends it back',
    tellSent((parameters) => parameters),
  ),
  'the tokens that a pool issued': pools.around(
    'createPoolStep',
    'the tokens of a sign-in are not shown when they are issued, used or renewed',
    tellAnswered(({ AuthenticationResult }) => AuthenticationResult),
  ),
  'the secret key beside the access key': pools.around(
    'createPoolStep',
    'only the access key id of temporary credentials is shown',
    tellAnswered(({ Credentials }) => Credentials),
  ),
  'whatever else a pool answered': pools.around(
    'createPoolStep',
    'the secret of an authenticator app is not shown',
    tellAnswered(({ AuthenticationResult: _, Credentials: __, ...rest }) => rest),
  ),
  'users as they are stored': users.around(
    'listShownUsers',
    'what the console shows of users and their data has no verifier, token or key',
    (list) => async (data) => {
      const stored = new Map((await data.users.all()).map((user) => [user.sub, user]));
      return (await list(data)).map((shown) => ({ ...shown, ...stored.get(shown.sub) }));
    },
  ),
};
