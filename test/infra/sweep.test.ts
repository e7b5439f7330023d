import { beforeAll, describe, expect, test } from 'vitest';
import type { Stage } from '../../infra/stages.ts';
import type { Template } from '../../infra/template/template.ts';
import { listChanges } from './changes.ts';
import { findViolations } from './checks/all.ts';
import { createDeclaredCheck, unsaid } from './checks/declared.ts';
import { pinned } from './checks/kept.ts';
import { deployments } from './deployments.ts';
import { resolve } from './resolve.ts';
import { synthesizeTemplates } from './synthesized.ts';

let json: ReadonlyMap<string, string>;
beforeAll(async () => {
  json = await synthesizeTemplates(deployments);
});

/** Decides whether a check notices a template: by a sentence, or by throwing if the template leads nowhere. */
const isSeen = async (template: Template, stage: Stage): Promise<boolean> =>
  findViolations(template, [createDeclaredCheck(stage), pinned]).then(
    (found) => found.length > 0,
    () => true,
  );

describe.each(deployments)('the stack of $name', (stage) => {
  test('is exactly what is declared', async () => {
    expect(await findViolations(resolve(json.get(stage.name) ?? ''), [createDeclaredCheck(stage)])).toEqual([]);
  });

  test('cannot change unnoticed: a check sees every changed value and every missing member', async () => {
    const template = resolve(json.get(stage.name) ?? '');
    let changes = 0;
    const unseen: string[] = [];
    for (const { name, path, template: changed } of listChanges(template)) {
      if (path[0] !== 'Resources' || path.some((member) => unsaid.has(member))) continue;
      changes++;
      if (!(await isSeen(changed, stage))) unseen.push(name);
    }
    expect(unseen).toEqual([]);
    expect(changes).toBeGreaterThan(1500);
  });
});
