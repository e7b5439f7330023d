import { openApi } from '../../src/openapi/document.ts';
import { createConformance } from './conformance.ts';
import type { Exchange } from './exchange.ts';

const conformance = createConformance(openApi);

/** Throws if an exchange violates the API's document. All helpers that send requests in tests call it. */
export const expectConforming = (exchange: Exchange): void => {
  const wrong = conformance.ofBoth(exchange);
  if (wrong.length === 0) return;
  const { method, path, request, answer } = exchange;
  const said = JSON.stringify({ request, answer }).slice(0, 2000);
  throw new Error(`${method} ${path} violates docs/openapi.json: ${wrong.join(' ')} ${said}`);
};
