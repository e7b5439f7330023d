import type { ApiFinding } from './api-findings.ts';
import type { ClockWrong } from './clock.ts';
import type { CognitoBusy } from './cognito-rules.ts';
import type { CorsFinding } from './cors.ts';
import type { CredentialsFinding } from './credentials.ts';
import type { IdTokenFinding } from './id-token.ts';
import type { IdentityFinding } from './identity.ts';
import type { NetworkFinding } from './network.ts';
import type { NotesFinding } from './notes.ts';
import type { OutputsFinding } from './outputs.ts';
import type { PlatformFinding } from './platform.ts';
import type { PoolsFinding } from './pools.ts';
import type { SignInFinding } from './sign-in.ts';
import type { SignatureFinding } from './signature.ts';
import type { LeftBehind } from './undo.ts';
import type { UnsignedFinding } from './unsigned.ts';

/** What can be wrong, with the evidence; never a secret, a token, a signature, or a note's content. */
export type Finding =
  | PlatformFinding
  | OutputsFinding
  | NetworkFinding
  | PoolsFinding
  | UnsignedFinding
  | ClockWrong
  | CognitoBusy
  | SignInFinding
  | IdTokenFinding
  | IdentityFinding
  | CredentialsFinding
  | ApiFinding
  | SignatureFinding
  | CorsFinding
  | NotesFinding
  | LeftBehind;

export type FindingKind = Finding['kind'];

export type FindingOf<K extends FindingKind> = OfKind<Finding, K>;

/** Picks the members of one kind; some records cover several kinds. */
type OfKind<F, K> = F extends { readonly kind: infer Kinds }
  ? K extends Kinds
    ? F & { readonly kind: K }
    : never
  : never;
