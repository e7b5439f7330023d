import { findResource, findResources, type Statement, type Template } from '../../../infra/template/template.ts';
import { callers } from '../checks/callers.ts';
import { createDeclaredCheck } from '../checks/declared.ts';
import { files } from '../checks/files.ts';
import { retained } from '../checks/kept.ts';
import { kinds } from '../checks/kinds.ts';
import { findFilesBucket, listPageBuckets } from '../page.ts';
import { findRole } from '../roles.ts';
import { type Breakage, requireConditions, requireOnly } from './breakage.ts';
import { prodWithAlarms } from './choices.ts';

const findBucket = findFilesBucket;

/** Finds the users' role's statement about their files, or the one about listing them, to be changed in place. */
const ofFiles = (template: Template, about: 'objects' | 'list'): Statement => {
  const { authenticated } = findResource(template, 'AWS::Cognito::IdentityPoolRoleAttachment').Properties.Roles;
  const statements = findRole(template, authenticated)?.policies.flatMap(({ Statement }) => Statement) ?? [];
  const isList = ({ Action }: Statement) => Action === 's3:ListBucket';
  return requireOnly(
    statements.filter(
      (statement) => JSON.stringify(statement.Action).includes('s3:') && isList(statement) === (about === 'list'),
    ),
  );
};

/** Reads the bucket's ARN, whose name differs once the template is deployed. */
const readBucketArn = (template: Template): string => String(ofFiles(template, 'list').Resource);

/** Finds the bucket's policy, which also refers to the bucket by its name. */
const findPolicy = (template: Template): Statement[] =>
  requireOnly(
    findResources(template, 'AWS::S3::BucketPolicy').filter(
      ([, { Properties }]) => !listPageBuckets(template).includes(Properties.Bucket),
    ),
  )[1].Properties.PolicyDocument.Statement;

/** Ways to let somebody reach another's files, or to lose files. */
export const fileBreakages: readonly Breakage[] = [
  {
    name: 'everybody’s files',
    caughtBy: callers,
    saying:
      'signed-in users, s3:GetObject on ' +
      'arn:aws:s3:::FilesBucket16450113/private/eu-west-1:7c9e6679-7425-40de-944b-e07fc1f90ae8/a.png: allowed',
    plant: (template) => {
      Object.assign(ofFiles(template, 'objects'), { Resource: `${readBucketArn(template)}/private/*` });
    },
  },
  {
    name: 'files whose names begin with the identity',
    caughtBy: callers,
    saying: '90ae70/a.png: allowed',
    plant: (template) => {
      Object.assign(ofFiles(template, 'objects'), {
        Resource: `${readBucketArn(template)}/private/\${cognito-identity.amazonaws.com:sub}*`,
      });
    },
  },
  {
    name: 'every action of S3 on one’s files',
    caughtBy: callers,
    saying: 's3:PutObjectAcl on ',
    plant: (template) => {
      ofFiles(template, 'objects').Action = 's3:*';
    },
  },
  {
    name: 'a list of the whole bucket',
    caughtBy: callers,
    saying: 's3:ListBucket on arn:aws:s3:::FilesBucket16450113: allowed',
    plant: (template) => {
      delete ofFiles(template, 'list').Condition;
    },
  },
  {
    name: 'a list by any prefix, or by none',
    caughtBy: callers,
    saying: 's3:ListBucket on arn:aws:s3:::FilesBucket16450113: allowed',
    plant: (template) => {
      const conditions = requireConditions(ofFiles(template, 'list'));
      conditions.StringLikeIfExists = conditions.StringLike ?? {};
      delete conditions.StringLike;
    },
  },
  {
    name: 'a list by a prefix that begins with the identity',
    caughtBy: callers,
    saying: '90ae70/: allowed',
    plant: (template) => {
      requireConditions(ofFiles(template, 'list')).StringLike = {
        's3:prefix': `private/\${cognito-identity.amazonaws.com:sub}*`,
      };
    },
  },
  {
    name: 'a bucket that may be made public',
    caughtBy: files,
    saying: 'the bucket’s public access block',
    plant: (template) => {
      findBucket(template).Properties.PublicAccessBlockConfiguration.BlockPublicPolicy = false;
    },
  },
  {
    name: 'files for everybody who knows the URL',
    caughtBy: files,
    saying: 'what the bucket’s policy allows',
    plant: (template) => {
      const Resource = `${readBucketArn(template)}/*`;
      findPolicy(template).push({ Effect: 'Allow', Principal: '*', Action: 's3:GetObject', Resource });
    },
  },
  {
    name: 'files without TLS',
    caughtBy: files,
    saying: 'what the bucket’s policy denies',
    plant: (template) => {
      findPolicy(template).pop();
    },
  },
  {
    name: 'a second bucket',
    caughtBy: kinds,
    saying: 'buckets of files',
    plant: (template) => {
      const { id: _, ...bucket } = findBucket(template);
      template.Resources.Another = structuredClone(bucket);
    },
  },
  {
    name: 'CORS for every origin on the files',
    caughtBy: createDeclaredCheck(prodWithAlarms),
    saying: 'undeclared AWS::S3::Bucket',
    plant: (template) => {
      findBucket(template).Properties.CorsConfiguration = {
        CorsRules: [{ AllowedOrigins: ['*'], AllowedMethods: ['GET'] }],
      };
    },
  },
  {
    name: 'files that are deleted with the stack',
    caughtBy: retained,
    saying: 'the deletion policy of FilesBucket16450113',
    plant: (template) => {
      const { id } = findBucket(template);
      template.Resources[id] = { ...findBucket(template), DeletionPolicy: 'Delete' };
    },
  },
];
