import { bucketArn } from '../../../infra/template/arns.ts';
import { findResource, findResources, type Template } from '../../../infra/template/template.ts';
import { listFilesBuckets } from '../page.ts';
import { account, region } from '../resolve.ts';
import { type FunctionOfTemplate, listActions, listScheduled, type RoleOfTemplate } from '../roles.ts';
import { type Access, type Expectation, findUnmet } from '../simulate.ts';
import { type Check, differs } from './check.ts';
import { running } from './execution-roles.ts';

const own = `${region}:7c9e6679-7425-40de-944b-e07fc1f90ae7`;
const another = `${region}:7c9e6679-7425-40de-944b-e07fc1f90ae8`;
const onFiles = ['s3:DeleteObject', 's3:GetObjectTagging', 's3:PutObjectTagging'];
const attributes = ['attachment', 'noteId', 'userId'];

/** The condition keys of the query for the file names that notes contain. */
const query = {
  'dynamodb:LeadingKeys': [own],
  'dynamodb:Attributes': attributes,
  'dynamodb:Select': 'SPECIFIC_ATTRIBUTES',
};
const tagged = { 'aws:PrincipalTag/owner': own };

type Asked = (what: string, allowed: boolean, access: Partial<Access>) => Expectation;

const askedBy =
  (role: RoleOfTemplate, whose: string): Asked =>
  (what, allowed, access) => ({
    ...{ what: `${whose}, ${what}`, allowed, principal: role.session, policies: role.policies },
    ...{ action: 'none:None', resource: '*', ...access },
  });

/** The sweep reads names only, and no contents of a file or a note. */
const contents = (
  asked: Asked,
  place: { table: string; bucket: string },
  context: Access['context'],
): Expectation[] => {
  const named = { 'dynamodb:Attributes': [...attributes, 'content'] };
  const file = `${place.bucket}/private/${own}/a.png`;
  const of = (action: string, resource: string, more: Access['context'] = {}) => ({
    ...{ action, resource, context: { ...context, ...more } },
  });
  const { 'dynamodb:Select': _, ...unselected } = query;
  return [
    asked('names in notes', true, of('dynamodb:Query', place.table, query)),
    asked('content of notes', false, of('dynamodb:Query', place.table, { ...query, ...named })),
    asked('all attributes', false, of('dynamodb:Query', place.table, { 'dynamodb:LeadingKeys': [own] })),
    asked('unnamed attributes', false, of('dynamodb:Query', place.table, unselected)),
    asked('all of notes', false, of('dynamodb:Query', place.table, { ...query, 'dynamodb:Select': 'ALL_ATTRIBUTES' })),
    ...['GetItem', 'PutItem', 'UpdateItem', 'DeleteItem', 'Scan', 'BatchWriteItem', 'PartiQLDelete'].map((operation) =>
      asked(operation, false, of(`dynamodb:${operation}`, place.table, query)),
    ),
    ...onFiles.map((action) => asked(`${action} on a file`, true, of(action, file))),
    ...['s3:GetObject', 's3:PutObject', 's3:GetObjectVersion', 's3:DeleteObjectVersion', 's3:PutObjectAcl'].map(
      (action) => asked(`${action} on a file`, false, of(action, file)),
    ),
    ...[
      `${place.bucket}/public/${own}/a.png`,
      `${place.bucket}/a.png`,
      `${place.bucket}2/private/${own}/a.png`,
    ].flatMap((elsewhere) => onFiles.map((action) => asked(`${action} on ${elsewhere}`, false, of(action, elsewhere)))),
  ];
};

/** In a session for one owner, it reaches that owner's files and notes, and no other's. */
const ofOneOwner = (asked: Asked, { table, bucket }: { table: string; bucket: string }): Expectation[] => {
  const foreign = [another, `${own}0`, own.slice(0, -1), own.toUpperCase(), '*', ''];
  const listed = (allowed: boolean, prefix?: string, context: Access['context'] = tagged) =>
    asked(`a list of ${prefix}`, allowed, {
      ...{ action: 's3:ListBucket', resource: bucket },
      context: { ...context, ...(prefix !== undefined && { 's3:prefix': prefix }) },
    });
  return [
    ...foreign.flatMap((owner) => [
      asked(`names in the notes of ${owner}`, false, {
        ...{ action: 'dynamodb:Query', resource: table },
        context: { ...tagged, ...query, 'dynamodb:LeadingKeys': [owner] },
      }),
      // iam-simulate takes a `*` in a request for any resource.
      ...onFiles
        .filter(() => owner !== '*')
        .map((action) =>
          asked(`${action} on a file of ${owner}`, false, {
            ...{ action, resource: `${bucket}/private/${owner}/a.png`, context: tagged },
          }),
        ),
      listed(false, `private/${owner}/`),
    ]),
    ...onFiles.map((action) =>
      asked(`${action} without a tag`, false, { action, resource: `${bucket}/private/${own}/a.png`, context: {} }),
    ),
    asked('a query without a tag', false, { action: 'dynamodb:Query', resource: table, context: query }),
    listed(true, `private/${own}/`),
    listed(true, `private/${own}/1-a.png`),
    listed(false, 'private/'),
    listed(false, `private/${own}`),
    listed(false, `private/${own}/`, {}),
    listed(false),
  ];
};

const placesIn = (template: Template, bucket: string) => ({
  table: `arn:aws:dynamodb:${region}:${account}:table/${findResource(template, 'AWS::DynamoDB::Table').id}`,
  bucket: bucketArn(bucket),
});

/** Lists the functions that sweep, with the bucket of files. */
const sweeps = (template: Template): readonly (readonly [FunctionOfTemplate, bucket: string])[] => {
  const [bucket] = listFilesBuckets(template);
  return listScheduled(template).map((sweep) => [sweep, bucket ?? '']);
};

const everywhere: Check = (template) => {
  const found = sweeps(template);
  const rules = findResources(template, 'AWS::Events::Rule').map(([, { Properties }]) => Properties);
  return [
    ...differs('functions that sweep', found.length, listFilesBuckets(template).length),
    ...found.flatMap(([{ environment }, bucket]) =>
      differs(
        'the sweep’s configuration',
        [environment.BUCKET_NAME, environment.NOTES_TABLE_NAME, environment.SWEEP_INTERVAL_SECONDS],
        [bucket, findResource(template, 'AWS::DynamoDB::Table').id, '86400'],
      ),
    ),
    ...rules.flatMap(({ ScheduleExpression, State, Targets }) =>
      differs('the sweep’s schedule', [ScheduleExpression, State, Targets.length], ['rate(1 day)', 'ENABLED', 1]),
    ),
  ];
};

/** With isolation `iam`, the sweep sees who has files, and in a session, the names of one owner's files and notes. */
export const fileSweep: Check = async (template) => [
  ...(await everywhere(template)),
  ...sweeps(template).flatMap(([{ dataRole }]) =>
    dataRole === undefined
      ? ['the sweep has no data role']
      : differs(
          'actions of the sweep’s data role',
          listActions(dataRole),
          ['dynamodb:Query', 's3:ListBucket', ...onFiles].sort(),
        ),
  ),
  ...(await findUnmet(
    sweeps(template).flatMap(([{ executionRole, dataRole }, bucket]) => {
      const place = placesIn(template, bucket);
      const byItself = askedBy(executionRole, 'the sweep by itself');
      const inSession = dataRole && askedBy(dataRole, 'the sweep’s data role');
      return [
        ...owners(byItself, place.bucket),
        ...onFiles.map((action) =>
          byItself(`${action} on a file`, false, {
            action,
            resource: `${place.bucket}/private/${own}/a.png`,
            context: tagged,
          }),
        ),
        ...(inSession === undefined ? [] : [...contents(inSession, place, tagged), ...ofOneOwner(inSession, place)]),
      ];
    }),
  )),
];

/** It can list who has files, and not which files. */
const owners = (asked: Asked, bucket: string): Expectation[] => {
  const listed = (allowed: boolean, context: Readonly<Record<string, string>>) =>
    asked(`a list by ${JSON.stringify(context)}`, allowed, { action: 's3:ListBucket', resource: bucket, context });
  return [
    listed(true, { 's3:prefix': 'private/', 's3:delimiter': '/' }),
    listed(false, { 's3:prefix': 'private/' }),
    listed(false, { 's3:prefix': `private/${own}/`, 's3:delimiter': '/' }),
    listed(false, { 's3:prefix': '', 's3:delimiter': '/' }),
    listed(false, { 's3:delimiter': '/' }),
    listed(false, {}),
  ];
};

/** With isolation `application`, the same for all owners' files and notes. */
export const fileSweepOfApplication: Check = async (template) => [
  ...(await everywhere(template)),
  ...sweeps(template).flatMap(([{ executionRole }]) =>
    differs(
      'actions of the sweep’s execution role',
      listActions(executionRole),
      // One list shows who has files, the other which files.
      ['dynamodb:Query', 's3:ListBucket', 's3:ListBucket', ...onFiles, ...running].sort(),
    ),
  ),
  ...(await findUnmet(
    sweeps(template).flatMap(([{ executionRole }, bucket]) =>
      contents(askedBy(executionRole, 'the sweep'), placesIn(template, bucket), {}),
    ),
  )),
];
