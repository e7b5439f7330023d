import { localTemplate } from '../infra/local/template/local-template.ts';
import { buildWeb } from '../infra/web/build-web.ts';

/** Builds once what many files of tests would otherwise build at the same time: the usual templates, the page and the console. */
export const setup = async (): Promise<void> => {
  const isolations = ['iam', 'application'] as const;
  await Promise.all(isolations.map((isolation) => localTemplate({ choices: { isolation } })));
  await Promise.all([buildWeb('page'), buildWeb('console')]);
};
