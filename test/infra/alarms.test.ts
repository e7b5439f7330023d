import { errAsync } from 'neverthrow';
import { beforeAll, expect, test } from 'vitest';
import { stages } from '../../infra/stages.ts';
import { findResources, type Template } from '../../infra/template/template.ts';
import type { Endpoint } from '../../src/adapters/api-gateway/endpoints.ts';
import { createNotesHandler } from '../../src/adapters/api-gateway/handler.ts';
import type { Problem } from '../../src/adapters/api-gateway/problems.ts';
import type { LogLine } from '../../src/adapters/system/log.ts';
import { patience } from '../../src/lambda/patience.ts';
import { createEvent, identityPoolId, userPoolId } from '../kit/event.ts';
import { resolve } from './resolve.ts';
import { synthesizeTemplates } from './synthesized.ts';

let template: Template;

beforeAll(async () => {
  template = resolve((await synthesizeTemplates([stages.dev])).get('dev') ?? '');
});

const identityId = 'us-east-1:7c9e6679-7425-40de-944b-e07fc1f90ae7';

/** Returns the log lines, as JSON, of one request to the handler around an endpoint. */
const runForLines = async (endpoint: Endpoint<unknown>, caller = identityId): Promise<string[]> => {
  const lines: string[] = [];
  const parts = {
    identity: { identityPoolId, userPoolId, owner: 'identity' as const },
    log: (line: LogLine) => void lines.push(JSON.stringify(line)),
    clock: { now: () => 0 },
    dependencies: () => undefined,
  };
  const event = createEvent({ routeKey: 'GET /notes', identityId: caller });
  await createNotesHandler(parts, endpoint)(event, { getRemainingTimeInMillis: () => 10_000 });
  return lines;
};
const fails = (problem: Problem): Promise<string[]> => runForLines(() => errAsync(problem));
const throws = (name: string): Promise<string[]> =>
  runForLines(() => {
    throw Object.assign(new Error('not authorized'), { name });
  });

/**
 * Decides whether a metric filter counts a line. Supports the only form of CloudWatch Logs' patterns that the stack
 * uses: an equation with one member, in which a trailing `*` matches any rest.
 */
const counts = (pattern: string, line: string): boolean => {
  const [, path = '', operator, wanted = ''] = /^\{ \$\.([\w.]+) (=) "([^"]*)" \}$/.exec(pattern) ?? [];
  if (operator === undefined) throw new Error(`This form of pattern is not supported: ${pattern}`);
  const found = path.split('.').reduce((value, name) => value?.[name], JSON.parse(line));
  return wanted.endsWith('*') ? typeof found === 'string' && found.startsWith(wanted.slice(0, -1)) : found === wanted;
};

const requests: readonly [what: string, lines: () => Promise<string[]>, counted: readonly string[]][] = [
  ['that DynamoDB refuses', () => throws('AccessDeniedException'), ['AccessDenied']],
  ['that STS refuses', () => throws('AccessDenied'), ['AccessDenied']],
  ['that fails otherwise', () => throws('TypeError'), []],
  ['without a caller', () => runForLines(() => errAsync({ kind: 'StoreUnavailable' }), 'nobody'), ['IdentityRefused']],
  ['whose reply was lost', () => fails({ kind: 'OutcomeUnknown' }), ['OutcomeUnknown']],
  ['that the store cannot serve', () => fails({ kind: 'StoreUnavailable' }), []],
  ['for a missing note', () => fails({ kind: 'NoteNotFound' }), []],
];

test.each(requests)(
  'every function’s filters count a request %s once, under the right metric or under none',
  async (_, lines, counted) => {
    const logged = await lines();
    const filters = findResources(template, 'AWS::Logs::MetricFilter').map(([, { Properties }]) => Properties);
    const counting = filters.flatMap(({ FilterPattern, MetricTransformations }) =>
      logged.filter((line) => counts(FilterPattern, line)).map(() => MetricTransformations[0]?.MetricName),
    );
    expect(logged).not.toEqual([]);
    // The sweep can be denied access too, and has no callers.
    const watched = (name: string) => (name === 'AccessDenied' ? 6 : 5);
    expect(counting).toEqual(counted.flatMap((name) => Array.from({ length: watched(name) }, () => name)));
  },
);

test('the alarm for a slow store goes off before a function gives up', () => {
  const alarms = findResources(template, 'AWS::CloudWatch::Alarm').filter(([id]) => id.includes('SlowStore'));
  const thresholds = alarms.map(([, { Properties }]) => Number(Reflect.get(Properties, 'Threshold')));
  expect(thresholds).toEqual([expect.any(Number)]);
  expect(Math.max(...thresholds)).toBeLessThan(patience.maxAttempts * patience.silence);
});
