import { describe, expect, test } from 'vitest';
import type { Permission, TraceStep } from '../../../infra/local/trace/trace.ts';
import type { ExplainedRefusal } from '../../../infra/local/why/explanation.ts';
import type { TrialResult } from './send.ts';
import { describeVerdict } from './verdict.ts';

const [ann, bob] = ['ann@example.com', 'bob@example.com'];

const createPermission = (email: string, allowed: boolean): Permission => ({
  ...{ allowed, sentence: `${email} ${allowed ? 'may' : 'may not'} do it: by a statement.` },
  ...{ principal: email, action: 's3:GetObject', resource: '', context: [], statements: [] },
});
const timed = { at: 0, milliseconds: 1 };
const createCall = (email: string, permission: Permission): TraceStep => ({
  ...{ kind: 'Table', operation: 'GetItem', status: 200, accessKeyId: '', asked: '', itemBytes: [], ...timed },
  ...{ leadingKeys: [`key of ${email}`], permission, answer: { text: '', bytes: 0, isCut: false } },
});
const createPolicy = (permission: Permission): TraceStep => ({
  kind: 'Permission',
  of: 'caller',
  permission,
  ...timed,
});

interface Fate {
  /** Absent if no answer came. */
  readonly status?: number;
  readonly steps: (email: string) => readonly TraceStep[];
  readonly cause?: string;
  readonly isTraced?: false;
  readonly isDeniedInPart?: true;
  /** What the verdict says of whoever it happened to. */
  readonly says: (email: string, other: string) => string;
}

const ofTable = (email: string) => [createCall(email, createPermission(email, true))];
const isServed = (email: string) => `${email} was served.`;

/** What can happen to a request, by name. */
const fates = {
  served: { status: 200, steps: () => [], says: isServed },
  'served from the table': { status: 200, steps: ofTable, says: isServed },
  'served, with no trace of it': { status: 200, steps: () => [], isTraced: false, says: isServed },
  'denied by IAM': {
    ...{ status: 403, cause: 'No policy allows it.' },
    steps: (email) => [createPolicy(createPermission(email, false))],
    says: (email) => `IAM stopped ${email}: ${email} may not do it: by a statement.`,
  },
  'denied by IAM at the table': {
    ...{ status: 500, cause: 'The data role may not.' },
    steps: (email) => [createCall(email, createPermission(email, false))],
    says: (email) => `IAM stopped ${email}: ${email} may not do it: by a statement.`,
  },
  'denied by IAM in part': {
    ...{ status: 200, isDeniedInPart: true },
    steps: (email) => [true, false].map((allowed) => createPolicy(createPermission(email, allowed))),
    says: (email) => `IAM stopped a part of what ${email} asked for: ${email} may not do it: by a statement.`,
  },
  'denied by IAM at a file, by its second decision': {
    status: 500,
    steps: (email) => [
      {
        ...{ kind: 'Files', operation: 'GetObject', path: '', requestId: '', status: 403, accessKeyId: '', ...timed },
        permissions: [true, false].map((allowed) => createPermission(email, allowed)),
      },
    ],
    says: (email) => `IAM stopped ${email}: ${email} may not do it: by a statement.`,
  },
  'refused for a reason': {
    ...{ status: 412, steps: () => [], cause: 'It has changed since.' },
    says: (email) => `${email} was refused with 412: It has changed since.`,
  },
  'refused, with no trace of it': {
    ...{ status: 429, steps: () => [], isTraced: false },
    says: (email) => `${email} was refused with 429.`,
  },
  failed: { status: 504, steps: () => [], says: (email) => `${email}’s request failed with 504.` },
  unanswered: { steps: () => [], isTraced: false, says: (email) => `No answer came to ${email}.` },
} satisfies Readonly<Record<string, Fate>>;

/** Only the cause of an explanation is read. */
const createRefusal = (cause: string) => ({ cause }) as ExplainedRefusal;

const createTrial = (email: string, { status = 0, steps, cause, isTraced, ...row }: Fate): TrialResult => ({
  user: { sub: email, email, identityId: `key of ${email}`, owner: `key of ${email}` },
  tried: {
    sent: { method: 'GET', url: '', headers: [] },
    ...(status > 0 && { answer: { status, headers: [], body: { text: '', bytes: 0, isCut: false } } }),
    milliseconds: 1,
  },
  trace:
    isTraced === false
      ? undefined
      : {
          ...{ id: 't1', kind: 'api', time: '', method: 'GET', path: '', status, isRefused: status >= 400 },
          ...{ ...row, steps: steps(email), ...(cause !== undefined && { refusal: createRefusal(cause) }) },
        },
});

const pairs = Object.entries<Fate>(fates).flatMap(([first, one]) =>
  Object.entries<Fate>(fates).map(([second, other]) => ({ first, second, one, other })),
);

describe('a verdict says of each user whether the request was served, or else what stopped it', () => {
  test.each(pairs)('one $first, the other $second', ({ one, other }) => {
    const verdict = describeVerdict(createTrial(ann, one), createTrial(bob, other));
    const [ofOne, ofOther] = [one.says(ann, bob), other.says(bob, ann)];
    const areServed = [ofOne === isServed(ann), ofOther === isServed(bob)];
    if (areServed.every(Boolean)) return expect(verdict).toMatch(/^Both were served[.,]/);
    expect(verdict).not.toContain('Both were served');
    expect(verdict.startsWith('Neither was served.')).toBe(!areServed.some(Boolean));
    expect(verdict).toContain(ofOne);
    expect(verdict).toContain(ofOther);
  });
});

const missing: Fate = { status: 404, steps: ofTable, says: () => '' };
const lookedOnly = (email: string, other: string) =>
  `${email} was told that there is no such thing: the function looked only under ${email}’s own key, ` +
  `never under ${other}’s.`;
const why = 'The key comes from who signed the request, and nothing in the request changes it.';

test.each([
  ['the other', fates['served from the table'], missing, [isServed(ann), lookedOnly(bob, ann), why]],
  ['the first', missing, fates['served from the table'], [lookedOnly(ann, bob), isServed(bob), why]],
  ['both', missing, missing, ['Neither was served.', lookedOnly(ann, bob), lookedOnly(bob, ann), why]],
] as const)('says of %s, who found nothing, under which key the function looked', (_, one, other, sentences) => {
  expect(describeVerdict(createTrial(ann, one), createTrial(bob, other))).toBe(sentences.join(' '));
});

test('says nothing of keys to a user who found nothing, unless the function looked for both', () => {
  const unknown: Fate = { status: 404, steps: () => [], cause: 'There is no such route.', says: () => '' };
  expect(describeVerdict(createTrial(ann, unknown), createTrial(bob, missing))).toBe(
    `Neither was served. ${ann} was refused with 404: There is no such route. ${bob} was refused with 404.`,
  );
});

test('says that two who were served from the table got items of their own', () => {
  const served = fates['served from the table'];
  expect(describeVerdict(createTrial(ann, served), createTrial(bob, served))).toBe(
    'Both were served, each under a key of their own. The same request means other items, ' +
      'as the key comes from who signed it: neither saw anything of the other’s.',
  );
});
