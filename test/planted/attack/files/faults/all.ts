import type { S3Fault } from '../planted-s3.ts';
import { keyFaults } from './keys.ts';
import { questionFaults } from './questions.ts';
import { signatureFaults } from './signatures.ts';

export const s3Faults = { ...questionFaults, ...keyFaults, ...signatureFaults } satisfies Readonly<
  Record<string, () => S3Fault>
>;

export type S3FaultName = keyof typeof s3Faults;
