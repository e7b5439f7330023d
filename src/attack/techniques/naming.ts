import type { Operation } from '../api/operations.ts';
import { type Made, type PathValues, parametersOf } from '../made.ts';
import { neverExisted } from '../never-existed.ts';
import type { Control, Probe, Scene } from '../probe.ts';
import { type Asking, segmentOf } from '../request.ts';
import { objectOf, pathValues } from '../side.ts';

/** Changes a request that names something in its path. */
export type Change = (asking: Asking) => Asking;

const asItIs: Change = (asking) => asking;

export interface Naming {
  /** Of the path's parameters, those that name the other's; the rest name the attacker's own. */
  readonly foreign: readonly string[];
  readonly own: PathValues;
  readonly theirs: PathValues;
  readonly object: Made | undefined;
}

/** Whom an operation's path can name, by the attacker's own and by the other's. */
export const namingOf = (operation: Operation, scene: Scene, objects = scene.victim.kept): Naming | undefined => {
  const { attacker, victim } = scene;
  const own = pathValues(operation, attacker);
  const theirs = pathValues(operation, victim, objects);
  if (own === undefined || theirs === undefined) return undefined;
  const foreign = parametersOf(operation.path).filter((name) => own[name] !== theirs[name]);
  return { foreign, own, theirs, object: objectOf(operation, objects) };
};

/**
 * The parts of a probe whose path names the other's, and of what never existed in the same places. `change` is what the technique
 * does to each of the three.
 */
export const foreignAsking = (
  scene: Scene,
  operation: Operation,
  { own, theirs, foreign, object }: Naming,
  change: Change = asItIs,
  write: (value: string) => string = segmentOf,
): Pick<Probe, 'asking' | 'named' | 'controls'> => {
  const askedBy = (value: (name: string) => string): Control => {
    const named = foreign.map(value);
    const path = Object.fromEntries(
      parametersOf(operation.path).map((name) => {
        const at = foreign.indexOf(name);
        return [name, at === -1 ? segmentOf(own[name] ?? '') : write(named[at] ?? '')];
      }),
    );
    return { asking: change(scene.askingOf(operation, path, object?.tag)), named };
  };
  const control = () => askedBy((name) => neverExisted(theirs[name] ?? ''));
  return { ...askedBy((name) => theirs[name] ?? ''), controls: [control(), control()] };
};

export const encoded = (values: PathValues): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(values).map(([name, value]) => [name, segmentOf(value)]));

/** An operation of the attacker's own, on their own object. */
export const ownAsking = (scene: Scene, operation: Operation): Asking | undefined => {
  const { attacker } = scene;
  const values = pathValues(operation, attacker);
  return values && scene.askingOf(operation, encoded(values), objectOf(operation, attacker.kept)?.tag);
};

/** The same, by the other. */
export const theirAsking = (scene: Scene, operation: Operation): Asking | undefined => {
  const values = pathValues(operation, scene.victim);
  return values && scene.askingOf(operation, encoded(values));
};

export const isRead = ({ method }: Operation): boolean => method === 'GET' || method === 'HEAD';
