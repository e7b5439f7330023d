import { createHash } from 'node:crypto';
import { findResource, type Template } from '../../../infra/template/template.ts';
import { createSecurityHeaders } from '../../../infra/web/security-headers.ts';
import { listFilesBuckets, readPage } from '../page.ts';
import { apiId, region } from '../resolve.ts';
import { type Check, differs } from './check.ts';

/** A year. */
const leastSeconds = 31_536_000;

/** The page may not be framed, and runs and calls only what its policies name: in each answer, and in the page. */
export const pageHeaders: Check = (template) => {
  if (readPage(template) === undefined) return [];
  const { CustomHeadersConfig, SecurityHeadersConfig = {} } = findResource(
    template,
    'AWS::CloudFront::ResponseHeadersPolicy',
  ).Properties.ResponseHeadersPolicyConfig;
  const { ContentSecurityPolicy, ContentTypeOptions, FrameOptions, ReferrerPolicy, StrictTransportSecurity } =
    SecurityHeadersConfig;
  const custom = CustomHeadersConfig?.Items ?? [];
  const others = Object.entries(createSecurityHeaders({ connect: [] })).filter(([name]) =>
    /^(?:cross-origin-|permissions-policy)/.test(name),
  );
  const all = [...Object.values(SecurityHeadersConfig), ...custom];
  return [
    ...policyOfAnswers(template, ContentSecurityPolicy?.ContentSecurityPolicy ?? ''),
    ...policyOfPage(template),
    ...differs('X-Content-Type-Options is absent', ContentTypeOptions === undefined, false),
    ...differs('who may frame the page', FrameOptions?.FrameOption, 'DENY'),
    ...differs('the referrer policy', ReferrerPolicy?.ReferrerPolicy, 'no-referrer'),
    ...((StrictTransportSecurity?.AccessControlMaxAgeSec ?? 0) >= leastSeconds ? [] : ['browsers may forget HTTPS']),
    ...differs(
      'further headers',
      custom.map(({ Header, Value }) => [Header, Value]),
      others,
    ),
    ...differs(
      'headers that a file may override',
      all.filter(({ Override }) => !Override),
      [],
    ),
  ];
};

/** CloudFront's policy cannot name the API and the bucket, which refer to CloudFront; so it names all of the region. */
const policyOfAnswers = (template: Template, policy: string): readonly string[] => [
  ...careless('the answers’ policy', policy, readIndex(template)),
  ...differs('who may frame the page, by the policy', parseDirectives(policy).get('frame-ancestors'), ["'none'"]),
  ...calls(
    'the answers’ policy',
    policy,
    `https://*.execute-api.${region}.amazonaws.com`,
    listFilesBuckets(template).map(() => `https://*.s3.${region}.amazonaws.com`),
  ),
];

/** The page's own policy names the API and the bucket. */
const policyOfPage = (template: Template): readonly string[] => {
  const html = readIndex(template);
  const [, policy = ''] = /<head><meta http-equiv="Content-Security-Policy" content="([^"]*)">/.exec(html) ?? [];
  return [
    ...careless('the page’s own policy', policy, html),
    ...calls(
      'the page’s own policy',
      policy,
      `https://${apiId}.execute-api.${region}.amazonaws.com`,
      listFilesBuckets(template).map((id) => `https://${id}.s3.${region}.amazonaws.com`),
    ),
  ];
};

const calls = (what: string, policy: string, api: string, files: readonly string[]): readonly string[] => {
  const directives = parseDirectives(policy);
  const pools = ['cognito-idp', 'cognito-identity'].map((service) => `https://${service}.${region}.amazonaws.com`);
  return [
    ...differs(`allowed hosts, by ${what}`, directives.get('connect-src'), ["'self'", ...pools, api, ...files]),
    ...differs(`sources of images, by ${what}`, directives.get('img-src'), ["'self'", 'blob:', ...files]),
  ];
};

const readIndex = (template: Template): string =>
  findResource(template, 'Custom::PageFiles').Properties.Texts['index.html'] ?? '';

const careless = (what: string, policy: string, html: string): readonly string[] => {
  const directives = parseDirectives(policy);
  const inline = [...html.matchAll(/<script>([^<]*)<\/script>/g)].map(
    ([, code = '']) => `'sha256-${createHash('sha256').update(code).digest('base64')}'`,
  );
  const expected: readonly (readonly [string, ...string[]])[] = [
    ['default-src', "'none'"],
    ['script-src', "'self'", ...inline],
    ['style-src', "'self'"],
    ['base-uri', "'none'"],
    ['form-action', "'self'"],
    ['require-trusted-types-for', "'script'"],
    ['trusted-types', "'none'"],
  ];
  return [
    ...(/unsafe|data:/.test(policy) ? [`${what} is unsafe`] : []),
    ...expected.flatMap(([name, ...sources]) => differs(`${name} of ${what}`, directives.get(name), sources)),
  ];
};

const parseDirectives = (policy: string): ReadonlyMap<string, readonly string[]> =>
  new Map(
    policy.split('; ').map((directive) => {
      const [name = '', ...sources] = directive.split(' ');
      return [name, sources];
    }),
  );
