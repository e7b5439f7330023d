import type { RequestContext } from '../../infra/local/iam/context.ts';
import { formatPrincipal, type Principal } from '../../infra/local/iam/principal.ts';
import type { Request } from '../../infra/local/iam/request.ts';
import type { Outputs } from '../../infra/local/outputs.ts';
import { accountId } from '../../infra/local/roles.ts';
import { account, apiId, identityPoolId, region, userPoolId } from '../../test/infra/resolve.ts';
import type { User } from '../../test/kit/user.ts';
import { createListPath, filesAs } from '../../test/planted/files.ts';
import { type Held, type Keys, observeSession, readHeldByFunction } from '../../test/planted/in-a-function.ts';
import { describeOutcome } from '../../test/planted/outcome.ts';
import type { Served, Subject } from '../theorems/subject.ts';

/** A running stack, one of its users, and functions that give away their credentials. */
export interface Attacked {
  readonly outputs: Outputs;
  readonly user: User;
}

/** The local stack has no way to receive such a request. */
export interface NoEntrance {
  readonly noEntrance: string;
}

/**
 * Sends the exact request of a proof over the network, with the credentials of its principal. Returns the name of the
 * error if it was refused, otherwise `ok` or a status.
 */
export const send = async (request: Request, subject: Subject, stack: Attacked): Promise<string | NoEntrance> => {
  const { principal, action, resource, context } = useLocalNames(request, subject, stack.outputs);
  if (isOfPage({ principal, resource }, subject)) return noEntrance('the page is not on one machine as it is deployed');
  if (isOfSweep(principal, subject)) return noEntrance('the sweep sends nothing for others');
  const [service, name = ''] = action.split(':');
  if (service === 'execute-api') return await sendToApi(request.resource.arn, stack);
  if (service === 's3') return await sendToBucket(request, subject, stack);
  if (service !== 'dynamodb' && service !== 'sts') return noEntrance(`there is no ${service} on one machine`);
  const held = await findHolder(principal, subject, stack);
  if ('noEntrance' in held) return held;
  if (service === 'sts')
    return await describeOutcome(() => held.function?.take(resource.arn, readRequestTags(context)) ?? rejectNobody());
  const operation = operations.find((each) => each.toLowerCase() === name);
  const table = /:table\/([^/]+)$/.exec(resource.arn)?.[1];
  if (operation === undefined || table === undefined)
    return noEntrance(`${action} on ${resource.arn} is not a request`);
  const keys = [context['dynamodb:LeadingKeys'] ?? []].flat();
  if (keys.length > 1) return noEntrance(`a ${operation} has one key`);
  const [key] = keys;
  return await describeOutcome(async () => {
    const session = await held.session(readPrincipalTags(context));
    return await observeSession(stack.outputs, session, operation, { table, ...(key !== undefined && { key }) });
  });
};

/** Replaces the proof's names with those of the running stack. */
const useLocalNames = (request: Request, { deployment }: Subject, outputs: Outputs): Request => {
  const names: readonly (readonly [string, string])[] = [
    [identityPoolId, outputs.IdentityPoolId],
    [userPoolId, outputs.UserPoolId],
    [`table/${deployment.table.name}"`, `table/${outputs.NotesTableName}"`],
    [`:${region}:`, `:${outputs.Region}:`],
    [account, accountId],
  ];
  return JSON.parse(names.reduce((text, [there, here]) => text.replaceAll(there, here), JSON.stringify(request)));
};

const isOfSweep = (principal: Principal, { sweep }: Subject): boolean =>
  principal.kind === 'RoleSession' &&
  [sweep?.executionRole.arn, sweep?.dataRole?.arn].some((arn) => arn === principal.roleArn);

/** Tells whether a request is for the page's bucket, by the page's writer, or to assume the writer's role. */
const isOfPage = ({ principal, resource }: Pick<Request, 'principal' | 'resource'>, { page }: Subject): boolean => {
  if (page === undefined) return false;
  const { arn: writer } = page.writer.executionRole;
  const isWriter = principal.kind === 'RoleSession' && principal.roleArn === writer;
  return isWriter || resource.arn === writer || resource.arn.startsWith(page.bucket.arn);
};

interface Holder {
  /** What assumes roles, if it can. */
  readonly function?: Held;
  readonly session: (tags: Readonly<Record<string, string>>) => Promise<Keys>;
}

/**
 * Finds the source of a principal's credentials: a user has their own; a function has its own, and assumes its data
 * role.
 */
const findHolder = async (principal: Principal, subject: Subject, { user }: Attacked): Promise<Holder | NoEntrance> => {
  const roleArn = principal.kind === 'RoleSession' ? principal.roleArn : undefined;
  if (roleArn === subject.usersRole.arn) return { session: async () => user.keys };
  const served = subject.served.find(({ executionRole, dataRole }) =>
    [executionRole.arn, dataRole?.arn].includes(roleArn),
  );
  if (served === undefined) return noEntrance(`nobody here is ${formatPrincipal(principal)}`);
  const held = await heldBy(served, user);
  if (held === undefined) return noEntrance(`the function of ${served.route.path} does not run`);
  return roleArn === served.executionRole.arn
    ? { function: held, session: async () => held.keys }
    : { session: (tags) => held.take(roleArn, tags) };
};

const heldBy = ({ route: { method, path } }: Served, user: User): Promise<Held | undefined> =>
  readHeldByFunction(user, method, path.replace('{id}', 'x'));

const sendToApi = async (arn: string, { user }: Attacked): Promise<string | NoEntrance> => {
  const [, api, stage, method = '', path = ''] = /:([^:/]+)\/([^/]+)\/([A-Z]+)(\/.*)$/.exec(arn) ?? [];
  if (api !== apiId || stage !== '$default') return noEntrance('there is no other API or stage on one machine');
  return await describeOutcome(async () => (await user.ask(method, path)).status);
};

const identity = 'cognito-identity.amazonaws.com:sub';

/** Sends it as the user, replacing the proof's identity id with the one that the stack assigned. */
const sendToBucket = async (
  { principal, action, resource, context }: Request,
  { usersRole, deployment: { bucket } }: Subject,
  { outputs, user }: Attacked,
): Promise<string | NoEntrance> => {
  if (principal.kind !== 'RoleSession' || principal.roleArn !== usersRole.arn)
    return noEntrance(`there is no s3 for ${formatPrincipal(principal)}`);
  const ofUser = (text: string) => text.replace(`private/${context[identity]}`, `private/${user.identityId}`);
  const ask = filesAs(outputs, user.keys);
  const prefix = context['s3:prefix'];
  if (action === 's3:listbucket' && resource.arn === bucket?.arn)
    return await describeOutcome(() =>
      ask('GET', createListPath(prefix === undefined ? undefined : ofUser(String(prefix)))),
    );
  const [method] = Object.entries(methods).find(([, of]) => of === action) ?? [];
  const [, key] = resource.arn.split(`${bucket?.arn}/`);
  if (method === undefined || key === undefined) return noEntrance(`${action} on ${resource.arn} is not a request`);
  return await describeOutcome(() => ask(method, `/${ofUser(key)}`, method === 'PUT' ? 'x' : undefined));
};

const methods = { GET: 's3:getobject', PUT: 's3:putobject', DELETE: 's3:deleteobject' };

const readRequestTags = (context: RequestContext): Readonly<Record<string, string>> =>
  Object.fromEntries(
    [context['aws:TagKeys'] ?? []].flat().map((key) => [key, String(context[`aws:RequestTag/${key}`] ?? 'any')]),
  );

const readPrincipalTags = (context: RequestContext): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.entries(context).flatMap(([key, value]) => {
      const [, tag] = /^aws:PrincipalTag\/(.*)$/.exec(key) ?? [];
      return tag === undefined ? [] : [[tag, String(value)]];
    }),
  );

const operations = ['GetItem', 'Query', 'PutItem', 'UpdateItem', 'DeleteItem', 'Scan', 'BatchGetItem'];

const noEntrance = (why: string): NoEntrance => ({ noEntrance: why });
const rejectNobody = () => Promise.reject(new Error('Only functions assume roles.'));
