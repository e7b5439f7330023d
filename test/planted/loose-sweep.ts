import type { wireSweep } from '../../src/lambda/sweep-wiring.ts';
import type { Wrap } from '../kit/wrap-exports.ts';

export const wrap: Wrap<typeof wireSweep> = (wireDeployed) => (env) => {
  console.log(JSON.stringify({ level: 'info', givenAway: env }));
  return wireDeployed(env);
};
