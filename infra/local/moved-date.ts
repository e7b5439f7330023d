/**
 * Has `Date` of this thread tell the stack's time, which on AWS is simply the time: the machine's, and the milliseconds in the shared
 * memory. Only what is now is moved, by `Date.now()`, `new Date()` and `Date()`; timers and `performance` go by the machine. Returns the
 * machine's own `Date.now`.
 */
export const moveDate = (shared: SharedArrayBuffer): (() => number) => {
  const memory = new BigInt64Array(shared);
  const Machine = Date;
  const machineNow = Machine.now;
  const now = () => machineNow() + Number(Atomics.load(memory, 0));
  const moved: DateConstructor = new Proxy(Machine, {
    construct: (target, given, newTarget) =>
      Reflect.construct(target, given.length === 0 ? [now()] : given, newTarget === moved ? target : newTarget),
    apply: () => new Machine(now()).toString(),
    get: (target, name) => (name === 'now' ? now : Reflect.get(target, name)),
  });
  globalThis.Date = moved;
  return machineNow;
};
