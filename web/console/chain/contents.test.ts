import { renderToStaticMarkup } from 'react-dom/server';
import { expect, test } from 'vitest';
import type { Permission, TraceStep } from '../../../infra/local/trace/trace.ts';
import { renderContent } from './contents.tsx';

const timed = { at: 0, milliseconds: 1 };
const render = (step: TraceStep): string => renderToStaticMarkup(renderContent(step, undefined));

test.each([
  ['the payload format of an event of API Gateway', { version: '2.0', routeKey: 'GET /notes' }, 'payload format 2.0'],
  ['no payload format of a schedule’s event', {}, undefined],
  ['no payload format that is only in a body', { body: '  "version": "2.0"' }, undefined],
])('shows %s', (_, event, format) => {
  const shown = render({ kind: 'Event', functionName: 'f', event: JSON.stringify(event, null, 2), ...timed });
  expect(/payload format [\d.]+/.exec(shown)?.[0]).toBe(format);
});

test('shows each decision about a call of S3, and how many more there were', () => {
  const permissionOf = (sentence: string, allowed: boolean, more?: number): Permission => ({
    ...{ sentence, allowed, principal: '', action: 's3:DeleteObject', resource: '', context: [], statements: [] },
    ...(more !== undefined && { more }),
  });
  const shown = render({
    ...{ kind: 'Files', operation: 'DeleteObjects', path: '/', requestId: 'r', status: 200, accessKeyId: '', ...timed },
    permissions: [
      permissionOf('It may.', true, 1),
      permissionOf('It may not.', false),
      permissionOf('Nor this.', false),
    ],
  });
  const verdicts = [...shown.matchAll(/<strong>(\w+)\.<\/strong> ([^<]+)/g)].map(([, verdict, why]) => [verdict, why]);
  expect(verdicts).toEqual([
    ['Allowed', 'It may.'],
    ['Denied', 'It may not.'],
    ['Denied', 'Nor this.'],
  ]);
  expect(shown).toContain('And 1 more decision about s3:DeleteObject: allowed, too.');
});
