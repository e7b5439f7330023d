import { beforeAll, describe, expect, test } from 'vitest';
import { createLocalStage, withDefaultChoices } from '../../infra/local/template/local-stage.ts';
import { createNotesStack } from '../../infra/notes-stack.ts';
import { type Stage, stages } from '../../infra/stages.ts';
import { synthesize } from '../../infra/synthesize.ts';
import { findResource, findResources, type Template } from '../../infra/template/template.ts';
import { createScratchApp } from '../kit/scratch-app.ts';
import { findViolations } from './checks/all.ts';
import { kinds } from './checks/kinds.ts';
import { pageFiles } from './checks/page-files.ts';
import { pageHeaders } from './checks/page-headers.ts';
import { pageHosting } from './checks/page-hosting.ts';
import { wildcards } from './checks/wildcards.ts';
import { readPage } from './page.ts';
import { resolve } from './resolve.ts';
import { synthesizeTemplates } from './synthesized.ts';

const certificateArn = 'arn:aws:acm:us-east-1:123456789012:certificate/12345678-1234-1234-1234-123456789012';
const ownDomain: Stage = { ...stages.prod, name: 'domain', pageDomain: { name: 'notes.example.com', certificateArn } };
const ofSub: Stage = { ...stages.dev, name: 'sub', owner: 'user-pool-sub' };
const apiOnly: Stage = { ...stages.dev, name: 'api-only', page: false };
const local = createLocalStage(withDefaultChoices());

let json: ReadonlyMap<string, string>;
const resolveTemplate = ({ name }: Stage): Template => resolve(json.get(name) ?? '');
// Synthesis also fails on findings of cdk-nag: for a custom domain, no old TLS version is acknowledged.
beforeAll(async () => {
  const without = await synthesize({ stages: [apiOnly, local], validates: false });
  json = new Map([
    ...(await synthesizeTemplates([ownDomain, ofSub])),
    ...[...without].map(([name, { template }]): [string, string] => [name, template]),
  ]);
});

const checks = [kinds, pageFiles, pageHeaders, pageHosting, wildcards];

test('a custom domain is served by TLS 1.2 or later, and is the only origin that may call the API', async () => {
  const template = resolveTemplate(ownDomain);
  expect(await findViolations(template, checks)).toEqual([]);
  const { config } = readPage(template)?.distribution ?? {};
  expect(config).toMatchObject({
    Aliases: ['notes.example.com'],
    ViewerCertificate: {
      ...{ AcmCertificateArn: certificateArn, MinimumProtocolVersion: 'TLSv1.2_2021', SslSupportMethod: 'sni-only' },
    },
  });
  expect(template.Outputs.PageUrl?.Value).toBe('https://notes.example.com');
  expect(findResource(template, 'AWS::ApiGatewayV2::Api').Properties.CorsConfiguration?.AllowOrigins).toEqual([
    'https://notes.example.com',
  ]);
});

test('if notes are owned by the user pool’s sub, the page knows no bucket, and may call none', async () => {
  const template = resolveTemplate(ofSub);
  expect(await findViolations(template, checks)).toEqual([]);
  const { Texts } = findResource(template, 'Custom::PageFiles').Properties;
  expect(JSON.parse(Texts['config.json'] ?? '')).not.toHaveProperty('BucketName');
  const { ContentSecurityPolicy } =
    findResource(template, 'AWS::CloudFront::ResponseHeadersPolicy').Properties.ResponseHeadersPolicyConfig
      .SecurityHeadersConfig ?? {};
  for (const policy of [Texts['index.html'], ContentSecurityPolicy?.ContentSecurityPolicy])
    expect(policy).not.toMatch(/\.s3\./);
});

describe.each([apiOnly, local])('the stage $name', (stage) => {
  test('has no page, and no resources for one', async () => {
    const template = resolveTemplate(stage);
    expect(readPage(template)).toBeUndefined();
    expect(JSON.stringify(template)).not.toMatch(/cloudfront|PageWriter|PageBucket/i);
    expect(template.Outputs).not.toHaveProperty('PageUrl');
    expect(findResources(template, 'AWS::S3::Bucket')).toHaveLength(1);
    const { CorsConfiguration } = findResource(template, 'AWS::ApiGatewayV2::Api').Properties;
    expect(CorsConfiguration?.AllowOrigins).toEqual(stage.allowedOrigins);
  });
});

test('synthesis of a stage with a page fails if no page was built', () => {
  const bundles = { create: '.', list: '.', get: '.', update: '.', delete: '.', sweep: '.' };
  using app = createScratchApp();
  expect(() => createNotesStack(app, stages.dev, { bundles, page: undefined })).toThrow(
    'The stage dev has a page, and none was built.',
  );
});
