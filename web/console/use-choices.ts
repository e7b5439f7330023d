import type { ShownChoices } from '../../infra/local/console/data/shown.ts';
import { useLive } from './data/use-live.ts';

/** Returns what whoever runs the stack has chosen, as soon as the stack has said so, and each stack after it. */
export const useChoices = (): ShownChoices | undefined => useLive<ShownChoices>('GET /api/choices', {}, []).answer;
