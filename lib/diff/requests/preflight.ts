import { type Atom, exactly } from '../../algebra/atom';
import type { Requirement } from '../../algebra/requirement';

/** What tells preflight requests of browsers from others. Empty headers count as absent. (F13, H2) */
export function preflightRequirements(origins: readonly Atom[] = []): Requirement[] {
  return [
    { field: 'method', name: '', atoms: [exactly('OPTIONS')], wants: 'one' },
    { field: 'header', name: 'access-control-request-method', atoms: [exactly('')], wants: 'any' },
    originRequirement(origins),
  ];
}

/** The origins that a `corsPolicy` tells apart. */
export function originRequirement(origins: readonly Atom[]): Requirement {
  return { field: 'header', name: 'origin', atoms: [exactly(''), ...origins], wants: 'any' };
}
