import type { Result } from 'neverthrow';
import { withEnding } from '../client/ending.ts';
import type { Answer, Fetch } from '../client/exchange.ts';
import type { ExchangeFailure } from '../client/failures.ts';
import { sendSigned } from '../client/signed-fetch.ts';
import type { Known } from './check.ts';
import type { Tools } from './tools.ts';

/** The caller of the API, and the offset of its clock. */
export type Caller = Pick<Known, 'config' | 'credentials'> & Partial<Pick<Known, 'ahead'>>;

/** Sends one signed GET, and returns the raw answer. */
export const sendSignedGet = (
  { config, credentials, ahead = 0 }: Caller,
  { asked, watch, patience }: Tools,
  path: string,
  fetch: Fetch = watch.fetch,
): Promise<Result<Answer, ExchangeFailure>> =>
  withEnding(
    asked.signal,
    (ending) =>
      sendSigned({ method: 'GET', url: `${config.apiEndpoint}${path}`, headers: {} }, credentials, {
        ...{ region: config.region, time: asked.now() + ahead, ending, fetch },
      }),
    patience,
  );
