import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, onTestFinished, test } from 'vitest';
import launch from '../../.vscode/launch.json' with { type: 'json' };
import { portFlags } from '../../infra/local/options.ts';
import { root } from '../docs/markdown.ts';
import { runNotes } from '../kit/run-notes.ts';
import { connectInspector } from './inspector.ts';

/** Returns what an editor starts for a configuration, with the editor's own variables filled in. */
const startedBy = (name: string, relativeFile = '') => {
  const found = launch.configurations.find((each) => each.name === name);
  if (found === undefined) throw new Error(`There is no configuration "${name}".`);
  const filled = (text: string) =>
    text.replace(/\$\{workspaceFolder\}/, root).replace(/\$\{relativeFile\}/, relativeFile);
  const { runtimeExecutable, program, args, cwd } = found;
  return { node: filled(runtimeExecutable), program: filled(program), args: args.map(filled), cwd: filled(cwd) };
};

const folderOfTest = async (): Promise<string> => {
  const folder = await mkdtemp(join(tmpdir(), 'owned-notes-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true, maxRetries: 5 }));
  return folder;
};

/** Resolves to the match once what a process prints matches. Rejects if the process ends first. */
const printed = (child: ChildProcess, pattern: RegExp): Promise<RegExpExecArray> => {
  let text = '';
  const { promise, resolve, reject } = Promise.withResolvers<RegExpExecArray>();
  for (const stream of [child.stdout, child.stderr])
    stream?.on('data', (chunk) => {
      text += chunk;
      const found = pattern.exec(text);
      if (found !== null) resolve(found);
    });
  child.once('exit', (code) => reject(new Error(`It ended with ${code}: ${text}`)));
  return promise;
};

test('“Test file” runs the file that is open', async () => {
  const { node, program, args, cwd } = startedBy('Test file', 'src/domain/owner.test.ts');
  const { VITEST: _, VITEST_WORKER_ID: __, VITEST_POOL_ID: ___, ...env } = process.env;
  const { stdout } = await promisify(execFile)(node, [program, ...args], { cwd, env: { ...env, NO_COLOR: '1' } });
  expect(stdout).toContain('src/domain/owner.test.ts');
  expect(stdout).toMatch(/Test Files +1 passed \(1\)/);
});

test('“Local stack” stops at a breakpoint in a function, and goes on', async () => {
  const data = await folderOfTest();
  const { node, program, args, cwd } = startedBy('Local stack');
  const ports = portFlags.flatMap((flag) => [flag, '0']);
  const stack = spawn(node, ['--inspect=127.0.0.1:0', program, ...args, '--data', data, ...ports], { cwd });
  onTestFinished(async () => {
    if (stack.exitCode !== null) return;
    stack.kill('SIGKILL');
    await once(stack, 'exit');
  });
  const running = printed(stack, /Requests, as they come:/);
  const [, url = ''] = await printed(stack, /Debugger listening on (ws:\S+)/);
  using inspector = await connectInspector(url);
  const source = 'src/adapters/api-gateway/handler.ts';
  const lines = (await readFile(join(root, source), 'utf8')).split('\n');
  inspector.breakInThreads(
    `${source.replaceAll('.', '\\.')}$`,
    lines.findIndex((line) => line.includes('parseCaller(event')),
  );
  await running;

  const env = { NOTES_OUTPUTS: join(data, 'outputs.json'), NOTES_SESSION: join(data, 'session.json') };
  await runNotes(['sign-in', 'admin@example.com', '--password', 'Passw0rd!'], { home: data, env });
  const listed = runNotes(['list', '--json'], { home: data, env });
  expect(await inspector.stopped).toContain(source);
  inspector.resume();
  expect(await listed).toMatchObject({ code: 0, out: '[]\n' });
});
