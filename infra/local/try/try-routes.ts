import { createUserPrincipal } from '../cognito/identity-pool.ts';
import { createUsers } from '../cognito/users.ts';
import { BadRequest } from '../console/route.ts';
import type { ConsolePart, Watched } from '../console/routes.ts';
import { sendAs } from './send-as.ts';
import type { Try, TryService, TryUser } from './tried.ts';

/** Milliseconds for which the credentials of one request are valid. */
const lifetime = 60_000;

/**
 * The request builder: sends requests as any user, with credentials that the stack issues for one request and that
 * never leave it.
 */
export const tryRoutes: ConsolePart = (watched) => [
  {
    route: 'GET /api/try/users',
    answer: async () => ({ json: await listUsers(watched) }),
  },
  {
    route: 'POST /api/try/another',
    answer: async () => {
      await watched.ensureUser(another.email, another.password);
      return { json: (await listUsers(watched)).find(({ email }) => email === another.email) };
    },
  },
  {
    route: 'POST /api/try/send',
    answer: async ({ body }) => {
      const asked = parseTry(body);
      const { outputs, state, credentials, now = Date.now } = watched;
      const user = await createUsers(state).find(asked.sub);
      if (user === undefined) throw new BadRequest('This user no longer exists.');
      const endpoint = findEndpoint(watched, asked.service);
      const issued = credentials.issue(createUserPrincipal(selectPools(watched), user.sub), now() + lifetime);
      const time = now();
      return { json: await sendAs(asked, { endpoint, region: outputs.Region, credentials: issued, time }) };
    },
  },
];

/** A user to try requests as, for a stack that has only its first user. */
export const another = { email: 'somebody.else@example.com', password: 'Passw0rd!' };

const listUsers = async (watched: Watched): Promise<readonly TryUser[]> =>
  (await createUsers(watched.state).all()).map(({ sub, email }) => {
    const { identityId } = createUserPrincipal(selectPools(watched), sub);
    return { sub, email, identityId, owner: watched.data.ownerOf(sub) };
  });

const selectPools = ({
  outputs: { Region: region, UserPoolId: userPoolId, IdentityPoolId: identityPoolId },
}: Watched) => ({
  ...{ region, userPoolId, identityPoolId },
});

const findEndpoint = ({ outputs }: Watched, service: TryService): string => {
  const { ApiEndpoint, S3Endpoint, DynamoDbEndpoint } = outputs;
  const endpoint = { 'execute-api': ApiEndpoint, s3: S3Endpoint, dynamodb: DynamoDbEndpoint }[service];
  if (endpoint === undefined) throw new BadRequest('This stack has no files.');
  return endpoint;
};

const parseTry = (body: unknown): Try => {
  const { sub, service, method, path, headers, body: text } = Object(body);
  const isService = service === 'execute-api' || service === 's3' || service === 'dynamodb';
  const texts = [sub, method, path, text];
  if (!isService || !texts.every((each) => typeof each === 'string') || !Array.isArray(headers))
    throw new BadRequest('That is not a request to try.');
  for (const pair of headers)
    if (!Array.isArray(pair) || pair.length !== 2 || !pair.every((each) => typeof each === 'string'))
      throw new BadRequest('Headers are pairs of strings.');
  return { sub, service, method, path, headers, body: text };
};
