/**
 * Two users of an HTTP API, each with what is the other's.
 *
 * @module owned-notes/attack
 */
export { type AttackOptions, attack } from '../attack/attack.ts';
export type { Report, Try, Unproven, Verdict } from '../attack/report.ts';
export type { Fetch, Sent } from '../attack/request.ts';
export type { Stranger, User } from '../attack/side.ts';
export { techniqueNames } from '../attack/techniques/all.ts';
