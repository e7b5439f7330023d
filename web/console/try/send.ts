import type { Trace } from '../../../infra/local/trace/trace.ts';
import type { Tried, TryRequest, TryUser } from '../../../infra/local/try/tried.ts';
import { ask, tell } from '../ask.ts';

/** The result of a request in somebody's name. */
export interface TrialResult {
  readonly user: TryUser;
  readonly tried: Tried;
  /** `undefined` if no trace is kept. */
  readonly trace: Trace | undefined;
}

export const sendAs = async (request: TryRequest, user: TryUser): Promise<TrialResult> => {
  const tried = await tell<Tried>('POST /api/try/send', { ...request, sub: user.sub });
  return { user, tried, trace: tried.requestId === undefined ? undefined : await fetchTrace(tried.requestId) };
};

/** A trace's explanation can arrive up to a second after its request. */
const tries = 12;
const pause = 150;

const fetchTrace = async (requestId: string): Promise<Trace | undefined> => {
  let found: Trace | undefined;
  for (let n = 0; n < tries; n++) {
    found = await ask<Trace>('GET /api/chain/trace', { request: requestId }).catch(() => undefined);
    if (found !== undefined && (!found.isRefused || found.refusal !== undefined)) return found;
    await new Promise((resolve) => setTimeout(resolve, pause));
  }
  return found;
};
