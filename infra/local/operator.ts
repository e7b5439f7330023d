import { rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { roleArn } from '../template/arns.ts';
import type { Credentials } from './credentials.ts';
import { furthest } from './data/clock.ts';
import type { Deployment } from './deployment/deployment.ts';
import { parseOrThrow } from './deployment/roles.ts';
import type { RoleSession } from './roles.ts';

/** The role of whoever administers the account: it is not in the template, and nobody can assume it. */
const roleName = 'Operator';

/** Returns the deployment with that role, which may do everything in the account. */
export const withOperator = (deployment: Deployment): Deployment => {
  const arn = roleArn({ account: deployment.accountId }, roleName);
  const everything = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] };
  const nobody = {
    Version: '2012-10-17',
    Statement: [{ Effect: 'Deny', Principal: '*', Action: 'sts:AssumeRole' }],
  };
  const role = {
    ...{ arn, tags: {}, trust: parseOrThrow(nobody, 'Trust', `${roleName}/trust`) },
    policies: [parseOrThrow(everything, 'Identity', roleName)],
  };
  return { ...deployment, roles: new Map([...deployment.roles, [arn, role]]) };
};

/**
 * Milliseconds: longer than a stack runs, however far its clock is moved. The key that seals the session is gone with
 * the stack.
 */
const lifetime = furthest + 365 * 24 * 60 * 60 * 1000;

/**
 * Writes the operator's credentials to `operator.json`, readable only by whoever runs the stack, under the names of the
 * environment variables from which AWS's programs read them. Replaces an existing file or link rather than writing
 * through it.
 */
export const writeOperator = async (
  data: string,
  { accountId }: Pick<Deployment, 'accountId'>,
  credentials: Pick<Credentials<RoleSession>, 'issue'>,
  now: () => number,
): Promise<void> => {
  const arn = roleArn({ account: accountId }, roleName);
  const issued = credentials.issue({ roleArn: arn, sessionName: 'operator', tags: {} }, now() + lifetime);
  const variables = {
    AWS_ACCESS_KEY_ID: issued.accessKeyId,
    AWS_SECRET_ACCESS_KEY: issued.secretAccessKey,
    AWS_SESSION_TOKEN: issued.sessionToken,
  };
  const file = join(data, 'operator.json');
  await rm(`${file}.new`, { force: true });
  await writeFile(`${file}.new`, `${JSON.stringify(variables, null, 2)}\n`, { flag: 'wx', mode: 0o600 });
  await rename(`${file}.new`, file);
};
