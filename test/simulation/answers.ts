import type { HandlerResponse } from '../../src/adapters/api-gateway/responses.ts';
import { parseProblem } from './history.ts';

/** Creates the text that is in everything this owner writes, and in nothing that anybody else writes. */
export const createCanary = (who: number): string => `canary-of-${who}-`;

export interface Circumstances {
  readonly who: number;
  /** The number of owners. */
  readonly owners: number;
  /** Whether a fault occurred. */
  readonly mayFail: boolean;
  /** The log lines of the request. */
  readonly log?: unknown;
}

/** Throws if an answer breaks a promise that concerns single answers. */
export const checkAnswer = (response: HandlerResponse, { who, owners, mayFail, log }: Circumstances): void => {
  const { statusCode, headers } = response;
  must(statusCode < 500 || statusCode === 503, `A ${statusCode}: ${JSON.stringify(log ?? response)}`);
  if (statusCode === 503) {
    must(mayFail, `A 503 without a fault: ${parseProblem(response)}.`);
    must(headers['retry-after'] !== undefined, 'A 503 without Retry-After.');
  }
  const seen = JSON.stringify([response, log]);
  for (let other = 0; other < owners; other++)
    must(
      other === who || !seen.includes(createCanary(other)),
      'An answer or a log line contains something of another owner’s.',
    );
};

export function must(holds: boolean, otherwise: string): asserts holds {
  if (!holds) throw new Error(otherwise);
}
