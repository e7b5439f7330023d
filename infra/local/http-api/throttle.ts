/** The limits of requests: per second on average, and in one burst. */
export interface Throttling {
  readonly rate: number;
  readonly burst: number;
}

/**
 * Returns a function that tells whether one more request is admitted now, by a token bucket: it holds `burst` tokens
 * and refills at `rate` tokens per second [API Gateway Developer Guide, "Throttle requests to your HTTP APIs for better
 * throughput"].
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
