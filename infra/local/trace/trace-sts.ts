import type { RequestListener } from 'node:http';
import { createRoleCall } from './calls.ts';
import { record } from './recording.ts';
import type { TracingParts } from './tracing-parts.ts';

export const traceSts = ({ recordings, traces }: TracingParts) => ({
  sts: (listener: RequestListener) =>
    record(recordings, (request, response) => {
      const recording = recordings.here();
      // Before the function receives the response and goes on.
      response.on('prefinish', () => {
        // IAM judges only callers with a valid signature, and only roles call STS here.
        if (recording !== undefined && recording.judged.length > 0)
          traces.attach(recording, createRoleCall(recording, response.statusCode));
      });
      return listener(request, response);
    }),
});
