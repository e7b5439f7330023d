import { randomBytes } from 'node:crypto';
import type { RequestListener } from 'node:http';
import { type Authorizer, createAuthorizer, explainDenial } from '../../infra/local/authorizer.ts';
import { type Credentials, createCredentials, type TemporaryCredentials } from '../../infra/local/credentials.ts';
import type { Deployment } from '../../infra/local/deployment/deployment.ts';
import { createLocalDeployment } from '../../infra/local/deployment/local-deployment.ts';
import { createSessionCheck, type SessionCheck } from '../../infra/local/dynamodb/gate.ts';
import { accountId, type RoleSession } from '../../infra/local/roles.ts';
import { createSts, type StsOptions } from '../../infra/local/sts.ts';
import type { Template } from '../../infra/template/template.ts';
import type { FunctionName } from '../../src/lambda/routes.ts';
import { identityPoolId, userPoolId } from './event.ts';

/** The roles of the local stage's template, without the rest of the stack: who may do what by their policies. */
export interface DeployedRoles {
  readonly deployment: Deployment;
  readonly authorizer: Authorizer;
  readonly credentials: Credentials<RoleSession>;
  /** Session checks for a table, which hold its requests to the policies. */
  readonly sessions: readonly SessionCheck[];
  sts(options?: Partial<StsOptions>): RequestListener;
  /** Returns a session of a function's execution role. */
  execution(name: FunctionName): RoleSession;
  dataRoleArn(name: FunctionName): string;
  /** Returns a session of a function's data role, tagged with an owner. */
  data(name: FunctionName, owner: string): RoleSession;
  /** Issues keys that are valid for an hour. */
  issueKeys(session: RoleSession): TemporaryCredentials;
}

export const region = 'us-east-1';

export const readDeployedRoles = async (
  isolation: 'iam' | 'application' = 'iam',
  change?: (template: Template) => void,
): Promise<DeployedRoles> => {
  const site = {
    ...{ accountId, region, userPoolId, identityPoolId },
    ...{ userPoolClientId: '1example23456789abcdefghij', apiId: 'abcdefghij', tableName: 'notes', bucketName: 'files' },
  };
  const deployment = await createLocalDeployment(site, { choices: { isolation }, change });
  const authorizer = createAuthorizer(deployment);
  const credentials = createCredentials<RoleSession>(randomBytes(32), 'role');
  const functionNamed = (name: FunctionName) => {
    const found = [...deployment.functions.values()].find(({ code }) => code === name);
    if (found === undefined) throw new Error(`The template has no function ${name}.`);
    return found;
  };
  const dataRoleArn = (name: FunctionName): string => String(functionNamed(name).environment.DATA_ROLE_ARN);
  return {
    ...{ deployment, authorizer, credentials, dataRoleArn },
    sessions: [
      createSessionCheck(credentials, (session, ...asked) => explainDenial(authorizer.askTable(session, ...asked))),
    ],
    sts: (options) => createSts({ credentials, region, takeRole: authorizer.takeRole, ...options }),
    execution: (name) => ({ roleArn: functionNamed(name).roleArn, sessionName: name, tags: {} }),
    data: (name, owner) => ({ roleArn: dataRoleArn(name), sessionName: 'session', tags: { owner } }),
    issueKeys: (session) => credentials.issue(session, Date.now() + 3_600_000),
  };
};
