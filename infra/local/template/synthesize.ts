import { synthesize } from '../../synthesize.ts';
import { type Choices, createLocalStage, localUserPoolSettings } from './local-stage.ts';

// Prints the template of the stage `local` as JSON; the first argument holds the choices. This is a process of its own
// since the CDK takes 150 MB, which the stack does not need afterwards.
const stage = createLocalStage(JSON.parse(process.argv[2] ?? '') as Choices);
const synthesized = await synthesize({
  stages: [stage],
  users: localUserPoolSettings,
  namesCode: true,
  validates: false,
});
process.stdout.write(synthesized.get(stage.name)?.template ?? '');
