import type { Template } from '../../template/template.ts';
import { type LocalTemplateOptions, synthesizeLocalTemplate } from '../template/local-template.ts';
import { type Deployment, readDeployment, resolveTemplate, type Site } from './deployment.ts';

export interface LocalDeploymentOptions extends Pick<LocalTemplateOptions, 'choices' | 'onSynthesis'> {
  /** What is done to the template before it is deployed. */
  readonly change?: ((template: Template) => void) | undefined;
}

/** What the template of the stage `local` makes at a site. Throws `NotDeployable`. */
export const createLocalDeployment = async (site: Site, options: LocalDeploymentOptions): Promise<Deployment> => {
  const template = resolveTemplate(await synthesizeLocalTemplate(options), site);
  options.change?.(template);
  return readDeployment(template, site);
};
