import type { Template } from '../../template/template.ts';
import { type LocalTemplateOptions, synthesizeLocalTemplate } from '../template/local-template.ts';
import { type Deployment, readDeployment, resolveTemplate, type Site } from './deployment.ts';

export interface LocalDeploymentOptions extends Pick<LocalTemplateOptions, 'choices' | 'onSynthesis'> {
  /** Changes the template before it is deployed. */
  readonly change?: ((template: Template) => void) | undefined;
}

/** Creates the deployment of the stage `local` at a site. Throws `NotDeployable`. */
export const createLocalDeployment = async (site: Site, options: LocalDeploymentOptions): Promise<Deployment> => {
  const template = resolveTemplate(await synthesizeLocalTemplate(options), site);
  options.change?.(template);
  return readDeployment(template, site);
};
