import { localTemplate } from '../infra/local/template/local-template.ts';

/** Makes the templates that most stacks of the tests are made of once, before many files ask for them at the same time. */
export const setup = async (): Promise<void> => {
  const isolations = ['iam', 'application'] as const;
  await Promise.all(isolations.map((isolation) => localTemplate({ choices: { isolation } })));
};
