import { type Stage, stages } from '../../stages.ts';
import { type UserPoolSettings, userPoolSettings } from '../../user-pool-settings.ts';

/** The settings of the stage that whoever runs the stack may choose. */
export type Choices = Pick<Stage, 'isolation' | 'owner' | 'requireIfMatch' | 'sweepMinutes'>;

export const withDefaultChoices = ({
  isolation = 'iam',
  owner = 'identity',
  requireIfMatch = false,
  sweepMinutes = stages.dev.sweepMinutes,
}: Partial<Choices> = {}): Choices => ({
  isolation,
  owner,
  requireIfMatch,
  sweepMinutes,
});

/**
 * Creates the stage that runs on one machine: that of developers, except that any page may call it. A page cannot sign
 * without the user's credentials.
 */
export const createLocalStage = (choices: Choices): Stage => ({
  ...stages.dev,
  ...choices,
  name: 'local',
  // The stack serves the page itself.
  page: false,
  allowedOrigins: ['*'],
  // An account's default quotas [API Gateway Developer Guide, "Quotas for HTTP APIs"]: a load test is not an attack
  // here.
  throttling: { rate: 10_000, burst: 5_000 },
});

/**
 * The settings as deployed, plus the password flow: tests and scripts sign in by it in one request, and nothing here
 * leaves the machine.
 */
export const localUserPoolSettings: UserPoolSettings = {
  ...userPoolSettings,
  client: { ...userPoolSettings.client, authFlows: [...userPoolSettings.client.authFlows, 'USER_PASSWORD_AUTH'] },
};
