import type { Operation } from './api/operations.ts';
import { createMarker } from './create-missing-id.ts';
import { type ApiAnswer, isDone } from './fetch-answer.ts';
import { isCreator } from './made.ts';
import type { Unproven } from './report.ts';
import { encodeSegment } from './request.ts';
import { findObject, findPathValues, type Side } from './side.ts';
import type { Workshop } from './workshop.ts';

/**
 * Returns the operations that do not work for their own user, each tried on an object that is created for it. A refusal
 * by such an operation proves nothing: an API that is down lets nobody in.
 */
export const findUnproven = async (
  workshop: Workshop,
  side: Side,
  operations: readonly Operation[],
): Promise<readonly Unproven[]> => {
  const unproven: Unproven[] = [];
  for (const operation of operations) {
    // The creation of the objects has shown that it works.
    if (isCreator(operation, workshop.operations)) continue;
    const reason = await explainFailure(workshop, side, operation);
    if (reason !== undefined) unproven.push({ operation: operation.key, reason });
  }
  return unproven;
};

const explainFailure = async (workshop: Workshop, side: Side, operation: Operation): Promise<string | undefined> => {
  const { make, ask, askingOf, needsCondition, delete: deleteObject } = workshop;
  const kind = findObject(operation, side.kept)?.creator;
  const spare = kind && (await make(kind, side, createMarker()));
  const values = findPathValues(operation, side, spare === undefined ? side.kept : [spare, ...side.kept]);
  if (values === undefined) return 'its path could name nothing of the users’ own';
  const path = Object.fromEntries(Object.entries(values).map(([name, value]) => [name, encodeSegment(value)]));
  const attempt = (): Promise<ApiAnswer> =>
    ask(askingOf(operation, path, `${side.marker}-used`, spare?.tag), side.user.fetch);
  let answer = await attempt();
  // Precondition Required [RFC 6585, 3].
  if (answer.status === 428) {
    needsCondition(operation);
    answer = await attempt();
  }
  if (spare !== undefined && operation.method !== 'DELETE') await deleteObject(spare, side.user.fetch);
  if (isDone(answer)) return undefined;
  return `for ${side.user.name}, on their own: ${answer.status === 0 ? answer.text : answer.status}`;
};
