import { findBucket } from '../aws/service-endpoint.ts';
import { type Environment, readRequired, readTableSettings, type TableSettings } from './settings.ts';

/** The settings that a deployment gives the sweep function. */
export interface SweepSettings extends TableSettings {
  readonly bucket: ReturnType<typeof findBucket>;
  /** Milliseconds between two visits. */
  readonly interval: number;
}

/**
 * Reads the settings from the function's environment. Throws if one is missing or wrong, so that a misconfigured
 * function does not start.
 */
export const readSweepSettings = (env: Environment): SweepSettings => {
  const settings = readTableSettings(env);
  const seconds = Number(readRequired(env, 'SWEEP_INTERVAL_SECONDS'));
  if (!(seconds > 0)) throw new Error('The environment variable SWEEP_INTERVAL_SECONDS must be a number of seconds.');
  return {
    ...settings,
    bucket: findBucket(readRequired(env, 'BUCKET_NAME'), settings.region, env),
    interval: seconds * 1000,
  };
};
