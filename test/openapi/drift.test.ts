import { beforeAll, describe, expect, test, vi } from 'vitest';
import { openApi } from '../../src/openapi/document.ts';
import { createConformance } from './conformance.ts';
import { createDrifts, type Drift } from './drifts.ts';
import type { Exchange } from './exchange.ts';
import { recordGatewayTraffic } from './gateway-traffic.ts';
import { functionTraffic } from './traffic.ts';

let said: readonly Exchange[];
beforeAll(async () => {
  // Functions that fail and hang on purpose are reported there.
  vi.spyOn(console, 'error').mockImplementation(() => {});
  const functions = await functionTraffic();
  const all = [...functions, ...(await recordGatewayTraffic(functions))];
  // Most drifts are seen by what is short, and what is long takes long.
  said = all.toSorted((one, other) => measureExchange(one) - measureExchange(other));
});

const measureExchange = ({ request, answer }: Exchange): number => (request.body?.length ?? 0) + answer.body.length;

const drifts = createDrifts(openApi);
const places = [...new Set(drifts.map(({ where }) => where))];

/** Whether something that was said is not what the document says: of an operation's, if it is another there. */
const isSeen = ({ document, where }: Drift): boolean => {
  const { ofBoth } = createConformance(document);
  const about = said.filter(({ path, method }) => !where.includes(' ') || where === `${method} ${path}`);
  return about.some((exchange) => ofBoth(exchange).length > 0);
};

describe('a document that is not the API’s is seen by what is said, wherever it differs', () => {
  test('in a thousand places', () => {
    expect(drifts.length).toBeGreaterThan(1000);
    expect(places).toHaveLength(5 + Object.keys(openApi.components.schemas).length);
  });

  test.each(places)('in %s', (place) => {
    const unseen = drifts.filter((drift) => drift.where === place && !isSeen(drift));
    expect(unseen.map(({ name }) => name)).toEqual([]);
  });
});
