/**
 * Creates the error for a part of a policy that has no formula. A proof that ignored it would be about another policy.
 */
export const notModelled = (what: string): Error => Object.assign(new Error(`Not modelled: ${what}.`), { name });

export const isNotModelled = (error: unknown): error is Error => error instanceof Error && error.name === name;

const name = 'NotModelled';
