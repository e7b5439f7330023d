import { beforeAll, describe, expect, test } from 'vitest';
import { openApi } from '../../src/openapi/document.ts';
import type { OpenApi } from '../../src/openapi/openapi.ts';
import { conformanceTo } from './conformance.ts';
import { driftsOf } from './drifts.ts';
import type { Exchange } from './exchange.ts';
import { gatewayTraffic } from './gateway-traffic.ts';
import { functionTraffic } from './traffic.ts';

let said: readonly Exchange[];
beforeAll(async () => {
  said = [...(await functionTraffic()), ...(await gatewayTraffic())];
});

const isSeen = (document: OpenApi): boolean => {
  const { ofBoth } = conformanceTo(document);
  return said.some((exchange) => ofBoth(exchange).length > 0);
};

describe('a document that is not the API’s', () => {
  test('is seen by what is said, wherever it differs', () => {
    const drifts = driftsOf(openApi);
    expect(drifts.length).toBeGreaterThan(300);
    expect(drifts.filter(({ document }) => !isSeen(document)).map(({ name }) => name)).toEqual([]);
  });
});
