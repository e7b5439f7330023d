import { STSClient } from '@aws-sdk/client-sts';
import { ownerSessions } from '../adapters/sts/owner-sessions.ts';
import { patience } from './patience.ts';

/** Loaded with isolation `iam` only: with `application`, a function starts without a client of STS. */
export const dataRoleSessions = (roleArn: string) => ownerSessions({ sts: new STSClient(patience), roleArn });
