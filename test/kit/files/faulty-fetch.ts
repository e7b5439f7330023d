import type { Fetch } from '../../../src/client/exchange.ts';
import { createS3Refusal } from './fake-files.ts';

/** The faults of a request or of its answer. */
export const faults = [
  'nobody answers',
  'the reply is lost',
  'slow down',
  'a 502 from a proxy',
  'done, and a 500',
  'done, and an error after the 200',
  'an answer that is cut off in the middle',
  'too slow',
] as const;
export type NetworkFault = (typeof faults)[number] | 'the process dies';

const createLostError = () => new TypeError('fetch failed', { cause: new Error('other side closed') });

const cutInTheMiddle = async (response: Response): Promise<Response> => {
  const bytes = new Uint8Array(await response.arrayBuffer());
  let isFirst = true;
  const body = new ReadableStream({
    pull: (controller) => {
      if (isFirst && bytes.length > 1) controller.enqueue(bytes.subarray(0, bytes.length >> 1));
      else controller.error(createLostError());
      isFirst = false;
    },
  });
  return new Response([204, 304].includes(response.status) ? null : body, response);
};

/** Creates a `fetch` that gives each request the next fault of a plan, and then has none. A dead process stays dead. */
export const createFaultyFetch = (plan: (NetworkFault | undefined)[], fetch: Fetch = globalThis.fetch): Fetch => {
  let isDead = false;
  return async (url, init) => {
    const fault = isDead ? undefined : plan.shift();
    isDead ||= fault === 'the process dies';
    if (isDead || fault === 'nobody answers') throw createLostError();
    if (fault === 'slow down') return createS3Refusal(503, 'SlowDown', 'Please reduce your request rate.');
    if (fault === 'a 502 from a proxy') return new Response('<html>Bad gateway</html>', { status: 502 });
    if (fault === 'too slow') return createS3Refusal(400, 'RequestTimeout');
    const answer = await fetch(url, init);
    if (fault === undefined) return answer;
    if (fault === 'an answer that is cut off in the middle') return cutInTheMiddle(answer);
    await answer.arrayBuffer();
    if (fault === 'the reply is lost') throw createLostError();
    const isEnd = init.method === 'POST' && new URL(url).searchParams.has('uploadId');
    if (fault === 'done, and an error after the 200' && isEnd) return createS3Refusal(200, 'InternalError');
    return createS3Refusal(500, 'InternalError');
  };
};
