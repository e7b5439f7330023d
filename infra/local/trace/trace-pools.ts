import type { DoneOperation } from '../cognito/endpoint.ts';
import { createPoolStep } from './pool-step.ts';
import { addStep, createRecording } from './recording.ts';
import type { TracingParts } from './tracing-parts.ts';

export const tracePools = ({ traces }: TracingParts) => ({
  onOperation: (done: DoneOperation): void => {
    const made = createRecording({ method: 'POST', url: '/', rawHeaders: [] });
    const recording = { ...made, began: made.began - done.milliseconds };
    const { method, path, who, step: ofPool } = createPoolStep(done);
    addStep(recording, ofPool, 0);
    const status = 'refusal' in done.outcome ? 400 : 200;
    traces.end(recording, { kind: 'pools', method, path, who, status });
  },
});
