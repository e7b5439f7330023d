import type { ShownChoices } from '../../infra/local/console/data/shown.ts';
import { useAnswer } from './use-answer.ts';

/** Returns what whoever runs the stack has chosen, as soon as the stack has said so. */
export const useChoices = (): ShownChoices | undefined => useAnswer<ShownChoices>('GET /api/choices').answer;
