import type { Callable, Wrap } from '../../kit/wrap-exports.ts';
import type { ConsoleFault } from './fault.ts';

type IsInForce = (fault: ConsoleFault) => boolean;
type Choices<T> = ReadonlyMap<ConsoleFault, T>;

/** Wraps an export in all of its faults. Each call goes to the fault in force, or else to the sound function. */
export const chooseAmong =
  (faults: readonly ConsoleFault[], isInForce: IsInForce): Wrap<Callable> =>
  (sound) => {
    if (typeof sound !== 'function') throw new Error(`${faults[0]?.name} is not a function.`);
    const choices: Choices<Callable> = new Map(faults.map((fault) => [fault, fault.wrap(sound)]));
    if (!faults.some(({ isMaker }) => isMaker)) return chooseEachTime(sound, choices, isInForce) as Callable;
    return (...args) =>
      chooseEachTime(sound(...args), new Map([...choices].map(([fault, make]) => [fault, make(...args)])), isInForce);
  };

/** Chooses at each call of a function, or of the functions in an object. */
const chooseEachTime = (sound: unknown, choices: Choices<unknown>, isInForce: IsInForce): unknown => {
  if (typeof sound === 'function')
    return (...args: readonly unknown[]) => {
      const [, chosen = sound] = [...choices].find(([fault]) => isInForce(fault)) ?? [];
      return (chosen as typeof sound)(...args);
    };
  if (typeof sound !== 'object' || sound === null) return sound;
  return Object.fromEntries(
    Object.entries(sound).map(([key, part]) => {
      const parts = new Map([...choices].map(([fault, made]) => [fault, Reflect.get(Object(made), key)]));
      return [key, chooseEachTime(part, parts, isInForce)];
    }),
  );
};
