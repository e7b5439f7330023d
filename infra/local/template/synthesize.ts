import { synthesize } from '../../synthesize.ts';
import { type Choices, createLocalStage, localUserPoolSettings } from './local-stage.ts';

// Prints the template of the stage `local`, of the choices in the first argument, as JSON. A process of its own: the CDK takes
// 150 MB, which the stack does not need again.
const stage = createLocalStage(JSON.parse(process.argv[2] ?? '') as Choices);
const synthesized = await synthesize({
  stages: [stage],
  users: localUserPoolSettings,
  namesCode: true,
  validates: false,
});
process.stdout.write(synthesized.get(stage.name)?.template ?? '');
