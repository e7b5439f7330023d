import { findDomain } from '../aws/domains.ts';
import { findStackOutputs, parseConfig, requiredOutputs } from '../client/config.ts';
import { isText, type Members } from '../client/shapes.ts';
import { found, sound, type Verdict } from './check.ts';
import type { Finding } from './findings.ts';
import { isLoopback, parseUrl, readHost } from './hosts.ts';
import type { Tools } from './tools.ts';

export interface OutputsNotFound {
  readonly kind: 'OutputsNotFound';
}

export interface OutputsUnreadable {
  readonly kind: 'OutputsUnreadable';
  readonly reason: string;
}

type Name = (typeof requiredOutputs)[number] | 'CognitoEndpoint';

export type OutputsFinding =
  | OutputsNotFound
  | OutputsUnreadable
  | { readonly kind: 'OutputsNotOfNotes'; readonly path: string; readonly reason: string }
  | { readonly kind: 'OutputMissing'; readonly path: string; readonly name: Name }
  | {
      readonly kind: 'OutputMalformed';
      readonly path: string;
      readonly name: Name;
      readonly value: string;
      readonly like: string;
    }
  | { readonly kind: 'OutputsSwapped'; readonly path: string; readonly name: Name; readonly is: Name }
  | {
      readonly kind: 'RegionsDiffer';
      readonly path: string;
      readonly name: Name;
      readonly region: string;
      readonly stated: string;
    }
  | { readonly kind: 'EndpointInsecure'; readonly path: string; readonly name: Name; readonly host: string }
  | { readonly kind: 'HalfLocal'; readonly path: string; readonly local: Name; readonly other: Name };

/**
 * The form of each output. AWS states the patterns of ids [Amazon Cognito User Pools API Reference, "UserPoolType",
 * "UserPoolClientType"; Amazon Cognito Federated Identities API Reference, "IdentityPool"]; the part of an identity
 * pool's id after the colon is a UUID.
 */
const forms: Readonly<Record<Exclude<Name, 'ApiEndpoint' | 'CognitoEndpoint'>, readonly [form: RegExp, like: string]>> =
  {
    Region: [/^[a-z]{2,4}(?:-[a-z]+)+-\d{1,2}$/, 'us-east-1'],
    UserPoolId: [/^[a-z\d-]+_[\dA-Za-z]+$/, 'us-east-1_Ab1Cd2Ef3'],
    UserPoolClientId: [/^\w{1,128}$/, '1h57kf5cpq17m0eml12EXAMPLE'],
    IdentityPoolId: [
      /^[a-z\d-]+:[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/,
      'us-east-1:12345678-90ab-cdef-1234-567890abcdef',
    ],
  };

const idNames = ['UserPoolId', 'UserPoolClientId', 'IdentityPoolId'] as const;
const endpointNames = ['ApiEndpoint', 'CognitoEndpoint'] as const;

/** Checks the outputs file: whether it exists, is complete, and describes a single deployment. */
export const checkOutputs = async (_: unknown, { asked }: Pick<Tools, 'asked'>): Promise<Verdict> => {
  const read = asked.outputs();
  if (read.isErr()) return found(read.error);
  const { path, content } = read.value;
  const stack = findStackOutputs(content);
  if (stack.isErr()) return found({ kind: 'OutputsNotOfNotes', path, reason: stack.error.reason });
  const wrong = findFault(path, stack.value);
  if (wrong !== undefined) return found(wrong);
  const config = parseConfig(content);
  if (config.isErr()) return found({ kind: 'OutputsNotOfNotes', path, reason: config.error.reason });
  const { region, apiEndpoint, cognitoEndpoint } = config.value;
  const where = cognitoEndpoint === undefined ? `on AWS in ${region}` : `at ${cognitoEndpoint}`;
  return sound(`${path}: the API at ${apiEndpoint}, pools ${where}`, { learnt: { config: config.value } });
};

/** Returns the first fault of a stack's outputs, in the order in which faults would mislead. */
const findFault = (path: string, stack: Members): Finding | undefined => {
  const missing = requiredOutputs.find((name) => stack[name] === undefined || stack[name] === '');
  if (missing !== undefined) return { kind: 'OutputMissing', path, name: missing };
  return (
    findSwapped(path, stack) ?? findMalformed(path, stack) ?? findElsewhere(path, stack) ?? findHalfLocal(path, stack)
  );
};

const findSwapped = (path: string, stack: Members): Finding | undefined => {
  for (const name of idNames) {
    const value = String(stack[name]);
    const is = idNames.find((other) => other !== name && !forms[name][0].test(value) && looksLike(other, value));
    if (is !== undefined) return { kind: 'OutputsSwapped', path, name, is };
  }
  return undefined;
};

/**
 * Returns whether a value looks like this output. A client's id may be almost anything by its pattern; those that AWS
 * generates are 26 letters and digits, which cannot be mistaken for part of another id.
 */
const looksLike = (name: (typeof idNames)[number], value: string): boolean =>
  name === 'UserPoolClientId' ? /^[a-z\d]{20,}$/.test(value) : forms[name][0].test(value);

const findMalformed = (path: string, stack: Members): Finding | undefined => {
  for (const name of ['Region', ...idNames] as const) {
    const [form, like] = forms[name];
    const value = stack[name];
    if (!isText(value) || !form.test(value))
      return { kind: 'OutputMalformed', path, name, value: String(value).slice(0, 80), like };
  }
  for (const name of endpointNames) {
    const value = stack[name];
    if (name === 'CognitoEndpoint' && value === undefined) continue;
    const url = isText(value) ? parseUrl(value) : undefined;
    if (url === undefined || /[?#]/.test(String(value)))
      // The value itself may contain a password.
      return {
        kind: 'OutputMalformed',
        path,
        name,
        value: readHost(String(value)),
        like: 'https://HOST, without user or query',
      };
    if (url.protocol === 'http:' && !isLoopback(url)) return { kind: 'EndpointInsecure', path, name, host: url.host };
  }
  return undefined;
};

/**
 * Finds an id or a host of another region. Ids begin with their region, and AWS hosts contain it; a custom domain says
 * nothing.
 */
const findElsewhere = (path: string, stack: Members): Finding | undefined => {
  const stated = String(stack.Region);
  const regions: readonly (readonly [Name, string | undefined])[] = [
    ['UserPoolId', String(stack.UserPoolId).split('_')[0]],
    ['IdentityPoolId', String(stack.IdentityPoolId).split(':')[0]],
    ['ApiEndpoint', readApiRegion(String(stack.ApiEndpoint))],
  ];
  const other = regions.find(([, region]) => region !== undefined && region !== stated);
  return other && { kind: 'RegionsDiffer', path, name: other[0], region: String(other[1]), stated };
};

const readApiRegion = (endpoint: string): string | undefined => {
  const [, region, domain] = /^\w+\.execute-api\.([a-z\d-]+)\.(.+)$/.exec(parseUrl(endpoint)?.hostname ?? '') ?? [];
  return region !== undefined && domain === findDomain(region) ? region : undefined;
};

/**
 * Finds endpoints of which one is local and the other is not: a local stack has both on one machine, a deployment has
 * neither.
 */
const findHalfLocal = (path: string, stack: Members): Finding | undefined => {
  const isLocal = (name: (typeof endpointNames)[number]): boolean => {
    const url = isText(stack[name]) ? parseUrl(String(stack[name])) : undefined;
    return url !== undefined && isLoopback(url);
  };
  const [api, pools] = [isLocal('ApiEndpoint'), isLocal('CognitoEndpoint')];
  if (api && stack.CognitoEndpoint === undefined)
    return { kind: 'HalfLocal', path, local: 'ApiEndpoint', other: 'CognitoEndpoint' };
  return !api && pools ? { kind: 'HalfLocal', path, local: 'CognitoEndpoint', other: 'ApiEndpoint' } : undefined;
};
