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

/** A template that leads nowhere makes a check throw, which is as good as a sentence. */
const isSeen = async (template: Template, stage: Stage): Promise<boolean> =>
  findViolations(template, [createDeclaredCheck(stage), pinned]).then(
    (found) => found.length > 0,
    () => true,
  );

describe.each(deployments)('the stack of $name', (stage) => {
  test('is what is declared', async () => {
    expect(await findViolations(resolve(json.get(stage.name) ?? ''), [createDeclaredCheck(stage)])).toEqual([]);
  });

  test('differs nowhere unseen: no value that is another, no member that is missing', async () => {
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
