import type { Template } from '../../infra/template/template.ts';
import type { Breakage } from '../infra/breakages/breakage.ts';
import { apiId, region } from '../infra/resolve.ts';

/** Fits a breakage to the running stack: its text has the region and the API of the tests of the template. */
export const planted =
  ({ plant }: Breakage) =>
  (template: Template): void => {
    const place = /arn:aws:execute-api:([\w-]+):\d+:(\w+)\//.exec(JSON.stringify(template));
    plant(template);
    const text = JSON.stringify(template.Resources)
      .replaceAll(apiId, place?.[2] ?? '')
      .replaceAll(region, place?.[1] ?? '');
    for (const id of Object.keys(template.Resources)) delete template.Resources[id];
    Object.assign(template.Resources, JSON.parse(text));
  };
