import { bucketArn } from '../../../infra/template/arns.ts';
import { findResources, type PolicyDocument, type Template } from '../../../infra/template/template.ts';
import { findFilesBucket, listFilesBuckets } from '../page.ts';
import { region } from '../resolve.ts';
import type { RoleOfTemplate } from '../roles.ts';
import type { Expectation } from '../simulate.ts';
import { type Check, differs } from './check.ts';

const ofObjects = [
  's3:AbortMultipartUpload',
  's3:DeleteObject',
  's3:GetObject',
  's3:ListMultipartUploadParts',
] as const;

/** The actions that signed-in users may perform on their files, if the stage has files. */
export const listFileActions = (template: Template): readonly string[] =>
  listFilesBuckets(template).length === 0 ? [] : [...ofObjects, 's3:ListBucket', 's3:PutObject'].toSorted();

/** The simulator ignores this key for S3, though every request of an identity pool's session has it. */
const standIn = 'aws:PrincipalTag/identity';
const forSimulator = (document: PolicyDocument): PolicyDocument =>
  JSON.parse(JSON.stringify(document).replaceAll('cognito-identity.amazonaws.com:sub', standIn));

const own = `${region}:7c9e6679-7425-40de-944b-e07fc1f90ae7`;
const another = `${region}:7c9e6679-7425-40de-944b-e07fc1f90ae8`;

/** A user reaches and lists what is below their own identity id, and nothing else in the bucket. */
export const listFileExpectations = (template: Template, role: RoleOfTemplate): readonly Expectation[] =>
  listFilesBuckets(template).flatMap((bucket) => {
    const [, policy] =
      findResources(template, 'AWS::S3::BucketPolicy').find(([, { Properties }]) => Properties.Bucket === bucket) ?? [];
    const asked = (
      allowed: boolean,
      action: string,
      resource: string,
      more: Readonly<Record<string, string>> = {},
    ): Expectation => ({
      what:
        `signed-in users, ${action} ` +
        `on ${resource}${Object.entries(more).map(([key, value]) => `, ${key} ${value}`)}`,
      ...{ allowed, action, principal: role.session, policies: role.policies.map(forSimulator) },
      resource,
      ...(policy && { resourcePolicy: policy.Properties.PolicyDocument }),
      context: { [standIn]: own, 'aws:SecureTransport': 'true', ...more },
    });
    const file = (key: string) => `${bucketArn(bucket)}/${key}`;
    const listed = (allowed: boolean, prefix?: string) =>
      asked(allowed, 's3:ListBucket', bucketArn(bucket), prefix === undefined ? {} : { 's3:prefix': prefix });
    const foreign = [
      `private/${another}/a.png`,
      `private/${own}0/a.png`,
      `private/${own}`,
      `private/${own.toUpperCase()}/a.png`,
      `public/${own}/a.png`,
      `protected/${own}/a.png`,
      `x/private/${own}/a.png`,
      'a.png',
    ];
    return [
      ...[...ofObjects, 's3:PutObject'].flatMap((action) => [
        asked(true, action, file(`private/${own}/a.png`)),
        asked(true, action, file(`private/${own}/folder/a b+c.png`)),
        ...foreign.map((key) => asked(false, action, file(key))),
        asked(false, action, file(`private/${own}/a.png`), { 'aws:SecureTransport': 'false' }),
      ]),
      ...[`private/${own}/`, `private/${own}/a`].map((prefix) => listed(true, prefix)),
      ...[undefined, '', 'private/', `private/${own}`, `private/${another}/`, `private/${own}0/`].map((prefix) =>
        listed(false, prefix),
      ),
      ...[
        's3:GetObjectVersion',
        's3:PutObjectAcl',
        's3:PutObjectTagging',
        's3:DeleteObjectVersion',
        's3:RestoreObject',
      ].map((action) => asked(false, action, file(`private/${own}/a.png`))),
      ...['s3:ListBucketVersions', 's3:GetBucketPolicy', 's3:PutBucketPolicy', 's3:DeleteBucket'].map((action) =>
        asked(false, action, bucketArn(bucket)),
      ),
    ];
  });

/** Only the users’ role is let in, and only by TLS. */
export const files: Check = (template) =>
  listFilesBuckets(template).flatMap((id) => {
    const { Properties } = findFilesBucket(template);
    const policies = findResources(template, 'AWS::S3::BucketPolicy').filter(
      ([, { Properties: of }]) => of.Bucket === id,
    );
    const statements = policies.flatMap(([, { Properties: of }]) => of.PolicyDocument.Statement);
    return [
      ...differs('the bucket’s public access block', Properties.PublicAccessBlockConfiguration, {
        ...{ BlockPublicAcls: true, BlockPublicPolicy: true },
        ...{ IgnorePublicAcls: true, RestrictPublicBuckets: true },
      }),
      ...differs(
        'what the bucket’s policy allows',
        statements.filter(({ Effect }) => Effect === 'Allow'),
        [],
      ),
      ...differs(
        'what the bucket’s policy denies',
        statements.map(({ Effect, Condition }) => [Effect, Condition]),
        [['Deny', { Bool: { 'aws:SecureTransport': 'false' } }]],
      ),
    ];
  });
