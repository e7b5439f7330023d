import type { RequestListener } from 'node:http';
import type { AnsweredRequest } from '../http-api/http-api.ts';
import { addCallerSteps, describeUser } from './caller-steps.ts';
import { addStep, record } from './recording.ts';
import { clipText, redactRecord } from './redact.ts';
import { addRequestStep } from './traces.ts';
import type { TracingParts } from './tracing-parts.ts';

export const traceApi = ({ recordings, traces, users }: TracingParts) => ({
  api: (listener: RequestListener) =>
    record(recordings, (request, response) => {
      const recording = recordings.here();
      if (recording === undefined) return;
      traces.begin(recording);
      response.on('close', () => {
        if (!request.complete && !response.writableEnded) traces.drop(recording);
      });
      return listener(request, response);
    }),

  onAnswered: ({ request, principal, response, status, requestId }: AnsweredRequest): void => {
    const recording = recordings.here();
    if (recording === undefined) return;
    addRequestStep(recording);
    addCallerSteps(recording, users.issued);
    const { steps } = recording;
    const [first] = steps;
    if (first?.kind === 'Request' && request !== undefined && request.body.length > 0)
      steps[0] = { ...first, body: clipText(request.body) };
    const { headers, body } = response;
    addStep(recording, { kind: 'Answer', status, headers: redactRecord(headers), body: clipText(body) });
    traces.end(recording, { kind: 'api', status, requestId, who: principal && describeUser(principal) });
  },
});
