import { findResource, findResources, type Template } from '../../../infra/template/template.ts';
import { pageFiles } from '../checks/page-files.ts';
import { pageHeaders } from '../checks/page-headers.ts';
import { findFilesBucket, readPage } from '../page.ts';
import { account, apiId } from '../resolve.ts';
import { type Breakage, findServed, requireOnly } from './breakage.ts';

const findHeaders = (template: Template) =>
  findResource(template, 'AWS::CloudFront::ResponseHeadersPolicy').Properties.ResponseHeadersPolicyConfig;
const findTexts = (template: Template) => findResource(template, 'Custom::PageFiles').Properties.Texts;
const bucketArn = (template: Template): string => `arn:aws:s3:::${readPage(template)?.bucket}`;

/** Replaces a text in the policy of the answers. */
const replaceInPolicy = (template: Template, text: string, instead: string): void => {
  const { ContentSecurityPolicy: policy } = findHeaders(template).SecurityHeadersConfig ?? {};
  if (!policy?.ContentSecurityPolicy.includes(text)) throw new Error(`There is no ${text} to break.`);
  policy.ContentSecurityPolicy = policy.ContentSecurityPolicy.replace(text, instead);
};

const replaceInText = (template: Template, name: string, text: string | RegExp, instead: string): void => {
  const before = findTexts(template)[name] ?? '';
  findTexts(template)[name] = before.replace(text, instead);
  if (findTexts(template)[name] === before) throw new Error(`There is no ${text} in ${name} to break.`);
};

const writerStatement = (template: Template, action: string) =>
  requireOnly(
    readPage(template)?.writer.executionRole.policies.flatMap(({ Statement }) =>
      Statement.filter(({ Action }) => [Action].flat().includes(action)),
    ),
  );

/** Ways to make the page run or call what it must not, to tell it too much, or to let somebody else write it. */
export const pageBreakages: readonly Breakage[] = [
  {
    name: 'scripts in the page’s text',
    caughtBy: pageHeaders,
    saying: 'the answers’ policy is unsafe',
    plant: (template) => replaceInPolicy(template, "script-src 'self'", "script-src 'self' 'unsafe-inline'"),
  },
  {
    name: 'a script in the document that the policies do not name',
    caughtBy: pageHeaders,
    saying: 'script-src of the answers’ policy',
    plant: (template) => replaceInText(template, 'index.html', '<script>document.title;', '<script>document.body;'),
  },
  {
    name: 'a page that anybody may frame',
    caughtBy: pageHeaders,
    saying: 'who may frame the page, by the policy: ["*"]',
    plant: (template) => replaceInPolicy(template, "frame-ancestors 'none'", 'frame-ancestors *'),
  },
  {
    name: 'a page that may call anybody',
    caughtBy: pageHeaders,
    saying: 'allowed hosts, by the answers’ policy',
    plant: (template) => replaceInPolicy(template, "connect-src 'self'", "connect-src 'self' https:"),
  },
  {
    name: 'a page that may call every API of the region',
    caughtBy: pageHeaders,
    saying: 'allowed hosts, by the page’s own policy',
    plant: (template) => replaceInText(template, 'index.html', `https://${apiId}.`, 'https://*.'),
  },
  {
    name: 'a page without a policy of its own',
    caughtBy: pageHeaders,
    saying: 'default-src of the page’s own policy',
    plant: (template) => replaceInText(template, 'index.html', /<meta [^>]*>/, ''),
  },
  {
    name: 'a policy that comes after what it governs',
    caughtBy: pageHeaders,
    saying: 'default-src of the page’s own policy',
    plant: (template) => replaceInText(template, 'index.html', '<head>', '<head><script src="./a.js"></script>'),
  },
  {
    name: 'a policy that a file’s own header overrides',
    caughtBy: pageHeaders,
    saying: 'headers that a file may override',
    plant: (template) => {
      Object.assign(findHeaders(template).SecurityHeadersConfig?.ContentSecurityPolicy ?? {}, { Override: false });
    },
  },
  {
    name: 'HTTPS that browsers may forget at once',
    caughtBy: pageHeaders,
    saying: 'browsers may forget HTTPS',
    plant: (template) => {
      Object.assign(findHeaders(template).SecurityHeadersConfig?.StrictTransportSecurity ?? {}, {
        AccessControlMaxAgeSec: 0,
      });
    },
  },
  {
    name: 'the table’s name in the page’s configuration',
    caughtBy: pageFiles,
    saying: 'the page’s configuration',
    plant: (template) =>
      replaceInText(
        template,
        'config.json',
        '{',
        `{"NotesTableName":"${findResource(template, 'AWS::DynamoDB::Table').id}",`,
      ),
  },
  {
    name: 'a secret in the page’s configuration',
    caughtBy: pageFiles,
    saying: '"ClientSecret":"s3cret"',
    plant: (template) => replaceInText(template, 'config.json', '{', '{"ClientSecret":"s3cret",'),
  },
  {
    name: 'a page that uses another API',
    caughtBy: pageFiles,
    saying: 'https://zyxwvu9876.execute-api',
    plant: (template) => replaceInText(template, 'config.json', apiId, 'zyxwvu9876'),
  },
  {
    name: 'an asset cached for a year under a name that stays',
    caughtBy: pageFiles,
    saying: 'assets/index.js is cached for a year',
    plant: (template) => {
      findResource(template, 'Custom::PageFiles').Properties.Files.push('assets/index.js');
    },
  },
  {
    name: 'a page among the files of users',
    caughtBy: pageFiles,
    saying: 'the page’s bucket',
    plant: (template) => {
      findResource(template, 'Custom::PageFiles').Properties.BucketName = findFilesBucket(template).id;
    },
  },
  {
    name: 'a page that another function can write',
    caughtBy: pageFiles,
    saying: 's3:PutObject on arn:aws:s3:::PageBucket5D37958D/index.html: allowed',
    plant: (template) => {
      const Resource = `${bucketArn(template)}/*`;
      const [policy] = findServed(template, 'get').executionRole.policies;
      policy?.Statement.push({ Effect: 'Allow', Action: 's3:PutObject', Resource });
    },
  },
  {
    name: 'a page that users can write',
    caughtBy: pageFiles,
    saying: 'AuthenticatedRole, s3:PutObject on arn:aws:s3:::PageBucket5D37958D/index.html: allowed',
    plant: (template) => {
      const statement = { Effect: 'Allow' as const, Action: 's3:PutObject', Resource: `${bucketArn(template)}/*` };
      for (const [id, { Properties }] of findResources(template, 'AWS::IAM::Role'))
        if (id === 'AuthenticatedRole') Properties.Policies?.[0]?.PolicyDocument.Statement.push(statement);
    },
  },
  {
    name: 'a writer of the page that opens its bucket',
    caughtBy: pageFiles,
    saying: 'actions of the role that writes the page',
    plant: (template) => {
      writerStatement(template, 's3:ListBucket').Action = ['s3:ListBucket', 's3:PutBucketPolicy'];
    },
  },
  {
    name: 'a writer of buckets whose names begin with the page’s',
    caughtBy: pageFiles,
    saying: '2/index.html: allowed',
    plant: (template) => {
      writerStatement(template, 's3:PutObject').Resource = `${bucketArn(template)}*`;
    },
  },
  {
    name: 'a role for writing the page that anybody in the account may assume',
    caughtBy: pageFiles,
    saying: 'whom the role that writes the page trusts',
    plant: (template) => {
      const { trust } = requireOnly([readPage(template)?.writer.executionRole ?? []].flat());
      requireOnly(trust.Statement).Principal = { AWS: `arn:aws:iam::${account}:root` };
    },
  },
  {
    name: 'a page whose origin the API does not allow',
    caughtBy: pageFiles,
    saying: 'the page may not call what it needs',
    plant: (template) => {
      delete findResource(template, 'AWS::ApiGatewayV2::Api').Properties.CorsConfiguration;
    },
  },
  {
    name: 'files that any page may reach as this page does',
    caughtBy: pageFiles,
    saying: 'any page may call what the page calls',
    plant: (template) => {
      findFilesBucket(template).Properties.CorsConfiguration?.CorsRules[0]?.AllowedOrigins.push('*');
    },
  },
];
