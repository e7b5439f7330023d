import { isRecord } from '../client/shapes.ts';
import type { Operation } from './api/operations.ts';
import { createMarker } from './create-missing-id.ts';
import { isDone } from './fetch-answer.ts';
import { isCreator, listParameters, type Made } from './made.ts';
import { createShortestPage, findNextPage } from './pages.ts';
import { encodeSegment } from './request.ts';
import { type Cursor, findPathValues, type Side, type User } from './side.ts';
import type { Workshop } from './workshop.ts';

/** How many objects of each kind a user keeps: two show what they have in common, and make a second page. */
const keptOfEach = 2;

export interface Seeded {
  readonly side: Side;
  /** Operations that did not create what they should. */
  readonly failed: readonly Operation[];
}

/** Creates objects of each kind for a user, containers before their contents. */
export const seedUser = async (workshop: Workshop, user: User, marker = createMarker()): Promise<Seeded> => {
  const { operations, make, delete: deleteObject } = workshop;
  const creators = operations
    .filter((each) => isCreator(each, operations))
    .toSorted((one, other) => listParameters(one.path).length - listParameters(other.path).length);
  const kept: Made[] = [];
  const gone: Made[] = [];
  const repeatable: Made[] = [];
  const failed: Operation[] = [];
  const some = createMarker();
  const createMark = (what: string) => `${marker}-${what}-${some.slice(1, 5)}`;
  for (const creator of creators) {
    for (let number = 0; number < keptOfEach; number++) {
      const made = await make(creator, { user, kept }, createMark(`${kept.length}`));
      if (made === undefined) failed.push(creator);
      else kept.push(made);
    }
    if (failed.includes(creator)) continue;
    const doomed = await make(creator, { user, kept }, createMark('gone'));
    const removed = doomed && (await deleteObject(doomed, user.fetch));
    if (doomed !== undefined && removed !== undefined && isDone(removed)) gone.push(doomed);
    if (workshop.idempotencyHeader(creator) === undefined) continue;
    const repeated = await make(creator, { user, kept }, createMarker(), crypto.randomUUID());
    if (repeated !== undefined) repeatable.push(repeated);
  }
  const side = { user, marker, kept, gone, repeatable, cursors: [], owner: { ...user.identifiers } };
  return { side: { ...side, cursors: await collectCursors(workshop, side) }, failed: [...new Set(failed)] };
};

const collectCursors = async ({ operations, ask, askingOf }: Workshop, side: Side): Promise<readonly Cursor[]> => {
  const found: Cursor[] = [];
  for (const operation of operations.filter(({ method }) => method === 'GET')) {
    const short = createShortestPage(operation);
    const values = findPathValues(operation, side);
    if (values === undefined || short.length === 0) continue;
    const path = Object.fromEntries(Object.entries(values).map(([name, value]) => [name, encodeSegment(value)]));
    const plain = askingOf(operation, path, '');
    const asking = { ...plain, query: [...plain.query, ...short] };
    const query = findNextPage(asking, await ask(asking, side.user.fetch));
    if (query !== undefined) found.push({ operation, query });
  }
  return found;
};

/**
 * Returns both sides with what objects say of their owner: members that are equal in all of one user's objects, and
 * different in the other's.
 */
export const withOwners = (one: Side, other: Side): readonly [Side, Side] => {
  const [ofOne, ofOther] = [one, other].map(findCommon) as [Common, Common];
  const names = Object.keys(ofOne).filter((name) => ofOther[name] !== undefined && ofOne[name] !== ofOther[name]);
  const owner = (side: Side, from: Common) => ({
    ...side,
    owner: { ...side.owner, ...Object.fromEntries(names.map((name) => [name, String(from[name])])) },
  });
  return [owner(one, ofOne), owner(other, ofOther)];
};

type Common = Readonly<Record<string, string>>;

const findCommon = ({ kept, marker }: Side): Common => {
  const creators = [...new Set(kept.map(({ creator }) => creator))];
  const members = creators.flatMap((creator) => {
    const objects = kept.filter((made) => made.creator === creator);
    const [first, ...rest] = objects.map(({ answer }) => (isRecord(answer.json) ? answer.json : {}));
    if (first === undefined || rest.length === 0) return [];
    return Object.entries(first).filter(
      (entry): entry is [string, string] =>
        typeof entry[1] === 'string' && !entry[1].includes(marker) && rest.every((each) => each[entry[0]] === entry[1]),
    );
  });
  return Object.fromEntries(members);
};
