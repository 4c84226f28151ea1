import { type Atom, exactly } from '../../algebra/atom';
import type { Requirement } from '../../algebra/requirement';

/** What tells preflight requests of browsers from others. (F13, H2) */
export function preflightRequirements(): Requirement[] {
  return [
    { field: 'method', name: '', atoms: [exactly('OPTIONS')], wants: 'one' },
    notEmpty('access-control-request-method'),
    notEmpty('origin'),
  ];
}

/** The origins that a `corsPolicy` tells apart. */
export function originRequirements(origins: readonly Atom[]): Requirement[] {
  return [notEmpty('origin'), { field: 'header', name: 'origin', atoms: origins, wants: 'any' }];
}

/** An empty header counts as absent. */
function notEmpty(name: string): Requirement {
  return { field: 'header', name, atoms: [exactly('')], wants: 'none', missingIsUnwanted: true };
}
