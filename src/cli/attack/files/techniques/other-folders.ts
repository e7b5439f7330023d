import type { FileTechnique } from '../file-probe.ts';
import { createOwnProbe, get, put } from './by.ts';

/** Keys outside every user's folder, especially those that begin like one's own. */
export const otherFolders: FileTechnique = {
  name: 'a folder that is not one’s own',
  risk: 'API1:2023',
  probes: (scene) => {
    const { by, whose } = scene;
    const probe = createOwnProbe(scene);
    const [own, theirs] = [by.folder.slice(0, -1), whose.folder.slice(0, -1)];
    const folders: readonly (readonly [what: string, key: string])[] = [
      ['that begins like one’s own', `${own}0/${by.word}`],
      ['that begins like one’s own, with a space', `${own} /${by.word}`],
      ['that begins like one’s own, with a dot', `${own}./${by.word}`],
      ['one’s own, as a file', own],
      ['the other’s, as a file', theirs],
      ['the other’s, as an empty name', whose.folder],
      ['of everybody', `private/${by.word}`],
      ['public', `public/${by.word}`],
      ['protected', `protected/${by.user.identityId}/${by.word}`],
      ['at the top', by.word],
      ['one’s own without private/', `${by.user.identityId}/${by.word}`],
      ['of anybody’s, by a star', `private/*/${by.word}`],
      ['of the policy’s variable', `private/\${cognito-identity.amazonaws.com:sub}/${by.word}`],
      ['of no identity', `private//${by.word}`],
    ];
    return folders.flatMap(([what, key]) => [
      probe('GetObject', `from one ${what}`, get(key)),
      probe('PutObject', `into one ${what}`, put(key)),
    ]);
  },
};
