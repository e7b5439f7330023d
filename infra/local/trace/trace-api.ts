import type { RequestListener } from 'node:http';
import type { AnsweredRequest } from '../http-api/http-api.ts';
import { addCallerSteps, whoOf } from './caller-steps.ts';
import { recorded, step } from './recording.ts';
import { shownRecord, shownText } from './shown.ts';
import { stepOfRequest } from './traces.ts';
import type { TracingParts } from './tracing-parts.ts';

export const traceApi = ({ recordings, traces, users }: TracingParts) => ({
  api: (listener: RequestListener) =>
    recorded(recordings, (request, response) => {
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
    stepOfRequest(recording);
    addCallerSteps(recording, users.issued);
    const { steps } = recording;
    const [first] = steps;
    if (first?.kind === 'Request' && request !== undefined && request.body.length > 0)
      steps[0] = { ...first, body: shownText(request.body) };
    const { headers, body } = response;
    step(recording, { kind: 'Answer', status, headers: shownRecord(headers), body: shownText(body) });
    traces.end(recording, { kind: 'api', status, requestId, who: principal && whoOf(principal) });
  },
});
