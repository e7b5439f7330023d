/** The processor time of an invocation when the function has been called often. */
import type { Budget, HandlerAnswer, WarmJob, WarmResult } from './job.ts';
import { cpuTime, functionOf, job, report } from './lambda.ts';
import { answerFromHere } from './no-network.ts';

const { warmUp, measured, answers, ...given } = job<WarmJob>();
if (answers !== undefined) answerFromHere(answers);
const invoke = await functionOf(given);

const run = async (budget: Budget): Promise<WarmResult> => {
  let answer: HandlerAnswer = await invoke();
  const began = cpuTime();
  let invocations = 0;
  let used = 0;
  while (invocations < budget.invocations || used < budget.cpu) {
    for (let i = 0; i < 10; i++) answer = await invoke();
    invocations += 10;
    used = cpuTime() - began;
  }
  return { answer, invocations, cpu: used / invocations };
};

await run(warmUp);
report(await run(measured));
