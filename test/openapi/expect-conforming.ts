import { openApi } from '../../src/openapi/document.ts';
import { createConformance } from './conformance.ts';
import type { Exchange } from './exchange.ts';

const conformance = createConformance(openApi);

/** Throws where an exchange is not what the API's document says. The tests' ways to ask go through this, so every test that asks does. */
export const expectConforming = (exchange: Exchange): void => {
  const wrong = conformance.ofBoth(exchange);
  if (wrong.length === 0) return;
  const { method, path, request, answer } = exchange;
  const said = JSON.stringify({ request, answer }).slice(0, 2000);
  throw new Error(`${method} ${path} is not what docs/openapi.json says: ${wrong.join(' ')} ${said}`);
};
