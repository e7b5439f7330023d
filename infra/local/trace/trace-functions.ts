import { parseCaller } from '../../../src/adapters/api-gateway/caller.ts';
import { addStep, createRecording } from './recording.ts';
import { formatJson } from './redact.ts';
import type { TracingParts } from './tracing-parts.ts';

export const traceFunctions = ({ recordings, traces, identityPolicy }: TracingParts) => ({
  /**
   * Records the event that a function receives, and invokes it with the trace id under which its own calls are
   * recorded.
   */
  invoked: async <T>(functionName: string, event: unknown, invoke: (traceId?: string) => Promise<T>): Promise<T> => {
    const recording = recordings.here();
    if (recording === undefined) return invoke();
    const at = recording.stepped;
    const index = recording.steps.length;
    addStep(recording, { kind: 'Event', functionName, event: formatJson(event) });
    parseCaller(event, identityPolicy).map(({ owner }) =>
      addStep(recording, { kind: 'Owner', owner, from: identityPolicy.owner }),
    );
    try {
      return await invoke(recording.id);
    } finally {
      const milliseconds = performance.now() - recording.began - at;
      const begun = recording.steps[index];
      if (begun !== undefined) recording.steps[index] = { ...begun, milliseconds };
      recording.stepped = at + milliseconds;
    }
  },

  /** Records an invocation that no request caused. */
  scheduled: <T>(functionName: string, work: () => Promise<T>): Promise<T> => {
    const recording = createRecording({ method: 'Schedule', url: functionName, rawHeaders: [] });
    return recordings.run(recording, async () => {
      traces.begin(recording);
      let isRefused = true;
      try {
        const result = await work();
        isRefused = false;
        return result;
      } finally {
        traces.end(recording, { kind: 'schedule', isRefused });
      }
    });
  },
});
