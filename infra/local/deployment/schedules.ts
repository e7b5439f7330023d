import { formatArn, type Home } from '../../template/arns.ts';
import { findResources, type Template } from '../../template/template.ts';
import { notDeployable } from './not-deployable.ts';

/** A schedule on which EventBridge invokes a function. */
export interface DeployedSchedule {
  readonly ruleArn: string;
  /** Milliseconds between two runs. */
  readonly every: number;
  readonly functionArn: string;
}

/** Reads the schedules that are not disabled. Throws `NotDeployable` for a schedule that is not understood. */
export const readSchedules = (template: Template, home: Home): readonly DeployedSchedule[] =>
  findResources(template, 'AWS::Events::Rule').flatMap(([id, { Properties }]) => {
    const { ScheduleExpression, State = 'ENABLED', Targets } = Properties;
    const every = parseRate(ScheduleExpression ?? '');
    if (every === undefined) throw notDeployable(`The schedule of the rule ${id} is not understood here.`);
    if (State !== 'ENABLED') return [];
    return Targets.map(({ Arn: functionArn }) => ({
      ruleArn: formatArn(home, 'events', `rule/${id}`),
      every,
      functionArn,
    }));
  });

const minute = 60_000;
const units: Readonly<Record<string, number>> = { minute, hour: 60 * minute, day: 24 * 60 * minute };

/**
 * Parses a rate into milliseconds [Amazon EventBridge User Guide, "Setting a schedule pattern for scheduled rules",
 * rate expressions].
 */
const parseRate = (expression: string): number | undefined => {
  const [, count, unit = ''] = /^rate\(([1-9]\d*) (minute|hour|day)s?\)$/.exec(expression) ?? [];
  const length = units[unit];
  return length === undefined ? undefined : Number(count) * length;
};
