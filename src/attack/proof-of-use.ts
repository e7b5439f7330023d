import { type Answer, isDone } from './answer.ts';
import type { Operation } from './api/operations.ts';
import { isCreator } from './made.ts';
import { newMarker } from './never-existed.ts';
import type { Unproven } from './report.ts';
import { segmentOf } from './request.ts';
import { objectOf, pathValues, type Side } from './side.ts';
import type { Workshop } from './workshop.ts';

/**
 * Whether operations work for who they are for, each on an object that is made for it. Of one that does not, a refusal says nothing:
 * an API that is down lets nobody in.
 */
export const unprovenFor = async (
  workshop: Workshop,
  side: Side,
  operations: readonly Operation[],
): Promise<readonly Unproven[]> => {
  const unproven: Unproven[] = [];
  for (const operation of operations) {
    // That it works has been seen when objects were made.
    if (isCreator(operation, workshop.operations)) continue;
    const reason = await failureOf(workshop, side, operation);
    if (reason !== undefined) unproven.push({ operation: operation.key, reason });
  }
  return unproven;
};

const failureOf = async (workshop: Workshop, side: Side, operation: Operation): Promise<string | undefined> => {
  const { make, ask, askingOf, needsCondition, remove } = workshop;
  const kind = objectOf(operation, side.kept)?.creator;
  const spare = kind && (await make(kind, side, newMarker()));
  const values = pathValues(operation, side, spare === undefined ? side.kept : [spare, ...side.kept]);
  if (values === undefined) return 'there is nothing of the users’ own that its path could name';
  const path = Object.fromEntries(Object.entries(values).map(([name, value]) => [name, segmentOf(value)]));
  const attempt = (): Promise<Answer> =>
    ask(askingOf(operation, path, `${side.marker}-used`, spare?.tag), side.user.fetch);
  let answer = await attempt();
  // Precondition Required [RFC 6585, 3].
  if (answer.status === 428) {
    needsCondition(operation);
    answer = await attempt();
  }
  if (spare !== undefined && operation.method !== 'DELETE') await remove(spare, side.user.fetch);
  if (isDone(answer)) return undefined;
  return `for ${side.user.name}, on their own: ${answer.status === 0 ? answer.text : answer.status}`;
};
