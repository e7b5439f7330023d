import { beforeAll, describe, expect, test, vi } from 'vitest';
import { openApi } from '../../src/openapi/document.ts';
import { createConformance } from './conformance.ts';
import { createDrifts, type Drift } from './drifts.ts';
import type { Exchange } from './exchange.ts';
import { recordGatewayTraffic } from './gateway-traffic.ts';
import { recordFunctionTraffic } from './traffic.ts';

let said: readonly Exchange[];
beforeAll(async () => {
  // Hides the reports of functions that fail and hang on purpose.
  vi.spyOn(console, 'error').mockImplementation(() => {});
  const functions = await recordFunctionTraffic();
  const all = [...functions, ...(await recordGatewayTraffic(functions))];
  // Short exchanges reveal most drifts, and long ones take long to check.
  said = all.toSorted((one, other) => measureExchange(one) - measureExchange(other));
});

const measureExchange = ({ request, answer }: Exchange): number => (request.body?.length ?? 0) + answer.body.length;

const drifts = createDrifts(openApi);
const places = [...new Set(drifts.map(({ where }) => where))];

/** Decides whether a recorded exchange violates the document; for a drift of an operation, one of that operation. */
const isSeen = ({ document, where }: Drift): boolean => {
  const { ofBoth } = createConformance(document);
  const about = said.filter(({ path, method }) => !where.includes(' ') || where === `${method} ${path}`);
  return about.some((exchange) => ofBoth(exchange).length > 0);
};

describe('recorded exchanges reveal every difference of a document from the API', () => {
  test('in more than a thousand places', () => {
    expect(drifts.length).toBeGreaterThan(1000);
    expect(places).toHaveLength(5 + Object.keys(openApi.components.schemas).length);
  });

  test.each(places)('in %s', (place) => {
    const unseen = drifts.filter((drift) => drift.where === place && !isSeen(drift));
    expect(unseen.map(({ name }) => name)).toEqual([]);
  });
});
