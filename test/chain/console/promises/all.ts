import { attribution } from './attribution.ts';
import { hiddenInRequests } from './hidden-in-requests.ts';
import { hiddenInSignIns } from './hidden-in-sign-ins.ts';
import type { Promises } from './scene.ts';

export const promised: Promises = { ...attribution, ...hiddenInRequests, ...hiddenInSignIns };
