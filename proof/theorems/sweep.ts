import { type Claim, isGivenAnd } from './claim.ts';
import { ofRole } from './needs.ts';
import type { Subject } from './subject.ts';
import { keysOfSweep, listSweepQuestions, modelNamesOfOwner, tag } from './sweep-needs.ts';

export const namesOfItsOwnerOnly = (subject: Subject): readonly Claim[] => {
  const { dataRole } = subject.sweep ?? {};
  if (dataRole === undefined) return [];
  return [
    {
      theorem: 'names of its owner only',
      about: 'the sweep’s data role',
      ...ofRole(dataRole, subject),
      keys: keysOfSweep,
      conclusion: (context) => isGivenAnd(context, tag, (own) => modelNamesOfOwner(subject, context, own)),
      intended: listSweepQuestions(subject, dataRole).filter(({ about }) => about === 'an owner'),
    },
  ];
};
