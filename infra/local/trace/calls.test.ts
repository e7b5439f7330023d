import { expect, test } from 'vitest';
import type { RoleSession } from '../roles.ts';
import { createTableCall } from './calls.ts';
import { addJudged, createRecording } from './recording.ts';

test.each([
  ['taken for an owner names the request in which it was taken', { owner: 'ann' }, 't1'],
  ['of a function’s own role, whose thread started during a request, names none', {}, undefined],
])('a session %s', (_, tags, takenIn) => {
  const recording = createRecording({ method: 'POST', url: '/', rawHeaders: [] });
  const permission = {
    allowed: true,
    sentence: '',
    principal: '',
    action: '',
    resource: '',
    context: [],
    statements: [],
  };
  const who: RoleSession = { roleArn: 'arn', sessionName: 'list', tags };
  addJudged(recording, { permission, who });
  const answered = { operation: 'Query', asked: {}, status: 200, body: '{}' };
  const { session } = createTableCall(recording, answered, () => ({ in: 't1' }));
  expect(session).toEqual({ roleArn: 'arn', name: 'list', tags: Object.entries(tags), ...(takenIn && { takenIn }) });
});
