import { type Stage, stages } from '../../stages.ts';
import { type UserPoolSettings, userPoolSettings } from '../../user-pool-settings.ts';

/** What whoever runs the stack may decide of its stage. */
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

/** The stage that runs on one machine: the one of developers, but that any page may call it. It cannot sign without the user's credentials. */
export const createLocalStage = (choices: Choices): Stage => ({
  ...stages.dev,
  ...choices,
  name: 'local',
  // The stack serves it by itself.
  page: false,
  allowedOrigins: ['*'],
  // An account's own limits by default [API Gateway Developer Guide, "Quotas for HTTP APIs"]: a load test is no attack here.
  throttling: { rate: 10_000, burst: 5_000 },
});

/**
 * As it is deployed, and with the password flow besides: tests and scripts sign in by it in one request, and nothing here leaves
 * the machine.
 */
export const localUserPoolSettings: UserPoolSettings = {
  ...userPoolSettings,
  client: { ...userPoolSettings.client, authFlows: [...userPoolSettings.client.authFlows, 'USER_PASSWORD_AUTH'] },
};
