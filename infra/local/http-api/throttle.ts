/** Requests a second on average, and at once. */
export interface Throttling {
  readonly rate: number;
  readonly burst: number;
}

/**
 * Whether one more request is let in now: by a bucket of so many tokens that so many flow into in a second [API Gateway Developer Guide,
 * "Throttle requests to your HTTP APIs for better throughput"].
 */
export const throttle = (throttling: Throttling | undefined, now: () => number): (() => boolean) => {
  if (throttling === undefined) return () => true;
  const { rate, burst } = throttling;
  let tokens = burst;
  let then = now();
  return () => {
    const time = now();
    tokens = Math.min(burst, tokens + (Math.max(0, time - then) / 1000) * rate);
    then = time;
    if (tokens < 1) return false;
    tokens -= 1;
    return true;
  };
};
