import type { Operation } from '../api/operations.ts';
import { createMissingId } from '../create-missing-id.ts';
import { listParameters, type Made, type PathValues } from '../made.ts';
import type { Control, Probe, Scene } from '../probe.ts';
import { type Asking, encodeSegment } from '../request.ts';
import { findObject, findPathValues } from '../side.ts';

/** Changes a request that names something in its path. */
export type Change = (asking: Asking) => Asking;

const asItIs: Change = (asking) => asking;

export interface Naming {
  /** Parameters of the path that name the victim's objects. The rest name the attacker's own. */
  readonly foreign: readonly string[];
  readonly own: PathValues;
  readonly theirs: PathValues;
  readonly object: Made | undefined;
}

/** Returns what an operation's path can name, of the attacker's and of the victim's objects. */
export const findNaming = (operation: Operation, scene: Scene, objects = scene.victim.kept): Naming | undefined => {
  const { attacker, victim } = scene;
  const own = findPathValues(operation, attacker);
  const theirs = findPathValues(operation, victim, objects);
  if (own === undefined || theirs === undefined) return undefined;
  const foreign = listParameters(operation.path).filter((name) => own[name] !== theirs[name]);
  return { foreign, own, theirs, object: findObject(operation, objects) };
};

/**
 * Creates a request whose path names the victim's object, and two controls that name in the same places what never
 * existed. `change` is what the technique does to each of the three.
 */
export const createForeignAsking = (
  scene: Scene,
  operation: Operation,
  { own, theirs, foreign, object }: Naming,
  change: Change = asItIs,
  write: (value: string) => string = encodeSegment,
): Pick<Probe, 'asking' | 'named' | 'controls'> => {
  const askedBy = (value: (name: string) => string): Control => {
    const named = foreign.map(value);
    const path = Object.fromEntries(
      listParameters(operation.path).map((name) => {
        const at = foreign.indexOf(name);
        return [name, at === -1 ? encodeSegment(own[name] ?? '') : write(named[at] ?? '')];
      }),
    );
    return { asking: change(scene.askingOf(operation, path, object?.tag)), named };
  };
  const control = () => askedBy((name) => createMissingId(theirs[name] ?? ''));
  return { ...askedBy((name) => theirs[name] ?? ''), controls: [control(), control()] };
};

export const encodeValues = (values: PathValues): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(values).map(([name, value]) => [name, encodeSegment(value)]));

/** Creates the attacker's request on their own object. */
export const createOwnAsking = (scene: Scene, operation: Operation): Asking | undefined => {
  const { attacker } = scene;
  const values = findPathValues(operation, attacker);
  return values && scene.askingOf(operation, encodeValues(values), findObject(operation, attacker.kept)?.tag);
};

/** Creates the victim's request on their own object. */
export const createTheirAsking = (scene: Scene, operation: Operation): Asking | undefined => {
  const values = findPathValues(operation, scene.victim);
  return values && scene.askingOf(operation, encodeValues(values));
};

export const isRead = ({ method }: Operation): boolean => method === 'GET' || method === 'HEAD';
