/**
 * An attack on an HTTP API by two users, each of whom tries to reach what belongs to the other.
 *
 * @module owned-notes/attack
 */
export { type AttackOptions, attack } from '../attack/attack.ts';
export type { Report, Try, Unproven, Verdict } from '../attack/report.ts';
export type { Fetch, Sent } from '../attack/request.ts';
export type { Stranger, User } from '../attack/side.ts';
export { techniqueNames } from '../attack/techniques/all.ts';
