/** Runs a warm function that takes turns with others, and measures the processor time of an invocation on demand. */
import type { HandlerResponse, Turn, WarmJob, WarmMeasurement } from './job.ts';
import { loadFunction, readCpuTime, readJob } from './lambda.ts';
import { createSwitchableNetwork } from './network.ts';

const { answers, warmUp, ...given } = readJob<WarmJob>();
const network = createSwitchableNetwork(answers);
const invoke = await loadFunction(given);

const invokeTimes = async (count: number): Promise<HandlerResponse> => {
  let answer = await invoke();
  for (let i = 1; i < count; i++) answer = await invoke();
  return answer;
};

const take = async ({ network: where, wakeUp, invocations, milliseconds }: Turn): Promise<WarmMeasurement> => {
  network.use(where);
  // A function that slept during others' turns has lost optimised code, and V8 compiles for longer than a turn.
  let answer = await invokeTimes(5);
  const awake = performance.now() + wakeUp;
  while (performance.now() < awake) answer = await invokeTimes(5);
  const until = performance.now() + milliseconds;
  const began = readCpuTime();
  let count = 0;
  // Reads the processor time only at the start and at the end, as reading it costs as much as an invocation.
  while (count < invocations || performance.now() < until) {
    answer = await invokeTimes(5);
    count += 5;
  }
  return { answer, cpu: (readCpuTime() - began) / count };
};

for (let round = 0; round < warmUp.rounds; round++)
  for (const where of ['none', 'loopback'] as const) {
    network.use(where);
    if (warmUp[where] > 0) await invokeTimes(warmUp[where]);
  }
process.on('disconnect', () => process.exit());
process.on('message', async (turn: Turn) => process.send?.(await take(turn)));
process.send?.('ready');
