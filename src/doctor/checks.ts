import type { Check } from './check.ts';
import { checkClock } from './clock.ts';
import { checkCors } from './cors.ts';
import { checkCredentials } from './credentials.ts';
import { checkIdToken } from './id-token.ts';
import { checkIdentity } from './identity.ts';
import { checkCreate, checkDelete, checkGet, checkList, checkUpdate } from './notes.ts';
import { checkOutputs } from './outputs.ts';
import { checkPlatform } from './platform.ts';
import { checkPools } from './pools.ts';
import { checkSignIn } from './sign-in.ts';
import { checkSignature } from './signature.ts';
import { checkUnsigned } from './unsigned.ts';

/** The chain in order: each check may rely on all before it. */
export const checks: readonly Check[] = [
  { step: 'platform', run: checkPlatform },
  { step: 'outputs', run: checkOutputs },
  { step: 'user pool', run: checkPools },
  { step: 'API', run: checkUnsigned },
  { step: 'clock', run: checkClock },
  { step: 'sign-in', run: checkSignIn },
  { step: 'ID token', run: checkIdToken },
  { step: 'identity', run: checkIdentity },
  { step: 'credentials', run: checkCredentials },
  { step: 'signature', run: checkSignature },
  { step: 'CORS', run: checkCors },
  { step: 'POST /notes', run: checkCreate },
  { step: 'GET /notes/{id}', run: checkGet },
  { step: 'GET /notes', run: checkList },
  { step: 'PUT /notes/{id}', run: checkUpdate },
  { step: 'DELETE /notes/{id}', run: checkDelete },
];
