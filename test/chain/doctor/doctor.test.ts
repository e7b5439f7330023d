import { appendFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { cors } from '../../../infra/cors.ts';
import { admin } from '../../../infra/local/stack.ts';
import { readHeaders, sentHeaders } from '../../../src/doctor/cors.ts';
import type { CheckResult } from '../../../src/doctor/examine.ts';
import { markerContent } from '../../../src/doctor/notes.ts';
import { routes } from '../../../src/doctor/unsigned.ts';
import { routes as deployedRoutes } from '../../../src/lambda/routes.ts';
import { corsFaults } from './cors-faults.ts';
import { type DoctorFault, examineWith } from './fault.ts';
import {
  createJsonReply,
  createRefusalReply,
  forwardRequest,
  type Meddling,
  onOperation,
  withHeader,
} from './faulty-proxy.ts';
import { identityFaults } from './identity-faults.ts';
import { notesFaults } from './notes-faults.ts';
import { setUpFaults, startSelfSigned } from './set-up-faults.ts';
import { signInFaults } from './sign-in-faults.ts';
import { signatureFaults } from './signature-faults.ts';
import { startWard, type Visit, type Ward } from './ward.ts';

let one: Ward;
beforeAll(async () => {
  one = await startWard();
});
afterAll(() => one?.[Symbol.asyncDispose]());

/** Drops the step that undoes the others. */
const chain = (steps: readonly CheckResult[]) => steps.filter(({ step }) => step !== 'tidying up');

/** Expects the chain to end at this step, with all steps before it in order. */
const expectNamed = (steps: readonly CheckResult[], { step, kind, evidence = {} }: Omit<DoctorFault, 'name'>): void => {
  const wrong = chain(steps).filter(({ status }) => status === 'wrong');
  expect(wrong).toEqual([expect.objectContaining({ step, finding: expect.objectContaining({ kind, ...evidence }) })]);
  const at = steps.findIndex(({ status }) => status === 'wrong');
  for (const earlier of steps.slice(0, at)) expect(earlier).toMatchObject({ status: 'sound' });
  for (const later of chain(steps).slice(at + 1)) expect(later).toMatchObject({ status: 'not reached' });
  for (const each of wrong)
    if (each.status === 'wrong') {
      expect(each.says).toMatch(/^\S.*[.)]$/s);
      expect(each.todo.length).toBeGreaterThan(0);
      expect(JSON.stringify(each)).not.toMatch(/undefined|NaN|\[object/);
    }
};

const expectNoSecret = (shown: string): void => {
  for (const secret of [...one.secrets(), markerContent.slice(0, 20)]) expect(shown).not.toContain(secret);
};

describe('on a sound stack', () => {
  test('all is well, and nothing is left', async () => {
    const steps = await one.examined();
    expect(steps.filter(({ status }) => status !== 'sound')).toEqual([]);
    expect(steps).toHaveLength(17);
    expect(await one.left()).toEqual([]);
    expectNoSecret(JSON.stringify(steps));
  });

  test('nothing is written in read-only mode', async () => {
    one.api.passed.splice(0);
    const steps = await one.examined({ readOnly: true });
    const skipped = steps.filter(({ status }) => status !== 'sound').map(({ step, status }) => [step, status]);
    expect(skipped).toEqual(
      ['POST /notes', 'GET /notes/{id}', 'PUT /notes/{id}', 'DELETE /notes/{id}'].map((step) => [step, 'skipped']),
    );
    const written = one.api.passed.filter(({ request }) => request.headers.authorization !== undefined);
    expect(new Set(written.map(({ request }) => request.method))).toEqual(new Set(['GET']));
  });
});

describe('the first thing wrong is named:', () => {
  const faults = [
    ...[...setUpFaults, ...signInFaults, ...identityFaults],
    ...[...signatureFaults, ...corsFaults, ...notesFaults()],
  ];
  test.each(faults)('$name', async (fault) => {
    const steps = await examineWith(one, fault);
    expectNamed(steps, fault);
    expectNoSecret(JSON.stringify(steps));
    expect(steps.filter(({ step, status }) => step === 'tidying up' && status !== 'sound')).toEqual([]);
    // The others have made nothing, as the last of these tests shows.
    if (steps.some(({ step }) => step === 'tidying up')) expect(await one.left()).toEqual([]);
  });

  test('a self-signed certificate', async () => {
    await using server = await startSelfSigned();
    const steps = await one.examined({ outputsAre: { ...one.outputs, ApiEndpoint: server.url } });
    expectNamed(steps, { step: 'API', kind: 'TlsFailed', evidence: { code: 'DEPTH_ZERO_SELF_SIGNED_CERT' } });
    expect(JSON.stringify(steps)).toContain('NODE_EXTRA_CA_CERTS');
  });

  test('and none of them leaves a note', async () => {
    expect(await one.left()).toEqual([]);
  });
});

test('a stack on this machine says why it refused, if it is asked', async () => {
  const refusals = join(one.stack.data, 'refusals.jsonl');
  const refusal = { time: '', request: '', kind: '', advice: '', sections: [] };
  const steps = await examineWith(one, {
    ...{ name: '', step: 'signature', kind: 'ForbiddenUnsaid', visit: { explained: true } },
    api: {
      request: (request) => (request.headers.authorization ? withHeader(request, 'x-amz-date', undefined) : request),
      // As the stack does, after it has answered.
      answer: (reply, { headers }) => {
        const requestId = reply.headers['apigw-requestid'];
        const [signature] = /(?<=Signature=)\w+/.exec(headers.authorization ?? '') ?? [];
        const line = JSON.stringify({ ...refusal, requestId, cause: `It was ${requestId}, with ${signature}.` });
        if (headers.authorization) setTimeout(() => appendFileSync(refusals, `${line}\n`), 30);
        return reply;
      },
    },
  });
  const wrong = steps.find(({ status }) => status === 'wrong');
  if (wrong?.status !== 'wrong' || !('requestId' in wrong.finding)) throw new Error('Nothing is wrong.');
  expect(wrong.explained).toBe(`It was ${wrong.finding.requestId}, with [secret].`);
});

describe('a deployment on AWS', () => {
  const hosts = {
    pools: 'cognito-idp.us-east-1.amazonaws.com',
    identities: 'cognito-identity.us-east-1.amazonaws.com',
    api: 'abc123.execute-api.us-east-1.amazonaws.com',
  };
  /** Reaches the stack by the names of AWS's services. A request goes there with the Host that was signed. */
  const byNames = () => {
    const asked = new Set<string>();
    const fetch = async (url: string, init: RequestInit): Promise<Response> => {
      const { protocol, host, pathname, search } = new URL(url);
      asked.add(`${protocol}//${host}`);
      const { ApiEndpoint, CognitoEndpoint } = one.stack.outputs;
      const { status, headers, body } = await forwardRequest(host === hosts.api ? ApiEndpoint : CognitoEndpoint, {
        ...{ method: init.method ?? 'GET', path: `${pathname}${search}` },
        headers: { ...Object.fromEntries(new Headers(init.headers)), host },
        body: Buffer.from(String(init.body ?? '')).toString('latin1'),
      });
      return new Response(status === 204 ? null : Buffer.from(body, 'latin1'), { status, headers });
    };
    return { asked, fetch };
  };
  const outputs = () => ({ ...one.outputs, ApiEndpoint: `https://${hosts.api}`, CognitoEndpoint: undefined });

  test('is examined at the services of its region, and for CORS as the page that is named', async () => {
    const { asked, fetch } = byNames();
    const visit: Visit = {
      ...{ outputsAre: outputs(), username: admin.email, password: admin.password, world: { fetch } },
      origin: 'https://notes.example.com/path',
    };
    const steps = await one.examined(visit);
    expect(steps.filter(({ status }) => status !== 'sound')).toEqual([]);
    expect(asked).toEqual(new Set(Object.values(hosts).map((host) => `https://${host}`)));
    expect(steps).toContainEqual(
      expect.objectContaining({ seen: expect.stringContaining('https://notes.example.com ') }),
    );
    expect(await one.left()).toEqual([]);
  });

  test('is not examined for CORS if no page is named, and gets advice that is about AWS', async () => {
    const { fetch } = byNames();
    const visit = { outputsAre: outputs(), username: admin.email, password: admin.password };
    const steps = await one.examined({ ...visit, world: { fetch } });
    expect(steps.filter(({ status }) => status !== 'sound')).toEqual([
      { step: 'CORS', status: 'skipped', why: expect.stringContaining('--origin') },
    ]);
    const failing = async (url: string, init: RequestInit) =>
      new Headers(init.headers).has('authorization')
        ? Response.json({ message: 'Forbidden' }, { status: 403, headers: { 'apigw-requestid': 'of-aws=' } })
        : fetch(url, init);
    const refused = JSON.stringify(await one.examined({ ...visit, world: { fetch: failing } }));
    expect(refused).toMatch(/access log.*of-aws=/);
    expect(refused).not.toMatch(/npm start|notes why/);
  });
});

test('no text from outside steers a terminal', async () => {
  const hostile = 'x\u001b[2J\u202e\u009b2J\r\ny';
  const steering = /[\p{Cc}\p{Zl}\p{Zp}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/u;
  const lines = async (args: readonly string[], visit: Visit = {}) => {
    for (const format of [[], ['--json']]) {
      const { out, err } = await one.notes(['doctor', ...args, ...format], visit);
      expect(out).toMatch(/x.*y/s);
      expect(`${out}${err}`.replaceAll('\n', '')).not.toMatch(steering);
    }
  };
  one.pools.meddle(onOperation('GetId', createRefusalReply(hostile, hostile)));
  await lines([]);
  one.pools.meddle({});
  one.api.meddle({
    instead: ({ headers }) =>
      headers.authorization ? createJsonReply(400, { type: hostile, title: hostile }) : undefined,
  });
  await lines([]);
  one.api.meddle({});
  await lines([], { outputsAre: { ...one.outputs, Region: hostile } });
});

test('knows the deployed routes, and the headers that the client sends and reads', async () => {
  const named = ({ method, path }: { method: string; path: string }) => `${method} ${path}`;
  expect(routes.map(named).toSorted()).toEqual(deployedRoutes.map(named).toSorted());
  expect([...readHeaders]).toEqual(cors.exposeHeaders);
  one.api.passed.splice(0);
  await one.examined();
  const signed = one.api.passed.filter(({ request }) => request.headers.authorization !== undefined);
  const sent = new Set(signed.flatMap(({ request }) => Object.keys(request.headers)));
  // What `fetch` and the connection add [Fetch, "HTTP-network-or-cache fetch"], and a page's browser sends by itself.
  const added = ['accept', 'accept-encoding', 'accept-language', 'connection', 'content-length', 'host', 'origin'];
  for (const name of [...added, 'sec-fetch-mode', 'user-agent', 'cache-control', 'pragma']) sent.delete(name);
  expect(sent).toEqual(new Set(sentHeaders));
});

describe('what a service answers with', () => {
  test('is shown as evidence, without a secret, whatever the service was sent', async () => {
    const echoed = (request: object) => JSON.stringify(request);
    for (const operation of ['InitiateAuth', 'RespondToAuthChallenge', 'GetId', 'GetCredentialsForIdentity']) {
      one.pools.meddle({
        instead: (request) =>
          request.headers['x-amz-target']?.endsWith(`.${operation}`)
            ? createRefusalReply('OddException', echoed(request))
            : undefined,
      });
      const steps = await one.examined({ username: admin.email, password: admin.password });
      expect(steps.find(({ status }) => status === 'wrong')).toMatchObject({ finding: { type: 'OddException' } });
      expectNoSecret(JSON.stringify(steps));
    }
    one.pools.meddle({});
    one.api.meddle({
      instead: (request) =>
        request.headers.authorization ? createJsonReply(403, { message: echoed(request.headers) }) : undefined,
    });
    const steps = await one.examined();
    one.api.meddle({});
    expect(steps.find(({ status }) => status === 'wrong')).toMatchObject({ step: 'signature' });
    expect(JSON.stringify(steps)).toContain('[secret]');
    expectNoSecret(JSON.stringify(steps));
  });
});

describe('notes doctor', () => {
  test('prints one line for each step, and exits with 0', async () => {
    const { code, out, err } = await one.notes(['doctor']);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    const lines = out.trimEnd().split('\n');
    expect(lines.slice(0, -1).map((line) => line.slice(0, 2))).toEqual(Array.from({ length: 17 }, () => '✓ '));
    expect(lines.at(-1)).toBe('All is well.');
    expectNoSecret(out);
  });

  test('says what is wrong, what to do, and what it did not check', async () => {
    const { code, out } = await one.notes(['doctor'], { outputsAre: { ...one.outputs, Region: undefined } });
    expect(code).toBe(2);
    expect(out.split('\n')).toEqual([
      expect.stringMatching(/^✓ platform +Node \d/),
      expect.stringMatching(/^✗ outputs +.*given\.json has no Region\.$/),
      expect.stringMatching(/^ +→ Write the outputs again: `npm run deploy`/),
      expect.stringMatching(
        /^Not checked, because outputs comes first: user pool, API, clock, sign-in, .*, DELETE \/notes\/\{id\}$/,
      ),
      '',
    ]);
  });

  test('prints one JSON document for scripts', async () => {
    const { code, out } = await one.notes(['doctor', '--json', '--read-only']);
    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({ sound: true, steps: expect.any(Array) });
  });

  const forbidden = createJsonReply(403, { message: 'Forbidden' });
  test.each<[code: number, what: string, visit: Visit, meddling: Meddling]>([
    [
      1,
      'a deployment that is faulty',
      {},
      { answer: (reply) => withHeader(reply, 'access-control-allow-origin', undefined) },
    ],
    [2, 'outputs that are wrong', { outputsAre: null }, {}],
    [3, 'nobody signed in', { session: '{}' }, {}],
    [6, 'a request that is refused', {}, { instead: ({ headers }) => (headers.authorization ? forbidden : undefined) }],
    [7, 'nobody answering', {}, { instead: () => 'hang up' }],
  ])('exits with %i for %s', async (code, _, visit, meddling) => {
    one.api.meddle(meddling);
    expect(await one.notes(['doctor'], visit)).toMatchObject({ code });
    one.api.meddle({});
  });

  test('asks the user for what it needs', async () => {
    const questions: string[] = [];
    const answering = (answer: string) => async (question: string) => {
      questions.push(question);
      return answer;
    };
    const { code, out } = await one.notes(['doctor', '--read-only'], {
      session: '{}',
      world: {
        isTTY: true,
        prompts: { text: answering(admin.email), password: answering(admin.password), confirm: async () => false },
      },
    });
    expect(code).toBe(0);
    expect(questions).toEqual(['Email address', 'Password']);
    expect(out).toMatch(/✓ tidying up/);
  });

  test('ends the sign-in that it was asked to make, and keeps nothing of it', async () => {
    one.pools.passed.splice(0);
    await one.notes(['doctor', '--read-only', '--username', admin.email, '--password', admin.password], {
      session: '{}',
    });
    const operations = one.pools.passed.map(({ request }) => request.headers['x-amz-target']?.split('.')[1]);
    expect(operations).toContain('RevokeToken');
    expect(await readFile(one.otherSession, 'utf8')).toBe('{}');
  });

  test('exits with 130 when interrupted, and leaves no note', async () => {
    const controller = new AbortController();
    one.api.meddle({
      answer: (reply, { method, headers }) => {
        if (method === 'POST' && headers.authorization) controller.abort();
        return reply;
      },
    });
    expect(await one.notes(['doctor'], { world: { signal: controller.signal } })).toMatchObject({ code: 130 });
    one.api.meddle({});
    expect(await one.left()).toEqual([]);
  });
});
