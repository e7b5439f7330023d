import { findResource } from '../../../infra/template/template.ts';
import { account, region } from '../resolve.ts';
import { listActions, listServedRoutes, type RoleOfTemplate, type Served } from '../roles.ts';
import { type Access, type Expectation, findUnmet } from '../simulate.ts';
import { type Check, differs } from './check.ts';

const own = `${region}:7c9e6679-7425-40de-944b-e07fc1f90ae7`;
/** Owners that a careless comparison would take for `own`. */
const foreign = [
  `${region}:0d4a5c9e-8f1b-4d2a-9c3e-1f2a3b4c5d6e`,
  own.slice(0, -1),
  `${own}0`,
  own.toUpperCase(),
  `${region}:*`,
  '*',
  '',
];

/** Actions that read or write items, or copy a whole table. */
const actions = [
  ...['GetItem', 'PutItem', 'UpdateItem', 'DeleteItem', 'Query', 'Scan', 'BatchGetItem', 'BatchWriteItem'],
  ...['ConditionCheckItem', 'PartiQLSelect', 'PartiQLInsert', 'PartiQLUpdate', 'PartiQLDelete', 'DescribeTable'],
  ...['UpdateTable', 'DeleteTable', 'CreateBackup', 'ExportTableToPointInTime', 'UpdateTimeToLive'],
  ...['EnableKinesisStreamingDestination', 'PutResourcePolicy'],
].map((name) => `dynamodb:${name}`);

/** With its data role, a function reaches the items of the session's owner by its one action, and nothing else. */
export const dataRoles: Check = async (template) => {
  const tableArn = `arn:aws:dynamodb:${region}:${account}:table/${findResource(template, 'AWS::DynamoDB::Table').id}`;
  const served = listServedRoutes(template);
  const expectations = served.flatMap(({ route, dataRole }) =>
    dataRole === undefined ? [] : listExpectations(route, dataRole, tableArn),
  );
  const roles = served.map(({ dataRole }) => dataRole?.name);
  return [
    ...served.flatMap(({ route, dataRole }) =>
      dataRole === undefined
        ? [`${route.function} has no data role`]
        : differs(`actions of ${route.function}’s data role`, listActions(dataRole), [route.action]),
    ),
    ...differs('functions with a data role of their own', new Set(roles).size, served.length),
    ...(await findUnmet(expectations)),
  ];
};

const listExpectations = (route: Served['route'], role: RoleOfTemplate, tableArn: string): Expectation[] => {
  const tagged = { 'aws:PrincipalTag/owner': own };
  const keys = (...leading: string[]) => ({ 'dynamodb:LeadingKeys': leading });
  const request = (what: string, changes: Partial<Access>): Expectation => ({
    what: `${route.function}’s data role, ${what}`,
    allowed: false,
    principal: role.session,
    policies: role.policies,
    action: route.action,
    resource: tableArn,
    context: { ...tagged, ...keys(own) },
    ...changes,
  });
  return [
    { ...request('its owner’s key', {}), allowed: true },
    ...foreign.map((key) => request(`the key ${JSON.stringify(key)}`, { context: { ...tagged, ...keys(key) } })),
    ...foreign.map((key) =>
      request(`its own key and ${JSON.stringify(key)}`, { context: { ...tagged, ...keys(own, key) } }),
    ),
    request('no key', { context: tagged }),
    request('no tag', { context: keys(own) }),
    request('no tag and an empty key', { context: keys('') }),
    request('neither tag nor key', { context: {} }),
    request('another tag', { context: { 'aws:PrincipalTag/user': own, ...keys(own) } }),
    request('another table', { resource: `${tableArn}2` }),
    request('another account’s table', { resource: tableArn.replace(account, '999999999999') }),
    request('another region’s table', { resource: tableArn.replace(region, 'us-east-1') }),
    ...(route.action === 'dynamodb:Query' ? [request('an index', { resource: `${tableArn}/index/all` })] : []),
    ...actions
      .filter((action) => action !== route.action)
      .flatMap((action) => [
        request(`${action} with its key`, { action }),
        request(`${action} without a key`, { action, context: tagged }),
      ]),
    request('another role', { action: 'sts:AssumeRole', resource: `arn:aws:iam::${account}:role/${role.name}2` }),
  ];
};
