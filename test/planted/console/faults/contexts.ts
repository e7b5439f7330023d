import type { Socket } from 'node:net';
import type { Recording } from '../../../../infra/local/trace/recording.ts';
import { type ConsoleFaults, faultsOf } from '../fault.ts';

const traceIds = faultsOf<typeof import('../../../../infra/local/trace-ids.ts')>('infra/local/trace-ids.ts');
const recording = faultsOf<typeof import('../../../../infra/local/trace/recording.ts')>(
  'infra/local/trace/recording.ts',
);

const atTheSameTime = 'requests at the same time each have the calls of their own function';
const overOneConnection = 'requests over one connection each have their own steps and calls';

/** Creates a context that everybody shares: what came last is there for all. */
const createShared = <V>() => {
  let latest: V | undefined;
  return {
    here: () => latest,
    run: <T>(value: V, work: () => T): T => {
      latest = value;
      return work();
    },
  };
};

/** Faults by which what happens at the same time, or one after the other, is taken for the same. */
export const contextFaults: ConsoleFaults = {
  'a function’s thread has one trace id for all invocations, the latest': traceIds.aroundMaker(
    'createTraceIds',
    atTheSameTime,
    () => createShared<string>,
  ),
  'a function’s thread keeps the trace id of its first invocation': traceIds.aroundMaker(
    'createTraceIds',
    overOneConnection,
    (create) => () => {
      const sound = create();
      let first: string | undefined;
      return {
        ...sound,
        here: () => {
          first ??= sound.here();
          return first;
        },
      };
    },
  ),
  'a function sends no trace id': traceIds.aroundMaker('createTraceIds', overOneConnection, (create) => () => ({
    ...create(),
    here: () => undefined,
  })),
  'the request that came last is the one that is served, in whatever context': recording.aroundMaker(
    'createRecordings',
    atTheSameTime,
    () => createShared<Recording>,
  ),
  'a connection has one recording for all of its requests': recording.aroundMaker(
    'record',
    overOneConnection,
    (record) => (recordings, listener) => {
      const firsts = new WeakMap<Socket, Recording>();
      return record(recordings, (request, response) => {
        const first = firsts.get(request.socket) ?? recordings.here();
        if (first === undefined) return;
        firsts.set(request.socket, first);
        recordings.run(first, () => listener(request, response));
      });
    },
  ),
};
