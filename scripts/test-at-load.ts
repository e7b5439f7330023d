import { spawn } from 'node:child_process';
import { availableParallelism, loadavg } from 'node:os';

// `npm run test:busy [-- WORDS …]`: runs the tests beside enough busy loops to bring the machine's load to `load`.

const load = 8;
const loops = Array.from({ length: load - availableParallelism() }, () =>
  spawn(process.execPath, ['-e', 'for (;;);'], { stdio: 'ignore' }),
);
const stop = () => {
  for (const loop of loops) loop.kill();
};
process.on('exit', stop);
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => process.exit(1));

let highest = 0;
const watching = setInterval(() => {
  highest = Math.max(highest, loadavg()[0] ?? 0);
}, 1000);
const tests = spawn('npx', ['vitest', 'run', ...process.argv.slice(2)], { stdio: 'inherit' });
tests.on('exit', (code) => {
  clearInterval(watching);
  console.log(`The load was up to ${highest.toFixed(1)}.`);
  process.exit(code ?? 1);
});
