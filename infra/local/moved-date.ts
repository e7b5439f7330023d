/**
 * Makes `Date` in this thread tell the stack's time: the machine's time plus the milliseconds in the shared memory. On
 * AWS, this is simply the time. Only the current time moves, in `Date.now()`, `new Date()` and `Date()`; timers and
 * `performance` go by the machine's clock. Returns the machine's own `Date.now`.
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
