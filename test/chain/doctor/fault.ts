import type { FindingKind } from '../../../src/doctor/findings.ts';
import type { Meddling } from './faulty-proxy.ts';
import type { StackOutputs, Visit, Ward } from './ward.ts';

/** One thing that is wrong, and what `notes doctor` must call it. */
export interface DoctorFault {
  readonly name: string;
  readonly step: string;
  readonly kind: FindingKind;
  /** What the finding's evidence must have. */
  readonly evidence?: object;
  /** The outputs in place of the true ones; `null` and texts mean what they mean in a `Visit`. */
  readonly outputs?: ((outputs: StackOutputs) => StackOutputs | string | null) | undefined;
  readonly api?: Meddling;
  readonly pools?: Meddling;
  /** What is done first, on the sound stack, and how it is then examined. */
  readonly visit?: Visit | ((ward: Ward) => Promise<Visit>);
}

/** Plants the fault, examines, and ends all meddling. */
export const examineWith = async (ward: Ward, fault: DoctorFault) => {
  const visit = typeof fault.visit === 'function' ? await fault.visit(ward) : fault.visit;
  ward.api.meddle(fault.api ?? {});
  ward.pools.meddle(fault.pools ?? {});
  try {
    return await ward.examined({ ...visit, ...(fault.outputs && { outputsAre: fault.outputs(ward.outputs) }) });
  } finally {
    ward.api.meddle({});
    ward.pools.meddle({});
  }
};
