import { type Stage, stages } from '../../infra/stages.ts';
import { prodWithAlarms } from './breakages/choices.ts';

/** A stage in which only the code isolates owners. */
export const application = { ...stages.dev, name: 'application', isolation: 'application' } as const;

/** Both stages, and choices that neither makes: alarms by mail, isolation by the code alone, and V8's code cache. */
export const deployments: readonly Stage[] = [
  stages.dev,
  prodWithAlarms,
  application,
  { ...stages.dev, name: 'cached', compileCache: true },
];
