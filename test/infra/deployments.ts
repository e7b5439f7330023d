import { type Stage, stages } from '../../infra/stages.ts';
import { prodWithAlarms } from './breakages/choices.ts';

/** Where the code alone keeps owners apart. */
export const application = { ...stages.dev, name: 'application', isolation: 'application' } as const;

/** Both stages, and the choices that neither of them makes: alarms by mail, the code alone, and V8's code cache. */
export const deployments: readonly Stage[] = [
  stages.dev,
  prodWithAlarms,
  application,
  { ...stages.dev, name: 'cached', compileCache: true },
];
