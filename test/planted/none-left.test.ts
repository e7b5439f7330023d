import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';

const kit = join(import.meta.dirname, '../kit/none-left.ts');

/** Carries out some code between the setup and its teardown, in a process of its own. */
const runBetween = (code: string) =>
  new Promise<{ readonly exitCode: number | null; readonly printed: string }>((resolve) => {
    const script = `
      import { spawn } from 'node:child_process';
      import { once } from 'node:events';
      import { writeFileSync } from 'node:fs';
      import { tmpdir } from 'node:os';
      const { setup } = await import(${JSON.stringify(kit)});
      const teardown = await setup();
      console.log(tmpdir());
      ${code}
      await teardown().catch(({ message }) => console.log(message));`;
    const environment = { ...process.env, OWNED_NOTES_TEST_PROJECTS: '0' };
    const child = execFile(
      process.execPath,
      ['--input-type=module', '-e', script],
      { env: environment },
      (_, printed) => resolve({ exitCode: child.exitCode, printed }),
    );
  });

describe('a run of tests', () => {
  test('passes if its tests leave nothing behind, and its folder for temporary files is deleted', async () => {
    const { exitCode, printed } = await runBetween('');
    expect(exitCode).toBe(0);
    expect(printed).toMatch(/owned-notes-tests-\w+\n$/);
    expect(existsSync(printed.trim())).toBe(false);
  });

  test('fails if they leave a file, and deletes it', async () => {
    const { exitCode, printed } = await runBetween("writeFileSync(tmpdir() + '/left.txt', '');");
    expect(exitCode).toBe(1);
    const [folder = '', ...message] = printed.trim().split('\n');
    expect(message).toEqual(['The tests left behind:', 'left.txt']);
    expect(existsSync(folder)).toBe(false);
  });

  test.runIf(process.platform === 'linux')('fails if they leave a process whose parent has ended', async () => {
    // Ends by itself, some time after it has been found.
    const leave = "await once(spawn('sh', ['-c', 'sleep 30 & exit'], { stdio: 'ignore' }), 'exit');";
    const { exitCode, printed } = await runBetween(leave);
    expect(exitCode).toBe(1);
    expect(printed).toMatch(/The tests left behind:\nsleep 30 \n$/);
  });
});
