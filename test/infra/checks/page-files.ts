import { bucketArn } from '../../../infra/template/arns.ts';
import { findResource, findResources, type Template } from '../../../infra/template/template.ts';
import { listFilesBuckets, type PageOfTemplate, readPage } from '../page.ts';
import { account } from '../resolve.ts';
import { findRole, listActions, type RoleOfTemplate } from '../roles.ts';
import { type Expectation, findUnmet } from '../simulate.ts';
import { type Check, differs } from './check.ts';
import { running } from './execution-roles.ts';

/** The page's bucket holds what a deployment puts there through the one role that may, and nothing secret. */
export const pageFiles: Check = async (template) => {
  const page = readPage(template);
  if (page === undefined)
    return differs('pages that are deployed', findResources(template, 'Custom::PageFiles').length, 0);
  return [
    ...contents(template, page),
    ...callers(template, page),
    ...differs(
      'actions of the role that writes the page',
      listActions(page.writer.executionRole),
      [...running, 's3:DeleteObject', 's3:ListBucket', 's3:PutObject'].sort(),
    ),
    ...differs('whom the role that writes the page trusts', page.writer.executionRole.trust.Statement, [
      { Action: 'sts:AssumeRole', Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' } },
    ]),
    ...(await findUnmet(listRoles(template).flatMap((role) => writes(role, page)))),
  ];
};

const contents = (template: Template, { bucket }: PageOfTemplate): readonly string[] => {
  const { BucketName, Files, Texts } = findResource(template, 'Custom::PageFiles').Properties;
  const { NotesTableName: _, PageUrl: __, ...outputs } = template.Outputs;
  const config = Object.entries(outputs).map(([name, { Value }]) => [name, Value]);
  return [
    ...differs('the page’s bucket', BucketName, bucket),
    ...differs('files of this deployment alone', Object.keys(Texts).toSorted(), ['config.json', 'index.html']),
    ...differs('the page’s configuration', JSON.parse(Texts['config.json'] ?? ''), Object.fromEntries(config)),
    ...Files.filter((name) => name.startsWith('assets/') && !/-[\w-]{8,}\.\w+$/.test(name)).map(
      (name) => `${name} is cached for a year, but not named by its content`,
    ),
  ];
};

/** The page's origin may call the API and the files. */
const callers = (template: Template, { origin }: PageOfTemplate): readonly string[] => {
  const { CorsConfiguration: ofApi } = findResource(template, 'AWS::ApiGatewayV2::Api').Properties;
  const ofFiles = findResources(template, 'AWS::S3::Bucket')
    .filter(([id]) => listFilesBuckets(template).includes(id))
    .map(([, { Properties }]) =>
      Properties.CorsConfiguration?.CorsRules.flatMap(({ AllowedOrigins }) => AllowedOrigins),
    );
  return [
    ...differs('the address of the page', template.Outputs.PageUrl?.Value, origin),
    ...[ofApi?.AllowOrigins, ...ofFiles].flatMap((origins = []) => [
      ...(origins.includes(origin) ? [] : ['the page may not call what it needs']),
      ...(origins.some((each) => each.includes('*')) ? ['any page may call what the page calls'] : []),
    ]),
  ];
};

const listRoles = (template: Template): readonly RoleOfTemplate[] =>
  findResources(template, 'AWS::IAM::Role').flatMap(
    ([id]) => findRole(template, `arn:aws:iam::${account}:role/${id}`) ?? [],
  );

/** One role puts, deletes and lists the page's files, and does not read them; no other role does anything. */
const writes = (role: RoleOfTemplate, { bucket, writer }: PageOfTemplate): readonly Expectation[] => {
  const isWriter = role.name === writer.executionRole.name;
  const asked = (allowed: boolean, action: string, resource: string): Expectation => ({
    what: `${role.name}, ${action} on ${resource}`,
    ...{ allowed, principal: role.session, policies: role.policies, action, resource, context: {} },
  });
  const arn = bucketArn(bucket);
  return [
    ...['s3:PutObject', 's3:DeleteObject'].map((action) => asked(isWriter, action, `${arn}/index.html`)),
    asked(isWriter, 's3:ListBucket', arn),
    ...['s3:GetObject', 's3:PutObjectAcl'].map((action) => asked(false, action, `${arn}/index.html`)),
    ...['s3:PutBucketPolicy', 's3:DeleteBucketPolicy', 's3:PutBucketCORS'].map((action) => asked(false, action, arn)),
    ...(isWriter
      ? ['s3:PutObject', 's3:DeleteObject', 's3:GetObject'].map((action) => asked(false, action, `${arn}2/index.html`))
      : []),
  ];
};
