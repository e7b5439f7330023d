import { type ConsoleFaults, faultsOf } from '../fault.ts';

const traces = faultsOf<typeof import('../../../../infra/local/trace/traces.ts')>('infra/local/trace/traces.ts');

/** Faults by which a trace gets a call or an explanation that belongs to another. */
export const traceFaults: ConsoleFaults = {
  'a call belongs to the request that came last of those under way': traces.aroundMaker(
    'createTraces',
    'requests at the same time each have the calls of their own function',
    (create) => (findEmail) => {
      const sound = create(findEmail);
      const underWay = new Set<string>();
      return {
        ...sound,
        begin: (recording) => {
          underWay.add(recording.id);
          sound.begin(recording);
        },
        end: (recording, ending) => {
          underWay.delete(recording.id);
          sound.end(recording, ending);
        },
        attach: (call, untimed) => sound.attach({ ...call, calledBy: [...underWay].at(-1) }, untimed),
      };
    },
  ),
  'an explanation goes to the request that ended before': traces.aroundMaker(
    'createTraces',
    'two refusals at the same time each have their own explanation',
    (create) => (findEmail) => {
      const sound = create(findEmail);
      const ended: string[] = [];
      return {
        ...sound,
        end: (recording, ending) => {
          ended.push(recording.id);
          sound.end(recording, ending);
        },
        explain: (refusal) => {
          const trace = sound.get(ended.at(-2) ?? '');
          if (trace === undefined) return sound.explain(refusal);
          sound.keep({ ...trace, refusal });
        },
      };
    },
  ),
};
