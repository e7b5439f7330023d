import { createServer } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { createLoopbackIdentity } from '../../../bench/certificate.ts';
import { closeServer, listen } from '../../../infra/local/listen.ts';
import type { DoctorFault } from './fault.ts';
import { createJsonReply, page, withHeader } from './faulty-proxy.ts';
import type { StackOutputs } from './ward.ts';

const instead = (members: StackOutputs) => (outputs: StackOutputs) => ({ ...outputs, ...members });
const without = (name: string) => (outputs: StackOutputs) => ({ ...outputs, [name]: undefined });
const minutes = (count: number) => ({ world: { now: () => Date.now() + count * 60_000 } });

const ofMachine: readonly DoctorFault[] = [
  { name: 'an old Node', step: 'platform', kind: 'NodeTooOld', visit: { world: { node: '18.20.4' } } },
  {
    name: 'a Node that is nearly new enough',
    step: 'platform',
    kind: 'NodeTooOld',
    visit: { world: { node: '20.11.1' } },
  },
  {
    name: 'a clock ten minutes ahead',
    step: 'clock',
    kind: 'ClockWrong',
    evidence: { minutes: 10 },
    visit: minutes(10),
  },
  {
    name: 'a clock ten minutes behind',
    step: 'clock',
    kind: 'ClockWrong',
    evidence: { minutes: -10 },
    visit: minutes(-10),
  },
];

const missing: readonly DoctorFault[] = [
  'Region',
  'UserPoolId',
  'UserPoolClientId',
  'IdentityPoolId',
  'ApiEndpoint',
].map((name) => ({
  ...({ name: `outputs without ${name}`, step: 'outputs', kind: 'OutputMissing' } as const),
  ...{ evidence: { name }, outputs: without(name) },
}));

const malformed: readonly DoctorFault[] = Object.entries({
  Region: 'us-east',
  UserPoolId: 'us-east-1',
  UserPoolClientId: 'a client',
  IdentityPoolId: 'us-east-1:12345678-90ab-cdef',
  ApiEndpoint: 'htp://127.0.0.1:8700',
  CognitoEndpoint: 'http:/',
}).map(([name, value]) => ({
  ...({ name: `${name} is ${value}`, step: 'outputs', kind: 'OutputMalformed' } as const),
  ...{ evidence: { name }, outputs: instead({ [name]: value }) },
}));

const elsewhere: readonly DoctorFault[] = Object.entries({
  Region: 'eu-west-1',
  UserPoolId: 'eu-west-1_Ab1Cd2Ef3',
  IdentityPoolId: 'eu-west-1:12345678-90ab-cdef-1234-567890abcdef',
  ApiEndpoint: 'https://abc123.execute-api.eu-west-1.amazonaws.com',
}).map(([name, value]) => ({
  ...({ name: `${name} of another region`, step: 'outputs', kind: 'RegionsDiffer' } as const),
  outputs: instead({ [name]: value }),
}));

const ofOutputs: readonly DoctorFault[] = [
  { name: 'no outputs', step: 'outputs', kind: 'OutputsNotFound', outputs: () => null },
  { name: 'outputs that are not JSON', step: 'outputs', kind: 'OutputsUnreadable', outputs: () => '{"Region":' },
  {
    name: 'outputs of another application',
    step: 'outputs',
    kind: 'OutputsNotOfNotes',
    outputs: () => '{"Web":{"Url":"x"}}',
  },
  {
    ...({ name: 'outputs of two stacks', step: 'outputs', kind: 'OutputsNotOfNotes' } as const),
    outputs: (outputs) => ({ one: outputs, two: outputs }),
  },
  ...missing,
  ...malformed,
  {
    ...({ name: 'an address with a password in it', step: 'outputs', kind: 'OutputMalformed' } as const),
    ...{ evidence: { name: 'ApiEndpoint', value: 'https://notes.example.com' } },
    outputs: instead({ ApiEndpoint: 'https://ann:secret@notes.example.com' }),
  },
  ...elsewhere,
  {
    ...({ name: 'the pools’ ids swapped', step: 'outputs', kind: 'OutputsSwapped' } as const),
    outputs: (outputs) => ({ ...outputs, UserPoolId: outputs.IdentityPoolId, IdentityPoolId: outputs.UserPoolId }),
  },
  {
    ...({ name: 'pool and app client swapped', step: 'outputs', kind: 'OutputsSwapped' } as const),
    outputs: (outputs) => ({ ...outputs, UserPoolId: outputs.UserPoolClientId, UserPoolClientId: outputs.UserPoolId }),
  },
  {
    ...({ name: 'http where https should be', step: 'outputs', kind: 'EndpointInsecure' } as const),
    outputs: instead({ ApiEndpoint: 'http://abc123.execute-api.us-east-1.amazonaws.com' }),
  },
  { name: 'an API here and pools on AWS', step: 'outputs', kind: 'HalfLocal', outputs: without('CognitoEndpoint') },
  {
    ...({ name: 'a user pool that is gone', step: 'user pool', kind: 'UserPoolUnknown' } as const),
    outputs: instead({ UserPoolId: 'us-east-1_Ab1Cd2Ef3' }),
  },
  {
    ...({ name: 'a user pool’s id that was cut off', step: 'user pool', kind: 'UserPoolUnknown' } as const),
    outputs: (outputs) => ({ ...outputs, UserPoolId: String(outputs.UserPoolId).slice(0, -1) }),
  },
];

/** Returns the address of a port at which nobody listens: that of a server that has closed. */
const findClosedPort = async (): Promise<string> => {
  const server = createServer();
  const url = await listen(server, 'nobody', 0);
  await closeServer(server);
  return url;
};

const dnsFails = async (): Promise<never> => {
  const cause = Object.assign(new Error('getaddrinfo ENOTFOUND notes.example.com'), { code: 'ENOTFOUND' });
  throw new TypeError('fetch failed', { cause });
};

const onNetwork: readonly DoctorFault[] = [
  {
    ...({ name: 'pools that are not running', step: 'user pool', kind: 'ConnectionRefused' } as const),
    visit: async ({ outputs }) => ({ outputsAre: { ...outputs, CognitoEndpoint: await findClosedPort() } }),
  },
  {
    ...({ name: 'an API that is not running', step: 'API', kind: 'ConnectionRefused' } as const),
    visit: async ({ outputs }) => ({ outputsAre: { ...outputs, ApiEndpoint: await findClosedPort() } }),
  },
  {
    ...({ name: 'https where http is spoken', step: 'API', kind: 'TlsFailed' } as const),
    outputs: (outputs) => ({ ...outputs, ApiEndpoint: String(outputs.ApiEndpoint).replace('http:', 'https:') }),
  },
  { name: 'an unknown host name', step: 'user pool', kind: 'NameUnknown', visit: { world: { fetch: dnsFails } } },
  { name: 'connections that are broken off', step: 'API', kind: 'ConnectionLost', api: { instead: () => 'hang up' } },
  {
    ...({ name: 'an API that says nothing', step: 'API', kind: 'NoAnswer' } as const),
    ...{ api: { instead: () => 'say nothing' }, visit: { patience: 2000 }, evidence: { seconds: 2 } },
  },
  {
    ...({ name: 'pools that say nothing', step: 'user pool', kind: 'NoAnswer' } as const),
    ...{ pools: { instead: () => 'say nothing' }, visit: { patience: 100 } },
  },
  {
    name: 'a captive portal',
    step: 'user pool',
    kind: 'NotTheService',
    pools: { instead: () => page },
    api: { instead: () => page },
  },
  { name: 'a page in place of the API', step: 'API', kind: 'NotTheService', api: { instead: () => page } },
  {
    ...({ name: 'pools that have moved', step: 'user pool', kind: 'Redirected' } as const),
    pools: { instead: () => ({ status: 302, headers: { location: 'https://login.example.com/?token=x' }, body: '' }) },
    evidence: { to: 'https://login.example.com' },
  },
  {
    ...({ name: 'an API that has moved', step: 'API', kind: 'Redirected' } as const),
    api: { instead: () => ({ status: 308, headers: { location: 'https://notes.example.com/' }, body: '' }) },
  },
  {
    ...({ name: 'a proxy that has lost the API', step: 'API', kind: 'ServiceFailing' } as const),
    api: { instead: () => ({ ...page, status: 502 }) },
  },
  {
    name: 'pools that fail',
    step: 'user pool',
    kind: 'ServiceFailing',
    pools: { instead: () => createJsonReply(500, {}) },
  },
  {
    name: 'an API of another application',
    step: 'API',
    kind: 'NotThisApi',
    api: { instead: () => createJsonReply(404, { message: 'Not Found' }) },
  },
  {
    ...({
      name: 'a route that is missing',
      step: 'API',
      kind: 'RouteMissing',
      evidence: { route: 'PUT /notes/{id}' },
    } as const),
    api: { instead: ({ method }) => (method === 'PUT' ? createJsonReply(404, { message: 'Not Found' }) : undefined) },
  },
  {
    ...({
      name: 'a route that is open',
      step: 'API',
      kind: 'RouteOpen',
      evidence: { route: 'GET /notes/{id}' },
    } as const),
    api: {
      instead: ({ method, path, headers }) =>
        method === 'GET' && path !== '/notes' && headers.authorization === undefined
          ? createJsonReply(401, { type: 'urn:problem-type:owned-notes:not-authenticated', title: 'Not authenticated' })
          : undefined,
    },
  },
  {
    ...({ name: 'an API that is throttled', step: 'API', kind: 'Throttled' } as const),
    api: {
      answer: (reply) => withHeader(createJsonReply(429, { message: 'Too Many Requests' }), 'date', reply.headers.date),
    },
  },
];

export const setUpFaults: readonly DoctorFault[] = [...ofMachine, ...ofOutputs, ...onNetwork];

/** Starts a server whose certificate only it has signed. */
export const startSelfSigned = async () => {
  const { key, certificate: cert } = createLoopbackIdentity();
  const server = createTlsServer({ key, cert }, (_, response) => response.end());
  const url = (await listen(server, 'a server with TLS', 0)).replace('http:', 'https:');
  return { url, [Symbol.asyncDispose]: () => closeServer(server) };
};
