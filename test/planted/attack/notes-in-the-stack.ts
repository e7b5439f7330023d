import { AwsClient } from 'aws4fetch';
import type { Outputs } from '../../../infra/local/outputs.ts';
import type { AttackOptions } from '../../../src/exports/attack.ts';
import { newUser } from '../../kit/user.ts';
import type { HandlerFault } from './faults/all.ts';
import { plantedHeader } from './planted-function.ts';

/** Creates two users of a running stack with clients that know nothing of this project, and a fault if one is named. */
export const createStackUsers = async (
  outputs: Outputs,
): Promise<(fault?: HandlerFault) => Pick<AttackOptions, 'server' | 'users'>> => {
  const [ann, bob] = [await newUser(outputs), await newUser(outputs)];
  const user = (name: string, { keys, identityId }: typeof ann, fault: HandlerFault | undefined) => {
    const client = new AwsClient({ ...keys, region: outputs.Region, service: 'execute-api', retries: 0 });
    const planted = fault === undefined ? {} : { [plantedHeader]: encodeURIComponent(fault) };
    return {
      ...{ name, identifiers: { userId: identityId } },
      fetch: (url: string, init: RequestInit) =>
        client.fetch(url, { ...init, headers: { ...Object.fromEntries(new Headers(init.headers)), ...planted } }),
    };
  };
  return (fault) => ({ server: outputs.ApiEndpoint, users: [user('Ann', ann, fault), user('Bob', bob, fault)] });
};
