import { type UserPoolSettings, userPoolSettings } from '../user-pool-settings.ts';

/**
 * As it is deployed, and with the password flow besides: tests and scripts sign in by it in one request, and nothing here leaves
 * the machine.
 */
export const localUserPoolSettings: UserPoolSettings = {
  ...userPoolSettings,
  client: { ...userPoolSettings.client, authFlows: [...userPoolSettings.client.authFlows, 'USER_PASSWORD_AUTH'] },
};
