import type { ConsoleFaults } from './fault.ts';

const thread = 'infra/local/function-thread.ts';
const recording = 'infra/local/trace/recording.ts';
const traces = 'infra/local/trace/traces.ts';
const table = 'infra/local/trace/trace-table.ts';

const atTheSameTime = 'requests at the same time each have the calls of their own function';
const overOneConnection = 'requests over one connection each have their own steps and calls';
const byTheHeader = 'the runtime’s trace header brings nobody’s calls into somebody else’s trace';
const whoeversKey = 'a request with an invalid signature is nobody’s, whichever key it names';

export const attributionFaults: ConsoleFaults = {
  'a function’s thread has one trace id for all invocations, the latest': {
    file: thread,
    swaps: [
      ['invocations.getStore()', 'globalThis.latestTrace'],
      ['invocations.run(traceId, run)', '((globalThis.latestTrace = traceId), run())'],
    ],
    breaks: atTheSameTime,
  },
  'a function’s thread keeps the trace id of its first invocation': {
    file: thread,
    swaps: [['invocations.getStore()', '(globalThis.firstTrace ??= invocations.getStore())']],
    breaks: overOneConnection,
  },
  'a function sends no trace id': {
    file: thread,
    swaps: [['traceId !== undefined', 'false']],
    breaks: overOneConnection,
  },
  'the request that came last is the one that is served, in whatever context': {
    file: recording,
    swaps: [
      ['contexts.getStore()', 'globalThis.latestRecording'],
      ['contexts.run(recording, work)', '((globalThis.latestRecording = recording), work())'],
    ],
    breaks: atTheSameTime,
  },
  'a connection has one recording for all of its requests': {
    file: recording,
    swaps: [
      [
        'createRecording({ method, url, rawHeaders })',
        '(request.socket.itsRecording ??= createRecording({ method, url, rawHeaders }))',
      ],
    ],
    breaks: overOneConnection,
  },
  'a call belongs to the request that came last of those under way': {
    file: traces,
    swaps: [["open.get(call.calledBy ?? '')", '[...open.values()].at(-1)']],
    breaks: atTheSameTime,
  },
  'the header of a user who asks the table is believed': {
    file: table,
    swaps: [['isRoleSession(who)', "(isRoleSession(who) || recording.calledBy?.startsWith('t'))"]],
    breaks: byTheHeader,
  },
  'the header of somebody who runs the stack is believed': {
    file: table,
    swaps: [
      ['who === undefined', '(who === undefined && recording.calledBy === undefined)'],
      ['isRoleSession(who)', '(isRoleSession(who) || who === undefined)'],
    ],
    breaks: byTheHeader,
  },
  'a function is called in the name of the header that the client sent': {
    file: 'infra/local/trace/trace-functions.ts',
    swaps: [['invoke(recording.id)', 'invoke(recording.calledBy ?? recording.id)']],
    breaks: 'a client that sends the runtime’s trace header has its calls in its own trace',
  },
  'a session counts as taken in the request to STS, not in the one that it is for': {
    file: 'infra/local/trace/watched-iam.ts',
    swaps: [['recording?.calledBy ?? recording?.id', 'recording?.id']],
    breaks: 'a role session is shown as taken in the request that it was taken for',
  },
  'credentials are shown for whichever token was opened': {
    file: 'infra/local/trace/caller-steps.ts',
    swaps: [['signature?.matches === true', 'true']],
    breaks: whoeversKey,
  },
  'a request belongs to whoever’s token was opened': {
    file: 'infra/local/trace/trace-api.ts',
    swaps: [
      [
        'principal && describeUser(principal)',
        '(principal ?? recording.opened?.principal) && describeUser(principal ?? recording.opened?.principal)',
      ],
    ],
    breaks: whoeversKey,
  },
  'an explanation goes to the request that ended before': {
    file: traces,
    swaps: [
      [
        'open.delete(recording.id)',
        '((globalThis.endedBefore = globalThis.ended), (globalThis.ended = recording.id), open.delete(recording.id))',
      ],
      ['kept.ofRequest(refusal.requestId)', "kept.get(globalThis.endedBefore ?? '')"],
    ],
    breaks: 'two refusals at the same time each have their own explanation',
  },
};
