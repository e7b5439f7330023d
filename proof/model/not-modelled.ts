/** Something in a policy that there is no formula for. A proof that passed over it would be about another policy. */
export const notModelled = (what: string): Error => Object.assign(new Error(`Not modelled: ${what}.`), { name });

export const isNotModelled = (error: unknown): error is Error => error instanceof Error && error.name === name;

const name = 'NotModelled';
