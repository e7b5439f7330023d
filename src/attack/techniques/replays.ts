import type { Probe, Technique } from '../probe.ts';

/** The victim's create, sent again under its idempotency key: what was created once belongs to the victim alone. */
export const replayedCreates: Technique = {
  name: 'the other’s create, sent again',
  risk: 'API1:2023',
  probes: ({ attacker, victim, operations }) =>
    victim.repeatable
      .filter(({ creator }) => operations.includes(creator))
      .map(({ asking }): Probe => ({ what: 'with its key', asking, by: attacker.user, expects: 'own' })),
};
